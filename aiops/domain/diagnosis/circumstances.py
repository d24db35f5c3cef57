"""What speaks for a service beside its traces: signals, order, releases, alerts."""

from collections.abc import Sequence

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.diagnosis.model import AlertSeen, Case, Deployment
from aiops.domain.rootcause.ranking import Evidence

# On the scale of the traces' evidence, where 30 is all that time can say.
_BY_SIGNAL = {
    Signal.TIMEOUTS: 12.0,
    Signal.ERRORS: 8.0,
    Signal.LATENCY: 8.0,
    Signal.SATURATION: 4.0,
    Signal.TRAFFIC: 2.0,
}
# Where nothing but saturation stands out, traces have nothing to explain.
_ONLY_SATURATION = 4.0
_FIRST, _DEPLOYED, _ALERTED = 2.0, 4.0, 1.0
# A release explains what begins within ten minutes of it; its marker may come late.
_SOON_S, _CLOSE_S = 600.0, 60.0


def circumstances(case: Case) -> list[Evidence]:
    """Return what the case's signals, releases and alerts say."""
    only = {anomaly.signal for anomaly in case.anomalies} == {Signal.SATURATION}
    factor = _ONLY_SATURATION if only else 1.0
    found = [_signal(anomaly, factor) for anomaly in _strongest(case.anomalies)]
    troubled = {evidence.service for evidence in found}
    found += _first(case.anomalies)
    found += [
        _release(each, case.onset_s)
        for each in case.deployments
        if each.service in troubled and -_CLOSE_S < case.onset_s - each.at_s < _SOON_S
    ]
    found += [_alert(each) for each in case.alerts if each.service in troubled]
    return found


def _strongest(anomalies: Sequence[Anomaly]) -> list[Anomaly]:
    """Return the most telling anomaly of each service."""
    best: dict[str, Anomaly] = {}
    for anomaly in sorted(anomalies, key=lambda a: (a.service, a.operation, a.signal)):
        known = best.get(anomaly.service)
        if known is None or _weight(anomaly) > _weight(known):
            best[anomaly.service] = anomaly
    return list(best.values())


def _weight(anomaly: Anomaly) -> float:
    return _BY_SIGNAL[anomaly.signal] * anomaly.score


def _signal(anomaly: Anomaly, factor: float) -> Evidence:
    return Evidence(
        service=anomaly.service,
        strength=_weight(anomaly) * factor,
        reason=anomaly.reason,
    )


def _first(anomalies: Sequence[Anomaly]) -> list[Evidence]:
    starts = sorted({anomaly.started_s for anomaly in anomalies})
    services = {a.service for a in anomalies if a.started_s == starts[0]}
    if len(starts) < 2 or len(services) != 1:
        return []
    (service,) = services
    lead_s = starts[1] - starts[0]
    return [
        Evidence(
            service=service,
            strength=_FIRST,
            reason=f"{service} stood out first, {lead_s:.0f} s before any other",
        )
    ]


def _release(release: Deployment, onset_s: float) -> Evidence:
    revision = f" of {release.revision}" if release.revision else ""
    return Evidence(
        service=release.service,
        strength=_DEPLOYED,
        reason=(
            f"{release.service} was deployed{revision} {onset_s - release.at_s:.0f} s "
            "before it began"
        ),
    )


def _alert(alert: AlertSeen) -> Evidence:
    return Evidence(
        service=alert.service,
        strength=_ALERTED,
        reason=f"the alert {alert.name} fires for {alert.service}",
    )
