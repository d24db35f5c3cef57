"""Products that run out, checkouts that fail, payments that are declined."""

from catalog import metrics
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.records import (
    CHECKOUT_FAILURE_RATIO,
    CHECKOUTS,
    LOW_STOCK_THRESHOLD,
    PAYMENT_DECLINE_RATIO,
    PAYMENTS,
    STOCK_LEVEL,
)
from rules.model import AlertingRule, Group, Wait

_RESTOCKS = metrics.RESTOCK_OPERATIONS.name

LOW_STOCK = AlertingRule(
    alert=Alert.PRODUCT_LOW_STOCK,
    expr=f"{STOCK_LEVEL.name} < {LOW_STOCK_THRESHOLD.name}",
    severity=Severity.INFO,
    owner="shop",
    summary="{{ $labels.product_name }} runs low",
    description=(
        "{{ $value }} units of {{ $labels.product_name }} (product"
        " {{ $labels.product_id }}) are left, fewer than its threshold."
    ),
    dashboard=Dashboard.BUSINESS,
    wait=Wait(demo="1m", production="15m"),
)
OUT_OF_STOCK = AlertingRule(
    alert=Alert.PRODUCT_OUT_OF_STOCK,
    expr=f"{STOCK_LEVEL.name} == 0",
    severity=Severity.WARNING,
    owner="shop",
    summary="{{ $labels.product_name }} is sold out",
    description=(
        "{{ $value }} units of {{ $labels.product_name }} (product"
        " {{ $labels.product_id }}) are left: nobody can buy it."
    ),
    dashboard=Dashboard.BUSINESS,
    wait=Wait(demo="1m", production="5m"),
)
RESTOCK_MISSING = AlertingRule(
    alert=Alert.RESTOCK_MISSING,
    # A product that is restocked and sells out again is popular, not forgotten. Where
    # no scrape saw the counter at 0, the first sample is a restock, and no increase.
    expr=(
        f"{STOCK_LEVEL.name} == 0\n"
        "unless on (environment, product_id) (\n"
        f"  increase({_RESTOCKS}[1h]) > 0\n"
        f"  or {_RESTOCKS} unless {_RESTOCKS} offset 1h\n)"
    ),
    severity=Severity.WARNING,
    owner="shop",
    summary="{{ $labels.product_name }} is sold out and nobody restocks it",
    description=(
        "{{ $value }} units of {{ $labels.product_name }} (product"
        " {{ $labels.product_id }}) are left, and no restock came within an hour."
    ),
    dashboard=Dashboard.BUSINESS,
    wait=Wait(demo="10m", production="4h"),
)
CHECKOUT_FAILURES = AlertingRule(
    alert=Alert.CHECKOUT_FAILURES,
    # Six checkouts in five minutes: below that one failure would be a large share.
    expr=f"{CHECKOUT_FAILURE_RATIO.name} > 0.05\nand {CHECKOUTS.name} > 0.02",
    severity=Severity.CRITICAL,
    owner="shop",
    summary="Checkouts fail",
    description=(
        "{{ $value | humanizePercentage }} of the checkouts of the last 5 minutes"
        " failed for the shop's own fault; more than 5% is too many."
    ),
    dashboard=Dashboard.BUSINESS,
    wait=Wait(demo="1m", production="5m"),
)
PAYMENT_DECLINES = AlertingRule(
    alert=Alert.PAYMENT_DECLINES,
    expr=f"{PAYMENT_DECLINE_RATIO.name} > 0.3\nand {PAYMENTS.name} > 0.02",
    severity=Severity.WARNING,
    owner="shop",
    summary="Many payments are declined",
    description=(
        "{{ $value | humanizePercentage }} of the payments of the last 5 minutes were"
        " declined; more than 30% is unusual."
    ),
    dashboard=Dashboard.BUSINESS,
    wait=Wait(demo="2m", production="15m"),
)
GROUP = Group(
    name="business-alerts",
    rules=(
        LOW_STOCK,
        OUT_OF_STOCK,
        RESTOCK_MISSING,
        CHECKOUT_FAILURES,
        PAYMENT_DECLINES,
    ),
)
