"""Availability, and reservations that never promise a unit twice."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from app.domain.reservations import (
    Action,
    Decision,
    ReservationState,
    decide,
    state_now,
)
from app.domain.stock import Shortage, fell_below, merge_lines, shortages
from app.errors import Conflict, NotFound
from app.schemas.base import timestamp
from app.schemas.inventory import (
    Availability,
    AvailabilityPage,
    AvailabilityQuery,
    NewReservation,
    Reservation,
    ReservedLine,
)
from app.shop import Shop
from app.storage import reservations
from app.web.api import Api

api = Api("inventory")
Result = TypeVar("Result")


def _availability(row: Any) -> Availability:
    held = int(row.held)
    return Availability(
        product_id=row.id,
        name=row.name,
        price_minor=row.price_minor,
        currency=row.currency,
        stock=row.stock,
        reserved=held,
        available=max(0, row.stock - held),
    )


@api.operation(
    "GET",
    "/inventory",
    summary="List what can be bought",
    query=AvailabilityQuery,
    returns=AvailabilityPage,
)
def list_inventory(shop: Shop, *, query: AvailabilityQuery) -> AvailabilityPage:
    """Return a page of availabilities."""
    with shop.database.read() as connection:
        rows = reservations.availability(
            connection,
            now_ms=shop.now_ms(),
            after=query.after,
            limit=query.limit,
            in_stock=query.in_stock == "true",
        )
    shown = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        following = (
            f"/inventory?limit={query.limit}&after={shown[-1].id}"
            f"&in_stock={query.in_stock}"
        )
    return AvailabilityPage(
        inventory=[_availability(row) for row in shown], next=following
    )


@api.operation(
    "GET",
    "/inventory/<int:product_id>",
    summary="Return one product's availability",
    returns=Availability,
    problems=(404,),
)
def get_inventory(shop: Shop, *, product_id: int) -> Availability:
    """Return one product's availability."""
    with shop.database.read() as connection:
        rows = reservations.availability(
            connection, now_ms=shop.now_ms(), product_id=product_id
        )
    if not rows:
        raise NotFound(f"there is no product {product_id}; GET /inventory lists them")
    return _availability(rows[0])


@api.operation(
    "POST",
    "/internal/reservations",
    summary="Hold units for a checkout",
    body=NewReservation,
    returns=Reservation,
    status=201,
    problems=(404, 409),
    internal=True,
)
def reserve(shop: Shop, *, body: NewReservation) -> Reservation:
    """Hold all the lines, or none; a repeat returns what the first call made."""
    return _twice(lambda: _reserve(shop, body))


@api.operation(
    "POST",
    "/internal/reservations/<reservation_id>/confirm",
    summary="Take the held units off the shelf",
    returns=Reservation,
    problems=(404, 409),
    internal=True,
)
def confirm(shop: Shop, *, reservation_id: str) -> Reservation:
    """Sell what is held."""
    fallen: list[int] = []
    with shop.database.write() as connection:
        row = reservations.find(connection, reservation_id, lock=True)
        if row is None:
            raise NotFound(f"there is no reservation {reservation_id}")
        # Read once the lock is held: waiting for it may have taken a while.
        now_ms = shop.now_ms()
        if _decide(row, Action.CONFIRM, now_ms) is Decision.APPLY:
            fallen = _sell(connection, reservation_id)
            reservations.set_state(
                connection, reservation_id, ReservationState.CONFIRMED
            )
        result = _load(connection, reservation_id, now_ms)
    for product_id in fallen:
        shop.metrics.low_stock(product_id)
    return result


@api.operation(
    "POST",
    "/internal/reservations/<reservation_id>/release",
    summary="Give the held units back",
    returns=Reservation,
    problems=(409,),
    internal=True,
)
def release(shop: Shop, *, reservation_id: str) -> Reservation:
    """Give back what is held; a reservation that comes after this is refused."""
    return _twice(lambda: _release(shop, reservation_id))


def _release(shop: Shop, reservation_id: str) -> Reservation:
    now_ms = shop.now_ms()
    with shop.database.write() as connection:
        row = reservations.find(connection, reservation_id, lock=True)
        if row is None:
            reservations.tombstone(connection, reservation_id, now_ms)
        elif _decide(row, Action.RELEASE, now_ms) is Decision.APPLY:
            reservations.set_state(
                connection, reservation_id, ReservationState.RELEASED
            )
        return _load(connection, reservation_id, now_ms)


