"""RCA Analysis: probable causes, whom they reach, and who calls whom."""

from catalog import engine
from catalog.dashboards import Dashboard
from catalog.metrics import Metric
from dashboards.incidents import NO_INCIDENT
from dashboards.page import Page, Row
from dashboards.panels import Panel, bars, rows, time_series
from dashboards.queries import Query, aggregated, of, quantile, top
from dashboards.thresholds import above
from dashboards.units import Unit

# More lines than that nobody tells apart.
_MOST = 15
_CALL = ["caller", "callee"]
_CALL_NAME = "{{caller}} to {{callee}}"


def _by_cause(gauge: Metric) -> str:
    return aggregated("max", of(gauge), ["service"])


def _calls(gauge: Metric) -> str:
    return aggregated("max", of(gauge), _CALL)


def _of_calls(title: str, description: str, gauge: Metric, unit: Unit) -> Panel:
    return time_series(
        title,
        description,
        Query(top(_MOST, _calls(gauge)), _CALL_NAME),
        unit=unit,
    )


CAUSES = Row(
    "Probable causes",
    (
        rows(
            "Probable Causes",
            "Services that most probably cause an open incident, the surest first. "
            "The console shows why.",
            Query(
                f"sort_desc({_by_cause(engine.AIOPS_CAUSE_CONFIDENCE)})", "{{service}}"
            ),
            columns={"service": "Service", "Value": "Confidence"},
            leads="service",
            unit=Unit.SHARE,
            empty=NO_INCIDENT,
        ),
        time_series(
            "Confidence",
            "How sure the engine was of each cause of an open incident.",
            Query(_by_cause(engine.AIOPS_CAUSE_CONFIDENCE), "{{service}}"),
            unit=Unit.SHARE,
            highest=1,
            empty=NO_INCIDENT,
        ),
    ),
)
IMPACT = Row(
    "Impact",
    (
        bars(
            "Failing Requests by Cause",
            "Share of the users' requests that fail because of each cause.",
            Query(_by_cause(engine.AIOPS_CAUSE_FAILING_RATIO), "{{service}}"),
            unit=Unit.SHARE,
            highest=1,
            thresholds=above(look=0.01, bad=0.2),
            empty=NO_INCIDENT,
        ),
        time_series(
            "Failing Requests over Time",
            "Share of the users' requests that failed because of each cause.",
            Query(_by_cause(engine.AIOPS_CAUSE_FAILING_RATIO), "{{service}}"),
            unit=Unit.SHARE,
            highest=1,
            empty=NO_INCIDENT,
        ),
    ),
)
GRAPH = Row(
    "Who calls whom",
    (
        rows(
            "Dependencies",
            "Calls per second between services over the last minute, the busiest "
            "first.",
            Query(f"sort_desc({_calls(engine.AIOPS_CALLS)})", _CALL_NAME),
            columns={"caller": "Caller", "callee": "Called", "Value": "Calls"},
            leads="callee",
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        _of_calls(
            "Failing Calls",
            "Share of the calls between two services that failed or got no answer.",
            engine.AIOPS_CALL_ERRORS_RATIO,
            Unit.SHARE,
        ),
        _of_calls(
            "Time of Calls",
            "Mean time of the calls between two services, as the caller sees it.",
            engine.AIOPS_CALL_SECONDS,
            Unit.SECONDS,
        ),
    ),
)
ANALYSIS = Row(
    "How it is found out",
    (
        time_series(
            "Anomalies by Severity",
            "Signals of operations that are not as usual, by how bad it is.",
            Query(
                "sum by (severity) ("
                + aggregated("max", of(engine.AIOPS_ANOMALIES), ["signal", "severity"])
                + ") or vector(0)",
                "{{severity}}",
            ),
            unit=Unit.COUNT,
            stacked=True,
        ),
        time_series(
            "Time of a Diagnosis",
            "95 % of the rounds that look for causes are faster.",
            Query(
                quantile(0.95, engine.AIOPS_JOB_SECONDS, 'job="diagnoses"'),
                "diagnoses",
            ),
            unit=Unit.SECONDS,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.ROOT_CAUSE,
    title="RCA Analysis",
    description="Probable causes, how sure they are, whom they reach, who calls whom.",
    rows=(CAUSES, IMPACT, GRAPH, ANALYSIS),
)
