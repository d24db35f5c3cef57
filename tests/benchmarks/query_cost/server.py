"""A real Prometheus on 127.0.0.1 that serves a folder of blocks."""

import http.client
import json
import os
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.query_cost.series import SETTINGS
from tests.rules.promtool import resolved

_READY_S = 120.0
# Another process may take a port between our look and the start.
_PORTS_TRIED = 3
_TAKEN = "address already in use"
# What nobody would wait for in a browser is measured too.
_PATIENCE_S = 900
_MOST_SAMPLES = 1_000_000_000


class QueryRefused(Exception):
    """Prometheus did not answer a query; says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What came back.

    Attributes:
        series: Of the result, as in Prometheus's JSON.
        wall_s: From sending the question to having the whole answer.
        read: Samples read from storage (Prometheus's ``samplesRead``).
        counted: Samples that evaluation went through, each window in full
            (``totalQueryableSamples``).
    """

    series: Sequence[Mapping[str, Any]]
    wall_s: float
    read: int
    counted: int


class Server:
    """One connection to a running Prometheus."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=_PATIENCE_S
        )

    def again(self) -> "Server":
        """Return another connection, for another thread."""
        return Server(self._port)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def ready(self) -> bool:
        """Tell whether it answers queries."""
        try:
            self._connection.request("GET", "/-/ready")
            response = self._connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return False
        return response.status == 200

    def version(self) -> str:
        """Return its version."""
        return str(self._data("status/buildinfo", {})[0]["version"])

    def count(self, expr: str, at_s: int) -> int:
        """Return the one number that *expr* gives at *at_s*."""
        found = self.ask(expr, at_s, at_s, 0).series
        return int(float(found[0]["value"][1])) if found else 0

    def ask(self, expr: str, start_s: int, end_s: int, step_s: int) -> Answer:
        """
        Return the answer over a range, or of *end_s* alone where *step_s* is 0.

        Raises:
            QueryRefused: When there is none.
        """
        fields = {"query": expr, "stats": "true", "timeout": f"{_PATIENCE_S}s"}
        if step_s:
            path = "query_range"
            fields |= {"start": f"{start_s}", "end": f"{end_s}", "step": f"{step_s}"}
        else:
            path = "query"
            fields |= {"time": f"{end_s}"}
        data, wall_s = self._data(path, fields)
        samples = data["stats"]["samples"]
        return Answer(
            series=data["result"] if data["resultType"] != "scalar" else [],
            wall_s=wall_s,
            read=samples["samplesRead"],
            counted=samples["totalQueryableSamples"],
        )

    def _data(self, path: str, fields: Mapping[str, str]) -> tuple[Any, float]:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        begin = time.perf_counter()
        self._connection.request(
            "POST" if fields else "GET",
            f"/api/v1/{path}",
            urllib.parse.urlencode(fields),
            form,
        )
        response = self._connection.getresponse()
        body = response.read()
        wall_s = time.perf_counter() - begin
        if response.status != 200:
            words = body[:300].decode(errors="replace")
            raise QueryRefused(f"{fields.get('query', path)}: {words}")
        return json.loads(body)["data"], wall_s


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """
    Yield a Prometheus on the blocks in *data*; it scrapes nothing.

    Raises:
        RuntimeError: When it does not start; its log says why.
    """
    process, server = _started(data)
    try:
        yield server
    finally:
        server.close()
        process.terminate()
        process.wait(timeout=60)


def _started(data: Path) -> tuple[subprocess.Popen[bytes], Server]:
    config, log = (data.parent / f"prometheus.{end}" for end in ("yml", "log"))
    config.write_text("{}\n")
    for _ in range(_PORTS_TRIED):
        port = _free_port()
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*_program(data.parent, port), *_flags(config, data, port)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        server = Server(port)
        if _comes_up(server, process):
            return process, server
        process.kill()
        process.wait()
        if _TAKEN not in log.read_text(errors="replace"):
            break
    tail = log.read_text(errors="replace")[-1000:]
    raise RuntimeError(f"Prometheus does not serve {data}: {tail}")


def _comes_up(server: Server, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _READY_S
    while not server.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    # Whoever took the port may answer as well.
    return process.poll() is None


def _flags(config: Path, data: Path, port: int) -> list[str]:
    return [
        f"--config.file={config}",
        f"--storage.tsdb.path={data}",
        # As the stack has it: it decides how large blocks grow, too.
        f"--storage.tsdb.retention.time={SETTINGS.retention}",
        f"--web.listen-address={'' if _in_container() else '127.0.0.1'}:{port}",
        f"--query.timeout={_PATIENCE_S}s",
        f"--query.max-samples={_MOST_SAMPLES}",
        "--log.level=warn",
    ]


def _program(folder: Path, port: int) -> list[str]:
    """Return how Prometheus is started: our own binary, or the official image."""
    promtool = resolved().tool("promtool")
    if not _in_container():
        return [str(Path(promtool[0]).with_name("prometheus"))]
    return [
        *(promtool[0], "run", "--rm", "--user", f"{os.getuid()}:{os.getgid()}"),
        *("-v", f"{folder}:{folder}", "-p", f"127.0.0.1:{port}:{port}"),
        *("--entrypoint", "prometheus", resolved()["prometheus"].reference),
    ]


def _in_container() -> bool:
    return resolved().tool("promtool")[1:2] == ("run",)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
