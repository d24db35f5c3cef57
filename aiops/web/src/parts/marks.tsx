// Health, severity and status: a colour, a shape and a word, never a colour alone.

import type { Health, IncidentStatus, SeverityName } from "../api/types.ts";

const SHAPES: Record<Health, string> = {
  healthy: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z",
  degraded: "M8 1.5 15 14H1z",
  unhealthy: "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
  unknown: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zm0 2.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7z",
};
const SIGNS: Record<Health, string> = {
  healthy: "M5 8.2l2.2 2.2L11.2 6", degraded: "M8 6v3.4M8 11.6v.4", unhealthy: "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8", unknown: "",
};
export const HEALTH_WORDS: Record<Health, string> = {
  healthy: "Healthy", degraded: "Degraded", unhealthy: "Unhealthy", unknown: "Unknown",
};

/** The shape alone, as SVG content of 16 by 16. */
export function HealthShape({ health }: { health: Health }) {
  return (
    <g class={`mark mark-${health}`}>
      <path class="mark-body" fill-rule="evenodd" d={SHAPES[health]} />
      <path class="mark-sign" d={SIGNS[health]} />
    </g>
  );
}

export function HealthMark({ health, score }: { health: Health; score?: number | null | undefined }) {
  return (
    <span class={`health health-${health}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><HealthShape health={health} /></svg>
      <span>{HEALTH_WORDS[health]}</span>
      {score != null && <span class="health-score figure" title="Health score, 0 to 100">{Math.round(score)}</span>}
    </span>
  );
}

const SEVERITY_SIGNS: Record<SeverityName, string> = { critical: "▲▲", high: "▲", medium: "△" };

export function SeverityBadge({ severity }: { severity: SeverityName }) {
  return <span class={`badge severity-${severity}`}><span aria-hidden="true">{SEVERITY_SIGNS[severity] ?? ""}</span> {severity}</span>;
}

export function StatusBadge({ status }: { status: IncidentStatus }) {
  return <span class={`badge status-${status}`}>{status}</span>;
}
