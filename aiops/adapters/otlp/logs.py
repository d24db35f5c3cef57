"""Log lines as the engine keeps them."""

import re
from collections.abc import Iterable

from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.attributes import clean, text_of
from aiops.adapters.otlp.decoded import Decoded, Unusable
from aiops.adapters.otlp.identity import parent_id, service_of, trace_id
from aiops.adapters.otlp.period import Period
from aiops.adapters.otlp.wire import Part
from aiops.domain.telemetry import LogLine

# How a line of JSON names its trace, where nobody has read it from there.
_TRACE = re.compile(r'"trace_?[iI]d"\s{0,3}:\s{0,3}"([0-9a-f]{32})"')
_LEVEL = re.compile(r'"(?:level|severity)"\s{0,3}:\s{0,3}"([a-zA-Z]{4,8})"')
_SEVERITIES = {
    "trace": 1,
    "debug": 5,
    "info": 9,
    "warn": 13,
    "warning": 13,
    "error": 17,
    "critical": 21,
    "fatal": 21,
}
_HIGHEST = 24
_EXCEPTION_KEYS = ("exception.type", "exception.message", "exception.stacktrace")


def lines_of(parts: Iterable[Part], period: Period, into: Decoded[LogLine]) -> None:
    """Decode every line of *parts* that can be used."""
    for part in parts:
        service = service_of(part.resource)
        for record in part.records:
            if record is None:
                into.refused["too large"] += 1
                continue
            try:
                into.records.append(_line(record, service, period))
            except Unusable as reason:
                into.refused[str(reason)] += 1


def _line(record: LogRecord, service: str, period: Period) -> LogLine:
    time_ns = record.time_unix_nano or record.observed_time_unix_nano
    body = _body(record)
    if not body:
        raise Unusable("empty")
    return LogLine(
        trace=trace_id(record.trace_id) if record.trace_id else _found(_TRACE, body),
        span=parent_id(record.span_id),
        service=service,
        time_s=period.checked_s(time_ns),
        severity=_severity(record, body),
        body=clean(body, limits.BODY_CHARS),
    )


def _body(record: LogRecord) -> str:
    body = text_of(record.body)
    told = {pair.key: pair.value for pair in record.attributes}
    parts = [body, *(text_of(told[key]) for key in _EXCEPTION_KEYS if key in told)]
    return "\n".join(part for part in parts if part)


def _severity(record: LogRecord, body: str) -> int:
    if 0 < record.severity_number <= _HIGHEST:
        return int(record.severity_number)
    word = record.severity_text or _found(_LEVEL, body)
    return _SEVERITIES.get(word.lower(), 0)


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return "" if found is None else found[1]
