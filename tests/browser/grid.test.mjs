// 月の表: moving, filling, undoing, two people at once, a broken line, and no script at all.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openBrowser, signIn, sitDown } from "./support/browser.mjs";
import { cell, cursor, filledDays, monthOf, MONTH_AFTER, peopleOf, rowState, saved, shown } from "./support/grid.mjs";
import { startDemo } from "./support/program.mjs";
import { expectSoon } from "./support/wait.mjs";

const WEEKDAYS = [2, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 24, 25, 26, 27, 30];
let office;
let browser;
let state;
let people;
let context;
let page;
let person;

before(async () => {
  office = await startDemo();
  browser = await openBrowser();
  const first = await sitDown(browser, office.address);
  const desk = await first.newPage();
  await signIn(desk, office.accounts.kanri);
  people = await peopleOf(desk);
  state = await first.storageState();
  await first.close();
});
after(async () => {
  await browser?.close();
  await office?.stop();
});
// Everyone here is used by one test alone, so that no test sees the rows of another.
beforeEach(async () => {
  person = people.shift();
  assert.ok(person, "there are as many people as tests");
  context = await sitDown(browser, office.address, { storageState: state });
  page = await context.newPage();
  await page.goto(monthOf(person));
});
afterEach(() => context?.close());

async function type(page, day, field, text) {
  await cell(page, day, field).focus();
  await page.keyboard.type(text);
}

async function fillWeekdays(page) {
  await page.getByLabel("開始", { exact: true }).fill("10");
  await page.getByLabel("終了", { exact: true }).fill("15時");
  await page.getByRole("button", { name: "空いている日に入れる" }).click();
  await page.getByRole("button", { name: "元に戻す" }).waitFor();
}

test("arrows and Enter move the cursor, the first and last row hold it", async () => {
  await cell(page, 2, "status").focus();
  const path = [];
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "Enter", "Enter", "Shift+Enter", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp"]) {
    await page.keyboard.press(key);
    path.push(await cursor(page));
  }
  assert.deepEqual(path, ["3.status", "3.start", "3.end", "3.start", "4.start", "5.start", "4.start", "3.start", "2.start", "1.start", "1.start"]);
  await cell(page, 30, "end").focus();
  await page.keyboard.press("Enter");
  assert.equal(await cursor(page), "30.end");
});

test("inside a text the arrows move in the text", async () => {
  await type(page, 2, "start", "930");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await cursor(page), "2.start");
  await page.keyboard.type("1");
  assert.equal(await cell(page, 2, "start").inputValue(), "9310");
  await page.keyboard.press("Escape");
});

test("a row is saved when it is left, shown in one form, and there after a reload", async () => {
  await type(page, 2, "status", "1");
  await page.keyboard.press("Tab");
  await page.keyboard.type("9時半");
  await page.keyboard.press("Tab");
  await page.keyboard.type("１５００");
  await page.keyboard.press("Enter");
  assert.equal(await cursor(page), "3.end");
  await saved(page, 2);
  const now = await shown(page, 2);
  assert.match(now, /^通所 0?9:30 15:00$/);
  await page.reload();
  assert.equal(await shown(page, 2), now);
});

test("Ctrl+D takes the cell above and goes on, Esc gives the cell back", async () => {
  await type(page, 2, "start", "1000");
  await page.keyboard.press("Enter");
  await saved(page, 2);
  await page.keyboard.press("Control+d");
  await page.keyboard.press("Control+d");
  assert.equal(await cursor(page), "5.start");
  await saved(page, 3);
  await saved(page, 4);
  assert.equal(await cell(page, 4, "start").inputValue(), "10:00");
  await cell(page, 4, "start").focus();
  await page.keyboard.type("1145");
  await page.keyboard.press("Escape");
  assert.equal(await cell(page, 4, "start").inputValue(), "10:00");
  await page.reload();
  assert.equal(await cell(page, 4, "start").inputValue(), "10:00");
});

test("Ctrl+Z takes back the last saved row, and the one before", async () => {
  await type(page, 2, "status", "1");
  await page.keyboard.press("Enter");
  await saved(page, 2);
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await saved(page, 3);
  await page.keyboard.press("Control+z");
  await expectSoon(() => cell(page, 3, "status").inputValue(), "", "the second row is empty again");
  await expectSoon(() => page.locator("#grid-said").textContent(), /3日を元に戻しました/, "it is said aloud");
  await page.keyboard.press("Control+z");
  await expectSoon(() => cell(page, 2, "status").inputValue(), "", "the first row too");
  await expectSoon(async () => { await page.reload(); return filledDays(page); }, [], "on the server too");
});

