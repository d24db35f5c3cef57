// Incidents as a list of links.

import type { IncidentSummary } from "../api/types.ts";
import { counted, percent } from "../format/numbers.ts";
import { Link, toIncident } from "../router.tsx";
import { Ago, Lasting, useNow } from "./clock.tsx";
import { SeverityBadge, StatusBadge } from "./marks.tsx";

export function IncidentList({ incidents, label }: { incidents: IncidentSummary[]; label: string }) {
  return (
    <ul class="incidents" aria-label={label}>
      {incidents.map((incident) => <Item key={incident.id} incident={incident} />)}
    </ul>
  );
}

function Item({ incident }: { incident: IncidentSummary }) {
  const now = useNow(30);
  const { cause } = incident;
  const others = incident.services.filter((service) => service !== cause?.service);
  return (
    <li class={`incident edge-${incident.status === "resolved" ? "resolved" : incident.severity}`}>
      <div class="incident-badges">
        <SeverityBadge severity={incident.severity} /><StatusBadge status={incident.status} />
        {incident.snoozed_until_s !== null && incident.snoozed_until_s > now && <span class="badge">snoozed</span>}
      </div>
      <p class="incident-title"><Link to={toIncident(incident.id)}>{incident.title}</Link></p>
      <p class="incident-cause">
        {cause ? <>Probable cause <strong>{cause.service}{cause.operation && ` ${cause.operation}`}</strong>, {percent(cause.confidence)}</> : "No cause known yet"}
        {others.length > 0 && <>; {cause ? "also seen in" : "seen in"} {others.slice(0, 4).join(", ")}{others.length > 4 && ` and ${others.length - 4} more`}</>}
      </p>
      <p class="incident-meta soft">
        <span>began <Ago at={incident.started_s} /></span>
        <span>{incident.resolved_s === null ? "lasting" : "lasted"} <Lasting from={incident.started_s} to={incident.resolved_s} /></span>
        {incident.failing_share !== null && <span>{percent(incident.failing_share)} of requests fail</span>}
        {incident.alert_count > 0 && <span>{counted(incident.alert_count, "alert")}</span>}
        {incident.assignee && <span>{incident.assignee}</span>}
      </p>
    </li>
  );
}