def _reserve(shop: Shop, body: NewReservation) -> Reservation:
    now_ms = shop.now_ms()
    wanted = merge_lines((line.product_id, line.quantity) for line in body.lines)
    with shop.database.write() as connection:
        if reservations.find(connection, body.id) is not None:
            return _repeated(connection, body.id, wanted, now_ms)
        locked = reservations.lock_products(connection, wanted)
        unknown = sorted(set(wanted) - set(locked))
        if unknown:
            raise NotFound(f"there is no product {', '.join(map(str, unknown))}")
        short = shortages(wanted, reservations.shelves(connection, locked, now_ms))
        if short:
            raise _out_of_stock(short)
        rows = [
            {
                "product_id": product_id,
                "quantity": quantity,
                "price_minor": locked[product_id].price_minor,
                "currency": locked[product_id].currency,
            }
            for product_id, quantity in wanted.items()
        ]
        reservations.hold(
            connection,
            body.id,
            rows,
            now_ms=now_ms,
            expires_at_ms=now_ms + body.ttl_s * 1000,
        )
        return _load(connection, body.id, now_ms)


def _repeated(
    connection: Connection, reservation_id: str, wanted: dict[int, int], now_ms: int
) -> Reservation:
    found = _load(connection, reservation_id, now_ms)
    if found.state == ReservationState.RELEASED:
        raise Conflict(f"reservation {reservation_id} was released; use a new id")
    if {line.product_id: line.quantity for line in found.lines} != wanted:
        raise Conflict(f"reservation {reservation_id} holds other lines; use a new id")
    return found


def _out_of_stock(short: list[Shortage]) -> Conflict:
    listed = "; ".join(
        f"product {s.product_id}: {s.wanted} wanted, {s.available} available"
        for s in short
    )
    return Conflict(
        f"not enough in stock: {listed}",
        kind="out-of-stock",
        title="Out of stock",
        extra={
            "shortages": [
                {
                    "product_id": s.product_id,
                    "wanted": s.wanted,
                    "available": s.available,
                }
                for s in short
            ]
        },
    )


def _decide(row: Row[Any], action: Action, now_ms: int) -> Decision:
    state = state_now(
        ReservationState(row.state), expires_at_ms=row.expires_at_ms, now_ms=now_ms
    )
    decision = decide(state, action)
    if decision is Decision.REFUSE:
        raise Conflict(
            f"reservation {row.id} is {state.value}: it cannot be {action.value}ed"
            if action is Action.CONFIRM
            else f"reservation {row.id} is {state.value}: it cannot be released",
            extra={"state": state.value},
        )
    return decision


def _sell(connection: Connection, reservation_id: str) -> list[int]:
    """Take the lines off the shelf; return the products that became scarce."""
    lines = reservations.lines(connection, reservation_id)
    before = reservations.lock_products(connection, [ln.product_id for ln in lines])
    fallen = []
    for line in lines:
        left = reservations.take(connection, line.product_id, line.quantity)
        if left is None:
            raise Conflict(f"product {line.product_id} is no longer in stock")
        row = before[line.product_id]
        if fell_below(before=row.stock, after=left, threshold=row.low_stock_threshold):
            fallen.append(line.product_id)
    return fallen


def _load(connection: Connection, reservation_id: str, now_ms: int) -> Reservation:
    row = reservations.find(connection, reservation_id)
    if row is None:
        raise NotFound(f"there is no reservation {reservation_id}")
    state = state_now(
        ReservationState(row.state), expires_at_ms=row.expires_at_ms, now_ms=now_ms
    )
    return Reservation(
        id=row.id,
        state=state.value,
        lines=[
            ReservedLine(
                product_id=line.product_id,
                quantity=line.quantity,
                price_minor=line.price_minor,
                currency=line.currency,
            )
            for line in reservations.lines(connection, reservation_id)
        ],
        expires_at=timestamp(row.expires_at_ms),
    )


def _twice(act: Callable[[], Result]) -> Result:
    """Do *act* again where another process inserted the same id in between."""
    try:
        return act()
    except IntegrityError:
        return act()
