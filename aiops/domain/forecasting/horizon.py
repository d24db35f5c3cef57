"""How far is looked back and ahead."""

from dataclasses import dataclass

_MEMORY_S, _AHEAD_S, _BUDGET_S = 600.0, 1800.0, 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """
    Times in seconds, shorter where the season is.

    Attributes:
        memory_s: Age at which a point of a line counts a third.
        ahead_s: So near a limit has to be to be told.
        budget_s: The same for a budget, which lasts for weeks.
    """

    memory_s: float
    ahead_s: float
    budget_s: float


def horizon(season_s: float) -> Horizon:
    """Return the times for a season of this length."""
    return Horizon(
        memory_s=min(_MEMORY_S, season_s / 12),
        ahead_s=min(_AHEAD_S, season_s / 4),
        budget_s=min(_BUDGET_S, season_s),
    )
