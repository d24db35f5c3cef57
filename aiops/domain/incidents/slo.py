"""What an incident costs of the promises in ``catalog/objectives.py``."""

from dataclasses import dataclass

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.model import Incident
from catalog.objectives import SLO_WINDOW_DAYS, objective

_WINDOW_S = SLO_WINDOW_DAYS * 86_400.0
_MS = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SloImpact:
    """
    One promise of one service that the incident touches.

    Attributes:
        objective: ``availability`` or ``latency``.
        promised: Share of good requests, 0..1.
        burn: How many times faster than allowed the budget is used up.
        budget_share: Part of the window's whole budget that is gone since the
            incident began, if traffic is as usual; may pass 1.
        exhausted_in_s: Until a whole budget is gone at this speed.
    """

    service: str
    objective: str
    promised: float
    burn: float
    budget_share: float
    exhausted_in_s: float


def impact(incident: Incident, now_s: float) -> list[SloImpact]:
    """
    Return the promises that *incident* breaks, the one that burns fastest first.

    The worst window stands for the whole time, so this is an upper bound. Of latency
    only a median beyond the promised bound is judged: then at least half are late.
    """
    found: dict[tuple[str, str], SloImpact] = {}
    for anomaly in incident.anomalies:
        bad = _bad_share(anomaly)
        if bad is None:
            continue
        name, share = bad
        one = _impact(anomaly, name, share, now_s)
        known = found.get((one.service, name))
        if known is None or one.budget_share > known.budget_share:
            found[one.service, name] = one
    return sorted(found.values(), key=lambda each: (-each.burn, each.service))


def _bad_share(anomaly: Anomaly) -> tuple[str, float] | None:
    if anomaly.signal in (Signal.ERRORS, Signal.TIMEOUTS):
        return "availability", min(anomaly.value, 1.0)
    late_ms = objective(anomaly.service).latency_s * _MS
    if anomaly.signal is Signal.LATENCY and anomaly.value > late_ms:
        return "latency", 0.5
    return None


def _impact(anomaly: Anomaly, name: str, share: float, now_s: float) -> SloImpact:
    promise = objective(anomaly.service)
    promised = promise.availability if name == "availability" else promise.latency
    burn = share / (1 - promised)
    end_s = now_s if anomaly.ended_s is None else anomaly.ended_s
    lasted_s = max(0.0, end_s - anomaly.started_s)
    return SloImpact(
        service=anomaly.service,
        objective=name,
        promised=promised,
        burn=burn,
        budget_share=burn * lasted_s / _WINDOW_S,
        exhausted_in_s=_WINDOW_S / burn,
    )
