"""Grafana's JSON to the model."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from previews.errors import DashboardError
from previews.model.dashboard import Dashboard, Json, Panel, Place, Target
from previews.model.parse_variables import variable

_FROM = re.compile(r"now-([0-9]+[smhdwy])")


def dashboard(text: str, name: str) -> Dashboard:
    """
    Return the dashboard that *text* holds.

    Args:
        name: The file's, for messages.

    Raises:
        DashboardError: When it is no dashboard with a uid and panels.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise DashboardError(f"{name}: not JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("panels"), list):
        raise DashboardError(
            f"{name}: no list of panels; give a dashboard as Grafana exports it"
        )
    uid = document.get("uid")
    if not isinstance(uid, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", uid):
        raise DashboardError(
            f"{name}: uid is {uid!r}; give letters, digits, - and _, at most 64"
        )
    try:
        return _dashboard(document, uid)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DashboardError(
            f"{name}: a part is not as Grafana writes it ({error!r}); export it again"
        ) from error


def _dashboard(document: Json, uid: str) -> Dashboard:
    begin = _FROM.fullmatch(str((document.get("time") or {}).get("from", "")))
    return Dashboard(
        uid=uid,
        title=str(document.get("title") or uid),
        description=str(document.get("description") or ""),
        tags=tuple(map(str, document.get("tags") or ())),
        panels=tuple(_unfolded(document["panels"])),
        variables=tuple(
            variable(each)
            for each in (document.get("templating") or {}).get("list", ())
        ),
        range=begin.group(1) if begin else "1h",
    )


def _unfolded(documents: list[Json]) -> Iterator[Panel]:
    """Yield all panels; what is folded into a row moves the rest down."""
    moved = 0
    for document in sorted(documents, key=_reading_order):
        yield panel(document, moved)
        inner = document.get("panels") or []
        if document.get("type") != "row" or not inner:
            continue
        row = _place(document)
        top = min(_place(each).y for each in inner)
        # Grafana keeps the places of a folded row's panels as they were.
        shift = moved + row.y + 1 - top
        for each in sorted(inner, key=_reading_order):
            yield panel(each, shift)
        moved += max(_place(each).y + _place(each).h for each in inner) - top


def panel(document: Json, moved: int = 0) -> Panel:
    """Return one panel, *moved* cells down."""
    place = _place(document)
    config = document.get("fieldConfig") or {}
    return Panel(
        id=int(document.get("id") or 0),
        kind=str(document.get("type", "")),
        title=str(document.get("title") or ""),
        description=str(document.get("description") or ""),
        place=Place(place.x, place.y + moved, place.w, place.h),
        targets=tuple(_targets(document)),
        defaults=config.get("defaults") or {},
        overrides=tuple(config.get("overrides") or ()),
        options=document.get("options") or {},
        transformations=tuple(document.get("transformations") or ()),
        raw=document,
    )


def _targets(document: Json) -> Iterator[Target]:
    for number, each in enumerate(document.get("targets") or ()):
        if each.get("hide") or not each.get("expr"):
            continue
        yield Target(
            ref_id=str(each.get("refId") or chr(ord("A") + number % 26)),
            expr=str(each["expr"]),
            legend=_legend(each.get("legendFormat")),
            instant=bool(each.get("instant")) and not each.get("range"),
            format=str(each.get("format") or "time_series"),
            interval=str(each.get("interval") or document.get("interval") or ""),
        )


def _legend(template: Any) -> str:
    # What Grafana's editor writes for "choose one".
    return "" if template in (None, "__auto") else str(template)


def _place(document: Mapping[str, Any]) -> Place:
    given = document.get("gridPos") or {}
    return Place(
        int(given.get("x", 0)),
        int(given.get("y", 0)),
        min(24, max(1, int(given.get("w", 12)))),
        max(1, int(given.get("h", 1 if document.get("type") == "row" else 8))),
    )


def _reading_order(document: Json) -> tuple[int, int]:
    place = _place(document)
    return place.y, place.x
