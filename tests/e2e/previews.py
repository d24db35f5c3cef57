"""Where the previews of a stack's dashboards are."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.stack import Stack

ROOT = Path(__file__).parents[2]


@contextmanager
def previews_of(stack: Stack, port: int) -> Iterator[str]:
    """
    Yield the address: of the workload, or where Grafana runs of a process of ours.

    Args:
        port: A free one, for the process.
    """
    if "previews" in stack.services():
        yield stack.url("previews")
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "previews", "serve"],
        cwd=ROOT,
        env={
            **os.environ,
            "PREVIEWS_PROMETHEUS_URL": stack.url("prometheus"),
            "PREVIEWS_PORT": str(port),
        },
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
