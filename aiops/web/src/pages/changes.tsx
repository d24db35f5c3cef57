// What people do to the services: deployments, and maintenance in which nobody is called.

import { useState } from "preact/hooks";
import { post, query, remove } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import { useMay } from "../api/session.ts";
import type { Deployment, Maintenance } from "../api/types.ts";
import { Lasting, Time, useNow } from "../parts/clock.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Select } from "../parts/fields.tsx";
import { usePage } from "../parts/page.ts";
import { Panel } from "../parts/panel.tsx";
import { Releases } from "../parts/releases.tsx";
import { useSending } from "../parts/sending.ts";
import { Empty, Shown } from "../parts/states.tsx";
import { go, useAddress, withParameters } from "../router.tsx";
import { MaintenanceForm } from "./maintenance.tsx";

const DAYS: Record<string, string> = { "1": "1 day", "7": "7 days", "30": "30 days" };

export function Changes() {
  const heading = usePage("Changes");
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>Changes</h1>
      <MaintenanceWindows />
      <Deployments />
    </>
  );
}

function MaintenanceWindows() {
  const may = useMay("operate");
  const [asked, setAsked] = useState(false);
  const [ended, setEnded] = useState<Maintenance | null>(null);
  const windows = useResource<{ maintenance: Maintenance[] }>("/aiops/maintenance", { every_s: 30 });
  const { busy, send } = useSending(windows.reload);
  const end = (window: Maintenance) => {
    setEnded(null);
    void send(() => remove(`/aiops/maintenance/${encodeURIComponent(window.id)}`), "The maintenance has ended");
  };
  return (
    <Panel title="Maintenance" {...(may ? { aside: <button type="button" class="button small" onClick={() => setAsked(true)}>Plan maintenance…</button> } : {})}>
      <Shown of={windows} label="maintenance" rows={2}>
        {({ maintenance }) => (maintenance.length
          ? <Windows windows={maintenance} {...(may && !busy ? { end: setEnded } : {})} />
          : <Empty title="No maintenance is planned">While a service is maintained its trouble is recorded, and nobody is called.</Empty>)}
      </Shown>
      {asked && (
        <Dialog title="Plan maintenance" close={() => setAsked(false)}>
          <MaintenanceForm close={() => setAsked(false)} plan={(body) => { setAsked(false); void send(() => post("/aiops/maintenance", body), "The maintenance is planned"); }} />
        </Dialog>
      )}
      {ended && (
        <Dialog title={`End the maintenance of ${named(ended.service)}?`} close={() => setEnded(null)}>
          <p>From then on people are called again for its trouble.</p>
          <div class="buttons">
            <button type="button" class="button primary" onClick={() => end(ended)}>End it now</button>
            <button type="button" class="button" onClick={() => setEnded(null)}>Cancel</button>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}

const named = (service: string) => (service === "*" ? "all services" : service);

function Windows({ windows, end }: { windows: Maintenance[]; end?: (window: Maintenance) => void }) {
  const now = useNow(5);
  return (
    <table class="stacked">
      <thead><tr><th scope="col">Service</th><th scope="col">State</th><th scope="col">From</th><th scope="col">Until</th><th scope="col">By</th>{end && <th scope="col"><span class="hidden">End</span></th>}</tr></thead>
      <tbody>
        {windows.map((each) => (
          <tr key={each.id}>
            <th scope="row">{named(each.service)}{each.text && <span class="reason">{each.text}</span>}</th>
            <td>{each.start_s <= now ? <span class="badge status-acknowledged">now, <Lasting from={now} to={each.end_s} /> left</span> : <span class="badge">planned</span>}</td>
            <td data-name="From"><Time at={each.start_s} /></td>
            <td data-name="Until"><Time at={each.end_s} /></td>
            <td data-name="By">{each.by}</td>
            {end && <td class="number"><button type="button" class="button small" aria-label={`End the maintenance of ${named(each.service)}`} onClick={() => end(each)}>End…</button></td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Deployments() {
  const { search } = useAddress();
  const days = DAYS[search.get("days") ?? ""] ? (search.get("days") as string) : "7";
  const from_s = Math.floor(useNow(60) / 60) * 60 - Number(days) * 86_400;
  const found = useResource<{ deployments: Deployment[] }>(query("/aiops/deployments", { from: from_s, limit: 500 }));
  return (
    <Panel title="Deployments" aside={<Select name="Time" value={days} set={(value) => go(withParameters({ days: value }), { replace: true })} options={DAYS} />}>
      <Shown of={found} label="deployments" rows={4}>
        {({ deployments }) => (deployments.length ? <Releases deployments={deployments} label="Deployments" />
          : <Empty title="No deployment in this time">make up tells of each; others post to /aiops/deployments.</Empty>)}
      </Shown>
    </Panel>
  );
}
