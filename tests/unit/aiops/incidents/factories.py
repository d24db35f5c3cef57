"""Signs and incidents that show only what a test is about."""

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.incidents.model import Alert, Incident, Status
from aiops.domain.rootcause.graph import CallGraph
from catalog.alerts import Severity as AlertSeverity

NOW_S = 1_737_404_800.0
# The shop: a front door, and a checkout that calls two others.
SHOP = CallGraph(
    [
        ("gateway", "checkout"),
        ("gateway", "products"),
        ("checkout", "payment"),
        ("checkout", "inventory"),
    ]
)


def anomaly(
    service: str = "payment",
    started_s: float = NOW_S,
    *,
    signal: Signal = Signal.ERRORS,
    operation: str = "POST /payment",
    seen_s: float | None = None,
    ended_s: float | None = None,
    value: float = 0.3,
    expected: float = 0.01,
    unit: str = "ratio",
    deviation: float = 30.0,
    reason: str = "",
) -> Anomaly:
    """A third of the requests fail, and still do."""
    return Anomaly(
        service=service,
        operation=operation,
        signal=signal,
        severity=Severity.HIGH,
        started_s=started_s,
        seen_s=started_s + 5.0 if seen_s is None else seen_s,
        ended_s=ended_s,
        value=value,
        expected=expected,
        unit=unit,
        deviation=deviation,
        score=0.9,
        samples=50,
        reason=reason or f"{signal} of {operation} are unusual",
    )


def slow(
    service: str = "payment", started_s: float = NOW_S, factor: float = 3.0
) -> Anomaly:
    """Requests take *factor* times as long."""
    return anomaly(
        service,
        started_s,
        signal=Signal.LATENCY,
        value=0.18 * factor,
        expected=0.18,
        unit="seconds",
        deviation=factor,
    )


def alert(
    service: str = "payment",
    started_s: float = NOW_S,
    *,
    name: str = "AppHigh5xxErrorRate",
    severity: AlertSeverity = AlertSeverity.WARNING,
    ended_s: float | None = None,
    seen_s: float | None = None,
) -> Alert:
    """An alert that fires."""
    return Alert(
        fingerprint=f"{name}-{service}",
        name=name,
        severity=severity,
        service=service,
        operation="",
        started_s=started_s,
        seen_s=started_s if seen_s is None else seen_s,
        ended_s=ended_s,
        summary=f"{name} of {service}",
    )


def incident(
    *signs: Anomaly | Alert,
    id: str = "INC-1737404800-1",
    root: str = "payment",
    status: Status = Status.ACTIVE,
    severity: Severity = Severity.HIGH,
    resolved_s: float | None = None,
    opened_s: float = NOW_S,
) -> Incident:
    """An incident of *signs*."""
    seen = signs or (anomaly(),)
    return Incident(
        id=id,
        dedup_key=f"{root}|{opened_s}",
        root=root,
        status=status,
        severity=severity,
        began_s=min(sign.started_s for sign in seen),
        opened_s=opened_s,
        updated_s=opened_s,
        resolved_s=resolved_s,
        anomalies=tuple(sign for sign in seen if isinstance(sign, Anomaly)),
        alerts=tuple(sign for sign in seen if isinstance(sign, Alert)),
    )