test("Enter that ends a conversion neither moves nor saves", async () => {
  await cell(page, 2, "remark").focus();
  await page.evaluate(() => document.addEventListener("keydown", (event) => { window.composing = event.isComposing; }));
  const keyboard = await context.newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "つうしょ", selectionStart: 4, selectionEnd: 4 });
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => window.composing), true, "the key belongs to the conversion");
  assert.equal(await cursor(page), "2.remark", "while composing (isComposing)");
  await keyboard.send("Input.insertText", { text: "通所" });
  // Safari ends the composition first and sends the key after it, marked 229.
  await cell(page, 2, "remark").evaluate((input) => {
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
  });
  assert.equal(await cursor(page), "2.remark", "marked by its code");
  assert.match(await cell(page, 2, "remark").inputValue(), /通所/);
  await page.keyboard.press("Enter");
  assert.equal(await cursor(page), "3.remark", "a plain Enter moves");
});

test("what cannot be read is kept, marked and explained until it is mended", async () => {
  await type(page, 2, "start", "2えじ");
  await page.keyboard.press("Enter");
  await expectSoon(() => cell(page, 2, "start").getAttribute("aria-invalid"), "true", "the cell is marked");
  assert.equal(await cell(page, 2, "start").inputValue(), "2えじ");
  assert.match(await rowState(page, 2).textContent(), /\S{5,}/, "the row says why");
  await expectSoon(() => page.locator("#grid-said").textContent(), /\S{5,}/, "and says it aloud");
  await cell(page, 2, "start").focus();
  await page.keyboard.type("0930");
  await page.keyboard.press("Enter");
  await saved(page, 2);
  assert.equal(await cell(page, 2, "start").getAttribute("aria-invalid"), null);
});

test("a row typed while the line is broken is kept and sent when it is back", async () => {
  await context.setOffline(true);
  await type(page, 5, "status", "1");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1000");
  await page.keyboard.press("Enter");
  await expectSoon(() => rowState(page, 5).textContent(), /つながりません/, "the row says that the line is broken");
  assert.equal(await cell(page, 5, "start").inputValue(), "1000");
  await context.setOffline(false);
  await expectSoon(() => rowState(page, 5).textContent(), /保存しました/, "it is sent again by itself", 15_000);
  await page.reload();
  assert.equal(await shown(page, 5), "通所 10:00");
});

test("two people in one month: different cells both stay, also in one row", async () => {
  const other = await sitDown(browser, office.address);
  const theirs = await other.newPage();
  await signIn(theirs, office.accounts.shien);
  await theirs.goto(monthOf(person));
  await type(page, 2, "start", "1000");
  await page.keyboard.press("Enter");
  await saved(page, 2);
  await type(theirs, 2, "remark", "昼から");
  await theirs.keyboard.press("Enter");
  await saved(theirs, 2);
  await type(theirs, 4, "status", "2");
  await theirs.keyboard.press("Enter");
  await saved(theirs, 4);
  await page.reload();
  assert.equal(await shown(page, 2), "通所 10:00");
  assert.equal(await cell(page, 2, "remark").inputValue(), "昼から");
  assert.equal(await shown(page, 4), "欠席");
  await other.close();
});

test("two people in one cell: the second is told, keeps what was typed, and decides", async () => {
  const other = await sitDown(browser, office.address);
  const theirs = await other.newPage();
  await signIn(theirs, office.accounts.shien);
  await theirs.goto(monthOf(person));
  await type(page, 2, "start", "1000");
  await page.keyboard.press("Enter");
  await saved(page, 2);
  await type(theirs, 2, "start", "1100");
  await theirs.keyboard.press("Enter");
  await expectSoon(() => rowState(theirs, 2).textContent(), /ほかの人が先に保存しました.*10:00/, "the other value is shown");
  await pause(1_000);
  assert.match(await rowState(theirs, 2).textContent(), /ほかの人が先に保存しました/, "and nothing is sent before somebody decides");
  assert.equal(await cell(theirs, 2, "start").inputValue(), "1100", "what was typed is kept");
  await page.reload();
  assert.equal(await cell(page, 2, "start").inputValue(), "10:00", "nothing was overwritten");
  await cell(theirs, 2, "start").focus();
  await theirs.keyboard.type("1100");
  await theirs.keyboard.press("Enter");
  await saved(theirs, 2);
  await page.reload();
  assert.equal(await cell(page, 2, "start").inputValue(), "11:00", "typed again, it counts");
  await other.close();
});

