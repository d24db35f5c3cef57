// Why: ranked causes with their evidence, and how the fault travelled.

import type { Resource } from "../../api/resource.ts";
import type { Cause, Incident, ServiceGraph } from "../../api/types.ts";
import { percent } from "../../format/numbers.ts";
import { certainty } from "../../format/words.ts";
import { chainEdges, focus, parseLink } from "../../layout/chain.ts";
import { ServiceMap } from "../../parts/map.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Empty, Shown } from "../../parts/states.tsx";
import { Link, toService } from "../../router.tsx";

export function Causes({ incident }: { incident: Incident }) {
  return (
    <Panel title="Probable cause">
      {incident.causes.length
        ? <ol class="causes">{incident.causes.map((cause, rank) => <Ranked key={`${cause.service} ${cause.operation}`} cause={cause} rank={rank} />)}</ol>
        : <Empty title="No cause known yet">The engine asks again with each round while the incident is open.</Empty>}
    </Panel>
  );
}

function Ranked({ cause, rank }: { cause: Cause; rank: number }) {
  const words = `${percent(cause.confidence)}, ${certainty(cause.confidence)}`;
  return (
    <li class={rank === 0 ? "cause cause-first" : "cause"}>
      <p class="cause-head">
        <Link to={toService(cause.service, cause.operation)} class="cause-name">{cause.service} {cause.operation && <span class="cause-operation">{cause.operation}</span>}</Link>
        <span class="confidence">
          <span class="confidence-words">{words}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="8" rx="3" /><rect class="confidence-bar" width={Math.max(1, cause.confidence * 100)} height="8" rx="3" /></svg>
        </span>
      </p>
      {cause.evidence.length > 0 && <ul class="evidence">{cause.evidence.map((each) => <li key={each}>{each}</li>)}</ul>}
    </li>
  );
}

export function Spread({ incident, graph }: { incident: Incident; graph: Resource<ServiceGraph> }) {
  const chain = incident.chain.length ? incident.chain : incident.cause ? [incident.cause.service] : [];
  return (
    <Panel title="How it spread" aside={<span class="soft">map of the last 15 min</span>}>
      {chain.length > 0 && <Chain chain={chain} />}
      <Shown of={graph} label="service map" rows={5}>
        {(data) => {
          const part = focus(data, chain, [...incident.affected, ...incident.services]);
          const cause = incident.cause?.service;
          return part.nodes.length
            ? <ServiceMap graph={part} label="Services of this incident" chain={chainEdges(chain)} {...(cause ? { cause } : {})} />
            : <Empty title="Not on the map">None of its services was seen in the traces of the last 15 minutes.</Empty>;
        }}
      </Shown>
    </Panel>
  );
}

function Chain({ chain }: { chain: string[] }) {
  return (
    <ol class="chain" aria-label="From the cause to the symptom">
      {chain.map((each, index) => {
        const { service, operation } = parseLink(each);
        return (
          <li key={each}>
            <span class="chain-role">{index === 0 ? "cause" : index === chain.length - 1 ? "symptom" : "passed on"}</span>
            <Link to={toService(service, operation)}>{service}{operation && ` ${operation}`}</Link>
          </li>
        );
      })}
    </ol>
  );
}
