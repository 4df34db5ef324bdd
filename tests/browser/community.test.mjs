// 地域生活支援事業: what was worked is typed once and gives the lines of the city's manual; the waiver, the claim, and a phone without a network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, PATIENCE_MS, sitDown } from "./support/browser.mjs";
import { startEmpty } from "./support/program.mjs";
import { expectSoon } from "./support/wait.mjs";
import { layWire } from "./support/wire.mjs";

const HEAD = { login: "hajime", password: "umi-to-yama-no-aida-ni-aru-machi" };
const KAMAKURA = "142042";
/** A municipality whose rules nobody has entered. */
const UNKNOWN = "011002";
const BODY_CARE = "移動支援 身体介護有";

let office;
let browser;
let context;
let page;
/** Address of the office: `/o/1`. */
let base;

before(async () => {
  office = await startEmpty();
  browser = await openBrowser();
  context = await sitDown(browser, office.address);
  page = await context.newPage();
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto("/setup");
  await page.getByLabel(/^事業の種類/).selectOption({ value: "community" });
  await page.getByLabel(/^事業所番号/).fill("1499100012");
  await page.getByLabel(/^事業所名/).fill("地活のはじめ");
  await page.getByLabel(/^地域区分/).selectOption("その他");
  await page.getByLabel(/^氏名/).fill("見本 はじめ");
  await page.getByLabel(/^ログイン名/).fill(HEAD.login);
  await page.getByLabel(/^パスワード/).fill(HEAD.password);
  await page.getByRole("button", { name: "登録してはじめる" }).click();
  await page.waitForURL(/\/o\/\d+\/$/);
  base = new URL(page.url()).pathname.replace(/\/$/, "");
});
after(async () => {
  await browser?.close();
  await office?.stop();
});

