"""Send calls at the scenario's pace from a bounded number of threads."""

import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager

import urllib3

from tools.traffic.options import Options
from tools.traffic.pace import due_times
from tools.traffic.scenarios import Call, Scenario
from tools.traffic.simulation import failing
from tools.traffic.summary import Answer

TOKEN_HEADER = "X-Simulation-Token"  # noqa: S105 - a header's name, not a token
_TIMEOUT = urllib3.Timeout(connect=2.0, read=15.0)
# How long a wish to stop may go unnoticed.
_NOTICE_S = 0.2


class Sender:
    """
    Sends to one front door.

    Setting *stop* ends what is being sent; calls in flight are waited for.
    """

    def __init__(self, options: Options, stop: threading.Event | None = None) -> None:
        self._options = options
        self._stop = stop or threading.Event()
        self._http = urllib3.PoolManager(
            maxsize=options.threads, retries=False, timeout=_TIMEOUT
        )

    def close(self) -> None:
        """Close every connection."""
        self._http.clear()

    def send(self, call: Call) -> int | None:
        """Return the status of the answer to *call*; None without an answer."""
        return self._ask(call, {})[0]

    def ask_simulation(self, call: Call) -> tuple[int | None, bytes]:
        """Return status (None without an answer) and body of a call with the token."""
        return self._ask(call, {TOKEN_HEADER: self._options.token})

    def failing(self, scenario: Scenario) -> AbstractContextManager[None]:
        """Switch the scenario's failures on, and all off at the end in any case."""
        return failing(self.ask_simulation, scenario.failures)

    def _ask(self, call: Call, headers: dict[str, str]) -> tuple[int | None, bytes]:
        body = None if call.body is None else json.dumps(call.body).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            response = self._http.request(
                call.method, self._options.url + call.path, body=body, headers=headers
            )
        except urllib3.exceptions.HTTPError:
            return None, b""
        return response.status, response.data

    def answers(self, scenario: Scenario, duration_s: float) -> Iterator[Answer]:
        """
        Send the scenario's mix at its pace; yield what comes back.

        A call that finds every thread busy waits for one: the rate then falls, and
        never more calls are in flight than threads.
        """
        order = random.Random(self._options.seed)  # noqa: S311 - no secret
        begin = time.monotonic()
        flying: set[Future[Answer]] = set()
        with ThreadPoolExecutor(self._options.threads) as pool:
            for at_s in due_times(scenario.pace, duration_s, self._options.rate):
                due = begin + at_s
                yield from self._settled(flying, self._options.threads - 1, due)
                if self._stop.is_set() or time.monotonic() > begin + duration_s:
                    break
                weights, calls = zip(*scenario.mix_at(at_s), strict=True)
                call = order.choices(calls, weights)[0]
                flying.add(pool.submit(self._timed, scenario.name, call, due))
            yield from self._settled(flying, 0, 0.0)

    def _timed(self, scenario: str, call: Call, due: float) -> Answer:
        begin = time.monotonic()
        status = self.send(call)
        end = time.monotonic()
        return Answer(
            scenario=scenario,
            label=call.label,
            status=status,
            took_s=end - begin,
            late_s=max(begin - due, 0.0),
        )

    def _settled(
        self, flying: set[Future[Answer]], most: int, due: float
    ) -> Iterator[Answer]:
        """Yield answers until *due* has come and at most *most* are in flight."""
        while self._waits(due) or len(flying) > most:
            left_s = min(max(due - time.monotonic(), 0.0) or _NOTICE_S, _NOTICE_S)
            if not flying:
                self._stop.wait(left_s)
                continue
            finished, _ = wait(flying, left_s, return_when=FIRST_COMPLETED)
            flying -= finished
            yield from (future.result() for future in finished)

    def _waits(self, due: float) -> bool:
        return not self._stop.is_set() and time.monotonic() < due
