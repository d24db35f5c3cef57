"""Two roles with different promises: 99 % within 0.5 s, and 99.5 % within 1 s."""

from tests.rules.scenarios import Family, Recorded

ITEMS = 'environment="dev", service="items", owner="shop"'
CHECKOUT = 'environment="dev", service="checkout", owner="shop"'
PRODUCTS = 'environment="dev", service="products", owner="shop"'
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
        bucket(CHECKOUT, "1.0"): "3.5x20",
        bucket(CHECKOUT, "+Inf"): "4x20",
        # Restarted: one bucket's reset shows, that of all requests does not.
        bucket(PRODUCTS, "0.5"): "7x20",
        bucket(PRODUCTS, "+Inf"): "2x20",
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
                slo("requests:rate5m", PRODUCTS, "latency"): 2,
            },
            # items within 0.5 s, checkout within 1 s.
            "service_slo:errors:rate5m": {
                **both("errors:rate5m", 0.1, 0),
                **both("errors:rate5m", 4, 0.5, "latency"),
                slo("errors:rate5m", PRODUCTS, "latency"): 0,
            },
            "service_slo:error:ratio_rate5m": {
                slo("error:ratio_rate5m", ITEMS, "availability"): 0.2,
                **both("error:ratio_rate5m", 0.4, 0.125, "latency"),
                slo("error:ratio_rate5m", PRODUCTS, "latency"): 0,
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
# Few enough requests that their sum stays below 1, and binary fractions, whose sums are
# exact: a quarter of the requests fails, later half of three times as many.
REQUESTS, LATER = 1 / 512, 3 / 512
ERRORS, FAILED = REQUESTS / 4, LATER / 2


def ratio(before, after):
    """Errors by requests of so many samples before and after."""
    errors = before * ERRORS + after * FAILED
    return errors / (before * REQUESTS + after * LATER)


def missed(samples, before, after):
    """Requests that missed: rates per second, each standing for a minute."""
    return 60 * samples * (before * ERRORS + after * FAILED)


# One sample a minute, the last 15 minutes later.
HOURS = Recorded(
    name="of the last hours, each weighing as much as its requests",
    step="1m",
    series={
        f"service:app_requests:rate5m{{{ITEMS}}}": f"{REQUESTS}x780 {LATER}x60",
        f"service:app_requests_5xx:rate5m{{{ITEMS}}}": f"{ERRORS}x780 {FAILED}x60",
        # Nobody asks it.
        f"service:app_requests:rate5m{{{CHECKOUT}}}": "0x840",
        f"service:app_requests_5xx:rate5m{{{CHECKOUT}}}": "0x840",
    },
    expect={
        "795m": {
            **{
                f"service_slo:errors:increase{window}": both(
                    f"errors:increase{window}", missed(1, before, 15), 0
                )
                for window, before in (("1h", 45), ("6h", 345))
            },
            **{
                f"service_slo:error:ratio_rate{window}": {
                    slo(f"error:ratio_rate{window}", ITEMS, "availability"): ratio(
                        before, 15
                    )
                }
                for window, before in (
                    ("30m", 15),
                    ("1h", 45),
                    ("2h", 105),
                    ("6h", 345),
                )
            },
        }
    },
)
# One sample every six hours, the last one later.
DAYS = Recorded(
    name="of the last days, and of what is left of the budget",
    step="6h",
    series={
        slo("requests:rate5m", ITEMS, "availability"): f"{REQUESTS}x119 {LATER}x4",
        slo("errors:rate5m", ITEMS, "availability"): f"{ERRORS}x119 {FAILED}x4",
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
                    slo(f"error:ratio_rate{window}", ITEMS, "availability"): ratio(
                        before, 1
                    )
                }
                for window, before in (("1d", 3), ("3d", 11), ("14d", 55))
            },
            # Each sample is seen for five minutes.
            **{
                f"service_slo:errors:increase{window}": both(
                    f"errors:increase{window}", missed(5, before, 1), 0
                )
                for window, before in (("1d", 3), ("3d", 11))
            },
            "service_slo:error_budget_remaining:ratio": {
                slo("error_budget_remaining:ratio", ITEMS, "availability"): (
                    1 - ratio(55, 1) / (1 - 0.99)
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
