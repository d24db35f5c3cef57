"""Stock, restocks, product operations, checkouts and payments."""

from catalog import metrics, records
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from dashboards.page import LOW, Page, Row
from dashboards.panels import bars, dial, time_series, value
from dashboards.queries import WINDOW, Query, counted, events, of, top
from dashboards.thresholds import above, below
from dashboards.units import Unit

_LOW = (
    f"{of(records.STOCK_LEVEL)} < on (environment, product_id)"
    f" {of(records.LOW_STOCK_THRESHOLD)}"
)

STOCK = Row(
    "Stock",
    (
        bars(
            "Product Stock Levels",
            "Units in stock of the twenty products with fewest.",
            Query(f"bottomk(20, {of(records.STOCK_LEVEL)})", "{{product_name}}"),
            unit=Unit.COUNT,
            thresholds=below(look=5, bad=1),
            alerts=[Alert.PRODUCT_OUT_OF_STOCK],
        ),
        time_series(
            "Stock over Time",
            "Units in stock by product; sales lower it, a restock raises it.",
            Query(of(records.STOCK_LEVEL), "{{product_name}}"),
            unit=Unit.COUNT,
        ),
    ),
)
LOW_STOCK = Row(
    "Low stock",
    (
        value(
            "Products out of Stock",
            "Products that nobody can buy now.",
            Query(counted(f"{of(records.STOCK_LEVEL)} == 0"), "products"),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.PRODUCT_OUT_OF_STOCK],
        ),
        value(
            "Products Low on Stock",
            "Products with fewer units than their own threshold.",
            Query(counted(_LOW), "products"),
            unit=Unit.COUNT,
            thresholds=above(look=1),
            alerts=[Alert.PRODUCT_LOW_STOCK],
        ),
        value(
            "Low Stock Warnings",
            "Times that a product fell below its own threshold in the shown time.",
            Query(events(metrics.LOW_STOCK_ALERTS), "warnings"),
            unit=Unit.COUNT,
            empty="none",
            thresholds=above(look=1),
            alerts=[Alert.PRODUCT_LOW_STOCK, Alert.RESTOCK_MISSING],
        ),
        value(
            "Restocks",
            "Restocks of all products in the shown time.",
            Query(events(metrics.RESTOCK_OPERATIONS), "restocks"),
            unit=Unit.COUNT,
            alerts=[Alert.RESTOCK_MISSING],
        ),
    ),
    height=LOW,
)
OPERATIONS = Row(
    "Operations",
    (
        time_series(
            "Business Metrics",
            "Low stock warnings, restocks and product operations per step in time.",
            Query(
                events(metrics.LOW_STOCK_ALERTS, window=WINDOW), "low stock warnings"
            ),
            Query(events(metrics.RESTOCK_OPERATIONS, window=WINDOW), "restocks"),
            Query(
                events(metrics.PRODUCT_OPERATIONS, window=WINDOW), "product operations"
            ),
            unit=Unit.COUNT,
        ),
        bars(
            "Product Operations",
            "Products created, updated and deleted in the shown time.",
            Query(
                events(metrics.PRODUCT_OPERATIONS, by=["operation"]), "{{operation}}"
            ),
            unit=Unit.COUNT,
            empty="none",
        ),
        bars(
            "Restocks by Product",
            "The ten products that were restocked most often in the shown time.",
            Query(
                top(10, events(metrics.RESTOCK_OPERATIONS, by=["product_id"])),
                "product {{product_id}}",
            ),
            unit=Unit.COUNT,
        ),
    ),
)
SALES = Row(
    "Checkouts and payments",
    (
        time_series(
            "Checkouts",
            "Checkouts per second by their outcome.",
            Query(of(records.CHECKOUT_OUTCOMES), "{{outcome}}"),
            unit=Unit.PER_SECOND,
            stacked=True,
        ),
        dial(
            "Checkout Failures",
            "Share of checkouts that failed for the shop's own fault.",
            Query(of(records.CHECKOUT_FAILURE_RATIO), "failed"),
            unit=Unit.SHARE,
            thresholds=above(look=0.01, bad=0.05),
            highest=1,
            empty="no checkouts",
            alerts=[Alert.CHECKOUT_FAILURES],
        ),
        time_series(
            "Payments",
            "Payments per second by their outcome.",
            Query(of(records.PAYMENT_OUTCOMES), "{{outcome}}"),
            unit=Unit.PER_SECOND,
            stacked=True,
        ),
        dial(
            "Payment Declines",
            "Share of payments that were declined.",
            Query(of(records.PAYMENT_DECLINE_RATIO), "declined"),
            unit=Unit.SHARE,
            thresholds=above(look=0.1, bad=0.3),
            highest=1,
            empty="no payments",
            alerts=[Alert.PAYMENT_DECLINES],
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.BUSINESS,
    title="Inventory and Business",
    description="Stock, restocks, product operations, checkouts and payments.",
    rows=(STOCK, LOW_STOCK, OPERATIONS, SALES),
)
