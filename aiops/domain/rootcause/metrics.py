"""Finds the cause of a degradation from metrics and the call graph alone."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from aiops.domain.rootcause.graph import CallGraph
from aiops.domain.rootcause.ranking import Cause, Evidence, rank
from aiops.domain.rootcause.signals import Excess, Signal, SignalKind, excess


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSettings:
    """
    How the metrics around an onset are read.

    Attributes:
        interval_s: Length of the signals' intervals.
        horizon_s: How long after the onset is looked at.
        settling_s: An interval that ends this soon after the onset is left out.
        target_sigmas: From how far out the target counts as degraded.
        cause_sigmas: From how far out a service counts as a cause.
    """

    interval_s: float = 300.0
    horizon_s: float = 1200.0
    settling_s: float = 60.0
    target_sigmas: float = 1.0
    cause_sigmas: float = 3.0


def explain(
    graph: CallGraph,
    normal: Mapping[str, Signal],
    observed: Mapping[str, Signal],
    *,
    target: str,
    onset_s: float,
    settings: MetricSettings | None = None,
) -> tuple[Cause, ...]:
    """
    Rank the services whose own excess explains that of *target*.

    What a service's callees were too slow, or failed too often, is not its own: the
    excess that is left after theirs is, and it counts as far as it stands out. An
    excess counts in seconds or requests, so a busy service outweighs a rare call.

    Args:
        graph: Who calls whom.
        normal: A fault-free time, by service.
        observed: The time around the onset, by service, of the same kind of signal.
        target: Where the degradation was seen.
        onset_s: When it was seen, in the signals' time.
        settings: How the signals are read.

    Returns:
        Causes, best first; none where *target* or no service below it stands out.
    """
    settings = settings or MetricSettings()
    found = {
        name: judged
        for name in sorted({target, *graph.below(target)} & observed.keys())
        if (judged := _judge(normal.get(name), observed[name], onset_s, settings))
    }
    own = {name: _own(name, found, graph) for name in found}
    causes = rank(own, _reasons(own, found, observed))
    if not causes or not _stands_out(found, target, causes[0].service, settings):
        return ()
    return causes


def _judge(
    normal: Signal | None, seen: Signal, onset_s: float, settings: MetricSettings
) -> Excess | None:
    step = settings.interval_s
    return excess(
        normal,
        seen.until(onset_s, interval_s=step),
        seen.between(
            onset_s + settings.settling_s, onset_s + settings.horizon_s, interval_s=step
        ),
    )


def _own(name: str, found: Mapping[str, Excess], graph: CallGraph) -> float:
    """Return the excess that the callees do not explain, as far as it stands out."""
    total = found[name].total
    passed_on = sum(
        min(found[callee].total, total)
        for callee in graph.callees(name)
        if callee in found
    )
    certainty = 1 - math.exp(-max(found[name].sigmas, 0.0) / 3)
    return max(0.0, total - passed_on) * certainty


def _stands_out(
    found: Mapping[str, Excess], target: str, cause: str, settings: MetricSettings
) -> bool:
    return (
        target in found
        and found[target].sigmas >= settings.target_sigmas
        and found[cause].sigmas >= settings.cause_sigmas
    )


def _reasons(
    own: Mapping[str, float],
    found: Mapping[str, Excess],
    observed: Mapping[str, Signal],
) -> list[Evidence]:
    return [
        Evidence(
            service=name,
            strength=strength,
            reason=_reason(found[name], strength, observed[name].kind),
        )
        for name, strength in own.items()
        if strength > 0
    ]


def _reason(judged: Excess, own: float, kind: SignalKind) -> str:
    what = (
        "s of waiting added" if kind is SignalKind.LATENCY else "requests failed more"
    )
    return (
        f"{judged.total:.1f} {what}, {own:.1f} of them its own, "
        f"{judged.sigmas:.1f} standard deviations from usual"
    )
