"""Orders: reserve, pay, confirm, once per Idempotency-Key."""

from app.clients.roles import InventoryClient, PaymentClient
from app.ordering.desk import OrderDesk
from app.ordering.flow import Ordering
from app.schemas.checkout import NewOrder, Order
from app.shop import Shop
from app.web.api import Api, Reply

api = Api("checkout")


def desk(shop: Shop) -> OrderDesk:
    """Return the desk that this process's checkouts go through."""
    ordering = Ordering(
        InventoryClient(shop.peers["inventory"]), PaymentClient(shop.peers["payment"])
    )
    return OrderDesk(
        database=shop.database,
        ordering=ordering,
        metrics=shop.metrics,
        log=shop.log,
        now_ms=shop.now_ms,
    )


@api.operation(
    "POST",
    "/checkout",
    summary="Order a basket",
    body=NewOrder,
    keyed=True,
    returns=Order,
    problems=(402, 409, 502, 503, 504),
)
def checkout(shop: Shop, *, body: NewOrder, key: str | None) -> Reply:
    """Buy the basket; a repeat of the same key gets the same answer."""
    answer, repeated = desk(shop).checkout(body, key)
    return Reply(
        answer.body.encode(),
        answer.status,
        headers={"Idempotent-Replayed": "true"} if repeated else {},
        content_type=answer.content_type,
    )
