"""Shapes of orders."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Answer, Request
from app.schemas.inventory import Line, ReservedLine
from app.schemas.payment import CardNumber


class NewOrder(Request):
    """A basket; without lines, one unit of the first product in stock."""

    # No default in the schema: an empty list is a mistake, not a wish for anything.
    lines: Annotated[list[Line], Field(min_length=1, max_length=100)] = Field(
        default_factory=list
    )
    card_number: CardNumber | None = None


class Order(Answer):
    """A completed order: paid, and its stock taken."""

    id: str
    state: str
    lines: list[ReservedLine]
    total_minor: int
    currency: str
    payment_id: str
