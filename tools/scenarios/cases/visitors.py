"""What users do: some of it is a fault's trace, and some of it is not."""

from aiops.domain.anomalies import Signal
from catalog.alerts import Alert
from tools.scenarios.model import Cause, Scenario, at_once
from tools.scenarios.steps.visitors import (
    MISTAKEN,
    USUAL_RATE,
    WITHOUT_PRODUCTS,
    GoAway,
    Send,
)

_LESS = frozenset({Signal.TRAFFIC})

SCENARIOS = (
    Scenario(
        name="nobody-reaches-products",
        title="No request for the products arrives any more",
        truth=(Cause(services=("products",), kinds=_LESS),),
        plan=at_once(Send(mix=WITHOUT_PRODUCTS)),
        lasts_s=80.0,
    ),
    Scenario(
        name="traffic-drop",
        title="The users go away",
        # Everything that users call is silent, and nothing behind it is to blame.
        truth=(
            Cause(
                services=("items", "products", "checkout", "inventory", "payment"),
                kinds=_LESS,
            ),
        ),
        plan=at_once(GoAway()),
        alert=Alert.APP_TRAFFIC_DROP,
    ),
    Scenario(
        name="busy-hour",
        title="Two and a half times as many users: no incident",
        truth=(),
        plan=at_once(Send(rate=2.5 * USUAL_RATE)),
        lasts_s=90.0,
    ),
    Scenario(
        name="mistaken-users",
        title="A third of the requests is wrong and refused: no incident",
        truth=(),
        plan=at_once(Send(mix=MISTAKEN)),
        lasts_s=60.0,
    ),
)
