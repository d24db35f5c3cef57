// What else is known of it: alerts, runbooks, deployments.

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
