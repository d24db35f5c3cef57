"""Spans as the engine keeps them."""

from collections.abc import Iterable, Mapping

from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.attributes import attributes_of, clean, text_of
from aiops.adapters.otlp.decoded import Decoded, Unusable
from aiops.adapters.otlp.identity import parent_id, service_of, span_id, trace_id
from aiops.adapters.otlp.period import Period
from aiops.adapters.otlp.wire import Part
from aiops.domain.telemetry import SpanKind, SpanRecord

_KINDS = {
    Span.SPAN_KIND_SERVER: SpanKind.SERVER,
    Span.SPAN_KIND_CLIENT: SpanKind.CLIENT,
    Span.SPAN_KIND_PRODUCER: SpanKind.PRODUCER,
    Span.SPAN_KIND_CONSUMER: SpanKind.CONSUMER,
}
# The semantic conventions' name, and the one before it.
_STATUS_KEYS = ("http.response.status_code", "http.status_code")
# Of where a span comes from, what helps to find it.
_RESOURCE_KEYS = frozenset(
    {
        "service.version",
        "service.instance.id",
        "deployment.environment.name",
        "container.id",
        "k8s.pod.name",
        "host.name",
    }
)
_FAILURE = 500


def spans_of(parts: Iterable[Part], period: Period, into: Decoded[SpanRecord]) -> None:
    """Decode every span of *parts* that can be used."""
    for part in parts:
        service = service_of(part.resource)
        common = _common(part.resource)
        for span in part.records:
            if span is None:
                into.refused["too large"] += 1
                continue
            try:
                into.records.append(_record(span, service, common, period))
            except Unusable as reason:
                into.refused[str(reason)] += 1


def _common(resource: Resource) -> Mapping[str, str]:
    return attributes_of(
        pair for pair in resource.attributes if pair.key in _RESOURCE_KEYS
    )


def _record(
    span: Span, service: str, common: Mapping[str, str], period: Period
) -> SpanRecord:
    start_ns, end_ns = span.start_time_unix_nano, span.end_time_unix_nano
    if end_ns < start_ns:
        raise Unusable("ends before it begins")
    trace, identity = trace_id(span.trace_id), span_id(span.span_id)
    attributes = attributes_of(span.attributes, limits.ATTRIBUTES - len(common))
    status_code = _status_code(attributes)
    failed = span.status.code == Status.STATUS_CODE_ERROR
    message, stack = span.status.message, ""
    if span.events:
        told, stack = _exception(span)
        message = message or told
    return SpanRecord(
        trace=trace,
        span=identity,
        parent=parent_id(span.parent_span_id),
        service=service,
        operation=clean(span.name, limits.NAME_CHARS) or "unnamed",
        kind=_KINDS.get(span.kind, SpanKind.INTERNAL),
        start_s=period.checked_s(start_ns),
        duration_s=(end_ns - start_ns) / 1e9,
        error=failed or status_code >= _FAILURE,
        status_code=status_code,
        message=clean(message, limits.MESSAGE_CHARS),
        stack=clean(stack, limits.STACK_CHARS),
        attributes={**common, **attributes} if common else attributes,
    )


def _status_code(attributes: Mapping[str, str]) -> int:
    for key in _STATUS_KEYS:
        text = attributes.get(key)
        if text is not None and len(text) == 3 and text.isascii() and text.isdigit():
            return int(text)
    return 0


def _exception(span: Span) -> tuple[str, str]:
    """Return message and stack trace of the last exception that was recorded."""
    for event in reversed(span.events):
        if event.name != "exception":
            continue
        found = {pair.key: text_of(pair.value) for pair in event.attributes}
        kind = found.get("exception.type", "")
        message = found.get("exception.message", "")
        told = f"{kind}: {message}" if kind and message else kind or message
        return told, found.get("exception.stacktrace", "")
    return "", ""
