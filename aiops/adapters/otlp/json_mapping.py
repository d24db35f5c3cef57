"""OTLP's own JSON: protobuf's mapping, but for ids, which are hex digits."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import orjson
from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, Span

from aiops.errors import InvalidInput

_IDS = ("traceId", "spanId", "parentSpanId")
_FIELDS = {"traceId": "trace_id", "spanId": "span_id", "parentSpanId": "parent_span_id"}
Filled = TypeVar("Filled", bound=Message)
# Called for each record that is none.
Refuse = Callable[[], None]
Object = dict[str, Any]


def resource_spans(body: bytes, refuse: Refuse) -> list[ResourceSpans]:
    """
    Return the spans of a JSON body.

    Raises:
        InvalidInput: When it is no JSON object with a list ``resourceSpans``.
    """
    found = []
    for part in _objects(_top(body, "resourceSpans")):
        into = ResourceSpans(resource=_resource(part))
        spans = into.scope_spans.add().spans
        for raw in _members(part, "scopeSpans", "spans"):
            _add(spans.append, raw, Span, refuse)
        found.append(into)
    return found


def resource_logs(body: bytes, refuse: Refuse) -> list[ResourceLogs]:
    """
    Return the log records of a JSON body.

    Raises:
        InvalidInput: When it is no JSON object with a list ``resourceLogs``.
    """
    found = []
    for part in _objects(_top(body, "resourceLogs")):
        into = ResourceLogs(resource=_resource(part))
        records = into.scope_logs.add().log_records
        for raw in _members(part, "scopeLogs", "logRecords"):
            _add(records.append, raw, LogRecord, refuse)
        found.append(into)
    return found


def _top(body: bytes, name: str) -> Any:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(
            f"the body is not JSON: {error.msg} at {error.pos}; send OTLP's JSON",
            status=400,
        ) from None
    if not isinstance(document, dict) or not isinstance(document.get(name, []), list):
        raise InvalidInput(
            f"the body is not OTLP's JSON: it needs a list {name!r}", status=400
        )
    return document.get(name, [])


def _objects(values: Any) -> Iterator[Object]:
    if isinstance(values, list):
        yield from (each for each in values if isinstance(each, dict))


def _members(part: Object, scopes: str, name: str) -> Iterator[Any]:
    for scope in _objects(part.get(scopes)):
        members = scope.get(name)
        if isinstance(members, list):
            yield from members


def _resource(part: Object) -> Resource:
    try:
        return _filled(part.get("resource") or {}, Resource())
    except (ParseError, ValueError, RecursionError, TypeError, AttributeError):
        return Resource()


def _add(
    append: Callable[[Any], None], raw: Any, kind: type[Message], refuse: Refuse
) -> None:
    try:
        append(_with_ids(raw, kind()))
    # What the mapping raises on wrong types is not one exception.
    except (ParseError, ValueError, RecursionError, TypeError, AttributeError):
        refuse()


def _with_ids(raw: Object, into: Filled) -> Filled:
    rest = {key: value for key, value in raw.items() if key not in _IDS}
    rest.pop("links", None)
    _filled(rest, into)
    for key in _IDS:
        if raw.get(key):
            setattr(into, _FIELDS[key], bytes.fromhex(raw[key]))
    return into


def _filled(raw: Object, into: Filled) -> Filled:
    return ParseDict(raw, into, ignore_unknown_fields=True)
