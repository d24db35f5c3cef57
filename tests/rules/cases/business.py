from tests.rules.scenarios import SILENT, Family, Firing, Recorded, Scenario

DEV = 'environment="dev"'
MUG = f'{DEV}, product_id="3", product_name="Mug"'
TEA = f'{DEV}, product_id="2", product_name="Tea"'
STOCK = "product:product_stock_level:max"
THRESHOLD = "product:product_low_stock_threshold:max"
FAILED = f"environment:shop_checkouts_failed:ratio_rate5m{{{DEV}}}"
CHECKOUTS = f"environment:shop_checkouts:rate5m{{{DEV}}}"
DECLINED = f"environment:shop_payments_declined:ratio_rate5m{{{DEV}}}"
PAYMENTS = f"environment:shop_payments:rate5m{{{DEV}}}"


def outcomes(name, **rates):
    return {
        f'{name}{{{DEV}, outcome="{outcome}"}}': rate for outcome, rate in rates.items()
    }


def of_mug(severity, summary, left):
    return Firing(
        labels={
            "severity": severity,
            "owner": "shop",
            "environment": "dev",
            "product_id": "3",
            "product_name": "Mug",
        },
        summary=f"Mug {summary}",
        description=left,
    )


def shop(severity, summary, description):
    return Firing(
        labels={"severity": severity, "owner": "shop", "environment": "dev"},
        summary=summary,
        description=description,
    )


LOW = of_mug(
    "info",
    "runs low",
    "9 units of Mug (product 3) are left, fewer than its threshold.",
)
SOLD_OUT = of_mug(
    "warning",
    "is sold out",
    "0 units of Mug (product 3) are left: nobody can buy it.",
)
FORGOTTEN = of_mug(
    "warning",
    "is sold out and nobody restocks it",
    "0 units of Mug (product 3) are left, and no restock came within an hour.",
)


def failures(share):
    return shop(
        "critical",
        "Checkouts fail",
        f"{share} of the checkouts of the last 5 minutes failed for the shop's own"
        " fault; more than 5% is too many.",
    )


def declines(share):
    return shop(
        "warning",
        "Many payments are declined",
        f"{share} of the payments of the last 5 minutes were declined; more than 30%"
        " is unusual.",
    )


