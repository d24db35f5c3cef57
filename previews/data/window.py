"""The time that a picture shows."""

from dataclasses import dataclass

from previews.model import durations
from previews.model.variables import Values, built_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """
    From *end_s* - *range_s* to *end_s*, in Unix time.

    Attributes:
        scrape_s: How often Prometheus scrapes; no step is finer.
    """

    end_s: float
    range_s: float
    scrape_s: float = 15.0

    @property
    def start_s(self) -> float:
        """The first instant."""
        return self.end_s - self.range_s

    def step_s(self, points: int, least: str = "") -> float:
        """Return the step of a range query of at most *points*."""
        floor_s = durations.seconds(least) if least else self.scrape_s
        return durations.step_s(self.range_s, points, max(1.0, floor_s))

    def aligned(self, step_s: float) -> tuple[float, float]:
        """Return start and end on multiples of *step_s*: points stay when time goes."""
        return (
            self.start_s // step_s * step_s,
            self.end_s // step_s * step_s,
        )

    def values(self, step_s: float) -> Values:
        """Return the variables that depend on time."""
        rate_s = durations.rate_window_s(step_s, self.scrape_s)
        return built_in(
            durations.text(self.range_s),
            durations.text(step_s),
            durations.text(rate_s),
            self.range_s,
        )
