// 請求までの道: a month is filled by keyboard, claimed, explained, signed and taken out – and stays closed to others.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openBrowser, signIn, sitDown } from "./support/browser.mjs";
import { cell, cursor, saved, shown } from "./support/grid.mjs";
import { cursorIsOn, tabTo } from "./support/keyboard.mjs";
import { startDemo } from "./support/program.mjs";
import { expectSoon } from "./support/wait.mjs";

const MONTH = "2026-10";
const HOLIDAYS = [12]; // スポーツの日
const WEEKDAYS = "月火水木金土日";
/** Whose month is filled: comes on three days a week and has a contract for more. */
const NAME = "灘本 一路";
const EXTRA = "火";

let office;
let browser;
let context;
let page;
/** Every address of the office that was used: method and path. */
const used = new Set();

before(async () => {
  office = await startDemo();
  browser = await openBrowser();
  context = await sitDown(browser, office.address);
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.startsWith("/o/")) used.add(`${request.method()} ${url.pathname}${url.search}`);
  });
  page = await context.newPage();
  page.on("dialog", (dialog) => dialog.accept());
});
after(async () => {
  await browser?.close();
  await office?.stop();
});

/** The panel beside the grid: lines with their counts, total yen. */
async function panel() {
  const lines = await page.locator("#live table tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({ name: row.cells[0].textContent.trim(), count: Number(row.cells[2].textContent) })));
  const cost = Number((await page.locator("#live-cost").textContent()).replaceAll(",", ""));
  return { lines, cost, days: lines[0]?.count };
}

/** Days of the month on a weekday, without holidays. */
function daysOn(weekday) {
  const days = Array.from({ length: 31 }, (_, index) => index + 1);
  const indexOf = (day) => (new Date(Date.UTC(2026, 9, day)).getUTCDay() + 6) % 7;
  return days.filter((day) => indexOf(day) === WEEKDAYS.indexOf(weekday) && !HOLIDAYS.includes(day));
}

test("the head of the office signs in without a mouse", async () => {
  const { login, password } = office.accounts.kanri;
  await page.goto("/signin");
  await tabTo(page, /^ログイン名/);
  await page.keyboard.type(login);
  await tabTo(page, /^パスワード/);
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/o\/\d+\/$/);
  assert.match(await page.locator("h1").textContent(), /令和/);
});

test("a person's month is filled from a weekday pattern and one day corrected, by keyboard alone", async () => {
  await page.goto(`/o/1/b/${MONTH}/records`);
  await tabTo(page, NAME);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/records\/\d+$/);
  const before = await panel();
  assert.ok(before.days > 0 && before.cost > 0, "the month is half recorded");
  for (const day of daysOn(EXTRA)) assert.equal(await shown(page, day), "", `day ${day} is still empty`);

  const path = await tabTo(page, "曜日パターンでまとめて入れる");
  assert.equal(path[0], "本文へ進む", "Tab begins with the way to the text");
  await page.keyboard.press("Enter");
  for (const weekday of "月火水木金") {
    await tabTo(page, weekday);
    if (weekday !== EXTRA) await page.keyboard.press("Space");
  }
  const rest = await tabTo(page, "空いている日に入れる");
  assert.deepEqual(rest.filter((name) => /開始|終了|祝日/.test(name)), ["開始", "終了", "祝日は除く"], "the usual times are there already");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "元に戻す" }).waitFor();

  const filled = await panel();
  assert.equal(filled.days, before.days + daysOn(EXTRA).length, "every empty day of the pattern is a line more");
  assert.ok(filled.cost > before.cost, "and costs more");

  const wrong = daysOn(EXTRA)[1];
  assert.equal(await cursor(page), "1.status", "the cursor stands in the table");
  for (let day = 1; day < wrong; day += 1) await page.keyboard.press("ArrowDown");
  assert.equal(await cursor(page), `${wrong}.status`);
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await saved(page, wrong);
  assert.equal(await shown(page, wrong), "欠席");
  await expectSoon(async () => (await panel()).days, filled.days - 1, "the line has one day less");
  const corrected = await panel();
  assert.ok(corrected.cost < filled.cost && corrected.cost > before.cost, "the yen follow at once");
  assert.match(await cursorIsOn(page), new RegExp(`^${wrong + 1}日`), "and the cursor went on");
});

test("the claims of the office are calculated to the end and the statement says why something is not claimed", async () => {
  await page.getByRole("link", { name: "請求", exact: true }).click();
  await page.getByRole("button", { name: "請求を計算" }).click();
  await page.waitForURL(/\/claim\/runs\/\d+/);
  await expectSoon(() => page.locator("#run [role=status]").textContent(), /終わりました.*24人中24人/s, "everybody is calculated", 30_000);
  await page.getByRole("link", { name: NAME }).click();
  await page.waitForURL(/\/claim\/people\/\d+/);
  const region = page.getByRole("region", { name: "算定していないもの" });
  const row = region.getByRole("row").filter({ hasText: "福祉専門職員配置等加算" }).first();
  assert.match(await row.textContent(), /届出に福祉専門職員配置等加算がありません/);
  const absence = region.getByRole("row").filter({ hasText: "欠席時対応加算" }).first();
  assert.match(await absence.textContent(), new RegExp(`${daysOn(EXTRA)[1]}日`), "the corrected day is named");
  await page.getByText("なぜ", { exact: true }).first().click();
  assert.match(await page.locator("details.why[open]").first().textContent(), /根拠: \S/, "a line says where it comes from");
});

