"""OpenTelemetry spans of requests and calls, exported by OTLP/HTTP."""

from typing import Any

from opentelemetry import trace as otel
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    TraceFlags,
    TraceState,
)
from opentelemetry.trace.status import Status, StatusCode

from app.observability import trace_context
from app.observability.trace_context import Trace
from app.settings import Settings

_SAMPLED = TraceFlags(TraceFlags.SAMPLED)
_NOT_SAMPLED = TraceFlags(TraceFlags.DEFAULT)
_ERROR = Status(StatusCode.ERROR)
EXPORT_TIMEOUT_S = 5


class Tracing:
    """
    Makes spans by the SDK, but finds parent, route and status by itself.

    The general instrumentation looks for them through hooks and propagators that cost
    more than the span does. Names and attributes follow the HTTP semantic conventions
    (https://opentelemetry.io/docs/specs/semconv/http/http-spans/); path, query and
    headers are left out, because they may hold what is nobody's business: the route is
    there instead.
    """

    def __init__(self, service_name: str, processor: SpanProcessor) -> None:
        resource = Resource(
            {"service.name": service_name, "service.namespace": "pharos"}
        )
        self._provider = TracerProvider(resource=resource)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("app")

    @classmethod
    def exporting_to(cls, settings: Settings) -> "Tracing":
        """Return the tracing that sends to the settings' receiver in batches."""
        exporter = OTLPSpanExporter(
            endpoint=f"{settings.otlp_endpoint}/v1/traces", timeout=EXPORT_TIMEOUT_S
        )
        return cls(settings.service_name, BatchSpanProcessor(exporter))

    def start(self, environ: dict[str, Any]) -> Trace:
        """Begin the span of a request; see ``ServerTracer``."""
        state = environ.get("HTTP_TRACESTATE", "")
        parent = trace_context.parse(environ.get("HTTP_TRACEPARENT", ""))
        span = self._tracer.start_span(
            environ["REQUEST_METHOD"],
            context=None if parent is None else _remote(parent, state),
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": environ["REQUEST_METHOD"],
                "url.scheme": environ["wsgi.url_scheme"],
                "server.address": environ["SERVER_NAME"],
            },
            record_exception=False,
            set_status_on_exception=False,
        )
        return _trace(span, "" if parent is None else parent[1], state)

    def finish(self, trace: Trace, method: str, endpoint: str, status: int) -> None:
        """End the span of a request."""
        span = trace.span
        span.update_name(f"{method} {endpoint}")
        span.set_attributes(
            {"http.route": endpoint, "http.response.status_code": status}
        )
        if status >= 500:
            span.set_attribute("error.type", str(status))
            span.set_status(_ERROR)
        span.end()

    def start_call(self, trace: Trace | None, method: str, url: str) -> Trace:
        """Begin the span of a call to another role; see ``ClientTracer``."""
        context = None
        if trace is not None and trace.span is not None:
            context = otel.set_span_in_context(trace.span)
        span = self._tracer.start_span(
            method,
            context=context,
            kind=SpanKind.CLIENT,
            attributes={
                "http.request.method": method,
                "url.full": url.partition("?")[0],
            },
            record_exception=False,
            set_status_on_exception=False,
        )
        return _trace(span, "", "" if trace is None else trace.state)

    def finish_call(self, trace: Trace | None, status: int, error: str) -> None:
        """End the span of a call."""
        if trace is None:
            return
        if status:
            trace.span.set_attribute("http.response.status_code", status)
        if error or status >= 400:
            trace.span.set_attribute("error.type", error or str(status))
            trace.span.set_status(_ERROR)
        trace.span.end()

    def close(self) -> None:
        """Send what is waiting, within the exporter's time limit."""
        self._provider.shutdown()


def _remote(parent: tuple[str, str, bool], state: str) -> Any:
    trace_id, span_id, sampled = parent
    context = SpanContext(
        int(trace_id, 16),
        int(span_id, 16),
        True,
        _SAMPLED if sampled else _NOT_SAMPLED,
        TraceState.from_header([state]) if state else None,
    )
    return otel.set_span_in_context(NonRecordingSpan(context))


def _trace(span: Any, parent_id: str, state: str) -> Trace:
    context = span.get_span_context()
    return Trace(
        f"{context.trace_id:032x}",
        f"{context.span_id:016x}",
        parent_id,
        context.trace_flags.sampled,
        state,
        span,
    )
