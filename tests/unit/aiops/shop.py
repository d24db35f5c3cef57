"""
A made-up shop that writes spans: seeded, stochastic, and with faults to order.

A front door calls checkout, products and items; checkout calls payment and inventory.
Latencies are log-normal, arrivals come in bursts, a few requests fail by themselves.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from aiops.domain.telemetry import SpanKind, SpanRecord

TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation, its usual latency without its calls, and what it calls."""

    service: str
    name: str
    busy_s: float
    scatter: float = 0.35
    fails: float = 0.0005
    calls: tuple[str, ...] = ()


SHOP = {
    "checkout": Operation(
        service="checkout",
        name="POST /checkout",
        busy_s=0.012,
        fails=0.002,
        calls=("payment", "inventory"),
    ),
    "payment": Operation(service="payment", name="POST /payment", busy_s=0.045),
    "inventory": Operation(service="inventory", name="POST /inventory", busy_s=0.015),
    "products": Operation(service="products", name="GET /products", busy_s=0.02),
    "product": Operation(service="products", name="GET /products/<id>", busy_s=0.008),
    "restock": Operation(service="products", name="POST /restock", busy_s=0.03),
    "items": Operation(service="items", name="GET /items", busy_s=0.006, scatter=0.6),
    "report": Operation(service="items", name="GET /report", busy_s=0.3, scatter=0.8),
}
# Share of all requests; the last two are rare.
MIX = {
    "checkout": 0.3,
    "products": 0.25,
    "product": 0.2,
    "items": 0.22,
    "restock": 0.02,
    "report": 0.01,
}
# NumPy's own choice, which makes these anew for each draw, draws the same.
_NAMES = tuple(MIX)
_SHARES = (np.cumsum(list(MIX.values())) / sum(MIX.values())).tolist()


@dataclass(slots=True, kw_only=True)
class Fault:
    """
    What goes wrong with an operation from *start_s* to *end_s*.

    Attributes:
        slower_s: Added to each of its requests, or as a function of the time since
            the fault's begin.
        fails: Share of its requests that fail.
        hangs: Whether it gives no answer at all.
        share: Of its requests that are hit.
        on, period_s: It comes and goes: so much of each period.
    """

    operation: str
    start_s: float
    end_s: float = math.inf
    slower_s: float | Callable[[float], float] = 0.0
    fails: float = 0.0
    hangs: bool = False
    share: float = 1.0
    on: float = 1.0
    period_s: float = 40.0

    def active(self, at_s: float) -> bool:
        """Tell whether a request at *at_s* may be hit."""
        since = at_s - self.start_s
        within = self.start_s <= at_s < self.end_s
        return within and (since % self.period_s) < self.on * self.period_s

    def delay_s(self, at_s: float) -> float:
        """Return what is added to a request at *at_s*."""
        slower = self.slower_s
        return slower(at_s - self.start_s) if callable(slower) else slower


@dataclass(slots=True, kw_only=True)
class Shop:
    """
    Makes the spans that end in each step of time.

    Attributes:
        rate: Requests per second at the time, by a function of the time.
        swing: How far the rate wanders by itself, as a share.
        faults: What goes wrong.
        restarts: (service, time): no answers for two seconds, slow ones after.
        gaps: (start, end) of times of which no span arrives.
    """

    seed: int
    rate: Callable[[float], float] = lambda at_s: 20.0
    swing: float = 0.15
    faults: list[Fault] = field(default_factory=list)
    restarts: list[tuple[str, float]] = field(default_factory=list)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    _ids: int = 0

    def run(
        self, start_s: float, end_s: float, step_s: float = 1.0
    ) -> Iterator[tuple[float, list[SpanRecord]]]:
        """Yield (time, the spans that arrive by then) for each step."""
        draw = np.random.default_rng(self.seed)
        wander, pending, number = 0.0, [], 0
        at_s = start_s
        while at_s < end_s:
            wander = 0.98 * wander + draw.normal(0, 0.2 * self.swing)
            burst = 3.0 if draw.random() < 0.01 else 1.0
            rate = self.rate(at_s) * math.exp(wander) * burst
            for _ in range(draw.poisson(rate * step_s)):
                number += 1
                began = at_s + draw.random() * step_s
                name = _NAMES[bisect_right(_SHARES, draw.random())]
                trace = f"{self.seed:08x}{number:024x}"
                spans: list[SpanRecord] = []
                self._request(draw, spans, trace, "", name, began)
                pending.extend(spans)
            at_s += step_s
            arrived = [s for s in pending if s.end_s + 1.0 <= at_s]
            pending = [s for s in pending if s.end_s + 1.0 > at_s]
            if any(a <= at_s < b for a, b in self.gaps):
                arrived = []
            yield at_s, arrived

    def _next_id(self) -> str:
        self._ids += 1
        return f"{self._ids:016x}"

    def _request(self, draw, spans, trace, parent, name, began) -> tuple[float, bool]:
        """Append a request's spans; return its duration and whether it failed."""
        operation = SHOP[name]
        own_s = operation.busy_s * math.exp(draw.normal(0, operation.scatter))
        failed = draw.random() < operation.fails
        hung = False
        for fault in self.faults:
            hit = fault.operation in (name, operation.service)
            if hit and fault.active(began) and draw.random() < fault.share:
                own_s += fault.delay_s(began) * math.exp(draw.normal(0, 0.1))
                failed |= draw.random() < fault.fails
                hung |= fault.hangs
        for service, at_s in self.restarts:
            if service == operation.service and 0 <= began - at_s < 2.0:
                own_s += 2.0 - (began - at_s) + 0.1 * draw.random()
        if hung:
            return TIMEOUT_S, True
        span_id = self._next_id()
        at_s, callee_failed = began + own_s, False
        for callee in operation.calls:
            if callee_failed:
                break
            client = self._next_id()
            before = len(spans)
            took_s, callee_failed = self._request(
                draw, spans, trace, client, callee, at_s + 0.001
            )
            answered = len(spans) > before
            took_s += 0.002
            target = SHOP[callee]
            spans.append(
                SpanRecord(
                    trace=trace,
                    span=client,
                    parent=span_id,
                    kind=SpanKind.CLIENT,
                    service=operation.service,
                    operation="POST",
                    start_s=at_s,
                    duration_s=took_s,
                    error=callee_failed,
                    status_code=(500 if callee_failed else 200) if answered else 0,
                    message="" if answered else "PeerTimeout",
                    attributes={
                        "http.request.method": "POST",
                        "url.full": f"http://{target.service}:8080{target.name[5:]}",
                    },
                )
            )
            at_s += took_s
        failed |= callee_failed
        spans.append(
            SpanRecord(
                trace=trace,
                span=span_id,
                parent=parent,
                kind=SpanKind.SERVER,
                service=operation.service,
                operation=operation.name,
                start_s=began,
                duration_s=at_s - began,
                error=failed,
                status_code=500 if failed else 200,
                message="it failed" if failed else "",
            )
        )
        return at_s - began, failed


def day(low: float, high: float, day_s: float) -> Callable[[float], float]:
    """Return a rate that rises and falls once a day."""
    return lambda at_s: (
        low + (high - low) * (0.5 - 0.5 * math.cos(2 * math.pi * at_s / day_s))
    )
