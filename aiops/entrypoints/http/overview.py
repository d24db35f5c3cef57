"""How services are: metrics, health, graph and series."""

import time
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request

from aiops.adapters.storage.observations import Observations
from aiops.domain.access import Scope
from aiops.domain.anomalies import Signal
from aiops.entrypoints.http.access import needs
from aiops.entrypoints.http.operations import json_answer
from aiops.entrypoints.http.parameters import Parameters
from aiops.services import overview
from aiops.services.analysis import GRACE_S
from aiops.services.series import Span, series

_MOST_MINUTES = 24 * 60
_WAIT_S, _LOOK_S = 8.0, 0.1
_DAY_S = 86400.0


def overview_routes(
    observations: Observations, *, interval_s: float, now_s: Callable[[], float]
) -> Blueprint:
    """Return the routes that show how services are."""
    blueprint = Blueprint("overview", __name__, url_prefix="/aiops")

    def last(seconds: float) -> tuple[float, float]:
        """Return a time that ends with the latest window that may be whole."""
        end_s = (now_s() - GRACE_S) // interval_s * interval_s
        return end_s - seconds, end_s

    def observed(seconds: float) -> list[overview.Observed]:
        return overview.observed(
            observations.windows(*last(seconds)),
            observations.ongoing(now_s()),
            end_s=last(seconds)[1],
            seconds=seconds,
        )

    @blueprint.get("/metrics")
    @needs(Scope.READ)
    def metrics() -> Response:
        minutes = Parameters(request.args).number("minutes", 5, 1, 60)
        found = observed(minutes * 60)
        return json_answer({"timestamp": now_s(), "metrics": overview.metrics(found)})

    @blueprint.get("/services")
    @needs(Scope.READ)
    def services() -> Response:
        found = observed(overview.NOW_S)
        return json_answer({"services": overview.services(found)})

    @blueprint.get("/graph")
    @needs(Scope.READ)
    def graph() -> Response:
        minutes = Parameters(request.args).number("minutes", 15, 1, _MOST_MINUTES)
        seconds = minutes * 60
        calls = observations.edges(*last(seconds))
        return json_answer(overview.graph(observed(seconds), calls, seconds=seconds))

    @blueprint.get("/series")
    @needs(Scope.READ)
    def points() -> Response:
        asked = Parameters(request.args)
        service, operation = asked.needed("service"), asked.text("operation")
        signal = asked.choice("signal", Signal)
        start_s, end_s = asked.period(last(0)[1], default_s=900)
        # More than a day of windows is nothing for one answer.
        start_s = max(start_s, end_s - _DAY_S)
        found = observations.anomalies(start_s, end_s, service=service)
        return json_answer(
            series(
                observations.windows(
                    start_s, end_s, service=service, operation=operation
                ),
                [a for a in found if operation in (None, a.operation)],
                signal=signal,
                span=Span(start_s=start_s, end_s=end_s, length_s=interval_s),
            )
        )

    @blueprint.get("/forecasts")
    @needs(Scope.READ)
    def forecasts() -> Response:
        found = observations.forecasts(now_s())
        return json_answer({"forecasts": [overview.foreseen(each) for each in found]})

    @blueprint.post("/analyze")
    @needs(Scope.OPERATE)
    def analyze() -> Response:
        return json_answer(_analysed(observations, now_s))

    return blueprint


def _analysed(
    observations: Observations, now_s: Callable[[], float]
) -> Mapping[str, object]:
    """Wait until the spans that are there were analysed, and say what came of it."""
    wanted, done = observations.backlog()
    deadline_s = time.monotonic() + _WAIT_S
    while done < wanted and time.monotonic() < deadline_s:
        time.sleep(_LOOK_S)
        done = observations.backlog()[1]
    ongoing = observations.ongoing(now_s())
    return {
        "timestamp": now_s(),
        "analysed_until_s": observations.judged_s(),
        "complete": done >= wanted,
        "anomaly_count": len(ongoing),
        "anomalies": [
            {
                "service": a.service,
                "operation": a.operation,
                "signal": a.signal,
                "severity": a.severity,
                "started_s": a.started_s,
                "reason": a.reason,
            }
            for a in ongoing
        ],
    }
