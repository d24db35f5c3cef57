"""Ctrl-C and SIGTERM end a run in order: once, and never amid cleaning up."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Once:
    """Interrupts once: impatience must not cut the cleaning up short."""

    def __init__(self) -> None:
        self._done = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if not self._done:
            self._done = True
            raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn the first of both signals into a KeyboardInterrupt in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = _Once()
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def shielded() -> Iterator[None]:
    """Hold both signals back until the block is over."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # Not by a signal mask: that holds for one thread, and any other may take the signal
    # for the whole process.
    came: list[int] = []

    def later(number: int, frame: FrameType | None) -> None:
        del frame
        came.append(number)

    before = {number: signal.signal(number, later) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
        if came:
            signal.raise_signal(came[0])
