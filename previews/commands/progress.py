"""A bar on a terminal, nothing elsewhere."""

import sys
import threading

_WIDTH = 30


class Progress:
    """Counts what is done of *total*."""

    def __init__(self, total: int, what: str, *, plain: bool = False) -> None:
        self._total = max(1, total)
        self._what = what
        self._done = 0
        self._lock = threading.Lock()
        self._shown = not plain and sys.stderr.isatty()

    def step(self) -> None:
        """Count one more."""
        with self._lock:
            self._done += 1
            if self._shown:
                full = _WIDTH * self._done // self._total
                bar = "█" * full + "░" * (_WIDTH - full)
                end = "\n" if self._done >= self._total else ""
                sys.stderr.write(
                    f"\r{bar} {self._done}/{self._total} {self._what}{end}"
                )
                sys.stderr.flush()
