"""The jobs of the loop."""

from aiops.entrypoints.engine import Engine
from aiops.entrypoints.loop.runner import Job


def jobs(engine: Engine) -> tuple[Job, ...]:
    """Return what *engine* does by itself."""
    return ()
