"""Reserve, pay, confirm; on a failure give back whatever was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.clients.roles import InventoryClient, PaymentClient
from app.clients.transport import PeerAnswer
from app.domain.money import CurrencyMismatch, Money, total
from app.errors import Conflict, InvalidInput, PaymentDeclined, Problem, Unavailable
from app.schemas.checkout import NewOrder, Order
from app.schemas.inventory import ReservedLine

# Longer than the calls of one checkout can take together.
RESERVATION_TTL_S = 120


@dataclass(frozen=True, slots=True)
class Ordering:
    """The two roles that an order needs."""

    inventory: InventoryClient
    payment: PaymentClient

    def place(self, order_id: str, order: NewOrder) -> Order:
        """
        Buy the basket, under *order_id* as the key of every step.

        Raises:
            Problem: When a role refuses; what was taken is still to be undone.
            PeerError: When a role does not answer; so is this.
        """
        wanted = [line.model_dump() for line in order.lines] or self._demo_basket()
        lines = self._reserve(order_id, wanted)
        amount = _total(lines)
        card = order.card_number
        number = None if card is None else card.get_secret_value()
        paid = self.payment.pay(order_id, amount.minor, amount.currency, number)
        if paid.status != 200:
            raise _payment_refused(paid)
        confirmed = self.inventory.confirm(order_id)
        if confirmed.status != 200:
            raise _inventory_refused(confirmed)
        return _order(order_id, lines, amount, str(paid.body["id"]))

    def undo(self, order_id: str) -> Order | None:
        """
        Release and refund; safe to repeat, and before, during or after ``place``.

        Returns:
            The order, where it turns out to have been confirmed already.

        Raises:
            PeerError, Unavailable: When a role fails; call again later.
        """
        released = self.inventory.release(order_id)
        if released.status == 409:
            return self._finish(order_id)
        if released.status != 200:
            raise _broken("inventory", released)
        refunded = self.payment.refund(order_id)
        if refunded.status != 200:
            raise _broken("payment", refunded)
        return None

    def _finish(self, order_id: str) -> Order:
        """Return the order whose answer was lost after its last step."""
        confirmed = self.inventory.confirm(order_id)
        if confirmed.status != 200:
            raise _broken("inventory", confirmed)
        lines = _lines(confirmed)
        amount = _total(lines)
        paid = self.payment.lookup(order_id)
        if paid.status != 200:
            raise _broken("payment", paid)
        return _order(order_id, lines, amount, str(paid.body["id"]))

    def _demo_basket(self) -> list[Mapping[str, Any]]:
        found = self.inventory.first_in_stock()
        if found.status != 200:
            raise _inventory_refused(found)
        if not found.body["inventory"]:
            raise Conflict(
                "nothing is in stock; restock a product, or name the lines to buy",
                kind="out-of-stock",
                title="Out of stock",
            )
        return [{"product_id": found.body["inventory"][0]["product_id"], "quantity": 1}]

    def _reserve(
        self, order_id: str, wanted: Sequence[Mapping[str, Any]]
    ) -> list[ReservedLine]:
        reserved = self.inventory.reserve(order_id, wanted, RESERVATION_TTL_S)
        if reserved.status != 201:
            raise _inventory_refused(reserved)
        return _lines(reserved)


def _lines(answer: PeerAnswer) -> list[ReservedLine]:
    return [ReservedLine.model_validate(line) for line in answer.body["lines"]]


def _total(lines: Sequence[ReservedLine]) -> Money:
    try:
        return total(
            [Money(ln.price_minor, ln.currency).times(ln.quantity) for ln in lines]
        )
    except CurrencyMismatch as error:
        raise InvalidInput(str(error)) from None
    except ValueError as error:
        raise InvalidInput(f"the order is too large: {error}") from None


def _order(
    order_id: str, lines: list[ReservedLine], amount: Money, payment_id: str
) -> Order:
    return Order(
        id=order_id,
        state="completed",
        lines=lines,
        total_minor=amount.minor,
        currency=amount.currency,
        payment_id=payment_id,
    )


def _broken(role: str, answer: PeerAnswer) -> Unavailable:
    return Unavailable(
        f"{role} failed with status {answer.status}; nothing was charged, try again",
        status=502,
        kind="role-failed",
        title="A role that this needs failed",
        extra={"role": role, "role_status": answer.status},
    )


def _inventory_refused(answer: PeerAnswer) -> Problem:
    if answer.status == 409:
        shortages = answer.body.get("shortages")
        return Conflict(
            answer.detail,
            kind=str(answer.body.get("type", "conflict")).rsplit(":", 1)[-1],
            title=str(answer.body.get("title", Conflict.title)),
            extra={} if shortages is None else {"shortages": shortages},
        )
    if answer.status in (404, 422):
        return InvalidInput(answer.detail)
    return _broken("inventory", answer)


def _payment_refused(answer: PeerAnswer) -> Problem:
    if answer.status == 402:
        return PaymentDeclined(answer.detail)
    if answer.status == 409:
        return Conflict(answer.detail)
    return _broken("payment", answer)
