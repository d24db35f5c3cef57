"""OTLP's own JSON: protobuf's mapping, but for ids, which are hex digits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import orjson
from google.protobuf.json_format import ParseDict, ParseError
from google.protobuf.message import Message
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.wire import Part, too_many
from aiops.errors import InvalidInput

_IDS = ("traceId", "spanId", "parentSpanId")
_FIELDS = {"traceId": "trace_id", "spanId": "span_id", "parentSpanId": "parent_span_id"}
Filled = TypeVar("Filled", bound=Message)
# Called for each record that is none.
Refuse = Callable[[], None]
Object = dict[str, Any]


def resource_spans(body: bytes, refuse: Refuse) -> list[Part]:
    """
    Return the spans of a JSON body.

    Raises:
        InvalidInput: When it is no JSON object with a list ``resourceSpans``, or holds
            too much.
    """
    members = [
        (part, list(_members(part, "scopeSpans", "spans")))
        for part in _objects(_top(body, "resourceSpans"))
    ]
    return _parts(members, Span, refuse)


def resource_logs(body: bytes, refuse: Refuse) -> list[Part]:
    """
    Return the log records of a JSON body.

    Raises:
        InvalidInput: When it is no JSON object with a list ``resourceLogs``, or holds
            too much.
    """
    members = [
        (part, list(_members(part, "scopeLogs", "logRecords")))
        for part in _objects(_top(body, "resourceLogs"))
    ]
    return _parts(members, LogRecord, refuse)


def _parts(
    members: Sequence[tuple[Object, Sequence[Any]]],
    kind: type[Message],
    refuse: Refuse,
) -> list[Part]:
    if sum(len(records) for _, records in members) > limits.MAX_RECORDS:
        raise too_many()
    return [
        Part(_resource(part), _mapped(records, kind, refuse))
        for part, records in members
    ]


def _mapped(
    records: Iterable[Any], kind: type[Message], refuse: Refuse
) -> Iterator[Message]:
    for raw in records:
        try:
            record = _with_ids(raw, kind())
        # What the mapping raises on wrong types is not one exception.
        except (ParseError, ValueError, RecursionError, TypeError, AttributeError):
            refuse()
        else:
            yield record


def _top(body: bytes, name: str) -> Any:
    if body.count(b"{") + body.count(b"[") > limits.MAX_JSON_MEMBERS:
        raise InvalidInput(
            f"the body has more than {limits.MAX_JSON_MEMBERS} objects and lists; send"
            " smaller batches",
            status=413,
        )
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
