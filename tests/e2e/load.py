"""A light load on the front door, counted."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.e2e.stack import Stack

_PAUSE_S = 0.1


@dataclass
class Load:
    """
    What was sent.

    Attributes:
        failed: What went wrong, request by request.
    """

    sent: int = 0
    failed: list[str] = field(default_factory=list)


@contextmanager
def light_load(stack: Stack) -> Iterator[Load]:
    """Read and write through the front door while the block runs."""
    load, done = Load(), threading.Event()
    url = stack.url("gateway")
    requests = (
        urllib.request.Request(f"{url}/items"),
        urllib.request.Request(f"{url}/products"),
        urllib.request.Request(
            f"{url}/items",
            json.dumps({"name": "load"}).encode(),
            {"Content-Type": "application/json"},
        ),
    )

    def send() -> None:
        while not done.wait(_PAUSE_S):
            for request in requests:
                load.sent += 1
                try:
                    with urllib.request.urlopen(request, timeout=10) as answer:
                        answer.read()
                except OSError as error:
                    load.failed.append(f"{request.full_url}: {error}")

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield load
    finally:
        done.set()
        thread.join()
