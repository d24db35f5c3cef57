"""Incident Timeline: what happened, how bad it was, how long each stage took."""

from collections.abc import Iterable

from catalog import engine
from catalog.dashboards import Dashboard
from catalog.thirdparty import ALERTS
from dashboards.page import LOW, Page, Row
from dashboards.panels import Panel, time_series, value
from dashboards.queries import Query, aggregated, of
from dashboards.thresholds import BAD, LOOK, above
from dashboards.units import Unit

SEVERITIES = {"critical": BAD, "high": LOOK, "medium": "yellow"}
_STATUSES = {"active": BAD, "acknowledged": "blue"}
_STAGES = {"detected": "blue", "acknowledged": "purple", "resolved": "green"}
_STAGE = aggregated("max", of(engine.AIOPS_INCIDENT_STAGE_SECONDS), ["stage"])
_CAUSES = aggregated("max", of(engine.AIOPS_CAUSE_INCIDENTS), ["service"])
_FIRING = f'{ALERTS.name}{{environment="$environment",alertstate="firing"}}'
NO_INCIDENT = "no incident"


def open_incidents(by: Iterable[str], *matchers: str) -> str:
    """Return how many are not resolved; each replica tells the same number."""
    told = of(engine.AIOPS_INCIDENTS, *matchers)
    return aggregated("sum", aggregated("max", told, ["severity", "status"]), by)


def _stage(title: str, description: str, stage: str) -> Panel:
    told = of(engine.AIOPS_INCIDENT_STAGE_SECONDS, f'stage="{stage}"')
    return value(
        title,
        f"{description}: the median of those opened in the last 24 hours.",
        Query(aggregated("max", told), stage),
        unit=Unit.AGE,
        empty=NO_INCIDENT,
    )


DAY = Row(
    "The last 24 hours",
    (
        value(
            "Incidents of 24 Hours",
            "Incidents opened in the last 24 hours, resolved or not, by severity.",
            Query(
                aggregated("max", of(engine.AIOPS_INCIDENTS_DAY), ["severity"]),
                "{{severity}}",
            ),
            unit=Unit.COUNT,
            thresholds=above(look=1),
        ),
        _stage("Time to Detect", "From the first sign to the incident", "detected"),
        _stage(
            "Time to Acknowledge",
            "From the first sign until somebody took it",
            "acknowledged",
        ),
        _stage("Time to Resolve", "From the first sign to the end", "resolved"),
    ),
    height=LOW,
)
TIMELINE = Row(
    "Timeline",
    (
        time_series(
            "Open Incidents by Severity",
            "Incidents that were not resolved at that time, by severity.",
            Query(open_incidents(["severity"]), "{{severity}}"),
            unit=Unit.COUNT,
            stacked=True,
            colors=SEVERITIES,
        ),
        time_series(
            "Open Incidents by Status",
            "Whether somebody had taken them.",
            Query(open_incidents(["status"]), "{{status}}"),
            unit=Unit.COUNT,
            stacked=True,
            colors=_STATUSES,
        ),
    ),
)
CAUSES = Row(
    "What caused them, and what they are made of",
    (
        time_series(
            "Incidents by Cause",
            "Incidents not resolved, by the service that most probably caused them.",
            Query(f"{_CAUSES} or on () vector(0)", "{{service}}"),
            unit=Unit.COUNT,
            stacked=True,
        ),
        time_series(
            "Signs per Incident",
            "Anomalies and alerts that one open incident stands for, on average.",
            Query(
                aggregated("max", of(engine.AIOPS_INCIDENT_SIGNS), ["kind"])
                + f" / on () group_left () clamp_min({open_incidents([])}, 1)",
                "{{kind}}",
            ),
            unit=Unit.COUNT,
        ),
        time_series(
            "Alerts and Incidents",
            "Alerts that fired, beside the incidents that they were joined into.",
            Query(f"count({_FIRING}) or vector(0)", "alerts"),
            Query(open_incidents([]), "incidents"),
            unit=Unit.COUNT,
        ),
    ),
)
STAGES = Row(
    "How long it took",
    (
        time_series(
            "Stages of Incidents",
            "Median time from the first sign to each stage, of those opened in the 24 "
            "hours before.",
            Query(_STAGE, "{{stage}}"),
            unit=Unit.AGE,
            colors=_STAGES,
            empty=NO_INCIDENT,
        ),
        time_series(
            "Incidents in a Day",
            "Incidents opened in the 24 hours before, by severity.",
            Query(
                aggregated("max", of(engine.AIOPS_INCIDENTS_DAY), ["severity"]),
                "{{severity}}",
            ),
            unit=Unit.COUNT,
            stacked=True,
            colors=SEVERITIES,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.INCIDENTS,
    title="Incident Timeline",
    description="What happened, how bad it was, and how long each stage took.",
    rows=(DAY, TIMELINE, CAUSES, STAGES),
    shown="24h",
)
