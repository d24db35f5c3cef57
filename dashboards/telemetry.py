"""How spans get from the services through the collector into the engine."""

from catalog import engine, spans, thirdparty
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from catalog.metrics import Metric
from dashboards.page import Page, Row
from dashboards.panels import Panel, time_series
from dashboards.queries import Query, aggregated, of, quantile, rate
from dashboards.thresholds import above
from dashboards.units import Unit


def _p95(
    title: str, description: str, seconds: Metric, label: str, *alerts: Alert
) -> Panel:
    # Of what did not happen of late there is no quantile, and NaN is no value.
    seen = f"{quantile(0.95, seconds, by=[label])} >= 0"
    return time_series(
        title,
        description,
        Query(seen, f"{{{{{label}}}}}"),
        unit=Unit.SECONDS,
        alerts=alerts,
    )


def _largest(gauge: Metric) -> str:
    return aggregated("max", of(gauge), ["exporter"])


def _lost(counter: Metric) -> str:
    # The collector shows these counters from their first event on.
    none = rate(thirdparty.COLLECTOR_SENT, by=["exporter"])
    return f"{rate(counter, by=['exporter'])} or 0 * {none}"


SERVICES = Row(
    "What services tell",
    (
        time_series(
            "Spans",
            "Spans per second that each service ended, as the collector counts them.",
            Query(rate(spans.SPAN_CALLS, by=["service"]), "{{service}}"),
            unit=Unit.PER_SECOND,
        ),
        time_series(
            "Spans with Errors",
            "Spans per second that ended with an error, by service.",
            Query(
                # A service's first error makes the series.
                rate(
                    spans.SPAN_CALLS,
                    'status_code="STATUS_CODE_ERROR"',
                    by=["service"],
                )
                + f" or 0 * {rate(spans.SPAN_CALLS, by=['service'])}",
                "{{service}}",
            ),
            unit=Unit.PER_SECOND,
        ),
        _p95(
            "Duration of Requests",
            "95 % of the spans of each service are shorter.",
            spans.SPAN_DURATION,
            "service",
        ),
    ),
)
COLLECTOR = Row(
    "The collector",
    (
        time_series(
            "Taken in and Refused",
            "Spans per second that the collector took in, and that it refused.",
            Query(rate(thirdparty.COLLECTOR_ACCEPTED), "taken in"),
            Query(rate(thirdparty.COLLECTOR_REFUSED), "refused"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.COLLECTOR_REFUSES_SPANS],
        ),
        time_series(
            "Sent on and Lost",
            "Spans per second that each receiver got, and that were lost for it.",
            Query(rate(thirdparty.COLLECTOR_SENT, by=["exporter"]), "{{exporter}}"),
            Query(_lost(thirdparty.COLLECTOR_SEND_FAILED), "{{exporter}}: not wanted"),
            Query(_lost(thirdparty.COLLECTOR_ENQUEUE_FAILED), "{{exporter}}: no room"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.COLLECTOR_LOSES_SPANS],
        ),
        time_series(
            "Queues",
            "What waits for each receiver, as a share of what may wait.",
            Query(
                f"{_largest(thirdparty.COLLECTOR_QUEUE_SIZE)}"
                f" / {_largest(thirdparty.COLLECTOR_QUEUE_CAPACITY)}",
                "{{exporter}}",
            ),
            unit=Unit.SHARE,
            thresholds=above(bad=0.5),
            alerts=[Alert.COLLECTOR_QUEUE_FILLS],
        ),
    ),
)
INTAKE = Row(
    "The engine's intake",
    (
        time_series(
            "Stored",
            "Spans and log lines per second that the engine stored.",
            Query(rate(engine.AIOPS_INGEST_STORED, by=["signal"]), "{{signal}}"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.ENGINE_INGEST_STOPPED],
        ),
        time_series(
            "Requests with Telemetry",
            "Requests per second that brought telemetry, by what became of them.",
            Query(rate(engine.AIOPS_INGEST_REQUESTS, by=["result"]), "{{result}}"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.ENGINE_OVERLOADED],
        ),
        _p95(
            "Duration of Transactions",
            "95 % of the transactions on the engine's database are faster.",
            engine.AIOPS_DATABASE_SECONDS,
            "operation",
            Alert.ENGINE_DATABASE_SLOW,
        ),
        time_series(
            "Database",
            "Size of the engine's database.",
            Query(aggregated("max", of(engine.AIOPS_DATABASE_BYTES)), "database"),
            unit=Unit.BYTES,
        ),
    ),
)
ANALYSIS = Row(
    "The engine's analysis",
    (
        time_series(
            "Lag",
            "Time since the end of the latest window that was judged.",
            Query(aggregated("max", of(engine.AIOPS_ANALYSIS_LAG_SECONDS)), "lag"),
            unit=Unit.SECONDS,
            thresholds=above(bad=30),
            alerts=[Alert.ENGINE_ANALYSIS_LATE],
        ),
        time_series(
            "Backlog",
            "Spans that are stored and were not analysed yet.",
            Query(aggregated("max", of(engine.AIOPS_ANALYSIS_BACKLOG)), "spans"),
            unit=Unit.COUNT,
        ),
        _p95(
            "Duration of Jobs",
            "95 % of the rounds of each of the engine's jobs are faster.",
            engine.AIOPS_JOB_SECONDS,
            "job",
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.TELEMETRY,
    title="Collector and Engine",
    description="Whether spans get from the services into the engine's analysis.",
    rows=(SERVICES, COLLECTOR, INTAKE, ANALYSIS),
)