test("the weekday pattern fills the empty weekdays but no holiday, and can be taken back", async () => {
  await type(page, 6, "status", "欠席");
  await page.keyboard.press("Enter");
  await saved(page, 6);
  await fillWeekdays(page);
  assert.deepEqual(await filledDays(page), WEEKDAYS);
  assert.match(await shown(page, 2), /^通所 10:00 15:00$/);
  assert.equal(await shown(page, 6), "欠席", "a day with a record is not touched");
  await page.getByRole("button", { name: "元に戻す" }).click();
  await expectSoon(() => filledDays(page), [6], "only what the tool wrote is gone");
});

test("行コピー, 末日まで, 行削除, 土日削除: one press each, each can be taken back", async () => {
  const back = async (wanted) => {
    await page.getByRole("button", { name: "元に戻す" }).click();
    await expectSoon(() => filledDays(page).catch(() => null), wanted, "taken back");
  };
  const press = async (name, wanted) => {
    await page.getByRole("button", { name }).click();
    await expectSoon(() => filledDays(page).catch(() => null), wanted, name);
  };
  await type(page, 26, "start", "1000");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1500");
  await press("行コピー", [26, 27]);
  assert.match(await shown(page, 27), /10:00 15:00$/, "also what was still being typed is copied");
  assert.equal(await cursor(page), "27.status", "the cursor goes on to the copy");
  await back([26]);
  await cell(page, 26, "status").focus();
  await press("末日まで", [26, 27, 30]);
  await back([26]);
  await cell(page, 26, "status").focus();
  await page.keyboard.press("Alt+End");
  await expectSoon(() => filledDays(page).catch(() => null), [26, 27, 30], "by the keyboard");
  await cell(page, 27, "status").focus();
  await press("行削除", [26, 30]);
  await back([26, 27, 30]);
  await type(page, 28, "status", "1");
  await press("土日削除", [26, 27, 30]);
  await back([26, 27, 28, 30]);
});

test("前月の曜日パターン fills the next month as the last one was", async () => {
  await fillWeekdays(page);
  await page.goto(monthOf(person, MONTH_AFTER));
  await page.getByRole("button", { name: "前月の曜日パターンを入れる" }).click();
  await page.getByRole("button", { name: "元に戻す" }).waitFor();
  const weekdays = await filledDays(page);
  assert.equal(weekdays.length, 23, "every weekday of December 2026");
  assert.match(await shown(page, 1), /^通所 10:00 15:00$/);
});

test("a tool that cannot work says why and changes nothing", async () => {
  await page.getByLabel("行(日)").fill("31");
  await page.getByRole("button", { name: "末日まで" }).click();
  await page.locator("#form-errors").waitFor();
  assert.match(await page.locator("#form-errors").textContent(), /1から30まで/);
  assert.deepEqual(await filledDays(page), []);
});

test("without script the table is filled and saved by its button, and an error loses nothing", async () => {
  const plain = await sitDown(browser, office.address, { storageState: state, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(monthOf(person));
  await cell(page, 2, "status").fill("1");
  await cell(page, 2, "start").fill("930");
  await cell(page, 2, "end").fill("1500");
  await cell(page, 4, "start").fill("25時");
  await cell(page, 5, "status").fill("欠席");
  await cell(page, 5, "absence_consulted").check();
  await page.getByRole("button", { name: "表を保存" }).click();
  await page.locator("#form-errors").waitFor();
  assert.match(await page.locator("#form-errors").textContent(), /4日/);
  assert.equal(await cell(page, 4, "start").inputValue(), "25時");
  assert.match(await rowState(page, 4).textContent(), /\S{5,}/);
  assert.ok(await cell(page, 5, "absence_consulted").isChecked(), "the other rows are saved");
  await cell(page, 4, "start").fill("10:30");
  await page.getByRole("button", { name: "表を保存" }).click();
  await page.waitForURL(monthOf(person));
  assert.match(await shown(page, 2), /^通所 0?9:30 15:00$/);
  assert.equal(await cell(page, 4, "start").inputValue(), "10:30");
  await cell(page, 5, "absence_consulted").uncheck();
  await page.getByRole("button", { name: "表を保存" }).click();
  await page.waitForURL(monthOf(person));
  assert.ok(!(await cell(page, 5, "absence_consulted").isChecked()), "an unticked box is saved too");
  await plain.close();
});
