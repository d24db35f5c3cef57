"""Incidents: lists, one of them, and what people do with it."""

from collections.abc import Callable

from aiops.adapters.storage import logs
from aiops.adapters.storage.incidents import actions, around, incidents, outbox
from aiops.adapters.storage.incidents.search import Search, page
from aiops.domain.access import Scope
from aiops.domain.incidents import lifecycle
from aiops.domain.incidents.model import EventKind, Incident
from aiops.domain.incidents.notices import NoticeKind, notice
from aiops.domain.incidents.report import report as report_of
from aiops.domain.incidents.slo import impact
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http import shown
from aiops.entrypoints.http.access import principal
from aiops.entrypoints.http.api import Api, Reply
from aiops.entrypoints.http.cursors import cursor_of, position_of
from aiops.entrypoints.http.schemas import incidents as shapes
from aiops.errors import InvalidInput, NotFound

API = Api("incidents")
_OPEN = ("active", "acknowledged")
_MOST_LOGS = 50
_ERROR = 17
_DEPLOYED_BEFORE_S = 3600.0
# What people did that the others hear of.
_TOLD = {
    EventKind.ACKNOWLEDGED: NoticeKind.ACKNOWLEDGED,
    EventKind.RESOLVED: NoticeKind.RESOLVED,
}
_CHANGES = (404, 409)


@API.operation(
    "GET",
    "/aiops/incidents",
    "Incidents, the newest first; the open ones where nothing is asked for",
    scope=Scope.READ,
    query=shapes.IncidentQuery,
    returns=shapes.IncidentPage,
)
def search(engine: Engine, query: shapes.IncidentQuery) -> shapes.IncidentPage:
    """Answer with a page of incidents."""
    wanted = Search(
        statuses=_words(query.status) if query.status != "all" else (),
        severities=_words(query.severity),
        service=query.service,
        text=query.q,
        from_s=query.from_s,
        to_s=query.to_s,
        after=position_of(query.cursor),
        limit=query.limit,
    )
    if not query.model_fields_set - {"limit", "cursor"}:
        wanted = Search(statuses=_OPEN, after=wanted.after, limit=wanted.limit)
    with engine.database.read() as connection:
        found, more = page(connection, wanted)
        known = incidents.diagnoses(connection, [each.id for each in found])
        count = incidents.count_open(connection)
    listed = [
        shapes.IncidentSummary(**shown.summary(each, known.get(each.id)))
        for each in found
    ]
    return shapes.IncidentPage(
        incident_count=count,
        active_incidents=[each for each in listed if each.status in _OPEN],
        incidents=listed,
        next_cursor=cursor_of(found[-1].opened_s, found[-1].id) if more else None,
    )


@API.operation(
    "GET",
    "/aiops/incidents/<id>",
    "All that is known of an incident",
    scope=Scope.READ,
    returns=shapes.IncidentDetail,
    problems=(404,),
)
def detail(engine: Engine, id: str) -> shapes.IncidentDetail:
    """Answer with one incident."""
    now_s = engine.now_s()
    with engine.database.read() as connection:
        incident = _found(incidents.find(connection, id), id)
        known = incidents.diagnoses(connection, [id]).get(id)
        events = incidents.events_of(connection, id)
        proposed = actions.of_incident(connection, id)
        end_s = incident.resolved_s or now_s
        deployed = around.deployments(
            connection, incident.began_s - _DEPLOYED_BEFORE_S, end_s, limit=50
        )
        lines = logs.search(
            connection,
            start_s=incident.began_s - 5,
            end_s=end_s + 5,
            limit=_MOST_LOGS,
            service=_suspect(incident, known),
            severity=_ERROR,
        )
    promises = impact(incident, end_s)
    diagnosis = known or {}
    return shapes.IncidentDetail(
        **shown.summary(incident, known),
        events=[shapes.EventItem(**shown.event(each)) for each in events],
        alerts=[shapes.AlertItem(**shown.alert(a, id)) for a in incident.alerts],
        chain=[shown.place(each) for each in diagnosis.get("chain", ())],
        affected=[shown.place(each) for each in diagnosis.get("affected", ())],
        deployments=[
            shapes.DeploymentItem.model_validate(each, from_attributes=True)
            for each in deployed
        ],
        actions=[shapes.ActionItem(**shown.action(each)) for each in proposed],
        runbooks=list(dict.fromkeys(a.runbook for a in incident.alerts if a.runbook)),
        slo_impact=shown.promises(promises),
        slo=[
            shapes.SloItem.model_validate(each, from_attributes=True)
            for each in promises
        ],
        error_messages=[
            f"{each['service']}: {each['text']} ({each['count']}x)"
            for each in diagnosis.get("messages", ())
        ],
        stack_traces=diagnosis.get("stacks", []),
        sample_traces=diagnosis.get("traces", []),
        logs=[
            shapes.LogItem.model_validate(each, from_attributes=True) for each in lines
        ],
    )


