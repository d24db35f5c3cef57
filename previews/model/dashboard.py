"""A dashboard, its panels and its variables, frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel is: cells of a grid of 24 columns, each 30 pixels high."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    One query of a panel.

    Attributes:
        legend: Grafana's template, such as ``{{service}}``; "" shows all labels.
        instant: Whether only the newest value is wanted.
        format: ``time_series``, ``table`` or ``heatmap``.
        interval: Least step, such as ``30s``; "" leaves it to the datasource.
    """

    ref_id: str
    expr: str
    legend: str = ""
    instant: bool = False
    format: str = "time_series"
    interval: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """
    One panel.

    Attributes:
        kind: Grafana's panel type, such as ``timeseries``; ``row`` for a heading.
        defaults: ``fieldConfig.defaults`` as written.
        overrides: ``fieldConfig.overrides`` as written.
        raw: The panel's JSON, by which two versions are compared.
    """

    id: int
    kind: str
    title: str
    place: Place
    description: str = ""
    targets: Sequence[Target] = ()
    defaults: Json = field(default_factory=dict)
    overrides: Sequence[Json] = ()
    options: Json = field(default_factory=dict)
    transformations: Sequence[Json] = ()
    raw: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """
    One template variable.

    Attributes:
        kind: ``query``, ``custom``, ``datasource``, ``constant``, ``textbox`` …
        query: What yields its options.
        current: Values that were chosen when the dashboard was saved.
        all_value: What "All" stands for; "" for any text.
        hidden: Whether Grafana shows no choice for it.
    """

    name: str
    kind: str
    label: str = ""
    query: str = ""
    current: Sequence[str] = ()
    include_all: bool = False
    multi: bool = False
    all_value: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """
    One dashboard.

    Attributes:
        panels: In reading order, rows included, none of them folded.
        range: How far it looks back, such as ``1h``.
    """

    uid: str
    title: str
    panels: Sequence[Panel]
    variables: Sequence[Variable] = ()
    description: str = ""
    tags: Sequence[str] = ()
    range: str = "1h"
