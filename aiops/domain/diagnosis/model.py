"""The question that an incident asks, and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiops.domain.anomalies import Anomaly
from aiops.domain.telemetry import LogLine, SpanRecord
from aiops.domain.windows.window import EdgeKey, EdgeWindow, OperationKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A service's new release, at *at_s*."""

    service: str
    at_s: float
    revision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSeen:
    """An alert that fires and belongs to a service."""

    service: str
    name: str
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    What is known around the begin of an incident; anything but the onset may be empty.

    Attributes:
        anomalies: Of the incident.
        spans: From some minutes before the onset until now, in any order.
        logs: The same for log lines.
        edges: Calls between operations in that time, summed up.
        onset_s: Start of the first window that stood out.
    """

    onset_s: float
    anomalies: Sequence[Anomaly] = ()
    spans: Sequence[SpanRecord] = ()
    logs: Sequence[LogLine] = ()
    edges: Mapping[EdgeKey, EdgeWindow] = field(default_factory=dict)
    deployments: Sequence[Deployment] = ()
    alerts: Sequence[AlertSeen] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedCause:
    """
    One thing that may be the cause.

    Attributes:
        operation: Empty where it is the service as a whole.
        confidence: 0..1; the first one's is the probability that it is right.
        evidence: Sentences, the strongest first.
    """

    service: str
    operation: str
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An error message, how often it was seen, and the service that it arose in."""

    service: str
    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """
    What is wrong and why.

    Attributes:
        causes: Best first; empty where nothing speaks for any service.
        chain: From the cause to where users notice it.
        affected: Operations that suffer, the cause's among them, by name.
        failing_share: Estimated share, 0..1, of the requests from outside that fail
            or take several times as long as usual.
        traces: Ids of traces that show it, the most telling first.
        messages: Of errors where they arise, the most frequent first.
        stacks: Stack traces, each once.
    """

    causes: tuple[RankedCause, ...] = ()
    chain: tuple[OperationKey, ...] = ()
    affected: tuple[OperationKey, ...] = ()
    failing_share: float = 0.0
    traces: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    stacks: tuple[str, ...] = ()