@API.operation(
    "GET",
    "/aiops/incidents/<id>/report",
    "The post-incident report, in Markdown",
    scope=Scope.READ,
    returns=None,
    answer="text/markdown; charset=utf-8",
    problems=(404,),
)
def report(engine: Engine, id: str) -> Reply:
    """Answer with the report."""
    with engine.database.read() as connection:
        incident = _found(incidents.find(connection, id), id)
        text = report_of(
            incident,
            incidents.diagnoses(connection, [id]).get(id),
            incidents.events_of(connection, id),
            engine.now_s(),
        )
    return Reply(text.encode(), content_type="text/markdown; charset=utf-8")


@API.operation(
    "POST",
    "/aiops/incidents/<id>/acknowledge",
    "Say that somebody works on it",
    scope=Scope.OPERATE,
    body=shapes.Note,
    returns=shapes.IncidentDetail,
    problems=_CHANGES,
)
def acknowledge(engine: Engine, id: str, body: shapes.Note) -> shapes.IncidentDetail:
    """Acknowledge it."""
    return _change(engine, id, lifecycle.acknowledge, body.text)


@API.operation(
    "POST",
    "/aiops/incidents/<id>/resolve",
    "Say that it is over",
    scope=Scope.OPERATE,
    body=shapes.Note,
    returns=shapes.IncidentDetail,
    problems=_CHANGES,
)
def resolve(engine: Engine, id: str, body: shapes.Note) -> shapes.IncidentDetail:
    """Resolve it."""
    return _change(
        engine, id, lambda i, by, now_s: lifecycle.resolve(i, by, now_s, body.text)
    )


@API.operation(
    "POST",
    "/aiops/incidents/<id>/reopen",
    "Say that it is not over",
    scope=Scope.OPERATE,
    body=shapes.Note,
    returns=shapes.IncidentDetail,
    problems=_CHANGES,
)
def reopen(engine: Engine, id: str, body: shapes.Note) -> shapes.IncidentDetail:
    """Reopen it."""
    return _change(
        engine, id, lambda i, by, now_s: lifecycle.reopen(i, by, now_s, body.text)
    )


@API.operation(
    "POST",
    "/aiops/incidents/<id>/comments",
    "Add what you found out",
    scope=Scope.OPERATE,
    body=shapes.Comment,
    returns=shapes.IncidentDetail,
    status=201,
    problems=(404,),
)
def comment(engine: Engine, id: str, body: shapes.Comment) -> shapes.IncidentDetail:
    """Add a comment."""
    return _change(
        engine, id, lambda i, by, now_s: lifecycle.comment(i, by, now_s, body.text)
    )


@API.operation(
    "POST",
    "/aiops/incidents/<id>/assign",
    "Say who works on it",
    scope=Scope.OPERATE,
    body=shapes.Assignment,
    returns=shapes.IncidentDetail,
    problems=_CHANGES,
)
def assign(engine: Engine, id: str, body: shapes.Assignment) -> shapes.IncidentDetail:
    """Assign it."""
    return _change(
        engine, id, lambda i, by, now_s: lifecycle.assign(i, by, now_s, body.assignee)
    )


@API.operation(
    "POST",
    "/aiops/incidents/<id>/snooze",
    "Keep it quiet for a while",
    scope=Scope.OPERATE,
    body=shapes.Snooze,
    returns=shapes.IncidentDetail,
    problems=_CHANGES,
)
def snooze(engine: Engine, id: str, body: shapes.Snooze) -> shapes.IncidentDetail:
    """Snooze it."""
    if (body.minutes is None) == (body.until_s is None):
        raise InvalidInput("body: give either minutes or until_s")

    def until(incident: Incident, by: str, now_s: float) -> lifecycle.Step:
        end_s = body.until_s or now_s + 60 * (body.minutes or 0)
        return lifecycle.snooze(incident, by, now_s, end_s)

    return _change(engine, id, until)


def _change(
    engine: Engine,
    id: str,
    step: Callable[[Incident, str, float], lifecycle.Step],
    text: str = "",
) -> shapes.IncidentDetail:
    by, now_s = principal().name, engine.now_s()
    with engine.database.write() as connection:
        incident = _found(incidents.find(connection, id, lock=True), id)
        changed, event = step(incident, by, now_s)
        incidents.put_one(connection, changed)
        events = [event]
        if text:
            events.append(lifecycle.comment(changed, by, now_s, text)[1])
        incidents.add_events(connection, events)
        kind = _TOLD.get(event.kind)
        if kind is not None and incident.told_s is not None:
            outbox.add(
                connection,
                [notice(changed, kind, now_s)],
                engine.audience.channels,
                engine.audience.escalation,
                now_s,
            )
    return detail(engine, id)


def _found(incident: Incident | None, id: str) -> Incident:
    if incident is None:
        raise NotFound(f"there is no incident {id!r}; see /aiops/incidents")
    return incident


def _suspect(incident: Incident, known: dict[str, object] | None) -> str:
    causes = (known or {}).get("causes")
    if isinstance(causes, list) and causes:
        return str(causes[0]["service"])
    return "" if incident.root.startswith("<") else incident.root


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word for word in (text or "").split(",") if word)
