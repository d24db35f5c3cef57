// One incident: what is wrong, why, since when, and what can be done.

import { readIncident } from "../../api/read.ts";
import { useResource, type Resource } from "../../api/resource.ts";
import type { Incident, ServiceGraph } from "../../api/types.ts";
import { usePage } from "../../parts/page.ts";
import { Empty, Failed, Loading, Shown } from "../../parts/states.tsx";
import { Link } from "../../router.tsx";
import { Alerts, Dashboards, Deployments, Runbooks } from "./around.tsx";
import { Actions } from "./actions.tsx";
import { Causes, Spread } from "./causes.tsx";
import { Errors, IncidentLogs, Traces } from "./evidence.tsx";
import { Head } from "./head.tsx";
import { Signals } from "./signals.tsx";
import { Timeline } from "./timeline.tsx";

export function IncidentPage({ id }: { id: string }) {
  const answer = useResource<unknown>(`/aiops/incidents/${encodeURIComponent(id)}`, { every_s: 15, on: ["incident"] });
  const graph = useResource<ServiceGraph>("/aiops/graph?minutes=15", { every_s: 15, on: ["health"] });
  const heading = usePage(answer.data ? readIncident(answer.data).title : `Incident ${id}`);
  if (answer.problem?.status === 404) {
    return (
      <>
        <h1 ref={heading} tabIndex={-1}>No such incident</h1>
        <div class="panel"><Empty title={`There is no incident ${id}`}>It may have been removed with old data. <Link to="/incidents?status=all">All incidents</Link></Empty></div>
      </>
    );
  }
  return (
    <>
      <p class="crumbs"><Link to="/incidents">Incidents</Link> <span aria-hidden="true">/</span> <code>{id}</code></p>
      {answer.data === undefined || graph.loading
        ? <><h1 ref={heading} tabIndex={-1}>Incident {id}</h1><div class="panel">{answer.problem ? <Failed problem={answer.problem} retry={answer.reload} /> : <Loading label="incident" rows={10} />}</div></>
        : <Shown of={answer} label="incident">{(data) => <Body incident={readIncident(data)} graph={graph} heading={heading} changed={answer.reload} />}</Shown>}
    </>
  );
}

interface BodyProps { incident: Incident; graph: Resource<ServiceGraph>; heading: ReturnType<typeof usePage>; changed: () => void }

function Body({ incident, graph, heading, changed }: BodyProps) {
  return (
    <>
      <Head incident={incident} heading={heading} changed={changed} />
      <div class="columns">
        <div class="column-main">
          <Causes incident={incident} />
          <Spread incident={incident} graph={graph} />
          <Signals incident={incident} />
          <Traces incident={incident} />
          <Errors incident={incident} />
          <IncidentLogs incident={incident} />
        </div>
        <div class="column-side">
          <Actions incident={incident} changed={changed} />
          <Runbooks incident={incident} />
          <Alerts incident={incident} />
          <Dashboards incident={incident} />
          <Deployments incident={incident} />
          <Timeline incident={incident} changed={changed} />
        </div>
      </div>
    </>
  );
}
