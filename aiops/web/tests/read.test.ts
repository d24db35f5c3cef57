import assert from "node:assert/strict";
import { test } from "node:test";
import { query } from "../src/api/client.ts";
import { readIncident, readIncidents } from "../src/api/read.ts";
import { certainty, healthOf, logLevel, sentence } from "../src/format/words.ts";

test("the list of active incidents is read as the list of all", () => {
  const raw = { id: "INC-1-1", severity: "high", status: "active", title: "Slow" };
  assert.deepEqual(readIncidents({ active_incidents: [raw] }).incidents, readIncidents({ incidents: [raw] }).incidents);
});

test("an incident that names only a root cause has one cause", () => {
  const found = readIncident({ id: "INC-1-1", root_cause: { endpoint: "/payment", confidence: 1, description: "7x slower" }, first_detected: "2026-01-20T10:30:15.5" });
  assert.deepEqual(found.causes, [{ service: "/payment", operation: "", confidence: 1, evidence: ["7x slower"] }]);
  assert.equal(found.started_s, Date.UTC(2026, 0, 20, 10, 30, 15, 500) / 1000);
});

test("what an answer lacks is empty and no failure", () => {
  const found = readIncident({});
  assert.deepEqual([found.causes, found.chain, found.logs, found.cause, found.resolved_s], [[], [], [], null, null]);
});

test("parameters that say nothing are left out", () => {
  assert.equal(query("/x", { a: "", b: null, c: 0, d: "m n" }), "/x?c=0&d=m+n");
});

test("health is the engine's word, else its score", () => {
  assert.deepEqual([healthOf("critical", 90), healthOf("", 90), healthOf(undefined, 60), healthOf(undefined, 10), healthOf(undefined, null)],
    ["unhealthy", "healthy", "degraded", "unhealthy", "unknown"]);
});

test("words of the engine are written for people", () => {
  assert.deepEqual([sentence("flap_detected"), logLevel(17), logLevel(9), logLevel(0), certainty(0.9), certainty(0.1)],
    ["Flap detected", "error", "info", "log", "very likely", "unlikely"]);
});
