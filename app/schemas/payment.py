"""Shapes of payments; a card number goes in and never comes out."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from app.domain.cards import digits_of, luhn_valid
from app.schemas.base import Answer, Currency, Minor, Request


def _checked(number: SecretStr) -> SecretStr:
    digits = digits_of(number.get_secret_value())
    if not luhn_valid(digits):
        raise ValueError("is no card number: 12 to 19 digits with a right check digit")
    return SecretStr(digits)


CardNumber = Annotated[
    SecretStr, Field(max_length=40, strict=False), AfterValidator(_checked)
]


class NewPayment(Request):
    """A payment; without a body, a demo one."""

    amount_minor: Minor = 1000
    currency: Currency = "EUR"
    card_number: CardNumber | None = None


class Payment(Answer):
    """A payment: captured, declined, refunded or voided."""

    id: str
    state: str
    amount_minor: int
    currency: str
    card_last4: str | None
    created_at: str


class Refund(Request):
    """Gives back whatever was paid under this idempotency key, now or later."""

    idempotency_key: Annotated[str, Field(min_length=1, max_length=200)]


class Refunded(Answer):
    """The state of the payment after a refund: refunded, declined or voided."""

    state: str
