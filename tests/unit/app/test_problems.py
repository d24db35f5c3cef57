import io

import orjson
import pytest
from sqlalchemy.exc import OperationalError

from app.domain.rates import Rate


def test_every_mistake_in_a_body_is_listed(lab):
    answer = lab.post("/products", {"name": "", "stock": -1, "colour": "red"})

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert {m["at"] for m in answer.json["errors"]} == {"/name", "/stock", "/colour"}
    assert answer.json["type"] == "urn:pharos:problem:invalid-input"


def test_what_was_sent_is_not_repeated_in_the_answer(lab):
    answer = lab.post("/payment", {"card_number": "4111111111111112"})

    assert answer.status_code == 422
    assert "4111111111111112" not in answer.text
    assert "check digit" in answer.json["detail"]


def test_broken_json_is_a_400(lab):
    answer = lab.send("POST", "/items", data="{", content_type="application/json")

    assert answer.status_code == 400
    assert answer.json["detail"].startswith("the body is not JSON")


@pytest.mark.parametrize("data", ["[]", "null", "3", '"name"'])
def test_json_that_is_no_object_is_a_422(lab, data):
    answer = lab.send("POST", "/items", data=data, content_type="application/json")

    assert answer.status_code == 422


def test_a_form_is_a_415_that_names_the_header(lab):
    answer = lab.send("POST", "/items", data={"name": "demo"})

    assert answer.status_code == 415
    assert "Content-Type: application/json" in answer.json["detail"]


def test_a_large_body_is_a_413_with_the_limit(lab):
    answer = lab.post("/items", {"name": "x" * 70_000})

    assert answer.status_code == 413
    assert "65536 bytes" in answer.json["detail"]


def a_name(size):
    """JSON of an item, *size* bytes long."""
    text = '{"name": "demo"}'
    return f"{text}{' ' * (size - len(text))}".encode()


@pytest.mark.parametrize(("size", "status"), [(65_536, 201), (65_537, 413)])
def test_a_chunked_body_has_the_same_limit(lab, size, status):
    answer = lab.send(
        "POST",
        "/items",
        input_stream=io.BytesIO(a_name(size)),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == status
    assert answer.content_type.startswith("application/")


def test_a_refused_body_is_read_to_its_end_but_not_for_ever(lab):
    body = io.BytesIO(b" " * 3_000_000)
    answer = lab.send(
        "POST",
        "/items",
        input_stream=body,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == 413
    assert 1_000_000 < body.tell() < 1_200_000


def test_an_unknown_path_is_a_404(lab):
    answer = lab.get("/basket")

    assert (answer.status_code, answer.json["title"]) == (404, "Not found")


def test_a_wrong_method_is_a_405_that_names_the_right_ones(lab):
    answer = lab.send("DELETE", "/items")

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "limit=201", "after=-1", "page=2", "limit=1&limit=2"],
)
def test_a_wrong_query_is_a_422(lab, query):
    assert lab.get(f"/items?{query}").status_code == 422


def test_a_query_where_none_is_expected_is_a_422(lab):
    assert lab.get("/items/1?verbose=1").status_code == 422


def test_a_problem_carries_the_trace_id_of_its_log_line(lab):
    trace_id = lab.get("/basket").json["trace_id"]

    assert lab.log("request")[-1]["trace_id"] == trace_id


def test_an_unexpected_exception_is_a_500_counted_once_and_logged_without_its_text(lab):
    def fail(**_):
        raise RuntimeError("the canary in the text")

    lab.app.view_functions["items.list_items"] = fail
    answer = lab.get("/items")

    assert answer.status_code == 500
    assert lab.samples("app_errors_total") == 1
    [line] = lab.log("unexpected exception")
    assert line["exception"] == "RuntimeError"
    assert any(" fail" in place for place in line["at"])
    assert "canary" not in answer.text + orjson.dumps(line).decode()


def test_expected_failures_are_not_counted_as_errors(lab):
    lab.get("/basket")
    lab.post("/items", {})

    assert lab.samples("app_errors_total") == 0


def test_a_database_that_fails_is_a_503_with_a_time_to_come_back(lab):
    def fail(**_):
        raise OperationalError("SELECT", {}, Exception("locked"))

    lab.app.view_functions["items.list_items"] = fail
    answer = lab.get("/items")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert lab.samples("app_errors_total") == 0


@pytest.mark.parametrize("key", ["", "x" * 201, "schlüssel"])
def test_a_malformed_idempotency_key_is_a_400(lab, key):
    answer = lab.post(
        "/payment", headers={"Idempotency-Key": key.encode().decode("latin1")}
    )

    assert answer.status_code == 400


def test_a_client_over_its_limit_gets_a_429_and_the_others_do_not(labs):
    lab = labs(rate_limit=Rate(2, 3600.0))
    answers = [lab.get("/items") for _ in range(3)]
    other = lab.get("/items", environ_base={"REMOTE_ADDR": "10.0.0.9"})

    assert [a.status_code for a in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert other.status_code == 200


def test_probes_and_scrapes_are_never_limited(labs):
    lab = labs(rate_limit=Rate(1, 3600.0))
    paths = ["/health", "/health/live", "/health/ready", "/metrics"] * 3

    assert {lab.get(path).status_code for path in paths} == {200}


def test_a_client_is_told_from_another_by_the_header_of_a_trusted_proxy(labs):
    lab = labs(rate_limit=Rate(1, 3600.0), trusted_proxies=1)
    answers = [
        lab.get("/items", headers={"X-Forwarded-For": address})
        for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1")
    ]

    assert [a.status_code for a in answers] == [200, 200, 429]


def test_the_header_of_an_untrusted_proxy_changes_nothing(labs):
    lab = labs(rate_limit=Rate(1, 3600.0))
    answers = [
        lab.get("/items", headers={"X-Forwarded-For": address})
        for address in ("10.0.0.1", "10.0.0.2")
    ]

    assert [a.status_code for a in answers] == [200, 429]


@pytest.mark.parametrize(
    "path",
    [f"/{place}/{10**20}" for place in ("items", "products", "inventory")],
)
def test_a_number_that_no_row_can_have_is_a_404(lab, path):
    assert lab.get(path).status_code == 404
