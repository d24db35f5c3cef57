// The service map: layers from callers to callees, by dagre.

import { Graph, layout } from "@dagrejs/dagre";
import type { ServiceGraph } from "../api/types.ts";

export interface Point { x: number; y: number }
interface Line extends Point { points: Point[] }
export interface PlacedNode extends Point { service: string }
export interface PlacedEdge { caller: string; callee: string; path: string; label: Point }
export interface PlacedGraph { width: number; height: number; nodes: PlacedNode[]; edges: PlacedEdge[] }

export interface Size { width: number; height: number }
export const NODE: Size = { width: 168, height: 60 };
// On a phone three stand side by side.
export const SMALL_NODE: Size = { width: 124, height: 52 };
const MARGIN = 6;
// What a line says; the layout keeps room for it.
const LABEL = { width: 62, height: 18, labelpos: "c" };
const SMALL_LABEL = { width: 34, height: 16, labelpos: "c" };

/** Place *graph*; the same graph gives the same picture, in whatever order it came. */
export function place(graph: Pick<ServiceGraph, "nodes" | "edges">, { across }: { across: boolean }): PlacedGraph {
  const dag = new Graph<object, Point, Line>();
  const size = across ? NODE : SMALL_NODE;
  const gaps = across ? { nodesep: 26, ranksep: 60, edgesep: 16 } : { nodesep: 8, ranksep: 22, edgesep: 8 };
  dag.setGraph({ rankdir: across ? "LR" : "TB", ...gaps, marginx: MARGIN, marginy: MARGIN });
  const names = namesOf(graph);
  for (const name of names) dag.setNode(name, { ...size } as unknown as Point);
  for (const { caller, callee } of sortedEdges(graph.edges)) {
    if (caller !== callee) dag.setEdge(caller, callee, { ...(across ? LABEL : SMALL_LABEL), points: [], x: 0, y: 0 });
  }
  if (names.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  layout(dag);
  const whole = dag.graph() as Size;
  return {
    width: Math.ceil(whole.width),
    height: Math.ceil(whole.height),
    nodes: names.map((service) => {
      const { x, y } = dag.node(service) as Point;
      return { service, x, y };
    }),
    edges: dag.edges().map(({ v, w }) => {
      const { points, x, y } = dag.edge(v, w) as Line;
      return { caller: v, callee: w, path: curve(points), label: { x, y } };
    }),
  };
}

function namesOf(graph: Pick<ServiceGraph, "nodes" | "edges">): string[] {
  const names = new Set(graph.nodes.map((node) => node.service));
  for (const edge of graph.edges) names.add(edge.caller).add(edge.callee);
  return [...names].sort();
}

function sortedEdges<E extends { caller: string; callee: string }>(edges: E[]): E[] {
  return [...edges].sort((a, b) => a.caller.localeCompare(b.caller) || a.callee.localeCompare(b.callee));
}

/** A smooth path through all of *points* (Catmull and Rom's spline as cubic curves). */
export function curve(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${at(first)}`;
  rest.forEach((end, index) => {
    const start = points[index] as Point;
    const before = points[index - 1] ?? start;
    const after = points[index + 2] ?? end;
    path += `C${at(moved(start, before, end, 1))} ${at(moved(end, start, after, -1))} ${at(end)}`;
  });
  return path;
}

function moved(point: Point, from: Point, to: Point, sign: 1 | -1): Point {
  return { x: point.x + (sign * (to.x - from.x)) / 6, y: point.y + (sign * (to.y - from.y)) / 6 };
}

const at = ({ x, y }: Point) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;

/** Line width by traffic, on a logarithmic scale: 1 to 5. */
export function strokeWidth(calls_per_s: number): number {
  return Math.round(Math.min(5, Math.max(1, 2 + Math.log10(Math.max(calls_per_s, 0.001)))) * 10) / 10;
}
