"""What came back, in figures."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    The outcome of one call.

    Attributes:
        status: HTTP status; None when there was no answer.
        late_s: How long after its planned moment it was sent.
    """

    scenario: str
    label: str
    status: int | None
    took_s: float
    late_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the summary."""

    scenario: str
    label: str
    count: int
    ok: int
    client_errors: int
    server_errors: int
    unanswered: int
    p50_ms: float
    p95_ms: float
    max_ms: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile; 0 of nothing."""
    if not values:
        return 0.0
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def line(scenario: str, label: str, answers: Sequence[Answer]) -> Line:
    """Return the row of *answers*; times are of those that were answered."""
    families = [None if a.status is None else a.status // 100 for a in answers]
    times_ms = [a.took_s * 1000 for a in answers if a.status is not None]
    return Line(
        scenario=scenario,
        label=label,
        count=len(answers),
        ok=sum(family in (2, 3) for family in families),
        client_errors=families.count(4),
        server_errors=families.count(5),
        unanswered=families.count(None),
        p50_ms=percentile(times_ms, 0.50),
        p95_ms=percentile(times_ms, 0.95),
        max_ms=max(times_ms, default=0.0),
    )


def lines(answers: Iterable[Answer]) -> list[Line]:
    """Return one row per scenario and call, in the order of their first answer."""
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.scenario, answer.label].append(answer)
    return [line(*key, group) for key, group in groups.items()]