RECORDS = (
    Recorded(
        name="of stock, the same on each replica, and its threshold",
        series={
            f'product_stock_level{{{MUG}, instance="a"}}': "7x40",
            f'product_stock_level{{{MUG}, instance="b"}}': "8x40",
            f'product_stock_level{{{TEA}, instance="a"}}': "90x40",
            f'product_low_stock_threshold{{{MUG}, instance="a"}}': "10x40",
            f'product_low_stock_threshold{{{MUG}, instance="b"}}': "9x40",
        },
        expect={
            "5m": {
                STOCK: {f"{STOCK}{{{MUG}}}": 8, f"{STOCK}{{{TEA}}}": 90},
                THRESHOLD: {f"{THRESHOLD}{{{MUG}}}": 10},
            }
        },
    ),
    Recorded(
        name="of outcomes: one checkout in four fails, one payment in five is declined",
        series={
            f'shop_checkouts_total{{{DEV}, outcome="completed", instance="a"}}': (
                "0+3x60"
            ),
            f'shop_checkouts_total{{{DEV}, outcome="completed", instance="b"}}': (
                "0+3x60"
            ),
            f'shop_checkouts_total{{{DEV}, outcome="declined"}}': "0+3x60",
            f'shop_checkouts_total{{{DEV}, outcome="failed"}}': "0+3x60",
            f'shop_payments_total{{{DEV}, outcome="captured", instance="a"}}': "0+6x60",
            f'shop_payments_total{{{DEV}, outcome="captured", instance="b"}}': "0+6x60",
            f'shop_payments_total{{{DEV}, outcome="declined"}}': "0+3x60",
            f'shop_payments_total{{{DEV}, outcome="refunded"}}': "0+30x60",
        },
        expect={
            "10m": {
                "environment_outcome:shop_checkouts:rate5m": outcomes(
                    "environment_outcome:shop_checkouts:rate5m",
                    completed=0.4,
                    declined=0.2,
                    failed=0.2,
                ),
                "environment:shop_checkouts:rate5m": {CHECKOUTS: 0.8},
                "environment:shop_checkouts_failed:ratio_rate5m": {FAILED: 0.25},
                "environment_outcome:shop_payments:rate5m": outcomes(
                    "environment_outcome:shop_payments:rate5m",
                    captured=0.8,
                    declined=0.2,
                    refunded=2,
                ),
                "environment:shop_payments:rate5m": {PAYMENTS: 1},
                "environment:shop_payments_declined:ratio_rate5m": {DECLINED: 0.2},
            }
        },
    ),
    Recorded(
        name="of outcomes over five minutes: 0 without failures",
        series={
            f'shop_checkouts_total{{{DEV}, outcome="completed"}}': "0x40 15+15x20",
            f'shop_payments_total{{{DEV}, outcome="captured"}}': "0x40 15+15x20",
        },
        expect={
            "9m": {
                "environment:shop_checkouts:rate5m": {CHECKOUTS: 0},
                "environment:shop_checkouts_failed:ratio_rate5m": {},
                "environment:shop_payments:rate5m": {PAYMENTS: 0},
                "environment:shop_payments_declined:ratio_rate5m": {},
            },
            "11m": {
                "environment:shop_checkouts:rate5m": {CHECKOUTS: 0.2},
                "environment:shop_checkouts_failed:ratio_rate5m": {FAILED: 0},
                "environment:shop_payments:rate5m": {PAYMENTS: 0.2},
                "environment:shop_payments_declined:ratio_rate5m": {DECLINED: 0},
            },
        },
    ),
)
ALERTS = (
    Scenario(
        alert="ProductLowStock",
        name="fires below the product's own threshold for a minute, and resolves",
        series={
            f"{STOCK}{{{MUG}}}": "10x7 9x11 10x20",
            f"{THRESHOLD}{{{MUG}}}": "10x40",
            f"{STOCK}{{{TEA}}}": "60x40",
            f"{THRESHOLD}{{{TEA}}}": "50x40",
        },
        expect={"1m45s": SILENT, "2m45s": SILENT, "3m": LOW, "5m": SILENT},
    ),
    Scenario(
        alert="ProductOutOfStock",
        name="fires at none for a minute, and resolves",
        series={f"{STOCK}{{{MUG}}}": "1x7 0x11 1x20"},
        expect={"1m45s": SILENT, "2m45s": SILENT, "3m": SOLD_OUT, "5m": SILENT},
    ),
    Scenario(
        alert="RestockMissing",
        name="fires ten minutes after the last unit, and resolves with a restock",
        series={
            f"{STOCK}{{{MUG}}}": "1x7 0x79 5x20",
            f'restock_operations_total{{{DEV}, product_id="2"}}': "0+1x120",
        },
        expect={
            "1m45s": SILENT,
            "11m45s": SILENT,
            "12m": FORGOTTEN,
            "21m45s": FORGOTTEN,
            "22m": SILENT,
        },
    ),
    Scenario(
        alert="RestockMissing",
        name="counts the hour, and the product, of the last restock",
        series={
            f"{STOCK}{{{MUG}}}": "1x7 0x400",
            f'restock_operations_total{{{DEV}, product_id="3"}}': "0x7 1x400",
            f'restock_operations_total{{{DEV}, product_id="2"}}': "0+1x400",
        },
        expect={
            "30m": SILENT,
            "60m": SILENT,
            "71m30s": SILENT,
            "71m45s": FORGOTTEN,
            "90m": FORGOTTEN,
        },
    ),
    Scenario(
        alert="RestockMissing",
        name="knows a restock by the counter that it brought into being",
        series={
            f"{STOCK}{{{MUG}}}": "1x7 0x400",
            f'restock_operations_total{{{DEV}, product_id="3"}}': "_x80 1x400",
        },
        expect={
            "19m45s": FORGOTTEN,
            "20m": SILENT,
            "79m": SILENT,
            "89m45s": SILENT,
            "90m": FORGOTTEN,
        },
    ),
    Scenario(
        alert="CheckoutFailures",
        name="fires above five percent for a minute, and resolves",
        series={CHECKOUTS: "1x60", FAILED: "0.05x7 0.051x11 0.05x20"},
        expect={
            "1m45s": SILENT,
            "2m45s": SILENT,
            "3m": failures("5.1%"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="CheckoutFailures",
        name="needs six checkouts in five minutes",
        series={CHECKOUTS: "0.02x19 0.021x20", FAILED: "0.5x40"},
        expect={"5m": SILENT, "6m": failures("50%")},
    ),
    Scenario(
        alert="PaymentDeclines",
        name="fires above thirty percent for two minutes, and resolves",
        series={PAYMENTS: "1x60", DECLINED: "0.3x7 0.31x11 0.3x20"},
        expect={
            "1m45s": SILENT,
            "3m45s": SILENT,
            "4m": declines("31%"),
            "5m": SILENT,
        },
    ),
    Scenario(
        alert="PaymentDeclines",
        name="needs six payments in five minutes",
        series={PAYMENTS: "0.02x19 0.021x20", DECLINED: "0.5x40"},
        expect={"5m": SILENT, "7m": declines("50%")},
    ),
)
FAMILIES = (
    Family(file="business.yaml", scenarios=RECORDS),
    Family(file="business-alerts.yaml", scenarios=ALERTS),
)
