"""Finds the cause of a degradation from traces and the logs that belong to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from aiops.domain.rootcause.behaviour import Behaviour, observe
from aiops.domain.rootcause.changes import changes
from aiops.domain.rootcause.graph import CallGraph, blame_deepest
from aiops.domain.rootcause.ranking import Cause, Evidence, rank, strongest
from aiops.domain.rootcause.slowness import charge
from aiops.domain.rootcause.spans import LogRecord, Span

# An alert comes late: the fault may have begun this long before it.
_LATE_S = 60.0
# What ended later than this before the onset may hold the fault's beginning.
_DOUBT_S = 75.0
_ALIKE, _KEEP = 0.6, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """Spans and log records of a time, in any order."""

    spans: Sequence[Span]
    logs: Sequence[LogRecord]

    def since(self, start_s: float) -> "Telemetry":
        """Return what began at *start_s* or later."""
        return Telemetry(
            spans=[s for s in self.spans if s.start_s >= start_s],
            logs=[r for r in self.logs if r.time_s >= start_s],
        )

    def until(self, end_s: float) -> "Telemetry":
        """Return what had ended by *end_s*."""
        return Telemetry(
            spans=[s for s in self.spans if s.end_s < end_s],
            logs=[r for r in self.logs if r.time_s < end_s],
        )

    def of(self, traces: Set[str], *, others: bool = False) -> "Telemetry":
        """Return what belongs to *traces*, or what does not."""
        return Telemetry(
            spans=[s for s in self.spans if (s.trace in traces) is not others],
            logs=[r for r in self.logs if (r.trace in traces) is not others],
        )

    def counts(self) -> Counter[str]:
        """Return how many spans and records each trace has here."""
        return Counter([s.trace for s in self.spans]) + Counter(
            [r.trace for r in self.logs]
        )

    def observed(self) -> Behaviour:
        """Return what the operations did."""
        return observe(self.spans, self.logs)


def explain(
    normal: Behaviour,
    around: Telemetry,
    *,
    onset_s: float,
    circumstances: Iterable[Evidence] = (),
    calls: Iterable[tuple[str, str]] = (),
) -> tuple[Cause, ...]:
    """
    Rank the services that requests were slow or went another way in.

    An alert comes late, so the time from the onset and the time from a minute before
    it are both judged, and what speaks for a service in either adds up.

    Args:
        normal: What operations did in a fault-free time.
        around: From some time before the onset until the analysis.
        onset_s: When the degradation was seen, in seconds since the epoch.
        circumstances: What speaks for services beside their traces and logs.
        calls: Caller and callee of further calls that are known.

    Returns:
        Causes, best first; none where nothing is unusual.
    """
    scores: dict[str, float] = defaultdict(float)
    evidence = list(circumstances)
    for item in evidence:
        scores[item.service] += item.strength
    graph = {*normal.calls(), *calls}
    starts_s = (onset_s, onset_s - _LATE_S)
    befores = _observed([around.until(start_s - _DOUBT_S) for start_s in starts_s])
    durings = _observed([around.since(start_s) for start_s in starts_s])
    for before, during in zip(befores, durings, strict=True):
        graph |= during.calls()
        found = [*charge(normal, before, during), *changes(normal, before, during)]
        evidence += found
        for item in found:
            scores[item.service] += item.strength
    blamed = blame_deepest(scores, CallGraph(sorted(graph)), alike=_ALIKE, keep=_KEEP)
    return rank(blamed, strongest(evidence))


def _observed(views: Sequence[Telemetry]) -> list[Behaviour]:
    """Observe each view; what they have in common is looked at once."""
    first, *others = (view.counts() for view in views)
    common = {
        trace
        for trace, count in first.items()
        if all(other[trace] == count for other in others)
    }
    shared = views[0].of(common).observed()
    return [shared + view.of(common, others=True).observed() for view in views]
