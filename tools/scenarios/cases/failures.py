"""Services that fail: the first three are those of the seeds."""

from aiops.domain.anomalies import Signal
from catalog.alerts import Alert
from tools.scenarios.model import Cause, Scenario, at_once
from tools.scenarios.steps.containers import Killed
from tools.scenarios.steps.proxy import Behaves, Fronted
from tools.scenarios.steps.simulation import Fails, Hangs, Slow

FAILING = frozenset({Signal.ERRORS, Signal.TIMEOUTS})
SLOW = frozenset({Signal.LATENCY})
# Who hangs is slow to those who wait for it, and silent to those who gave up.
SILENT = frozenset({Signal.TIMEOUTS, Signal.ERRORS, Signal.LATENCY, Signal.TRAFFIC})
PAYMENT = Cause(services=("payment",), route="/payment", kinds=FAILING)
INVENTORY = Cause(services=("inventory",), route="/inventory", kinds=SLOW)

SCENARIOS = (
    Scenario(
        name="latency-spike",
        title="The inventory takes 800 ms longer",
        truth=(INVENTORY,),
        plan=at_once(Slow(endpoint="/inventory", by_ms=800)),
        alert=Alert.APP_HIGH_P95_LATENCY,
    ),
    Scenario(
        name="error-spike",
        title="Half of all payments fail",
        truth=(PAYMENT,),
        plan=at_once(Fails(endpoint="/payment", share=0.5)),
        alert=Alert.APP_HIGH_5XX_ERROR_RATE,
    ),
    Scenario(
        name="cascading-failure",
        title="The inventory fails, and every checkout with it",
        truth=(Cause(services=("inventory",), route="/inventory", kinds=FAILING),),
        plan=at_once(Fails(endpoint="/inventory", share=1.0)),
        remedy="clear-simulation",
    ),
    Scenario(
        name="timeout",
        title="Payments hang until their callers give up",
        truth=(Cause(services=("payment",), kinds=SILENT),),
        plan=at_once(Hangs(endpoint="/payment", for_ms=12_000)),
    ),
    Scenario(
        name="exceptions",
        title="Every second list of products raises an exception",
        truth=(Cause(services=("products",), route="/products", kinds=FAILING),),
        plan=at_once(Fails(endpoint="/products", share=0.5)),
        alert=Alert.APP_HIGH_EXCEPTION_RATE,
    ),
    Scenario(
        name="killed",
        title="The process of the payments is killed",
        truth=(Cause(services=("payment",), kinds=SILENT),),
        plan=at_once(Killed(service="payment")),
        remedy="restart",
    ),
    Scenario(
        name="dependency-503",
        title="A proxy in front of the payments answers 503 in their place",
        truth=(Cause(services=("payment",), kinds=SILENT),),
        prepare=(Fronted(service="payment"),),
        plan=at_once(Behaves(service="payment", status=503)),
    ),
)
