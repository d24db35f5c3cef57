"""The scenarios: which fault, which alert, which signal, which pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from catalog.records import (
    EXCEPTIONS,
    USER_ERRORS_RATIO,
    USER_LATENCY_P95,
    USER_REQUESTS_2M,
)
from tools.evidence.progress import Milestone
from tools.traffic.pace import trickle
from tools.traffic.scenarios import (
    FRONT_PAGE,
    LATENCY,
    REQUEST_RATE,
    SERVER_ERRORS,
    Scenario,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One alert, and how it is made to fire.

    Attributes:
        fault: What is sent while the fault is on, with the failures to switch on.
        fault_rate: Requests per second at most while it is on.
        signal: Expression that the alert judges.
        above: Whether the alert fires above the threshold, not below.
        panels: Titles of the panels to draw, on *dashboard*.
    """

    name: str
    alert: Alert
    title: str
    fault: Scenario
    fault_rate: float
    signal: str
    threshold: float
    unit: str
    panels: tuple[str, ...]
    above: bool = True
    dashboard: Dashboard = Dashboard.OVERVIEW

    @property
    def limit(self) -> str:
        """When the alert fires, in words."""
        return f"{'above' if self.above else 'below'} {shown(self.threshold, self)}"


def shown(value: float | None, case: Case) -> str:
    """Return a value of the signal with its unit."""
    if value is None:
        return "no value"
    if case.unit == "%":
        return f"{value * 100:.1f} %"
    return f"{value:.3g} {case.unit}".rstrip()


# Healthy traffic: before the fault, and, faster, after it, so that a window of five
# minutes fills with good answers soon.
HEALTHY = REQUEST_RATE
CALM_RATE = 15.0
RECOVERY_RATE = 30.0
# What Prometheus has to see before the fault begins.
TRAFFIC = USER_REQUESTS_2M.name
ENOUGH_TRAFFIC = 1.0

CASES = (
    Case(
        name="5xx",
        alert=Alert.APP_HIGH_5XX_ERROR_RATE,
        title="Half of all payments fail",
        fault=SERVER_ERRORS,
        fault_rate=8,
        signal=USER_ERRORS_RATIO.name,
        threshold=0.05,
        unit="%",
        panels=("User 5xx Error Rate", "User Request Rate"),
    ),
    Case(
        name="latency",
        alert=Alert.APP_HIGH_P95_LATENCY,
        title="Bursts of a slow path",
        fault=LATENCY,
        fault_rate=8,
        signal=USER_LATENCY_P95.name,
        threshold=0.5,
        unit="s",
        panels=("p95 Latency", "Top Endpoints"),
    ),
    Case(
        name="exceptions",
        alert=Alert.APP_HIGH_EXCEPTION_RATE,
        title="One front page in fifty raises an exception",
        # Above one a second, and below the share (2.8 %) at which the error budget
        # burns fast: that alert is critical and would hold this one's notification
        # back.
        fault=FRONT_PAGE,
        fault_rate=80,
        signal=EXCEPTIONS.name,
        threshold=1.0,
        unit="/s",
        panels=("Internal Exceptions Rate", "User Request Rate"),
    ),
    Case(
        name="drop",
        alert=Alert.APP_TRAFFIC_DROP,
        title="The users go away",
        fault=replace(HEALTHY, name="trickle", pace=trickle),
        fault_rate=CALM_RATE,
        signal=USER_REQUESTS_2M.name,
        threshold=0.05,
        unit="/s",
        panels=("User Request Rate", "Top Endpoints"),
        above=False,
    ),
)
BY_NAME: Mapping[str, Case] = {case.name: case for case in CASES}

# Seconds that a milestone may take; a rule's own wait comes on top. A window of five
# minutes has to fill or to empty, and groups of alerts wait before they are sent.
_LIMITS_S: Mapping[Milestone, float] = {
    Milestone.CALM: 900,
    Milestone.FAULT: 60,
    Milestone.PENDING: 420,
    Milestone.FIRING: 120,
    Milestone.ACTIVE: 120,
    Milestone.NOTIFIED: 420,
    Milestone.CLEARED: 120,
    Milestone.RESOLVED: 900,
    Milestone.RESOLUTION_NOTIFIED: 600,
}


def limits_s(wait_s: float, patience: float) -> dict[Milestone, float]:
    """
    Return how long each milestone may be awaited.

    Args:
        wait_s: The rule's ``for``.
        patience: Factor for slow machines.
    """
    return {
        milestone: (limit + (wait_s if milestone is Milestone.FIRING else 0)) * patience
        for milestone, limit in _LIMITS_S.items()
    }
