"""Stock, checkouts and payments, as everybody reads them."""

from catalog import metrics
from catalog.records import (
    CHECKOUT_FAILURE_RATIO,
    CHECKOUT_OUTCOMES,
    CHECKOUTS,
    LOW_STOCK_THRESHOLD,
    PAYMENT_DECLINE_RATIO,
    PAYMENT_OUTCOMES,
    PAYMENTS,
    STOCK_LEVEL,
)
from rules.model import Group, RecordingRule
from rules.promql import largest, or_zero, share, summed

_FAILED = f'sum without (outcome) ({CHECKOUT_OUTCOMES.name}{{outcome="failed"}})'
_DECLINED = f'sum without (outcome) ({PAYMENT_OUTCOMES.name}{{outcome="declined"}})'
# A refund counts under an outcome of its own, for a payment that counted before.
_TRIED = f'{PAYMENT_OUTCOMES.name}{{outcome=~"captured|declined"}}'

GROUP = Group(
    name="business",
    rules=(
        RecordingRule(
            record=STOCK_LEVEL,
            expr=largest(metrics.PRODUCT_STOCK_LEVEL.name, STOCK_LEVEL.labels),
        ),
        RecordingRule(
            record=LOW_STOCK_THRESHOLD,
            expr=largest(
                metrics.PRODUCT_LOW_STOCK_THRESHOLD.name, LOW_STOCK_THRESHOLD.labels
            ),
        ),
        RecordingRule(
            record=CHECKOUT_OUTCOMES,
            expr=summed(
                f"rate({metrics.CHECKOUTS.name}[5m])", CHECKOUT_OUTCOMES.labels
            ),
        ),
        RecordingRule(
            record=CHECKOUTS, expr=f"sum without (outcome) ({CHECKOUT_OUTCOMES.name})"
        ),
        RecordingRule(
            record=CHECKOUT_FAILURE_RATIO,
            expr=share(or_zero(_FAILED, CHECKOUTS.name), CHECKOUTS.name),
        ),
        RecordingRule(
            record=PAYMENT_OUTCOMES,
            expr=summed(f"rate({metrics.PAYMENTS.name}[5m])", PAYMENT_OUTCOMES.labels),
        ),
        RecordingRule(record=PAYMENTS, expr=f"sum without (outcome) ({_TRIED})"),
        RecordingRule(
            record=PAYMENT_DECLINE_RATIO,
            expr=share(or_zero(_DECLINED, PAYMENTS.name), PAYMENTS.name),
        ),
    ),
)
