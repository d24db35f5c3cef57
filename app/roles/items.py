"""The item list."""

from typing import Any

from app.errors import NotFound
from app.schemas.base import PageQuery, timestamp
from app.schemas.items import Item, ItemPage, NewItem
from app.shop import Shop
from app.storage import items
from app.web.api import Api, Reply

api = Api("items")


def _item(row: Any) -> Item:
    item_id, name, description, created_at_ms = row
    return Item(
        id=item_id,
        name=name,
        description=description,
        created_at=timestamp(created_at_ms),
    )


@api.operation(
    "GET", "/items", summary="List the items", query=PageQuery, returns=ItemPage
)
def list_items(shop: Shop, *, query: PageQuery) -> ItemPage:
    """Return a page of items."""
    with shop.database.read() as connection:
        rows = items.page(connection, after=query.after, limit=query.limit)
    more = len(rows) > query.limit
    shown = rows[: query.limit]
    following = f"/items?limit={query.limit}&after={shown[-1][0]}" if more else None
    return ItemPage(items=[_item(row) for row in shown], next=following)


@api.operation(
    "POST", "/items", summary="Add an item", body=NewItem, returns=Item, status=201
)
def add_item(shop: Shop, *, body: NewItem) -> Reply:
    """Add an item and return it."""
    now_ms = shop.now_ms()
    with shop.database.write() as connection:
        item_id = items.add(
            connection, name=body.name, description=body.description, now_ms=now_ms
        )
    item = _item((item_id, body.name, body.description, now_ms))
    return Reply(item, headers={"Location": f"/items/{item_id}"})


@api.operation(
    "GET",
    "/items/<int:item_id>",
    summary="Return one item",
    returns=Item,
    problems=(404,),
)
def get_item(shop: Shop, *, item_id: int) -> Item:
    """Return one item."""
    with shop.database.read() as connection:
        row = items.find(connection, item_id)
    if row is None:
        raise NotFound(f"there is no item {item_id}; GET /items lists them")
    return _item(row)
