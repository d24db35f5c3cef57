"""Actions: approved by people, carried out by others, reported back."""

from aiops.adapters.storage.incidents import actions, incidents
from aiops.domain.access import Scope
from aiops.domain.incidents.model import Event, EventKind
from aiops.domain.incidents.remediation import Action, ActionState, decide, report
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http import shown
from aiops.entrypoints.http.access import principal
from aiops.entrypoints.http.api import Api
from aiops.entrypoints.http.schemas import incidents as shapes
from aiops.errors import NotFound

API = Api("actions")
_MOST = 100
_PROBLEMS = (404, 409)


@API.operation(
    "GET",
    "/aiops/actions",
    "Actions that are approved and not done yet, the oldest approval first",
    scope=Scope.READ,
    returns=shapes.ApprovedActions,
)
def approved(engine: Engine) -> shapes.ApprovedActions:
    """Answer with what is to be done."""
    with engine.database.read() as connection:
        found = actions.approved(connection, limit=_MOST)
    return shapes.ApprovedActions(
        actions=[
            shapes.ApprovedAction(**shown.action(each), incident=each.incident)
            for each in found
        ]
    )


@API.operation(
    "POST",
    "/aiops/incidents/<id>/actions/<name>/approve",
    "Approve an action; `make remediate` then carries it out",
    scope=Scope.OPERATE,
    body=shapes.Note,
    returns=shapes.ActionItem,
    problems=_PROBLEMS,
)
def approve(engine: Engine, id: str, name: str, body: shapes.Note) -> shapes.ActionItem:
    """Approve it."""
    return _decided(engine, id, name, ActionState.APPROVED, body.text)


@API.operation(
    "POST",
    "/aiops/incidents/<id>/actions/<name>/reject",
    "Decide against an action",
    scope=Scope.OPERATE,
    body=shapes.Note,
    returns=shapes.ActionItem,
    problems=_PROBLEMS,
)
def reject(engine: Engine, id: str, name: str, body: shapes.Note) -> shapes.ActionItem:
    """Reject it."""
    return _decided(engine, id, name, ActionState.REJECTED, body.text)


@API.operation(
    "POST",
    "/aiops/incidents/<id>/actions/<name>/outcome",
    "Report what became of an approved action",
    scope=Scope.OPERATE,
    body=shapes.ActionOutcome,
    returns=shapes.ActionItem,
    problems=_PROBLEMS,
)
def outcome(
    engine: Engine, id: str, name: str, body: shapes.ActionOutcome
) -> shapes.ActionItem:
    """Note what became of it."""
    state = ActionState(body.state)
    by, now_s = principal().name, engine.now_s()
    with engine.database.write() as connection:
        action = _found(actions.find(connection, id, name), id, name)
        changed = report(action, state, by, now_s, body.text)
        actions.put(connection, changed)
        text = f"{name} {state}: {body.text}" if body.text else f"{name} {state}"
        incidents.add_events(connection, [_event(changed, text)])
    return shapes.ActionItem(**shown.action(changed))


def _decided(
    engine: Engine, id: str, name: str, state: ActionState, text: str
) -> shapes.ActionItem:
    by, now_s = principal().name, engine.now_s()
    with engine.database.write() as connection:
        action = _found(actions.find(connection, id, name), id, name)
        changed = decide(action, state, by, now_s)
        actions.put(connection, changed)
        said = f"{name} {state}" + (f": {text}" if text else "")
        incidents.add_events(connection, [_event(changed, said)])
    return shapes.ActionItem(**shown.action(changed))


def _event(action: Action, text: str) -> Event:
    return Event(
        incident=action.incident,
        time_s=action.time_s,
        kind=EventKind.ACTION,
        by=action.by,
        text=text,
    )


def _found(action: Action | None, id: str, name: str) -> Action:
    if action is None:
        raise NotFound(
            f"the incident {id!r} has no action {name!r}; see /aiops/incidents/{id}"
        )
    return action
