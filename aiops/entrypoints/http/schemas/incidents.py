"""Shapes of incidents, as seed 004 shows them and with more inside."""

from typing import Annotated, Literal

from pydantic import Field

from aiops.entrypoints.http.schemas.base import (
    Answer,
    Limit,
    OptionalName,
    Request,
    Seconds,
    Text,
)


class RootCause(Answer):
    """What it most likely comes from."""

    endpoint: str
    confidence: float
    description: str
    service: str
    operation: str


class AnomalyItem(Answer):
    """One signal that stands out; seed 004's fields first."""

    type: str
    endpoint: str
    severity: str
    baseline_ms: float | None
    current_ms: float | None
    deviation: float
    service: str
    operation: str
    signal: str
    value: float
    expected: float
    unit: str
    score: float
    samples: int
    reason: str
    started_s: float
    seen_s: float
    ended_s: float | None


class SampleTrace(Answer):
    """A trace that shows it."""

    trace_id: str
    root_endpoint: str
    root_status: int
    affected_chain: list[str]


class TraceCorrelation(Answer):
    """Traces that show it."""

    total_traces: int
    sample_traces: list[SampleTrace]


class CauseItem(Answer):
    """A ranked cause."""

    service: str
    operation: str
    confidence: float
    evidence: list[str]


class IncidentSummary(Answer):
    """An incident in a list."""

    id: str
    severity: str
    status: str
    title: str
    root_cause: RootCause | None
    causes: list[CauseItem]
    failing_share: float | None
    affected_endpoints: list[str]
    anomalies: list[AnomalyItem]
    trace_correlation: TraceCorrelation
    first_detected: str
    started_s: float
    detected_s: float
    updated_s: float
    resolved_s: float | None
    resolved_by: str
    merged_into: str
    acknowledged_s: float | None
    acknowledged_by: str
    assignee: str
    snoozed_until_s: float | None
    reopened: int
    root: str
    services: list[str]
    alert_count: int


class EventItem(Answer):
    """One line of the audit trail."""

    time_s: float
    kind: str
    by: str
    text: str


class AlertItem(Answer):
    """An alert that Alertmanager sent."""

    fingerprint: str
    name: str
    status: str
    severity: str
    service: str
    operation: str
    started_s: float
    seen_s: float
    ended_s: float | None
    summary: str
    url: str
    runbook_url: str
    labels: dict[str, str]
    incident: str


class SloItem(Answer):
    """A promise that it touches."""

    service: str
    objective: str
    promised: float
    burn: float
    budget_share: float
    exhausted_in_s: float


class DeploymentItem(Answer):
    """A version that was brought out."""

    id: str
    time_s: float
    service: str
    version: str
    by: str
    text: str


class ActionItem(Answer):
    """Something that could be done about it."""

    name: str
    title: str
    kind: str
    target: str
    dry_run: str = Field(description="What would be done, in words")
    status: str
    by: str
    time_s: float
    outcome: str


class LogItem(Answer):
    """A log line."""

    time_s: float
    service: str
    severity: int
    trace: str
    span: str
    body: str


class IncidentDetail(IncidentSummary):
    """All that is known of an incident."""

    events: list[EventItem]
    alerts: list[AlertItem]
    chain: list[str] = Field(description="From cause to symptom: service/operation")
    affected: list[str]
    deployments: list[DeploymentItem]
    actions: list[ActionItem]
    runbooks: list[str]
    slo_impact: list[str]
    slo: list[SloItem]
    error_messages: list[str]
    stack_traces: list[str]
    sample_traces: list[str]
    logs: list[LogItem]


class IncidentPage(Answer):
    """Incidents; seed 004's two fields first."""

    incident_count: int = Field(description="Active and acknowledged ones")
    active_incidents: list[IncidentSummary] = Field(
        description="Those of this page that are not resolved"
    )
    incidents: list[IncidentSummary]
    next_cursor: str | None


class IncidentQuery(Request):
    """Which incidents; the open ones where nothing is asked for."""

    status: Annotated[
        str | None,
        Field(pattern=r"^(active|acknowledged|resolved|,)+$|^all$"),
    ] = Field(default=None, description="One or several with commas, or `all`")
    severity: Annotated[str | None, Field(pattern=r"^(critical|high|medium|,)+$")] = (
        Field(default=None, description="One or several with commas")
    )
    service: OptionalName = ""
    q: OptionalName = Field(default="", description="Part of id, title or assignee")
    from_s: Annotated[Seconds | None, Field(alias="from")] = None
    to_s: Annotated[Seconds | None, Field(alias="to")] = None
    cursor: OptionalName = Field(default="", description="`next_cursor` of a page")
    limit: Limit = 50


class Note(Request):
    """Why, in words."""

    text: Text = ""


class Comment(Request):
    """What somebody found out."""

    text: Annotated[Text, Field(min_length=1)]


class Assignment(Request):
    """Who works on it; an empty name is nobody."""

    assignee: OptionalName


class Snooze(Request):
    """How long it is to be quiet."""

    minutes: Annotated[float | None, Field(gt=0, le=7 * 24 * 60)] = None
    until_s: Seconds | None = None


class ActionOutcome(Request):
    """What became of an action."""

    state: Literal["done", "failed"]
    text: Annotated[Text, Field(max_length=2000)] = ""


class ApprovedAction(ActionItem):
    """An action that somebody approved and nobody has done yet."""

    incident: str


class ApprovedActions(Answer):
    """What `make remediate` is to do."""

    actions: list[ApprovedAction]
