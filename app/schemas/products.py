"""Shapes of the catalogue."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Answer, Currency, Minor, Name, Quantity, Request, Units

Sku = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class NewProduct(Request):
    """A product to create, or all of its fields to replace."""

    name: Name
    sku: Sku | None = None
    price_minor: Minor = 0
    currency: Currency = "EUR"
    stock: Units = 0
    low_stock_threshold: Units = 10


class ProductChange(Request):
    """The fields to change; the others stay."""

    name: Name | None = None
    sku: Sku | None = None
    price_minor: Minor | None = None
    currency: Currency | None = None
    stock: Units | None = None
    low_stock_threshold: Units | None = None


class Restock(Request):
    """Units that arrived."""

    quantity: Quantity = 10


class Product(Answer):
    """A product with its stock."""

    id: int
    sku: str | None
    name: str
    price_minor: int
    currency: str
    stock: int
    low_stock_threshold: int
    low_stock: bool
    created_at: str
    updated_at: str


class ProductPage(Answer):
    """A page of products, oldest first; *next* is the path of the page after it."""

    products: list[Product]
    next: str | None
