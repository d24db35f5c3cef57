"""How much memory requests take together; what has no room is told to come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiops.errors import TooManyRequests

RETRY_AFTER_S = 1


class Room:
    """
    A budget of bytes.

    Args:
        capacity: What may be taken at the same time.
    """

    def __init__(self, capacity: int) -> None:
        self._free = capacity
        self._lock = threading.Lock()

    @contextmanager
    def take(self, amount: int) -> Iterator[None]:
        """
        Hold *amount* bytes of the budget.

        Raises:
            TooManyRequests: When they are not free now.
        """
        with self._lock:
            if amount > self._free:
                raise TooManyRequests(
                    "the engine works on as much telemetry as its memory allows; send"
                    f" this again in {RETRY_AFTER_S} s",
                    headers={"Retry-After": str(RETRY_AFTER_S)},
                )
            self._free -= amount
        try:
            yield
        finally:
            with self._lock:
                self._free += amount
