"""What services stand on: their database, their memory, the network."""

from aiops.domain.anomalies import Signal
from tools.scenarios.cases.failures import SLOW
from tools.scenarios.model import Cause, Scenario, at_once
from tools.scenarios.steps.inside import DatabaseHeld, MemoryFilled
from tools.scenarios.steps.proxy import Behaves, Fronted

SCENARIOS = (
    Scenario(
        name="slow-database",
        title="Something else holds the payments' database half of the time",
        truth=(Cause(services=("payment",), route="/payment", kinds=SLOW),),
        plan=at_once(DatabaseHeld(service="payment", held_s=0.7, free_s=0.3)),
    ),
    Scenario(
        name="memory-pressure",
        title="Something takes the list of items 97 % of its memory",
        truth=(Cause(services=("items",), kinds=frozenset({Signal.SATURATION})),),
        plan=at_once(MemoryFilled(service="items", share=0.97)),
        lasts_s=120.0,
    ),
    Scenario(
        name="network-delay",
        title="The network between checkout and inventory delays by 300 ms",
        # Of a call that takes long on its way, the callee is named.
        truth=(Cause(services=("inventory", "checkout"), kinds=SLOW),),
        prepare=(Fronted(service="inventory"),),
        plan=at_once(Behaves(service="inventory", delay_s=0.3, only_from="checkout")),
    ),
)
