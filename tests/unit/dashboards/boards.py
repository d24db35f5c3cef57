"""The committed dashboards, taken apart for tests."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalog.dashboards import Dashboard

FOLDER = Path(__file__).parents[3] / "dashboards" / "generated"
DASHBOARDS: Mapping[str, Mapping[str, Any]] = {
    path.name: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))
}


@dataclass(frozen=True)
class Panel:
    """One panel and the dashboard that it is on."""

    file: str
    json: Mapping[str, Any]

    @property
    def dashboard(self) -> Mapping[str, Any]:
        return DASHBOARDS[self.file]

    @property
    def title(self) -> str:
        return str(self.json["title"])

    @property
    def unit(self) -> str:
        return str(self.json["fieldConfig"]["defaults"]["unit"])

    @property
    def exprs(self) -> list[str]:
        return [str(target["expr"]) for target in self.json["targets"]]

    @property
    def runbooks(self) -> set[str]:
        """Names of the alerts whose runbooks it links to."""
        urls = [str(link["url"]) for link in self.json.get("links", [])]
        return {url.rpartition("/")[2].removesuffix(".html") for url in urls}

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


PANELS = [
    Panel(name, panel)
    for name, dashboard in DASHBOARDS.items()
    for panel in dashboard["panels"]
    if panel["type"] != "row"
]

# Those of stacks without further settings.
EVERYWHERE = [each for each in PANELS if each.dashboard["uid"] != Dashboard.POSTGRES]


def of_every_panel(check: Callable[[Panel], None]) -> Callable[[str], None]:
    """Make a test per dashboard of a check of one panel."""

    @pytest.mark.parametrize("file", DASHBOARDS)
    def test(file: str) -> None:
        for panel in PANELS:
            if panel.file == file:
                try:
                    check(panel)
                except AssertionError as error:
                    error.add_note(str(panel))
                    raise

    test.__doc__ = check.__doc__
    return test


def filled(
    expr: str,
    *,
    environment: str = "dev",
    service: str = ".+",
    rate_interval: str = "1m",
    shown: str = "1h",
) -> str:
    """Return *expr* as Grafana sends it, its variables filled in."""
    values = {
        "$__rate_interval": rate_interval,
        "$__range": shown,
        "$environment": environment,
        "$service": service,
    }
    for name, value in values.items():
        expr = expr.replace(name, value)
    return expr


_STRING = re.compile(r'"[^"]*"')
_MATCHERS = re.compile(r"\{[^{}]*\}")
_LABELS = re.compile(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")
_RANGE = re.compile(r"\[[^\]]*\]")
_OFFSET = re.compile(r"\boffset\s+\S+?(?=[\s)]|$)")
_NAME = re.compile(r"[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()")
_WORDS = {"or", "and", "unless", "bool"}


def series_read(expr: str) -> set[str]:
    """Return the names of the series that *expr* selects."""
    for part in (_STRING, _MATCHERS, _LABELS, _RANGE, _OFFSET):
        expr = part.sub(" ", expr)
    # An aggregation's word may stand before `by`, whose labels are gone now.
    expr = re.sub(r"(?<![\w:])(sum|min|max|count|topk|bottomk)\b", " ", expr)
    return {name for name in _NAME.findall(expr) if name not in _WORDS}
