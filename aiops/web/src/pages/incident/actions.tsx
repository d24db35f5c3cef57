// What could be done: proposed by the engine, approved here, carried out elsewhere.

import { useState } from "preact/hooks";
import { post } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import type { Incident, RunbookAction } from "../../api/types.ts";
import { sentence } from "../../format/words.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Panel } from "../../parts/panel.tsx";
import { useSending } from "../../parts/sending.ts";
import { Choices } from "./dialogs.tsx";

export function Actions({ incident, changed }: { incident: Incident; changed: () => void }) {
  if (!incident.actions.length) return null;
  return (
    <Panel title="Actions">
      <ul class="plain">{incident.actions.map((action) => <Proposed key={action.name} id={incident.id} action={action} changed={changed} />)}</ul>
    </Panel>
  );
}

function Proposed({ id, action, changed }: { id: string; action: RunbookAction; changed: () => void }) {
  const may = useMay("operate");
  const [asked, setAsked] = useState(false);
  const { busy, send } = useSending(changed);
  const path = `/aiops/incidents/${encodeURIComponent(id)}/actions/${encodeURIComponent(action.name)}`;
  const decide = (word: "approve" | "reject", done: string) => { setAsked(false); void send(() => post(`${path}/${word}`), done); };
  return (
    <li class="action">
      <p><strong>{action.title}</strong> <span class={`badge action-${action.status}`}>{action.status}</span></p>
      <p class="soft">{action.target}{action.by && `, by ${action.by}`}{action.outcome && `: ${action.outcome}`}</p>
      {action.status === "proposed" && may && (
        <div class="buttons">
          <button type="button" class="button" disabled={busy} onClick={() => setAsked(true)}>Approve…</button>
          <button type="button" class="button" disabled={busy} onClick={() => decide("reject", "Rejected")}>Reject</button>
        </div>
      )}
      {asked && (
        <Dialog title={`Approve: ${action.title}?`} close={() => setAsked(false)}>
          <form onSubmit={(event) => { event.preventDefault(); decide("approve", `${sentence(action.name)} approved`); }}>
            {action.dry_run && <><p>What would be done:</p><pre tabIndex={0} aria-label="Dry run">{action.dry_run}</pre></>}
            <p class="soft">The approval is recorded with this key's name. The engine carries nothing out itself: <code>make remediate</code> does.</p>
            <Choices close={() => setAsked(false)} go="Approve" />
          </form>
        </Dialog>
      )}
    </li>
  );
}
