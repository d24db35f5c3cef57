"""Progress where only lines go: one now and then."""

import time

_EVERY_S = 15.0


class Lines:
    """Prints what is said, at most four times a minute."""

    def __init__(self) -> None:
        self._spoke = float("-inf")

    def say(self, text: str) -> None:
        """Print *text*, unless something was printed a short while ago."""
        now = time.monotonic()
        if now - self._spoke >= _EVERY_S:
            self._spoke = now
            print(f"  {text}", flush=True)
