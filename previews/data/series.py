"""Time series as Prometheus answers them; pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from previews.errors import QueryError

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: values at Unix times, both of the same length."""

    labels: Labels
    times: Sequence[float]
    values: Sequence[float]


def read(result: Any) -> tuple[Series, ...]:
    """
    Return the series of the ``data`` of an answer.

    Raises:
        QueryError: When it is not in Prometheus's format.
    """
    try:
        kind, found = result["resultType"], result["result"]
        if kind == "matrix":
            return tuple(
                _series(each["metric"], each.get("values", ())) for each in found
            )
        if kind == "vector":
            return tuple(_series(each["metric"], [each["value"]]) for each in found)
        if kind == "scalar":
            return (_series({}, [found]),)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise QueryError(f"not an answer of Prometheus: {error!r}") from error
    raise QueryError(f"an answer of type {kind!r}, which has no picture")


def _series(labels: Labels, points: Sequence[Sequence[Any]]) -> Series:
    return Series(
        dict(labels),
        [float(point[0]) for point in points],
        [float(point[1]) for point in points],
    )


def finite(values: Sequence[float]) -> list[float]:
    """Return the values that can be drawn."""
    return [value for value in values if math.isfinite(value)]
