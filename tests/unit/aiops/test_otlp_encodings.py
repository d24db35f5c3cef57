"""Protobuf and JSON say the same, and what is stored is what was sent."""

import orjson
from google.protobuf.json_format import MessageToDict
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.bodies import JSON, PROTOBUF
from aiops.adapters.otlp.period import Period
from aiops.adapters.otlp.signals import TRACES
from aiops.domain.redaction import redact
from aiops.domain.telemetry import SpanKind
from tests.unit.aiops.otlp_requests import otlp_span, traces

NOW_S = 1_750_000_000
ALWAYS = Period(0, 2 * NOW_S)
_KINDS = list(SpanKind)

ids = st.integers(1, 2**64 - 1)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
)
values = (
    texts | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=9)
)
spans = st.builds(
    lambda number, parent, name, kind, took_ns, attributes: otlp_span(
        number,
        NOW_S,
        parent_span_id=parent.to_bytes(8, "big") if parent else b"",
        name=name,
        kind=kind + 1,
        end_time_unix_nano=NOW_S * 10**9 + took_ns,
        attributes=attributes,
    ),
    ids,
    st.none() | ids,
    texts,
    st.integers(0, 4),
    st.integers(0, 10**12),
    st.dictionaries(texts, values, max_size=4),
)


def as_json(body):
    """The same request, by protobuf's own mapping but for ids, which are hex."""
    document = MessageToDict(ExportTraceServiceRequest.FromString(body))
    request = ExportTraceServiceRequest.FromString(body)
    for part, raw in zip(
        request.resource_spans, document.get("resourceSpans", []), strict=True
    ):
        for span, object_ in zip(
            part.scope_spans[0].spans,
            raw["scopeSpans"][0].get("spans", []),
            strict=True,
        ):
            object_["traceId"] = span.trace_id.hex()
            object_["spanId"] = span.span_id.hex()
            object_["parentSpanId"] = span.parent_span_id.hex()
            object_["kind"] = span.kind
    return orjson.dumps(document)


@settings(max_examples=50, deadline=None)
@given(st.lists(spans, max_size=4), texts)
def test_json_and_protobuf_are_decoded_alike(sent, service):
    body = traces(sent, service=service)

    from_protobuf = TRACES.records(body, PROTOBUF, ALWAYS)
    from_json = TRACES.records(as_json(body), JSON, ALWAYS)

    assert from_json == from_protobuf
    assert from_protobuf.refused.total() == 0


@settings(max_examples=50, deadline=None)
@given(spans)
def test_span_is_decoded_as_it_was_sent(sent):
    [found] = TRACES.records(traces([sent]), PROTOBUF, ALWAYS).records

    assert bytes.fromhex(found.trace) == sent.trace_id
    assert bytes.fromhex(found.span) == sent.span_id
    assert bytes.fromhex(found.parent) == sent.parent_span_id
    assert found.operation == redact(sent.name) or not sent.name
    assert found.kind is _KINDS[sent.kind - 1]
    assert found.duration_s == (sent.end_time_unix_nano - NOW_S * 10**9) / 1e9
    assert len(found.attributes) <= limits.ATTRIBUTES
