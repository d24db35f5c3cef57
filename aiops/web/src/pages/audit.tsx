// Who changed what, for those who may hand out keys.

import { useState } from "preact/hooks";
import { get, query, type Problem } from "../api/client.ts";
import { useResource } from "../api/resource.ts";
import { useMay } from "../api/session.ts";
import type { AuditLine } from "../api/types.ts";
import { deed } from "../format/deeds.ts";
import { Time } from "../parts/clock.tsx";
import { usePage } from "../parts/page.ts";
import { Empty, Shown } from "../parts/states.tsx";
import { tell } from "../parts/toast.tsx";
import { Link } from "../router.tsx";

interface Page { audit: AuditLine[]; next_before: number | null }
const LIMIT = 50;
const first = query("/aiops/audit", { limit: LIMIT });

export function Audit() {
  const heading = usePage("Audit trail");
  const may = useMay("admin");
  return (
    <>
      <p class="crumbs"><Link to="/about">About</Link> <span aria-hidden="true">/</span> Audit trail</p>
      <h1 ref={heading} tabIndex={-1}>Audit trail</h1>
      <section class="panel" aria-label="Changes, the newest first">
        {may ? <Trail /> : <Empty title="This is for admins">The audit trail needs a key with the scope admin.</Empty>}
      </section>
    </>
  );
}

function Trail() {
  const newest = useResource<Page>(first);
  const [older, setOlder] = useState<Page[]>([]);
  const [busy, setBusy] = useState(false);
  async function load(before: number) {
    setBusy(true);
    try {
      const page = await get<Page>(query("/aiops/audit", { limit: LIMIT, before }));
      setOlder((known) => [...known, page]);
    } catch (error) {
      tell((error as Problem).message, { bad: true });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Shown of={newest} label="audit trail" rows={8}>
      {(data) => {
        const pages = [data, ...older];
        const next = pages.at(-1)?.next_before ?? null;
        const lines = pages.flatMap((page) => page.audit);
        if (!lines.length) return <Empty title="Nobody has changed anything yet" />;
        return (
          <>
            <Lines lines={lines} />
            {next !== null && <button type="button" class="button" disabled={busy} onClick={() => void load(next)}>{busy ? "Loading…" : "Show older ones"}</button>}
          </>
        );
      }}
    </Shown>
  );
}

function Lines({ lines }: { lines: AuditLine[] }) {
  return (
    <table class="stacked">
      <thead><tr><th scope="col">What</th><th scope="col">Who</th><th scope="col">When</th><th scope="col">Answer</th></tr></thead>
      <tbody>
        {lines.map((each) => (
          <tr key={each.seq}>
            <th scope="row">{deed(each.method, each.path)}<span class="reason"><code>{each.method} {each.path}</code></span></th>
            <td data-name="Who">{each.by}</td>
            <td data-name="When"><Time at={each.time_s} /></td>
            <td data-name="Answer">{each.status < 400 ? "done" : <span class="badge status-active">refused, {each.status}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
