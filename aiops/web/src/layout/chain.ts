// The causal chain: from the cause to the symptom, as names "service" or "service/operation".

import type { ServiceGraph } from "../api/types.ts";

export interface Link { service: string; operation: string }

/** A service's name never holds a slash or a space; what follows the first is the operation. */
export function parseLink(text: string): Link {
  const found = /^([^\s/]+)[\s/]+(.+)$/.exec(text);
  if (!found) return { service: text, operation: "" };
  const [, service = "", operation = ""] = found;
  // "payment//pay" names the route "/pay".
  const slash = text.startsWith(`${service}//`) ? "/" : "";
  return { service, operation: slash && !operation.startsWith("/") ? slash + operation : operation };
}

/** The services of *chain* in order, each once. */
export function services(chain: string[]): string[] {
  return [...new Set(chain.map((each) => parseLink(each).service))];
}

/** Of the map the part that matters: the chain, what is affected, and the calls among them. */
export function focus(graph: ServiceGraph, chain: string[], affected: string[]): ServiceGraph {
  const wanted = new Set([...services(chain), ...services(affected)]);
  return {
    nodes: graph.nodes.filter((node) => wanted.has(node.service)),
    edges: graph.edges.filter((edge) => wanted.has(edge.caller) && wanted.has(edge.callee)),
  };
}

export const edgeKey = (caller: string, callee: string) => `${caller}\u0000${callee}`;

/** Calls on which the fault travelled: from each link to the one that calls it. */
export function chainEdges(chain: string[]): Set<string> {
  const names = services(chain);
  const keys = new Set<string>();
  names.slice(1).forEach((caller, index) => keys.add(edgeKey(caller, names[index] ?? "")));
  return keys;
}
