"""Payments: taken once per idempotency key, refunded, never with a card number."""

import hashlib
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from app.domain.cards import is_declined, last4
from app.domain.payments import PaymentState, after_refund
from app.errors import Conflict, InvalidInput, NotFound, PaymentDeclined
from app.schemas.base import timestamp
from app.schemas.payment import NewPayment, Payment, Refund, Refunded
from app.shop import Shop
from app.storage import payments
from app.web.api import Api, Reply

api = Api("payment")


@api.operation(
    "POST",
    "/payment",
    summary="Take a payment",
    body=NewPayment,
    keyed=True,
    returns=Payment,
    problems=(402, 409),
)
def pay(shop: Shop, *, body: NewPayment, key: str | None) -> Reply:
    """Take the money; a repeat of the same key gets the same answer."""
    key = key or str(uuid4())
    try:
        row, repeated = _take(shop, body, key)
    except IntegrityError:
        # Another process took it in the same instant: answer what it did.
        row, repeated = _take(shop, body, key)
    if not repeated:
        shop.metrics.payment(row.state)
        shop.log.event("info", "payment", payment_id=row.id, state=row.state)
    return _answer(row, repeated)


@api.operation(
    "GET",
    "/payment/<payment_id>",
    summary="Return one payment",
    returns=Payment,
    problems=(404,),
)
def get_payment(shop: Shop, *, payment_id: str) -> Payment:
    """Return one payment."""
    with shop.database.read() as connection:
        row = payments.find(connection, payment_id)
    if row is None:
        raise NotFound("there is no payment with this id")
    return _payment(row)


@api.operation(
    "POST",
    "/internal/refunds",
    summary="Undo what was paid under an idempotency key",
    body=Refund,
    returns=Refunded,
    internal=True,
)
def refund(shop: Shop, *, body: Refund) -> Refunded:
    """Give the money back; where none was taken, refuse it from now on."""
    try:
        before, after = _refund(shop, body.idempotency_key)
    except IntegrityError:
        before, after = _refund(shop, body.idempotency_key)
    if before is not after:
        shop.metrics.payment(after.value)
    return Refunded(state=after.value)


@api.operation(
    "GET",
    "/internal/payments/<key>",
    summary="Return what was paid under an idempotency key",
    returns=Payment,
    problems=(404,),
    internal=True,
)
def find_payment(shop: Shop, *, key: str) -> Payment:
    """Return the payment that a key has made."""
    with shop.database.read() as connection:
        row = payments.find_by_key(connection, key)
    if row is None:
        raise NotFound("nothing was paid under this key")
    return _payment(row)


def _take(shop: Shop, body: NewPayment, key: str) -> tuple[Any, bool]:
    card = body.card_number.get_secret_value() if body.card_number else None
    declined = card is not None and is_declined(card)
    fingerprint = _fingerprint(body, card)
    with shop.database.write() as connection:
        row = payments.find_by_key(connection, key)
        if row is not None:
            if row.fingerprint not in ("", fingerprint):
                raise InvalidInput(
                    "this Idempotency-Key was used for a different payment;"
                    " use a new key"
                )
            return row, True
        state = PaymentState.DECLINED if declined else PaymentState.CAPTURED
        values = {
            "id": str(uuid4()),
            "idempotency_key": key,
            "fingerprint": fingerprint,
            "state": state.value,
            "amount_minor": body.amount_minor,
            "currency": body.currency,
            "card_last4": None if card is None else last4(card),
            "created_at_ms": shop.now_ms(),
        }
        return payments.add(connection, values), False


def _fingerprint(body: NewPayment, card: str | None) -> str:
    # Not of the whole card number: a hash of that can be reversed by trying all.
    tail = "" if card is None else last4(card)
    text = f"{body.amount_minor}:{body.currency}:{tail}"
    return hashlib.sha256(text.encode()).hexdigest()


def _refund(shop: Shop, key: str) -> tuple[PaymentState | None, PaymentState]:
    with shop.database.write() as connection:
        row = payments.find_by_key(connection, key, lock=True)
        before = None if row is None else PaymentState(row.state)
        after = after_refund(before)
        if row is None:
            values = {
                "id": str(uuid4()),
                "idempotency_key": key,
                "fingerprint": "",
                "state": after.value,
                "amount_minor": 0,
                # ISO 4217 for "no currency": the payment never came.
                "currency": "XXX",
                "card_last4": None,
                "created_at_ms": shop.now_ms(),
            }
            payments.add(connection, values)
        elif after is not before:
            payments.set_state(connection, row.id, after.value)
    return before, after


def _answer(row: Any, repeated: bool) -> Reply:
    headers = {"Idempotent-Replayed": "true"} if repeated else {}
    if row.state == PaymentState.DECLINED:
        raise PaymentDeclined(
            f"the card ending in {row.card_last4} was declined; use another one",
            headers=headers,
        )
    if row.state == PaymentState.VOIDED:
        raise Conflict("this payment was cancelled before it came; use a new key")
    return Reply(_payment(row), headers=headers)


def _payment(row: Any) -> Payment:
    return Payment(
        id=row.id,
        state=row.state,
        amount_minor=row.amount_minor,
        currency=row.currency,
        card_last4=row.card_last4,
        created_at=timestamp(row.created_at_ms),
    )
