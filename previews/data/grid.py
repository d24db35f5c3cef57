"""Series as rows and columns, with Grafana's transformations; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from previews.data.frames import Frame
from previews.data.reduce import reduced, title
from previews.model.dashboard import Json, Panel

Cell = str | float
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns in their order, and rows that may lack some of them."""

    columns: Sequence[str]
    rows: Sequence[Row]


def grid(panel: Panel, frames: Iterable[Frame]) -> Grid:
    """Return what the table shows: one row per series, transformed as configured."""
    frames = tuple(frames)
    refs = list(dict.fromkeys(frame.target.ref_id for frame in frames))
    found = _joined(frames) if len(refs) > 1 else _plain(frames)
    for transformation in panel.transformations:
        step = _STEPS.get(str(transformation.get("id")))
        if step and not transformation.get("disabled"):
            found = step(found, transformation.get("options") or {}, frames)
    return _sorted_as_shown(found, panel.options)


def _cells(frame: Frame) -> dict[str, Cell]:
    labels = frame.series.labels
    return {key: labels[key] for key in sorted(labels)}


def _plain(frames: Sequence[Frame]) -> Grid:
    rows = [{**_cells(f), "Value": reduced(f.series.values)} for f in frames]
    return Grid(_columns(rows), rows)


def _joined(frames: Sequence[Frame]) -> Grid:
    """Rows of several queries with the same labels become one."""
    rows: dict[tuple[tuple[str, Cell], ...], dict[str, Cell]] = {}
    for frame in frames:
        cells = _cells(frame)
        cells.pop("__name__", None)
        row = rows.setdefault(tuple(cells.items()), cells)
        row[f"Value #{frame.target.ref_id}"] = reduced(frame.series.values)
    return Grid(_columns(rows.values()), list(rows.values()))


def _columns(rows: Iterable[Row]) -> list[str]:
    """Return the labels first, then the values."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return sorted(names, key=lambda name: name.startswith("Value"))


def _organize(found: Grid, options: Json, _: Sequence[Frame]) -> Grid:
    hidden = {key for key, out in (options.get("excludeByName") or {}).items() if out}
    names = {k: v for k, v in (options.get("renameByName") or {}).items() if v}
    order = options.get("indexByName") or {}
    kept = [name for name in found.columns if name not in hidden]
    kept.sort(key=lambda name: order.get(name, len(order) + 1))
    return Grid(
        [names.get(name, name) for name in kept],
        [
            {names.get(k, k): v for k, v in row.items() if k in kept}
            for row in found.rows
        ],
    )


def _filter(found: Grid, options: Json, _: Sequence[Frame]) -> Grid:
    wanted = (options.get("include") or {}).get("names")
    unwanted = (options.get("exclude") or {}).get("names") or ()
    kept = [
        name
        for name in found.columns
        if (wanted is None or name in wanted) and name not in unwanted
    ]
    return replace(found, columns=kept)


def _sort(found: Grid, options: Json, _: Sequence[Frame]) -> Grid:
    for each in reversed(options.get("sort") or ()):
        found = _by(found, str(each.get("field")), bool(each.get("desc")))
    return found


def _limit(found: Grid, options: Json, _: Sequence[Frame]) -> Grid:
    return replace(found, rows=found.rows[: int(options.get("limitField") or 10)])


def _reduce(_: Grid, options: Json, frames: Sequence[Frame]) -> Grid:
    """Rows of name and calculations, from whole series."""
    how = options.get("reducers") or ["lastNotNull"]
    rows: list[dict[str, Cell]] = [
        {"Field": f.name, **{title(h): reduced(f.series.values, h) for h in how}}
        for f in frames
    ]
    return Grid(["Field", *map(title, how)], rows)


def _sorted_as_shown(found: Grid, options: Json) -> Grid:
    for each in reversed(options.get("sortBy") or ()):
        found = _by(found, str(each.get("displayName")), bool(each.get("desc")))
    return found


def _by(found: Grid, column: str, down: bool) -> Grid:
    def key(row: Row) -> tuple[int, Any]:
        cell = row.get(column, "")
        return (0, cell) if isinstance(cell, float) else (1, cell)

    return replace(found, rows=sorted(found.rows, key=key, reverse=down))


# The rest of Grafana's does nothing here; merge and join are done from the start.
_STEPS: Mapping[str, Callable[[Grid, Json, Sequence[Frame]], Grid]] = {
    "organize": _organize,
    "filterFieldsByName": _filter,
    "sortBy": _sort,
    "limit": _limit,
    "reduce": _reduce,
}
