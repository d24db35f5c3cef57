"""Traces of a small made-up system: web calls shop, shop calls stock and mail."""

from aiops.domain.rootcause.behaviour import Behaviour, observe
from aiops.domain.rootcause.spans import LogRecord, Span
from aiops.domain.rootcause.traces import Telemetry

ONSET_S = 10_000.0
NETWORK_S = 0.002
CALLS = ("stock", "mail")


def make_span(**changes):
    """Return a span; give what matters."""
    fields = {
        "trace": "t",
        "span": "s",
        "parent": "",
        "service": "web",
        "operation": "GET /",
        "start_s": 0.0,
        "duration_s": 1.0,
    }
    return Span(**{**fields, **changes})


def one_request(number, start_s, *, busy_s=None, network_s=None, calls=CALLS):
    """
    Return the spans of one request.

    Args:
        busy_s: Seconds within a service, by name; a hundredth where not given.
        network_s: Seconds between shop and a callee, by name.
        calls: What the shop calls, one after the other.
    """
    busy_s, network_s = busy_s or {}, network_s or {}
    spans = []

    def make(name, parent, service, operation, start_s, duration_s):
        spans.append(
            make_span(
                trace=f"trace-{number}",
                span=f"{number}-{name}",
                parent=f"{number}-{parent}" if parent else "",
                service=service,
                operation=operation,
                start_s=start_s,
                duration_s=duration_s,
            )
        )

    clock = start_s + 2 * NETWORK_S + busy_s.get("shop", 0.01)
    for callee in calls:
        inside = busy_s.get(callee, 0.01)
        around = network_s.get(callee, NETWORK_S)
        make(f"call-{callee}", "shop", "shop", f"call {callee}", clock, inside + around)
        make(
            callee, f"call-{callee}", callee, f"{callee}.do", clock + around / 2, inside
        )
        clock += inside + around
    end_s = clock
    make("shop", "web", "shop", "shop.do", start_s + NETWORK_S, end_s - start_s)
    make("web", "", "web", "GET /", start_s, end_s - start_s + 2 * NETWORK_S)
    return spans


def logs_of(spans, template, *, service, error=False):
    """Return one log record per span of *service*'s own operation."""
    return [
        LogRecord(
            trace=span.trace,
            span=span.span,
            service=service,
            time_s=span.start_s,
            template=template,
            error=error,
        )
        for span in spans
        if span.service == service and span.operation == f"{service}.do"
    ]


def requests(count, start_s, **fault):
    """Return the spans of *count* requests, one per second."""
    return [
        span
        for number in range(count)
        for span in one_request(f"{start_s}-{number}", start_s + number, **fault)
    ]


def usual(*, logs=()) -> Behaviour:
    """Return a fault-free minute; *logs* maps a service to its line."""
    spans = requests(60, 0.0)
    lines = dict(logs)
    records = [r for s, t in lines.items() for r in logs_of(spans, t, service=s)]
    return observe(spans, records)


def around(*, logs=(), **fault) -> Telemetry:
    """Return three minutes: before the onset as usual, after it with *fault*."""
    before = requests(60, ONSET_S - 120)
    after = requests(90, ONSET_S, **fault)
    return Telemetry(spans=before + after, logs=list(logs))
