"""Requests as OpenTelemetry's exporters send them."""

import gzip
from collections.abc import Iterable
from typing import Any

import orjson
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (
    ExportLogsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PROTOBUF = {"Content-Type": "application/x-protobuf"}
JSON = {"Content-Type": "application/json"}


def any_value(value: Any) -> AnyValue:
    """*value* as OpenTelemetry carries it."""
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    if isinstance(value, bytes):
        return AnyValue(bytes_value=value)
    if isinstance(value, list):
        found = AnyValue()
        found.array_value.values.extend(any_value(each) for each in value)
        return found
    if isinstance(value, dict):
        found = AnyValue()
        found.kvlist_value.values.extend(key_values(value))
        return found
    return AnyValue(string_value=value)


def key_values(attributes: dict[str, Any]) -> list[KeyValue]:
    """Attributes as OpenTelemetry carries them."""
    return [KeyValue(key=k, value=any_value(v)) for k, v in attributes.items()]


def otlp_span(number: int, now_s: float, **given: Any) -> Span:
    """One span that began at *now_s* and took 20 ms; ids follow from *number*."""
    start_ns = int(now_s * 1e9)
    attributes = given.pop("attributes", {"http.response.status_code": 200})
    usual = {
        "trace_id": number.to_bytes(16, "big"),
        "span_id": number.to_bytes(8, "big"),
        "name": "POST /checkout",
        "kind": Span.SPAN_KIND_SERVER,
        "start_time_unix_nano": start_ns,
        "end_time_unix_nano": start_ns + 20_000_000,
        "attributes": key_values(attributes),
    }
    return Span(**{**usual, **given})


def otlp_line(number: int, now_s: float, **given: Any) -> LogRecord:
    """One log record of trace *number*."""
    usual = {
        "trace_id": number.to_bytes(16, "big"),
        "span_id": number.to_bytes(8, "big"),
        "time_unix_nano": int(now_s * 1e9),
        "severity_number": 9,
        "body": any_value(f"line {number}"),
    }
    return LogRecord(**{**usual, **given})


def traces(spans: Iterable[Span], service: str = "checkout", **resource: Any) -> bytes:
    """A request with *spans* of one service."""
    found = ExportTraceServiceRequest()
    part = found.resource_spans.add()
    part.resource.attributes.extend(key_values({"service.name": service, **resource}))
    part.scope_spans.add().spans.extend(spans)
    return found.SerializeToString()


def logs(records: Iterable[LogRecord], service: str = "checkout") -> bytes:
    """A request with *records* of one service."""
    found = ExportLogsServiceRequest()
    part = found.resource_logs.add()
    part.resource.attributes.extend(key_values({"service.name": service}))
    part.scope_logs.add().log_records.extend(records)
    return found.SerializeToString()


def json_traces(spans: Iterable[Any], service: str = "checkout") -> bytes:
    """The same as JSON; *spans* as OTLP's JSON has them."""
    name = {"key": "service.name", "value": {"stringValue": service}}
    return orjson.dumps(
        {
            "resourceSpans": [
                {
                    "resource": {"attributes": [name]},
                    "scopeSpans": [{"scope": {"name": "x"}, "spans": list(spans)}],
                }
            ]
        }
    )


def gzipped(body: bytes) -> bytes:
    """*body*, compressed."""
    return gzip.compress(body, 1)
