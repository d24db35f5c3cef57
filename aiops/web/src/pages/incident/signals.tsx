// The signals that stood out, around the time of the incident.

import { useState } from "preact/hooks";
import type { AnomalyView, Incident } from "../../api/types.ts";
import { releases, shortVersion, some } from "../../format/deployments.ts";
import { ChartLegend, SignalChart } from "../../parts/signal.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Empty } from "../../parts/states.tsx";

const FIRST = 4;
const BEFORE_S = 15 * 60;
const AFTER_S = 5 * 60;
const SHORTEST_S = 20 * 60;

/** Each signal once, the cause's first, then by when it began. */
export function distinct(anomalies: AnomalyView[], causes: { service: string }[]): AnomalyView[] {
  const first = causes[0]?.service;
  const order = [...anomalies].sort((a, b) =>
    Number(b.service === first) - Number(a.service === first) || a.started_s - b.started_s || a.service.localeCompare(b.service));
  const seen = new Set<string>();
  return order.filter(({ service, operation, signal }) => {
    const key = `${service}\u0000${operation}\u0000${signal}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

export function Signals({ incident }: { incident: Incident }) {
  const [all, setAll] = useState(false);
  const signals = distinct(incident.anomalies, incident.causes);
  const from_s = incident.started_s - BEFORE_S;
  const to_s = incident.resolved_s === null ? null : Math.max(incident.resolved_s + AFTER_S, from_s + SHORTEST_S);
  const marks = [
    { at_s: incident.started_s, text: "began" },
    ...(incident.resolved_s === null ? [] : [{ at_s: incident.resolved_s, text: "resolved" }]),
    ...releases(incident.deployments).map((each) => ({ at_s: each.time_s, text: `${some(each.services, 1)} ${shortVersion(each.version)}` })),
  ];
  const shown = all ? signals : signals.slice(0, FIRST);
  return (
    <Panel title="Signals">
      {signals.length === 0 && <Empty title="No unusual signal">This incident was opened by alerts alone.</Empty>}
      {signals.length > 0 && <ChartLegend />}
      <div class="signals">
        {shown.map((each) => (
          <div key={`${each.service} ${each.operation} ${each.signal}`}>
            <SignalChart service={each.service} operation={each.operation} signal={each.signal} from_s={from_s} to_s={to_s} marks={marks} linked />
            <p class="soft reason">{each.reason}</p>
          </div>
        ))}
      </div>
      {shown.length < signals.length && <button type="button" class="button" onClick={() => setAll(true)}>Show {signals.length - shown.length} more</button>}
    </Panel>
  );
}
