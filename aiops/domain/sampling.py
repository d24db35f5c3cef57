"""Which traces are worth keeping once everybody has had time to look at them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Of the traces that are like all others.
KEPT_SHARE = 0.05
# A span counts as slow when so many of its operation's are faster.
SLOW_QUANTILE = 0.98
# Below so many there is nothing to compare with: all are kept.
MIN_SAMPLES = 50


@dataclass(frozen=True, slots=True)
class Brief:
    """What of a span decides."""

    seq: int
    trace: str
    service: str
    operation: str
    duration_s: float
    error: bool


def worth_keeping(
    spans: Sequence[Brief], *, share: float = KEPT_SHARE
) -> frozenset[str]:
    """
    Return the traces to keep: those with an error, a slow span, and a sample.

    The sample depends on the trace's id alone, so that all parts of a trace agree,
    whenever they are looked at.
    """
    bounds = slow_bounds_s(spans)
    return frozenset(
        span.trace
        for span in spans
        if span.error
        or span.duration_s > bounds[(span.service, span.operation)]
        or sampled(span.trace, share)
    )


def slow_bounds_s(spans: Iterable[Brief]) -> dict[tuple[str, str], float]:
    """Return by operation the duration above which a span counts as slow."""
    durations: dict[tuple[str, str], list[float]] = defaultdict(list)
    for span in spans:
        durations[(span.service, span.operation)].append(span.duration_s)
    return {key: _bound_s(sorted(found)) for key, found in durations.items()}


def _bound_s(ordered: Sequence[float]) -> float:
    if len(ordered) < MIN_SAMPLES:
        return -1.0
    return ordered[int(SLOW_QUANTILE * (len(ordered) - 1))]


def sampled(trace: str, share: float) -> bool:
    """Return whether *trace* belongs to the share that is kept in any case."""
    # Not the id itself: not every sender draws it evenly.
    digest = hashlib.blake2b(trace.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") < share * 2**32
