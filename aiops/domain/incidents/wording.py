"""How an incident is named, in the words of seed 004."""

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.model import Incident
from aiops.domain.incidents.severity import ORDER, of_anomaly

_WHAT = {
    Signal.LATENCY: "Latency spike",
    Signal.ERRORS: "Error spike",
    Signal.TIMEOUTS: "Timeouts",
    Signal.TRAFFIC: "Unusual traffic",
    Signal.SATURATION: "Saturation",
}
TYPES = {
    Signal.LATENCY: "latency_anomaly",
    Signal.ERRORS: "error_anomaly",
    Signal.TIMEOUTS: "timeout_anomaly",
    Signal.TRAFFIC: "traffic_anomaly",
    Signal.SATURATION: "saturation_anomaly",
}


def worst_anomaly(incident: Incident) -> Anomaly | None:
    """Return what is worst of the service that it comes from."""
    mine = [each for each in incident.anomalies if each.service == incident.root]
    return max(
        mine or incident.anomalies,
        key=lambda each: (
            ORDER.index(of_anomaly(each)),
            each.signal is not Signal.TRAFFIC,
            each.score,
            each.operation,
        ),
        default=None,
    )


def title(incident: Incident) -> str:
    """Return what happened where, such as ``Latency spike detected in /payment``."""
    worst = worst_anomaly(incident)
    if worst is not None:
        return f"{_WHAT[worst.signal]} detected in {endpoint(worst)}"
    names = sorted({alert.name for alert in incident.alerts})
    where = "" if incident.root.startswith("<") else f" in {incident.root}"
    return f"{', '.join(names) or 'Incident'}{where}"


def endpoint(anomaly: Anomaly) -> str:
    """Return the route of an operation, else the operation or the service itself."""
    return route(anomaly.operation) or anomaly.operation or anomaly.service


def route(operation: str) -> str:
    """Return the path that an operation's name holds, or nothing."""
    last = operation.rpartition(" ")[2]
    return last if last.startswith("/") else ""
