"""What checkout asks of the other roles; every call is safe to repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.clients.transport import PeerAnswer, Transport


@dataclass(frozen=True, slots=True)
class InventoryClient:
    """The inventory role."""

    transport: Transport

    def first_in_stock(self) -> PeerAnswer:
        """Return the first product that somebody can buy."""
        return self.transport.call("GET", "/inventory?in_stock=true&limit=1")

    def reserve(
        self, reservation_id: str, lines: Sequence[Mapping[str, Any]], ttl_s: int
    ) -> PeerAnswer:
        """Hold all the lines, or none."""
        body = {"id": reservation_id, "lines": list(lines), "ttl_s": ttl_s}
        return self.transport.call("POST", "/internal/reservations", body)

    def confirm(self, reservation_id: str) -> PeerAnswer:
        """Take the held units off the shelf."""
        path = f"/internal/reservations/{reservation_id}/confirm"
        return self.transport.call("POST", path)

    def release(self, reservation_id: str) -> PeerAnswer:
        """Give the held units back."""
        path = f"/internal/reservations/{reservation_id}/release"
        return self.transport.call("POST", path)


@dataclass(frozen=True, slots=True)
class PaymentClient:
    """The payment role."""

    transport: Transport

    def pay(
        self, key: str, amount_minor: int, currency: str, card_number: str | None
    ) -> PeerAnswer:
        """Take the money, once per *key*."""
        body: dict[str, Any] = {"amount_minor": amount_minor, "currency": currency}
        if card_number is not None:
            body["card_number"] = card_number
        return self.transport.call("POST", "/payment", body, {"Idempotency-Key": key})

    def refund(self, key: str) -> PeerAnswer:
        """Give back what was paid under *key*, and refuse it from now on."""
        return self.transport.call(
            "POST", "/internal/refunds", {"idempotency_key": key}
        )

    def lookup(self, key: str) -> PeerAnswer:
        """Return what was paid under *key*."""
        return self.transport.call("GET", f"/internal/payments/{key}")
