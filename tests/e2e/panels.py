"""Ask for what a panel shows, as Grafana would."""

import math
import re
import time
from collections.abc import Iterator

import rules.files
from catalog.records import SLO_WINDOW, SLO_WINDOWS, slo_error_ratio
from dashboards.units import Unit
from infra.specs.settings import Settings
from rules.model import RecordingRule
from tests.e2e.prometheus import api
from tests.unit.dashboards.boards import Panel, filled

# Of an hour on a panel 700 pixels wide.
STEP_S = 5
# How far back a graph is looked at: a test does not wait for what was before it.
LOOK_BACK_S = 4 * STEP_S
# Least and largest plausible value by unit.
PLAUSIBLE = {
    Unit.SECONDS: (0, 60),
    Unit.AGE: (0, 400 * 86400),
    Unit.REQUESTS_PER_SECOND: (0, 1000),
    Unit.PER_SECOND: (0, 100_000),
    Unit.SHARE: (0, 1),
    Unit.BYTES: (0, 1e15),
    Unit.BYTES_PER_SECOND: (0, 1e11),
    Unit.COUNT: (0, 1e7),
    Unit.CORES: (0, 1024),
}
# Where the unit alone would say too little or too much.
PLAUSIBLE_PANELS = {
    # What a limit allows is a mean; a short look may find more.
    "Container Resources": (0, 2),
    "CPU of its Limit": (0, 2),
    "Rule Evaluation Time": (0, 5),
    # Spent many times over while a test breaks things.
    "Least Budget Left": (-1000, 1),
    "Budget Left per Service": (-1000, 1),
    "Budget over Time": (-1000, 1),
    "Product Operations": (0, 10_000),
    "Health per Service": (0, 1),
    "Reachable Endpoints": (0, 1),
    "Health Score per Service": (0, 100),
    "Health over Time": (0, 100),
    "Least Health": (0, 100),
}
# Their rules look at whole minutes only: a young stack has no such minute yet.
_GRID_S = 60
_LONG = {
    slo_error_ratio(window).name
    for window in (*SLO_WINDOWS, SLO_WINDOW)
    if window.endswith("d")
}
_RULES = {
    rule.record.name: rule.expr
    for groups in rules.files.FILES.values()
    for group in groups
    for rule in group.rules
    if isinstance(rule, RecordingRule)
}
_BUDGET = {name for name, expr in _RULES.items() if any(n in expr for n in _LONG)}


def rate_interval(settings: Settings) -> str:
    """Return what Grafana puts in place of ``$__rate_interval``."""
    scrape_s = int(settings.scrape_interval.removesuffix("s"))
    return f"{max(STEP_S + scrape_s, 4 * scrape_s)}s"


def query(expr: str, settings: Settings, *, service: str = ".+") -> str:
    """Return *expr* with its variables filled in for the stack of *settings*."""
    return filled(
        expr,
        environment=settings.stack,
        service=service,
        rate_interval=rate_interval(settings),
    )


def shown(url: str, target: dict[str, object], expr: str) -> list[list[float]]:
    """Return the values of each series that a panel's *target* shows of *expr*."""
    now = time.time()
    if target["instant"]:
        found = api(url, "query", query=expr)["result"]
        return [[float(each["value"][1])] for each in found]
    found = api(
        url,
        "query_range",
        query=expr,
        start=f"{now - LOOK_BACK_S:.3f}",
        end=f"{now:.3f}",
        step=str(STEP_S),
    )["result"]
    return [[float(v) for _, v in each["values"]] for each in found]


def soon_shown(url: str, expr: str) -> list[list[float]]:
    """Return what *expr* shows once the long windows' rules find their minute."""
    begins = math.ceil(time.time() / _GRID_S) * _GRID_S
    found = api(url, "query", query=_computed(expr), time=str(begins))["result"]
    return [[float(each["value"][1])] for each in found]


def takes_long(expr: str) -> bool:
    """Tell whether *expr* reads what is recorded of whole minutes."""
    return any(name in expr for name in _LONG | _BUDGET)


def _computed(expr: str) -> str:
    """Put in place of each such record the rule that computes it."""
    for name in _LONG | _BUDGET:
        if re.search(rf"(?<![\w:]){re.escape(name)}(?![\w:])", expr):
            rule = _computed(_RULES[name])
            expr = re.sub(
                rf"(?<![\w:]){re.escape(name)}(?![\w:])(\{{[^{{}}]*\}})?",
                lambda _, rule=rule: f"({rule})",  # type: ignore[misc]
                expr,
            )
    return expr


def implausible(panel: Panel, series: list[list[float]]) -> Iterator[float]:
    """Yield each value that the panel's unit does not allow."""
    low, high = PLAUSIBLE_PANELS.get(panel.title, PLAUSIBLE[Unit(panel.unit)])
    for values in series:
        yield from (v for v in values if not low <= v <= high)
