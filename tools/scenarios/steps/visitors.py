"""What the shop's users do."""

from contextlib import ExitStack
from dataclasses import dataclass

from tools.scenarios.stage import Stage
from tools.traffic.pace import trickle
from tools.traffic.scenarios import Call, Mix, Scenario

# Requests per second of a usual minute: enough for every operation to have a baseline
# soon, and little enough for a small machine.
USUAL_RATE = 12.0


def _get(path: str) -> Call:
    return Call(method="GET", path=path)


_PRODUCTS = _get("/products")
USUAL: Mix = (
    (1, _get("/")),
    (3, _get("/items")),
    (1, Call(method="POST", path="/items", body={"name": "demo"})),
    (2, _PRODUCTS),
    (2, _get("/inventory")),
    (2, Call(method="POST", path="/payment")),
    (3, Call(method="POST", path="/checkout")),
    # Brings more than the checkouts before it took.
    (1, Call(method="POST", path="/products/1/restock", body={"quantity": 10})),
)
WITHOUT_PRODUCTS: Mix = tuple(each for each in USUAL if each[1] is not _PRODUCTS)
# What is asked wrongly is answered with 4xx, and nobody is called for it.
MISTAKEN: Mix = (
    *USUAL,
    (3, _get("/products/999999")),
    (3, Call(method="POST", path="/items", body={"name": ""})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """
    Users do this from now on.

    Attributes:
        rate: Requests per second.
    """

    mix: Mix = USUAL
    rate: float = USUAL_RATE

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Send it in place of what was sent before."""
        undo.callback(as_usual, stage)
        stage.flow.send(_scenario(self.mix), self.rate)


@dataclass(frozen=True, slots=True)
class GoAway:
    """Next to nobody comes."""

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Send a trickle."""
        undo.callback(as_usual, stage)
        stage.flow.send(
            Scenario(name="trickle", description="", mix=USUAL, pace=trickle),
            USUAL_RATE,
        )


def as_usual(stage: Stage) -> None:
    """Send the traffic of a usual minute."""
    stage.flow.send(_scenario(USUAL), USUAL_RATE)


def _scenario(mix: Mix) -> Scenario:
    return Scenario(name="usual", description="", mix=mix)
