"""Traces of an incident in a few words each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiops.domain.telemetry import SpanKind, SpanRecord

_REQUESTS = (SpanKind.SERVER, SpanKind.CONSUMER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """
    One trace that shows the incident.

    Attributes:
        root: The request that the others failed or waited for.
        chain: Requests of the trace in the order in which they began.
    """

    trace: str
    root: SpanRecord
    chain: tuple[SpanRecord, ...]


def samples(
    traces: Sequence[str], spans: Iterable[SpanRecord], cause: str
) -> list[Sample]:
    """
    Return those of *traces* that there are requests of, in their order.

    Args:
        cause: Name of the service that is the most likely cause.
    """
    requests: dict[str, list[SpanRecord]] = defaultdict(list)
    wanted = set(traces)
    for span in spans:
        if span.trace in wanted and (span.kind in _REQUESTS or not span.parent):
            requests[span.trace].append(span)
    found = []
    for trace in traces:
        chain = sorted(requests[trace], key=lambda span: (span.start_s, span.span))
        if chain:
            root = max(chain, key=lambda s: (s.service == cause, s.error, s.start_s))
            found.append(Sample(trace=trace, root=root, chain=tuple(chain)))
    return found


def showing(spans: Iterable[SpanRecord], onset_s: float, cause: str) -> int:
    """Return in how many traces since *onset_s* something failed or met the cause."""
    return len(
        {
            span.trace
            for span in spans
            if span.end_s >= onset_s and (span.error or span.service == cause)
        }
    )
