"""The figures as tables."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.platform_report import table
from tests.benchmarks.query_cost.measure import Cost, Runs, percentile

GOAL = 10
# Newest values of both answers that differ by less count as the same.
_ALIKE = 0.01
_BUDGETS = "slo.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    What was measured on.

    Attributes:
        conditions: One line about the machine.
        version: Prometheus's.
        scraped, recorded: Series.
        bytes_: Of the storage.
        times: How often each query was asked.
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
            "Milliseconds that the queries of each dashboard take, over all ranges:",
            _times(costs),
            _coverage(costs),
            _compared(compared, _dashboard, "Dashboard"),
            _compared(compared, lambda cost: _duration(cost.range_s), "Range"),
            _verdict(compared),
            _agreement(compared),
            setting.conditions,
        ]
    )


def ratio(costs: Iterable[Cost], of: Callable[[Runs], float]) -> float:
    """Return how many times more the raw queries took of something, in sum."""
    own = raw = 0.0
    for cost in costs:
        if cost.raw:
            own, raw = own + of(cost.own), raw + of(cost.raw)
    return raw / own if own else 1.0


def read(runs: Runs) -> float:
    """Return the samples read from storage."""
    return runs.read


def evaluated(runs: Runs) -> float:
    """Return the samples that went through windows."""
    return runs.counted


def by_panel(
    costs: Iterable[Cost], of: Callable[[Runs], float] = read
) -> dict[tuple[str, str], float]:
    """Return how many times fewer samples each panel takes, by dashboard and title."""
    panels: dict[tuple[str, str], list[Cost]] = {}
    for cost in costs:
        if cost.raw:
            panels.setdefault((cost.ask.file, cost.ask.panel), []).append(cost)
    return {key: ratio(each, of) for key, each in panels.items()}


def _what(setting: Setting) -> str:
    return (
        f"{setting.hours / 24:.3g} days of {setting.scraped} scraped and"
        f" {setting.recorded} recorded series of five roles and the platform,"
        f" {setting.samples / 1e6:.0f} million samples,"
        f" {setting.bytes_ / 2**20:.0f} MiB on the disk, blocks merged by Prometheus"
        f" {setting.version}, which answers. Series that no panel and no recording rule"
        f" reads are left out. Each query was asked {setting.times} times, one that"
        " took more than 5 s once. *Read* are samples fetched from storage"
        " (`samplesRead`), *evaluated* those that went through windows, each window in"
        " full (`totalQueryableSamples`)."
    )


def _times(costs: Sequence[Cost]) -> str:
    rows = []
    for name, group in _grouped(costs, _dashboard):
        walls_s = [wall for cost in group for wall in cost.own.walls_s]
        slowest = max(group, key=lambda cost: min(cost.own.walls_s))
        rows.append(
            (
                name,
                f"{len(group)}",
                f"{1000 * percentile(walls_s, 0.5):.1f}",
                f"{1000 * percentile(walls_s, 0.95):.1f}",
                f"{1000 * max(walls_s):.0f}",
                f"{slowest.ask.panel}, {_duration(slowest.range_s)}",
            )
        )
    headings = ("Dashboard", "Queries", "p50", "p95", "Worst", "Slowest panel")
    return table(headings, rows)


def _coverage(costs: Sequence[Cost]) -> str:
    compared = [cost for cost in costs if cost.raw]
    return (
        f"{len(compared)} of these {len(costs)} queries read recorded series. The"
        " others read what no rule records (state of targets, machine, Prometheus and"
        " Alertmanager), counters over exactly the shown time, or, for p99 with its"
        " exemplars, the scraped histogram. The same questions asked of what is"
        " scraped, each recorded name replaced by the expression of its rule:"
    )


def _compared(costs: Sequence[Cost], name: Callable[[Cost], str], heading: str) -> str:
    return table(
        (
            *(heading, "Queries", "Read", "raw", "fewer"),
            *("Evaluated", "raw", "fewer", "p95, ms", "raw"),
        ),
        [(each, *_row(group)) for each, group in _grouped(costs, name)],
    )


def _row(costs: Sequence[Cost]) -> tuple[str, ...]:
    own = [cost.own for cost in costs]
    raw = [cost.raw for cost in costs if cost.raw]
    return (
        f"{len(costs)}",
        _count(sum(map(read, own))),
        _count(sum(map(read, raw))),
        f"{ratio(costs, read):.0f}x",
        _count(sum(map(evaluated, own))),
        _count(sum(map(evaluated, raw))),
        f"{ratio(costs, evaluated):.0f}x",
        _p95(own),
        _p95(raw),
    )


def _verdict(costs: Sequence[Cost]) -> str:
    panels = by_panel(costs)
    short = {key: value for key, value in panels.items() if value < GOAL}
    listed = ", ".join(
        f"{panel} ({value:.1f}x)"
        for (_, panel), value in sorted(short.items(), key=lambda each: each[1])
    )
    without = [cost for cost in costs if cost.ask.file != _BUDGETS]
    return (
        f"Goal: at least {GOAL} times fewer samples read. Seen:"
        f" **{ratio(costs, read):.0f} times** in all, {ratio(without, read):.0f} times"
        " without the error budgets, which nobody would ask of what is scraped. Of"
        f" {len(panels)} panels {len(panels) - len(short)} reach it alone."
        + (f" The others: {listed}." if short else "")
    )


def _agreement(costs: Sequence[Cost]) -> str:
    alike = [cost for cost in costs if cost.apart < _ALIKE]
    return (
        f"{len(alike)} of {len(costs)} raw queries answered with the same series, their"
        f" newest values less than {_ALIKE:.0%} apart."
    )


def _grouped(
    costs: Sequence[Cost], name: Callable[[Cost], str]
) -> list[tuple[str, Sequence[Cost]]]:
    groups: dict[str, list[Cost]] = {}
    for cost in costs:
        groups.setdefault(name(cost), []).append(cost)
    return [*groups.items(), ("all", costs)]


def _dashboard(cost: Cost) -> str:
    return cost.ask.file.removesuffix(".json")


def _p95(runs: Iterable[Runs]) -> str:
    walls_s = [wall for each in runs for wall in each.walls_s]
    return f"{1000 * percentile(walls_s, 0.95):.1f}"


def _count(samples: float) -> str:
    for bound, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if samples >= bound:
            return f"{samples / bound:.1f}{unit}"
    return f"{samples:.0f}"


def _duration(range_s: int) -> str:
    hours = range_s // 3600
    return f"{hours // 24} d" if hours > 24 else f"{hours} h"
