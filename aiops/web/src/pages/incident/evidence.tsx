// What was seen: sample traces, errors and log lines.

import { useState } from "preact/hooks";
import { readTrace } from "../../api/read.ts";
import { useResource } from "../../api/resource.ts";
import type { Incident } from "../../api/types.ts";
import { LogLines } from "../../parts/logs.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Empty, Shown } from "../../parts/states.tsx";
import { Waterfall } from "../../parts/waterfall.tsx";
import { Link, toTrace } from "../../router.tsx";

export function Traces({ incident }: { incident: Incident }) {
  const [chosen, setChosen] = useState("");
  const traces = incident.sample_traces;
  const trace = traces.includes(chosen) ? chosen : traces[0];
  return (
    <Panel title="Sample traces" {...(trace ? { aside: <Link to={toTrace(trace)}>Open trace</Link> } : {})}>
      {trace === undefined ? <Empty title="No sample trace">None of the traces that were kept shows this fault.</Empty> : (
        <>
          <div class="tabs" role="group" aria-label="Sample trace">
            {traces.slice(0, 6).map((each, index) => (
              <button key={each} type="button" aria-pressed={each === trace} onClick={() => setChosen(each)}>{index + 1}<span class="hidden"> of {traces.length}, {each}</span></button>
            ))}
            <code class="soft">{trace}</code>
          </div>
          <Sample key={trace} trace={trace} />
        </>
      )}
    </Panel>
  );
}

function Sample({ trace }: { trace: string }) {
  const answer = useResource<unknown>(`/aiops/traces/${encodeURIComponent(trace)}`);
  return (
    <Shown of={answer} label="trace" rows={5}>
      {(data) => {
        const { spans, logs } = readTrace(data);
        return spans.length ? <Waterfall spans={spans} logs={logs} label={`Spans of trace ${trace}`} /> : <Empty title="No longer kept">The trace was removed with old data.</Empty>;
      }}
    </Shown>
  );
}

export function Errors({ incident }: { incident: Incident }) {
  if (!incident.error_messages.length && !incident.stack_traces.length) return null;
  return (
    <Panel title="Errors">
      <ul class="errors">{incident.error_messages.map((each) => <li key={each}><code>{each}</code></li>)}</ul>
      {incident.stack_traces.map((each, index) => (
        <details key={each}>
          <summary>Stack trace {index + 1}: <code>{each.trim().split("\n").at(-1)}</code></summary>
          <pre tabIndex={0} aria-label={`Stack trace ${index + 1}`}>{each}</pre>
        </details>
      ))}
    </Panel>
  );
}

export function IncidentLogs({ incident }: { incident: Incident }) {
  if (!incident.logs.length) return null;
  return <Panel title="Logs"><LogLines lines={incident.logs} linked /></Panel>;
}
