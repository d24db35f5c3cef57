// What happened, and what people say about it.

import { useState } from "preact/hooks";
import { post } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import type { Incident } from "../../api/types.ts";
import { sentence } from "../../format/words.ts";
import { Time } from "../../parts/clock.tsx";
import { Panel } from "../../parts/panel.tsx";
import { useSending } from "../../parts/sending.ts";

export function Timeline({ incident, changed }: { incident: Incident; changed: () => void }) {
  const may = useMay("operate");
  const events = [...incident.events].sort((a, b) => b.time_s - a.time_s);
  return (
    <Panel title="Timeline">
      {may && <Comment id={incident.id} changed={changed} />}
      <ol class="timeline">
        {events.map((event, index) => (
          <li key={`${event.time_s} ${event.kind} ${index}`} class={`event event-${event.kind}`}>
            <p><strong>{sentence(event.kind)}</strong> <span class="soft"><Time at={event.time_s} /> · {event.by}</span></p>
            {event.text && <p class="event-text">{event.text}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Comment({ id, changed }: { id: string; changed: () => void }) {
  const [text, setText] = useState("");
  const { busy, send } = useSending(changed);
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (await send(() => post(`/aiops/incidents/${encodeURIComponent(id)}/comments`, { text: text.trim() }), "Comment added")) setText("");
  }
  return (
    <form class="comment" onSubmit={submit}>
      <label for="comment">Comment</label>
      <textarea id="comment" rows={2} value={text} placeholder="What you saw, did or suspect" onInput={(event) => setText(event.currentTarget.value)} />
      <button type="submit" class="button" disabled={busy || text.trim() === ""}>Add comment</button>
    </form>
  );
}
