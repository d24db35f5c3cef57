"""The figures as tables."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.platform_report import table
from tests.benchmarks.query_cost.measure import Cost, Runs, percentile

GOAL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    What was measured on.

    Attributes:
        conditions: One line about the machine.
        bytes_: Of the storage.
        alike: Largest difference of a raw query's answer that still counts as equal.
    """

    command: str
    conditions: str
    version: str
    hours: int
    scraped: int
    recorded: int
    samples: int
    bytes_: int
    times: int


def section(costs: Sequence[Cost], setting: Setting) -> str:
    """Return the markdown of the result."""
    compared = [cost for cost in costs if cost.raw]
    return "\n\n".join(
        [
            "## Cost of the dashboards' queries",
            f"`{setting.command}`",
            _what(setting),
            "Time of each query, in milliseconds, every query of the dashboard over"
            " every range:",
            _times(costs),
            "Queries that read recorded series, and the same questions asked of what is"
            " scraped (each recorded name replaced by the expression of its rule):",
            _compared(compared, lambda cost: cost.ask.file.removesuffix(".json")),
            "The same by the shown range:",
            _compared(compared, lambda cost: _duration(cost.range_s)),
            _verdict(compared),
            _agreement(compared),
            setting.conditions,
        ]
    )


def _what(setting: Setting) -> str:
    return (
        f"{setting.hours / 24:g} days of {setting.scraped} scraped and"
        f" {setting.recorded} recorded series, {setting.samples / 1e6:.0f} million"
        f" samples, {setting.bytes_ / 2**20:.0f} MiB on the disk, merged by Prometheus"
        f" {setting.version}. Each query was asked {setting.times} times, a raw one"
        ' that took more than 5 s once. "Read" are the samples that it fetched from'
        ' its storage (`samplesRead`), "evaluated" those that went through windows,'
        " each window in full (`totalQueryableSamples`)."
    )


def _times(costs: Sequence[Cost]) -> str:
    files = list(dict.fromkeys(cost.ask.file for cost in costs))
    groups = [
        *((file, [cost for cost in costs if cost.ask.file == file]) for file in files),
        ("all", list(costs)),
    ]
    rows = []
    for name, group in groups:
        walls_s = [wall for cost in group for wall in cost.own.walls_s]
        slowest = max(group, key=lambda cost: min(cost.own.walls_s))
        rows.append(
            (
                name.removesuffix(".json"),
                len({(cost.ask.panel, cost.ask.expr) for cost in group}),
                f"{1000 * percentile(walls_s, 0.5):.1f}",
                f"{1000 * percentile(walls_s, 0.95):.1f}",
                f"{1000 * max(walls_s):.0f}",
                f"{slowest.ask.panel}, {_duration(slowest.range_s)}",
            )
        )
    return table(("Dashboard", "Queries", "p50", "p95", "worst", "slowest"), rows)


def _compared(costs: Sequence[Cost], name: Callable[[Cost], str]) -> str:
    names = list(dict.fromkeys(map(name, costs)))
    groups = [
        *((each, [cost for cost in costs if name(cost) == each]) for each in names),
        ("all", list(costs)),
    ]
    return table(
        (
            *("", "Queries", "read", "raw", "fewer"),
            *("evaluated", "raw", "fewer", "p95, ms", "raw"),
        ),
        [(name_, *_row(group)) for name_, group in groups],
    )


def _row(costs: Sequence[Cost]) -> tuple[str, ...]:
    own = [cost.own for cost in costs]
    raw = [cost.raw for cost in costs if cost.raw]
    return (
        f"{len(costs)}",
        _count(sum(each.read for each in own)),
        _count(sum(each.read for each in raw)),
        f"{ratio(costs, lambda runs: runs.read):.0f}x",
        _count(sum(each.counted for each in own)),
        _count(sum(each.counted for each in raw)),
        f"{ratio(costs, lambda runs: runs.counted):.0f}x",
        _p95(own),
        _p95(raw),
    )


def ratio(costs: Iterable[Cost], of: Callable[[Runs], float]) -> float:
    """Return how many times more the raw queries took of something, in sum."""
    own = raw = 0.0
    for cost in costs:
        if cost.raw:
            own, raw = own + of(cost.own), raw + of(cost.raw)
    return raw / own if own else 1.0


def by_panel(costs: Iterable[Cost]) -> dict[tuple[str, str], float]:
    """Return how many times fewer samples each panel reads, by dashboard and title."""
    panels: dict[tuple[str, str], list[Cost]] = {}
    for cost in costs:
        if cost.raw:
            panels.setdefault((cost.ask.file, cost.ask.panel), []).append(cost)
    return {key: ratio(each, lambda runs: runs.read) for key, each in panels.items()}


def _verdict(costs: Sequence[Cost]) -> str:
    panels = by_panel(costs)
    short = {key: value for key, value in panels.items() if value < GOAL}
    total = ratio(costs, lambda runs: runs.read)
    objectives = [cost for cost in costs if cost.ask.file != "slo.json"]
    listed = ", ".join(
        f"{panel} ({value:.1f}x)"
        for (_, panel), value in sorted(short.items(), key=lambda each: each[1])
    )
    return (
        f"Goal: at least {GOAL} times fewer samples read. Seen: {total:.0f} times fewer"
        f" in all, {ratio(objectives, lambda runs: runs.read):.0f} times without the"
        " error budgets, whose raw queries nobody would ask. Of"
        f" {len(panels)} panels {len(panels) - len(short)} reach it by themselves."
        + (f" Those that do not: {listed}." if short else "")
    )


def _agreement(costs: Sequence[Cost]) -> str:
    alike = [cost for cost in costs if cost.apart < 0.01]
    return (
        f"{len(alike)} of {len(costs)} raw queries gave the same series as the recorded"
        " ones with newest values less than 1 % apart."
    )


def _p95(runs: Iterable[Runs]) -> str:
    walls_s = [wall for each in runs for wall in each.walls_s]
    return f"{1000 * percentile(walls_s, 0.95):.1f}"


def _count(samples: int) -> str:
    for bound, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if samples >= bound:
            return f"{samples / bound:.1f}{unit}"
    return str(samples)


def _duration(range_s: int) -> str:
    hours = range_s // 3600
    return f"{hours // 24} d" if hours > 24 else f"{hours} h"
