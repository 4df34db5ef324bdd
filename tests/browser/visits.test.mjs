// The queue of the quick entry, without a browser: exactly once, nothing lost, ids and times only.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { runInThisContext } from "node:vm";

runInThisContext(await readFile(new URL("../../crates/ui/assets/visits.js", import.meta.url), "utf8"));
const q = globalThis.tasukiVisits;
const at = (text) => Date.parse(`${text}+09:00`);
const HELPER = 4;
const started = () => q.begin([], at("2026-11-05T10:00:20"), "key-0001", HELPER, 7, "mobility");

test("開始 stamps the minute in Japan and a second press changes nothing", () => {
  const queue = started();
  assert.deepEqual([queue[0].date, queue[0].start, queue[0].state], ["2026-11-05", "1000", "running"]);
  assert.equal(q.begin(queue, at("2026-11-05T10:03:00"), "key-0002", HELPER, 7, "mobility").length, 1);
  assert.equal(q.begin(queue, at("2026-11-05T10:03:00"), "key-0002", HELPER, 8, "mobility").length, 2);
});

test("終了 stamps the end; over midnight the next day is marked", () => {
  const { queue } = q.finish(started(), "key-0001", at("2026-11-05T10:45:00"), {});
  assert.deepEqual([queue[0].end, queue[0].nextDay, queue[0].state], ["1045", false, "waiting"]);
  const late = q.begin([], at("2026-11-05T23:30:00"), "key-0003", HELPER, 7, "mobility");
  assert.equal(q.finish(late, "key-0003", at("2026-11-06T00:30:00"), {}).queue[0].nextDay, true);
});

test("an end that cannot be is told in words and the visit runs on", () => {
  for (const [now, typed] of [
    ["2026-11-05T10:00:50", {}], ["2026-11-06T10:30:00", {}], ["2026-11-07T09:00:00", {}], ["2026-11-05T11:00:00", { end: "1160" }],
  ]) {
    const done = q.finish(started(), "key-0001", at(now), typed);
    assert.ok(done.error, now);
    assert.equal(done.queue[0].state, "running");
  }
  assert.equal(q.finish(started(), "key-0001", at("2026-11-07T09:00:00"), { end: "１１：３０" }).queue[0].end, "1130");
});

test("a typed end before the start goes out only when the next day was meant", () => {
  const typed = { start: "0900", end: "0810" };
  const asked = q.finish(started(), "key-0001", at("2026-11-05T10:30:00"), typed);
  assert.match(asked.error, /終了 0810 が開始 0900 より前です。翌日までなら/);
  assert.deepEqual([asked.ask, asked.queue[0].state], ["next_day", "running"]);
  assert.equal(q.finish(started(), "key-0001", at("2026-11-05T10:30:00"), { ...typed, nextDay: true }).queue[0].nextDay, true);
  assert.match(q.finish(started(), "key-0001", at("2026-11-05T10:30:00"), { end: "1100", nextDay: true }).error, /24時間/);
  // the end of the day is no end before the start, and a start that is still to come is told
  assert.equal(q.finish(started(), "key-0001", at("2026-11-05T23:59:00"), { end: "0000" }).queue[0].state, "waiting");
  assert.match(q.finish(started(), "key-0001", at("2026-11-05T10:30:00"), { start: "1100" }).error, /今の時刻より後/);
});

test("a visit of more than twelve hours is asked about once, typed or stamped", () => {
  const longest = 12 * 60;
  const forgotten = q.finish(started(), "key-0001", at("2026-11-06T09:00:00"), {}, longest);
  assert.match(forgotten.error, /23時間になります。「終了」の押し忘れなら/);
  assert.deepEqual([forgotten.ask, forgotten.queue[0].state], ["long_ok", "running"]);
  const { queue } = q.finish(started(), "key-0001", at("2026-11-06T09:00:00"), { longOk: true }, longest);
  assert.deepEqual([queue[0].state, q.fieldsOf(queue[0], "t").long_ok, q.fieldsOf(queue[0], "t").next_day], ["waiting", "1", "1"]);
  assert.equal(q.finish(started(), "key-0001", at("2026-11-05T22:00:00"), {}, longest).queue[0].state, "waiting");
  assert.match(q.finish(started(), "key-0001", at("2026-11-05T22:01:00"), {}, longest).error, /12時間1分/);
});

test("what overlaps is told as long as the visit is shown, also when others were sent after it", () => {
  const { queue } = q.finish(started(), "key-0001", at("2026-11-05T10:45:00"), {});
  const sent = q.answered(queue, "key-0001", { ok: true, at: "10:45", text: "", notice: "注意: 重なり" }, at("2026-11-05T10:45:00"));
  assert.deepEqual(q.noticesOf(sent, HELPER), ["注意: 重なり"]);
  const next = q.begin(sent, at("2026-11-05T11:00:00"), "key-0009", HELPER, 8, "mobility");
  assert.deepEqual(q.noticesOf(next, HELPER), ["注意: 重なり"]);
  assert.deepEqual(q.noticesOf(next, 5), []);
});

test("a visit waits until the server has said that it has it, and refusals come back to be mended", () => {
  const { queue } = q.finish(started(), "key-0001", at("2026-11-05T10:45:00"), { fields: { helpers: "both" } });
  assert.match(q.sentence(queue, HELPER, "").text, /^まだ送れていません\(1件\)/);
  const cut = q.answered(queue, "key-0001", { trouble: "電波" }, at("2026-11-05T10:46:00"));
  assert.equal(q.waitingOf(cut, HELPER).length, 1);
  const refused = q.answered(cut, "key-0001", { refused: true, message: "締められています" }, 0);
  assert.deepEqual([refused[0].state, refused[0].message, refused[0].start], ["refused", "締められています", "1000"]);
  const again = q.finish(refused, "key-0001", at("2026-11-05T11:00:00"), { end: "1050" });
  const sent = q.answered(again.queue, "key-0001", { ok: true, at: "11:01", text: "" }, at("2026-11-05T11:01:00"));
  assert.equal(q.sentence(sent, HELPER, "").text, "送りました 11:01");
  assert.equal(q.tidy(sent, at("2026-11-06T11:01:00")).length, 0);
});

test("another helper's visits on the same phone are left for that helper", () => {
  const { queue } = q.finish(started(), "key-0001", at("2026-11-05T10:45:00"), {});
  assert.equal(q.waitingOf(queue, 5).length, 0);
  assert.equal(q.othersOf(queue, 5).length, 1);
  assert.deepEqual(q.tidy(queue, at("2027-11-05T10:45:00")), queue);
});

test("what is kept and sent holds ids and times, no name", () => {
  const { queue } = q.finish(started(), "key-0001", at("2026-11-05T10:45:00"), { fields: { commute: "whole" } });
  assert.deepEqual(q.fieldsOf(queue[0], "token"), {
    csrf: "token", as: "json", key: "key-0001", person: "7", service: "mobility", date: "2026-11-05",
    start: "1000", end: "1045", commute: "whole",
  });
  assert.deepEqual(Object.keys(queue[0]).sort(), ["by", "date", "end", "fields", "key", "message", "nextDay", "person", "service", "start", "state"]);
});
