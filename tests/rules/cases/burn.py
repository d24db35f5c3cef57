"""
An objective of 87.5 % leaves a budget of 12.5 %, and exact binary numbers.

6.72 times as fast is 0.84 of the requests, 2.8 times 0.35, 1.4 times 0.175, once 0.125.
"""

from tests.rules.scenarios import SILENT, Family, Firing, Scenario

LABELS = {"environment": "dev", "service": "items", "owner": "shop"}
OTHER = {"availability": "latency", "latency": "availability"}


def series(name, slo, service="items"):
    return (
        f'service_slo:{name}{{environment="dev", service="{service}", owner="shop",'
        f' slo="{slo}"}}'
    )


def firing(slo, severity, share):
    page = severity == "critical"
    longest = "1h or 6h" if page else "1d or 3d"
    return Firing(
        labels={**LABELS, "severity": severity, "slo": slo},
        summary="items fails too often"
        if slo == "availability"
        else "items is slow too often",
        description=(
            f"{share} of the requests to items missed the objective for {slo} over"
            f" {longest}, and they still do: the error budget of 14 days "
            + ("is gone within days." if page else "does not last.")
        ),
    )


def pair(alert, slo, severity, long, short, bound, above, percent, wait_s):
    """Both windows and the count are needed; the other objective never counts."""
    other = OTHER[slo]
    common = {
        series("objective:ratio", slo): "0.875x40",
        series("objective:ratio", slo, "payment"): "0.875x40",
        series("objective:ratio", other): "0.875x40",
        series(f"error:ratio_rate{long}", other): "1x40",
        series(f"error:ratio_rate{short}", other): "1x40",
        series(f"errors:increase{long}", slo): "5x40",
        series(f"errors:increase{long}", slo, "payment"): "5x40",
        # Only one of the two windows burns.
        series(f"error:ratio_rate{long}", slo, "payment"): "1x40",
        series(f"error:ratio_rate{short}", slo, "payment"): f"{bound}x40",
    }
    rises = f"{bound}x7 {above}x27 {bound}x10"
    found = firing(slo, severity, percent)
    edge = {
        "1m45s": SILENT,
        at(120 + wait_s - 15): SILENT,
        at(120 + wait_s): found,
        "8m45s": found,
        "9m": SILENT,
    }
    return (
        Scenario(
            alert=alert,
            name=f"fires while {short} burns above {bound}, with {long}",
            series={
                **common,
                series(f"error:ratio_rate{long}", slo): f"{above}x40",
                series(f"error:ratio_rate{short}", slo): rises,
            },
            expect=edge,
        ),
        Scenario(
            alert=alert,
            name=f"fires while {long} burns above {bound}, with {short}",
            series={
                **common,
                series(f"error:ratio_rate{short}", slo): f"{above}x40",
                series(f"error:ratio_rate{long}", slo): rises,
            },
            expect=edge,
        ),
        Scenario(
            alert=alert,
            name=f"fires from five requests on that missed it in {long}",
            series={
                **common,
                series(f"error:ratio_rate{long}", slo): f"{above}x40",
                series(f"error:ratio_rate{short}", slo): f"{above}x40",
                series(f"errors:increase{long}", slo): "4.9x7 5x27 4.9x10",
                series(f"errors:increase{long}", other): "1000x40",
            },
            expect=edge,
        ),
    )


def at(seconds):
    return f"{seconds // 60}m{seconds % 60}s"


def pages(alert, slo):
    return (
        *pair(alert, slo, "critical", "1h", "5m", 0.84, 0.85, "85%", 60),
        *pair(alert, slo, "critical", "6h", "30m", 0.35, 0.36, "36%", 60),
    )


def tickets(alert, slo):
    return (
        *pair(alert, slo, "warning", "1d", "2h", 0.175, 0.18, "18%", 300),
        *pair(alert, slo, "warning", "3d", "6h", 0.125, 0.13, "13%", 300),
    )


FAMILIES = (
    Family(
        file="burn.yaml",
        scenarios=(
            *pages("AvailabilityBudgetBurnsFast", "availability"),
            *tickets("AvailabilityBudgetBurnsSlowly", "availability"),
            *pages("LatencyBudgetBurnsFast", "latency"),
            *tickets("LatencyBudgetBurnsSlowly", "latency"),
        ),
    ),
)
