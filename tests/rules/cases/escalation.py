from tests.rules.scenarios import SILENT, Family, Firing, Scenario


def alert(name, state="firing", severity="critical", **labels):
    every = {
        "alertname": name,
        "alertstate": state,
        "severity": severity,
        "environment": "dev",
        "owner": "shop",
        **labels,
    }
    return "ALERTS{" + ", ".join(f'{k}="{v}"' for k, v in every.items()) + "}"


def unattended(name, count, *, service=""):
    labels = {"unattended_service": service} if service else {}
    of = f" of {service}" if service else ""
    return Firing(
        labels={
            "severity": "critical",
            "escalation": "2",
            "environment": "dev",
            "owner": "shop",
            "unattended": name,
            **labels,
        },
        summary=f"Nobody has ended {name}",
        description=(
            f"{name}{of} is critical and still fires ({count} alerts); the first on"
            " call may not have seen it."
        ),
    )


SCENARIOS = (
    Scenario(
        alert="CriticalAlertUnattended",
        name="fires once five minutes have passed, and resolves with the alert",
        series={
            alert("TargetDown", service="items", instance="a"): "_x7 1x27 stale",
            alert("TargetDown", service="items", instance="b"): "_x7 1x27 stale",
        },
        expect={
            "1m45s": SILENT,
            "6m30s": SILENT,
            "6m45s": unattended("TargetDown", 2, service="items"),
            "8m30s": unattended("TargetDown", 2, service="items"),
            "8m45s": SILENT,
        },
    ),
    Scenario(
        alert="CriticalAlertUnattended",
        name="tells alerts without a service too",
        series={alert("CheckoutFailures"): "1x60"},
        expect={"5m": unattended("CheckoutFailures", 1)},
    ),
    Scenario(
        alert="CriticalAlertUnattended",
        name="is silent for what is pending, less than critical, or itself",
        series={
            alert("TargetDown", state="pending"): "1x60",
            alert("AppHighP95Latency", severity="warning"): "1x60",
            alert("CriticalAlertUnattended", escalation="2"): "1x60",
        },
        expect={"5m": SILENT, "15m": SILENT},
    ),
)
FAMILIES = (Family(file="escalation.yaml", scenarios=SCENARIOS),)
