"""Keeps what was made for a while; whoever comes meanwhile waits for the same."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Entry(Generic[T]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    made_s: float = float("-inf")
    value: T | None = None


class Cache(Generic[T]):
    """
    At most *most* values, each made anew when it is older than *keep_s*.

    Many readers of one value cost one making: the others wait for it.
    """

    def __init__(
        self, keep_s: float, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._keep_s = keep_s
        self._most = most
        self._clock = clock
        self._entries: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of *key*, made by *make* if there is none fresh enough."""
        entry = self._entry(key)
        with entry.lock:
            fresh = self._clock() - entry.made_s < self._keep_s
            if entry.value is None or not fresh:
                entry.value = make()
                entry.made_s = self._clock()
            return entry.value

    def _entry(self, key: Hashable) -> _Entry[T]:
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)
            return entry
