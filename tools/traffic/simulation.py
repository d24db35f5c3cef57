"""Switch simulated failures on, and off again in any case."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tools.traffic.errors import SimulationRefused
from tools.traffic.interrupts import shielded
from tools.traffic.scenarios import CLEAR, Call

# Returns the status (None without an answer) and the body.
Ask = Callable[[Call], tuple[int | None, bytes]]

_ATTEMPTS = 5
_PAUSE_S = 1.0


@contextmanager
def failing(ask: Ask, failures: Sequence[Call]) -> Iterator[None]:
    """
    Keep *failures* switched on for the block; a signal cannot leave them on.

    Raises:
        SimulationRefused: When one could not be switched on, or not off.
    """
    maybe_on = False
    try:
        for call in failures:
            # Before the answer: it may be lost and the failure on all the same.
            maybe_on = True
            status, body = ask(call)
            if problem := trouble(status, body):
                maybe_on = call is not failures[0] or status is None
                raise SimulationRefused(
                    f"{call.method} {call.path} {problem}; is the stack's simulation "
                    "on (pharos:simulation) and the token its own?"
                )
        yield
    finally:
        if maybe_on:
            with shielded():
                clear(ask)


def clear(ask: Ask, *, pause_s: float = _PAUSE_S) -> None:
    """
    Switch every simulated failure off, in every role.

    Raises:
        SimulationRefused: When a role still could not be reached after some attempts.
    """
    problem = ""
    for attempt in range(_ATTEMPTS):
        time.sleep(pause_s if attempt else 0)
        problem = trouble(*ask(CLEAR))
        if not problem:
            return
    raise SimulationRefused(
        f"simulated failures are still on: {CLEAR.method} {CLEAR.path} {problem} after "
        f"{_ATTEMPTS} attempts; repeat it once the stack answers"
    )


def trouble(status: int | None, body: bytes) -> str:
    """Return what is wrong with an answer to a switch; "" when nothing is."""
    if status is None:
        return "was not answered"
    if status >= 300:
        return f"answered {status}"
    unreachable = _unreachable(body)
    return f"did not reach {', '.join(unreachable)}" if unreachable else ""


def _unreachable(body: bytes) -> list[str]:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        return []
    return list(document.get("unreachable", [])) if isinstance(document, dict) else []
