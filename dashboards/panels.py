"""Panels of Grafana's dashboard model, laid out in rows of a 24 column grid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# The datasource that provisioning creates.
DATASOURCE = {"type": "prometheus", "uid": "prometheus"}
GRID_COLUMNS = 24
HEIGHT = 8


class Shape(StrEnum):
    """Grafana's panel types that are used here."""

    TIME_SERIES = "timeseries"
    STAT = "stat"
    BARS = "bargauge"


class Unit(StrEnum):
    """Grafana's names of units."""

    SECONDS = "s"
    REQUESTS_PER_SECOND = "reqps"
    PER_SECOND = "ops"
    SHARE = "percentunit"
    BYTES = "bytes"
    COUNT = "short"


@dataclass(frozen=True, slots=True)
class Query:
    """
    One PromQL expression.

    Attributes:
        legend: Grafana's template, such as ``{{service}}``.
        instant: Whether only the newest value is wanted.
    """

    expr: str
    legend: str
    instant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """
    One panel.

    Attributes:
        alarm_above: Value from which on it is red.
        alarm_below: Value below which it is red.
    """

    title: str
    description: str
    queries: Sequence[Query]
    unit: Unit
    shape: Shape = Shape.TIME_SERIES
    alarm_above: float | None = None
    alarm_below: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Panels beside one another under a title."""

    title: str
    panels: Sequence[Panel]


def layout(rows: Iterable[Row]) -> list[Mapping[str, Any]]:
    """Return the panels of all *rows* with their places; each row fills the width."""
    placed: list[Mapping[str, Any]] = []
    y = 0
    for row in rows:
        placed.append(_row(row.title, y, len(placed) + 1))
        y += 1
        width = GRID_COLUMNS // len(row.panels)
        for column, panel in enumerate(row.panels):
            place = {"x": column * width, "y": y, "w": width, "h": HEIGHT}
            placed.append(_panel(panel, place, len(placed) + 1))
        y += HEIGHT
    return placed


def _row(title: str, y: int, id_: int) -> Mapping[str, Any]:
    return {
        "id": id_,
        "type": "row",
        "title": title,
        "collapsed": False,
        "panels": [],
        "gridPos": {"x": 0, "y": y, "w": GRID_COLUMNS, "h": 1},
    }


def _panel(panel: Panel, place: Mapping[str, int], id_: int) -> Mapping[str, Any]:
    return {
        "id": id_,
        "type": panel.shape.value,
        "title": panel.title,
        "description": panel.description,
        "datasource": DATASOURCE,
        "gridPos": place,
        "targets": [_target(query, ref) for ref, query in enumerate(panel.queries)],
        "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
        "options": _options(panel.shape),
    }


def _target(query: Query, ref: int) -> Mapping[str, Any]:
    return {
        "refId": chr(ord("A") + ref),
        "datasource": DATASOURCE,
        "expr": query.expr,
        "legendFormat": query.legend,
        "instant": query.instant,
        "range": not query.instant,
        "exemplar": not query.instant,
    }


def _defaults(panel: Panel) -> Mapping[str, Any]:
    return {
        "unit": panel.unit.value,
        "min": 0,
        "color": {"mode": "palette-classic"},
        "thresholds": {"mode": "absolute", "steps": _steps(panel)},
        "custom": _thresholds_drawn(panel),
    }


def _steps(panel: Panel) -> list[Mapping[str, Any]]:
    if panel.alarm_above is not None:
        return [_step("green", None), _step("red", panel.alarm_above)]
    if panel.alarm_below is not None:
        return [_step("red", None), _step("green", panel.alarm_below)]
    return [_step("green", None)]


def _step(color: str, value: float | None) -> Mapping[str, Any]:
    return {"color": color, "value": value}


def _thresholds_drawn(panel: Panel) -> Mapping[str, Any]:
    if panel.shape is not Shape.TIME_SERIES:
        return {}
    has_alarm = panel.alarm_above is not None or panel.alarm_below is not None
    return {
        "fillOpacity": 8,
        "showPoints": "never",
        "spanNulls": False,
        "thresholdsStyle": {"mode": "line" if has_alarm else "off"},
    }


def _options(shape: Shape) -> Mapping[str, Any]:
    if shape is Shape.TIME_SERIES:
        return {
            "legend": {
                "displayMode": "table",
                "placement": "bottom",
                "calcs": ["last"],
            },
            "tooltip": {"mode": "multi", "sort": "desc"},
        }
    return {"reduceOptions": {"calcs": ["lastNotNull"]}, "orientation": "horizontal"}
