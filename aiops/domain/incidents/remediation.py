"""What could be done about an incident; nothing is done without approval."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from aiops.domain.incidents.errors import Refused
from aiops.domain.incidents.model import Deployment
from catalog.services import SERVICES, Kind

# A release so long before the first sign is worth returning from.
SUSPECT_S = 3600.0


class ActionState(StrEnum):
    """Where an action is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    DONE = "done"
    FAILED = "failed"


class ActionKind(StrEnum):
    """What can be done; the name of an action within its incident."""

    RESTART = "restart"
    CLEAR_SIMULATION = "clear-simulation"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """
    Something that could be done.

    Attributes:
        target: Name of a service; empty for the whole stack.
        by: Who decided last.
        outcome: What came of it.
    """

    incident: str
    name: str
    kind: ActionKind
    target: str
    text: str
    time_s: float
    state: ActionState = ActionState.PROPOSED
    by: str = ""
    outcome: str = ""


def propose(
    incident: str,
    cause: str,
    began_s: float,
    deployments: Iterable[Deployment],
    now_s: float,
) -> list[Action]:
    """
    Return what could help, where *cause* is the most likely one.

    Only what the catalog knows is ever proposed, so that nobody who sends telemetry
    can name a target.
    """
    kinds = {service.name: service.kind for service in SERVICES}
    if cause not in kinds:
        return []
    found = [
        (
            ActionKind.RESTART,
            cause,
            f"Restart {cause}: its container stops and starts again",
        )
    ]
    if kinds[cause] is Kind.SHOP:
        text = "Clear all simulated failures of the shop"
        found.append((ActionKind.CLEAR_SIMULATION, "", text))
    late = [
        each
        for each in deployments
        if each.service in (cause, "*") and 0 <= began_s - each.time_s <= SUSPECT_S
    ]
    if late:
        newest = max(late, key=lambda each: (each.time_s, each.id))
        minutes = (began_s - newest.time_s) / 60
        text = (
            f"Return to the release before {newest.version}, brought out"
            f" {minutes:.0f} min before it began"
        )
        found.append((ActionKind.ROLLBACK, "", text))
    return [
        Action(
            incident=incident,
            name=kind.value,
            kind=kind,
            target=target,
            text=text,
            time_s=now_s,
        )
        for kind, target, text in found
    ]


def decide(action: Action, state: ActionState, by: str, now_s: float) -> Action:
    """
    Approve or reject *action*.

    Raises:
        Refused: When somebody has decided already.
    """
    if action.state is not ActionState.PROPOSED:
        raise Refused(
            f"{action.name} of {action.incident} is {action.state} already, by"
            f" {action.by or 'the engine'}"
        )
    return replace(action, state=state, by=by, time_s=now_s)


def report(
    action: Action, state: ActionState, by: str, now_s: float, outcome: str
) -> Action:
    """
    Note what became of *action*.

    Raises:
        Refused: When nobody approved it, or it is done already.
    """
    if action.state is not ActionState.APPROVED:
        raise Refused(
            f"{action.name} of {action.incident} is {action.state}; only an approved"
            " action can be carried out, once"
        )
    return replace(action, state=state, by=by, time_s=now_s, outcome=outcome)
