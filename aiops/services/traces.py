"""Traces as the API shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from aiops.domain.telemetry import LogLine, SpanRecord


def summary(spans: Sequence[SpanRecord]) -> dict[str, Any]:
    """Return one line about a trace of at least one span."""
    first = root(spans)
    end_s = max(span.end_s for span in spans)
    return {
        "trace": first.trace,
        "service": first.service,
        "operation": first.operation,
        "start_s": first.start_s,
        "duration_ms": round((end_s - min(s.start_s for s in spans)) * 1000, 2),
        "status_code": first.status_code,
        "spans": len(spans),
        "errors": sum(span.error for span in spans),
        "services": sorted({span.service for span in spans}),
    }


def root(spans: Sequence[SpanRecord]) -> SpanRecord:
    """Return the span that called all others, or the earliest without its caller."""
    known = {span.span for span in spans}
    tops = [span for span in spans if span.parent not in known] or spans
    return min(tops, key=lambda s: (bool(s.parent), s.start_s, s.span))


def by_trace(spans: Iterable[SpanRecord]) -> dict[str, list[SpanRecord]]:
    """Group spans by trace."""
    grouped: dict[str, list[SpanRecord]] = {}
    for span in spans:
        grouped.setdefault(span.trace, []).append(span)
    return grouped


def shown_span(span: SpanRecord) -> dict[str, Any]:
    """Return a span as the API shows it."""
    return {
        "span": span.span,
        "parent": span.parent,
        "service": span.service,
        "operation": span.operation,
        "kind": span.kind,
        "start_s": span.start_s,
        "duration_ms": round(span.duration_s * 1000, 3),
        "error": span.error,
        "status_code": span.status_code,
        "message": span.message,
        "stack": span.stack,
        "attributes": dict(span.attributes),
    }


def shown_line(line: LogLine) -> dict[str, Any]:
    """Return a log line as the API shows it."""
    return {
        "time_s": line.time_s,
        "service": line.service,
        "severity": line.severity,
        "body": line.body,
        "trace": line.trace,
        "span": line.span,
    }
