"""Batches of spans whose ids are new each time, made at little cost."""

import gzip
import os
import random
import threading
import time
from dataclasses import dataclass, field

import urllib3

from tests.integration.aiops.processes import EngineProcess
from tests.unit.aiops.otlp_requests import PROTOBUF, otlp_span, traces

OPERATIONS = ("GET /items", "POST /checkout", "POST /payment", "GET /products")


class Batch:
    """A request of spans as the shop sends them, six attributes each."""

    def __init__(self, count: int, *, compressed: bool) -> None:
        self.count = count
        self._compressed = compressed
        ids = [os.urandom(16) for _ in range(count)]
        spans = [
            otlp_span(
                1,
                time.time(),
                trace_id=each,
                span_id=each[:8],
                name=random.choice(OPERATIONS),
                attributes={
                    "http.request.method": "GET",
                    "http.route": "/checkout",
                    "url.path": "/checkout",
                    "url.scheme": "http",
                    "server.address": "checkout",
                    "http.response.status_code": 200,
                },
            )
            for each in ids
        ]
        body = traces(spans)
        self._body = bytearray(body)
        self._places = [body.index(each) for each in ids]
        self._spans = [
            body.index(each[:8], at + 16)
            for each, at in zip(ids, self._places, strict=True)
        ]

    def body(self) -> bytes:
        """Return it with ids that nobody has seen."""
        fresh = os.urandom(24 * self.count)
        for at, (trace, span) in enumerate(zip(self._places, self._spans, strict=True)):
            ids = fresh[24 * at : 24 * at + 24]
            self._body[trace : trace + 16] = ids[:16]
            self._body[span : span + 8] = ids[16:]
        plain = bytes(self._body)
        return gzip.compress(plain, 1) if self._compressed else plain


@dataclass(slots=True)
class Load:
    """
    What was sent and how it went.

    Attributes:
        acknowledged: Spans whose request was answered with 200.
        refused: Requests that were told to come back.
    """

    acknowledged: int = 0
    refused: int = 0
    seconds: list[float] = field(default_factory=list)


def send(
    engine: EngineProcess, *, senders: int, batch: int, duration_s: float, gzipped: bool
) -> Load:
    """Send batches, each sender one after the other, for *duration_s*."""
    load, lock = Load(), threading.Lock()
    ends_s = time.monotonic() + duration_s

    def run() -> None:
        template = Batch(batch, compressed=gzipped)
        headers = PROTOBUF | ({"Content-Encoding": "gzip"} if gzipped else {})
        while time.monotonic() < ends_s:
            body = template.body()
            began_s = time.perf_counter()
            answer = _post(engine, body, headers)
            took_s = time.perf_counter() - began_s
            with lock:
                if answer == 200:
                    load.acknowledged += batch
                    load.seconds.append(took_s)
                else:
                    load.refused += 1

    threads = [threading.Thread(target=run) for _ in range(senders)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return load


def _post(engine: EngineProcess, body: bytes, headers: dict[str, str]) -> int:
    try:
        return engine.post("/v1/traces", body, **headers).status
    except urllib3.exceptions.HTTPError:
        return 0
