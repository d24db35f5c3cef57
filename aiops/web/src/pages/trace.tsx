// One trace as a waterfall, with its errors and log lines.

import { readTrace } from "../api/read.ts";
import { useResource } from "../api/resource.ts";
import type { Trace } from "../api/types.ts";
import { milliseconds } from "../format/numbers.ts";
import { waterfall } from "../layout/waterfall.ts";
import { Time } from "../parts/clock.tsx";
import { LogLines } from "../parts/logs.tsx";
import { usePage } from "../parts/page.ts";
import { Fact, Facts, Panel } from "../parts/panel.tsx";
import { Empty, Failed, Loading, Shown } from "../parts/states.tsx";
import { Waterfall } from "../parts/waterfall.tsx";
import { Link } from "../router.tsx";

export function TracePage({ trace }: { trace: string }) {
  const answer = useResource<unknown>(`/aiops/traces/${encodeURIComponent(trace)}`);
  const data = answer.data === undefined ? undefined : readTrace(answer.data);
  const root = data && waterfall(data.spans).rows[0]?.span;
  const heading = usePage(root ? `${root.service} ${root.operation}` : "Trace");
  const gone = answer.problem?.status === 404 || data?.spans.length === 0;
  return (
    <>
      <p class="crumbs"><Link to="/traces">Traces</Link> <span aria-hidden="true">/</span> <code>{trace}</code></p>
      <h1 ref={heading} tabIndex={-1}>{root ? `${root.service} ${root.operation}` : "Trace"}</h1>
      {gone ? <div class="panel"><Empty title="This trace is not kept">Traces with errors and slow ones are kept for days, of the others a sample. <Link to="/traces">Traces</Link></Empty></div>
        : data ? <Shown of={answer} label="trace">{() => <Body data={data} />}</Shown>
        : <div class="panel">{answer.problem ? <Failed problem={answer.problem} retry={answer.reload} /> : <Loading label="trace" rows={8} />}</div>}
    </>
  );
}

function Body({ data }: { data: Trace }) {
  const { start_s, duration_s } = waterfall(data.spans);
  const errors = data.spans.filter((span) => span.error).length;
  const services = new Set(data.spans.map((span) => span.service)).size;
  return (
    <>
      <Facts>
        <Fact name="Duration">{milliseconds(duration_s * 1000)}</Fact>
        <Fact name="Began"><Time at={start_s} /></Fact>
        <Fact name="Spans">{data.spans.length}<small>in {services} {services === 1 ? "service" : "services"}</small></Fact>
        <Fact name="Errors" tone={errors ? "tone-bad" : ""}>{errors}</Fact>
      </Facts>
      <Panel title="Waterfall"><Waterfall spans={data.spans} logs={data.logs} label="Spans" /></Panel>
      <Panel title="Logs">{data.logs.length ? <LogLines lines={data.logs} /> : <Empty title="No log line names this trace" />}</Panel>
    </>
  );
}
