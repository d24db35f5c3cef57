from tests.rules.scenarios import SILENT, Family, Firing, Scenario

LABELS = {"job": "alertmanager", "service": "alertmanager", "owner": "platform"}
UP = 'up{environment="dev", job="alertmanager", service="alertmanager", %s}'
MINE = UP % 'instance="a", owner="platform"'
ITEMS = 'up{environment="dev", job="items", service="items", owner="shop"}'
RELOADED = (
    'alertmanager_config_last_reload_successful{environment="dev", instance="a",'
    ' job="alertmanager", service="alertmanager", owner="platform"}'
)


def down(value, **labels):
    return Firing(
        labels={
            **LABELS,
            **labels,
            "environment": "${environment}",
            "severity": "critical",
        },
        summary="Alertmanager is down",
        description=(
            "Prometheus cannot scrape Alertmanager, or is no longer told to (value"
            f" {value}): nobody is notified of any alert."
        ),
    )


REFUSED = Firing(
    labels={
        **LABELS,
        "environment": "dev",
        "instance": "a",
        "severity": "critical",
    },
    summary="Alertmanager refused its configuration",
    description=(
        "Alertmanager's latest reload failed (success is 0): it goes on with the routes"
        " and receivers before."
    ),
)


def by(integration, share):
    return Firing(
        labels={
            "severity": "critical",
            "owner": "platform",
            "environment": "dev",
            "integration": integration,
        },
        summary=f"Alertmanager cannot notify by {integration}",
        description=f"{share} of the notifications by {integration} failed in 15"
        " minutes.",
    )


def tried(integration, instance="a"):
    return (
        'alertmanager_notifications_total{environment="dev",'
        f' integration="{integration}", instance="{instance}"}}'
    )


def failed(integration, reason, instance="a"):
    return (
        'alertmanager_notifications_failed_total{environment="dev",'
        f' integration="{integration}", instance="{instance}", reason="{reason}"}}'
    )


SCENARIOS = (
    Scenario(
        alert="AlertmanagerDown",
        name="fires a minute after it went down, and resolves",
        series={MINE: "1x7 0x11 1x20", ITEMS: "0x60"},
        expect={
            "1m45s": SILENT,
            "2m45s": SILENT,
            "3m": down("0", instance="a"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="AlertmanagerDown",
        name="fires when nothing is known of it any more, and resolves",
        series={MINE: "1x7 stale _x10 1x20", ITEMS: "1x60"},
        expect={"1m45s": SILENT, "2m45s": SILENT, "3m": down("1"), "5m": SILENT},
    ),
    Scenario(
        alert="AlertmanagerConfigReloadFailed",
        name="fires a minute after a refused configuration, and resolves",
        series={RELOADED: "1x7 0x11 1x20"},
        expect={"1m45s": SILENT, "2m45s": SILENT, "3m": REFUSED, "5m": SILENT},
    ),
    Scenario(
        alert="AlertmanagerNotificationsFail",
        name="fires above one failure in twenty, whatever its reason, and resolves",
        step="1m",
        series={
            # A hundred a minute; from minute 21 to 30 eight of them fail.
            tried("webhook"): "0+50x100",
            tried("webhook", "b"): "0+50x100",
            failed("webhook", "other"): "0x20 4+4x9 40x60",
            failed("webhook", "clientError"): "0x20 2+2x9 20x60",
            failed("webhook", "other", "b"): "0x20 2+2x9 20x60",
            tried("email"): "0+10x100",
            failed("email", "other"): "0x100",
            # Never tried: 0 of 0.
            tried("slack"): "0x100",
            failed("slack", "other"): "0x100",
        },
        expect={
            "20m": SILENT,
            "30m30s": SILENT,
            "30m45s": by("webhook", "5.619%"),
            "31m": by("webhook", "5.333%"),
            "35m": by("webhook", "5.143%"),
            "36m": SILENT,
        },
    ),
    Scenario(
        alert="AlertmanagerNotificationsFail",
        name="is silent at one failure in twenty",
        step="1m",
        series={
            tried("webhook"): "0+20x60",
            failed("webhook", "other"): "0+1x60",
        },
        expect={"30m": SILENT, "55m": SILENT},
    ),
    Scenario(
        alert="AlertmanagerNotificationsFail",
        name="waits for a minute, and counts few notifications too",
        step="1m",
        series={
            tried("email"): "0x20 1x60",
            failed("email", "other"): "0x20 1x60",
        },
        expect={
            "21m45s": SILENT,
            "22m": by("email", "100%"),
            "34m45s": by("email", "100%"),
            "35m": SILENT,
        },
    ),
)
FAMILIES = (Family(file="alertmanager.yaml", scenarios=SCENARIOS),)
