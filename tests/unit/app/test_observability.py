import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.observability import trace_context
from app.observability.logs import JsonLog

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01"


def test_a_request_is_one_log_line_without_path_or_query(lab):
    lab.get("/products/1?canary=1")

    [line] = lab.log("request")
    assert line.keys() == {
        "time",
        "level",
        "event",
        "service",
        "method",
        "endpoint",
        "status",
        "duration_ms",
        "trace_id",
        "span_id",
    }
    assert line["endpoint"] == "/products/<int:product_id>"


def test_a_failed_request_is_logged_as_an_error(lab):
    lab.app.view_functions["items.list_items"] = lambda **_: ("", 503)
    lab.get("/items")

    assert lab.log("request")[-1]["level"] == "error"


def test_the_callers_trace_is_continued(lab):
    lab.get("/items", headers={"traceparent": PARENT})

    [line] = lab.log("request")
    assert line["trace_id"] == TRACE
    assert line["span_id"] != SPAN


def test_calls_between_roles_are_one_trace(lab):
    lab.product()
    lab.post("/checkout", headers={"traceparent": PARENT})

    lines = [line for line in lab.log("request") if line["endpoint"] != "/products"]
    assert len(lines) >= 4
    assert {line["trace_id"] for line in lines} == {TRACE}


def test_events_within_a_request_carry_its_trace(lab):
    lab.post("/payment", headers={"traceparent": PARENT})

    assert lab.log("payment")[0]["trace_id"] == TRACE


def test_requests_without_a_trace_get_one_each(lab):
    lab.get("/items")
    lab.get("/items")

    first, second = lab.log("request")
    assert first["trace_id"] != second["trace_id"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "00",
        PARENT.upper(),
        PARENT + "0",
        PARENT + "-00",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{SPAN}-0x",
        f"00_{TRACE}-{SPAN}-01",
    ],
)
def test_a_malformed_traceparent_is_ignored(header):
    assert trace_context.parse(header) is None


def test_a_traceparent_of_a_later_version_is_understood():
    assert trace_context.parse(f"01-{TRACE}-{SPAN}-01-more") == (TRACE, SPAN, True)


@given(st.integers(1, 2**128 - 1), st.integers(1, 2**64 - 1), st.booleans())
def test_a_traceparent_survives_being_passed_on(trace_id, span_id, sampled):
    trace = trace_context.Trace(f"{trace_id:032x}", f"{span_id:016x}", sampled=sampled)

    assert trace_context.parse(trace.traceparent()) == (
        trace.trace_id,
        trace.span_id,
        sampled,
    )


@given(st.text(max_size=80))
def test_no_header_breaks_the_parser(header):
    parsed = trace_context.parse(header)

    assert parsed is None or len(parsed[0]) == 32


CANARY = "canary-5e9d1"
CARD = "4242424242424242"


def test_nothing_that_a_client_sends_reaches_the_log_or_the_metrics(labs):
    lab = labs(simulation=True, simulation_token=f"{CANARY}-token")
    headers = {
        "X-Simulation-Token": f"{CANARY}-token",
        "Authorization": f"Bearer {CANARY}",
        "User-Agent": CANARY,
        "Cookie": f"session={CANARY}",
        "Idempotency-Key": CANARY,
        "X-Forwarded-For": CANARY,
        "Referer": f"http://{CANARY}/",
    }
    lab.product()
    payment = {"card_number": CARD, "amount_minor": 10}
    for body in (payment, {"name": CANARY}, {CANARY: CANARY}, {"card_number": CANARY}):
        for path in ("/items", "/products", "/payment", "/checkout"):
            lab.post(path, body, headers=headers)
            lab.post(f"{path}?{CANARY}={CARD}", body, headers=headers)
    lab.send("POST", "/items", data=CANARY, headers=headers)
    lab.get(f"/{CANARY}", headers=headers)
    lab.get(f"/payment/{CANARY}", headers=headers)
    lab.get("/simulate/status", headers=headers)

    log = b"".join(lab.lines).decode()
    page = lab.get("/metrics").text.replace(f'product_name="{CANARY}"', "")
    assert len(lab.lines) > 30
    assert CANARY not in log + page
    assert CARD not in log + page


def test_log_lines_are_json_whatever_they_say():
    lines = []
    log = JsonLog("shop", lines.append)
    log.event("info", "odd", text='"\n\u2028', number=1.5, thing=object())

    [line] = lines
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line)["text"] == orjson.loads(line)["text"] == '"\n\u2028'
