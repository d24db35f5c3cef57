from catalog.services import POSTGRES_EXPORTER
from rules.postgres import TOLD
from tests.rules.cases.absence import missing_metric, missing_target, up
from tests.rules.scenarios import SILENT, Family, Scenario
from tests.rules.scenarios import platforms as firing

MINE = 'environment="dev", instance="a", job="postgres-exporter"'
BESIDE = MINE.replace('"a"', '"b"')
OTHER = MINE.replace('"dev"', '"blue"')
MIB = 1024 * 1024


def of(name, database="", more="", where=MINE):
    datname = f', datname="{database}"' if database else ""
    return f"{name}{{{where}{datname}{more}}}"


def statements(name, database, number):
    return of(f"pg_stat_statements_{name}", database, f', queryid="{number}"')


def down(value, **labels):
    return firing(
        "PostgreSQL is down",
        "PostgreSQL does not answer its exporter, or its exporter does not tell"
        f" ({value}): the shop and the engine may be without their databases.",
        severity="critical",
        **{"environment": "${environment}", **labels},
    )


def full(share):
    return firing(
        "PostgreSQL's connections run out",
        f"{share} of the connections are in use: the next clients are refused.",
    )


def slow(database, value):
    return firing(
        f"Statements on {database} are slow",
        f"A statement on the database {database} takes {value} on average.",
        datname=database,
    )


def long(value):
    return firing(
        "A transaction does not end",
        f"The oldest transaction has been going on for {value}: it keeps its locks, and"
        " nothing that others deleted since is cleared away.",
    )


def deadlocks(database, value):
    return firing(
        f"Transactions on {database} block one another",
        f"{value} transactions on {database} were ended within ten minutes, because"
        " each waited for the other.",
        datname=database,
    )


def fills(share):
    return firing(
        "PostgreSQL's volume fills",
        f"Databases and write-ahead log take {share} of the 8 GiB that the volume is"
        " meant to hold.",
    )


SCENARIOS = (
    Scenario(
        alert="PostgresDown",
        name="fires half a minute after the last answer, and resolves",
        series={of("pg_up"): "1x8 0x10 1x20", of("pg_up", where=OTHER): "1x60"},
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": down(0),
            "4m30s": down(0),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="PostgresDown",
        name="is silent while another exporter gets an answer",
        series={of("pg_up"): "0x40", of("pg_up", where=BESIDE): "1x40"},
        expect={"5m": SILENT},
    ),
    Scenario(
        alert="PostgresDown",
        name="fires where the exporter is gone, with all that it told",
        series={of("pg_up"): "1x8 stale _x20 1x20"},
        expect={
            "2m": SILENT,
            "3m": down(1, job="postgres-exporter"),
            "9m": SILENT,
        },
    ),
    Scenario(
        alert="PostgresConnectionsNearLimit",
        name="fires above four fifths of all databases together, and resolves",
        series={
            of("pg_stat_database_numbackends", "items"): "60x8 61x10 10x20",
            of("pg_stat_database_numbackends", "stock"): "20x60",
            of("pg_settings_max_connections"): "100x60",
            of("pg_settings_max_connections", where=BESIDE): "50x60",
            of("pg_settings_max_connections", where=OTHER): "10x60",
        },
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": full("81%"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="PostgresQueriesSlow",
        name="fires above half a second on one database, and resolves",
        series={
            # Ten calls in each fifteen seconds, of half a second each; at minute 6 they
            # take eight seconds more, which five minutes see.
            statements("seconds_total", "items", 1): "0+3x23 80+3x60",
            statements("seconds_total", "items", 2): "0+2x84",
            statements("calls_total", "items", 1): "0+4x84",
            statements("calls_total", "items", 2): "0+6x84",
            statements("seconds_total", "stock", 3): "0+0.1x84",
            statements("calls_total", "stock", 3): "0+10x84",
        },
        expect={
            "5m45s": SILENT,
            "6m15s": SILENT,
            "6m30s": slow("items", "542.1ms"),
            "12m": SILENT,
        },
    ),
    Scenario(
        alert="PostgresQueriesSlow",
        name="compares times and calls of the same five minutes",
        series={
            statements("seconds_total", "items", 1): "0+3x80",
            statements("calls_total", "items", 1): "0+10x30 305+5x30",
        },
        expect={"7m": SILENT, "10m30s": SILENT},
    ),
    Scenario(
        alert="PostgresTransactionRunsLong",
        name="fires above two minutes, and resolves",
        series={
            of("pg_long_running_transactions_oldest_timestamp_seconds"): (
                "120x8 121x10 3x20"
            ),
            of(
                "pg_long_running_transactions_oldest_timestamp_seconds", where=BESIDE
            ): "1x40",
        },
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": long("2m 1s"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="PostgresDeadlocks",
        name="fires at the first of a database, and resolves ten minutes later",
        series={
            of("pg_stat_database_deadlocks", "stock"): "0x8 2x80",
            of("pg_stat_database_deadlocks", "stock", where=BESIDE): "0x8 1x80",
            of("pg_stat_database_deadlocks", "payment"): "0x8 1x80",
            of("pg_stat_database_deadlocks", "items"): "5x90",
        },
        expect={
            "2m": SILENT,
            "2m15s": SILENT,
            "2m30s": (deadlocks("stock", "3.0"), deadlocks("payment", "1.0")),
            "11m": (deadlocks("stock", "3.0"), deadlocks("payment", "1.0")),
            "13m": SILENT,
        },
    ),
    Scenario(
        alert="PostgresVolumeFills",
        name="fires above three quarters of the budget, and resolves",
        series={
            of("pg_database_size_bytes", "items"): f"{1000 * MIB}x60",
            of("pg_database_size_bytes", "engine"): (
                f"{4632 * MIB}x8 {4800 * MIB}x10 {100 * MIB}x30"
            ),
            of("pg_wal_size_bytes"): f"{512 * MIB}x60",
            of("pg_wal_size_bytes", where=BESIDE): "1x60",
        },
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": fills("77.05%"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="TargetMissing",
        name="fires two minutes after PostgreSQL's exporter vanished, and resolves",
        series={up(POSTGRES_EXPORTER.name): "1x7 stale _x20 0x20"},
        expect={
            "1m30s": SILENT,
            "3m30s": SILENT,
            "4m": missing_target(POSTGRES_EXPORTER),
            "8m": SILENT,
        },
    ),
)


def all_metrics():
    """Everything that the exporter tells is gone while it is up, and comes back."""
    job = POSTGRES_EXPORTER.name
    return Scenario(
        alert="MetricsMissing",
        name=f"fires five minutes after {job} stops telling something, and resolves",
        series={
            up(job): "1x60",
            **{
                f'{name}{{job="{job}", instance="a"}}': "1x7 stale _x26 1x20"
                for name in TOLD
            },
        },
        expect={
            "1m30s": SILENT,
            "6m30s": SILENT,
            "7m": tuple(missing_metric(job, name) for name in TOLD),
            "9m": SILENT,
        },
    )


FAMILIES = (
    Family(file="postgres.yaml", scenarios=SCENARIOS),
    Family(file="postgres.yaml", every="30s", scenarios=(all_metrics(),)),
)
