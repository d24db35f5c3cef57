"""What cannot be taken is refused with a reason, and nothing is done by halves."""

import tracemalloc
import zlib

import pytest

from aiops.adapters.otlp import limits
from tests.unit.aiops.engines import bearer
from tests.unit.aiops.otlp_requests import (
    JSON,
    PROTOBUF,
    gzipped,
    otlp_span,
    traces,
)

GZIP = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "said"),
    [
        (b"\xff\xff\xff", PROTOBUF, 400, "OTLP's protobuf"),
        (b"{", JSON, 400, "not JSON"),
        (b"[]", JSON, 400, "needs a list 'resourceSpans'"),
        (b'{"resourceSpans": 7}', JSON, 400, "needs a list 'resourceSpans'"),
        (b"", {"Content-Type": "text/plain"}, 415, "'text/plain'"),
        (b"", {}, 415, "''"),
        (b"", {**PROTOBUF, "Content-Encoding": "zstd"}, 415, "'zstd'"),
        (b"no gzip", {**PROTOBUF, **GZIP}, 400, "not gzip"),
        (gzipped(b"x" * 99)[:-9], {**PROTOBUF, **GZIP}, 400, "cut off"),
        (gzipped(b"x") * 2, {**PROTOBUF, **GZIP}, 400, "one member"),
        (bytes(limits.MAX_WIRE_BYTES + 1), PROTOBUF, 413, "larger than 4194304"),
        (gzipped(bytes(2**24)), {**PROTOBUF, **GZIP}, 413, "larger than 8388608"),
        (gzipped(b" " * 2**23), {**JSON, **GZIP}, 413, "larger than 4194304"),
    ],
)
def test_body_that_cannot_be_used_is_refused(send, stored, body, headers, status, said):
    answer = send(body, headers=headers)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert said in answer.json["detail"]
    assert stored() == []


def test_bomb_takes_no_memory(send):
    # 256 MiB of zeros in 1 MiB.
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(256))

    tracemalloc.start()
    answer = send(bomb + packer.flush(), headers={**PROTOBUF, **GZIP})
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak_bytes < 4 * limits.MAX_PROTOBUF_BYTES

    assert answer.status_code == 413


def test_request_of_too_many_spans_is_refused(send, stored, now_s):
    span = otlp_span(1, now_s, attributes={})

    answer = send(gzipped(traces([span] * 20_001)), **GZIP)

    assert answer.status_code == 413
    assert "more than 20000 records" in answer.json["detail"]
    assert stored() == []


def test_empty_request_is_acknowledged(send):
    assert send(b"").status_code == 200
    assert send(b"{}", headers=JSON).status_code == 200


@pytest.mark.parametrize("key", ["prometheus", None])
def test_who_may_not_send_is_refused(client, key):
    headers = bearer(key) if key else {}

    answer = client.post("/v1/traces", data=b"", headers={**PROTOBUF, **headers})

    assert answer.status_code == (403 if key else 401)


def test_request_that_finds_no_memory_is_told_to_come_back(send, now_s, monkeypatch):
    body = traces([otlp_span(1, now_s)])
    monkeypatch.setattr(limits, "PROTOBUF_COST", limits.MEMORY_BYTES)

    answer = send(body)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"


def test_what_was_not_stored_is_not_acknowledged(send, engine, counted, now_s):
    with engine.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE spans RENAME TO elsewhere")

    answer = send(traces([otlp_span(1, now_s)]))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    result = 'result="unavailable",signal="traces"'
    assert counted(f"aiops_ingest_requests_total{{{result}}}") == 1
