from tests.rules.scenarios import SILENT, Family, Firing, Scenario

LABELS = {
    "environment": "dev",
    "job": "prometheus",
    "instance": "p",
    "service": "prometheus",
    "owner": "platform",
}
GROUP = {"rule_group": "red"}


def series(name, **labels):
    every = {**LABELS, **labels}
    return (
        f"prometheus_{name}{{"
        + ", ".join(f'{key}="{value}"' for key, value in every.items())
        + "}"
    )


def firing(severity, summary, description, **labels):
    return Firing(
        labels={**LABELS, **labels, "severity": severity},
        summary=f"Prometheus {summary}",
        description=description,
    )


def failing(count):
    return firing(
        "critical",
        "cannot evaluate rules",
        f"{count} evaluations of rules in red failed in 5 minutes: their alerts stay"
        " silent.",
        **GROUP,
    )


SLOW = firing(
    "warning",
    "is too slow for its rules",
    "red takes 80.67% of its interval; above 100% evaluations are left out.",
    **GROUP,
)
REFUSED = firing(
    "critical",
    "refused its configuration",
    "Prometheus's latest reload failed (success is 0): it goes on with the"
    " configuration before.",
)


def uncompacted(count):
    return firing(
        "warning",
        "cannot compact its data",
        f"{count} compactions failed in 3 hours: the write-ahead log grows until the"
        " disk or the memory is full.",
    )


DAMAGED = firing(
    "critical",
    "found its write-ahead log damaged",
    "1 damaged places in the write-ahead log were cut off at the latest start: samples"
    " of the last hours may be lost.",
)


def undelivered(rate, **labels):
    return firing(
        "critical",
        "cannot reach Alertmanager",
        f"Prometheus fails to deliver {rate} alerts per second: nobody is notified of"
        " them.",
        **labels,
    )


SCENARIOS = (
    Scenario(
        alert="PrometheusRuleFailures",
        name="fires a minute after a failure, and resolves five minutes after it",
        series={
            series("rule_evaluation_failures_total", **GROUP): "0x7 1x60",
            series("rule_evaluation_failures_total", rule_group="slo"): "3x70",
        },
        expect={
            "1m45s": SILENT,
            "2m45s": SILENT,
            "3m": failing(1),
            "6m30s": failing(1),
            "6m45s": SILENT,
        },
    ),
    Scenario(
        alert="PrometheusRulesSlow",
        name="fires above eighty percent of the interval, and resolves",
        series={
            series("rule_group_last_duration_seconds", **GROUP): "12x7 12.1x27 12x20",
            series("rule_group_interval_seconds", **GROUP): "15x60",
        },
        expect={"1m45s": SILENT, "6m45s": SILENT, "7m": SLOW, "9m": SILENT},
    ),
    Scenario(
        alert="PrometheusConfigReloadFailed",
        name="fires a minute after a refused configuration, and resolves",
        series={series("config_last_reload_successful"): "1x7 0x11 1x20"},
        expect={"1m45s": SILENT, "2m45s": SILENT, "3m": REFUSED, "5m": SILENT},
    ),
    Scenario(
        alert="PrometheusCompactionsFail",
        name="fires five minutes after a failure, and resolves three hours after it",
        step="1m",
        series={series("tsdb_compactions_failed_total"): "0x10 1x240"},
        expect={
            "10m": SILENT,
            "15m45s": SILENT,
            "16m": uncompacted(1),
            "189m": uncompacted(1),
            "190m": SILENT,
        },
    ),
    Scenario(
        alert="PrometheusWalCorrupted",
        name="fires for damage that is there from the start, until the next one",
        series={series("tsdb_wal_corruptions_total"): "1x300 0x20"},
        expect={"45s": SILENT, "1m": DAMAGED, "75m": DAMAGED, "75m15s": SILENT},
    ),
    Scenario(
        alert="PrometheusWalCorrupted",
        name="is silent without damage",
        series={series("tsdb_wal_corruptions_total"): "0x40"},
        expect={"5m": SILENT},
    ),
    Scenario(
        alert="PrometheusNotificationsFail",
        name="fires when sending keeps failing for three minutes, and resolves",
        series={
            # A failure each minute, from 2 minutes to 8.
            series("notifications_errors_total", alertmanager="a"): (
                "0x7 1x3 2x3 3x3 4x3 5x3 6x3 7x40"
            ),
            series("notifications_errors_total", alertmanager="b"): "8x60",
            series("notifications_dropped_total"): "9x60",
        },
        expect={
            "1m45s": SILENT,
            "4m45s": SILENT,
            "5m": undelivered("19.05m", alertmanager="a"),
            "9m30s": undelivered("9.524m", alertmanager="a"),
            "9m45s": SILENT,
        },
    ),
    Scenario(
        alert="PrometheusNotificationsFail",
        name="fires when alerts are given up for three minutes, and resolves",
        series={
            series("notifications_dropped_total"): "0x7 1+1x23 24x30",
            series("notifications_errors_total", alertmanager="a"): "0x60",
        },
        expect={
            "1m45s": SILENT,
            "4m45s": SILENT,
            "5m": undelivered("66.67m"),
            "9m15s": undelivered("9.524m"),
            "9m30s": SILENT,
        },
    ),
    Scenario(
        alert="PrometheusNotificationsFail",
        name="is silent after one failure while both start",
        series={
            series("notifications_errors_total", alertmanager="a"): "0x3 2x40",
            series("notifications_dropped_total"): "0x3 2x40",
        },
        expect={"2m": SILENT, "3m45s": SILENT, "5m": SILENT},
    ),
)
FAMILIES = (Family(file="prometheus.yaml", scenarios=SCENARIOS),)
