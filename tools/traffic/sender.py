"""Send calls at a steady rate from a bounded number of threads."""

import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

import urllib3

from tools.traffic.options import Options
from tools.traffic.scenarios import CLEAR, Call, Scenario
from tools.traffic.summary import Answer

TOKEN_HEADER = "X-Simulation-Token"  # noqa: S105 - a header's name, not a token
_TIMEOUT = urllib3.Timeout(connect=2.0, read=15.0)


class SimulationRefused(Exception):
    """The front door did not switch a simulated failure on or off."""


class Sender:
    """Sends to one front door."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._http = urllib3.PoolManager(
            maxsize=options.threads, retries=False, timeout=_TIMEOUT
        )

    def close(self) -> None:
        """Close every connection."""
        self._http.clear()

    def send(self, call: Call, headers: dict[str, str] | None = None) -> int | None:
        """Return the status of the answer to *call*; None without an answer."""
        headers = dict(headers or {})
        body = None if call.body is None else json.dumps(call.body).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            response = self._http.request(
                call.method, self._options.url + call.path, body=body, headers=headers
            )
        except urllib3.exceptions.HTTPError:
            return None
        return response.status

    @contextmanager
    def failing(self, scenario: Scenario) -> Iterator[None]:
        """Switch the scenario's failures on, and all off at the end in any case."""
        try:
            for call in scenario.failures:
                self._simulate(call)
            yield
        finally:
            if scenario.failures:
                self._simulate(CLEAR)

    def _simulate(self, call: Call) -> None:
        status = self.send(call, {TOKEN_HEADER: self._options.token})
        if status is None or status >= 300:
            raise SimulationRefused(
                f"{call.method} {call.path} answered {status}; is the stack's "
                "simulation on (pharos:simulation) and the token its own?"
            )

    def answers(self, scenario: Scenario, duration_s: float) -> Iterator[Answer]:
        """
        Send the scenario's mix at the rate of the options; yield what comes back.

        A call that finds every thread busy waits for one: the rate then falls, and
        never more calls are in flight than threads.
        """
        order = random.Random(self._options.seed)  # noqa: S311 - no secret
        weights, calls = zip(*scenario.mix, strict=True)
        count = max(round(self._options.rate * duration_s), 1)
        begin = time.monotonic()
        flying: set[Future[Answer]] = set()
        with ThreadPoolExecutor(self._options.threads) as pool:
            for number in range(count):
                due = begin + number / self._options.rate
                yield from _settled(flying, self._options.threads - 1, due)
                if time.monotonic() > begin + duration_s:
                    break
                call = order.choices(calls, weights)[0]
                flying.add(pool.submit(self._timed, scenario.name, call, due))
            yield from _settled(flying, 0, 0.0)

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


def _settled(flying: set[Future[Answer]], most: int, due: float) -> Iterator[Answer]:
    """Yield answers until *due* has come and at most *most* are in flight."""
    while (left_s := due - time.monotonic()) > 0 or len(flying) > most:
        if not flying:
            time.sleep(left_s)
            continue
        finished, _ = wait(
            flying, left_s if left_s > 0 else None, return_when=FIRST_COMPLETED
        )
        flying -= finished
        yield from (future.result() for future in finished)
