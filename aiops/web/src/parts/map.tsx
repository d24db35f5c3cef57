// The service map: boxes in layers, calls as lines; the same as a table for who cannot see it.

import { useMemo } from "preact/hooks";
import type { GraphEdge, GraphNode, ServiceGraph } from "../api/types.ts";
import { figure, milliseconds, percent, perSecond } from "../format/numbers.ts";
import { healthOf } from "../format/words.ts";
import { edgeKey } from "../layout/chain.ts";
import { NODE, SMALL_NODE, place, strokeWidth, type PlacedEdge, type PlacedNode } from "../layout/graph.ts";
import { BASE, follow, toService } from "../router.tsx";
import { HEALTH_WORDS, HealthShape } from "./marks.tsx";
import { useWide } from "./screen.ts";

interface MapProps { graph: ServiceGraph; label: string; chain?: Set<string>; cause?: string }

export function ServiceMap({ graph, label, chain, cause }: MapProps) {
  const wide = useWide();
  const shape = `${wide}|${graph.nodes.map((n) => n.service).sort().join()}|${graph.edges.map((e) => edgeKey(e.caller, e.callee)).sort().join()}`;
  const placed = useMemo(() => place(graph, { across: wide }), [shape]);
  const nodes = new Map(graph.nodes.map((node) => [node.service, node]));
  const edges = new Map(graph.edges.map((edge) => [edgeKey(edge.caller, edge.callee), edge]));
  return (
    <figure class="map">
      <div class="map-scroll" tabIndex={0} role="region" aria-label={`${label}, picture`}>
        <svg viewBox={`0 0 ${placed.width} ${placed.height}`} width={placed.width} height={placed.height} style={{ minWidth: `${Math.round(placed.width * 0.7)}px` }} role="group" aria-label={label}>
          <defs>
            {["usual", "failing", "chain"].map((kind) => (
              <marker key={kind} id={`arrow-${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                <path class={`arrow arrow-${kind}`} d="M0 0.5 8 4 0 7.5z" />
              </marker>
            ))}
          </defs>
          {placed.edges.map((edge) => {
            const key = edgeKey(edge.caller, edge.callee);
            return <Call key={key} placed={edge} edge={edges.get(key)} small={!wide} onChain={chain?.has(key) ?? false} dimmed={Boolean(chain?.size) && !chain?.has(key)} />;
          })}
          {placed.nodes.map((node) => <Box key={node.service} small={!wide} placed={node} node={nodes.get(node.service)} isCause={node.service === cause} />)}
        </svg>
      </div>
      <Legend chain={Boolean(chain?.size)} />
      {graph.edges.length > 0 && <Calls edges={graph.edges} />}
    </figure>
  );
}

interface CallProps { placed: PlacedEdge; edge: GraphEdge | undefined; onChain: boolean; dimmed: boolean; small: boolean }

function Call({ placed, edge, onChain, dimmed, small }: CallProps) {
  const failing = (edge?.error_ratio ?? 0) >= 0.01;
  const kind = onChain ? "chain" : failing ? "failing" : "usual";
  const said = failing && edge ? `${percent(edge.error_ratio)}${small ? "" : " fail"}` : edge ? perSecond(edge.calls_per_s) : "";
  return (
    <g class={`call call-${kind} ${dimmed ? "dimmed" : ""}`} aria-hidden="true">
      <path d={placed.path} stroke-width={strokeWidth(edge?.calls_per_s ?? 0)} marker-end={`url(#arrow-${kind})`} />
      {said && <rect class="plate" x={placed.label.x - said.length * 3.4 - 3} y={placed.label.y - 8} width={said.length * 6.8 + 6} height="16" rx="4" />}
      <text x={placed.label.x} y={placed.label.y + 4} text-anchor="middle">{said}</text>
    </g>
  );
}

interface BoxProps { placed: PlacedNode; node: GraphNode | undefined; isCause: boolean; small: boolean }

function Box({ placed, node, isCause, small }: BoxProps) {
  const health = healthOf(node?.status, node?.health_score);
  const to = toService(placed.service);
  const { width, height } = small ? SMALL_NODE : NODE;
  const left = placed.x - width / 2;
  const top = placed.y - height / 2;
  const name = shortened(placed.service, small ? 10 : 13);
  const score = node?.health_score == null ? "" : String(Math.round(node.health_score));
  const errors = (node?.error_ratio ?? 0) >= 0.01 ? percent(node?.error_ratio) : "";
  const rate = small && errors ? errors : perSecond(node?.requests_per_s);
  const flow = `${isCause ? "◆ " : ""}${node ? `${rate} · ${milliseconds(node.p95_ms)}` : "no own spans"}`;
  // The name begins with what is seen, so that saying it aloud finds the box.
  const words = [[name, score, flow, small ? "" : errors].filter(Boolean).join(" "), placed.service, HEALTH_WORDS[health].toLowerCase()];
  if (node) words.push(`${percent(node.error_ratio)} errors`, `p95 ${milliseconds(node.p95_ms)}`);
  if (isCause) words.push("probable cause");
  const low = top + height - (small ? 11 : 13);
  const high = top + (small ? 20 : 25);
  return (
    <a href={BASE + to} onClick={(event) => follow(event, to)} aria-label={words.join(", ")} class={`box box-${health} ${isCause ? "box-cause" : ""} ${small ? "box-small" : ""}`}>
      <rect x={left} y={top} width={width} height={height} rx="9" />
      <g transform={small ? `translate(${left + 7} ${top + 9}) scale(0.85)` : `translate(${left + 11} ${top + 12})`}><HealthShape health={health} /></g>
      <text class="box-name" x={left + (small ? 24 : 34)} y={high}>{name}</text>{" "}
      <text class="box-score" x={left + width - (small ? 7 : 11)} y={high} text-anchor="end">{score}</text>{" "}
      <text class={small && errors ? "box-errors" : "box-flow"} x={left + (small ? 8 : 12)} y={low}>{flow}</text>{" "}
      {errors && !small && <text class="box-errors" x={left + width - 11} y={low} text-anchor="end">{errors}</text>}
    </a>
  );
}

const shortened = (name: string, length: number) => (name.length > length ? `${name.slice(0, length - 1)}…` : name);

function Legend({ chain }: { chain: boolean }) {
  return (
    <figcaption class="legend">
      {(["healthy", "degraded", "unhealthy", "unknown"] as const).map((health) => (
        <span key={health}><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><HealthShape health={health} /></svg>{HEALTH_WORDS[health]}</span>
      ))}
      <span><i class="swatch swatch-failing" />Failing calls</span>
      {chain && <><span><i class="swatch swatch-chain" />How it spread</span><span>◆ Probable cause</span></>}
      <span>Thicker: more calls</span>
    </figcaption>
  );
}

function Calls({ edges }: { edges: GraphEdge[] }) {
  return (
    <details class="calls">
      <summary>Calls as a table</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Calls between services">
        <table>
          <thead><tr><th scope="col">Caller</th><th scope="col">Callee</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Errors</th><th scope="col" class="number">Mean</th></tr></thead>
          <tbody>
            {edges.map((edge) => (
              <tr key={edgeKey(edge.caller, edge.callee)}>
                <td>{edge.caller}</td><td>{edge.callee}</td>
                <td class="number">{figure(edge.calls_per_s)}/s</td><td class="number">{percent(edge.error_ratio)}</td><td class="number">{milliseconds(edge.mean_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
