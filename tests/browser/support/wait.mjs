// Waiting for something to become true, never longer than a bound.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

/** Reads until the value matches (a pattern, or deep equality), or fails with the last value. */
export async function expectSoon(read, wanted, what, patience = 10_000) {
  const until = Date.now() + patience;
  let value = await read();
  while (!fits(value, wanted) && Date.now() < until) {
    await pause(50);
    value = await read();
  }
  if (wanted instanceof RegExp) assert.match(value, wanted, what); else assert.deepEqual(value, wanted, what);
}

function fits(value, wanted) {
  if (wanted instanceof RegExp) return wanted.test(value);
  try {
    assert.deepEqual(value, wanted);
    return true;
  } catch {
    return false;
  }
}
