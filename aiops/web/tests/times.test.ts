import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, lasting, local, utc } from "../src/format/times.ts";

const NOON_S = Date.UTC(2026, 10, 30, 12, 0, 5) / 1000;

test("a time of today is a clock, an older one has its day", () => {
  assert.equal(local(NOON_S, NOON_S + 60, "UTC"), "12:00:05");
  assert.equal(local(NOON_S - 2 * 86400, NOON_S, "UTC"), "28 Nov 12:00");
});

test("today is the reader's day, not that of UTC", () => {
  const late_s = Date.UTC(2026, 10, 30, 23, 30) / 1000;
  assert.equal(local(late_s, late_s + 3600, "Europe/Berlin"), "00:30:00");
});

test("UTC is written out", () => {
  assert.equal(utc(NOON_S), "2026-11-30 12:00:05 UTC");
});

test("how long it lasts is said in at most two units", () => {
  assert.deepEqual([0, 59, 61, 600, 3600, 7260, 90_000].map(lasting), ["0 s", "59 s", "1 min 1 s", "10 min", "1 h", "2 h 1 min", "1 d 1 h"]);
});

test("clocks that differ by a few seconds give no time in the future", () => {
  assert.equal(ago(NOON_S + 3, NOON_S), "just now");
  assert.equal(ago(NOON_S - 61, NOON_S), "1 min ago");
  assert.equal(ago(NOON_S + 90, NOON_S), "in 1 min 30 s");
});
