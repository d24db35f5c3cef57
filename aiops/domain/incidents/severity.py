"""How bad an incident is: what is measured decides, else what an alert says."""

from collections.abc import Iterable

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.incidents.model import Alert
from catalog.alerts import Severity as AlertSeverity

CRITICAL_ERROR_RATIO = 0.5
HIGH_ERROR_RATIO = 0.2
HIGH_LATENCY_FACTOR = 5.0

# Of a service that nothing is measured of, the alert's word is all there is.
FROM_ALERT = {
    AlertSeverity.CRITICAL: Severity.CRITICAL,
    AlertSeverity.WARNING: Severity.HIGH,
    AlertSeverity.INFO: Severity.MEDIUM,
    AlertSeverity.NONE: Severity.MEDIUM,
}
ORDER = (Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


def of_anomaly(anomaly: Anomaly) -> Severity:
    """
    Return the severity by the share of failed requests and the slowdown.

    Critical: more than half fail. High: more than a fifth fail, or they take more
    than five times as long. Medium: the rest.
    """
    if anomaly.signal in (Signal.ERRORS, Signal.TIMEOUTS) and anomaly.unit == "ratio":
        if anomaly.value > CRITICAL_ERROR_RATIO:
            return Severity.CRITICAL
        if anomaly.value > HIGH_ERROR_RATIO:
            return Severity.HIGH
    slow = anomaly.signal is Signal.LATENCY
    if slow and anomaly.deviation > HIGH_LATENCY_FACTOR:
        return Severity.HIGH
    return Severity.MEDIUM


def worst(severities: Iterable[Severity]) -> Severity:
    """Return the worst of *severities*; medium where there is none."""
    return max(severities, key=ORDER.index, default=Severity.MEDIUM)


def of_incident(anomalies: Iterable[Anomaly], alerts: Iterable[Alert]) -> Severity:
    """Return the worst of what is measured, and of alerts where nothing is."""
    seen = list(anomalies)
    measured = {anomaly.service for anomaly in seen}
    return worst(
        [
            *(of_anomaly(anomaly) for anomaly in seen),
            *(FROM_ALERT[a.severity] for a in alerts if a.service not in measured),
        ]
    )
