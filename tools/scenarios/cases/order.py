"""
All scenarios, in the order in which they run.

The same fault of the same service soon after is one incident, reopened; so faults of
one service lie apart.
"""

from collections.abc import Mapping

from tools.scenarios.cases import courses, failures, resources, visitors
from tools.scenarios.model import Scenario

_ORDER = (
    *("error-spike", "latency-spike", "exceptions", "cascading-failure"),
    *("timeout", "bad-deployment", "busy-hour", "killed", "two-faults"),
    *("slow-degradation", "flapping", "slow-database", "mistaken-users"),
    *("memory-pressure", "nobody-reaches-products", "network-delay"),
    *("dependency-503", "traffic-drop"),
)
BY_NAME: Mapping[str, Scenario] = {
    scenario.name: scenario
    for module in (failures, resources, courses, visitors)
    for scenario in module.SCENARIOS
}
SCENARIOS = tuple(BY_NAME[name] for name in _ORDER)
