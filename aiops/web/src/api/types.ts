// What the engine's HTTP API answers, as far as the console reads it.

export type Health = "healthy" | "degraded" | "unhealthy" | "unknown";
export type SeverityName = "critical" | "high" | "medium";
export type IncidentStatus = "active" | "acknowledged" | "resolved";
export type Scope = "read" | "operate" | "ingest" | "admin";

export interface Flow {
  requests_per_s: number | null;
  error_ratio: number | null;
  p95_ms: number | null;
}

export interface OperationHealth extends Flow {
  operation: string;
  health_score: number | null;
  status: string;
  reasons: string[];
}

export interface ServiceHealth extends Flow {
  name: string;
  health_score: number | null;
  status: string;
  reasons: string[];
  operations: OperationHealth[];
}

export interface GraphNode extends Flow {
  service: string;
  health_score: number | null;
  status: string;
}

export interface GraphEdge {
  caller: string;
  callee: string;
  calls_per_s: number;
  error_ratio: number | null;
  mean_ms: number | null;
}

export interface ServiceGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** [time, value, expected, low, high, anomalous] */
export type SeriesPoint = [number, number | null, number | null, number | null, number | null, 0 | 1];

export interface Series {
  unit: string;
  step_s: number;
  points: SeriesPoint[];
}

export interface Cause {
  service: string;
  operation: string;
  confidence: number;
  evidence: string[];
}

export interface AnomalyView {
  service: string;
  operation: string;
  signal: string;
  severity: string;
  started_s: number;
  ended_s: number | null;
  value: number;
  expected: number;
  unit: string;
  reason: string;
}

export interface IncidentSummary {
  id: string;
  title: string;
  severity: SeverityName;
  status: IncidentStatus;
  started_s: number;
  detected_s: number;
  resolved_s: number | null;
  acknowledged_by: string | null;
  assignee: string | null;
  snoozed_until_s: number | null;
  services: string[];
  cause: Cause | null;
  failing_share: number | null;
  alert_count: number;
}

export interface IncidentEvent {
  time_s: number;
  kind: string;
  by: string;
  text: string;
}

export interface IncidentAlert {
  name: string;
  status: string;
  severity: string;
  service: string;
  summary: string;
  started_s: number;
  ended_s: number | null;
  url: string;
  runbook_url: string;
}

export interface Deployment {
  service: string;
  version: string;
  time_s: number;
  by: string;
  text: string;
}

export interface Maintenance {
  id: string;
  service: string;
  start_s: number;
  end_s: number;
  by: string;
  text: string;
}

export interface Pattern {
  name: string;
  service: string;
  operation: string;
  signal: string;
  /** The latest first. */
  incidents: string[];
  every_s: number;
  rhythm: string;
}

export interface AuditLine {
  seq: number;
  time_s: number;
  by: string;
  method: string;
  path: string;
  status: number;
}

export interface RunbookAction {
  name: string;
  title: string;
  target: string;
  dry_run: string;
  status: string;
  by: string;
  outcome?: string;
}

export interface Runbook {
  title: string;
  url: string;
}

export interface Incident extends IncidentSummary {
  causes: Cause[];
  chain: string[];
  affected: string[];
  anomalies: AnomalyView[];
  events: IncidentEvent[];
  alerts: IncidentAlert[];
  deployments: Deployment[];
  actions: RunbookAction[];
  runbooks: Runbook[];
  slo_impact: string[];
  error_messages: string[];
  stack_traces: string[];
  sample_traces: string[];
  logs: LogLine[];
}

export interface Span {
  trace: string;
  span: string;
  parent: string;
  service: string;
  operation: string;
  kind: string;
  start_s: number;
  duration_s: number;
  error: boolean;
  status_code: number;
  message: string;
  stack: string;
  attributes: Record<string, string>;
}

export interface LogLine {
  trace: string;
  span: string;
  service: string;
  time_s: number;
  severity: number;
  body: string;
}

export interface Trace {
  trace: string;
  spans: Span[];
  logs: LogLine[];
}

export interface TraceSummary {
  trace: string;
  service: string;
  operation: string;
  start_s: number;
  duration_s: number;
  spans: number;
  errors: number;
  services: string[];
}

export interface Me {
  name: string;
  scopes: Scope[];
  dashboards_url?: string | null;
}