/** Fills fields by their names and presses the button; ends on an address that fits. */
async function fillIn(fields, button, address) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[id="f-${name}"]`);
    const kind = await field.evaluate((box) => (box.tagName === "SELECT" ? "select" : box.type));
    if (kind === "select") await field.selectOption(value);
    else if (kind === "checkbox") await field.setChecked(value);
    else await field.fill(value);
  }
  await page.getByRole("button", { name: button, exact: true }).first().click();
  await page.waitForURL(address).catch(async (error) => {
    const told = await page.locator("#form-errors, .error-text, [role=alert]").allTextContents();
    throw new Error(`${button} leads to ${page.url()}: ${told.join(" ").replace(/\s+/g, " ")}`, { cause: error });
  });
}

/** Registers someone with a certificate; gives the id. */
async function register({ name, kana, born, municipality = KAMAKURA, number, kind, cap = "0", income = "02" }) {
  await page.goto(`${base}/people/new`);
  await fillIn({ name, name_kana: kana, born_on: born }, "登録する", /\/people\/\d+.*ok=/);
  const id = /\/people\/(\d+)/.exec(page.url())[1];
  await page.goto(`${base}/people/${id}/masters`);
  const fields = {
    valid_from: "2023-04-01", municipality_no: municipality, recipient_no: number, guardian_kana: kana,
    certified_from: "2023-04-01", certified_to: "2060-03-31", burden_cap: cap, income_class: income, burden_rate: "10",
    d1_kind: kind, d1_amount: kind === "daytime" ? "20日" : "100時間",
  };
  await fillIn(fields, "追加登録", /\/masters.*ok=/);
  return id;
}

/** Types a visit as it was worked into the month of a person. */
async function visit(id, month, { date, start, end, helpers = "first", commute = "", nextDay = false }) {
  const here = `${base}/c/${month}/visits/${id}`;
  if (new URL(page.url()).pathname !== here) await page.goto(here);
  await page.locator("#f-helpers").selectOption(helpers);
  await page.locator("#f-commute").selectOption(commute);
  await page.locator("#f-next_day").setChecked(nextDay);
  await fillIn({ date, start, end }, "保存", /\?saved=\d+/);
  await page.getByRole("status").filter({ hasText: "保存しました" }).first().waitFor();
}

/** The lines for the entry tool: day, start, end, shown minutes, service name. */
async function toolLines(id, month) {
  await page.goto(`${base}/c/${month}/visits/${id}`);
  const rows = page.locator("details.tool-lines tbody tr");
  return rows.evaluateAll((rows) => rows.map((row) => {
    const text = (at) => row.cells[at].textContent.trim().replace(/\s+/g, " ");
    return [text(1), text(3), text(4), text(5), text(9)].join(" ");
  }));
}

test("cl_62_64_65_66_67_68_71_72_73_74_the_thirteen_rows_of_the_manual_come_from_nine_visits_as_worked", async () => {
  const id = await register({ name: "見本 タロウ", kana: "ミホン タロウ", born: "1990-04-02", number: "1234567890", kind: "mobility_body" });
  const month = "2023-04";
  await page.goto(`${base}/c/${month}/visits/${id}`);

  // The lines stand beside the entry while it is typed.
  await page.locator("#f-date").fill("3");
  await page.locator("#f-start").fill("0730");
  await page.locator("#f-end").fill("0830");
  await expectSoon(() => page.locator("#live .line-name").allTextContents(), [`${BODY_CARE} 早朝夜間 0.5H`, `${BODY_CARE} 0.5H`], "two lines appear");

  await visit(id, month, { date: "1", start: "1000", end: "1030", helpers: "both", commute: "whole" });
  await visit(id, month, { date: "2", start: "0730", end: "0800" });
  await visit(id, month, { date: "3", start: "0730", end: "0830" });
  await visit(id, month, { date: "4", start: "2330", end: "0030", nextDay: true });
  await visit(id, month, { date: "6", start: "0745", end: "0815" });
  await visit(id, month, { date: "7", start: "0750", end: "0830" });
  await visit(id, month, { date: "8", start: "0740", end: "0820" });
  await visit(id, month, { date: "9", start: "0800", end: "0830" });
  await visit(id, month, { date: "9", start: "1200", end: "1230" });
  assert.deepEqual(await toolLines(id, month), [
    `1 1000 1030 0030 ${BODY_CARE} 0.5H`,
    `1 1000 1030 0030 ${BODY_CARE} 二人目 0.5H`,
    `2 0730 0800 0030 ${BODY_CARE} 早朝夜間 0.5H`,
    `3 0730 0800 0030 ${BODY_CARE} 早朝夜間 0.5H`,
    `3 0800 0830 0030 ${BODY_CARE} 0.5H`,
    `4 2330 2359 0029 ${BODY_CARE} 深夜 0.5H`,
    `5 0000 0030 0030 ${BODY_CARE} 深夜 0.5H`,
    `6 0745 0815 0030 ${BODY_CARE} 早朝夜間 0.5H`,
    `7 0750 0830 0040 ${BODY_CARE} 1H`,
    `8 0740 0800 0020 ${BODY_CARE} 早朝夜間 0.5H`,
    `8 0800 0820 0020 ${BODY_CARE} 0.5H`,
    `9 0800 0830 0030 ${BODY_CARE} 0.5H`,
    `9 1200 1230 0030 ${BODY_CARE} 0.5H`,
  ]);
});

let child;

test("cl_75_76_77_80_81_82_83_84_the_four_rows_of_april_2024_come_from_one_visit_of_two_helpers", async () => {
  child = await register({ name: "見本 ショウカ", kana: "ミホン ショウカ", born: "2012-08-10", number: "1000000009", kind: "mobility", cap: "37200", income: "05" });
  await visit(child, "2024-04", { date: "1", start: "0800", end: "0900", helpers: "both", commute: "whole" });
  assert.deepEqual(await toolLines(child, "2024-04"), [
    "1 0800 0900 0100 移動支援身無 児童無償 1H",
    "1 0800 0900 0100 通園・通学・通所加算 児童無償 1H",
    "1 0800 0900 0100 移動支援身無 児童無償 二人目 1H",
    "1 0800 0900 0100 通園・通学・通所加算 児童無償 二人目 1H",
  ]);
});

/** The rows of 請求額集計欄: label → values as they stand, the last of them the total. */
async function totals(id, month) {
  await page.goto(`${base}/c/${month}/claim/${id}`);
  const rows = page.getByRole("region", { name: "請求額集計欄" }).locator("tbody tr");
  return Object.fromEntries(await rows.evaluateAll((rows) =>
    rows.map((row) => [row.cells[0].textContent.trim(), [...row.cells].slice(1).map((cell) => cell.textContent.trim())])));
}

/** The value of the row whose label begins so, in the column of the total. */
function total(rows, label) {
  const found = Object.entries(rows).filter(([name]) => name.startsWith(label));
  assert.equal(found.length, 1, `one row ${label}: ${Object.keys(rows).join(" / ")}`);
  return found[0][1].at(-1);
}

test("cl_107_108_109_113_114_115_116_118_the_claim_of_a_waived_child_shows_the_figures_of_the_city", async () => {
  const id = await register({ name: "見本 ムショウ", kana: "ミホン ムショウ", born: "2011-02-03", number: "1000000017", kind: "mobility", cap: "37200", income: "05" });
  for (const date of ["6", "13", "20", "27", "29"]) await visit(id, "2024-04", { date, start: "0900", end: "1500" });
  const rows = await totals(id, "2024-04");
  assert.equal(total(rows, "総費用額"), "51,800");
  assert.equal(total(rows, "給付率に基づく請求額"), "46,620");
  assert.equal(total(rows, "給付率に基づく利用者負担額"), "5,180");
  assert.equal(total(rows, "決定利用者負担額"), "0");
  const line = page.getByRole("region", { name: "給付費明細欄" }).locator("tbody tr");
  assert.equal(await line.count(), 1);
  assert.match((await line.textContent()).replace(/\s+/g, " "), /移動支援身無 児童無償 6H.*011571.*1,036.*5.*5,180/);
});

test("cl_05_a_person_who_turns_18_pays_from_the_right_month_under_both_readings", async () => {
  // Born on the first of a month: 18 on the last day of April by law, on 1 May by the calendar.
  const id = await register({ name: "見本 ジュウハチ", kana: "ミホン ジュウハチ", born: "2006-05-01", number: "1000000025", kind: "mobility", cap: "4600", income: "04" });
  const months = ["2024-04", "2024-05", "2024-06"];
  for (const month of months) await visit(id, month, { date: "8", start: "0900", end: "1500" });
  const waived = async () => {
    const found = [];
    for (const month of months) {
      const lines = await toolLines(id, month);
      assert.equal(lines.length, 1);
      if (lines[0].includes("児童無償")) found.push(month);
    }
    return found;
  };
  assert.deepEqual(await waived(), ["2024-04"], "by law, which the rules propose");

  await page.goto(`${base}/people/${id}/masters`);
  await page.getByRole("rowheader").getByRole("link").first().click();
  const box = page.getByRole("region", { name: "無償化対象児童" });
  assert.match((await box.textContent()).replace(/\s+/g, " "), /誕生日の前日.*令和6年4月提供分まで.*誕生日: .*令和6年5月提供分まで/);
  await box.getByRole("link", { name: "読み方を見る" }).click();
  await page.waitForURL(/\/points\/U-17$/);
  await page.locator("#f-choice").selectOption({ value: "birthday" });
  await page.locator("#f-valid_from").fill("2024-04");
  await page.locator("#f-why").fill("市の障害福祉課に電話で確かめた");
  await page.locator("main form button[data-kind=primary]").first().click();
  await page.waitForURL(/ok=/);
  assert.deepEqual(await waived(), ["2024-04", "2024-05"], "as the office has chosen");
});

test("a_person_of_a_municipality_without_rules_is_refused_by_name", async () => {
  const id = await register({ name: "見本 ヨソ", kana: "ミホン ヨソ", born: "1988-01-01", number: "1000000033", municipality: UNKNOWN, kind: "mobility" });
  await page.goto(`${base}/c/2024-04/visits/${id}`);
  const main = page.locator("main");
  assert.match(await main.textContent(), new RegExp(`市町村番号 ${UNKNOWN} の(規則|きまり)がありません`), "the number is named");
  await visit(id, "2024-04", { date: "10", start: "0900", end: "1000" });
  assert.deepEqual(await toolLines(id, "2024-04"), [], "nothing is worked out for it");
  await page.goto(`${base}/c/2024-04/claim`);
  assert.match(await main.textContent(), new RegExp(UNKNOWN), "the claim names it too");
  assert.doesNotMatch((await page.locator("main table tfoot").allTextContents()).join(" "), /見本 ヨソ/);
});

/** A phone of somebody who is signed in, with a clock that moves when it is told to. */
async function phone(address = office.address) {
  const held = await browser.newContext({
    baseURL: address, locale: "ja-JP", timezoneId: "Asia/Tokyo", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
    storageState: await context.storageState(),
  });
  held.setDefaultTimeout(PATIENCE_MS);
  const screen = await held.newPage();
  const began = Date.now();
  await screen.clock.setFixedTime(began);
  let taps = 0;
  return {
    held, screen,
    tap: async (target) => { taps += 1; await target.tap(); },
    taps: () => taps,
    later: (minutes) => screen.clock.setFixedTime(began + minutes * 60_000),
  };
}

const state = (screen) => screen.locator("#quick-state").textContent();
const doorOf = (screen, name) => screen.getByRole("button", { name: new RegExp(`^${name} .*開始$`) });
/** Whom the phone visits: one each, so that no test counts the visits of another. */
const helped = [];

/** How many visits stand in the list of this month. */
async function visitsOf(id) {
  await page.goto(`${base}/c/quick`);
  const month = /\/c\/(\d{4}-\d\d)\/visits/.exec(await page.getByRole("link", { name: "今月の記録" }).getAttribute("href"))[1];
  await page.goto(`${base}/c/${month}/visits/${id}`);
  return Number(/訪問 (\d+)件/.exec(await page.locator("#list").textContent())[1]);
}

test("on_a_phone_a_helper_records_a_visit_in_at_most_six_taps", async () => {
  for (const [name, kana, number] of [["見本 イチバン", "ミホン イチバン", "1000000041"], ["見本 ニバン", "ミホン ニバン", "1000000059"], ["見本 サンバン", "ミホン サンバン", "1000000066"]]) {
    helped.push({ name, id: await register({ name, kana, born: "1985-06-06", number, kind: "mobility" }) });
  }
  const [{ name, id }] = helped;
  const { held, screen, tap, taps, later } = await phone();
  await screen.goto(`${base}/`);
  await tap(screen.getByRole("link", { name: /今日の記録を入れる|クイック入力/ }).first());
  await screen.waitForURL(/\/c\/quick$/);
  if (!await doorOf(screen, name).isVisible()) await tap(screen.getByText(/^ほかの人/));
  await tap(doorOf(screen, name));
  await later(33);
  await tap(screen.getByRole("button", { name: "終了" }));
  await expectSoon(() => state(screen), /送りました \d\d:\d\d/, "the visit is sent");
  assert.ok(taps() <= 6, `${taps()} taps`);
  assert.equal(await visitsOf(id), 1);
  const width = await screen.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(width <= 390, `the page is not wider than the phone: ${width}`);
  await held.close();
});

test("the_network_cut_in_the_middle_loses_nothing_and_sends_exactly_once", async () => {
  const { name, id } = helped[1];
  const wire = await layWire(office.address);
  const { held, screen, tap, later } = await phone(wire.address);
  await screen.goto(`${base}/c/quick`);
  if (!await doorOf(screen, name).isVisible()) await tap(screen.getByText(/^ほかの人/));
  wire.cut();
  await tap(doorOf(screen, name));
  await later(45);
  await tap(screen.getByRole("button", { name: "終了" }));
  await expectSoon(() => state(screen), /まだ送れていません\(1件\)。電波がつながると自動で送ります/, "what waits is told");
  const kept = await screen.evaluate(() => JSON.stringify(localStorage));
  assert.match(kept, /waiting/, "the phone keeps it");
  for (const word of name.split(" ")) assert.ok(!kept.includes(word), "ids and times only, no name");

  // The page is closed while there is no network; another one, later, sends what waits.
  await screen.close();
  assert.equal(await visitsOf(id), 0);
  wire.join();
  const again = await held.newPage();
  await again.goto(`${base}/c/quick`);
  await expectSoon(() => state(again), /送りました/, "it is sent once the network is back");
  assert.equal(await visitsOf(id), 1);
  await again.reload();
  await expectSoon(() => state(again), /送りました/, "and not again after a reload");
  assert.equal(await visitsOf(id), 1);
  await held.close();
  await wire.close();
});

test("an_answer_that_is_lost_on_its_way_does_not_make_a_second_visit", async () => {
  const { name, id } = helped[2];
  const { held, screen, tap, later } = await phone();
  await screen.goto(`${base}/c/quick`);
  if (!await doorOf(screen, name).isVisible()) await tap(screen.getByText(/^ほかの人/));
  await tap(doorOf(screen, name));
  await later(20);
  let lost = 0;
  await screen.route("**/c/quick/stop", async (route) => {
    await route.fetch();
    lost += 1;
    await route.abort("connectionreset");
  }, { times: 1 });
  await tap(screen.getByRole("button", { name: "終了" }));
  await expectSoon(() => state(screen), /まだ送れていません\(1件\)。電波がつながると自動で送ります/, "without an answer it waits");
  assert.equal(lost, 1);
  assert.equal(await visitsOf(id), 1, "though the office has it already");
  await screen.evaluate(() => window.dispatchEvent(new Event("online")));
  await expectSoon(() => state(screen), /送りました/, "it is sent again");
  assert.equal(await visitsOf(id), 1, "and is still one");
  await held.close();
});
