"""PostgreSQL: its bounds, and the metrics that postgres_exporter gives of it."""

from catalog.metrics import Metric, MetricKind

MAX_CONNECTIONS = 125
VOLUME_MIB = 8192


def _gauge(name: str, help_: str, *labels: str, unit: str = "") -> Metric:
    return Metric(
        name=name, kind=MetricKind.GAUGE, help=help_, labels=labels, unit=unit
    )


def _counter(name: str, help_: str, *labels: str, unit: str = "") -> Metric:
    return Metric(
        name=name, kind=MetricKind.COUNTER, help=help_, labels=labels, unit=unit
    )


PG_UP = _gauge("pg_up", "1 when the server answered its exporter.")
PG_MAX_CONNECTIONS = _gauge(
    "pg_settings_max_connections", "Connections that the server takes."
)
PG_BACKENDS = _gauge(
    "pg_stat_database_numbackends", "Connections to a database.", "datname"
)
PG_COMMITS = _counter(
    "pg_stat_database_xact_commit", "Transactions committed.", "datname"
)
PG_ROLLBACKS = _counter(
    "pg_stat_database_xact_rollback", "Transactions rolled back.", "datname"
)
PG_BLOCKS_HIT = _counter(
    "pg_stat_database_blks_hit", "Blocks found in the server's memory.", "datname"
)
PG_BLOCKS_READ = _counter(
    "pg_stat_database_blks_read", "Blocks that had to be read.", "datname"
)
PG_DEADLOCKS = _counter(
    "pg_stat_database_deadlocks", "Transactions ended for a deadlock.", "datname"
)
PG_DATABASE_SIZE = _gauge(
    "pg_database_size_bytes", "Size of a database.", "datname", unit="bytes"
)
PG_WAL_SIZE = _gauge("pg_wal_size_bytes", "Size of the write-ahead log.", unit="bytes")
PG_LOCKS = _gauge("pg_locks_count", "Locks held or waited for.", "datname", "mode")
PG_OLDEST_TRANSACTION = _gauge(
    "pg_long_running_transactions_oldest_timestamp_seconds",
    "How long the oldest transaction has been going on, whatever its name says.",
    unit="seconds",
)
PG_STATEMENT_SECONDS = _counter(
    "pg_stat_statements_seconds_total",
    "Time that a statement took altogether.",
    "datname",
    "user",
    "queryid",
    unit="seconds",
)
PG_STATEMENT_CALLS = _counter(
    "pg_stat_statements_calls_total",
    "Times that a statement was executed.",
    "datname",
    "user",
    "queryid",
)
