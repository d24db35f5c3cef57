"""Real processes of the shop on free ports of 127.0.0.1."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import urllib3
from prometheus_client.parser import text_string_to_metric_families

from tests.postgres import free_port

ROOT = Path(__file__).parents[3]
START_TIMEOUT_S = 120


class ShopProcess:
    """``python -m app`` with its log in a file."""

    def __init__(self, folder: Path, *, name: str = "shop", **env: str) -> None:
        self.port = free_port()
        self.log_path = folder / f"{name}-{self.port}.log"
        self.pool = urllib3.PoolManager(maxsize=32, retries=False)
        known = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SHOP_PORT": str(self.port),
            "SHOP_DATABASE_URL": str(folder),
            "SHOP_RATE_LIMIT": "off",
        }
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app"],
                env=known | env,
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> "ShopProcess":
        """Return when it is ready."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log_path.read_text()
            try:
                if self.get("/health/ready").status == 200:
                    return self
            except urllib3.exceptions.HTTPError:
                time.sleep(0.05)
        raise AssertionError(f"not ready: {self.log_path.read_text()}")

    def get(self, path, **options):
        """GET *path*."""
        return self.pool.request("GET", self.url + path, timeout=30, **options)

    def post(self, path, json=None, headers=None):
        """POST *json*, or nothing."""
        given = {"Content-Type": "application/json"} | (headers or {})
        body = b"" if json is None else orjson.dumps(json)
        return self.pool.request(
            "POST", self.url + path, body=body, headers=given, timeout=30
        )

    def product(self, **fields) -> int:
        """Create a product; return its id."""
        answer = self.post("/products", {"name": "Mug", "price_minor": 750} | fields)
        assert answer.status == 201, answer.data
        return answer.json()["id"]

    def samples(self, name: str, **labels) -> float:
        """The sum of the samples of *name* with these labels."""
        page = self.get("/metrics").data.decode()
        return sum(
            sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def lines(self, event: str | None = None) -> list[dict]:
        """The log so far; every line of it has to be JSON."""
        lines = [orjson.loads(line) for line in self.log_path.read_bytes().splitlines()]
        return [line for line in lines if event in (None, line["event"])]

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """End it; return its status."""
        self.pool.clear()
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        return self.process.wait(timeout=30)
