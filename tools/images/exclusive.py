"""One build at a time into a cache."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.images.model import Progress, State
from tools.turns import turn

WAIT = "wait for images"


@contextmanager
def locked(cache: Path, progress: Progress) -> Iterator[None]:
    """Let one process at a time build into *cache*; the others wait, and say so."""
    waited = False

    def tell(holder: str, waited_s: float) -> None:
        nonlocal waited
        state = State.RUNNING if waited else State.STARTED
        progress(WAIT, state, f"{holder} makes images in {cache}")
        waited = True

    with turn(cache / "images.lock", tell):
        if waited:
            progress(WAIT, State.DONE, "it has ended")
        sweep(cache)
        yield


def sweep(cache: Path) -> None:
    """Remove what killed builds left half-done; only with the lock held."""
    for kind in ("tools", "images"):
        for rest in (cache / kind).glob(".*"):
            shutil.rmtree(rest, ignore_errors=True)
