import assert from "node:assert/strict";
import { test } from "node:test";
import { deed } from "../src/format/deeds.ts";

test("what people do is said in words", () => {
  assert.equal(deed("POST", "/aiops/incidents/INC-1-1/resolve"), "Resolved INC-1-1");
  assert.equal(deed("POST", "/aiops/incidents/INC-1-1/actions/restart-payment/approve"), "Approved restart-payment for INC-1-1");
  assert.equal(deed("DELETE", "/aiops/keys/ab12"), "Revoked key ab12");
});

test("what has no words yet is said by its path", () => {
  assert.equal(deed("POST", "/aiops/something_new"), "Post something new");
});
