"""What the services promise: objectives and the window they are judged in."""

from dataclasses import dataclass

# The longest that the default retention (15 days) lets us look back; a stack's
# settings may not keep samples for less.
SLO_WINDOW_DAYS = 14
_DAY_H = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """
    A speed of using the error budget up that somebody has to hear of.

    Both windows have to burn: the long one says that it matters, the short one that
    it still goes on. Source: The Site Reliability Workbook, chapter 5, method 6.

    Attributes:
        budget_share: Part of the whole budget that is gone after the long window.
        short, long: Prometheus durations; one of SLO_WINDOWS each.
        long_h: The long window, in hours.
    """

    budget_share: float
    short: str
    long: str
    long_h: int

    @property
    def factor(self) -> float:
        """
        How many times faster than allowed the budget burns.

        Never below 1: at 1 the budget lasts exactly as long as its window, so anything
        slower keeps the promise. With a window of 14 days, 10 % in 3 days would be a
        factor of 0.47, an alert about a service that is within its objective.
        """
        window_h = SLO_WINDOW_DAYS * _DAY_H
        return max(1.0, round(self.budget_share * window_h / self.long_h, 6))


PAGE_BURNS = (
    Burn(budget_share=0.02, short="5m", long="1h", long_h=1),
    Burn(budget_share=0.05, short="30m", long="6h", long_h=6),
)
TICKET_BURNS = (
    Burn(budget_share=0.1, short="2h", long="1d", long_h=24),
    Burn(budget_share=0.1, short="6h", long="3d", long_h=72),
)
# A budget that burns is worth an alert from so many missed requests on: in the first
# hours, or with little traffic, a single one is a large share of all there were.
MISSED_AT_LEAST = 5
# Windows that missed requests are counted in.
LONG_WINDOWS = tuple(burn.long for burn in (*PAGE_BURNS, *TICKET_BURNS))


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
