"""Spans and log lines of which a test names only what it is about."""

from aiops.domain.telemetry import LogLine, SpanKind, SpanRecord

# A Tuesday in 2025: far from any clock of the machine.
NOW_S = 1_750_000_000.0


def span(number: int = 1, **given) -> SpanRecord:
    """One span; its ids follow from *number*."""
    usual = {
        "trace": f"{number:032x}",
        "span": f"{number:016x}",
        "parent": "",
        "service": "checkout",
        "operation": "POST /checkout",
        "kind": SpanKind.SERVER,
        "start_s": NOW_S + number,
        "duration_s": 0.02,
    }
    return SpanRecord(**{**usual, **given})


def line(number: int = 1, **given) -> LogLine:
    """One log line; its trace follows from *number*."""
    usual = {
        "trace": f"{number:032x}",
        "span": f"{number:016x}",
        "service": "checkout",
        "time_s": NOW_S + number,
        "severity": 9,
        "body": f"line {number}",
    }
    return LogLine(**{**usual, **given})
