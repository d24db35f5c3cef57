"""Nothing is open but health and the console's files; errors are problem documents."""

import pytest
from flask import Flask

from aiops.domain.access import Principal, Scope
from aiops.entrypoints.http import access, problems
from aiops.entrypoints.http.factory import create_app
from tests.unit.aiops.engines import bearer

OPEN = {"/health", "/health/live", "/health/ready"}
# The console's files and the API's description say nothing of what the engine knows;
# a session is opened with a key in the body.
CONSOLE = "console."
DESCRIBED = {(method, "/openapi.json") for method in ("GET", "HEAD", "OPTIONS")}
KEY_INSIDE = {(method, "/aiops/session") for method in ("POST", "OPTIONS")}


@pytest.mark.parametrize("path", sorted(OPEN))
def test_health_needs_no_key(client, path):
    assert client.get(path).status_code == 200


def test_every_other_path_needs_a_key(engine):
    app = create_app(engine)
    client = app.test_client()
    closed = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule not in OPEN and not rule.endpoint.startswith(CONSOLE)
    ]

    answers = {
        (method, rule.rule): client.open(rule.rule, method=method).status_code
        for rule in closed
        for method in rule.methods
        if (method, rule.rule) not in DESCRIBED | KEY_INSIDE
    }

    assert answers
    assert set(answers.values()) == {401}


def test_missing_key_is_explained(client):
    answer = client.get("/metrics")

    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json == {
        "type": "urn:pharos:problem:unauthorized",
        "title": "A key is needed",
        "status": 401,
        "detail": "send a key in the header 'Authorization: Bearer <key>'",
    }


def test_unknown_key_is_refused(client):
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {'x' * 40}"})

    assert answer.status_code == 401
    assert "x" * 40 not in answer.text


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "\u00ff"])
def test_header_without_a_key_is_no_key(client, header):
    answer = client.get("/metrics", headers={"Authorization": header})

    assert answer.status_code == 401


def test_key_of_another_scope_is_refused(client):
    answer = client.get("/metrics", headers=bearer("collector"))

    assert answer.status_code == 403
    assert answer.json["detail"] == (
        "this needs a key with the scope read; 'collector' has ingest"
    )


def test_metrics_are_for_who_may_read(client):
    answer = client.get("/metrics", headers=bearer("prometheus"))

    assert answer.status_code == 200
    assert "aiops_database_bytes" in answer.text


def test_unknown_path_is_a_problem(client):
    assert client.get("/nowhere").json["type"] == "urn:pharos:problem:not-found"


def test_method_that_a_path_does_not_take_is_a_problem(client):
    answer = client.delete("/health")

    assert answer.status_code == 405
    assert answer.json["type"] == "urn:pharos:problem:method-not-allowed"


def test_engine_without_its_database_is_not_ready_but_alive(client, engine):
    engine.database.close()
    with engine.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")

    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health").json["status"] == "degraded"


def test_view_that_does_not_say_who_may_call_it_is_not_served():
    app = Flask("test", static_folder=None)
    app.add_url_rule("/silent", "silent", lambda: "")

    with pytest.raises(LookupError, match=r"^views silent do not say"):
        access.protect(app, [])


def test_unexpected_exception_tells_nothing_of_itself(engine):
    lines = []
    app = Flask("test", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @access.open_to_all
    def broken():
        raise ValueError("4111 1111 1111 1111")

    app.add_url_rule("/broken", "broken", broken)
    problems.register(app, type(engine.log)("test", lines.append))
    access.protect(app, [])

    answer = app.test_client().get("/broken")

    assert answer.status_code == 500
    assert "4111" not in answer.text + b"".join(lines).decode()
    assert b"test_http.py" in lines[0]


def test_view_knows_who_calls(engine):
    app = Flask("test", static_folder=None)
    seen = []

    @access.needs(Scope.OPERATE)
    def view():
        seen.append(access.principal())
        return ""

    app.add_url_rule("/", "view", view)
    somebody = Principal(name="alice", scopes=frozenset({Scope.ADMIN}))
    access.protect(app, [lambda _: None, lambda _: somebody])

    app.test_client().get("/")

    assert seen == [somebody]
