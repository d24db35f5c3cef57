import assert from "node:assert/strict";
import { test } from "node:test";
import { chainEdges, edgeKey, focus, parseLink, services } from "../src/layout/chain.ts";

test("a link is a service, with or without an operation", () => {
  assert.deepEqual(parseLink("payment"), { service: "payment", operation: "" });
  assert.deepEqual(parseLink("payment/POST /payment"), { service: "payment", operation: "POST /payment" });
  assert.deepEqual(parseLink("payment POST /payment"), { service: "payment", operation: "POST /payment" });
  assert.deepEqual(parseLink("payment//payment"), { service: "payment", operation: "/payment" });
});

test("the fault travels against the calls", () => {
  const edges = chainEdges(["payment/POST /payment", "checkout/POST /checkout", "checkout/retry", "gateway"]);
  assert.deepEqual([...edges].sort(), [edgeKey("checkout", "payment"), edgeKey("gateway", "checkout")]);
});

test("the map of an incident holds what the incident touches and no more", () => {
  const node = (service: string) => ({ service, health_score: 1, status: "", requests_per_s: 1, error_ratio: 0, p95_ms: 1 });
  const edge = (caller: string, callee: string) => ({ caller, callee, calls_per_s: 1, error_ratio: 0, mean_ms: 1 });
  const graph = { nodes: ["a", "b", "c"].map(node), edges: [edge("a", "b"), edge("a", "c")] };
  const part = focus(graph, ["b"], ["a/GET /"]);
  assert.deepEqual(part.nodes.map((each) => each.service), ["a", "b"]);
  assert.deepEqual(part.edges, [edge("a", "b")]);
});

test("a service is named once however many of its operations are in the chain", () => {
  assert.deepEqual(services(["a/x", "a/y", "b"]), ["a", "b"]);
});
