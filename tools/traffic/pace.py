"""When calls leave: the rate over time, and the moments that follow from it."""

import math
from collections.abc import Callable, Iterator

# Calls per second at a moment, given the seconds since the start, the duration in
# seconds, and the highest rate.
Pace = Callable[[float, float, float], float]

# Near zero, not zero: what a shop that lost its customers still sees.
TRICKLE_PER_S = 0.025
# What is left of the day's rate at its quietest.
NIGHT_SHARE = 0.15
_LONGEST_TICK_S = 0.02


def steady(_at_s: float, _duration_s: float, rate: float) -> float:
    """Return the same rate always."""
    return rate


def trickle(_at_s: float, _duration_s: float, rate: float) -> float:
    """Return a rate near zero always."""
    return min(rate, TRICKLE_PER_S)


def dropping(at_s: float, duration_s: float, rate: float) -> float:
    """Return the rate for the first half, and next to nothing for the second."""
    return rate if at_s < duration_s / 2 else min(rate, TRICKLE_PER_S)


def day(length_s: float | None = None) -> Pace:
    """
    Return a day's rise and fall, from night over noon to night.

    Args:
        length_s: Of one day; None makes the whole duration one day.
    """

    def pace(at_s: float, duration_s: float, rate: float) -> float:
        turn = at_s / (duration_s if length_s is None else length_s)
        risen = (1 - math.cos(2 * math.pi * turn)) / 2
        return rate * (NIGHT_SHARE + (1 - NIGHT_SHARE) * risen)

    return pace


def due_times(pace: Pace, duration_s: float, rate: float) -> Iterator[float]:
    """Yield the seconds since the start at which a call is due, the first at once."""
    tick_s = min(_LONGEST_TICK_S, 1 / (4 * rate))
    owed = 1.0
    for tick in range(math.ceil(duration_s / tick_s)):
        at_s = tick * tick_s
        # A hair below one: sums of ticks are not exact.
        if owed >= 1 - 1e-9:
            owed -= 1
            yield at_s
        owed += pace(at_s, duration_s, rate) * tick_s
