"""Actions: proposed, approved, done."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from aiops.adapters.storage.tables.incidents import actions
from aiops.domain.incidents.remediation import Action, ActionKind, ActionState


def propose(connection: sa.Connection, found: Iterable[Action]) -> None:
    """Store proposals; what was proposed before stays as it is."""
    rows = [_row(action) for action in found]
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(actions).on_conflict_do_nothing(), rows)


def of_incident(connection: sa.Connection, incident: str) -> list[Action]:
    """Return the actions of an incident, by name."""
    query = sa.select(actions).where(actions.c.incident == incident)
    return [_action(row) for row in connection.execute(query.order_by(actions.c.name))]


def find(connection: sa.Connection, incident: str, name: str) -> Action | None:
    """Return one action, locked until the commit."""
    query = sa.select(actions).where(
        actions.c.incident == incident, actions.c.name == name
    )
    row = connection.execute(query.with_for_update()).one_or_none()
    return None if row is None else _action(row)


def put(connection: sa.Connection, action: Action) -> None:
    """Store an action that was there before."""
    connection.execute(
        sa.update(actions)
        .where(actions.c.incident == action.incident, actions.c.name == action.name)
        .values(_row(action))
    )


def approved(connection: sa.Connection, *, limit: int) -> list[Action]:
    """Return what is to be carried out, the oldest approval first."""
    query = (
        sa.select(actions)
        .where(actions.c.state == ActionState.APPROVED.value)
        .order_by(actions.c.time_s, actions.c.incident, actions.c.name)
        .limit(limit)
    )
    return [_action(row) for row in connection.execute(query)]


def _row(action: Action) -> dict[str, Any]:
    return {
        "incident": action.incident,
        "name": action.name,
        "kind": action.kind.value,
        "target": action.target,
        "text": action.text,
        "state": action.state.value,
        "by": action.by,
        "time_s": action.time_s,
        "outcome": action.outcome,
    }


def _action(row: sa.Row[Any]) -> Action:
    return Action(
        incident=row.incident,
        name=row.name,
        kind=ActionKind(row.kind),
        target=row.target,
        text=row.text,
        state=ActionState(row.state),
        by=row.by,
        time_s=row.time_s,
        outcome=row.outcome,
    )
