"""Shapes of availability and reservations."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import MAX_ID, Answer, Id, Quantity, QueryInt, Request

Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{7,99}$")]


class Availability(Answer):
    """Units of one product: on the shelf, held by reservations, and free."""

    product_id: int
    name: str
    price_minor: int
    currency: str
    stock: int
    reserved: int
    available: int


class AvailabilityQuery(Request):
    """Which part of the list; *in_stock* leaves out what nobody can buy."""

    limit: QueryInt = Field(default=50, ge=1, le=200, description="Rows per page")
    after: QueryInt = Field(
        default=0, ge=0, le=MAX_ID, description="Id of the last row of the page before"
    )
    in_stock: Annotated[str, Field(pattern="^(true|false)$")] = "false"


class AvailabilityPage(Answer):
    """A page of availabilities, by product id."""

    inventory: list[Availability]
    next: str | None


class Line(Request):
    """Units of one product."""

    product_id: Id
    quantity: Quantity = 1


class NewReservation(Request):
    """Lines to hold, all or none; the id is the caller's, so a repeat is harmless."""

    id: Token
    lines: Annotated[list[Line], Field(min_length=1, max_length=100)]
    ttl_s: Annotated[int, Field(ge=1, le=3600)] = 120


class ReservedLine(Answer):
    """Units of one product at the price of the moment they were reserved."""

    product_id: int
    quantity: int
    price_minor: int
    currency: str


class Reservation(Answer):
    """A reservation: held until *expires_at*, then confirmed, released or expired."""

    id: str
    state: str
    lines: list[ReservedLine]
    expires_at: str
