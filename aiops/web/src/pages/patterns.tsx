// Failures that came back: the same cause, the same signs.

import { query } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import type { Pattern } from "../api/types.ts";
import { counted } from "../format/numbers.ts";
import { lasting } from "../format/times.ts";
import { signalName } from "../format/words.ts";
import { Select } from "../parts/fields.tsx";
import { usePage } from "../parts/page.ts";
import { Panel } from "../parts/panel.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { go, Link, toIncident, toService, useAddress, withParameters } from "../router.tsx";

const DAYS: Record<string, string> = { "1": "1 day", "7": "7 days", "30": "30 days", "90": "90 days" };
const FIRST = 5;

export function Patterns() {
  const heading = usePage("Recurring failures");
  const { search } = useAddress();
  const days = DAYS[search.get("days") ?? ""] ? (search.get("days") as string) : "30";
  const found = useResource<{ patterns: Pattern[] }>(query("/aiops/patterns", { days }), { on: ["incident"] });
  return (
    <>
      <p class="crumbs"><Link to="/incidents">Incidents</Link> <span aria-hidden="true">/</span> Recurring failures</p>
      <h1 ref={heading} tabIndex={-1}>Recurring failures</h1>
      <Panel title="Failures that came back" aside={<Select name="Time" value={days} set={(value) => go(withParameters({ days: value }), { replace: true })} options={DAYS} />}>
        <Shown of={found} label="patterns" rows={4}>
          {({ patterns }) => (patterns.length
            ? <ul class="incidents" aria-label="Recurring failures">{patterns.map((each) => <Item key={each.name} pattern={each} />)}</ul>
            : <Empty title="Nothing came back">Incidents with the same cause and the same signs are listed here from the second time on.</Empty>)}
        </Shown>
      </Panel>
    </>
  );
}

function Item({ pattern }: { pattern: Pattern }) {
  const { incidents, operation, service } = pattern;
  return (
    <li class="incident pattern">
      <div class="incident-badges"><span class="badge">{counted(incidents.length, "time")}</span></div>
      <p class="incident-title">{pattern.name}</p>
      <p class="incident-cause">
        {signalName(pattern.signal)} of <Link to={toService(service, operation)}>{service} {operation}</Link>,{" "}
        {pattern.rhythm ? <strong>{RHYTHMS[pattern.rhythm] ?? `each ${pattern.rhythm}`}</strong> : <>about every {lasting(pattern.every_s)}</>}
      </p>
      <p class="incident-meta names">
        {incidents.slice(0, FIRST).map((id, index) => <Link key={id} to={toIncident(id)}>{index === 0 ? `latest, ${id}` : id}</Link>)}
        {incidents.length > FIRST && <span class="soft">and {incidents.length - FIRST} more</span>}
      </p>
    </li>
  );
}

const RHYTHMS: Record<string, string> = { hour: "by the hour", day: "at the same time of day", week: "at the same time of the week" };
