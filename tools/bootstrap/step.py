"""One step of the display, around a block."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tools.bootstrap.display import Display
from tools.images.model import State


@dataclass
class Outcome:
    """What a step says at its end."""

    outcome: str = ""


@contextmanager
def stepping(display: Display, name: str) -> Iterator[Outcome]:
    """Show the block as a step that ends well or fails."""
    display.step(name, State.STARTED, "")
    said = Outcome()
    try:
        yield said
    except BaseException as error:
        cut = isinstance(error, KeyboardInterrupt)
        display.step(name, State.FAILED, "interrupted" if cut else "see below")
        raise
    display.step(name, State.DONE, said.outcome)
