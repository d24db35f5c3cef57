// Title, state and the buttons of an incident.

import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { post } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import type { Incident } from "../../api/types.ts";
import { counted, percent } from "../../format/numbers.ts";
import { Ago, Lasting, Time, useNow } from "../../parts/clock.tsx";
import { SeverityBadge, StatusBadge } from "../../parts/marks.tsx";
import { Fact, Facts } from "../../parts/panel.tsx";
import { useSending } from "../../parts/sending.ts";
import { AssignDialog, ResolveDialog, SnoozeDialog } from "./dialogs.tsx";

interface HeadProps { incident: Incident; heading: RefObject<HTMLHeadingElement | null>; changed: () => void }

export function Head({ incident, heading, changed }: HeadProps) {
  const now = useNow(10);
  const snoozed = incident.snoozed_until_s !== null && incident.snoozed_until_s > now;
  return (
    <header class={`panel head edge-${incident.status === "resolved" ? "resolved" : incident.severity}`}>
      <div class="incident-badges">
        <SeverityBadge severity={incident.severity} /><StatusBadge status={incident.status} />
        {snoozed && <span class="badge">snoozed until <Time at={incident.snoozed_until_s as number} /></span>}
      </div>
      <h1 ref={heading} tabIndex={-1}>{incident.title}</h1>
      <p class="soft">
        Began <Time at={incident.started_s} /> (<Ago at={incident.started_s} />)
        {incident.detected_s > incident.started_s && <>, noticed after <Lasting from={incident.started_s} to={incident.detected_s} /></>}
        {incident.acknowledged_by && <>, acknowledged by {incident.acknowledged_by}</>}
        {incident.assignee && <>, assigned to {incident.assignee}</>}
      </p>
      <Facts>
        <Fact name={incident.resolved_s === null ? "Lasting" : "Lasted"}><Lasting from={incident.started_s} to={incident.resolved_s} /></Fact>
        <Fact name="Failing requests" tone={(incident.failing_share ?? 0) > 0.2 ? "tone-bad" : ""}>{percent(incident.failing_share)}<small>of users' requests</small></Fact>
        <Fact name="Affected">{incident.affected.length || incident.services.length}<small>{incident.affected.length ? "operations" : "services"}</small></Fact>
        <Fact name="Alerts">{incident.alerts.length}<small>{counted(incident.anomalies.length, "unusual signal")}</small></Fact>
      </Facts>
      <Buttons incident={incident} changed={changed} />
      {incident.slo_impact.length > 0 && <ul class="slo" aria-label="Objectives">{incident.slo_impact.map((each) => <li key={each}>{each}</li>)}</ul>}
    </header>
  );
}

type Open = "" | "resolve" | "snooze" | "assign";

function Buttons({ incident, changed }: { incident: Incident; changed: () => void }) {
  const may = useMay("operate");
  const [open, setOpen] = useState<Open>("");
  const { busy, send } = useSending(changed);
  const path = `/aiops/incidents/${encodeURIComponent(incident.id)}`;
  const report = <a class="button" href={`${path}/report`} download={`${incident.id}.md`}>Report</a>;
  if (!may) return <div class="buttons">{report}<span class="soft">This key may only read.</span></div>;
  const act = (what: string, body: object, done: string) => { setOpen(""); void send(() => post(`${path}/${what}`, body), done); };
  const close = () => setOpen("");
  return (
    <div class="buttons">
      {incident.status === "active" && <button type="button" class="button primary" disabled={busy} onClick={() => act("acknowledge", {}, "Acknowledged")}>Acknowledge</button>}
      {incident.status === "resolved"
        ? <button type="button" class="button" disabled={busy} onClick={() => act("reopen", {}, "Reopened")}>Reopen</button>
        : (
          <>
            <button type="button" class={`button ${incident.status === "acknowledged" ? "primary" : ""}`} disabled={busy} onClick={() => setOpen("resolve")}>Resolve…</button>
            <button type="button" class="button" disabled={busy} onClick={() => setOpen("assign")}>Assign…</button>
            <button type="button" class="button" disabled={busy} onClick={() => setOpen("snooze")}>Snooze…</button>
          </>
        )}
      {report}
      {open === "resolve" && <ResolveDialog close={close} act={(text) => act("resolve", { text }, "Resolved")} />}
      {open === "assign" && <AssignDialog close={close} current={incident.assignee ?? ""} act={(assignee) => act("assign", { assignee }, assignee ? `Assigned to ${assignee}` : "Nobody is assigned")} />}
      {open === "snooze" && <SnoozeDialog close={close} act={(until_s) => act("snooze", { until_s }, "Snoozed")} />}
    </div>
  );
}
