"""
Two instances of `items`, one of `payment`, and `inventory`, which nobody asks.

Samples come every 15 seconds, so that `0+15x40` is one request per second.
"""

from tests.rules.scenarios import Family, Recorded

DEV = 'environment="dev"'


def of(service, **labels):
    more = "".join(f', {name}="{value}"' for name, value in labels.items())
    return f'{{{DEV}, service="{service}", owner="shop"{more}}}'


def requests(service, endpoint, status, *, instance="a", method="GET"):
    labels = {"endpoint": endpoint, "method": method, "instance": instance}
    return "app_requests_total" + of(service, **labels, http_status=status)


def answers(service, endpoint, status, *, instance="a"):
    return "http_requests_total" + of(
        service, endpoint=endpoint, status=status, instance=instance
    )


def bucket(service, endpoint, le, *, instance="a"):
    return "app_request_latency_seconds_bucket" + of(
        service, endpoint=endpoint, le=le, instance=instance
    )


# Ten per second each: one that is counted shows.
NO_USERS = {
    make("items", endpoint, "500"): "0+150x60"
    for make in (requests, answers)
    for endpoint in ("/metrics", "/health", "/health/ready", "/simulate/error")
}

STEADY = Recorded(
    name="of steady traffic",
    series={
        **NO_USERS,
        requests("items", "/items", "200"): "0+15x60",
        requests("items", "/items", "200", method="POST"): "0+6x60",
        requests("items", "/items", "200", instance="b"): "0+3x60",
        requests("items", "/items", "500"): "0+6x60",
        requests("items", "/items", "503", instance="b"): "0+6x60",
        requests("items", "/", "404"): "0+3x60",
        requests("items", "/", "502"): "0+9x60",
        requests("payment", "/payment", "200"): "0+12x60",
        requests("inventory", "/inventory", "200"): "7x60",
        answers("items", "/items", "200"): "0+15x60",
        answers("items", "/items", "200", instance="b"): "0+3x60",
        answers("items", "/items", "500"): "0+6x60",
        'app_errors_total{environment="dev", service="items", owner="shop",'
        ' instance="a"}': "0+6x60",
        'app_errors_total{environment="dev", service="items", owner="shop",'
        ' instance="b"}': "0+3x60",
    },
    expect={
        "10m": {
            "service_endpoint_status:app_requests:rate5m": {
                "service_endpoint_status:app_requests:rate5m"
                + of(service, endpoint=endpoint, http_status=status): rate
                for service, endpoint, status, rate in (
                    ("items", "/items", "200", 1.6),
                    ("items", "/items", "500", 0.4),
                    ("items", "/items", "503", 0.4),
                    ("items", "/", "404", 0.2),
                    ("items", "/", "502", 0.6),
                    ("payment", "/payment", "200", 0.8),
                    ("inventory", "/inventory", "200", 0),
                )
            },
            "service_endpoint:app_requests:rate5m": {
                "service_endpoint:app_requests:rate5m"
                + of(service, endpoint=endpoint): rate
                for service, endpoint, rate in (
                    ("items", "/items", 2.4),
                    ("items", "/", 0.8),
                    ("payment", "/payment", 0.8),
                    ("inventory", "/inventory", 0),
                )
            },
            # 0 where nothing failed, nothing where nobody asked.
            "service_endpoint:app_requests_5xx:ratio_rate5m": {
                "service_endpoint:app_requests_5xx:ratio_rate5m"
                + of(service, endpoint=endpoint): share
                for service, endpoint, share in (
                    ("items", "/items", 1 / 3),
                    ("items", "/", 0.75),
                    ("payment", "/payment", 0),
                )
            },
            "service:app_requests:rate5m": {
                "service:app_requests:rate5m" + of("items"): 3.2,
                "service:app_requests:rate5m" + of("payment"): 0.8,
                "service:app_requests:rate5m" + of("inventory"): 0,
            },
            "service:app_requests_5xx:rate5m": {
                "service:app_requests_5xx:rate5m" + of("items"): 1.4,
                "service:app_requests_5xx:rate5m" + of("payment"): 0,
                "service:app_requests_5xx:rate5m" + of("inventory"): 0,
            },
            "service:app_requests_5xx:ratio_rate5m": {
                "service:app_requests_5xx:ratio_rate5m" + of("items"): 0.4375,
                "service:app_requests_5xx:ratio_rate5m" + of("payment"): 0,
            },
            "environment:app_requests:rate5m": {
                f"environment:app_requests:rate5m{{{DEV}}}": 4.0
            },
            "environment:app_requests:rate2m": {
                f"environment:app_requests:rate2m{{{DEV}}}": 4.0
            },
            "environment:app_requests_5xx:ratio_rate5m": {
                f"environment:app_requests_5xx:ratio_rate5m{{{DEV}}}": 0.35
            },
            "service_status:http_requests:rate5m": {
                "service_status:http_requests:rate5m" + of("items", status="200"): 1.2,
                "service_status:http_requests:rate5m" + of("items", status="500"): 0.4,
            },
            "service:app_errors:rate2m": {
                "service:app_errors:rate2m" + of("items"): 0.6
            },
        }
    },
)

