import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphEdge, GraphNode } from "../src/api/types.ts";
import { curve, NODE, place, strokeWidth } from "../src/layout/graph.ts";

const node = (service: string): GraphNode => ({ service, health_score: 100, status: "healthy", requests_per_s: 1, error_ratio: 0, p95_ms: 10 });
const edge = (caller: string, callee: string): GraphEdge => ({ caller, callee, calls_per_s: 1, error_ratio: 0, mean_ms: 5 });
const SHOP = {
  nodes: ["gateway", "checkout", "payment", "inventory"].map(node),
  edges: [edge("gateway", "checkout"), edge("checkout", "payment"), edge("checkout", "inventory")],
};
const across = { across: true };

test("callers stand left of what they call", () => {
  const placed = new Map(place(SHOP, across).nodes.map((each) => [each.service, each]));
  for (const { caller, callee } of SHOP.edges) {
    assert.ok(placed.get(caller)!.x + NODE.width <= placed.get(callee)!.x, `${caller} before ${callee}`);
  }
});

test("the same graph in another order gives the same picture", () => {
  const turned = { nodes: [...SHOP.nodes].reverse(), edges: [...SHOP.edges].reverse() };
  assert.deepEqual(place(turned, across), place(SHOP, across));
});

test("boxes do not cover one another and stay within the picture", () => {
  const { nodes, width, height } = place(SHOP, across);
  nodes.forEach((a, index) => {
    assert.ok(a.x - NODE.width / 2 >= 0 && a.x + NODE.width / 2 <= width && a.y + NODE.height / 2 <= height);
    for (const b of nodes.slice(index + 1)) assert.ok(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height);
  });
});

test("services that call one another in a circle, or themselves, are placed", () => {
  const ring = { nodes: ["a", "b"].map(node), edges: [edge("a", "b"), edge("b", "a"), edge("a", "a")] };
  const placed = place(ring, across);
  assert.equal(placed.nodes.length, 2);
  assert.deepEqual(placed.edges.map((each) => `${each.caller}${each.callee}`).sort(), ["ab", "ba"]);
});

test("a callee without spans of its own has a box too", () => {
  assert.deepEqual(place({ nodes: [node("a")], edges: [edge("a", "database")] }, across).nodes.map((each) => each.service), ["a", "database"]);
});

test("no service is an empty picture", () => {
  assert.deepEqual(place({ nodes: [], edges: [] }, across), { width: 0, height: 0, nodes: [], edges: [] });
});

test("a curve begins and ends at its points", () => {
  const path = curve([{ x: 0, y: 0 }, { x: 10, y: 5 }, { x: 20, y: 0 }]);
  assert.ok(path.startsWith("M0,0C") && path.endsWith(" 20,0"), path);
});

test("lines grow with traffic and stay readable", () => {
  assert.deepEqual([0, 0.1, 1, 100, 1e9].map(strokeWidth), [1, 1, 2, 4, 5]);
});
