"""Real processes of the engine on free ports of 127.0.0.1."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import urllib3

from tests.postgres import free_port
from tests.unit.aiops.engines import bearer, write_keys

ROOT = Path(__file__).parents[3]
START_TIMEOUT_S = 120


class EngineProcess:
    """``python -m aiops serve`` with its log in a file."""

    def __init__(
        self, folder: Path, *, name: str = "engine", command: str = "serve", **env: str
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = folder / f"{name}-{self.port}.log"
        self.pool = urllib3.PoolManager(maxsize=16, retries=False)
        known = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "AIOPS_PORT": str(self.port),
            "AIOPS_DATABASE_URL": f"sqlite:///{folder}/engine.db",
            "AIOPS_KEYS_FOLDER": str(write_keys(folder / "keys")),
        }
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "aiops", command],
                env=known | env,
                cwd=folder,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> "EngineProcess":
        """Return when it is ready."""
        ends_s = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < ends_s:
            assert self.process.poll() is None, self.log_path.read_text()
            try:
                if self.get("/health/ready").status == 200:
                    return self
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(self.log_path.read_text())

    def get(self, path: str, key: str = "console") -> urllib3.BaseHTTPResponse:
        """Ask for *path*."""
        return self.pool.request("GET", self.url + path, headers=bearer(key))

    def post(
        self, path: str, body: bytes, key: str = "collector", **headers: str
    ) -> urllib3.BaseHTTPResponse:
        """Send *body* to *path*."""
        return self.pool.request(
            "POST",
            self.url + path,
            body=body,
            headers={
                **bearer(key),
                **{k.replace("_", "-"): v for k, v in headers.items()},
            },
            timeout=60,
        )

    def events(self, name: str) -> list[dict[str, object]]:
        """The lines of the log about *name*."""
        lines = self.log_path.read_bytes().splitlines()
        found = [orjson.loads(line) for line in lines if line.startswith(b"{")]
        return [line for line in found if line["event"] == name]

    def family(self) -> list[int]:
        """The process and all that it started, which still run."""
        found = [self.process.pid]
        for pid in found:
            path = Path(f"/proc/{pid}/task/{pid}/children")
            found += [int(word) for word in path.read_text().split()]
        return found

    def kill(self) -> None:
        """End it as a power cut would: nothing of it runs any further."""
        family = self.family()
        # None may notice that another has gone.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in family:
                os.kill(pid, number)
        self.process.wait(30)

    def stop(self) -> int:
        """End it as Docker does; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.pool.clear()
        return status
