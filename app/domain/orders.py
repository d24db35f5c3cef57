"""An order's life: what is left to do after any crash."""

from enum import StrEnum


class OrderState(StrEnum):
    """
    How far a checkout has come.

    PENDING       work may be under way; a lease says by whom
    COMPENSATING  it failed; what was taken has to be given back
    COMPLETED     paid and confirmed
    FAILED        nothing was taken, or all was given back
    """

    PENDING = "pending"
    COMPENSATING = "compensating"
    COMPLETED = "completed"
    FAILED = "failed"


FINAL = frozenset({OrderState.COMPLETED, OrderState.FAILED})


class Claim(StrEnum):
    """What a request that names a known idempotency key gets."""

    REPLAY = "replay"
    WAIT = "wait"
    MISMATCH = "mismatch"


def judge(state: OrderState, *, same_request: bool) -> Claim:
    """Return what to do with a repeated key (draft-ietf-httpapi-idempotency-key)."""
    if not same_request:
        return Claim.MISMATCH
    return Claim.REPLAY if state in FINAL else Claim.WAIT
