"""How PostgreSQL is; only in stacks that have it."""

from catalog import postgres
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from dashboards.page import Page, Row
from dashboards.panels import time_series, value
from dashboards.queries import Query, aggregated, of, rate, summed, top
from dashboards.thresholds import above, below
from dashboards.units import Unit

_DATABASE = ["datname"]
_VOLUME_BYTES = postgres.VOLUME_MIB * 1024 * 1024
_USED = f"{summed(of(postgres.PG_DATABASE_SIZE))} + max({of(postgres.PG_WAL_SIZE)})"
_HIT = rate(postgres.PG_BLOCKS_HIT)
_READ = rate(postgres.PG_BLOCKS_READ)
_MEAN = (
    f"{rate(postgres.PG_STATEMENT_SECONDS, by=_DATABASE)}"
    f" / {rate(postgres.PG_STATEMENT_CALLS, by=_DATABASE)}"
)

NOW = Row(
    "Now",
    (
        value(
            "Server",
            "1 while PostgreSQL answers its exporter.",
            Query(aggregated("max", of(postgres.PG_UP)), "up"),
            unit=Unit.COUNT,
            thresholds=below(bad=1),
            alerts=[Alert.POSTGRES_DOWN],
        ),
        value(
            "Connections in Use",
            "Connections to all databases, as a share of what the server takes.",
            Query(
                f"{summed(of(postgres.PG_BACKENDS))}"
                f" / max({of(postgres.PG_MAX_CONNECTIONS)})",
                "in use",
            ),
            unit=Unit.SHARE,
            thresholds=above(bad=0.8),
            alerts=[Alert.POSTGRES_CONNECTIONS_NEAR_LIMIT],
        ),
        value(
            "Volume in Use",
            "Databases and write-ahead log, as a share of the volume's budget.",
            Query(f"({_USED}) / {_VOLUME_BYTES}", "in use"),
            unit=Unit.SHARE,
            thresholds=above(bad=0.75),
            alerts=[Alert.POSTGRES_VOLUME_FILLS],
        ),
        value(
            "Found in Memory",
            "Share of the blocks that did not have to be read from the disk.",
            Query(f"{_HIT} / ({_HIT} + {_READ})", "found"),
            unit=Unit.SHARE,
            thresholds=below(look=0.9),
        ),
    ),
)
CLIENTS = Row(
    "Clients",
    (
        time_series(
            "Connections",
            "Connections that are open, by database.",
            Query(
                aggregated("sum", of(postgres.PG_BACKENDS), _DATABASE), "{{datname}}"
            ),
            unit=Unit.COUNT,
            alerts=[Alert.POSTGRES_CONNECTIONS_NEAR_LIMIT],
        ),
        time_series(
            "Transactions",
            "Transactions per second that were committed, by database, and that were"
            " rolled back.",
            Query(rate(postgres.PG_COMMITS, by=_DATABASE), "{{datname}}"),
            Query(rate(postgres.PG_ROLLBACKS), "rolled back"),
            unit=Unit.PER_SECOND,
        ),
        time_series(
            "Locks",
            "Locks held or waited for, by kind.",
            Query(aggregated("sum", of(postgres.PG_LOCKS), ["mode"]), "{{mode}}"),
            unit=Unit.COUNT,
        ),
        time_series(
            "Deadlocks",
            "Transactions per second ended because each waited for the other.",
            Query(rate(postgres.PG_DEADLOCKS, by=_DATABASE), "{{datname}}"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.POSTGRES_DEADLOCKS],
        ),
    ),
)
STATEMENTS = Row(
    "Statements",
    (
        time_series(
            "Mean Duration",
            "Mean time of a statement, by database.",
            Query(_MEAN, "{{datname}}"),
            unit=Unit.SECONDS,
            thresholds=above(bad=0.5),
            alerts=[Alert.POSTGRES_QUERIES_SLOW],
        ),
        time_series(
            "Costliest Statements",
            "Seconds per second spent on the five costliest statements, by the number"
            " that pg_stat_statements gives them.",
            Query(
                top(
                    5,
                    rate(postgres.PG_STATEMENT_SECONDS, by=["datname", "queryid"]),
                ),
                "{{datname}} {{queryid}}",
            ),
            unit=Unit.SHARE,
        ),
        time_series(
            "Oldest Transaction",
            "How long the oldest transaction has been going on.",
            Query(aggregated("max", of(postgres.PG_OLDEST_TRANSACTION)), "oldest"),
            unit=Unit.SECONDS,
            thresholds=above(bad=120),
            alerts=[Alert.POSTGRES_TRANSACTION_RUNS_LONG],
        ),
    ),
)
DISK = Row(
    "Disk",
    (
        time_series(
            "Size",
            "Size of each database on the disk.",
            Query(
                aggregated("max", of(postgres.PG_DATABASE_SIZE), _DATABASE),
                "{{datname}}",
            ),
            unit=Unit.BYTES,
            alerts=[Alert.POSTGRES_VOLUME_FILLS],
        ),
        time_series(
            "Write-ahead Log",
            "Size of the log that makes a crash harmless.",
            Query(aggregated("max", of(postgres.PG_WAL_SIZE)), "log"),
            unit=Unit.BYTES,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.POSTGRES,
    title="PostgreSQL",
    description="Connections, statements, locks and sizes of the stack's databases.",
    rows=(NOW, CLIENTS, STATEMENTS, DISK),
)
