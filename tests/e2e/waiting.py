"""Wait for what takes a moment, with a limit and a reason."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], what: str, *, within_s: float = 30.0) -> T:
    """
    Return the first true value of *look*; an AssertionError counts as not yet.

    Raises:
        AssertionError: When the time is over; says what was awaited and seen.
    """
    deadline = time.monotonic() + within_s
    seen: object = None
    while True:
        try:
            value = look()
            if value:
                return value
            seen = value
        except (AssertionError, OSError) as error:
            seen = error
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s:g} s: {what}; seen: {seen!r}")
        time.sleep(0.25)
