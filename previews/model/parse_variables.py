"""Template variables of a dashboard's JSON."""

from collections.abc import Sequence
from typing import Any

from previews.model.dashboard import Json, Variable

_HIDDEN = 2


def variable(document: Json) -> Variable:
    """Return one entry of ``templating.list``."""
    return Variable(
        name=str(document["name"]),
        kind=str(document.get("type", "")),
        label=str(document.get("label") or document["name"]),
        query=_query(document.get("query")),
        current=_current(document.get("current")),
        include_all=bool(document.get("includeAll")),
        multi=bool(document.get("multi")),
        all_value=str(document.get("allValue") or ""),
        hidden=document.get("hide") == _HIDDEN,
    )


def _query(given: Any) -> str:
    """Return the query: a text, or an object that the editor writes around it."""
    if isinstance(given, dict):
        return str(given.get("query") or "")
    return str(given or "")


def _current(given: Any) -> Sequence[str]:
    value = given.get("value") if isinstance(given, dict) else None
    if value is None or value == "":
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
