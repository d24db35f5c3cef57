// All incidents: filtered by the address, so that a view can be sent to somebody.

import { useEffect, useRef, useState } from "preact/hooks";
import { get, query, type Problem } from "../api/client.ts";
import { onChange } from "../api/live.ts";
import { readIncidents } from "../api/read.ts";
import { useResource } from "../api/resource.ts";
import type { IncidentSummary } from "../api/types.ts";
import { counted } from "../format/numbers.ts";
import { Select } from "../parts/fields.tsx";
import { IncidentList } from "../parts/incidents.tsx";
import { usePage } from "../parts/page.ts";
import { Empty, Shown } from "../parts/states.tsx";
import { tell } from "../parts/toast.tsx";
import { go, Link, useAddress, withParameters } from "../router.tsx";

const LIMIT = 25;
const AGES: Record<string, number> = { "1h": 3600, "24h": 86400, "7d": 7 * 86400, "30d": 30 * 86400 };

export function Incidents() {
  const heading = usePage("Incidents");
  const { search } = useAddress();
  const chosen = (name: string) => search.get(name) ?? "";
  const status = chosen("status") || "open";
  const age_s = AGES[chosen("age")];
  // Kept per filter: asking "since now minus a day" anew each second would never be answered.
  const since = useRef({ age: "", from: 0 });
  if (since.current.age !== chosen("age")) since.current = { age: chosen("age"), from: age_s ? Math.floor(Date.now() / 1000) - age_s : 0 };
  const path = query("/aiops/incidents", {
    status: status === "open" ? "active,acknowledged" : status,
    severity: chosen("severity"), service: chosen("service"), q: chosen("q"), from: since.current.from || null, limit: LIMIT,
  });
  const first = useResource<unknown>(path, { every_s: 30, on: ["incident"] });
  const page = first.data === undefined ? undefined : readIncidents(first.data);
  const more = useMore(path, page?.next_cursor ?? null);
  const set = (name: string) => (value: string) => go(`/incidents${withParameters({ [name]: value }).replace(/^[^?]*/, "")}`, { replace: true });
  const listed = page ? [...page.incidents, ...more.incidents.filter((each) => !page.incidents.some((known) => known.id === each.id))] : [];
  const filtered = ["severity", "service", "q", "age"].some((name) => chosen(name)) || status !== "open";
  return (
    <>
      <div class="page-head"><h1 ref={heading} tabIndex={-1}>Incidents</h1><Link to="/patterns">Recurring failures</Link></div>
      <form class="filters" role="search" aria-label="Filter incidents" onSubmit={(event) => event.preventDefault()}>
        <SearchField value={chosen("q")} set={set("q")} />
        <Select name="Status" value={status} set={(value) => set("status")(value === "open" ? "" : value)}
          options={{ open: "Open", active: "Active", acknowledged: "Acknowledged", resolved: "Resolved", all: "All" }} />
        <Select name="Severity" value={chosen("severity")} set={set("severity")} options={{ "": "Any", critical: "Critical", high: "High", medium: "Medium" }} />
        <ServiceField value={chosen("service")} set={set("service")} />
        <Select name="Began" value={chosen("age")} set={set("age")} options={{ "": "Any time", "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" }} />
      </form>
      <section class="panel" aria-label="Found incidents">
        <Shown of={first} label="incidents" rows={6}>
          {() => (
            <>
              <p class="soft found" role="status">{counted(listed.length, "incident")}{more.cursor && " so far"}</p>
              {listed.length ? <IncidentList incidents={listed} label="Incidents" />
                : filtered ? <Empty title="No incident fits">Take a filter away, or look at a longer time.</Empty>
                : <Empty title="No open incidents">Resolved ones are kept: set the status to All.</Empty>}
              {more.cursor && <button type="button" class="button" disabled={more.busy} onClick={more.load}>{more.busy ? "Loading…" : "Show more"}</button>}
            </>
          )}
        </Shown>
      </section>
    </>
  );
}

/** Pages after the first, as long as the filter stays. */
function useMore(path: string, cursor: string | null) {
  const none = { path, cursor: undefined as string | null | undefined, incidents: [] as IncidentSummary[] };
  const [kept, setKept] = useState(none);
  const [busy, setBusy] = useState(false);
  const current = kept.path === path ? kept : none;
  const next = current.cursor === undefined ? cursor : current.cursor;
  useEffect(() => onChange(({ kind }) => { if (kind === "incident") setKept(none); }), [path]);
  async function load() {
    if (!next) return;
    setBusy(true);
    try {
      const page = readIncidents(await get<unknown>(`${path}&cursor=${encodeURIComponent(next)}`));
      setKept({ path, cursor: page.next_cursor, incidents: [...current.incidents, ...page.incidents] });
    } catch (error) {
      tell((error as Problem).message, { bad: true });
    } finally {
      setBusy(false);
    }
  }
  return { incidents: current.incidents, cursor: next, busy, load };
}

function SearchField({ value, set }: { value: string; set: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => set(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="field field-wide">
      <label for="search">Search</label>
      <input id="search" type="search" value={text} placeholder="Title, service, id" onInput={(event) => setText(event.currentTarget.value)} />
    </div>
  );
}

function ServiceField({ value, set }: { value: string; set: (value: string) => void }) {
  const { data } = useResource<{ services: { name: string }[] }>("/aiops/services");
  const names = [...new Set([...(data?.services ?? []).map((each) => each.name), ...(value ? [value] : [])])].sort();
  return <Select name="Service" value={value} set={set} options={{ "": "Any", ...Object.fromEntries(names.map((name) => [name, name])) }} />;
}
