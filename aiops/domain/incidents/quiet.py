"""When an incident is over by itself."""

from collections.abc import Iterable
from dataclasses import replace

from aiops.domain.incidents.limits import Limits
from aiops.domain.incidents.model import Incident, Sign, Status


def ended_s(sign: Sign, now_s: float, stale_s: float) -> float | None:
    """Return when *sign* was over; one that nobody confirmed for long is."""
    if sign.ended_s is not None:
        return sign.ended_s
    return sign.seen_s if now_s - sign.seen_s > stale_s else None


def is_over(incident: Incident, now_s: float, limits: Limits) -> bool:
    """
    Return whether nothing was wrong for so long that the incident is over.

    Anomalies decide where there are any; alerts that still fire hold it for a while.
    """
    measured = _latest_end(incident.anomalies, now_s, limits.stale_s)
    alerted = _latest_end(incident.alerts, now_s, limits.stale_alert_s)
    if measured is None:
        return False
    if alerted is None:
        return bool(incident.anomalies) and now_s - measured >= limits.hold_s
    return now_s - max(measured, alerted, incident.opened_s) >= limits.quiet_s


def expire(incident: Incident, now_s: float, limits: Limits) -> Incident:
    """Return *incident*, resolved; what nobody confirmed for long has ended."""
    return replace(
        incident,
        status=Status.RESOLVED,
        resolved_s=now_s,
        snoozed_until_s=None,
        anomalies=tuple(
            replace(each, ended_s=ended_s(each, now_s, limits.stale_s))
            for each in incident.anomalies
        ),
        alerts=tuple(
            replace(each, ended_s=ended_s(each, now_s, limits.stale_alert_s))
            for each in incident.alerts
        ),
    )


def _latest_end(signs: Iterable[Sign], now_s: float, stale_s: float) -> float | None:
    """Return when the last was over; None while one goes on, 0 where there is none."""
    ends = [ended_s(sign, now_s, stale_s) for sign in signs]
    known = [end for end in ends if end is not None]
    return max(known, default=0.0) if len(known) == len(ends) else None
