"""Rate limits by the generic cell rate algorithm: one number per client."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most *count* requests in *period_s* seconds, and as many in one burst."""

    count: int
    period_s: float


def admit(arrival_s: float, now_s: float, rate: Rate) -> tuple[float, float]:
    """
    Decide on one request (ITU-T I.371, generic cell rate algorithm).

    Args:
        arrival_s: Theoretical arrival time that the last call returned; 0 at first.
        now_s: The time now, on the same clock.

    Returns:
        The new theoretical arrival time, and the seconds to wait: 0 admits, and
        a refused request leaves the arrival time as it was.
    """
    interval_s = rate.period_s / rate.count
    earliest_s = max(arrival_s, now_s)
    wait_s = earliest_s + interval_s - rate.period_s - now_s
    # Sums of fractions of a second are off by a few units in the last place.
    if wait_s > 1e-9 * rate.period_s:
        return arrival_s, wait_s
    return earliest_s + interval_s, 0.0
