"""Requests are taken apart as protobuf does it, and small ones take no memory."""

import resource
import time
from multiprocessing import get_context

import pytest
from google.protobuf.message import DecodeError
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.bodies import JSON, PROTOBUF
from aiops.adapters.otlp.period import around
from aiops.adapters.otlp.signals import TRACES
from aiops.adapters.otlp.wire import parts
from aiops.errors import InvalidInput
from tests.unit.aiops.otlp_requests import key_values

MIB = 1024 * 1024


def member(number: int, data: bytes) -> bytes:
    """A member of a message, as it is sent."""
    size, head = len(data), bytearray([number << 3 | 2])
    while size > 127:
        head.append(size & 127 | 128)
        size >>= 7
    return bytes(head) + bytes([size]) + data


_NAMES = st.text(st.characters(codec="utf-8"), max_size=200)


@given(st.lists(st.tuples(_NAMES, st.lists(st.lists(_NAMES, max_size=3), max_size=3))))
def test_parts_are_those_that_were_sent(services):
    request = ExportTraceServiceRequest()
    for service, scopes in services:
        part = request.resource_spans.add(schema_url="x")
        part.resource.attributes.extend(key_values({"service.name": service}))
        for names in scopes:
            scope = part.scope_spans.add()
            scope.scope.name = "library"
            scope.spans.extend(Span(name=name, flags=7) for name in names)

    found = [
        (p.resource, list(p.records)) for p in parts(request.SerializeToString(), Span)
    ]
    assert found == [
        (p.resource, [span for scope in p.scope_spans for span in scope.spans])
        for p in request.resource_spans
    ]


@given(st.binary(max_size=200))
def test_what_protobuf_takes_is_taken_and_else_nothing_is(body):
    try:
        ExportTraceServiceRequest.FromString(body)
    except DecodeError:
        return
    for part in parts(body, Span):
        list(part.records)


BOMBS = {
    "empty resources": (b"\x0a\x00" * (4 * MIB - 9), PROTOBUF),
    "empty scopes": (member(1, b"\x12\x00" * (4 * MIB - 9)), PROTOBUF),
    "unknown members": (member(1, b"\x7a\x00" * (4 * MIB - 9)), PROTOBUF),
    "empty spans": (member(1, member(2, b"\x12\x00" * (4 * MIB - 9))), PROTOBUF),
    "spans of JSON": (
        b'{"resourceSpans":[{"scopeSpans":[{"spans":[%s{}]}]}]}' % (b"{}," * MIB),
        JSON,
    ),
}
ATTRIBUTES = member(1, member(2, member(2, b"\x4a\x00" * (4 * MIB - 9))))


def told(body: bytes, kind: str) -> tuple[str, int, float]:
    """What is said to *body*, and the MiB and seconds that this takes."""
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began_s = time.process_time()
    try:
        refused = dict(TRACES.records(body, kind, around(time.time(), 60)).refused)
        said = str(refused)
    except InvalidInput as error:
        said = f"{error.status}: {error}"
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    return said, grown_kib // 1024, time.process_time() - began_s


@pytest.fixture(scope="module")
def other():
    """A process of its own: the most memory that was taken is told of a whole one."""
    with get_context("spawn").Pool(1) as pool:
        yield pool


@pytest.mark.parametrize("name", BOMBS)
def test_request_of_too_many_records_is_refused_before_it_is_parsed(other, name):
    said, mib, seconds = other.apply(told, BOMBS[name])

    assert said.startswith("413: ")
    assert mib < 32
    assert seconds < 2


def test_record_that_is_too_large_is_left_out(other):
    said, mib, _ = other.apply(told, (ATTRIBUTES, PROTOBUF))

    assert said == "{'too large': 1}"
    assert mib < 32
    assert len(ATTRIBUTES) > limits.MAX_RECORD_BYTES
