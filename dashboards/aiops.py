"""AIOps Overview: what is wrong now, how each service does, what the engine does."""

from catalog import engine
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from dashboards.incidents import SEVERITIES, open_incidents
from dashboards.page import LOW, Page, Row
from dashboards.panels import Panel, bars, time_series, value
from dashboards.queries import Query, aggregated, of, quantile, rate
from dashboards.thresholds import Thresholds, above, below
from dashboards.units import Unit

_HEALTH = aggregated("min", of(engine.AIOPS_SERVICE_HEALTH), ["service"])
# As the engine names them: from 90 healthy, from 60 degraded.
_SCORES = below(look=90, bad=60)
_LAG = aggregated("max", of(engine.AIOPS_ANALYSIS_LAG_SECONDS))
_ANOMALIES = aggregated("max", of(engine.AIOPS_ANOMALIES), ["signal", "severity"])


def _open(severity: str, thresholds: Thresholds) -> Panel:
    return value(
        f"Open: {severity}",
        f"Incidents of severity {severity} that are not resolved.",
        Query(open_incidents([], f'severity="{severity}"'), severity),
        unit=Unit.COUNT,
        thresholds=thresholds,
    )


NOW = Row(
    "Now",
    (
        _open("critical", above(bad=1)),
        _open("high", above(look=1)),
        _open("medium", above(look=1)),
        value(
            "Least Health",
            "Health of the service that does worst, 0 to 100, over the last minute.",
            Query(f"min({_HEALTH})", "worst"),
            unit=Unit.COUNT,
            thresholds=_SCORES,
        ),
        value(
            "Anomalies Now",
            "Signals of operations that are not as they usually are.",
            Query(f"sum({_ANOMALIES}) or vector(0)", "anomalies"),
            unit=Unit.COUNT,
            thresholds=above(look=1),
        ),
        value(
            "Seen until",
            "How long ago the latest window ended that was judged.",
            Query(_LAG, "ago"),
            unit=Unit.SECONDS,
            thresholds=above(look=15, bad=30),
            alerts=[Alert.ENGINE_ANALYSIS_LATE],
        ),
    ),
    height=LOW,
)
HEALTH = Row(
    "Services",
    (
        bars(
            "Health Score per Service",
            "Health over the last minute: 100 is as usual, below 60 is unhealthy.",
            Query(f"sort({_HEALTH})", "{{service}}"),
            unit=Unit.COUNT,
            thresholds=_SCORES,
            highest=100,
        ),
        time_series(
            "Health over Time",
            "Health of each service, 0 to 100.",
            Query(_HEALTH, "{{service}}"),
            unit=Unit.COUNT,
            thresholds=_SCORES,
            highest=100,
        ),
    ),
)
NOTICED = Row(
    "What is noticed",
    (
        time_series(
            "Open Incidents",
            "Incidents that are not resolved, by severity.",
            Query(open_incidents(["severity"]), "{{severity}}"),
            unit=Unit.COUNT,
            stacked=True,
            colors=SEVERITIES,
        ),
        time_series(
            "Anomalies by Signal",
            "Signals of operations that are not as they usually are.",
            Query(f"sum by (signal) ({_ANOMALIES}) or vector(0)", "{{signal}}"),
            unit=Unit.COUNT,
            stacked=True,
        ),
        time_series(
            "Known Operations",
            "Operations whose usual behaviour the engine has learnt.",
            Query(aggregated("max", of(engine.AIOPS_OPERATIONS)), "operations"),
            unit=Unit.COUNT,
        ),
    ),
)
WORK = Row(
    "What the engine does",
    (
        time_series(
            "Telemetry Taken In",
            "Spans and log lines per second that the engine stored.",
            Query(rate(engine.AIOPS_INGEST_STORED, by=["signal"]), "{{signal}}"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.ENGINE_INGEST_STOPPED],
        ),
        time_series(
            "Time of an Analysis",
            "95 % of the rounds of analysis, correlation and diagnosis are faster.",
            Query(
                quantile(
                    0.95,
                    engine.AIOPS_JOB_SECONDS,
                    'job=~"analysis|incidents|diagnoses"',
                    by=["job"],
                ),
                "{{job}}",
            ),
            unit=Unit.SECONDS,
        ),
        time_series(
            "Notifications Waiting",
            "Notifications that wait to be sent: more than a few are stuck.",
            Query(aggregated("max", of(engine.AIOPS_OUTBOX)), "waiting"),
            unit=Unit.COUNT,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.AIOPS,
    title="AIOps Overview",
    description="What is wrong now, how each service does, and what the engine does.",
    rows=(NOW, HEALTH, NOTICED, WORK),
)
