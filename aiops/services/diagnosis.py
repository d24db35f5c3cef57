"""Answers an incident: from what was stored around its begin to causes and impact."""

from collections import Counter
from collections.abc import Sequence

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.diagnosis.arising import analysable, origins, unanswered
from aiops.domain.diagnosis.circumstances import circumstances
from aiops.domain.diagnosis.impact import failing_share, spread
from aiops.domain.diagnosis.model import Case, Diagnosis, Message, RankedCause
from aiops.domain.rootcause.behaviour import observe
from aiops.domain.rootcause.graph import CallGraph
from aiops.domain.rootcause.ranking import Cause, rank
from aiops.domain.rootcause.traces import Telemetry, explain
from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.window import OperationKey

# What ended so long before the onset is free of the fault.
_CLEAN_S = 30.0
_MOST_CAUSES, _MOST_EVIDENCE = 5, 6
_MOST_TRACES, _MOST_MESSAGES, _MOST_STACKS = 5, 5, 3
_LONGEST_MESSAGE = 300


def diagnose(case: Case) -> Diagnosis:
    """
    Say what is wrong and why.

    Traces speak first: whose time was added, what changed its behaviour, where errors
    arise. Signals, their order, releases and alerts add to it, and are all there is
    where no trace was stored. The same case has the same answer; equal causes are
    ordered by name.
    """
    before = [s for s in case.spans if s.end_s < case.onset_s - _CLEAN_S]
    during = [s for s in case.spans if s.end_s >= case.onset_s]
    ranked = _causes(case)
    causes = tuple(_ranked(cause, case.anomalies, during) for cause in ranked)
    first = OperationKey(causes[0].service, causes[0].operation) if causes else None
    chain, affected = spread(first, case.anomalies, case.edges)
    errors = origins(during)
    return Diagnosis(
        causes=causes,
        chain=chain,
        affected=affected,
        failing_share=failing_share(before, during),
        traces=_traces(during, first),
        messages=_messages(errors, during),
        stacks=tuple(dict.fromkeys(s.stack for s in errors if s.stack))[:_MOST_STACKS],
    )


def _causes(case: Case) -> Sequence[Cause]:
    spans, logs = analysable(case.spans, case.logs)
    seen = Telemetry(spans=spans, logs=logs)
    calls = {(edge.caller.service, edge.callee.service) for edge in case.edges}
    clean = seen.until(case.onset_s - _CLEAN_S)
    found = explain(
        observe(clean.spans, clean.logs),
        seen,
        onset_s=case.onset_s,
        circumstances=circumstances(case),
        calls=calls,
    )
    return _in_reach(found, case, CallGraph(calls))[:_MOST_CAUSES]


def _in_reach(found: Sequence[Cause], case: Case, graph: CallGraph) -> Sequence[Cause]:
    """
    Leave out what has its own trouble: what neither stands out here nor is called.

    A fault shows in the services that call the faulty one, never the other way. Less
    or more traffic comes from callers, so there anything may be the cause.
    """
    shown = {each.service for each in case.anomalies} or {
        each.service for each in case.alerts if each.service
    }
    if any(each.signal is Signal.TRAFFIC for each in case.anomalies):
        return found
    reach = shown.union(*(graph.below(service) for service in shown))
    kept = [cause for cause in found if cause.service in reach]
    if not kept:
        return found
    evidence = [item for cause in kept for item in cause.evidence]
    return rank({cause.service: cause.score for cause in kept}, evidence)


def _ranked(
    cause: Cause, anomalies: Sequence[Anomaly], during: Sequence[SpanRecord]
) -> RankedCause:
    reasons = dict.fromkeys(evidence.reason for evidence in cause.evidence)
    return RankedCause(
        service=cause.service,
        operation=_operation(cause.service, anomalies, during),
        confidence=cause.confidence,
        evidence=tuple(reasons)[:_MOST_EVIDENCE],
    )


def _operation(
    service: str, anomalies: Sequence[Anomaly], during: Sequence[SpanRecord]
) -> str:
    """Return the operation that stands out most, else the one that fails most."""
    own = [a for a in anomalies if a.service == service and a.operation]
    if own:
        return min(own, key=lambda a: (-a.score, a.started_s, a.operation)).operation
    failed = Counter(s.operation for s in origins(during) if s.service == service)
    return min(failed, key=lambda name: (-failed[name], name), default="")


def _traces(
    during: Sequence[SpanRecord], cause: OperationKey | None
) -> tuple[str, ...]:
    """Return traces that pass the cause, failed ones first, then the longest."""
    weight: dict[str, tuple[bool, bool, float]] = {}
    for span in during:
        passes = cause is not None and span.service == cause.service
        known = weight.get(span.trace, (False, False, 0.0))
        weight[span.trace] = (
            known[0] or passes,
            known[1] or span.error,
            max(known[2], span.duration_s),
        )
    order = sorted(weight.items(), key=lambda item: (*(-w for w in item[1]), item[0]))
    return tuple(trace for trace, _ in order[:_MOST_TRACES])


def _messages(
    errors: Sequence[SpanRecord], during: Sequence[SpanRecord]
) -> tuple[Message, ...]:
    counted = Counter((s.service, s.message) for s in errors if s.message)
    for call, callee in unanswered(during):
        words = call.message or call.attributes.get("error.type", "no answer")
        counted[callee.service, f"no answer to {call.service}: {words}"] += 1
    order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Message(service=service, text=text[:_LONGEST_MESSAGE], count=count)
        for (service, text), count in order[:_MOST_MESSAGES]
    )
