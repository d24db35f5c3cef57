"""Traces and log lines, to look at."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from aiops.adapters.storage.observations import Observations
from aiops.adapters.storage.traces import TraceFilter
from aiops.domain.access import Scope
from aiops.entrypoints.http.access import needs
from aiops.entrypoints.http.operations import json_answer
from aiops.entrypoints.http.parameters import Parameters
from aiops.errors import InvalidInput, NotFound
from aiops.services import traces as shown

_HOUR_S = 3600.0
_TRACE_DIGITS = 32


def telemetry_routes(
    observations: Observations, *, now_s: Callable[[], float]
) -> Blueprint:
    """Return the routes that show traces and logs."""
    blueprint = Blueprint("telemetry", __name__, url_prefix="/aiops")

    @blueprint.get("/traces")
    @needs(Scope.READ)
    def traces() -> Response:
        asked = Parameters(request.args)
        start_s, end_s = asked.period(now_s(), default_s=_HOUR_S)
        wanted = TraceFilter(
            start_s=start_s,
            end_s=end_s,
            service=asked.text("service") or "",
            operation=asked.text("operation") or "",
            errors=asked.flag("errors"),
            least_s=asked.number("min_ms", 0, 0, 1e7) / 1000,
        )
        found = observations.traces(wanted, limit=asked.whole("limit", 20, 1, 100))
        return json_answer({"traces": [shown.summary(spans) for spans in found]})

    @blueprint.get("/traces/<trace>")
    @needs(Scope.READ)
    def trace(trace: str) -> Response:
        spans, lines = observations.trace(_trace_id(trace))
        if not spans and not lines:
            raise NotFound(
                f"trace {trace} is not stored; it is unknown or too old to be kept"
            )
        return json_answer(
            {
                "trace": trace,
                "spans": [shown.shown_span(span) for span in spans],
                "logs": [shown.shown_line(line) for line in lines],
            }
        )

    @blueprint.get("/logs")
    @needs(Scope.READ)
    def logs() -> Response:
        asked = Parameters(request.args)
        start_s, end_s = asked.period(now_s(), default_s=_HOUR_S)
        trace = asked.text("trace")
        lines = observations.lines(
            start_s,
            end_s,
            limit=asked.whole("limit", 100, 1, 500),
            trace=_trace_id(trace) if trace else "",
            service=asked.text("service") or "",
            words=asked.text("q") or "",
        )
        return json_answer({"logs": [shown.shown_line(line) for line in lines]})

    return blueprint


def _trace_id(text: str) -> str:
    lower = text.lower()
    if len(lower) != _TRACE_DIGITS or not set(lower) <= set("0123456789abcdef"):
        raise InvalidInput(
            f"trace is {text[:40]!r}; give the 32 hexadecimal digits of a trace's id"
        )
    return lower
