"""Alertmanager's webhook, and the alerts that came by it."""

from datetime import datetime

from aiops.adapters.storage.incidents import alerts
from aiops.domain.access import Scope
from aiops.domain.incidents.model import Alert
from aiops.domain.redaction import redact
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http import shown
from aiops.entrypoints.http.api import Api
from aiops.entrypoints.http.cursors import cursor_of, position_of
from aiops.entrypoints.http.schemas import alerts as shapes
from catalog.alerts import Severity

API = Api("alerts")
# The label that names the route, in the shop's metrics.
_OPERATION = "endpoint"


@API.operation(
    "POST",
    "/aiops/alerts",
    "Take alerts in, as Alertmanager's webhook sends them",
    scope=Scope.INGEST,
    body=shapes.Message,
    returns=shapes.Taken,
)
def take(engine: Engine, body: shapes.Message) -> shapes.Taken:
    """Store the alerts; the next round finds their incidents."""
    now_s = engine.now_s()
    found = [alert_of(each, now_s) for each in body.alerts]
    # Watchdog fires always: it tells that alerts arrive, and nothing else.
    kept = [each for each in found if each.severity is not Severity.NONE]
    with engine.database.write() as connection:
        alerts.put(connection, kept)
    return shapes.Taken(received=len(found), stored=len(kept))


@API.operation(
    "GET",
    "/aiops/alerts",
    "Alerts, the newest first",
    scope=Scope.READ,
    query=shapes.AlertQuery,
    returns=shapes.AlertPage,
)
def newest(engine: Engine, query: shapes.AlertQuery) -> shapes.AlertPage:
    """Answer with a page of alerts."""
    with engine.database.read() as connection:
        found = alerts.newest(
            connection, before=position_of(query.cursor), limit=query.limit + 1
        )
    more, page = len(found) > query.limit, found[: query.limit]
    last = page[-1][1] if page else None
    return shapes.AlertPage(
        alerts=[
            shapes.AlertItem(**shown.alert(each, incident)) for incident, each in page
        ],
        next_cursor=cursor_of(last.started_s, last.fingerprint)
        if more and last
        else None,
    )


def alert_of(item: shapes.WebhookAlert, now_s: float) -> Alert:
    """Return the alert that Alertmanager wrote down as *item*."""
    labels = {
        name: redact(value)
        for name, value in item.labels.items()
        if name not in ("alertname", "severity")
    }
    severity = item.labels.get("severity", "warning")
    started_s = _seconds(item.startsAt)
    over = item.status == "resolved"
    return Alert(
        fingerprint=item.fingerprint,
        name=item.labels["alertname"],
        severity=Severity(severity) if severity in set(Severity) else Severity.WARNING,
        service=item.labels.get("service", ""),
        operation=item.labels.get(_OPERATION, ""),
        started_s=started_s,
        seen_s=now_s,
        ended_s=max(started_s, min(_seconds(item.endsAt), now_s)) if over else None,
        summary=redact(
            item.annotations.get("summary", "")
            or item.annotations.get("description", "")
        )[:500],
        runbook=_link(item.annotations.get("runbook_url", "")),
        url=_link(item.generatorURL),
        labels=labels,
    )


def _link(url: str) -> str:
    """Return *url* where a browser may follow it; another scheme could be a script."""
    return url if url.startswith(("https://", "http://")) else ""


def _seconds(moment: datetime) -> float:
    return moment.timestamp()
