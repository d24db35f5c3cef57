"""What a run has come to."""

from dataclasses import dataclass, field

from tools.scenarios.alerts import AlertTimes
from tools.scenarios.model import Scenario
from tools.scenarios.remedy import Remedied
from tools.scenarios.scoring import Score

# Time, value, expected, low and high; None where there is none.
Row = tuple[float, float | None, float | None, float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A signal over a scenario, with what the engine expected of it."""

    service: str
    operation: str
    signal: str
    unit: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    One scenario that ran; times are Unix seconds.

    Attributes:
        events: What happened, in words, for the picture.
        failure: Why it could not be run to its end; then there is no score.
    """

    scenario: Scenario
    begin_s: float
    end_s: float
    score: Score | None = None
    alert: AlertTimes | None = None
    remedied: Remedied | None = None
    curves: tuple[Curve, ...] = ()
    events: tuple[tuple[float, str], ...] = ()
    failure: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything was told as it should be."""
        return self.score is not None and self.score.passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A run without any fault: whatever is told is false."""

    minutes: float
    days: float
    requests: int
    incidents: tuple[str, ...]
    alerts: tuple[str, ...]


@dataclass(kw_only=True)
class Report:
    """All of a run."""

    results: list[Result] = field(default_factory=list)
    normal: Normal | None = None
    conditions: dict[str, str] = field(default_factory=dict)
    interrupted: bool = False
