"""Ids in paths."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

from app.schemas.base import MAX_ID


class IdConverter(IntegerConverter):
    """Matches no number that no row can have: that is a 404, not a failure."""

    # Flask's own takes the digits of every script.
    regex = "[0-9]+"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", MAX_ID)
        super().__init__(map, *args, **kwargs)
