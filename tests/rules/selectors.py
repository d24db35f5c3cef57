"""What an expression reads, and which labels that has."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from catalog import (
    containers,
    engine,
    metrics,
    notifications,
    postgres,
    probes,
    spans,
    thirdparty,
)
from catalog.metrics import Metric, MetricKind
from catalog.own_services import OWN
from catalog.records import RECORDS
from catalog.red import RedMetrics
from tests.rules.tokens import Token, words

# Prometheus gives them to whatever it scrapes.
OF_TARGETS = frozenset({"job", "instance", "service", "owner", "environment"})
# A rule's own labels, which an alert carries.
OF_ALERTS = frozenset({"severity", "escalation"})
_KEYWORDS = ("and", "or", "unless", "offset", "bool")
_GROUPINGS = ("by", "without", "on", "ignoring", "group_left")


@dataclass(frozen=True, kw_only=True)
class Selector:
    """
    One series selector of an expression.

    Attributes:
        function: What is applied to it, such as ``rate``; "" for none.
        window: Its range, such as ``5m``; "" for none.
    """

    name: str
    matched: frozenset[str]
    function: str
    window: str


_MODULES = (
    thirdparty,
    containers,
    metrics,
    notifications,
    postgres,
    probes,
    engine,
    spans,
)


@cache
def catalog() -> Mapping[str, Metric]:
    """Return every metric of the catalog and of the team's services by its name."""
    return {
        value.name: value
        for module in _MODULES
        for value in vars(module).values()
        if isinstance(value, Metric)
    } | {value.name: value for own in OWN if own.red for value in told(own.red)}


def told(red: RedMetrics) -> Iterator[Metric]:
    """Yield what a service with names of its own tells."""
    of_route = (red.endpoint_label, red.status_label)
    for name, kind, its in (
        (red.requests, MetricKind.COUNTER, of_route),
        (red.latency, MetricKind.HISTOGRAM, of_route),
        (red.errors, MetricKind.COUNTER, ()),
    ):
        if name:
            yield Metric(name=name, kind=kind, help="", labels=its)


@cache
def labels(name: str) -> frozenset[str]:
    """Return the labels of a metric or record; KeyError for what has no name there."""
    for record in RECORDS:
        if record.name == name:
            return frozenset(record.labels)
    metric, bucket = known(name)
    own = frozenset(metric.labels) | ({"le"} if bucket else frozenset())
    return own | OF_TARGETS | (OF_ALERTS if name == "ALERTS" else frozenset())


def known(name: str) -> tuple[Metric, bool]:
    """Return the metric, and whether *name* is its buckets."""
    base = name.removesuffix("_bucket")
    metric = catalog()[base]
    if (base != name) != (metric.kind is MetricKind.HISTOGRAM):
        raise KeyError(name)
    return metric, base != name


def selectors(expr: str) -> Iterator[Selector]:
    """Yield what *expr* reads."""
    found = words(expr)
    for at, token in enumerate(found):
        if is_metric(found, at):
            end = at + 1
            matched = set()
            if end < len(found) and found[end].text == "{":
                while found[end].text != "}":
                    if found[end].kind == "name":
                        matched.add(found[end].text)
                    end += 1
                end += 1
            ranged = end < len(found) and found[end].text == "["
            before = [t.text for t in found[max(0, at - 2) : at]]
            yield Selector(
                name=token.text,
                matched=frozenset(matched),
                function=before[0] if before[1:] == ["("] else "",
                window=found[end + 1].text if ranged else "",
            )


def grouped(expr: str) -> frozenset[str]:
    """Return the labels that *expr* groups or matches by."""
    found = words(expr)
    return frozenset(
        found[i].text
        for at, token in enumerate(found)
        if token.text in _GROUPINGS and found[at + 1].text == "("
        for i in range(at + 2, _closing(found, at + 1))
        if found[i].kind == "name"
    )


def made(expr: str) -> frozenset[str]:
    """Return the labels that *expr* itself adds."""
    return frozenset(re.findall(r'"(\w+)", "\$1"', expr))


def is_metric(found: list[Token], at: int) -> bool:
    """Tell whether a word is neither function, keyword nor label."""
    token = found[at]
    follows = found[at + 1].text if at + 1 < len(found) else ""
    return (
        token.kind == "name"
        and token.text not in _KEYWORDS
        and follows not in ("(", "by", "without")
        and not token.within.endswith("{")
        and not _in_grouping(found, at)
    )


def _in_grouping(found: list[Token], at: int) -> bool:
    depth = 0
    for i in range(at - 1, -1, -1):
        if found[i].text == ")":
            depth += 1
        elif found[i].text == "(":
            if depth == 0:
                return i > 0 and found[i - 1].text in _GROUPINGS
            depth -= 1
    return False


def _closing(found: list[Token], opening: int) -> int:
    return next(i for i in range(opening, len(found)) if found[i].text == ")")
