"""Incidents in figures: how long each stage took, and which services cause them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

# Label values that one metric may have; a stack with more services shows the worst.
MOST_SERVICES = 50
OTHER = "other"
UNKNOWN = "unknown"


class Stage(StrEnum):
    """What an incident goes through."""

    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When an incident began, and when it came to each stage; None if it did not."""

    severity: str
    began_s: float
    opened_s: float
    acknowledged_s: float | None
    resolved_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """
    What most probably causes an unresolved incident.

    Attributes:
        service: Empty where there is no answer yet.
        confidence: 0..1.
        failing_share: Of the users' requests; None where no trace tells.
    """

    service: str
    confidence: float = 0.0
    failing_share: float | None = None


def stage_seconds(courses: Iterable[Course]) -> Mapping[Stage, float]:
    """Return the median time from the first sign to each stage that was reached."""
    reached: dict[Stage, list[float]] = {stage: [] for stage in Stage}
    for course in courses:
        for stage, at_s in (
            (Stage.DETECTED, course.opened_s),
            (Stage.ACKNOWLEDGED, course.acknowledged_s),
            (Stage.RESOLVED, course.resolved_s),
        ):
            if at_s is not None:
                reached[stage].append(max(0.0, at_s - course.began_s))
    return {stage: median(times) for stage, times in reached.items() if times}


def by_service(suspects: Sequence[Suspect]) -> Mapping[str, int]:
    """Return how many incidents each service causes; what is rare is summed up."""
    counted = Counter(each.service or UNKNOWN for each in suspects)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    shown = dict(ranked[:MOST_SERVICES])
    rest = sum(count for _, count in ranked[MOST_SERVICES:])
    return {**shown, OTHER: rest} if rest else shown


def highest(values: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """Return the highest value of each service, of those with the highest."""
    found: dict[str, float] = {}
    for service, value in values:
        found[service] = max(value, found.get(service, value))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:MOST_SERVICES])
