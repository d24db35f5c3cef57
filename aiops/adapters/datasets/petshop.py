"""
Reads PetShop's issues and normal windows.

Source: Hardt et al.: The PetShop Dataset (arXiv 2311.04806).
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from aiops.adapters.datasets.files import DatasetError, open_text, read_rows
from aiops.domain.detection.explored import Floats
from aiops.domain.rootcause.graph import CallGraph
from aiops.domain.rootcause.signals import Signal, SignalKind

_HEADER_ROWS = 4
_KINDS = {"latency": SignalKind.LATENCY, "availability": SignalKind.ERRORS}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricCase:
    """What an analysis of one case may read; signals are by node."""

    name: str
    graph: CallGraph
    normal: Mapping[str, Signal]
    observed: Mapping[str, Signal]
    target: str
    onset_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A metrics.csv: a column by node, metric and statistic."""

    times_s: Floats
    columns: Mapping[tuple[str, str, str], Floats]

    def rows(self, start: int, end: int | None) -> "_Table":
        return _Table(
            times_s=self.times_s[start:end],
            columns={key: values[start:end] for key, values in self.columns.items()},
        )

    def signals(self, metric: str) -> dict[str, Signal]:
        nothing = np.full(len(self.times_s), np.nan)
        return {
            node: Signal(
                kind=_KINDS[metric],
                times_s=self.times_s,
                values=values if metric == "latency" else 1 - values / 100,
                requests=self.columns.get((node, "requests", "Sum"), nothing),
            )
            for (node, name, statistic), values in self.columns.items()
            if name == metric and statistic == "Average"
        }


def read_cases(root: Path) -> Iterator[MetricCase]:
    """
    Yield every issue and every normal window below *root*.

    Raises:
        DatasetError: There is no scenario, or a file is not as described.
    """
    scenarios = sorted(path.parent for path in root.glob("*/graph.csv"))
    if not scenarios:
        raise DatasetError(f"{root} holds no */graph.csv; is it the PetShop folder?")
    for scenario in scenarios:
        metrics: set[str] = set()
        for target in sorted(scenario.glob("*/issue_*/target.json")):
            seen = json.loads(target.read_text(encoding="utf-8"))["target"]
            metrics.add(seen["metric"])
            yield _issue(root, scenario, target, seen)
        for metric in sorted(metrics):
            yield from _normal_windows(scenario, metric)


def _issue(
    root: Path, scenario: Path, target: Path, seen: Mapping[str, object]
) -> MetricCase:
    metric = str(seen["metric"])
    if metric not in _KINDS:
        raise DatasetError(f"{target}: target.metric is {metric!r}, not {set(_KINDS)}")
    return MetricCase(
        name=str(target.parent.relative_to(root)),
        graph=_graph(scenario),
        normal=_table(scenario / "noissue" / "metrics.csv").signals(metric),
        observed=_table(target.parent / "metrics.csv").signals(metric),
        target=str(seen["node"]),
        onset_s=float(str(seen["timestamp"])),
    )


def _normal_windows(scenario: Path, metric: str) -> Iterator[MetricCase]:
    table = _table(scenario / "noissue" / "metrics.csv")
    rows = len(table.times_s)
    for number, start in enumerate(range(rows // 2, rows - 3, int(rows * 0.1))):
        yield MetricCase(
            name=f"noissue/{scenario.name}/{metric}/{number}",
            graph=_graph(scenario),
            normal=table.rows(0, start).signals(metric),
            observed=table.rows(start, None).signals(metric),
            target="PetSite",
            onset_s=float(table.times_s[start]),
        )


@cache
def _graph(scenario: Path) -> CallGraph:
    header, *rows = read_rows(scenario / "graph.csv")
    return CallGraph(
        (row[0], callee)
        for row in rows
        for callee, calls in zip(header[1:], row[1:], strict=True)
        if float(calls or 0)
    )


@cache
def _table(path: Path) -> _Table:
    with open_text(path) as lines:
        rows = list(csv.reader(lines))
    head, body = rows[:_HEADER_ROWS], rows[_HEADER_ROWS:]
    try:
        values = np.array(
            [[float(cell) if cell else np.nan for cell in row] for row in body]
        )
        names = list(zip(*(row[1:] for row in head[:3]), strict=True))
    except ValueError as error:
        raise DatasetError(f"{path}: not a table of metrics: {error}") from None
    if not len(body):
        raise DatasetError(f"{path}: no row below the {_HEADER_ROWS} header rows")
    return _Table(
        times_s=values[:, 0],
        columns={
            (name[0], name[1], name[2]): values[:, place]
            for place, name in enumerate(names, 1)
        },
    )
