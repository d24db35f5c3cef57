"""What a refund does to a payment in each state."""

from enum import StrEnum


class PaymentState(StrEnum):
    """
    A payment's state.

    VOIDED is a refund that came before its payment: the payment is then refused.
    """

    CAPTURED = "captured"
    DECLINED = "declined"
    REFUNDED = "refunded"
    VOIDED = "voided"


def after_refund(state: PaymentState | None) -> PaymentState:
    """Return the state after a refund; None is a payment nobody has seen yet."""
    if state is None:
        return PaymentState.VOIDED
    return PaymentState.REFUNDED if state is PaymentState.CAPTURED else state
