"""What is sent: each scenario is a mix of calls, and the failures it switches on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tools.traffic.pace import Pace, day, dropping, steady


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """
    One request.

    Attributes:
        body: Sent as JSON; None sends no body.
    """

    method: str
    path: str
    body: Mapping[str, object] | None = None

    @property
    def label(self) -> str:
        """Method and path without the query."""
        return f"{self.method} {self.path.partition('?')[0]}"


Mix = tuple[tuple[int, Call], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Another mix for the first *lasts_s* of every *every_s* seconds."""

    mix: Mix
    every_s: float
    lasts_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    A mix of calls.

    Attributes:
        mix: Calls with their weights.
        failures: Calls that switch a simulated failure on before the first call of
            the mix; they need the simulation token. All are cleared at the end.
        pace: The rate over time.
        by_default: Whether it runs when no scenario is named.
    """

    name: str
    description: str
    mix: Mix
    failures: tuple[Call, ...] = field(default=())
    burst: Burst | None = None
    pace: Pace = steady
    by_default: bool = True

    def mix_at(self, at_s: float) -> Mix:
        """Return the mix to choose from *at_s* seconds after the start."""
        if self.burst is not None and at_s % self.burst.every_s < self.burst.lasts_s:
            return self.burst.mix
        return self.mix


def _get(path: str) -> Call:
    return Call(method="GET", path=path)


def _simulate(kind: str, **query: object) -> Call:
    return Call(method="POST", path=f"/simulate/{kind}?{urlencode(query)}")


CLEAR = Call(method="POST", path="/simulate/clear")

_ROOT = _get("/")
_ITEMS = _get("/items")
_PRODUCTS = _get("/products")
_INVENTORY = _get("/inventory")
_NEW_ITEM = Call(method="POST", path="/items", body={"name": "demo"})
_RESTOCK = Call(method="POST", path="/products/1/restock", body={"quantity": 10})
_PAYMENT = Call(method="POST", path="/payment")
_CHECKOUT = Call(method="POST", path="/checkout")

REQUEST_RATE = Scenario(
    name="request-rate",
    description="steady reads and writes on every role",
    mix=((2, _ROOT), (4, _ITEMS), (2, _NEW_ITEM), (3, _PRODUCTS), (2, _INVENTORY)),
)
TOP_ENDPOINTS = Scenario(
    name="top-endpoints",
    description="a clear order of endpoints: each half as busy as the one before",
    mix=((16, _ITEMS), (8, _PRODUCTS), (4, _INVENTORY), (2, _ROOT), (1, _PAYMENT)),
)
PURCHASES = Scenario(
    name="purchases",
    description="checkouts, which call payment and inventory",
    mix=((3, _CHECKOUT), (1, _PAYMENT), (2, _INVENTORY)),
)
SERVER_ERRORS = Scenario(
    name="5xx",
    description="half of all payments answer 5xx",
    mix=((2, _PAYMENT), (3, _ITEMS)),
    failures=(_simulate("error", endpoint="/payment", rate=0.5),),
)
LATENCY = Scenario(
    name="latency",
    description="bursts of a slow path (the inventory, 800 ms), which show in p95",
    mix=((3, _ITEMS), (1, _PRODUCTS)),
    failures=(_simulate("delay", endpoint="/inventory", duration=800),),
    # A fifth of all calls in the long run, half of them while a burst lasts.
    burst=Burst(mix=((1, _INVENTORY), (1, _ITEMS)), every_s=15, lasts_s=6),
)
EXCEPTIONS = Scenario(
    name="exceptions",
    description="every product list fails, and checkouts with the payment",
    mix=((2, _PRODUCTS), (1, _CHECKOUT)),
    failures=(
        _simulate("error", endpoint="/products", rate=1.0),
        _simulate("error", endpoint="/payment", rate=1.0),
    ),
)
# Not one of those to choose from: exceptions, but too few requests fail for an alert.
FRONT_PAGE = Scenario(
    name="front-page",
    description="one front page in fifty raises an exception",
    mix=((1, _ROOT),),
    failures=(_simulate("error", endpoint="/", rate=0.02),),
)
DROP = Scenario(
    name="drop",
    description="steady traffic for half of the time, then next to nothing",
    mix=REQUEST_RATE.mix,
    pace=dropping,
    by_default=False,
)
DAY = Scenario(
    name="day",
    description="a day's rise and fall of everything a shop does (--day-length)",
    mix=(
        (6, _ROOT),
        (10, _ITEMS),
        (2, _NEW_ITEM),
        (8, _PRODUCTS),
        (8, _INVENTORY),
        (2, _CHECKOUT),
        # A restock brings more than the checkouts before it took.
        (1, _RESTOCK),
    ),
    pace=day(),
    by_default=False,
)

SCENARIOS = (
    REQUEST_RATE,
    TOP_ENDPOINTS,
    PURCHASES,
    SERVER_ERRORS,
    LATENCY,
    EXCEPTIONS,
    DROP,
    DAY,
)


def chosen(names: tuple[str, ...], *, token: bool) -> tuple[Scenario, ...]:
    """
    Return the scenarios called *names*; without names, all steady ones that can run.

    Args:
        token: Whether simulated failures can be switched on.

    Raises:
        ValueError: For a name that does not exist, or that needs a token.
    """
    if not names:
        return tuple(s for s in SCENARIOS if s.by_default and (token or not s.failures))
    by_name = {scenario.name: scenario for scenario in SCENARIOS}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise ValueError(
            f"no scenario {', '.join(map(repr, unknown))}; choose from "
            + ", ".join(by_name)
        )
    closed = [name for name in names if by_name[name].failures and not token]
    if closed:
        raise ValueError(
            f"{', '.join(closed)}: simulates failures, which needs the stack's token; "
            "give --token-file"
        )
    return tuple(by_name[name] for name in names)
