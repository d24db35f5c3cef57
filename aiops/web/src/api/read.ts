// The engine's answers as the pages use them: what an older incident lacks becomes empty.

import type {
  AnomalyView, Cause, Incident, IncidentAlert, IncidentSummary, IncidentStatus, SeverityName, Span, Trace, TraceSummary,
} from "./types.ts";

type Raw = Record<string, unknown>;
const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const text = (value: unknown) => (typeof value === "string" ? value : "");
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : null);

export interface IncidentPage { incidents: IncidentSummary[]; next_cursor: string | null }

export function readIncidents(answer: unknown): IncidentPage {
  const raw = (answer ?? {}) as Raw;
  const found = list<Raw>(raw.incidents ?? raw.active_incidents);
  return { incidents: found.map(readSummary), next_cursor: text(raw.next_cursor) || null };
}

export function readSummary(raw: Raw): IncidentSummary {
  const causes = readCauses(raw);
  const started = number(raw.started_s) ?? number(raw.opened_s) ?? number(raw.first_detected_s) ?? seconds(raw.first_detected);
  return {
    id: text(raw.id),
    title: text(raw.title) || text(raw.id),
    severity: (text(raw.severity) || "medium") as SeverityName,
    status: (text(raw.status) || "active") as IncidentStatus,
    started_s: started,
    detected_s: number(raw.detected_s) ?? (seconds(raw.first_detected) || started),
    resolved_s: number(raw.resolved_s),
    acknowledged_by: text(raw.acknowledged_by) || null,
    assignee: text(raw.assignee) || null,
    snoozed_until_s: number(raw.snoozed_until_s),
    services: list<string>(raw.services),
    cause: causes[0] ?? null,
    failing_share: number(raw.failing_share),
    alert_count: number(raw.alert_count) ?? list(raw.alerts).length,
  };
}

function readCauses(raw: Raw): Cause[] {
  const causes = list<Cause>(raw.causes);
  if (causes.length) return causes.map((cause) => ({ ...cause, evidence: list(cause.evidence) }));
  const root = raw.root_cause as { endpoint?: string; service?: string; operation?: string; confidence?: number; description?: string } | null | undefined;
  if (!root) return [];
  return [{
    service: root.service ?? root.endpoint ?? "",
    operation: root.operation ?? "",
    confidence: root.confidence ?? 0,
    evidence: root.description ? [root.description] : [],
  }];
}

export function readIncident(answer: unknown): Incident {
  const raw = (answer ?? {}) as Raw;
  return {
    ...readSummary(raw),
    causes: readCauses(raw),
    chain: list(raw.chain),
    affected: list(raw.affected ?? raw.affected_endpoints),
    anomalies: list<AnomalyView>(raw.anomalies),
    events: list(raw.events),
    alerts: list<IncidentAlert>(raw.alerts),
    deployments: list(raw.deployments),
    actions: list(raw.actions),
    runbooks: list<unknown>(raw.runbooks).map((each) => (typeof each === "string" ? { title: lastPart(each), url: each } : (each as { title: string; url: string }))),
    slo_impact: list<unknown>(raw.slo_impact ?? []).map(String),
    error_messages: list(raw.error_messages),
    stack_traces: list(raw.stack_traces),
    sample_traces: sampleTraces(raw),
    logs: list(raw.logs),
  };
}

function sampleTraces(raw: Raw): string[] {
  const given = list<string | { trace_id: string }>(raw.sample_traces ?? (raw.trace_correlation as Raw | undefined)?.sample_traces);
  return given.map((each) => (typeof each === "string" ? each : each.trace_id));
}

/** A trace; the engine counts milliseconds, the waterfall seconds. */
export function readTrace(answer: unknown): Trace {
  const raw = (answer ?? {}) as Raw;
  return {
    trace: text(raw.trace),
    spans: list<Raw>(raw.spans).map((span) => ({ ...(span as unknown as Span), duration_s: duration(span) })),
    logs: list(raw.logs),
  };
}

export function readTraces(answer: unknown): TraceSummary[] {
  return list<Raw>(((answer ?? {}) as Raw).traces).map((raw) => ({
    trace: text(raw.trace), service: text(raw.service), operation: text(raw.operation),
    start_s: number(raw.start_s) ?? 0, duration_s: duration(raw), spans: number(raw.spans) ?? 0,
    errors: number(raw.errors) ?? 0, services: list(raw.services),
  }));
}

const duration = (raw: Raw) => (number(raw.duration_ms) ?? 0) / 1000;
const lastPart = (path: string) => path.replace(/\.md$/, "").split("/").at(-1) ?? path;
const seconds = (iso: unknown) => (typeof iso === "string" ? Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(iso) ? iso : `${iso}Z`) / 1000 || 0 : 0);
