"""Dashboards that differ, with pictures where there is data to draw them from."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from previews.changes import Change
from previews.commands import compare, options
from previews.commands.session import session
from previews.folder import of_texts
from previews.model.dashboard import Dashboard
from previews.web import pages
from previews.web.differences import Difference
from tools.changes.errors import InputError
from tools.changes.resources import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Where the data of the pictures comes from: a Prometheus, or what one said."""

    prometheus: str = ""
    recording: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelChange:
    """
    A panel that differs.

    Attributes:
        before, after: SVG; "" where there is no such side, or no data.
    """

    change: Change
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardChange:
    """A dashboard that differs."""

    kind: Kind
    title: str
    panels: tuple[PanelChange, ...]


def dashboard_changes(
    before: Mapping[str, str], after: Mapping[str, str], pictures: Pictures | None
) -> tuple[DashboardChange, ...]:
    """
    Return the dashboards that differ.

    Args:
        before, after: JSON by file name.
        pictures: None draws none.

    Raises:
        InputError: When one of them is no dashboard.
        PreviewsError: When the data of the pictures cannot be had.
    """
    old, new = _dashboards(before), _dashboards(after)
    if pictures is None or before == after:
        return tuple(_without_pictures(old, new))
    with session(_arguments(pictures)) as opened:
        found = compare.compared(opened, old, new, plain=True)
    return tuple(map(_drawn, found))


def _dashboards(texts: Mapping[str, str]) -> Mapping[str, Dashboard]:
    found = of_texts(texts)
    if found.wrong:
        raise InputError("; ".join(found.wrong.values()))
    return found.by_uid


def _without_pictures(
    old: Mapping[str, Dashboard], new: Mapping[str, Dashboard]
) -> list[DashboardChange]:
    return [
        DashboardChange(
            kind=_kind(was, is_),
            title=(is_ or was).title,  # type: ignore[union-attr]  # one of them is there
            panels=tuple(PanelChange(change=each) for each in found),
        )
        for was, is_, found in compare.differing(old, new)
    ]


def _arguments(pictures: Pictures) -> argparse.Namespace:
    source = (
        ["--from", str(pictures.recording)]
        if pictures.recording
        else ["--prometheus", pictures.prometheus]
    )
    return options.parser().parse_args(["compare", "--out", ".", "--plain", *source])


def _drawn(difference: Difference) -> DashboardChange:
    return DashboardChange(
        kind=_kind(difference.before, difference.after),
        title=difference.title,
        panels=tuple(_panel(difference, change) for change in difference.changes),
    )


def _panel(difference: Difference, change: Change) -> PanelChange:
    sides = {
        side: str(pages.panel(drawing, position))
        for side, drawing, position in compare.sides(difference, change)
    }
    return PanelChange(change=change, **sides)


def _kind(before: object, after: object) -> Kind:
    if before is None:
        return Kind.CREATED
    return Kind.DELETED if after is None else Kind.CHANGED
