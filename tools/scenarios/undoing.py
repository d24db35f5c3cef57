"""Ends what steps began, in any case, and lets no signal cut that short."""

from contextlib import AbstractContextManager, ExitStack
from types import TracebackType

from tools.traffic.interrupts import shielded


class Undone(AbstractContextManager[ExitStack]):
    """Gives an ExitStack to put callbacks on, and runs them at the end."""

    def __init__(self) -> None:
        self._undo = ExitStack()

    def __enter__(self) -> ExitStack:
        return self._undo

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with shielded():
            self._undo.close()
