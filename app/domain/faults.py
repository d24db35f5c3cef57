"""Simulated failures: which rule applies to a request, and what it does."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MAX_DURATION_MS = 60_000
DEFAULT_HANG_MS = 30_000


class FaultKind(StrEnum):
    """What goes wrong on purpose."""

    DELAY = "delay"
    ERROR = "error"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """
    One rule.

    Attributes:
        endpoint: Path that it applies to, and every path below.
        duration_ms: How long a delay or a timeout holds the request.
        rate: Share of the requests that fail, 0 to 1.
    """

    endpoint: str
    kind: FaultKind
    duration_ms: int = 0
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to one request: wait, then answer this status (0: go on)."""

    wait_ms: int
    status: int


def applies(fault: Fault, path: str) -> bool:
    """Return whether *fault* is about *path*."""
    if fault.endpoint == "/":
        return path == "/"
    return path == fault.endpoint or path.startswith(fault.endpoint + "/")


def effect(faults: Iterable[Fault], path: str, dice: float) -> Effect:
    """
    Return what the rules do to a request for *path*.

    Args:
        dice: A random number, 0 <= dice < 1, that decides on errors.
    """
    wait_ms, status = 0, 0
    for fault in faults:
        if not applies(fault, path):
            continue
        if fault.kind is FaultKind.ERROR:
            if dice < fault.rate:
                status = status or 500
        elif fault.kind is FaultKind.TIMEOUT:
            wait_ms, status = max(wait_ms, fault.duration_ms), 504
        else:
            wait_ms = max(wait_ms, fault.duration_ms)
    return Effect(wait_ms, status)
