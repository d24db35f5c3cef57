// How everything is, on one page.

import { useResource } from "../api/resource.ts";
import type { IncidentSummary, ServiceGraph, ServiceHealth } from "../api/types.ts";
import { percent, perSecond } from "../format/numbers.ts";
import { healthOf } from "../format/words.ts";
import { IncidentList } from "../parts/incidents.tsx";
import { ServiceMap } from "../parts/map.tsx";
import { usePage } from "../parts/page.ts";
import { Fact, Facts, Panel } from "../parts/panel.tsx";
import { ServiceTable } from "../parts/services.tsx";
import { Empty, Loading, Shown } from "../parts/states.tsx";
import { Link } from "../router.tsx";
import { readIncidents } from "../api/read.ts";

const FRESH = { every_s: 10, on: ["health"] };

export function Overview() {
  const heading = usePage("Overview");
  const graph = useResource<ServiceGraph>("/aiops/graph?minutes=15", FRESH);
  const services = useResource<{ services: ServiceHealth[] }>("/aiops/services", FRESH);
  const incidents = useResource<unknown>("/aiops/incidents", { every_s: 30, on: ["incident"] });
  const active = incidents.data === undefined ? undefined : readIncidents(incidents.data).incidents;
  const title = <h1 ref={heading} tabIndex={-1}>Overview</h1>;
  // All at once: what comes later would push what somebody reads already.
  if (graph.loading || services.loading || incidents.loading) return <>{title}<div class="panel"><Loading label="overview" rows={12} /></div></>;
  return (
    <>
      {title}
      <Summary services={services.data?.services} active={active} />
      <Panel title="Active incidents" class={active?.length ? "" : "quiet"} aside={<Link to="/incidents?status=all">All incidents</Link>}>
        <Shown of={incidents} label="incidents" rows={1}>
          {() => (active?.length ? <IncidentList incidents={active} label="Active incidents" />
            : <Empty title="Nothing is wrong">An incident appears here by itself, seconds after something stands out.</Empty>)}
        </Shown>
      </Panel>
      <Panel title="Service map" aside={<span class="soft">last 15 min</span>}>
        <Shown of={graph} label="service map" rows={6}>
          {(data) => (data.nodes.length ? <ServiceMap graph={data} label="Service map" />
            : <Empty title="No traces yet">The map is drawn from the traces of the last 15 minutes. Send some requests: make traffic.</Empty>)}
        </Shown>
      </Panel>
      <Panel title="Services" aside={<span class="soft">latency, last 30 min</span>}>
        <Shown of={services} label="services" rows={5}>
          {(data) => (data.services.length ? <ServiceTable services={data.services} /> : <Empty title="No services yet">A service appears with its first span.</Empty>)}
        </Shown>
      </Panel>
    </>
  );
}

function Summary({ services, active }: { services: ServiceHealth[] | undefined; active: IncidentSummary[] | undefined }) {
  const count = (health: string) => services?.filter((each) => healthOf(each.status, each.health_score) === health).length ?? 0;
  const entry = services && flow(services);
  const critical = active?.filter((each) => each.severity === "critical").length ?? 0;
  const bad = count("unhealthy");
  const weak = count("degraded");
  return (
    <Facts>
      <Fact name="Active incidents" tone={active?.length ? (critical ? "tone-bad" : "tone-warn") : ""}>
        {active ? active.length : "…"}{critical > 0 && <small>{critical} critical</small>}
      </Fact>
      <Fact name="Services" tone={bad ? "tone-bad" : weak ? "tone-warn" : ""}>
        {services ? services.length : "…"}
        {services && <small>{[bad && `${bad} unhealthy`, weak && `${weak} degraded`].filter(Boolean).join(", ") || "all well"}</small>}
      </Fact>
      <Fact name="Requests">{entry ? perSecond(entry.rate) : "…"}<small>in all services</small></Fact>
      <Fact name="Errors" tone={entry && entry.errors > 0.05 ? "tone-bad" : entry && entry.errors > 0.01 ? "tone-warn" : ""}>{entry ? percent(entry.errors) : "…"}<small>of all requests</small></Fact>
    </Facts>
  );
}

function flow(services: ServiceHealth[]): { rate: number; errors: number } {
  const rate = services.reduce((sum, each) => sum + (each.requests_per_s ?? 0), 0);
  const failing = services.reduce((sum, each) => sum + (each.requests_per_s ?? 0) * (each.error_ratio ?? 0), 0);
  return { rate, errors: rate > 0 ? failing / rate : 0 };
}
