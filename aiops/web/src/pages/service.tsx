// One service, or one of its operations: health with reasons, signals, incidents.

import { query } from "../api/client.ts";
import { readIncidents } from "../api/read.ts";
import { useResource } from "../api/resource.ts";
import type { ServiceHealth } from "../api/types.ts";
import { milliseconds, percent, perSecond } from "../format/numbers.ts";
import { healthOf } from "../format/words.ts";
import { useNow } from "../parts/clock.tsx";
import { Select } from "../parts/fields.tsx";
import { IncidentList } from "../parts/incidents.tsx";
import { HealthMark } from "../parts/marks.tsx";
import { usePage } from "../parts/page.ts";
import { Fact, Facts, Panel } from "../parts/panel.tsx";
import { OperationTable } from "../parts/services.tsx";
import { ChartLegend, SignalChart } from "../parts/signal.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { go, Link, toService, useAddress, withParameters } from "../router.tsx";

const SIGNALS = ["traffic", "latency", "errors", "timeouts"];
const SPANS: Record<string, string> = { "15": "15 min", "60": "1 hour", "360": "6 hours", "1440": "1 day" };

export function ServicePage({ name }: { name: string }) {
  const { search } = useAddress();
  const operation = search.get("operation") ?? "";
  const minutes = SPANS[search.get("minutes") ?? ""] ? (search.get("minutes") as string) : "60";
  const heading = usePage(operation ? `${name} ${operation}` : name);
  const services = useResource<{ services: ServiceHealth[] }>("/aiops/services", { every_s: 10, on: ["health"] });
  const from_s = Math.floor(useNow(60) / 60) * 60 - Number(minutes) * 60;
  return (
    <>
      <p class="crumbs"><Link to="/">Overview</Link> <span aria-hidden="true">/</span> {operation ? <><Link to={toService(name)}>{name}</Link> <span aria-hidden="true">/</span> {operation}</> : name}</p>
      <h1 ref={heading} tabIndex={-1}>{name}{operation && <span class="soft"> {operation}</span>}</h1>
      <Shown of={services} label="service" rows={4}>
        {(data) => {
          const service = data.services.find((each) => each.name === name);
          return service ? <Health service={service} operation={operation} />
            : <div class="panel"><Empty title={`${name} is not known`}>No span of it was received lately. <Link to="/">Overview</Link></Empty></div>;
        }}
      </Shown>
      <Panel title="Signals" aside={<Select name="Time" value={minutes} set={(value) => go(withParameters({ minutes: value }), { replace: true })} options={SPANS} />}>
        <ChartLegend />
        <div class="signals">
          {SIGNALS.map((signal) => <SignalChart key={`${signal}${operation}${minutes}`} service={name} operation={operation} signal={signal} from_s={from_s} to_s={null} />)}
        </div>
      </Panel>
      <Recent name={name} operation={operation} />
    </>
  );
}

function Health({ service, operation }: { service: ServiceHealth; operation: string }) {
  const shown = operation ? service.operations.find((each) => each.operation === operation) ?? service : service;
  return (
    <>
      <section class="panel" aria-label="Health">
        <Facts>
          <Fact name="Health"><HealthMark health={healthOf(shown.status, shown.health_score)} score={shown.health_score} /></Fact>
          <Fact name="Requests">{perSecond(shown.requests_per_s)}</Fact>
          <Fact name="Errors" tone={(shown.error_ratio ?? 0) > 0.05 ? "tone-bad" : ""}>{percent(shown.error_ratio)}</Fact>
          <Fact name="p95 latency">{milliseconds(shown.p95_ms)}</Fact>
        </Facts>
        {shown.reasons.length > 0 && <ul class="evidence">{shown.reasons.map((each) => <li key={each}>{each}</li>)}</ul>}
      </section>
      {service.operations.length > 0 && (
        <Panel title="Operations" aside={<span class="soft">latency, last 30 min</span>}>
          <OperationTable service={service.name} operations={service.operations} selected={operation} />
        </Panel>
      )}
    </>
  );
}

function Recent({ name, operation }: { name: string; operation: string }) {
  const incidents = useResource<unknown>(query("/aiops/incidents", { service: name, status: "all", limit: 5 }), { on: ["incident"] });
  const traces = `/traces?service=${encodeURIComponent(name)}${operation ? `&operation=${encodeURIComponent(operation)}` : ""}`;
  return (
    <Panel title="Incidents" aside={<><Link to={`/incidents?status=all&service=${encodeURIComponent(name)}`}>All incidents</Link> <Link to={traces}>Traces</Link></>}>
      <Shown of={incidents} label="incidents" rows={2}>
        {(data) => {
          const found = readIncidents(data).incidents;
          return found.length ? <IncidentList incidents={found} label={`Incidents of ${name}`} /> : <Empty title="No incident so far" />;
        }}
      </Shown>
    </Panel>
  );
}
