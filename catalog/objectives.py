"""What the services promise: objectives and the window they are judged in."""

from dataclasses import dataclass

# The longest that the default retention (15 days) lets us look back.
SLO_WINDOW_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """
    Shares of good requests that a service promises over the window.

    Attributes:
        availability: Share of requests answered below 500.
        latency: Share of requests answered within *latency_s*.
        latency_s: One of the histogram's bucket bounds, in seconds.
    """

    availability: float = 0.99
    latency: float = 0.95
    latency_s: float = 0.5


DEFAULT_OBJECTIVE = Objective()
# By service name; the rest promise the default.
OBJECTIVES = {
    "payment": Objective(availability=0.995),
    "checkout": Objective(availability=0.995, latency_s=1.0),
}


def objective(service: str) -> Objective:
    """Return what *service* promises."""
    return OBJECTIVES.get(service, DEFAULT_OBJECTIVE)