# Of 100 requests to /items 60 take up to 0.1 s and all up to 0.5 s; of as many to /
# all take between 0.5 s and 1 s. /simulate/delay would be slow.
SLOW = Recorded(
    name="of durations",
    series={
        bucket("items", "/items", "0.1"): "0+10x60",
        bucket("items", "/items", "0.1", instance="b"): "0+50x60",
        bucket("items", "/items", "0.5"): "0+30x60",
        bucket("items", "/items", "0.5", instance="b"): "0+70x60",
        bucket("items", "/items", "1.0"): "0+30x60",
        bucket("items", "/items", "1.0", instance="b"): "0+70x60",
        bucket("items", "/items", "+Inf"): "0+30x60",
        bucket("items", "/items", "+Inf", instance="b"): "0+70x60",
        bucket("items", "/", "0.1"): "0x60",
        bucket("items", "/", "0.5"): "0x60",
        bucket("items", "/", "1.0"): "0+100x60",
        bucket("items", "/", "+Inf"): "0+100x60",
        bucket("payment", "/payment", "0.1"): "0+300x60",
        bucket("payment", "/payment", "0.5"): "0+300x60",
        bucket("payment", "/payment", "1.0"): "0+300x60",
        bucket("payment", "/payment", "+Inf"): "0+300x60",
        bucket("inventory", "/inventory", "0.5"): "9x60",
        bucket("inventory", "/inventory", "+Inf"): "9x60",
        bucket("items", "/simulate/delay", "0.5"): "0x60",
        bucket("items", "/simulate/delay", "+Inf"): "0+900x60",
    },
    expect={
        "10m": {
            'service_endpoint_le:app_request_latency_seconds_bucket:rate5m{le="0.1"}': {
                "service_endpoint_le:app_request_latency_seconds_bucket:rate5m"
                + of(service, endpoint=endpoint, le="0.1"): rate
                for service, endpoint, rate in (
                    ("items", "/items", 4),
                    ("items", "/", 0),
                    ("payment", "/payment", 20),
                )
            },
            'service_le:app_request_latency_seconds_bucket:rate5m{service="items"}': {
                "service_le:app_request_latency_seconds_bucket:rate5m"
                + of("items", le=le): rate
                for le, rate in (
                    ("0.1", 4),
                    ("0.5", 100 / 15),
                    ("1.0", 200 / 15),
                    ("+Inf", 200 / 15),
                )
            },
            "service_endpoint:app_request_latency_seconds:p50_5m": {
                "service_endpoint:app_request_latency_seconds:p50_5m"
                + of(service, endpoint=endpoint): seconds
                for service, endpoint, seconds in (
                    ("items", "/items", 0.1 * 50 / 60),
                    ("items", "/", 0.75),
                    ("payment", "/payment", 0.05),
                )
            },
            "service_endpoint:app_request_latency_seconds:p95_5m": {
                "service_endpoint:app_request_latency_seconds:p95_5m"
                + of(service, endpoint=endpoint): seconds
                for service, endpoint, seconds in (
                    ("items", "/items", 0.1 + 0.4 * 35 / 40),
                    ("items", "/", 0.975),
                    ("payment", "/payment", 0.095),
                )
            },
            "service:app_request_latency_seconds:p50_5m": {
                "service:app_request_latency_seconds:p50_5m" + of("items"): 0.5,
                "service:app_request_latency_seconds:p50_5m" + of("payment"): 0.05,
            },
            "service:app_request_latency_seconds:p95_5m": {
                "service:app_request_latency_seconds:p95_5m" + of("items"): 0.95,
                "service:app_request_latency_seconds:p95_5m" + of("payment"): 0.095,
            },
            "environment:app_request_latency_seconds:p95_5m": {
                f"environment:app_request_latency_seconds:p95_5m{{{DEV}}}": 0.875
            },
        }
    },
)

# One per second from minute 10 on: a minute later five minutes hold a fifth of it, two
# minutes half of it.
RISING = "0x40 15+15x20"
WINDOWS = Recorded(
    name="over their windows",
    series={
        requests("items", "/items", "200"): RISING,
        answers("items", "/items", "200"): RISING,
        bucket("items", "/items", "+Inf"): RISING,
        "app_errors_total" + of("items"): RISING,
    },
    expect={
        "9m": {
            "environment:app_requests:rate5m": {
                f"environment:app_requests:rate5m{{{DEV}}}": 0
            },
            "environment:app_requests_5xx:ratio_rate5m": {},
        },
        "11m": {
            "environment:app_requests:rate5m": {
                f"environment:app_requests:rate5m{{{DEV}}}": 0.2
            },
            "environment:app_requests:rate2m": {
                f"environment:app_requests:rate2m{{{DEV}}}": 0.5
            },
            "service_status:http_requests:rate5m": {
                "service_status:http_requests:rate5m" + of("items", status="200"): 0.2
            },
            "service:app_errors:rate2m": {
                "service:app_errors:rate2m" + of("items"): 0.5
            },
            "service_le:app_request_latency_seconds_bucket:rate5m": {
                "service_le:app_request_latency_seconds_bucket:rate5m"
                + of("items", le="+Inf"): 0.2
            },
        },
    },
)

# Together less than one per second, of which two in five fail.
ROLES = Recorded(
    name="of several roles together",
    series={
        requests("items", "/items", "200"): "0+4.5x60",
        requests("items", "/items", "500"): "0+1.5x60",
        requests("payment", "/payment", "500"): "0+1.5x60",
    },
    expect={
        "10m": {
            "environment:app_requests:rate5m": {
                f"environment:app_requests:rate5m{{{DEV}}}": 0.5
            },
            "environment:app_requests_5xx:ratio_rate5m": {
                f"environment:app_requests_5xx:ratio_rate5m{{{DEV}}}": 0.4
            },
        }
    },
)
FAMILIES = (Family(file="red.yaml", scenarios=(STEADY, SLOW, WINDOWS, ROLES)),)
