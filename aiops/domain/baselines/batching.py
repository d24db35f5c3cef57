"""Lays the windows of one interval out as columns."""

import math
from collections.abc import Collection, Mapping

import numpy as np

from aiops.domain.baselines.batch import Batch
from aiops.domain.baselines.watch import OperationWatch
from aiops.domain.windows.window import EdgeKey, EdgeWindow, OperationKey, Window

# Weight of the latest window in how many calls a caller's request makes.
_RATE = 0.05


class CallRates:
    """How many calls to each callee one request of a caller usually makes."""

    def __init__(self) -> None:
        self._rates: dict[EdgeKey, float] = {}

    def asked(
        self, windows: Mapping[OperationKey, Window]
    ) -> dict[OperationKey, float]:
        """Return the requests that each callee may expect of its callers."""
        asked: dict[OperationKey, float] = {}
        for edge, rate in self._rates.items():
            caller = windows.get(edge.caller)
            # One that fails may never get to its later calls.
            requests = caller.requests - caller.errors if caller else 0
            asked[edge.callee] = asked.get(edge.callee, 0.0) + rate * requests
        return asked

    def learn(
        self,
        windows: Mapping[OperationKey, Window],
        edges: Mapping[EdgeKey, EdgeWindow],
    ) -> None:
        """Count one interval."""
        for edge, seen in edges.items():
            caller = windows.get(edge.caller)
            if caller and caller.requests and edge.caller.operation:
                rate = seen.calls / caller.requests
                known = self._rates.get(edge, rate)
                self._rates[edge] = known + _RATE * (rate - known)

    def saved(self) -> list[tuple[EdgeKey, float]]:
        """Return the state."""
        return list(self._rates.items())

    def restore(self, rates: Collection[tuple[EdgeKey, float]]) -> None:
        """Take over what ``saved`` returned."""
        self._rates = dict(rates)


def batch_of(
    watch: OperationWatch,
    windows: Mapping[OperationKey, Window],
    *,
    at_s: float,
    asked: Mapping[OperationKey, float],
    held: Collection[str] = (),
) -> Batch:
    """
    Return the columns of one interval, with new ones for new operations.

    Args:
        windows: By operation; one that is missing had no request.
        asked: Requests that callers make one expect, by operation.
        held: Services whose baselines must not learn now.
    """
    places = {key: watch.place_of(key) for key in windows}
    room = watch.room
    requests, errors, timeouts = np.zeros(room), np.zeros(room), np.zeros(room)
    mean, variance = np.full(room, math.nan), np.full(room, math.nan)
    expected, hold = np.full(room, math.nan), np.zeros(room, dtype=bool)
    for key, window in windows.items():
        place = places[key]
        requests[place] = window.requests
        errors[place] = window.errors
        timeouts[place] = window.timeouts
        mean[place], variance[place] = window.sketch.log_moments()
    for key, calls in asked.items():
        if key in watch.names:
            expected[watch.names[key]] = calls
    if held:
        for key, place in watch.names.items():
            hold[place] = key.service in held
    return Batch(
        at_s=at_s,
        length_s=watch.settings.interval_s,
        requests=requests,
        errors=errors,
        timeouts=timeouts,
        log_mean=mean,
        log_variance=variance,
        asked=expected,
        held=hold,
    )
