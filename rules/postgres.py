"""PostgreSQL, in stacks that have it: the whole file is left out in others."""

from catalog import postgres
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.services import POSTGRES_EXPORTER
from rules import absence
from rules.model import ENVIRONMENT, AlertingRule, Group, Wait
from rules.promql import any_of, largest, summed

_OWNER = "platform"
_WHERE = ("environment",)
_BY_DATABASE = ("environment", "datname")
CONNECTIONS_SHARE = 0.8
# The shop's and the engine's statements take milliseconds.
SLOW_S = 0.5
TRANSACTION_S = 120
VOLUME_SHARE = 0.75
_MIB = 1024 * 1024

# What alerts read and the exporter always tells while the server answers.
TOLD = (
    postgres.PG_UP.name,
    postgres.PG_BACKENDS.name,
    postgres.PG_MAX_CONNECTIONS.name,
    postgres.PG_OLDEST_TRANSACTION.name,
    postgres.PG_DEADLOCKS.name,
    postgres.PG_DATABASE_SIZE.name,
    postgres.PG_WAL_SIZE.name,
    postgres.PG_STATEMENT_SECONDS.name,
    postgres.PG_STATEMENT_CALLS.name,
)

DOWN = AlertingRule(
    alert=Alert.POSTGRES_DOWN,
    expr=any_of(
        f"{largest(postgres.PG_UP.name, _WHERE)} == 0",
        f'absent({postgres.PG_UP.name}{{job="{POSTGRES_EXPORTER.name}"}})',
    ),
    severity=Severity.CRITICAL,
    owner=_OWNER,
    # Where there is no series left, there is none to take it from.
    labels={"environment": ENVIRONMENT},
    summary="PostgreSQL is down",
    description=(
        "PostgreSQL does not answer its exporter, or its exporter does not tell"
        " ({{ $value }}): the shop and the engine may be without their databases."
    ),
    dashboard=Dashboard.POSTGRES,
    wait=Wait(demo="30s", production="1m"),
)
CONNECTIONS = AlertingRule(
    alert=Alert.POSTGRES_CONNECTIONS_NEAR_LIMIT,
    expr=(
        f"{summed(postgres.PG_BACKENDS.name, _WHERE)}\n"
        f"/ {largest(postgres.PG_MAX_CONNECTIONS.name, _WHERE)} > {CONNECTIONS_SHARE}"
    ),
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="PostgreSQL's connections run out",
    description=(
        "{{ $value | humanizePercentage }} of the connections are in use: the next"
        " clients are refused."
    ),
    dashboard=Dashboard.POSTGRES,
    wait=Wait(demo="30s", production="5m"),
)
_SECONDS = summed(f"rate({postgres.PG_STATEMENT_SECONDS.name}[5m])", _BY_DATABASE)
_CALLS = summed(f"rate({postgres.PG_STATEMENT_CALLS.name}[5m])", _BY_DATABASE)
SLOW = AlertingRule(
    alert=Alert.POSTGRES_QUERIES_SLOW,
    expr=f"{_SECONDS}\n/ {_CALLS} > {SLOW_S}",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="Statements on {{ $labels.datname }} are slow",
    description=(
        "A statement on the database {{ $labels.datname }} takes"
        " {{ $value | humanizeDuration }} on average."
    ),
    dashboard=Dashboard.POSTGRES,
    wait=Wait(demo="30s", production="10m"),
)
LONG = AlertingRule(
    alert=Alert.POSTGRES_TRANSACTION_RUNS_LONG,
    expr=f"{largest(postgres.PG_OLDEST_TRANSACTION.name, _WHERE)} > {TRANSACTION_S}",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="A transaction does not end",
    description=(
        "The oldest transaction has been going on for {{ $value | humanizeDuration }}:"
        " it keeps its locks, and nothing that others deleted since is cleared away."
    ),
    dashboard=Dashboard.POSTGRES,
    wait=Wait(demo="30s", production="5m"),
)
DEADLOCKS = AlertingRule(
    alert=Alert.POSTGRES_DEADLOCKS,
    expr=f"{summed(f'increase({postgres.PG_DEADLOCKS.name}[10m])', _BY_DATABASE)} > 0",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="Transactions on {{ $labels.datname }} block one another",
    description=(
        '{{ $value | printf "%.1f" }} transactions on {{ $labels.datname }} were ended'
        " within ten minutes, because each waited for the other."
    ),
    dashboard=Dashboard.POSTGRES,
    wait=Wait(demo="15s", production="1m"),
)
_USED = (
    f"({summed(postgres.PG_DATABASE_SIZE.name, _WHERE)}"
    f" + {largest(postgres.PG_WAL_SIZE.name, _WHERE)})"
)
VOLUME = AlertingRule(
    alert=Alert.POSTGRES_VOLUME_FILLS,
    expr=f"{_USED}\n/ {postgres.VOLUME_MIB * _MIB} > {VOLUME_SHARE}",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="PostgreSQL's volume fills",
    description=(
        "Databases and write-ahead log take {{ $value | humanizePercentage }} of the"
        f" {postgres.VOLUME_MIB // 1024} GiB that the volume is meant to hold."
    ),
    dashboard=Dashboard.POSTGRES,
    wait=Wait(demo="30s", production="15m"),
)
GROUP = Group(
    name="postgres",
    rules=(DOWN, CONNECTIONS, SLOW, LONG, DEADLOCKS, VOLUME),
)
ABSENCE = Group(
    name="postgres-absence",
    interval="30s",
    rules=(
        absence.target_missing(POSTGRES_EXPORTER),
        *absence.metrics_missing(POSTGRES_EXPORTER.name, TOLD),
    ),
)
