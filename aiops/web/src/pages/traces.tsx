// Finding traces: by service, operation, errors and duration.

import { query } from "../api/client.ts";
import { readTraces } from "../api/read.ts";
import { useResource } from "../api/resource.ts";
import type { ServiceHealth, TraceSummary } from "../api/types.ts";
import { counted, milliseconds } from "../format/numbers.ts";
import { Time } from "../parts/clock.tsx";
import { Select } from "../parts/fields.tsx";
import { usePage } from "../parts/page.ts";
import { Empty, Shown } from "../parts/states.tsx";
import { TraceSearch } from "../parts/tracesearch.tsx";
import { go, Link, toTrace, useAddress, withParameters } from "../router.tsx";

const LIMIT = 50;

export function Traces() {
  const heading = usePage("Traces");
  const { search } = useAddress();
  const chosen = (name: string) => search.get(name) ?? "";
  const services = useResource<{ services: ServiceHealth[] }>("/aiops/services").data?.services ?? [];
  const found = useResource<unknown>(query("/aiops/traces", {
    service: chosen("service"), operation: chosen("operation"), errors: chosen("errors"), min_ms: chosen("min_ms"), limit: LIMIT,
  }));
  const set = (name: string) => (value: string) => go(withParameters({ [name]: value, ...(name === "service" ? { operation: "" } : {}) }), { replace: true });
  const names = (all: string[], current: string) => Object.fromEntries([["", "Any"], ...[...new Set([...all, ...(current ? [current] : [])])].sort().map((each) => [each, each])]);
  const operations = services.find((each) => each.name === chosen("service"))?.operations.map((each) => each.operation) ?? [];
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>Traces</h1>
      <TraceSearch />
      <form class="filters" role="search" aria-label="Filter traces" onSubmit={(event) => event.preventDefault()}>
        <Select name="Service" value={chosen("service")} set={set("service")} options={names(services.map((each) => each.name), chosen("service"))} />
        <Select name="Operation" value={chosen("operation")} set={set("operation")} options={names(operations, chosen("operation"))} />
        <Select name="Result" value={chosen("errors")} set={set("errors")} options={{ "": "Any", "1": "With errors" }} />
        <Select name="Duration" value={chosen("min_ms")} set={set("min_ms")} options={{ "": "Any", "100": "From 100 ms", "500": "From 500 ms", "1000": "From 1 s", "5000": "From 5 s" }} />
        <div class="field"><span class="label-space" aria-hidden="true" /><button type="button" class="button" onClick={found.reload}>Refresh</button></div>
      </form>
      <section class="panel" aria-label="Found traces">
        <Shown of={found} label="traces" rows={8}>
          {(data) => <Found traces={readTraces(data)} />}
        </Shown>
      </section>
    </>
  );
}

function Found({ traces }: { traces: TraceSummary[] }) {
  if (!traces.length) return <Empty title="No trace fits">Traces with errors and slow ones are kept longest; of the others a sample stays.</Empty>;
  return (
    <>
      <p class="soft found" role="status">{counted(traces.length, "trace")}, newest first{traces.length === LIMIT && " (there are more)"}</p>
      <TraceTable traces={traces} />
    </>
  );
}

function TraceTable({ traces }: { traces: TraceSummary[] }) {
  const longest = Math.max(...traces.map((each) => each.duration_s), 1e-9);
  return (
    <table class="stacked traces">
      <thead><tr><th scope="col">Request</th><th scope="col">Began</th><th scope="col">Duration</th><th scope="col" class="number">Spans</th></tr></thead>
      <tbody>
        {traces.map((each) => (
          <tr key={each.trace}>
            <th scope="row"><Link to={toTrace(each.trace)}>{each.service} {each.operation}</Link> {each.errors > 0 && <span class="span-flag">{counted(each.errors, "error")}</span>}
              <span class="reason">{each.services.join(", ")}</span></th>
            <td data-name="Began"><Time at={each.start_s} /></td>
            <td data-name="Duration"><span class="meter"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class={each.errors ? "meter-bad" : ""} width={Math.max(0.5, (each.duration_s / longest) * 100)} height="8" rx="2" /></svg><span>{milliseconds(each.duration_s * 1000)}</span></span></td>
            <td class="number" data-name="Spans">{each.spans}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
