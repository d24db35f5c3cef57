"""Results as rows of words, for every kind of table."""

from collections.abc import Sequence

from tools.scenarios.result import Result
from tools.scenarios.scoring import Told

HEADINGS = (
    *("Scenario", "Fault", "Delay, s", "Rank", "First right, s", "Incidents"),
    *("Wrong", "Alert firing, s", "Calm after, s", "Verdict"),
)


def rows(result: Result) -> list[tuple[str, ...]]:
    """Return one row per fault of a scenario, or one where there is none."""
    name, score = result.scenario.name, result.score
    if score is None:
        return [(name, "-", "-", "-", "-", "-", "-", "-", "-", result.failure)]
    counts = (str(score.incidents), str(len(score.wrong)))
    after = (
        _seconds(result.alert.firing_s if result.alert else None),
        _seconds(score.resolved_s),
        verdict(result),
    )
    if not score.told:
        return [(name, "none", "-", "-", "-", *counts, *after)]
    return [(name, place(told), *_told(told), *counts, *after) for told in score.told]


def verdict(result: Result) -> str:
    """Return how a scenario went, in a word or two."""
    score = result.score
    if score is None:
        return "not run"
    if score.passed:
        return "right"
    if any(told.delay_s is None for told in score.told):
        return "not told"
    if score.wrong:
        return "wrong incident"
    return "several incidents" if score.extra else "cause not first"


def place(told: Told) -> str:
    """Return where a fault is."""
    return f"{'/'.join(told.cause.services[:2])}{told.cause.route}"


def _told(told: Told) -> Sequence[str]:
    rank = str(told.rank) if told.rank else "-"
    return (_seconds(told.delay_s), rank, _seconds(told.right_s))


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
