"""Telemetry is stored as it was sent, without secrets; a bad span is left out."""

import gzip

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (
    ExportLogsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from aiops.adapters.otlp import limits
from aiops.adapters.storage import logs as log_store
from aiops.domain.telemetry import LogLine, SpanKind, SpanRecord
from tests.unit.aiops.otlp_requests import (
    JSON,
    any_value,
    json_traces,
    key_values,
    logs,
    otlp_line,
    otlp_span,
    traces,
)

EMPTY = b""


def rejected(answer):
    return ExportTraceServiceResponse.FromString(answer.data).partial_success


def test_span_is_stored_with_all_that_matters(send, stored, now_s):
    span = otlp_span(
        7,
        now_s,
        parent_span_id=bytes.fromhex("00f067aa0ba902b7"),
        attributes={"http.route": "/checkout", "http.response.status_code": 503},
        status=Status(code=Status.STATUS_CODE_ERROR, message="no answer from payment"),
        events=[
            {
                "name": "exception",
                "attributes": key_values(
                    {
                        "exception.type": "PeerTimeout",
                        "exception.message": "payment",
                        "exception.stacktrace": "Traceback …\n  pay.py:3",
                    }
                ),
            }
        ],
    )

    answer = send(traces([span], **{"service.version": "1.2"}))

    assert (answer.status_code, answer.data) == (200, EMPTY)
    assert answer.content_type == "application/x-protobuf"
    assert stored() == [
        SpanRecord(
            trace=f"{7:032x}",
            span=f"{7:016x}",
            parent="00f067aa0ba902b7",
            service="checkout",
            operation="POST /checkout",
            kind=SpanKind.SERVER,
            start_s=now_s,
            duration_s=0.02,
            error=True,
            status_code=503,
            message="no answer from payment",
            stack="Traceback …\n  pay.py:3",
            attributes={
                "service.version": "1.2",
                "http.route": "/checkout",
                "http.response.status_code": "503",
            },
        )
    ]


@pytest.mark.parametrize(
    ("status_code", "error"), [(200, False), (404, False), (500, True), (503, True)]
)
def test_answer_of_500_or_above_is_an_error(send, stored, now_s, status_code, error):
    send(traces([otlp_span(1, now_s, attributes={"http.status_code": status_code})]))

    assert [(s.error, s.status_code) for s in stored()] == [(error, status_code)]


def test_exception_without_a_status_message_is_the_message(send, stored, now_s):
    told = key_values({"exception.type": "KeyError", "exception.message": "'sku'"})
    event = {"name": "exception", "attributes": told}
    send(traces([otlp_span(1, now_s, events=[event])]))

    assert stored()[0].message == "KeyError: 'sku'"


def test_json_is_the_same_as_protobuf(send, stored, now_s):
    start_ns = int(now_s * 1e9)
    span = {
        "traceId": "5B8EFFF798038103D269B633813FC60C",
        "spanId": "eee19b7ec3c1b174",
        "parentSpanId": "00f067aa0ba902b7",
        "name": "GET /items",
        "kind": 3,
        "startTimeUnixNano": str(start_ns),
        "endTimeUnixNano": start_ns + 1_000_000_000,
        "attributes": [{"key": "http.status_code", "value": {"intValue": "502"}}],
        "status": {"code": 2, "message": "bad gateway"},
        "links": [{"traceId": "5B8EFFF798038103D269B633813FC60C"}],
        "somethingNew": {"x": 1},
    }

    answer = send(json_traces([span]), headers=JSON)

    assert (answer.status_code, answer.json) == (200, {})
    assert stored() == [
        SpanRecord(
            trace="5b8efff798038103d269b633813fc60c",
            span="eee19b7ec3c1b174",
            parent="00f067aa0ba902b7",
            service="checkout",
            operation="GET /items",
            kind=SpanKind.CLIENT,
            start_s=now_s,
            duration_s=1.0,
            error=True,
            status_code=502,
            message="bad gateway",
            attributes={"http.status_code": "502"},
        )
    ]


def test_bad_span_is_left_out_and_the_rest_is_stored(send, stored, counted, now_s):
    good = otlp_span(1, now_s)
    bad = [
        otlp_span(2, now_s, trace_id=b"short"),
        otlp_span(3, now_s, span_id=bytes(8)),
        otlp_span(4, now_s, parent_span_id=b"x"),
        otlp_span(5, now_s, end_time_unix_nano=1),
        otlp_span(6, now_s + 3600),
        otlp_span(7, now_s - 8 * 86400),
    ]

    answer = send(traces([*bad, good]))

    assert answer.status_code == 200
    assert rejected(answer).rejected_spans == len(bad)
    assert "1 left out: in the future" in rejected(answer).error_message
    assert [s.span for s in stored()] == [f"{1:016x}"]
    assert counted('aiops_ingest_records_total{signal="traces"}') == len(bad) + 1
    assert counted('aiops_ingest_stored_total{signal="traces"}') == 1
    reason = 'reason="ends before it begins",signal="traces"'
    assert counted(f"aiops_ingest_refused_total{{{reason}}}") == 1


@pytest.mark.parametrize(
    "span",
    [
        "text",
        None,
        7,
        [],
        {"traceId": 7},
        {"traceId": "xyz"},
        {"startTimeUnixNano": "-1"},
        {"attributes": {"key": "x"}},
        {"name": {"x": 1}},
    ],
)
def test_malformed_span_of_json_is_left_out(send, stored, now_s, span):
    good = {
        "traceId": "5b8efff798038103d269b633813fc60c",
        "spanId": "eee19b7ec3c1b174",
        "startTimeUnixNano": int(now_s * 1e9),
        "endTimeUnixNano": int(now_s * 1e9),
    }
    bad = {**good, **span} if isinstance(span, dict) else span

    answer = send(json_traces([bad, good]), headers=JSON)

    assert answer.status_code == 200
    assert answer.json["partialSuccess"]["rejectedSpans"] == "1"
    assert [s.span for s in stored()] == ["eee19b7ec3c1b174"]


def test_everything_of_a_span_is_bounded(send, stored, now_s):
    many = {f"key.{n}" + "k" * 100: "v" * 1000 for n in range(100)}
    span = otlp_span(1, now_s, name="n" * 10_000, attributes=many)
    span.status.message = "m" * 100_000

    send(traces([span], service="s" * 1000))

    [found] = stored()
    assert len(found.service) == limits.KEY_CHARS
    assert len(found.operation) == limits.NAME_CHARS
    assert len(found.message) == limits.MESSAGE_CHARS
    assert len(found.attributes) == limits.ATTRIBUTES
    assert max(map(len, found.attributes)) <= limits.KEY_CHARS
    assert max(map(len, found.attributes.values())) == limits.VALUE_CHARS


def test_values_of_every_kind_are_texts(send, stored, now_s):
    given = {
        "text": "a\0b",
        "yes": True,
        "whole": -3,
        "number": 0.25,
        "bytes": b"xyz",
        "list": ["a", 1, [True]],
        "map": {"a": {"b": {"c": {"d": 1}}}, "password": "hunter2"},
        "": "no key",
    }
    send(traces([otlp_span(1, now_s, attributes=given)]))

    assert stored()[0].attributes == {
        "text": "ab",
        "yes": "true",
        "whole": "-3",
        "number": "0.25",
        "bytes": "(3 bytes)",
        "list": "[a, 1, [true]]",
        "map": "{a: {b: {c: …}}, password: [removed]}",
    }


def test_no_secret_is_stored(send, engine, now_s):
    secret = "canary-5d41402abc4b2a76b9719d911017c592"
    span = otlp_span(
        1,
        now_s,
        name=f"GET /login?token={secret}",
        attributes={
            "http.request.header.authorization": f"Bearer {secret}",
            "db.password": secret,
            "url.full": f"https://user:{secret}@host/?api_key={secret}",
            "note": f"Authorization: Basic {secret}",
        },
        status=Status(code=2, message=f'{{"password": "{secret}"}}'),
    )
    send(traces([span], service=f"secret={secret}"))
    record = otlp_line(1, now_s, body=any_value(f"login with password={secret} failed"))
    send(logs([record]), path="/v1/logs")

    with engine.database.read() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = str(engine.database.engine.url.database)
    with open(path, "rb") as file:
        content = file.read()
    assert b"POST" not in content
    assert b"GET /login" in content
    assert secret.encode() not in content


def test_line_is_stored_with_its_trace(send, engine, now_s):
    answer = send(logs([otlp_line(3, now_s)]), path="/v1/logs")

    assert (answer.status_code, answer.data) == (200, EMPTY)
    with engine.database.read() as connection:
        assert log_store.of_trace(connection, f"{3:032x}", limit=9) == [
            LogLine(
                trace=f"{3:032x}",
                span=f"{3:016x}",
                service="checkout",
                time_s=now_s,
                severity=9,
                body="line 3",
            )
        ]


def test_line_of_json_names_its_trace_and_level_itself(send, engine, now_s):
    trace = "5b8efff798038103d269b633813fc60c"
    body = f'{{"level":"error","event":"request","trace_id":"{trace}"}}'
    record = otlp_line(
        1, now_s, trace_id=b"", span_id=b"", severity_number=0, body=any_value(body)
    )
    send(logs([record]), path="/v1/logs")

    with engine.database.read() as connection:
        [found] = log_store.of_trace(connection, trace, limit=9)
    assert (found.severity, found.body) == (17, body)


def test_bad_line_is_left_out(send, now_s):
    records = [
        otlp_line(1, now_s, body=any_value("")),
        otlp_line(2, now_s, trace_id=b"x"),
        otlp_line(3, now_s),
    ]

    answer = send(logs(records), path="/v1/logs")

    partial = ExportLogsServiceResponse.FromString(answer.data).partial_success
    assert partial.rejected_log_records == 2


def test_gzip_is_understood(send, stored, now_s):
    body = gzip.compress(traces([otlp_span(1, now_s)]))

    assert send(body, **{"Content-Encoding": "gzip"}).status_code == 200
    assert len(stored()) == 1
