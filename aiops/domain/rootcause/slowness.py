"""Whom the time is to be charged to that requests took longer than usual."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from aiops.domain.rootcause.behaviour import Behaviour, Edge, Operation
from aiops.domain.rootcause.ranking import Evidence

_SIGMA_PER_MAD = 1.4826
# Below a millisecond differences are noise of clocks and schedulers.
_GRAIN_S = 0.001
_LEAST_SIGMA = 0.2  # of the logarithm: a fifth
_ENOUGH = 3
_SIGMAS, _FACTOR = 3.0, 0.5  # and by at least exp(1/2) = 1.6 times
_MOST_COUNTED = 9
# Edges whose delay is at least this share of the longest one are slow alike.
_ALIKE = 0.25
# A tenth of all time has half of the full weight; a hundredth next to none.
_SHARE = 0.1
_FULL = 30.0


Key = TypeVar("Key", Operation, Edge)


@dataclass(frozen=True, slots=True)
class _Usual:
    """Median and standard deviation of the logarithm of durations."""

    median: float
    sigma: float


def charge(normal: Behaviour, before: Behaviour, during: Behaviour) -> list[Evidence]:
    """
    Charge the time that was added to services.

    Time within an operation is its service's. Time between caller and callee is the
    callee's, whose network or queue it waits for, unless most of the services that
    the caller calls are slow to it alike: then it is the caller's own network.

    Args:
        normal: A fault-free time.
        before: The time right before, used where *normal* has too little.
        during: The time that is judged.
    """
    added: dict[str, float] = defaultdict(float)
    busy = _Reference(normal.busy_s, before.busy_s)
    for operation, times in during.busy_s.items():
        added[operation.service] += busy.added_s(operation, times)
    for service, seconds in _between(normal, before, during).items():
        added[service] += seconds
    return [
        _evidence(service, seconds, during.total_s)
        for service, seconds in sorted(added.items())
        if seconds > 0
    ]


def _evidence(service: str, seconds: float, total_s: float) -> Evidence:
    share = seconds / max(total_s, _GRAIN_S)
    return Evidence(
        service=service,
        strength=_FULL * share**3 / (share**3 + _SHARE**3),
        reason=(
            f"requests spend {seconds:.2f} s more in {service} than usual, "
            f"{share:.1%} of all their time"
        ),
        topic="time",
    )


class _Reference(Generic[Key]):
    """Usual durations by key, and those of all keys for one that is not known."""

    def __init__(
        self,
        normal: Mapping[Key, Sequence[float]],
        before: Mapping[Key, Sequence[float]],
    ) -> None:
        self._normal: Mapping[Key, Sequence[float]] = normal
        self._before: Mapping[Key, Sequence[float]] = before
        everything = [value for values in normal.values() for value in values]
        pooled = _usual(everything) if everything else _Usual(math.log(_GRAIN_S), 1.0)
        # Operations differ: an unknown one may be slower than most.
        self._pooled = _Usual(pooled.median + pooled.sigma, max(pooled.sigma, 1.0))

    def added_s(self, key: Key, times: Sequence[float]) -> float:
        """Return the seconds that *times* took more than usual; 0 if within noise."""
        if len(times) < 2:
            return 0.0
        usual = self._of(key)
        median = float(np.median(np.asarray(times)))
        more = math.log(median + _GRAIN_S) - usual.median
        sigmas = more / usual.sigma * math.sqrt(min(len(times), _MOST_COUNTED))
        if sigmas <= _SIGMAS or more <= _FACTOR:
            return 0.0
        return max(0.0, median - math.exp(usual.median)) * len(times)

    def _of(self, key: Key) -> _Usual:
        normal = self._normal.get(key, ())
        if len(normal) >= _ENOUGH:
            return _usual(normal)
        before = self._before.get(key, ())
        # The fault may have begun before its onset: the faster reference counts.
        if len(before) >= _ENOUGH:
            return min(_usual(before), self._pooled, key=lambda usual: usual.median)
        return self._pooled


def _usual(times: Sequence[float]) -> _Usual:
    logs = np.log(np.asarray(times) + _GRAIN_S)
    median = float(np.median(logs))
    sigma = _SIGMA_PER_MAD * float(np.median(np.abs(logs - median)))
    return _Usual(median, max(sigma, _LEAST_SIGMA))


def _between(
    normal: Behaviour, before: Behaviour, during: Behaviour
) -> dict[str, float]:
    reference = _Reference(normal.between_s, before.between_s)
    added: dict[tuple[str, str], float] = defaultdict(float)
    calls: dict[tuple[str, str], int] = defaultdict(int)
    for edge, times in during.between_s.items():
        pair = (edge.caller.service, edge.callee.service)
        if len(times) >= 2:
            added[pair] += reference.added_s(edge, times)
            calls[pair] += len(times)
    return _cover(added, calls)


def _cover(
    added: Mapping[tuple[str, str], float], calls: Mapping[tuple[str, str], int]
) -> dict[str, float]:
    """Charge each edge's time to that end which the slow edges have in common."""
    delay = {pair: seconds / calls[pair] for pair, seconds in added.items()}
    longest = max(delay.values(), default=0.0)
    slow = {p for p, s in delay.items() if s > 0 and s >= _ALIKE * longest}
    charged: dict[str, float] = defaultdict(float)
    for (caller, callee), seconds in added.items():
        slow_out = sum(1 for pair in slow if pair[0] == caller)
        all_out = sum(1 for pair in calls if pair[0] == caller)
        slow_in = sum(1 for pair in slow if pair[1] == callee)
        own = slow_out >= 2 and 2 * slow_out >= all_out and slow_out > slow_in
        charged[caller if own else callee] += seconds
    return charged
