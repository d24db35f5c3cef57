import assert from "node:assert/strict";
import { test } from "node:test";
import type { Series, SeriesPoint } from "../src/api/types.ts";
import { columns, described, scale, sparkline, stretches } from "../src/layout/series.ts";

const point = (time: number, value: number | null, anomalous: 0 | 1 = 0): SeriesPoint => [time, value, 10, 8, 12, anomalous];
const series = (points: SeriesPoint[], unit = "ms"): Series => ({ unit, step_s: 5, points });

test("a long hole in the series is a hole in the chart", () => {
  const holed = series([point(0, 9), point(5, 9), [10, null, null, null, null, 0], point(200, 9)]);
  assert.deepEqual(columns(holed).value, [9, 9, null, 9]);
});

test("windows without a request do not tear the line of a quiet operation", () => {
  const quiet = series([point(0, 9), [5, null, null, null, null, 0], [10, null, null, null, null, 0], point(15, 9)]);
  assert.deepEqual([columns(quiet).times, columns(quiet).value], [[0, 15], [9, 9]]);
});

test("unusual points are a column of their own", () => {
  assert.deepEqual(columns(series([point(0, 9), point(5, 90, 1)])).anomalous, [null, 90]);
});

test("unusual points side by side are one stretch", () => {
  const points = [point(0, 9), point(5, 90, 1), point(10, 90, 1), point(15, 9), point(30, 90, 1)];
  assert.deepEqual(stretches(series(points)), [{ from: 5, to: 15 }, { from: 30, to: 35 }]);
});

test("the scale begins at zero and leaves room above", () => {
  const [low, high] = scale(series([point(0, 100)]));
  assert.equal(low, 0);
  assert.ok(high > 100 && high < 120);
});

test("a wide band does not press the values flat", () => {
  assert.ok(scale(series([[0, 10, 10, 0, 5000, 0]]))[1] < 40);
});

test("small error ratios do not fill the chart, and none passes the whole", () => {
  assert.equal(scale(series([[0, 0.001, 0.001, 0, 0.002, 0]], "ratio"))[1], 0.05);
  assert.equal(scale(series([[0, 1, 0, 0, 0, 1]], "ratio"))[1], 1.02);
});

test("a series of zeros still has a scale", () => {
  assert.deepEqual(scale(series([[0, 0, 0, 0, 0, 0]])), [0, 1]);
});

test("a chart is said in words", () => {
  assert.equal(described(series([point(0, 9), point(5, 90, 1)])),
    "Latest 90 ms, expected 10 ms, usual range 8 ms to 12 ms, highest 90 ms, 1 of 2 points unusual.");
  assert.equal(described(series([point(0, null)])), "No values in this time.");
});

test("a small line leaves holes open and draws what stood out again", () => {
  const { path, unusual } = sparkline(series([point(0, 5), point(200, 10, 1)]), 100, 20);
  assert.equal(path.match(/M/g)?.length, 2);
  assert.ok(unusual.startsWith("M100,1"), unusual);
});
