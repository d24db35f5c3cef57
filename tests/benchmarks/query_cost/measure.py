"""Ask all that the dashboards ask, on recorded series and on scraped ones."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress

from tests.benchmarks.query_cost.expand import raw, reads_recorded
from tests.benchmarks.query_cost.panels import Ask, asked
from tests.benchmarks.query_cost.recorded import Recorded
from tests.benchmarks.query_cost.server import Answer, Server

# A raw query that takes longer than that is asked once.
_ONCE_ABOVE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """One query, asked several times."""

    walls_s: Sequence[float]
    read: int
    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """
    What one query of one panel costs over one range.

    Attributes:
        raw: The same on scraped series; None where it reads these anyway.
        apart: Largest relative difference of both answers' newest values; infinite
            where they are of different series.
    """

    ask: Ask
    range_s: int
    own: Runs
    raw: Runs | None
    apart: float = 0.0


def measure(
    server: Server,
    ranges_s: Iterable[int],
    end_s: int,
    rules: Sequence[Recorded],
    *,
    times: int,
    progress: Progress,
) -> list[Cost]:
    """Return the cost of each query of each panel over each range."""
    costs = []
    for range_s in ranges_s:
        asks = asked(range_s, end_s)
        words = f"queries over {range_s // 3600} h"
        for ask in progress.track(asks, description=words):
            costs.append(_cost(server, ask, range_s, rules, times))
    return costs


def _cost(
    server: Server, ask: Ask, range_s: int, rules: Sequence[Recorded], times: int
) -> Cost:
    own, answer = _runs(server, ask, ask.expr, times)
    if not reads_recorded(ask.expr):
        return Cost(ask=ask, range_s=range_s, own=own, raw=None)
    scraped, computed = _runs(server, ask, raw(ask.expr, rules), times)
    return Cost(
        ask=ask,
        range_s=range_s,
        own=own,
        raw=scraped,
        apart=difference(answer.series, computed.series),
    )


def _runs(server: Server, ask: Ask, expr: str, times: int) -> tuple[Runs, Answer]:
    answers = [server.ask(expr, ask.start_s, ask.end_s, ask.step_s)]
    while len(answers) < times and answers[0].wall_s < _ONCE_ABOVE_S:
        answers.append(server.ask(expr, ask.start_s, ask.end_s, ask.step_s))
    walls_s = [answer.wall_s for answer in answers]
    first = answers[0]
    return Runs(walls_s=walls_s, read=first.read, counted=first.counted), first


def difference(
    one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]
) -> float:
    """Return the largest relative difference of the newest values of two results."""
    left, right = _newest(one), _newest(other)
    if left.keys() != right.keys():
        return math.inf
    return max((_apart(left[key], right[key]) for key in left), default=0.0)


def _newest(series: Iterable[Mapping[str, Any]]) -> dict[frozenset[Any], float]:
    found = {}
    for each in series:
        labels = {k: v for k, v in each["metric"].items() if k != "__name__"}
        point = each["values"][-1] if "values" in each else each["value"]
        found[frozenset(labels.items())] = float(point[1])
    return found


def _apart(one: float, other: float) -> float:
    if one == other:
        return 0.0
    return abs(one - other) / max(abs(one), abs(other))


def percentile(values: Iterable[float], share: float) -> float:
    """Return the least value that *share* of *values* do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
