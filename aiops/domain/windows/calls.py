"""Joins calls with the requests that they led to, across services."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.window import (
    EdgeKey,
    OperationKey,
    got_no_answer,
    is_request,
)

_HOPS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """
    One call from an operation to another service.

    Attributes:
        answered: Whether the callee's own span is known.
        gap_s: What the caller's span lasts longer than the callee's.
    """

    edge: EdgeKey
    end_s: float
    duration_s: float
    gap_s: float
    failed: bool
    answered: bool


class CallJoiner:
    """
    Finds the caller of each request among the latest spans.

    A callee's span usually arrives before its caller's, so a request waits for its
    caller until *settle_s* after it came. What a call without an answer was meant for
    is known from earlier ones to the same address.
    """

    def __init__(self, *, settle_s: float = 6.0, most_spans: int = 50_000) -> None:
        self._settle_s = settle_s
        self._most = most_spans
        self._spans: OrderedDict[tuple[str, str], SpanRecord] = OrderedDict()
        self._waiting: list[tuple[SpanRecord, float]] = []
        self._peers: OrderedDict[tuple[str, str], OperationKey] = OrderedDict()

    @property
    def remembered(self) -> int:
        """How many spans are known as callers."""
        return len(self._spans)

    def add(self, spans: Iterable[SpanRecord], *, now_s: float) -> list[Call]:
        """Take in spans and return the calls that are understood by now."""
        for span in spans:
            self._spans[span.trace, span.span] = span
            if got_no_answer(span) or (is_request(span) and span.parent):
                self._waiting.append((span, now_s))
        calls = list(self._settled(now_s))
        while len(self._spans) > self._most:
            self._spans.popitem(last=False)
        return calls

    def callee_of(self, client: SpanRecord) -> OperationKey | None:
        """Return what answered at the address of the call *client* before."""
        known = (self._peers.get(address) for address in _addresses(client))
        return next((peer for peer in known if peer), None)

    def _settled(self, now_s: float) -> Iterator[Call]:
        still = []
        for span, since_s in self._waiting[-self._most :]:
            due = now_s - since_s >= self._settle_s
            call = self._unanswered(span) if got_no_answer(span) else self._call(span)
            if call is None or (not call.edge.caller.operation and not due):
                if not due:
                    still.append((span, since_s))
                continue
            yield call
        self._waiting = still

    def _call(self, request: SpanRecord) -> Call | None:
        parent = self._spans.get((request.trace, request.parent))
        if parent is None or parent.service == request.service:
            return None
        callee = OperationKey(request.service, request.operation)
        for address in _addresses(parent):
            self._learn(address, callee)
        return Call(
            edge=EdgeKey(self._caller(parent), callee),
            end_s=request.end_s,
            duration_s=parent.duration_s,
            gap_s=max(0.0, parent.duration_s - request.duration_s),
            failed=request.error or (parent.error and parent.status_code >= 500),
            answered=True,
        )

    def _unanswered(self, client: SpanRecord) -> Call | None:
        callee = self.callee_of(client)
        if callee is None:
            return None
        return Call(
            edge=EdgeKey(self._caller(client), callee),
            end_s=client.end_s,
            duration_s=client.duration_s,
            gap_s=0.0,
            failed=True,
            answered=False,
        )

    def _caller(self, span: SpanRecord) -> OperationKey:
        """Return the request within which *span* ran; no operation if not known."""
        at: SpanRecord | None = span
        for _ in range(_HOPS):
            if at is None or at.service != span.service:
                break
            if is_request(at):
                return OperationKey(at.service, at.operation)
            at = self._spans.get((at.trace, at.parent))
        return OperationKey(span.service, "")

    def _learn(self, address: tuple[str, str], callee: OperationKey) -> None:
        known = self._peers.get(address, callee)
        # Several operations behind one address: only the service is certain.
        self._peers[address] = (
            callee if known == callee else OperationKey(callee.service, "")
        )
        self._peers.move_to_end(address)
        while len(self._peers) > self._most // 10:
            self._peers.popitem(last=False)


def _addresses(client: SpanRecord) -> list[tuple[str, str]]:
    """Return what the callee was called by, the most exact first."""
    url = client.attributes.get("url.full") or client.attributes.get("http.url", "")
    method = client.attributes.get("http.request.method", client.operation)
    host = url.partition("://")[2].partition("/")[0]
    named = client.attributes.get("peer.service") or host
    server = named or client.attributes.get("server.address", "")
    if not server:
        return []
    exact = [(server, f"{method} {url}")] if url else []
    return [*exact, (server, "")]
