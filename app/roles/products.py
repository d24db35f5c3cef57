"""The catalogue: products, their stock, and restocking."""

from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from app.domain.stock import fell_below
from app.errors import Conflict, InvalidInput, NotFound
from app.schemas.base import MAX_UNITS, PageQuery, timestamp
from app.schemas.products import (
    NewProduct,
    Product,
    ProductChange,
    ProductPage,
    Restock,
)
from app.shop import Shop
from app.storage import products, reservations
from app.web.api import Api, Reply

api = Api("products")


def _product(row: Any) -> Product:
    return Product(
        id=row.id,
        sku=row.sku,
        name=row.name,
        price_minor=row.price_minor,
        currency=row.currency,
        stock=row.stock,
        low_stock_threshold=row.low_stock_threshold,
        low_stock=row.stock < row.low_stock_threshold,
        created_at=timestamp(row.created_at_ms),
        updated_at=timestamp(row.updated_at_ms),
    )


def _missing(product_id: int) -> NotFound:
    return NotFound(f"there is no product {product_id}; GET /products lists them")


def _locked(connection: Connection, product_id: int) -> Row[Any]:
    row = products.find(connection, product_id, lock=True)
    if row is None:
        raise _missing(product_id)
    return row


@api.operation(
    "GET",
    "/products",
    summary="List the products with their stock",
    query=PageQuery,
    returns=ProductPage,
)
def list_products(shop: Shop, *, query: PageQuery) -> ProductPage:
    """Return a page of products."""
    with shop.database.read() as connection:
        rows = products.page(connection, after=query.after, limit=query.limit)
    shown = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        following = f"/products?limit={query.limit}&after={shown[-1].id}"
    return ProductPage(products=[_product(row) for row in shown], next=following)


@api.operation(
    "POST",
    "/products",
    summary="Create a product",
    body=NewProduct,
    returns=Product,
    status=201,
    problems=(409,),
)
def create_product(shop: Shop, *, body: NewProduct) -> Reply:
    """Create a product and return it."""
    try:
        with shop.database.write() as connection:
            row = products.add(connection, body.model_dump(), shop.now_ms())
    except IntegrityError:
        raise _sku_taken(body.sku) from None
    shop.metrics.product_operation("create")
    return Reply(_product(row), headers={"Location": f"/products/{row.id}"})


@api.operation(
    "GET",
    "/products/<int:product_id>",
    summary="Return one product",
    returns=Product,
    problems=(404,),
)
def get_product(shop: Shop, *, product_id: int) -> Product:
    """Return one product."""
    with shop.database.read() as connection:
        row = products.find(connection, product_id)
    if row is None:
        raise _missing(product_id)
    return _product(row)


@api.operation(
    "PUT",
    "/products/<int:product_id>",
    summary="Replace a product",
    body=NewProduct,
    returns=Product,
    problems=(404, 409),
)
def replace_product(shop: Shop, *, product_id: int, body: NewProduct) -> Product:
    """Replace all the fields of a product."""
    return _change(shop, product_id, body.model_dump())


@api.operation(
    "PATCH",
    "/products/<int:product_id>",
    summary="Change some fields of a product",
    body=ProductChange,
    returns=Product,
    problems=(404, 409),
)
def change_product(shop: Shop, *, product_id: int, body: ProductChange) -> Product:
    """Change the fields that the body names."""
    fields = body.model_dump(exclude_unset=True)
    empty = [name for name, value in fields.items() if value is None and name != "sku"]
    if empty:
        raise InvalidInput(f"{', '.join(empty)}: cannot be null; leave it out instead")
    return _change(shop, product_id, fields)


@api.operation(
    "DELETE",
    "/products/<int:product_id>",
    summary="Delete a product",
    returns=None,
    status=204,
    problems=(404, 409),
)
def delete_product(shop: Shop, *, product_id: int) -> Reply:
    """Delete a product that no open reservation holds."""
    with shop.database.write() as connection:
        _locked(connection, product_id)
        held = reservations.held_units(connection, product_id, shop.now_ms())
        if held:
            raise Conflict(
                f"open reservations hold {held} units of product {product_id};"
                " try again when they are done"
            )
        products.remove(connection, product_id)
    shop.metrics.product_operation("delete")
    return Reply(None)


@api.operation(
    "POST",
    "/products/<int:product_id>/restock",
    summary="Add units to a product's stock",
    body=Restock,
    returns=Product,
    problems=(404, 409),
)
def restock_product(shop: Shop, *, product_id: int, body: Restock) -> Product:
    """Add units that arrived."""
    with shop.database.write() as connection:
        stock = _locked(connection, product_id).stock + body.quantity
        if stock > MAX_UNITS:
            raise Conflict(f"{stock} units are more than a shelf holds ({MAX_UNITS})")
        row = products.change(connection, product_id, {"stock": stock}, shop.now_ms())
    shop.metrics.restocked(product_id)
    return _product(row)


def _change(shop: Shop, product_id: int, fields: dict[str, Any]) -> Product:
    now_ms = shop.now_ms()
    try:
        with shop.database.write() as connection:
            before = _locked(connection, product_id)
            held = reservations.held_units(connection, product_id, now_ms)
            if fields.get("stock", before.stock) < min(held, before.stock):
                raise Conflict(
                    f"open reservations hold {held} units of product {product_id};"
                    f" the stock cannot be less, got {fields['stock']}"
                )
            row = products.change(connection, product_id, fields, now_ms)
    except IntegrityError:
        raise _sku_taken(fields.get("sku")) from None
    shop.metrics.product_operation("update")
    if fell_below(
        before=before.stock, after=row.stock, threshold=row.low_stock_threshold
    ):
        shop.metrics.low_stock(product_id)
    return _product(row)


def _sku_taken(sku: str | None) -> Conflict:
    return Conflict(f"another product has the SKU {sku!r}; choose a different one")
