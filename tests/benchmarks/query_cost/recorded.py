"""The recording rules as they are generated, and the order in which they can be run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infra.specs.settings import Settings
from infra.specs.values import seconds
from rules.files import FILES
from rules.model import RecordingRule, Timing
from tests.rules.selectors import selectors

EVALUATED_EVERY_S = seconds(Settings(stack="any").scrape_interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """
    One recording rule.

    Attributes:
        labels: What the rule itself adds to its series.
        every_s: Time between two evaluations.
    """

    name: str
    expr: str
    labels: Mapping[str, str]
    every_s: int

    @property
    def reads(self) -> frozenset[str]:
        """Names of the series that it is computed from."""
        return frozenset(selector.name for selector in selectors(self.expr))


def recorded() -> tuple[Recorded, ...]:
    """Return every recording rule."""
    return tuple(
        Recorded(
            name=rule.record.name,
            expr=str(rule.under(Timing.PRODUCTION)["expr"]),
            labels=rule.labels,
            every_s=seconds(group.interval) if group.interval else EVALUATED_EVERY_S,
        )
        for groups in FILES.values()
        for group in groups
        for rule in group.rules
        if isinstance(rule, RecordingRule)
    )


def levels(rules: Sequence[Recorded]) -> list[list[Recorded]]:
    """
    Return *rules* in turns: each reads only what earlier turns have recorded.

    Raises:
        ValueError: When rules read one another in a circle.
    """
    left, turns = list(rules), list[list[Recorded]]()
    while left:
        missing = _names(left)
        turn = [rule for rule in left if not rule.reads & missing]
        if not turn:
            raise ValueError(f"these rules read one another: {sorted(missing)}")
        turns.append(turn)
        left = [rule for rule in left if rule not in turn]
    return turns


def _names(rules: Iterable[Recorded]) -> frozenset[str]:
    return frozenset(rule.name for rule in rules)
