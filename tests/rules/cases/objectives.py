"""Two roles with different promises: 99 % within 0.5 s, and 99.5 % within 1 s."""

from tests.rules.scenarios import Family, Recorded

ITEMS = 'environment="dev", service="items", owner="shop"'
CHECKOUT = 'environment="dev", service="checkout", owner="shop"'
OTHER = 'environment="dev", service="other", owner="shop"'


def slo(name, role, which):
    return f'service_slo:{name}{{{role}, slo="{which}"}}'


def both(name, items, checkout, which="availability"):
    return {slo(name, ITEMS, which): items, slo(name, CHECKOUT, which): checkout}


def bucket(role, le):
    return f'service_le:app_request_latency_seconds_bucket:rate5m{{{role}, le="{le}"}}'


def up(job):
    return (
        f'up{{environment="dev", job="{job}", service="{job}", owner="shop",'
        ' instance="a"}'
    )


PROMISED = {
    "items": (0.99, 0.95),
    "products": (0.99, 0.95),
    "inventory": (0.99, 0.95),
    "payment": (0.995, 0.95),
    "checkout": (0.995, 0.95),
}
NOW = Recorded(
    name="of the last five minutes, of what was promised, and of nothing asked",
    series={
        f"service:app_requests:rate5m{{{ITEMS}}}": "0.5x20",
        f"service:app_requests_5xx:rate5m{{{ITEMS}}}": "0.1x20",
        f"service:app_requests:rate5m{{{CHECKOUT}}}": "0x20",
        f"service:app_requests_5xx:rate5m{{{CHECKOUT}}}": "0x20",
        bucket(ITEMS, "0.5"): "6x20",
        bucket(ITEMS, "1.0"): "7x20",
        bucket(ITEMS, "+Inf"): "10x20",
        bucket(CHECKOUT, "0.5"): "2x20",
        bucket(CHECKOUT, "1.0"): "3x20",
        bucket(CHECKOUT, "+Inf"): "4x20",
        # It promises nothing.
        bucket(OTHER, "0.5"): "2x20",
        bucket(OTHER, "1.0"): "3x20",
        bucket(OTHER, "+Inf"): "4x20",
        **{up(role): "0x20" for role in PROMISED},
        up("prometheus"): "1x20",
    },
    expect={
        "5m": {
            "service_slo:requests:rate5m": {
                **both("requests:rate5m", 0.5, 0),
                **both("requests:rate5m", 10, 4, "latency"),
                slo("requests:rate5m", OTHER, "latency"): 4,
            },
            # items within 0.5 s, checkout within 1 s.
            "service_slo:errors:rate5m": {
                **both("errors:rate5m", 0.1, 0),
                **both("errors:rate5m", 4, 1, "latency"),
            },
            "service_slo:error:ratio_rate5m": {
                slo("error:ratio_rate5m", ITEMS, "availability"): 0.2,
                **both("error:ratio_rate5m", 0.4, 0.25, "latency"),
            },
            "service_slo:objective:ratio": {
                slo(
                    "objective:ratio",
                    f'environment="dev", service="{role}", owner="shop"',
                    which,
                ): share
                for role, shares in PROMISED.items()
                for which, share in zip(
                    ("availability", "latency"), shares, strict=True
                )
            },
        }
    },
)
# A request each ten seconds without errors for 13 hours, then three, of which 0.6 fail.
# After 15 minutes half an hour holds as many minutes of both: 0.2 requests per second,
# and 0.03 errors.
HOURS = Recorded(
    name="of the last hours, each weighing as much as its requests",
    step="1m",
    series={
        f"service:app_requests:rate5m{{{ITEMS}}}": "0.1x780 0.3x60",
        f"service:app_requests_5xx:rate5m{{{ITEMS}}}": "0x780 0.06x60",
        # Nobody asks it.
        f"service:app_requests:rate5m{{{CHECKOUT}}}": "0x840",
        f"service:app_requests_5xx:rate5m{{{CHECKOUT}}}": "0x840",
    },
    expect={
        "795m": {
            f"service_slo:error:ratio_rate{window}": {
                slo(f"error:ratio_rate{window}", ITEMS, "availability"): errors
                / requests
            }
            for window, errors, requests in (
                ("30m", 0.03, 0.2),
                ("1h", 0.015, 0.15),
                ("2h", 0.0075, 0.125),
                ("6h", 0.0025, 0.1 + 0.2 / 24),
            )
        }
    },
)
# As above, in days: the last quarter of a day has errors, in fewer requests of more.
DAYS = Recorded(
    name="of the last days, and of what is left of the budget",
    step="6h",
    series={
        slo("requests:rate5m", ITEMS, "availability"): "0.1x119 0.3x4",
        slo("errors:rate5m", ITEMS, "availability"): "0x119 0.009x4",
        slo("objective:ratio", ITEMS, "availability"): "0.99x124",
        # Nobody asks it: no ratio, and no budget that could be used up.
        slo("requests:rate5m", CHECKOUT, "availability"): "0x124",
        slo("errors:rate5m", CHECKOUT, "availability"): "0x124",
        slo("objective:ratio", CHECKOUT, "availability"): "0.995x124",
    },
    expect={
        "720h4m59s": {
            **{
                f"service_slo:error:ratio_rate{window}": {
                    slo(f"error:ratio_rate{window}", ITEMS, "availability"): errors
                    / requests
                }
                for window, errors, requests in (
                    ("1d", 0.009, 0.6),
                    ("3d", 0.009, 1.4),
                    ("14d", 0.009, 5.8),
                )
            },
            "service_slo:error_budget_remaining:ratio": {
                slo("error_budget_remaining:ratio", ITEMS, "availability"): (
                    1 - 0.009 / 5.8 / (1 - 0.99)
                )
            },
        }
    },
)
FAMILIES = (
    Family(file="objectives.yaml", scenarios=(NOW,)),
    Family(file="objectives.yaml", scenarios=(HOURS,), every="1m"),
    # Evaluated once, when every sample has been seen for as many minutes as the others.
    Family(file="objectives-long.yaml", scenarios=(DAYS,), every="720h4m59s"),
)
