import assert from "node:assert/strict";
import { test } from "node:test";
import type { Span } from "../src/api/types.ts";
import { niceStep, ticks, waterfall } from "../src/layout/waterfall.ts";

function span(id: string, parent: string, start_s: number, duration_s: number): Span {
  return { trace: "t", span: id, parent, service: "s", operation: id, kind: "server", start_s, duration_s, error: false, status_code: 200, message: "", stack: "", attributes: {} };
}

test("children follow their parent in the order in which they began", () => {
  const { rows } = waterfall([span("c", "a", 3, 1), span("b", "a", 1, 1), span("d", "b", 1.2, 0.1), span("a", "", 0, 4)]);
  assert.deepEqual(rows.map((row) => `${row.depth}${row.span.span}`), ["0a", "1b", "2d", "1c"]);
});

test("bars are shares of the whole trace", () => {
  const { rows, duration_s } = waterfall([span("a", "", 10, 4), span("b", "a", 11, 1)]);
  assert.equal(duration_s, 4);
  assert.deepEqual([rows[1]!.offset, rows[1]!.width], [0.25, 0.25]);
});

test("a span whose parent is missing is a root that says so", () => {
  const { rows } = waterfall([span("b", "gone", 1, 1)]);
  assert.deepEqual([rows[0]!.depth, rows[0]!.orphan], [0, true]);
});

test("a clock that is behind leaves no bar outside of the scale", () => {
  const { rows, start_s } = waterfall([span("a", "", 10, 1), span("b", "a", 9.5, 0.2)]);
  assert.equal(start_s, 9.5);
  assert.ok(rows.every((row) => row.offset >= 0 && row.offset + row.width <= 1.0001));
});

test("spans that name one another as parents are all shown, once", () => {
  const { rows } = waterfall([span("a", "b", 0, 1), span("b", "a", 0, 1), span("c", "c", 0, 1)]);
  assert.deepEqual(rows.map((row) => row.span.span).sort(), ["a", "b", "c"]);
});

test("a trace without duration is drawn in full width", () => {
  assert.deepEqual(waterfall([span("a", "", 1, 0)]).rows.map(({ offset, width }) => [offset, width]), [[0, 1]]);
});

test("no spans are no rows", () => {
  assert.deepEqual(waterfall([]), { rows: [], start_s: 0, duration_s: 0 });
});

test("the scale has round steps", () => {
  assert.deepEqual([3, 11, 0.07, 500].map(niceStep), [5, 20, 0.1, 500]);
  assert.deepEqual(ticks(2.1).map(({ ms }) => ms), [0, 1000, 2000]);
  assert.deepEqual(ticks(0), []);
});
