"""Traffic in the background, one scenario at a time."""

import threading
from types import TracebackType
from typing import Self

from tools.traffic.options import MAX_DURATION_S, Options
from tools.traffic.scenarios import Scenario
from tools.traffic.sender import Sender
from tools.traffic.summary import Answer

_THREADS = 24


def options(
    url: str, token: str, rate: float = 1.0, threads: int = _THREADS
) -> Options:
    """Return the options with which everything is sent to a front door."""
    return Options(
        url=url,
        rate=rate,
        duration_s=MAX_DURATION_S,
        threads=threads,
        seed=0,
        token=token,
        plain=True,
        scenarios=(),
    )


class Flow:
    """
    Keeps sending from a thread of its own until something else is sent.

    Attributes:
        answers: All that came back so far.
    """

    def __init__(self, url: str, threads: int = _THREADS) -> None:
        self._url, self._threads = url, threads
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.answers: list[Answer] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.halt()

    def send(self, scenario: Scenario, rate: float) -> None:
        """Send *scenario* from now on, in place of what was sent before."""
        self.halt()
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(scenario, rate, self._stop), daemon=True
        )
        self._thread.start()

    def halt(self) -> None:
        """Send nothing more; what is in flight is waited for."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, scenario: Scenario, rate: float, stop: threading.Event) -> None:
        sender = Sender(options(self._url, "", rate, self._threads), stop)
        try:
            while not stop.is_set():
                self.answers.extend(sender.answers(scenario, MAX_DURATION_S))
        finally:
            sender.close()
