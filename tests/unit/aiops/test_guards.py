"""Who sends nonsense costs nothing, learns nothing and is told what was wrong."""

import pytest
from flask import Flask, g

from aiops.adapters.keys.database import written_down
from aiops.domain.access import Principal, Scope
from aiops.domain.rates import Rate
from aiops.entrypoints.http import problems
from aiops.entrypoints.http.guards import guard
from tests.unit.aiops.engines import bearer

PROBLEM = "application/problem+json"
SOMEBODY = Principal(name="somebody", scopes=frozenset({Scope.OPERATE}))


def test_invented_methods_are_counted_as_one(client):
    for number in range(20):
        client.open("/health", method=f"MADE-UP-{number}")

    page = client.get("/metrics", headers=bearer("prometheus")).text
    assert "MADE-UP" not in page
    assert 'aiops_api_requests_total{method="other",' in page


@pytest.mark.parametrize(
    "path",
    [
        "/aiops/incidents/INC%00",
        "/aiops/incidents?service=a%00",
        "/aiops/logs?q=%00",
        "/aiops/traces?operation=a%00b",
    ],
)
def test_what_no_database_can_look_for_is_refused(client, path):
    answer = client.get(path, headers=bearer("console"))

    assert (answer.status_code, answer.content_type) == (400, PROBLEM)
    assert "NUL" in answer.json["detail"]


@pytest.mark.parametrize(
    "path",
    [
        f"/aiops/audit?before={2**70}",
        "/aiops/series?service=a&signal=latency&from=0&to=" + "7" * 90,
        "/aiops/traces?from=0&to=" + "9" * 200,
        "/aiops/alerts?cursor=bmFuIHg",
    ],
)
def test_numbers_out_of_range_are_refused(client, path):
    answer = client.get(path, headers=bearer("console"))

    assert (answer.status_code, answer.content_type) == (422, PROBLEM)


@pytest.mark.parametrize("id", ["9" * 30, "9" * 5000])
def test_stream_from_an_event_that_never_was_begins_now(client, id):
    answer = client.get(
        "/aiops/events",
        headers={**bearer("console"), "Last-Event-ID": id},
        buffered=False,
    )
    pieces = iter(answer.response)

    assert answer.status_code == 200
    assert next(pieces).startswith(b"retry")
    answer.close()


@pytest.mark.parametrize("field", ["fingerprint", "generatorURL", "label"])
def test_alert_that_no_database_can_store_is_refused(client, field):
    alert = {
        "status": "firing",
        "labels": {"alertname": "x", **({"a\0": "b"} if field == "label" else {})},
        "startsAt": "2026-01-20T10:30:15Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": "f",
    }
    if field != "label":
        alert[field] = "a\0"
    answer = client.post(
        "/aiops/alerts", json={"alerts": [alert]}, headers=bearer("alertmanager")
    )

    assert answer.status_code == 422


def test_what_is_over_its_limit_is_not_written_down(engine):
    app = Flask("limited")
    app.before_request(lambda: setattr(g, "principal", SOMEBODY))
    app.post("/", endpoint="change")(lambda: "done")
    problems.register(app, engine.log)
    guard(app, engine, lambda method, route, status: None, Rate(2, 60.0))
    client = app.test_client()

    answers = [client.post("/").status_code for _ in range(5)]
    lines = written_down(engine.database, before=None, limit=10)
    assert answers == [200, 200, 429, 429, 429]
    assert [line["status"] for line in lines] == [200, 200]


def test_answers_are_neither_kept_nor_guessed_at(client):
    answer = client.get("/aiops/me", headers=bearer("console"))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
