"""A stack for benchmarks: as configured by default, deployed and destroyed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docker

from tests.e2e.checkout import copy_checkout
from tests.e2e.fixtures import destroyed_at_the_end
from tests.e2e.stack import Stack, free_name


@contextmanager
def benchmark_stack(**config: str) -> Iterator[Stack]:
    """Yield a running stack with the default settings and *config* on top."""
    with tempfile.TemporaryDirectory() as place:
        engine = docker.from_env()
        stack = Stack(
            name=free_name(),
            checkout=copy_checkout(Path(place) / "checkout"),
            home=Path(place) / "home",
            engine=engine,
            # A policy asks for a receiver on every stack but dev.
            canaries={"webhook-url": "benchmark"},
            config={"pharos:target": "docker", "pharos:gate": "preview"},
        )
        stack.configure(**config)
        try:
            with destroyed_at_the_end(stack):
                stack.make("up")
                yield stack
        finally:
            engine.close()
