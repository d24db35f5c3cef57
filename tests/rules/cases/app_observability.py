from tests.rules.scenarios import SILENT, Family, Firing, Scenario

REQUESTS = 'environment:app_requests:rate5m{environment="dev"}'
REQUESTS_2M = 'environment:app_requests:rate2m{environment="dev"}'
ERRORS = 'environment:app_requests_5xx:ratio_rate5m{environment="dev"}'
P95 = 'environment:app_request_latency_seconds:p95_5m{environment="dev"}'
EXCEPTIONS = (
    'service:app_errors:rate2m{environment="dev", service="items", owner="shop"}'
)


def errors(share):
    return Firing(
        labels={"severity": "critical", "owner": "shop", "environment": "dev"},
        summary="Users get server errors",
        description=(
            f"{share} of the users' requests were answered with a status of 500 or"
            " above in the last 5 minutes; more than 5% is too many."
        ),
    )


def slow(seconds):
    return Firing(
        labels={"severity": "warning", "owner": "shop", "environment": "dev"},
        summary="Users wait",
        description=(
            f"One request in twenty took longer than {seconds} in the last 5 minutes;"
            " more than 0.5 s is too long."
        ),
    )


EXCEPTIONAL = Firing(
    labels={
        "severity": "warning",
        "environment": "dev",
        "service": "items",
        "owner": "shop",
    },
    summary="items raises exceptions",
    description=(
        "items raised 1.05 exceptions per second that no handler expected, over 2"
        " minutes; more than 1 is too many."
    ),
)


def quiet(rate):
    return Firing(
        labels={"severity": "warning", "owner": "shop", "environment": "dev"},
        summary="Users' requests stopped",
        description=(
            f"Users send {rate} requests per second, measured over 2 minutes; there"
            " were more than 0.05 within the last hour."
        ),
    )


FAMILIES = (
    Family(
        file="app-observability.yaml",
        scenarios=(
            Scenario(
                alert="AppHigh5xxErrorRate",
                name="fires above five percent for a minute, and resolves",
                series={REQUESTS: "1x60", ERRORS: "0.05x7 0.051x11 0.05x20"},
                expect={
                    "1m45s": SILENT,
                    "2m45s": SILENT,
                    "3m": errors("5.1%"),
                    "4m45s": errors("5.1%"),
                    "5m": SILENT,
                },
            ),
            Scenario(
                alert="AppHigh5xxErrorRate",
                name="needs more than half a request per second",
                series={REQUESTS: "0.5x19 0.51x20", ERRORS: "0.2x40"},
                expect={"5m": SILENT, "6m": errors("20%")},
            ),
            Scenario(
                alert="AppHigh5xxErrorRate",
                name="is silent without errors and without requests",
                series={REQUESTS: "1x20 _x20", ERRORS: "0x20 _x20"},
                expect={"5m": SILENT, "9m": SILENT},
            ),
            Scenario(
                alert="AppHighP95Latency",
                name="fires above half a second for a minute, and resolves",
                series={REQUESTS: "1x60", P95: "0.5x7 0.51x11 0.5x20"},
                expect={
                    "1m45s": SILENT,
                    "2m45s": SILENT,
                    "3m": slow("510ms"),
                    "4m45s": slow("510ms"),
                    "5m": SILENT,
                },
            ),
            Scenario(
                alert="AppHighP95Latency",
                name="needs more than half a request per second",
                series={REQUESTS: "0.5x19 0.51x20", P95: "2x40"},
                expect={"5m": SILENT, "6m": slow("2s")},
            ),
            Scenario(
                alert="AppHighExceptionRate",
                name="fires above one per second for a minute, and resolves",
                series={EXCEPTIONS: "1x7 1.05x11 1x20"},
                expect={
                    "1m45s": SILENT,
                    "2m45s": SILENT,
                    "3m": EXCEPTIONAL,
                    "5m": SILENT,
                },
            ),
            Scenario(
                alert="AppTrafficDrop",
                name="fires below 0.05 per second for three minutes, and resolves",
                series={REQUESTS_2M: "1x19 0.05x19 0.049x19 1x20"},
                expect={
                    "9m45s": SILENT,
                    "12m45s": SILENT,
                    "13m": quiet("49m"),
                    "14m45s": quiet("49m"),
                    "15m": SILENT,
                },
            ),
            Scenario(
                alert="AppTrafficDrop",
                name="fires when the shop's series have vanished",
                series={REQUESTS_2M: "0x3 1x15 stale _x300"},
                expect={"7m45s": SILENT, "8m": quiet("0"), "50m": quiet("0")},
            ),
            Scenario(
                alert="AppTrafficDrop",
                name="forgets traffic after an hour",
                series={REQUESTS_2M: "1x19 0x300"},
                expect={"64m30s": quiet("0"), "65m": SILENT},
            ),
            Scenario(
                alert="AppTrafficDrop",
                name="is silent where there never was traffic",
                series={REQUESTS_2M: "0x20 0.049x100"},
                expect={"4m": SILENT, "20m": SILENT},
            ),
            Scenario(
                alert="AppTrafficDrop",
                name="takes the smallest traffic that counts for traffic",
                series={REQUESTS_2M: "0.05x10 0.04x40"},
                expect={"10m": quiet("40m")},
            ),
        ),
    ),
)
