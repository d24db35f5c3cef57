"""Orders by idempotency key: placed, replayed, waited for, or undone."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.domain.cards import last4
from app.domain.orders import Claim, OrderState, judge
from app.errors import Conflict, InvalidInput, PeerError, Problem, Unavailable
from app.observability.logs import JsonLog
from app.observability.metrics import ShopMetrics
from app.ordering.answers import OrderAnswer, completed, failed
from app.ordering.flow import Ordering
from app.schemas.checkout import NewOrder
from app.storage import orders
from app.storage.database import Database
from app.web.problems import from_peer

# Longer than a checkout can take; after that its worker is held to be dead.
LEASE_MS = 90_000
# How soon an order that could not be undone is tried again.
RETRY_MS = 5_000
# Outcome of a checkout that failed for the shop's own fault.
FAILED = "failed"
WAIT_S = 15.0
POLL_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDesk:
    """Everything that a checkout needs."""

    database: Database
    ordering: Ordering
    metrics: ShopMetrics
    log: JsonLog
    now_ms: Callable[[], int]
    sleep: Callable[[float], None] = time.sleep

    def checkout(self, order: NewOrder, key: str | None) -> tuple[OrderAnswer, bool]:
        """
        Return the answer, and whether it is a repeat of an earlier one.

        Raises:
            Conflict: When the same key is still being worked on.
            InvalidInput: When the key was used for a different basket.
            Unavailable: When a failed order could not be undone yet.
        """
        order_id = str(uuid4())
        key = key or order_id
        fingerprint = _fingerprint(order)
        now_ms = self.now_ms()
        try:
            with self.database.write() as connection:
                orders.open_order(
                    connection,
                    order_id=order_id,
                    key=key,
                    fingerprint=fingerprint,
                    lease_until_ms=now_ms + LEASE_MS,
                    now_ms=now_ms,
                )
        except IntegrityError:
            return self._repeat(key, fingerprint), True
        return self._place(order_id, order), False

    def undo_abandoned(self) -> bool:
        """
        Undo one order that nobody works on any more.

        Returns:
            Whether to go on: False when there is none, or when it cannot be undone
            now, for then the next one could not be either.
        """
        now_ms = self.now_ms()
        with self.database.write() as connection:
            order = orders.claim_abandoned(
                connection, now_ms=now_ms, lease_until_ms=now_ms + LEASE_MS
            )
        if order is None:
            return False
        order_id = order.id
        if order.state == OrderState.PENDING:
            self.metrics.checkout(FAILED)
        reason = Unavailable("this checkout was interrupted and undone; order again")
        try:
            self._undo(order_id, reason)
        except (Unavailable, PeerError) as error:
            self.log.event(
                "warning", "undo failed", order_id=order_id, reason=str(error)
            )
            return False
        return True

    def _place(self, order_id: str, order: NewOrder) -> OrderAnswer:
        try:
            answer = completed(self.ordering.place(order_id, order))
        except Problem as problem:
            return self._undo(order_id, problem)
        except PeerError as error:
            return self._undo(order_id, from_peer(error))
        return self._store(order_id, answer)

    def _undo(self, order_id: str, reason: Problem) -> OrderAnswer:
        try:
            order = self.ordering.undo(order_id)
        except (Problem, PeerError) as error:
            with self.database.write() as connection:
                pending = orders.is_pending(connection, order_id)
                orders.mark_compensating(connection, order_id, self.now_ms() + RETRY_MS)
            if pending:
                # Now, for while a role is away no order can be undone.
                self.metrics.checkout(FAILED)
            # The role that failed the order often fails its undoing as well.
            why = "" if str(error) == reason.detail else f" ({error})"
            raise Unavailable(
                f"{reason.detail}; undoing it goes on in the background{why}",
                status=reason.status if reason.status >= 500 else 503,
                extra={**reason.extra, "order_id": order_id},
            ) from error
        answer = failed(reason) if order is None else completed(order)
        return self._store(order_id, answer)

    def _store(self, order_id: str, answer: OrderAnswer) -> OrderAnswer:
        with self.database.write() as connection:
            pending = orders.is_pending(connection, order_id)
            stored = orders.finish(
                connection, order_id, answer.state, answer.status, answer.body
            )
            if not stored:
                # Somebody held this worker for dead and has answered already.
                row = orders.find(connection, order_id)
                if row is not None and row.answer_status is not None:
                    return _stored(row)
        outcome = _outcome(answer)
        if pending:
            self.metrics.checkout(outcome)
        self.log.event("info", "checkout", order_id=order_id, outcome=outcome)
        return answer

    def _repeat(self, key: str, fingerprint: str) -> OrderAnswer:
        waited_s = 0.0
        while True:
            with self.database.read() as connection:
                row = orders.find_by_key(connection, key)
            if row is None:
                raise Unavailable("the order is gone; try again")
            claim = judge(
                OrderState(row.state), same_request=row.fingerprint == fingerprint
            )
            if claim is Claim.MISMATCH:
                raise InvalidInput(
                    "this Idempotency-Key was used for a different order; use a new key"
                )
            if claim is Claim.REPLAY:
                return _stored(row)
            if waited_s >= WAIT_S or row.state == OrderState.COMPENSATING:
                raise Conflict(
                    "an order with this Idempotency-Key is still being worked on;"
                    " ask again with the same key",
                    kind="in-progress",
                    headers={"Retry-After": "1"},
                )
            self.sleep(POLL_S)
            waited_s += POLL_S


def _stored(row: Any) -> OrderAnswer:
    return OrderAnswer(OrderState(row.state), row.answer_status, row.answer_body)


def _outcome(answer: OrderAnswer) -> str:
    if answer.state is OrderState.COMPLETED:
        return "completed"
    return {402: "declined", 409: "out_of_stock"}.get(
        answer.status, FAILED if answer.status >= 500 else "rejected"
    )


def _fingerprint(order: NewOrder) -> str:
    lines = ",".join(f"{line.product_id}x{line.quantity}" for line in order.lines)
    card = order.card_number
    tail = "" if card is None else last4(card.get_secret_value())
    return hashlib.sha256(f"{lines}:{tail}".encode()).hexdigest()


def keep_undoing(desk: OrderDesk, stopped: Callable[[float], bool]) -> None:
    """
    Undo abandoned orders until *stopped* returns True.

    Args:
        stopped: Waits the given seconds, or returns True early.
    """
    while not stopped(RETRY_MS / 1000):
        try:
            while desk.undo_abandoned():
                pass
        except SQLAlchemyError as error:
            desk.log.event("warning", "undo failed", reason=type(error).__name__)
