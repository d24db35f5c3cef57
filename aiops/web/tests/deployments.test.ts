import assert from "node:assert/strict";
import { test } from "node:test";
import { releases, shortVersion, some } from "../src/format/deployments.ts";

const made = (service: string, time_s: number, more = {}) => ({ service, time_s, version: "1", by: "ann", text: "", ...more });

test("what came out together is one release, the newest first", () => {
  const found = releases([made("items", 100), made("gateway", 101), made("items", 5000)]);
  assert.deepEqual(found.map(({ services, time_s }) => [time_s, services]), [[5000, ["items"]], [101, ["gateway", "items"]]]);
});

test("another version or another person is another release", () => {
  const found = releases([made("items", 100), made("items", 101, { version: "2" }), made("items", 102, { by: "bob" })]);
  assert.equal(found.length, 3);
});

test("a release that takes long is still one, as long as it goes on", () => {
  const found = releases(Array.from({ length: 10 }, (_, index) => made(`s${index}`, index * 60)));
  assert.deepEqual([found.length, found[0]?.services.length, found[0]?.time_s], [1, 10, 540]);
});

test("the same service twice in a release is named once", () => {
  assert.deepEqual(releases([made("items", 100), made("items", 101)])[0]?.services, ["items"]);
});

test("a long list of names is cut where that saves room", () => {
  assert.equal(some(["*"]), "all services");
  assert.equal(some(["a", "b", "c", "d"]), "a, b, c, d");
  assert.equal(some(["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
});

test("a commit is short, any other version whole", () => {
  assert.equal(shortVersion("0123456789abcdef0123456789abcdef01234567"), "01234567");
  assert.equal(shortVersion("0123456789abcdef0123456789abcdef01234567-changed"), "01234567-changed");
  assert.equal(shortVersion("2.1.0"), "2.1.0");
});
