// An office of any size, made through the program's own doors: set-up, 体制届, people with cards and contracts, a month of days.
import assert from "node:assert/strict";
import { Visitor } from "./http.mjs";

/** The head of every office made here. */
export const HEAD = { login: "hajime", password: "umi-to-yama-no-aida-ni-aru-machi" };
const MUNICIPALITY = "992011";
/** 就労継続支援B型 on the card. */
const DECISION = "461000";

/** Answers that say yes lead on; everything else is told with what the page complains of. */
function led(answer, what) {
  const complaints = [.../(?:role="alert"|class="error")[^>]*>([\s\S]*?)<\/(?:section|p|div)>/.exec(answer.text)?.slice(1) ?? []];
  assert.equal(answer.status, 303, `${what}: ${complaints.join(" ").replace(/<[^>]+>/g, " ").slice(0, 400)}`);
  return answer.headers.location;
}

/** Names that nobody has: invented, in kana that the forms take. */
const nameOf = (index) => {
  const kana = "アイウエオカキクケコサシスセソ";
  const letters = kana[Math.floor(index / kana.length)] + kana[index % kana.length];
  return { name: `見本 ${letters}`, name_kana: `ミホン ${letters}` };
};

/** The days of a month (`2026-09`) on which the office is open: no weekend and none of `holidays`. */
export function openDays(month, holidays) {
  const [year, number] = month.split("-").map(Number);
  const days = Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, index) => index + 1);
  const weekday = (day) => new Date(Date.UTC(year, number - 1, day)).getUTCDay();
  return days.filter((day) => ![0, 6].includes(weekday(day)) && !holidays.includes(day));
}

/** An office with `size` people in a running program that is still empty; a signed-in visitor at its address. */
export async function makeOffice(address, size) {
  const head = new Visitor(address);
  await head.ask("/setup");
  led(await head.post("/setup", {
    kind: "46", office_no: "9910100016", office_name: "打鍵をかぞえる事業所", area_class: "その他", municipality_no: MUNICIPALITY,
    display_name: "見本 はじめ", login: HEAD.login, password: HEAD.password,
  }), "the set-up");
  const base = led(await head.ask("/"), "the way to the office").replace(/\/$/, "");
  await head.ask(`${base}/settings/notices/new`);
  led(await head.post(`${base}/settings/notices/new`, {
    valid_from: "2026-06", capacity: String(Math.max(20, size)), fee_class: "II", average_wage_yen: "16420",
    operator: "private", reform_2026: "subject", designated_on: "2014-04-01",
  }), "the notice");
  const people = [];
  for (let index = 0; index < size; index += 1) people.push(await makePerson(head, base, index));
  return { base, head, people };
}

/** One person with a locked card and a contract; its number. */
async function makePerson(head, base, index) {
  const person = led(await head.post(`${base}/people/new`, { ...nameOf(index), born_on: "1980-04-01", started_on: "2025-04-01" }), "a person")
    .replace(/\?.*/, "");
  const card = led(await head.post(`${person}/cards`, {
    recipient_no: String(9900001000 + index), municipality_no: MUNICIPALITY, valid_from: "2026-04-01", decided_from: "2026-04-01",
    decided_to: "2027-03-31", granted_days: "23", burden_cap: "0", income_class: "低所得",
  }), "a card").replace(/\?.*/, "");
  const shown = await head.ask(card);
  const version = /name="version" value="(\d+)"/.exec(shown.text)[1];
  led(await head.post(`${card}/lock`, { version }), "the lock of a card");
  led(await head.post(`${person}/contracts`, { from: "2026-04-01", days: "23", provider_entry_no: "01", decision_code: DECISION }), "a contract");
  return Number(person.split("/").pop());
}

/** Everybody was there on these days of a month, as the whole table of a day is saved without script. */
export async function recordDays({ base, head, people }, month, days) {
  for (const day of days) {
    const table = `${base}/b/${month}/day/${day}`;
    const row = (person) => [[`d${person}.version`, ""], [`d${person}.status`, "通所"], [`d${person}.start`, "10:00"], [`d${person}.end`, "15:00"]];
    const form = Object.fromEntries(people.flatMap(row));
    led(await head.post(table, { shown: "status,start,end", ...form }), `the table of ${month}-${day}`);
  }
}
