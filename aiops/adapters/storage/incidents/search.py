"""Pages of incidents, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage.incidents.incidents import whole
from aiops.adapters.storage.tables.incidents import incident_services, incidents
from aiops.domain.incidents.model import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """
    What is looked for; empty means anything.

    Attributes:
        text: Part of an id, a title or an assignee's name.
        after: Time and id of the last incident of the page before.
    """

    statuses: Sequence[str] = ()
    severities: Sequence[str] = ()
    service: str = ""
    text: str = ""
    from_s: float | None = None
    to_s: float | None = None
    after: tuple[float, str] | None = None
    limit: int = 50


def statement(search: Search) -> sa.Select[Any]:
    """Return the query; one row more than the limit shows that there are more."""
    query = sa.select(incidents)
    if search.statuses:
        query = query.where(incidents.c.status.in_(search.statuses))
    if search.severities:
        query = query.where(incidents.c.severity.in_(search.severities))
    if search.service:
        mine = sa.select(incident_services.c.incident).where(
            incident_services.c.service == search.service
        )
        query = query.where(incidents.c.id.in_(mine))
    if search.text:
        words = (
            search.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        )
        query = query.where(
            sa.or_(
                *(
                    column.ilike(f"%{words}%", escape="\\")
                    for column in (
                        incidents.c.id,
                        incidents.c.title,
                        incidents.c.assignee,
                    )
                )
            )
        )
    if search.from_s is not None:
        query = query.where(incidents.c.opened_s >= search.from_s)
    if search.to_s is not None:
        query = query.where(incidents.c.opened_s < search.to_s)
    if search.after is not None:
        query = query.where(
            sa.tuple_(incidents.c.opened_s, incidents.c.id)
            < sa.tuple_(*(sa.literal(value) for value in search.after))
        )
    order = incidents.c.opened_s.desc(), incidents.c.id.desc()
    return query.order_by(*order).limit(search.limit + 1)


def page(connection: sa.Connection, search: Search) -> tuple[list[Incident], bool]:
    """Return a page of incidents, and whether there are more."""
    found = connection.execute(statement(search)).all()
    return whole(connection, found[: search.limit]), len(found) > search.limit
