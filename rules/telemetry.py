"""The way of spans: into the collector, into the engine, through its analysis."""

from catalog import engine, thirdparty
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.metrics import Metric
from rules.model import AlertingRule, Group, Wait
from rules.promql import any_of, largest, summed

_OWNER = "platform"
_WHERE = ("environment",)
_BY_EXPORTER = ("environment", "exporter")
# A queue that is half full has held the data of hours, and has as long again.
QUEUE_SHARE = 0.5
# Twice what the detection of a fault may take altogether.
LAG_S = 30
SLOW_S = 1


def _lost(counter: Metric) -> str:
    return summed(f"rate({counter.name}[5m])", _BY_EXPORTER)


REFUSES = AlertingRule(
    alert=Alert.COLLECTOR_REFUSES_SPANS,
    expr=f"{summed(f'rate({thirdparty.COLLECTOR_REFUSED.name}[5m])', _WHERE)} > 0",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="The collector refuses spans",
    description=(
        '{{ $value | printf "%.2f" }} spans a second are refused: the collector is'
        " near its memory limit, and senders drop what they cannot keep."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="30s", production="5m"),
)
LOSES = AlertingRule(
    alert=Alert.COLLECTOR_LOSES_SPANS,
    expr=any_of(
        f"{_lost(thirdparty.COLLECTOR_SEND_FAILED)} > 0",
        f"{_lost(thirdparty.COLLECTOR_ENQUEUE_FAILED)} > 0",
    ),
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="The collector loses spans for {{ $labels.exporter }}",
    description=(
        '{{ $value | printf "%.2f" }} spans a second for {{ $labels.exporter }} are'
        " lost: it does not want them, or the queue has no room for them."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="30s", production="5m"),
)
# Spans and logs each have a queue of their own.
_FILLED = (
    f"{thirdparty.COLLECTOR_QUEUE_SIZE.name}"
    f" / {thirdparty.COLLECTOR_QUEUE_CAPACITY.name}"
)
QUEUE_FILLS = AlertingRule(
    alert=Alert.COLLECTOR_QUEUE_FILLS,
    expr=f"{largest(_FILLED, _BY_EXPORTER)} > {QUEUE_SHARE}",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="The collector's queue for {{ $labels.exporter }} fills",
    description=(
        "{{ $value | humanizePercentage }} of the queue for {{ $labels.exporter }} is"
        " full: it takes less than there is."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="30s", production="5m"),
)
_ARRIVES = summed(f"rate({thirdparty.COLLECTOR_ACCEPTED.name}[2m])", _WHERE)
_STORED = summed(
    f'rate({engine.AIOPS_INGEST_STORED.name}{{signal="traces"}}[2m])', _WHERE
)
INGEST_STOPPED = AlertingRule(
    alert=Alert.ENGINE_INGEST_STOPPED,
    expr=f"{_ARRIVES} > 0\nunless {_STORED} > 0",
    severity=Severity.CRITICAL,
    owner=_OWNER,
    summary="The engine stores no spans",
    description=(
        'The collector takes {{ $value | printf "%.2f" }} spans a second in, and the'
        " engine stores none: it notices nothing."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="1m", production="5m"),
)
_TOLD_TO_WAIT = summed(
    f'rate({engine.AIOPS_INGEST_REQUESTS.name}{{result="overloaded"}}[5m])', _WHERE
)
OVERLOADED = AlertingRule(
    alert=Alert.ENGINE_OVERLOADED,
    expr=(f"{_TOLD_TO_WAIT} > 0"),
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="The engine cannot take in what comes",
    description=(
        '{{ $value | printf "%.2f" }} requests a second are told to come again: there'
        " is no room for them."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="30s", production="5m"),
)
ANALYSIS_LATE = AlertingRule(
    alert=Alert.ENGINE_ANALYSIS_LATE,
    expr=f"{largest(engine.AIOPS_ANALYSIS_LAG_SECONDS.name, _WHERE)} > {LAG_S}",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="The engine's analysis is late",
    description=(
        "The latest window that was judged ended {{ $value | humanizeDuration }} ago:"
        " faults are noticed that much later."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="30s", production="5m"),
)
_DATABASE = summed(
    f"rate({engine.AIOPS_DATABASE_SECONDS.name}_bucket[5m])", (*_WHERE, "le")
)
DATABASE_SLOW = AlertingRule(
    alert=Alert.ENGINE_DATABASE_SLOW,
    expr=(f"histogram_quantile(0.95, {_DATABASE}) > {SLOW_S}"),
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="The engine's database is slow",
    description=(
        "5 % of its transactions take longer than {{ $value | humanizeDuration }}."
    ),
    dashboard=Dashboard.TELEMETRY,
    wait=Wait(demo="30s", production="5m"),
)
GROUP = Group(
    name="telemetry",
    rules=(
        REFUSES,
        LOSES,
        QUEUE_FILLS,
        INGEST_STOPPED,
        OVERLOADED,
        ANALYSIS_LATE,
        DATABASE_SLOW,
    ),
)
