"""Faults by their course over time, and more than one of them."""

from dataclasses import replace

from tools.scenarios.cases.failures import FAILING, INVENTORY, PAYMENT, SLOW
from tools.scenarios.model import Cause, Moment, Scenario, at_once
from tools.scenarios.steps.containers import Announced
from tools.scenarios.steps.simulation import Fails, Recovers, Slow

# A tenth of a second more every eight seconds.
_RAMP = tuple(
    Moment(at_s=8.0 * step, step=Slow(endpoint="/inventory", by_ms=100 * (step + 1)))
    for step in range(8)
)
_FLAPS = tuple(
    moment
    for turn in range(4)
    for moment in (
        Moment(at_s=30.0 * turn, step=Fails(endpoint="/products", share=0.7)),
        Moment(at_s=30.0 * turn + 15.0, step=Recovers(endpoint="/products")),
    )
)
_PRODUCTS = Cause(services=("products",), route="/products", kinds=FAILING)

SCENARIOS = (
    Scenario(
        name="two-faults",
        title="Product lists fail, and 15 s later payments get slow",
        truth=(_PRODUCTS, replace(PAYMENT, kinds=SLOW, at_s=15.0)),
        plan=(
            Moment(at_s=0.0, step=Fails(endpoint="/products", share=0.6)),
            Moment(at_s=15.0, step=Slow(endpoint="/payment", by_ms=600)),
        ),
        lasts_s=80.0,
    ),
    Scenario(
        name="slow-degradation",
        title="The inventory gets slower and slower, by 100 ms every 8 s",
        truth=(INVENTORY,),
        plan=_RAMP,
        lasts_s=75.0,
    ),
    Scenario(
        name="flapping",
        title="Product lists fail for 15 s, work for 15 s, four times",
        truth=(_PRODUCTS,),
        plan=_FLAPS,
        lasts_s=120.0,
    ),
    Scenario(
        name="bad-deployment",
        title="A new release of the item list comes out, and is slow",
        truth=(Cause(services=("items",), route="/items", kinds=SLOW),),
        plan=(
            *at_once(Announced(service="items", version="scenario-bad")),
            Moment(at_s=1.0, step=Slow(endpoint="/items", by_ms=500)),
        ),
    ),
)
