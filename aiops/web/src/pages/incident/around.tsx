// What else is known of it: alerts, runbooks, deployments.

import { useContext } from "preact/hooks";
import { Session } from "../../api/session.ts";
import type { Incident } from "../../api/types.ts";
import { Time } from "../../parts/clock.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Releases } from "../../parts/releases.tsx";

export function Runbooks({ incident }: { incident: Incident }) {
  if (!incident.runbooks.length) return null;
  return (
    <Panel title="Runbooks">
      <ul class="plain">
        {incident.runbooks.map((each) => <li key={each.url}>{/^(https?:|\/)/.test(each.url) ? <a href={each.url}>{each.title}</a> : <>{each.title} <code class="soft">{each.url}</code></>}</li>)}
      </ul>
    </Panel>
  );
}

const BOARDS: [string, string][] = [["pharos-root-cause", "RCA Analysis"], ["pharos-incidents", "Incident Timeline"], ["pharos-health", "Service Health"], ["pharos-alerts", "Alerts Overview"]];
// Enough to see what was usual before.
const AROUND_S = 15 * 60;

/** Grafana's dashboards, opened at the incident's time. */
export function Dashboards({ incident }: { incident: Incident }) {
  const url = useContext(Session)?.dashboards_url?.replace(/\/$/, "");
  if (!url) return null;
  const from = Math.round((incident.started_s - AROUND_S) * 1000);
  const to = incident.resolved_s === null ? "now" : Math.round((incident.resolved_s + AROUND_S) * 1000);
  return (
    <Panel title="Dashboards">
      <ul class="plain">{BOARDS.map(([uid, title]) => <li key={uid}><a href={`${url}/d/${uid}?from=${from}&to=${to}`} target="_blank" rel="noreferrer">{title}</a></li>)}</ul>
    </Panel>
  );
}

export function Alerts({ incident }: { incident: Incident }) {
  if (!incident.alerts.length) return null;
  return (
    <Panel title="Alerts" aside={<span class="soft">{incident.alerts.length}</span>}>
      <ul class="plain">
        {incident.alerts.map((alert) => (
          <li key={`${alert.name}${alert.service}${alert.started_s}`} class="alert">
            <p><strong>{alert.name}</strong> <span class={`badge ${alert.ended_s === null ? "badge-firing" : ""}`}>{alert.ended_s === null ? "firing" : "ended"}</span> <span class="soft">{alert.severity}</span></p>
            {alert.summary && <p>{alert.summary}</p>}
            <p class="soft">{alert.service && <>{alert.service}, </>}since <Time at={alert.started_s} /></p>
            {(alert.runbook_url || alert.url) && <p class="names">{alert.runbook_url && <a href={alert.runbook_url} target="_blank" rel="noreferrer" aria-label={`Runbook of ${alert.name}`}>Runbook</a>}{alert.url && <a href={alert.url} target="_blank" rel="noreferrer" aria-label={`${alert.name} in Prometheus`}>In Prometheus</a>}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Deployments({ incident }: { incident: Incident }) {
  if (!incident.deployments.length) return null;
  return (
    <Panel title="Deployments"><Releases deployments={incident.deployments} label="Deployments" /></Panel>
  );
}
