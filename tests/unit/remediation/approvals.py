"""An engine on a port, with one incident whose actions wait for approval."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from aiops.adapters.storage import anomalies
from aiops.adapters.storage.incidents import actions
from aiops.adapters.storage.incidents.rounds import Audience, Rounds
from aiops.domain.incidents.remediation import propose
from aiops.entrypoints.http.factory import create_app
from tests.unit.aiops.engines import bearer, new_engine
from tests.unit.aiops.incidents.factories import anomaly


class Approvals:
    """The engine on a port, with one incident whose actions are proposed."""

    def __init__(self, folder: Path) -> None:
        engine = new_engine(folder)
        now_s = engine.now_s()
        with engine.database.write() as connection:
            anomalies.put(connection, [anomaly("payment", now_s - 5)])
        outcome = Rounds(engine.database, Audience()).once(now_s)
        self.incident = outcome.incidents[0].id
        with engine.database.write() as connection:
            found = propose(self.incident, "payment", now_s, [], now_s)
            actions.propose(connection, found)
        app = create_app(engine)
        self.engine = engine
        self.client = app.test_client()
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def approve(self, name: str) -> None:
        path = f"/aiops/incidents/{self.incident}/actions/{name}/approve"
        assert self.client.post(path, headers=bearer("console")).status_code == 200

    def states(self) -> dict[str, str]:
        path = f"/aiops/incidents/{self.incident}"
        found = self.client.get(path, headers=bearer("console")).json["actions"]
        return {each["name"]: each["status"] for each in found}


@contextmanager
def served(folder: Path) -> Iterator[Approvals]:
    """Serve it until the end of the block."""
    found = Approvals(folder)
    thread = threading.Thread(target=found.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        thread.join()
        found.server.server_close()
        found.engine.database.close()
