"""The API over incidents: who may ask, what is answered, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from aiops.adapters.keys.database import DatabaseKeys
from aiops.adapters.keys.folder import EitherKeys
from aiops.adapters.storage import anomalies
from aiops.adapters.storage.incidents import actions
from aiops.adapters.storage.incidents.diagnoses import Diagnoses
from aiops.adapters.storage.incidents.rounds import Audience, Rounds
from aiops.domain.access import Scope
from aiops.domain.incidents.remediation import propose
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.factory import create_app
from aiops.entrypoints.http.views import APIS
from aiops.entrypoints.http.views.live import Stream
from tests.unit.aiops.engines import KEYS, bearer, new_engine
from tests.unit.aiops.incidents.factories import anomaly, slow

ADMIN = bearer("console")
READER = bearer("prometheus")
SENDER = bearer("alertmanager")
AUDIENCE = Audience(channels=("webhook",))
CONSOLE = {"X-Pharos-Console": "1"}
OPERATIONS = [op for api in APIS for op in api.operations]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = new_engine(tmp_path)
    keys = DatabaseKeys(found.database, found.now_s)
    yield replace(
        found,
        authenticator=EitherKeys([found.authenticator, keys]),
        audience=AUDIENCE,
    )
    found.database.close()


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.fixture
def incident(engine: Engine) -> str:
    """A slow payment, diagnosed; returns its id."""
    now_s = engine.now_s()
    with engine.database.write() as connection:
        anomalies.put(connection, [slow("payment", now_s - 5, factor=6.94)])
    outcome = Rounds(engine.database, AUDIENCE).once(now_s)
    Diagnoses(engine.database).once(now_s)
    return outcome.incidents[0].id


def problem(answer: TestResponse, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    detail: str = answer.json["detail"]  # type: ignore[index]  # a problem always has it
    return detail


def asked(client: FlaskClient, op: object, headers: dict[str, str]) -> int:
    path = op.rule.replace("<id>", "x").replace("<name>", "x")  # type: ignore[attr-defined]
    method = op.method  # type: ignore[attr-defined]
    with client.open(path, method=method, headers=headers, buffered=False) as answer:
        return answer.status_code


@pytest.mark.parametrize(
    "op", [op for op in OPERATIONS if op.scope], ids=lambda op: op.name
)
def test_every_operation_wants_a_key_of_its_scope(
    client: FlaskClient, op: object
) -> None:
    allowed = {
        Scope.READ: {"prometheus", "remediation", "console"},
        Scope.OPERATE: {"remediation", "console"},
        Scope.INGEST: {"collector", "alertmanager", "console"},
        Scope.ADMIN: {"console"},
    }[op.scope]  # type: ignore[attr-defined]
    assert asked(client, op, {}) == 401
    assert asked(client, op, {"Authorization": "Bearer " + "x" * 40}) == 401
    for name in KEYS:
        refused = asked(client, op, bearer(name)) in (401, 403)
        assert refused == (name not in allowed), name


def test_the_list_has_the_seed_s_shape(client: FlaskClient, incident: str) -> None:
    answer = client.get("/aiops/incidents", headers=READER).json
    assert answer["incident_count"] == 1
    (one,) = answer["active_incidents"]
    assert one["id"] == incident
    assert (one["severity"], one["status"]) == ("high", "active")
    assert one["title"] == "Latency spike detected in /payment"
    assert one["root_cause"]["endpoint"] == "/payment"
    assert 0 < one["root_cause"]["confidence"] <= 1
    assert one["affected_endpoints"] == ["/payment"]
    assert one["anomalies"][0]["type"] == "latency_anomaly"
    assert one["anomalies"][0]["deviation"] == 6.94
    assert set(one["trace_correlation"]) == {"total_traces", "sample_traces"}
    assert one["first_detected"].endswith("Z")


def test_an_incident_is_acknowledged_commented_and_resolved(
    client: FlaskClient, incident: str
) -> None:
    path = f"/aiops/incidents/{incident}"
    done = client.post(f"{path}/acknowledge", headers=ADMIN).json
    assert (done["status"], done["acknowledged_by"]) == ("acknowledged", "console")
    text = {"text": "a slow query <b>"}
    assert client.post(f"{path}/comments", json=text, headers=ADMIN).status_code == 201
    done = client.post(f"{path}/resolve", json={"text": "fixed"}, headers=ADMIN).json
    assert (done["status"], done["resolved_by"]) == ("resolved", "console")
    kinds = [each["kind"] for each in done["events"]]
    assert kinds == ["opened", "cause", "acknowledged", "comment", "resolved"]
    assert client.get("/aiops/incidents", headers=READER).json["incidents"] == []
    again = client.post(f"{path}/resolve", headers=ADMIN)
    assert "reopen it first" in problem(again, 409)
    done = client.post(f"{path}/reopen", headers=ADMIN).json
    assert (done["status"], done["reopened"]) == ("active", 1)


def test_a_report_says_what_happened(client: FlaskClient, incident: str) -> None:
    answer = client.get(f"/aiops/incidents/{incident}/report", headers=READER)
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert f"# {incident}: Latency spike detected in /payment" in answer.text
    assert "```mermaid\ngantt" in answer.text
    assert "| opened |" in answer.text


def test_what_is_wrong_with_a_request_is_said(
    client: FlaskClient, incident: str
) -> None:
    path = f"/aiops/incidents/{incident}"
    assert "give either" in problem(
        client.post(f"{path}/snooze", json={}, headers=ADMIN), 422
    )
    assert "no time within" in problem(
        client.post(f"{path}/snooze", json={"until_s": 5}, headers=ADMIN), 409
    )
    assert "next_cursor" in problem(
        client.get("/aiops/incidents?cursor=nonsense!", headers=READER), 422
    )
    assert "/limit" in problem(
        client.get("/aiops/incidents?limit=0", headers=READER), 422
    )
    assert "'INC-0-0'" in problem(
        client.get("/aiops/incidents/INC-0-0", headers=READER), 404
    )


def test_pages_of_incidents_follow_one_another(
    engine: Engine, client: FlaskClient
) -> None:
    now_s = engine.now_s()
    with engine.database.write() as connection:
        anomalies.put(connection, [anomaly(f"s{n}", now_s - 1 - n) for n in range(5)])
    Rounds(engine.database, AUDIENCE).once(now_s)
    ids: list[str] = []
    path = "/aiops/incidents?status=all&limit=2"
    cursor = ""
    while cursor is not None:
        page = client.get(
            path + (f"&cursor={cursor}" if cursor else ""), headers=READER
        )
        ids += [each["id"] for each in page.json["incidents"]]
        cursor = page.json["next_cursor"]
    assert len(ids) == len(set(ids)) == 5


def webhook(**changed: object) -> dict[str, object]:
    alert = {
        "status": "firing",
        "labels": {
            "alertname": "AppHigh5xxErrorRate",
            "severity": "critical",
            "service": "payment",
        },
        "annotations": {
            "summary": "60 % fail, password=hunter2hunter2",
            "runbook_url": "javascript:alert(1)",
        },
        "startsAt": "2026-01-20T10:30:15.123Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": "abc123",
    }
    return {"version": "4", "receiver": "engine", "alerts": [alert | changed]}


def test_alerts_come_in_without_secrets_and_scripts(client: FlaskClient) -> None:
    taken = client.post("/aiops/alerts", json=webhook(), headers=SENDER)
    assert taken.json == {"received": 1, "stored": 1}
    (one,) = client.get("/aiops/alerts", headers=READER).json["alerts"]
    assert (one["status"], one["service"]) == ("firing", "payment")
    assert one["runbook_url"] == ""
    assert "hunter2" not in one["summary"]


def test_an_alert_that_ended_is_known_as_such(client: FlaskClient) -> None:
    client.post("/aiops/alerts", json=webhook(), headers=SENDER)
    over = webhook(status="resolved", endsAt="2026-01-20T10:40:00Z")
    client.post("/aiops/alerts", json=over, headers=SENDER)
    (one,) = client.get("/aiops/alerts", headers=READER).json["alerts"]
    assert one["status"] == "resolved"
    assert one["ended_s"] - one["started_s"] == pytest.approx(584.877)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (orjson.dumps({}), 422),
        (orjson.dumps(webhook(labels={})), 422),
        (orjson.dumps(webhook(startsAt="yesterday")), 422),
        (orjson.dumps(webhook(startsAt="2026-01-20T10:30:15")), 422),
        (orjson.dumps(webhook(status="lost")), 422),
        (orjson.dumps({"alerts": webhook()["alerts"] * 1001}), 422),  # type: ignore[operator]
        (b'{"alerts": ' + b" " * 1024 * 1024 + b"[]}", 413),
    ],
)
def test_a_bad_webhook_is_refused_with_a_reason(
    client: FlaskClient, body: bytes, status: int
) -> None:
    answer = client.post(
        "/aiops/alerts", data=body, headers=SENDER, content_type="application/json"
    )
    assert problem(answer, status)


def test_a_webhook_has_to_be_json_by_its_type(client: FlaskClient) -> None:
    answer = client.post(
        "/aiops/alerts",
        data=b'{"alerts": []}',
        headers=SENDER,
        content_type="text/plain",
    )
    problem(answer, 415)


def test_deployments_and_maintenance_are_told_and_listed(client: FlaskClient) -> None:
    sent = {"service": "payment", "version": "2.1"}
    assert (
        client.post("/aiops/deployments", json=sent, headers=ADMIN).status_code == 201
    )
    (one,) = client.get("/aiops/deployments", headers=READER).json["deployments"]
    assert (one["version"], one["by"]) == ("2.1", "console")
    named = {"service": "items", "by": "octocat", "time_s": one["time_s"] - 9}
    assert client.post("/aiops/deployments", json=named, headers=ADMIN).json["by"] == (
        "octocat"
    )
    made = client.post(
        "/aiops/maintenance", json={"service": "*", "minutes": 30}, headers=ADMIN
    ).json
    assert made["end_s"] - made["start_s"] == 1800
    assert (
        len(client.get("/aiops/maintenance", headers=READER).json["maintenance"]) == 1
    )
    path = f"/aiops/maintenance/{made['id']}"
    assert client.delete(path, headers=ADMIN).status_code == 204
    assert client.get("/aiops/maintenance", headers=READER).json["maintenance"] == []
    problem(client.delete(path, headers=ADMIN), 404)


def test_a_session_stands_for_its_key_and_only_on_our_pages(
    client: FlaskClient, incident: str
) -> None:
    key = {"key": KEYS["console"]}
    problem(client.post("/aiops/session", json=key), 403)
    problem(client.post("/aiops/session", json={"key": "x" * 40}, headers=CONSOLE), 401)
    answer = client.post("/aiops/session", json=key, headers=CONSOLE)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get("/aiops/me").json == {
        "name": "console",
        "scopes": ["admin"],
        "dashboards_url": None,
    }
    path = f"/aiops/incidents/{incident}/acknowledge"
    assert "X-Pharos-Console" in problem(client.post(path), 403)
    foreign = CONSOLE | {"Sec-Fetch-Site": "cross-site"}
    problem(client.post(path, headers=foreign), 403)
    assert client.post(path, headers=CONSOLE).status_code == 200
    assert client.delete("/aiops/session", headers=CONSOLE).status_code == 204
    problem(client.get("/aiops/me"), 401)


def test_a_session_ends_with_its_key(client: FlaskClient) -> None:
    made = client.post(
        "/aiops/keys", json={"name": "ann", "scopes": ["operate"]}, headers=ADMIN
    ).json
    client.post("/aiops/session", json={"key": made["key"]}, headers=CONSOLE)
    assert client.get("/aiops/me").json["name"] == "ann"
    client.delete(f"/aiops/keys/{made['id']}", headers=ADMIN)
    problem(client.get("/aiops/me"), 401)


def test_a_sender_s_key_opens_no_session(client: FlaskClient) -> None:
    key = {"key": KEYS["collector"]}
    problem(client.post("/aiops/session", json=key, headers=CONSOLE), 403)


def test_two_keys_of_one_name_are_valid_until_one_is_revoked(
    engine: Engine, client: FlaskClient
) -> None:
    new = {"name": "robot", "scopes": ["read"]}
    old, young = (
        client.post("/aiops/keys", json=new, headers=ADMIN).json for _ in range(2)
    )
    for made in (old, young):
        header = {"Authorization": f"Bearer {made['key']}"}
        assert client.get("/aiops/me", headers=header).json["name"] == "robot"
    client.delete(f"/aiops/keys/{old['id']}", headers=ADMIN)
    (left,) = client.get("/aiops/keys", headers=ADMIN).json["keys"]
    assert left["id"] == young["id"]
    problem(
        client.get("/aiops/me", headers={"Authorization": f"Bearer {old['key']}"}), 401
    )
    with engine.database.engine.connect() as connection:
        dump = "".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert young["key"] not in dump


def test_a_key_ends_when_it_expires(engine: Engine, client: FlaskClient) -> None:
    made = client.post(
        "/aiops/keys",
        json={"name": "x", "scopes": ["read"], "expires_s": engine.now_s() - 1},
        headers=ADMIN,
    ).json
    header = {"Authorization": f"Bearer {made['key']}"}
    problem(client.get("/aiops/me", headers=header), 401)


def test_every_write_of_people_is_in_the_audit_trail(client: FlaskClient) -> None:
    client.post("/aiops/alerts", json=webhook(), headers=SENDER)
    client.post("/aiops/maintenance", json={"service": "*"}, headers=ADMIN)
    client.post("/aiops/maintenance", json={"service": "*"}, headers=READER)
    lines = client.get("/aiops/audit", headers=ADMIN).json["audit"]
    told = [(each["by"], each["path"], each["status"]) for each in lines]
    assert told == [("console", "/aiops/maintenance", 422)]


def test_who_asks_too_often_has_to_wait(client: FlaskClient) -> None:
    # The allowance grows while a slow machine asks.
    answers = (client.get("/aiops/me", headers=READER) for _ in range(3000))
    late = next(each for each in answers if each.status_code == 429)
    assert int(late.headers["Retry-After"]) >= 1
    assert client.get("/aiops/me", headers=ADMIN).status_code == 200


def test_actions_are_done_only_after_approval(
    engine: Engine, client: FlaskClient, incident: str
) -> None:
    now_s = engine.now_s()
    with engine.database.write() as connection:
        found = propose(incident, "payment", now_s, [], now_s)
        actions.propose(connection, found)
    shown = client.get(f"/aiops/incidents/{incident}", headers=READER).json["actions"]
    assert {each["name"]: each["status"] for each in shown} == {
        "restart": "proposed",
        "clear-simulation": "proposed",
    }
    path = f"/aiops/incidents/{incident}/actions/restart"
    early = client.post(f"{path}/outcome", json={"state": "done"}, headers=ADMIN)
    assert "only an approved" in problem(early, 409)
    assert client.get("/aiops/actions", headers=READER).json == {"actions": []}
    assert client.post(f"{path}/approve", headers=ADMIN).json["status"] == "approved"
    problem(client.post(f"{path}/reject", headers=ADMIN), 409)
    (todo,) = client.get("/aiops/actions", headers=READER).json["actions"]
    assert (todo["incident"], todo["target"]) == (incident, "payment")
    done = client.post(f"{path}/outcome", json={"state": "done"}, headers=ADMIN)
    assert done.json["status"] == "done"
    events = client.get(f"/aiops/incidents/{incident}", headers=READER).json["events"]
    assert [e["text"] for e in events if e["kind"] == "action"] == [
        "restart approved",
        "restart done",
    ]


def test_live_changes_continue_after_the_last_one_seen(
    engine: Engine, incident: str
) -> None:
    assert engine.streams.acquire(blocking=False)
    told = Stream(engine, 0)
    assert next(told) == b"retry: 2000\n\n"
    assert next(told) == (
        b'id: 2\nevent: incident\ndata: {"id":"%s"}\n\n' % incident.encode()
    )
    told.close()


def test_no_cache_keeps_what_the_api_answers(
    client: FlaskClient, incident: str
) -> None:
    for path in ("/aiops/incidents", f"/aiops/incidents/{incident}", "/aiops/me"):
        answer = client.get(path, headers=READER)
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/aiops/me").headers["Cache-Control"] == "no-store"


def test_live_changes_end_when_the_engine_does(engine: Engine) -> None:
    assert engine.streams.acquire(blocking=False)
    told = Stream(engine, 0)
    next(told)
    engine.stopping.set()
    assert [*told] == []
    told.close()


def test_a_view_that_nobody_reads_gives_its_place_back(
    engine: Engine, client: FlaskClient
) -> None:
    for _ in range(20):
        with client.head("/aiops/events", headers=READER) as answer:
            assert answer.status_code == 200
    assert engine.streams.acquire(blocking=False)


def test_no_more_live_views_than_there_is_room_for(
    engine: Engine, client: FlaskClient
) -> None:
    room = 0
    while engine.streams.acquire(blocking=False):
        room += 1
    assert room == 8
    answer = client.get("/aiops/events", headers=READER)
    assert answer.headers["Retry-After"]
    problem(answer, 503)


def test_the_document_describes_every_path(engine: Engine) -> None:
    app = create_app(engine)
    document = app.test_client().get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    for op in OPERATIONS:
        described = document["paths"][op.path][op.method.lower()]
        assert bool(described["security"]) == (op.scope is not None)
    assert "/aiops/services" in document["paths"]
    names = [
        each["operationId"]
        for path in document["paths"].values()
        for each in path.values()
    ]
    assert len(names) == len(set(names))
    text = orjson.dumps(document).decode()
    for name in document["components"]["schemas"]:
        assert f"#/components/schemas/{name}" in text


def test_metrics_tell_of_open_incidents_their_cause_and_how_fast_they_were_found(
    engine: Engine, client: FlaskClient, incident: str
) -> None:
    before = _samples(client)
    client.post(f"/aiops/incidents/{incident}/resolve", json={}, headers=ADMIN)
    after = _samples(client)

    severity = client.get(f"/aiops/incidents/{incident}", headers=READER).json[
        "severity"
    ]
    assert before[f'aiops_incidents_opened_24h{{severity="{severity}"}}'] == 1
    assert before['aiops_incident_signs{kind="anomaly"}'] == 1
    assert before['aiops_cause_incidents{service="payment"}'] == 1
    assert 0 < before['aiops_cause_confidence_ratio{service="payment"}'] <= 1
    assert before['aiops_incident_stage_seconds{stage="detected"}'] == pytest.approx(5)
    assert 'aiops_incident_stage_seconds{stage="resolved"}' not in before
    # What is over causes nothing any more; that it was is still counted.
    assert 'aiops_cause_incidents{service="payment"}' not in after
    assert after['aiops_incident_signs{kind="anomaly"}'] == 0
    assert after[f'aiops_incidents_opened_24h{{severity="{severity}"}}'] == 1
    assert after['aiops_incident_stage_seconds{stage="resolved"}'] >= 5


def _samples(client: FlaskClient) -> dict[str, float]:
    page = client.get("/metrics", headers=READER).get_data(as_text=True)
    lines = [line for line in page.splitlines() if line.startswith("aiops_inc")]
    lines += [line for line in page.splitlines() if line.startswith("aiops_cause")]
    return {name: float(value) for name, _, value in (x.rpartition(" ") for x in lines)}
