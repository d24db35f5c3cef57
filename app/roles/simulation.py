"""Break a role on purpose: off unless enabled, and never without the token."""

import hmac
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import request

from app.domain.faults import Fault, FaultKind
from app.errors import Forbidden, InvalidInput, PeerError, Unavailable
from app.schemas.simulation import (
    ClearQuery,
    DelayQuery,
    ErrorQuery,
    FaultRule,
    SimulationStatus,
    TimeoutQuery,
)
from app.shop import Shop
from app.web.api import Api

api = Api("simulation")

# Role that owns each path that can be broken.
OWNERS = {
    "/": "items",
    "/health": "items",
    "/items": "items",
    "/products": "products",
    "/inventory": "inventory",
    "/payment": "payment",
    "/checkout": "checkout",
}
_PROBLEMS = (401, 403, 502, 503)
TOKEN_HEADER = "X-Simulation-Token"  # noqa: S105  # a name, no secret


def check_token(shop: Shop) -> None:
    """
    Let the request pass only with the token, where simulation is on.

    Raises:
        Forbidden: 403 where it is off, 401 without the right token.
    """
    if not shop.settings.simulation:
        raise Forbidden(
            "simulation is off here; set pharos:simulation: on, or SHOP_SIMULATION=on"
            " where the shop runs by itself"
        )
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    given = bearer.strip() if scheme.lower() == "bearer" else ""
    given = given or request.headers.get(TOKEN_HEADER, "")
    if not hmac.compare_digest(given.encode(), current_token(shop).encode()):
        raise Forbidden(
            "simulation needs the token; send it as 'Authorization: Bearer <token>'"
            f" or as '{TOKEN_HEADER}: <token>'",
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )


def current_token(shop: Shop) -> str:
    """Return the token as its file has it now, so that it can change while we run."""
    path = shop.settings.simulation_token_file
    try:
        now = Path(path).read_text().strip() if path else ""
    except (OSError, UnicodeDecodeError):
        now = ""
    return now or shop.settings.simulation_token


@api.operation(
    "POST",
    "/simulate/delay",
    summary="Make an endpoint slow",
    query=DelayQuery,
    returns=SimulationStatus,
    problems=_PROBLEMS,
)
def delay(shop: Shop, *, query: DelayQuery) -> SimulationStatus:
    """Add a delay in milliseconds."""
    fault = Fault(
        endpoint=query.endpoint, kind=FaultKind.DELAY, duration_ms=query.duration
    )
    return _put(shop, fault, {"duration": query.duration})


@api.operation(
    "POST",
    "/simulate/error",
    summary="Make an endpoint fail",
    query=ErrorQuery,
    returns=SimulationStatus,
    problems=_PROBLEMS,
)
def error(shop: Shop, *, query: ErrorQuery) -> SimulationStatus:
    """Fail a share of the requests."""
    fault = Fault(endpoint=query.endpoint, kind=FaultKind.ERROR, rate=query.rate)
    return _put(shop, fault, {"rate": query.rate})


@api.operation(
    "POST",
    "/simulate/timeout",
    summary="Make an endpoint hang",
    query=TimeoutQuery,
    returns=SimulationStatus,
    problems=_PROBLEMS,
)
def timeout(shop: Shop, *, query: TimeoutQuery) -> SimulationStatus:
    """Hang every request, then answer 504."""
    fault = Fault(
        endpoint=query.endpoint, kind=FaultKind.TIMEOUT, duration_ms=query.duration
    )
    return _put(shop, fault, {"duration": query.duration})


@api.operation(
    "POST",
    "/simulate/clear",
    summary="Stop simulating",
    query=ClearQuery,
    returns=SimulationStatus,
    problems=_PROBLEMS,
)
def clear(shop: Shop, *, query: ClearQuery) -> SimulationStatus:
    """Remove the rules, here and in the other roles."""
    check_token(shop)
    shop.faults.clear(query.endpoint)
    endpoint = "" if query.endpoint is None else f"?endpoint={quote(query.endpoint)}"
    return _everywhere(shop, "POST", f"/simulate/clear{endpoint}")


@api.operation(
    "GET",
    "/simulate/status",
    summary="What is being simulated",
    returns=SimulationStatus,
    problems=_PROBLEMS,
)
def status(shop: Shop) -> SimulationStatus:
    """Return the active rules of every role."""
    check_token(shop)
    return _everywhere(shop, "GET", "/simulate/status")


def owner_of(endpoint: str) -> str:
    """
    Return the role that owns *endpoint*.

    Raises:
        InvalidInput: When no role does.
    """
    root = "/" + endpoint.removeprefix("/").split("/", 1)[0]
    exact = endpoint if endpoint in ("/", "/health") else root
    if not endpoint.startswith("/") or exact not in OWNERS or endpoint == "/health/":
        known = ", ".join(OWNERS)
        raise InvalidInput(
            f"endpoint: {endpoint!r} cannot be broken; give one of {known}"
        )
    if root == "/health" and endpoint != "/health":
        raise InvalidInput(f"endpoint: {endpoint!r} is a probe and is never broken")
    return OWNERS[exact]


def _put(shop: Shop, fault: Fault, details: dict[str, float]) -> SimulationStatus:
    check_token(shop)
    owner = owner_of(fault.endpoint)
    if owner in shop.settings.roles:
        shop.faults.put(fault)
        return SimulationStatus(active=_own_rules(shop))
    peer = shop.peers.get(owner)
    if peer is None:
        raise InvalidInput(
            f"endpoint: {fault.endpoint!r} belongs to the role {owner}, which this"
            f" process cannot reach; set SHOP_{owner.upper()}_URL, or ask it directly"
        )
    parameters = urlencode({"endpoint": fault.endpoint, **details})
    answer = peer.call(
        "POST", f"/simulate/{fault.kind.value}?{parameters}", headers=_token(shop)
    )
    if answer.status != 200:
        raise Unavailable(f"{owner} refused: {answer.detail}", status=502)
    return SimulationStatus.model_validate(answer.body)


def _everywhere(shop: Shop, method: str, path: str) -> SimulationStatus:
    """Ask every other role as well, where this process stands for the front door."""
    active, unreachable = _own_rules(shop), []
    others = set(shop.settings.peers) if "items" in shop.settings.roles else set()
    for role in sorted(others):
        try:
            answer = shop.peers[role].call(method, path, headers=_token(shop))
        except PeerError:
            unreachable.append(role)
            continue
        if answer.status != 200:
            unreachable.append(role)
            continue
        active += [FaultRule.model_validate(rule) for rule in answer.body["active"]]
    unique = {(rule.endpoint, rule.kind): rule for rule in active}
    return SimulationStatus(active=list(unique.values()), unreachable=unreachable)


def _own_rules(shop: Shop) -> list[FaultRule]:
    return [
        FaultRule(
            endpoint=fault.endpoint,
            kind=fault.kind.value,
            duration=fault.duration_ms,
            rate=fault.rate,
        )
        for fault in shop.faults.read()
    ]


def _token(shop: Shop) -> dict[str, str]:
    return {TOKEN_HEADER: current_token(shop)}
