"""Times in which what is not critical waits."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.specs.delivery import Delivery

NAME = "quiet"
_MIDNIGHT, _END_OF_DAY = "00:00", "24:00"


def intervals(delivery: Delivery) -> list[Mapping[str, Any]]:
    """Return the named interval; none where nothing is ever quiet."""
    if not delivery.is_ever_quiet:
        return []
    location = {"location": delivery.mute_timezone}
    parts: list[Mapping[str, Any]] = []
    if delivery.mute_hours is not None:
        parts.append({"times": [*_times(*delivery.mute_hours)], **location})
    if delivery.mute_weekends:
        parts.append({"weekdays": ["saturday", "sunday"], **location})
    return [{"name": NAME, "time_intervals": parts}]


def _times(begin: str, end: str) -> Iterator[Mapping[str, str]]:
    if begin < end:
        yield {"start_time": begin, "end_time": end}
        return
    # Alertmanager's intervals end with the day.
    yield {"start_time": begin, "end_time": _END_OF_DAY}
    if end != _MIDNIGHT:
        yield {"start_time": _MIDNIGHT, "end_time": end}
