"""Colours of values: green is good, orange needs a look, red needs somebody now."""

from dataclasses import dataclass

from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.models.dashboard import Threshold, ThresholdsMode

GOOD = "green"
LOOK = "orange"
BAD = "red"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """
    Colours with the values from which on they hold.

    Attributes:
        steps: From low to high; the first has no value.
    """

    steps: tuple[tuple[str, float | None], ...]

    @property
    def matter(self) -> bool:
        """Whether there is more than one colour."""
        return len(self.steps) > 1

    def built(self) -> ThresholdsConfig:
        """Return what Grafana reads."""
        return (
            ThresholdsConfig()
            .mode(ThresholdsMode.ABSOLUTE)
            .steps([Threshold(color=color, value=value) for color, value in self.steps])
        )


ALWAYS_GOOD = Thresholds(((GOOD, None),))


def above(*, look: float | None = None, bad: float | None = None) -> Thresholds:
    """Return colours for a value that is worse the higher it is."""
    steps: list[tuple[str, float | None]] = [(GOOD, None)]
    steps += [(LOOK, look)] if look is not None else []
    steps += [(BAD, bad)] if bad is not None else []
    return Thresholds(tuple(steps))


def below(*, look: float | None = None, bad: float | None = None) -> Thresholds:
    """Return colours for a value that is worse the lower it is."""
    worst_first = [(BAD, bad), (LOOK, look)]
    given = [(color, value) for color, value in worst_first if value is not None]
    starts = [None, *(value for _, value in given)]
    colors = [*(color for color, _ in given), GOOD]
    return Thresholds(tuple(zip(colors, starts, strict=True)))
