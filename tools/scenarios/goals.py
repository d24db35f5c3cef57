"""What the run as a whole is judged by; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tools.scenarios.result import Report, Result
from tools.scenarios.scoring import Told

_MEDIAN_DELAY_S = 15.0
_FIRST, _RATIO = 0.85, 0.20


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One goal; *met* is None where the run does not tell."""

    name: str
    wanted: str
    value: str
    met: bool | None


def goals(report: Report) -> list[Goal]:
    """Return all goals with what the run came to."""
    told = [each for result in report.results for each in _told(result)]
    return [
        _share("Faults told", [t.delay_s is not None for t in told], 1.0),
        _delay(told),
        _share("True cause first", [t.rank == 1 for t in told], _FIRST),
        _share("True cause among three", [1 <= t.rank <= 3 for t in told], 1.0),
        _count("Incidents beyond one per fault", report.results, _extra),
        _count("Wrong incidents", report.results, _wrong),
        _ratio(report.results),
        _normal(report),
    ]


def ratios(results: Sequence[Result]) -> list[float]:
    """Return the engine's delay by the firing alert's, of each fault with both."""
    return [
        told.delay_s / result.alert.firing_s
        for result in results
        if result.alert and result.alert.firing_s
        for told in _told(result)
        if told.delay_s is not None
    ]


def _told(result: Result) -> Sequence[Told]:
    return result.score.told if result.score else ()


def _share(name: str, found: Sequence[bool], least: float) -> Goal:
    wanted = f"at least {least:.0%}"
    if not found:
        return Goal(name=name, wanted=wanted, value="no fault ran", met=None)
    right = sum(found)
    return Goal(
        name=name,
        wanted=wanted,
        value=f"{right} of {len(found)} ({right / len(found):.0%})",
        met=right >= least * len(found),
    )


def _delay(told: Sequence[Told]) -> Goal:
    delays = [each.delay_s for each in told if each.delay_s is not None]
    middle = median(delays) if delays else None
    return Goal(
        name="Median detection delay",
        wanted=f"at most {_MEDIAN_DELAY_S:.0f} s",
        value="nothing was told" if middle is None else f"{middle:.1f} s",
        met=None if middle is None else middle <= _MEDIAN_DELAY_S,
    )


def _extra(result: Result) -> int:
    return result.score.extra if result.score else 0


def _wrong(result: Result) -> int:
    return len(result.score.wrong) if result.score else 0


def _count(
    name: str, results: Sequence[Result], count: Callable[[Result], int]
) -> Goal:
    found = sum(count(result) for result in results)
    met = found == 0 if results else None
    return Goal(name=name, wanted="0", value=str(found), met=met)


def _ratio(results: Sequence[Result]) -> Goal:
    found = ratios(results)
    return Goal(
        name="Median delay by that of the firing alert",
        wanted=f"at most {_RATIO:.0%}",
        value=f"{median(found):.0%} of {len(found)} faults"
        if found
        else "no alert fired",
        met=median(found) <= _RATIO if found else None,
    )


def _normal(report: Report) -> Goal:
    normal = report.normal
    return Goal(
        name="False incidents in a normal run",
        wanted="0",
        value=f"{len(normal.incidents)} in {normal.minutes:g} min"
        if normal
        else "not run",
        met=None if normal is None else not normal.incidents,
    )
