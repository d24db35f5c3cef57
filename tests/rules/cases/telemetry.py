from tests.rules.scenarios import SILENT, Family, Scenario
from tests.rules.scenarios import platforms as firing

COLLECTOR = 'environment="dev", instance="a", job="collector", service="collector"'
ENGINE = 'environment="dev", instance="b", job="engine", service="engine"'
A, B, OTHER = 'instance="a"', 'instance="b"', 'instance="c"'


def counted(name, more=""):
    return f"otelcol_{name}{{{COLLECTOR}{more}}}"


def exported(name, exporter, more=""):
    return counted(f"exporter_{name}", f', exporter="{exporter}"{more}')


REFUSED = counted("receiver_refused_spans", ', receiver="otlp"')
ACCEPTED = counted("receiver_accepted_spans", ', receiver="otlp"')
STORED = f'aiops_ingest_stored_total{{{ENGINE}, signal="%s"}}'
REQUESTS = f'aiops_ingest_requests_total{{{ENGINE}, signal="%s", result="%s"}}'
LAG = f"aiops_analysis_lag_seconds{{{ENGINE}}}"
DATABASE = f'aiops_database_seconds_bucket{{{ENGINE}, operation="%s", le="%s"}}'


def refuses(value):
    return firing(
        "The collector refuses spans",
        f"{value} spans a second are refused: the collector is near its memory limit,"
        " and senders drop what they cannot keep.",
    )


def loses(exporter, value):
    return firing(
        f"The collector loses spans for {exporter}",
        f"{value} spans a second for {exporter} are lost: it does not want them, or the"
        " queue has no room for them.",
        exporter=exporter,
    )


def fills(exporter, share):
    return firing(
        f"The collector's queue for {exporter} fills",
        f"{share} of the queue for {exporter} is full: it takes less than there is.",
        exporter=exporter,
    )


def stopped(value):
    return firing(
        "The engine stores no spans",
        f"The collector takes {value} spans a second in, and the engine stores none: it"
        " notices nothing.",
        severity="critical",
    )


def overloaded(value):
    return firing(
        "The engine cannot take in what comes",
        f"{value} requests a second are told to come again: there is no room for them.",
    )


def late(value):
    return firing(
        "The engine's analysis is late",
        f"The latest window that was judged ended {value} ago: faults are noticed that"
        " much later.",
    )


def slow(value):
    return firing(
        "The engine's database is slow",
        f"5 % of its transactions take longer than {value}.",
    )


