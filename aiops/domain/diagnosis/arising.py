"""Where errors arise, and who did not answer."""

from collections.abc import Iterable, Sequence

from aiops.domain.rootcause.spans import LogRecord, Span
from aiops.domain.rootcause.templates import ERROR_WORD, NO_ANSWER, template
from aiops.domain.telemetry import LogLine, SpanRecord
from aiops.domain.windows.calls import CallJoiner
from aiops.domain.windows.window import OperationKey, got_no_answer

_ERROR_SEVERITY = 17


def origins(spans: Iterable[SpanRecord]) -> list[SpanRecord]:
    """
    Return the failed spans below which no span failed.

    A caller fails because its callee did; the error is the deepest one's. A call that
    got no answer is not among them: it is its callee's fault, see ``unanswered``.
    """
    spans = list(spans)
    failed = {(span.trace, span.span) for span in spans if span.error}
    passed_on = {
        (span.trace, span.parent) for span in spans if (span.trace, span.span) in failed
    }
    return [
        span
        for span in spans
        if span.error
        and (span.trace, span.span) not in passed_on
        and not got_no_answer(span)
    ]


def unanswered(spans: Sequence[SpanRecord]) -> list[tuple[SpanRecord, OperationKey]]:
    """Return the calls that got no answer, and whom they were meant for."""
    joiner = CallJoiner(settle_s=0.0, most_spans=len(spans) + 1)
    joiner.add(spans, now_s=0.0)  # now it knows who answers at which address
    lost = [span for span in spans if got_no_answer(span)]
    found = ((span, joiner.callee_of(span)) for span in lost)
    return [(span, callee) for span, callee in found if callee]


def analysable(
    spans: Sequence[SpanRecord], logs: Sequence[LogLine]
) -> tuple[list[Span], list[LogRecord]]:
    """
    Return spans and log records as the root cause analysis reads them.

    An error that arises in a span is a record of its own. A call without an answer
    gets a span of its callee, which is where the time went and the error arose.
    """
    plain = [_plain(span) for span in spans]
    records = [_record(line) for line in logs if line.span]
    records += [
        _error(span, span.service, f"{ERROR_WORD}{_words(span)}")
        for span in origins(spans)
    ]
    for call, callee in unanswered(spans):
        waiting = _waiting(call, callee)
        plain.append(waiting)
        records.append(_error(waiting, callee.service, NO_ANSWER))
    return plain, records


def _plain(span: SpanRecord) -> Span:
    return Span(
        trace=span.trace,
        span=span.span,
        parent=span.parent,
        service=span.service,
        operation=span.operation,
        start_s=span.start_s,
        duration_s=span.duration_s,
    )


def _waiting(call: SpanRecord, callee: OperationKey) -> Span:
    return Span(
        trace=call.trace,
        span=f"{call.span}/callee",
        parent=call.span,
        service=callee.service,
        operation=callee.operation or "(no answer)",
        start_s=call.start_s,
        duration_s=call.duration_s,
    )


def _error(span: SpanRecord | Span, service: str, words: str) -> LogRecord:
    return LogRecord(
        trace=span.trace,
        span=span.span,
        service=service,
        time_s=span.start_s,
        template=words,
        error=True,
    )


def _record(line: LogLine) -> LogRecord:
    return LogRecord(
        trace=line.trace,
        span=line.span,
        service=line.service,
        time_s=line.time_s,
        template=template(line.body),
        error=line.severity >= _ERROR_SEVERITY,
    )


def _words(span: SpanRecord) -> str:
    return template(span.message) if span.message else f"status {span.status_code}"
