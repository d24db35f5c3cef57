"""What a test of the shop looks at: its client, log, clock and metrics."""

from dataclasses import dataclass

import orjson
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from app.shop import Shop


class Clock:
    """Milliseconds that pass when a test says so."""

    def __init__(self) -> None:
        self.ms = 1_790_000_000_000

    def __call__(self) -> int:
        return self.ms

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.ms += int(seconds * 1000)


@dataclass(frozen=True, kw_only=True)
class Lab:
    """One shop under test."""

    app: Flask
    shop: Shop
    lines: list[bytes]
    clock: Clock

    @property
    def client(self) -> FlaskClient:
        """A client whose answers are closed, as a server closes them."""
        return self.app.test_client()

    def get(self, path, **options):
        """GET *path*."""
        return self.client.get(path, buffered=True, **options)

    def post(self, path, json=None, **options):
        """POST *json*, or nothing."""
        return self.client.post(path, json=json, buffered=True, **options)

    def send(self, method, path, **options):
        """Any other method."""
        return self.client.open(path, method=method, buffered=True, **options)

    def product(self, **fields) -> int:
        """Create a product; return its id."""
        body = {"name": "Mug", "price_minor": 750, "stock": 5} | fields
        answer = self.post("/products", body)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    def stock(self, product_id: int) -> int:
        """Units on the shelf."""
        return self.get(f"/products/{product_id}").json["stock"]

    def available(self, product_id: int) -> int:
        """Units that nobody holds."""
        return self.get(f"/inventory/{product_id}").json["available"]

    def samples(self, name: str, **labels) -> float:
        """The sum of the samples of *name* with these labels, as scraped."""
        page = self.get("/metrics").text
        return sum(
            sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def log(self, event: str) -> list[dict]:
        """The log lines about *event*."""
        lines = [orjson.loads(line) for line in self.lines]
        return [line for line in lines if line["event"] == event]