SCENARIOS = (
    Scenario(
        alert="CollectorRefusesSpans",
        name="fires half a minute after the first, and resolves",
        # From minute 2 to 3, fifteen in each fifteen seconds; then five minutes pass.
        series={REFUSED: "0x8 15+15x3 60x80", ACCEPTED: "0+150x100"},
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": refuses("0.15"),
            "8m": SILENT,
        },
    ),
    Scenario(
        alert="CollectorRefusesSpans",
        name="adds up what all collectors refuse",
        series={
            REFUSED: "0x8 15+15x90",
            REFUSED.replace(A, OTHER): "0x8 15+15x90",
        },
        expect={"2m45s": refuses("0.30")},
    ),
    Scenario(
        alert="CollectorLosesSpans",
        name="fires for what is not wanted, for its exporter alone, and resolves",
        series={
            exported("send_failed_spans", "otlp_http/engine"): "0x8 30+30x3 120x80",
            exported("send_failed_spans", "otlp_http/traces"): "0x100",
            exported("sent_spans", "otlp_http/traces"): "0+150x100",
        },
        expect={
            "2m30s": SILENT,
            "2m45s": loses("otlp_http/engine", "0.30"),
            "8m": SILENT,
        },
    ),
    Scenario(
        alert="CollectorLosesSpans",
        name="fires for what finds no room in the queue",
        series={
            exported("enqueue_failed_spans", "otlp_http/engine"): "0x8 30+30x90",
        },
        expect={"2m30s": SILENT, "2m45s": loses("otlp_http/engine", "0.30")},
    ),
    *(
        Scenario(
            alert="CollectorLosesSpans",
            name=f"adds up {name} of all collectors",
            series={
                exported(name, "otlp_http/engine"): "0x8 30+30x90",
                exported(name, "otlp_http/engine").replace(A, OTHER): "0x8 30+30x90",
            },
            expect={"2m45s": loses("otlp_http/engine", "0.60")},
        )
        for name in ("send_failed_spans", "enqueue_failed_spans")
    ),
    Scenario(
        alert="CollectorQueueFills",
        name="fires above a half of its size, and resolves",
        series={
            exported("queue_size", "otlp_http/engine", ', data_type="traces"'): (
                "50x8 52x10 50x40"
            ),
            exported("queue_size", "otlp_http/engine", ', data_type="logs"'): "1x60",
            exported("queue_capacity", "otlp_http/engine", ', data_type="traces"'): (
                "100x60"
            ),
            exported("queue_capacity", "otlp_http/engine", ', data_type="logs"'): (
                "100x60"
            ),
        },
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": fills("otlp_http/engine", "52%"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="EngineIngestStopped",
        name="fires a minute after the engine stored the last, and resolves",
        series={
            ACCEPTED: "0+150x100",
            STORED % "traces": "0+150x8 1200x20 1350+150x60",
            # Logs alone are not enough to notice anything by.
            STORED % "logs": "0+15x100",
        },
        expect={
            "2m": SILENT,
            # Two minutes are looked at, and then it waits for one.
            "4m30s": SILENT,
            "4m45s": stopped("10.00"),
            "7m15s": stopped("10.00"),
            "7m30s": SILENT,
        },
    ),
    Scenario(
        alert="EngineIngestStopped",
        name="fires where the engine tells nothing at all",
        series={ACCEPTED: "0+150x100"},
        expect={"1m": SILENT, "1m15s": stopped("6.25")},
    ),
    Scenario(
        alert="EngineIngestStopped",
        name="adds up what all collectors take in, however little",
        series={ACCEPTED: "0+3x100", ACCEPTED.replace(A, OTHER): "0+3x100"},
        expect={"5m": stopped("0.40")},
    ),
    Scenario(
        alert="EngineIngestStopped",
        name="is silent while the engine stores a little",
        series={ACCEPTED: "0+150x100", STORED % "traces": "0+3x100"},
        expect={"5m": SILENT, "10m": SILENT},
    ),
    Scenario(
        alert="EngineIngestStopped",
        name="is silent where nothing comes in",
        series={ACCEPTED: "150x60", STORED % "traces": "150x60"},
        expect={"5m": SILENT, "10m": SILENT},
    ),
    Scenario(
        alert="EngineOverloaded",
        name="fires half a minute after the first, and resolves",
        series={
            REQUESTS % ("traces", "overloaded"): "0x8 15+15x3 60x80",
            REQUESTS % ("traces", "stored"): "0+15x100",
        },
        expect={
            "2m30s": SILENT,
            "2m45s": overloaded("0.15"),
            "8m": SILENT,
        },
    ),
    Scenario(
        alert="EngineOverloaded",
        name="adds up all that was told to wait",
        series={
            REQUESTS % (signal, "overloaded"): "0x8 15+15x90"
            for signal in ("traces", "logs")
        },
        expect={"2m45s": overloaded("0.30")},
    ),
    Scenario(
        alert="EngineAnalysisLate",
        name="fires half a minute after the lag has passed its limit, and resolves",
        series={LAG: "30x8 31x10 5x40"},
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": late("31s"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="EngineAnalysisLate",
        name="looks at the engine that is furthest behind",
        series={LAG: "31x40", LAG.replace(B, OTHER): "1x40"},
        expect={"5m": late("31s")},
    ),
    Scenario(
        alert="EngineDatabaseSlow",
        name="fires half a minute after it has passed a second, and resolves",
        series={
            # A hundred in each fifteen seconds; from minute 2 on all take between one
            # and two and a half seconds, and after ten minutes none.
            DATABASE % ("store traces", "1"): "0+100x8 800x40 900+100x60",
            DATABASE % ("store traces", "2.5"): "0+100x108",
            DATABASE % ("store traces", "+Inf"): "0+100x108",
        },
        expect={
            "2m15s": SILENT,
            "2m30s": SILENT,
            "2m45s": slow("2.225s"),
            "20m": SILENT,
        },
    ),
    Scenario(
        alert="EngineDatabaseSlow",
        name="is silent while what is slow takes a second",
        series={
            DATABASE % ("store traces", "1"): "0+19x60",
            DATABASE % ("store traces", "2.5"): "0+20x60",
            DATABASE % ("store traces", "+Inf"): "0+20x60",
        },
        expect={"5m": SILENT},
    ),
    Scenario(
        alert="EngineDatabaseSlow",
        name="fires for what is slow among all operations together",
        series={
            # One in six, but all of those that read.
            DATABASE % ("store traces", "1"): "0+100x60",
            DATABASE % ("store traces", "2.5"): "0+100x60",
            DATABASE % ("store traces", "+Inf"): "0+100x60",
            DATABASE % ("read", "1"): "0x60",
            DATABASE % ("read", "2.5"): "0+20x60",
            DATABASE % ("read", "+Inf"): "0+20x60",
        },
        expect={"5m": slow("2.05s")},
    ),
)
FAMILIES = (Family(file="telemetry.yaml", scenarios=SCENARIOS),)
