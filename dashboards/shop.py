"""The shop: requests, latency, errors, stock, and what its containers use."""

from catalog import containers, metrics
from dashboards.panels import Panel, Query, Row, Shape, Unit
from dashboards.queries import (
    increase,
    quantile,
    rate,
    selector,
    share,
    top,
)

TITLE = "Shop"
UID = "pharos-shop"

_ERRORS = 'status=~"5.."'
_STOCK = selector(metrics.PRODUCT_STOCK_LEVEL.name)

REQUESTS = Row(
    "Requests",
    (
        Panel(
            title="Request rate",
            description="Requests per second that each service answers.",
            queries=[Query(rate(metrics.APP_REQUESTS, by=["service"]), "{{service}}")],
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        Panel(
            title="Error rate",
            description="Share of answers with a status of 500 and above.",
            queries=[
                Query(share(metrics.APP_REQUESTS, 'http_status=~"5.."'), "5xx share")
            ],
            unit=Unit.SHARE,
            alarm_above=0.05,
        ),
        Panel(
            title="Exceptions",
            description="Exceptions per second that no handler expected.",
            queries=[Query(rate(metrics.APP_ERRORS, by=["service"]), "{{service}}")],
            unit=Unit.PER_SECOND,
        ),
    ),
)
LATENCY = Row(
    "Latency",
    (
        Panel(
            title="API response time",
            description="Half of the requests are faster than p50, 95 % than p95.",
            queries=[
                Query(quantile(0.95, metrics.HTTP_REQUEST_DURATION), "p95"),
                Query(quantile(0.5, metrics.HTTP_REQUEST_DURATION), "p50"),
            ],
            unit=Unit.SECONDS,
        ),
        Panel(
            title="p95 by endpoint",
            description="The time that 95 % of an endpoint's requests stay below.",
            queries=[
                Query(
                    quantile(0.95, metrics.APP_REQUEST_LATENCY, ["endpoint"]),
                    "{{endpoint}}",
                )
            ],
            unit=Unit.SECONDS,
        ),
    ),
)
API = Row(
    "API",
    (
        Panel(
            title="Status codes",
            description="Requests per second by the status of their answer.",
            queries=[Query(rate(metrics.HTTP_REQUESTS, by=["status"]), "{{status}}")],
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        Panel(
            title="Request rate by endpoint",
            description="Requests per second by method and route.",
            queries=[
                Query(
                    rate(metrics.HTTP_REQUESTS, by=["method", "endpoint"]),
                    "{{method}} {{endpoint}}",
                )
            ],
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        Panel(
            title="Top endpoints",
            description="The ten endpoints with most requests per second.",
            queries=[
                Query(
                    top(10, rate(metrics.APP_REQUESTS, by=["endpoint"])),
                    "{{endpoint}}",
                    instant=True,
                )
            ],
            unit=Unit.REQUESTS_PER_SECOND,
            shape=Shape.BARS,
        ),
    ),
)
STOCK = Row(
    "Stock",
    (
        Panel(
            title="Stock level",
            description="Units in stock by product.",
            queries=[Query(f"max by (product_name) ({_STOCK})", "{{product_name}}")],
            unit=Unit.COUNT,
        ),
        Panel(
            title="Low stock and restocks",
            description="Times that products fell below their threshold, and restocks.",
            queries=[
                Query(
                    increase(metrics.LOW_STOCK_ALERTS, ["product_id"]),
                    "low {{product_id}}",
                ),
                Query(
                    increase(metrics.RESTOCK_OPERATIONS, ["product_id"]),
                    "restock {{product_id}}",
                ),
            ],
            unit=Unit.COUNT,
        ),
        Panel(
            title="Product operations",
            description="Products created, updated and deleted in the shown time.",
            queries=[
                Query(
                    increase(metrics.PRODUCT_OPERATIONS, ["operation"]),
                    "{{operation}}",
                    instant=True,
                )
            ],
            unit=Unit.COUNT,
            shape=Shape.STAT,
        ),
    ),
)
CONTAINERS = Row(
    "Containers",
    (
        Panel(
            title="CPU",
            description="Cores that each container uses.",
            queries=[Query(rate(containers.CPU_USAGE, by=["service"]), "{{service}}")],
            unit=Unit.COUNT,
        ),
        Panel(
            title="Memory",
            description="Memory in use, without the page cache that can be dropped.",
            queries=[
                Query(
                    "sum by (service)"
                    f" ({selector(containers.MEMORY_WORKING_SET.name)})",
                    "{{service}}",
                )
            ],
            unit=Unit.BYTES,
        ),
        Panel(
            title="Memory of its limit",
            description="Memory in use as a share of the limit; 1 ends the process.",
            queries=[
                Query(
                    "max by (service)"
                    f" ({selector(containers.MEMORY_WORKING_SET.name)}"
                    f" / ({selector(containers.SPEC_MEMORY_LIMIT.name)} > 0))",
                    "{{service}}",
                )
            ],
            unit=Unit.SHARE,
            alarm_above=0.9,
        ),
    ),
)
ROWS = (REQUESTS, LATENCY, API, STOCK, CONTAINERS)
