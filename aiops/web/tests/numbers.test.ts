import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, figure, milliseconds, percent, perSecond, withUnit } from "../src/format/numbers.ts";

test("figures have three significant digits and grouped thousands", () => {
  assert.deepEqual([0, 0.1234, 1.236, 45.67, 567.8, 12345].map(figure), ["0", "0.123", "1.24", "45.7", "568", "12,345"]);
});

test("what is not known is a dash, whatever its unit", () => {
  assert.deepEqual([figure(null), percent(undefined), perSecond(NaN), milliseconds(null), withUnit(null, "ms")], ["–", "–", "–", "–", "–"]);
});

test("a share never rounds to none or to all when it is neither", () => {
  assert.equal(percent(0.0004), "<0.1 %");
  assert.equal(percent(0.99996), ">99.9 %");
  assert.deepEqual([0, 0.012, 0.62, 1].map(percent), ["0 %", "1.2 %", "62 %", "100 %"]);
});

test("durations take the unit that keeps them short", () => {
  assert.deepEqual([0, 0.25, 1, 245.3, 1250, 90_000].map(milliseconds), ["0 ms", "250 µs", "1 ms", "245 ms", "1.25 s", "1.5 min"]);
});

test("values follow the unit that the engine names", () => {
  assert.equal(withUnit(0.18, "s"), "180 ms");
  assert.equal(withUnit(0.5, "ratio"), "50 %");
  assert.equal(withUnit(12, "requests/s"), "12/s");
  assert.equal(withUnit(3, "connections"), "3 connections");
});

test("one thing is not called by its plural", () => {
  assert.deepEqual([counted(0, "alert"), counted(1, "alert"), counted(2, "query", "queries")], ["0 alerts", "1 alert", "2 queries"]);
});
