"""Shapes of the item list."""

from app.schemas.base import Answer, Name, Request, Text


class NewItem(Request):
    """An item to add."""

    name: Name
    description: Text = ""


class Item(Answer):
    """An item."""

    id: int
    name: str
    description: str
    created_at: str


class ItemPage(Answer):
    """A page of items, oldest first; *next* is the path of the page after it."""

    items: list[Item]
    next: str | None