test("what blocks the month is reached by its link and mended", async () => {
  const claim = `/o/1/b/${MONTH}/claim`;
  await page.goto(claim);
  const faults = page.locator('section[aria-labelledby="to-mend"] li[data-severity="fault"]');
  assert.equal(await faults.count(), 2, "the demo leaves two things to mend");

  await faults.filter({ hasText: "終了時間" }).getByRole("link", { name: "直す" }).click();
  await page.waitForURL(/\/records\/\d+\?day=\d+/);
  const day = Number(new URL(page.url()).searchParams.get("day"));
  assert.equal(await cursor(page), `${day}.status`, "the link leads into the row");
  await cell(page, day, "end").focus();
  await page.keyboard.type("1530");
  await page.keyboard.press("Enter");
  await saved(page, day);

  await page.goto(claim);
  await faults.filter({ hasText: "受給者証" }).getByRole("link", { name: "直す" }).click();
  await page.waitForURL(/\/cards/);
  await page.getByRole("row").filter({ has: page.locator('.chip[data-kind="warn"]') }).getByRole("link").click();
  await page.getByRole("button", { name: "証と見比べたのでロックする" }).click();
  await page.getByRole("button", { name: "ロックを解除する" }).waitFor();

  await page.goto(claim);
  assert.equal(await faults.count(), 0);
});

test("the month is closed, checked, approved and exported", async () => {
  await page.goto(`/o/1/b/${MONTH}/claim`);
  const current = page.locator('.steps [aria-current="step"]');
  for (const [press, state] of [["締める", "締め"], [/点検/, "点検"], [/承認/, "承認"], [/出力/, "出力"]]) {
    const acknowledge = page.getByLabel("上のコードと単位数を確かめました");
    if (await acknowledge.isVisible()) await acknowledge.check();
    await page.locator("main").locator('form[action$="/step"] button[data-kind="primary"]').filter({ hasText: press }).click();
    if (state === "出力") break;
    await expectSoon(() => current.textContent().catch(() => ""), new RegExp(state), `the month is at ${state}`);
  }
  await page.waitForURL(/\/output/);
});

async function download(link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  used.add(`GET ${new URL(file.url()).pathname}`);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("J11, J61 and the workbook are taken out as the receiver wants them", async () => {
  const table = page.getByRole("table", { name: "作ったファイル" });
  for (const kind of ["J11", "J61"]) {
    const { bytes } = await download(table.getByRole("row").filter({ hasText: kind }).getByRole("link"));
    const text = new TextDecoder("shift_jis", { fatal: true }).decode(bytes);
    assert.ok(text.startsWith("1,1,0,"), `${kind} begins with the control record: ${text.slice(0, 20)}`);
    assert.ok(text.endsWith("\r\n"), `${kind} ends with a line end`);
    assert.doesNotMatch(text.replaceAll("\r\n", ""), /[\r\n]/, `${kind} has no other line ends`);
    const lines = text.trimEnd().split("\r\n");
    assert.equal(lines.at(-1).split(",")[0], "3", `${kind} ends with the end record`);
    assert.ok(lines.slice(1, -1).every((line, index) => line.startsWith(`2,${index + 2},`)), `${kind} numbers its records`);
    assert.ok(lines.length > 24, `${kind} speaks of everybody`);
  }
  const { name, bytes } = await download(page.getByRole("link", { name: "請求一覧(Excel)" }));
  assert.match(name, /\.xlsx$/);
  assert.equal(bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04");
});

test("to the staff of another office every one of these addresses does not exist", async () => {
  await page.getByRole("button", { name: "サインアウト" }).click();
  await page.waitForURL(/\/signin/);
  const addresses = [...used];
  assert.ok(addresses.length > 15, `the road used many addresses: ${addresses.length}`);
  const other = await sitDown(browser, office.address);
  const theirs = await other.newPage();
  await signIn(theirs, office.accounts.komorebi);
  const token = await theirs.locator('input[name="csrf"]').first().inputValue();
  const own = new URL(theirs.url()).pathname;
  assert.notEqual(own, "/o/1/", "they have an office of their own");
  const answers = await theirs.evaluate(async ([addresses, token]) => {
    const answers = [];
    for (const address of addresses) {
      const [method, path] = address.split(" ");
      const body = method === "POST" ? new URLSearchParams({ csrf: token }) : undefined;
      const response = await fetch(path, { method, body, redirect: "manual" });
      answers.push({ address, status: response.status, told: await response.text() });
    }
    return answers;
  }, [addresses, token]);
  assert.deepEqual(answers.filter(({ status }) => status !== 404).map(({ address, status }) => `${status} ${address}`), []);
  for (const { address, told } of answers) assert.ok(!told.includes("灘本"), `${address} tells nothing`);
  await other.close();
});
