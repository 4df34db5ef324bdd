// 打鍵の数: months of 5, 20 and 60 people are recorded and claimed by keyboard alone, and every press is counted.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, signIn, sitDown } from "./support/browser.mjs";
import { cell, cursor, filledDays, saved } from "./support/grid.mjs";
import { countKeys, skipToText, tabTo } from "./support/keyboard.mjs";
import { HEAD, makeOffice, openDays, recordDays } from "./support/office.mjs";
import { startEmpty } from "./support/program.mjs";
import { expectSoon } from "./support/wait.mjs";

/** The month before, from which the weekdays are taken, and the month that is claimed: both have ended. */
const BEFORE = { month: "2026-09", holidays: [21, 22, 23] };
const MONTH = "2026-10";
/** Monday to Friday of October 2026, スポーツの日 among them. */
const WEEKDAYS = 22;
/** Most presses for a month of 20 people × 22 days from patterns; it holds for any number of people. */
const BUDGET = 150;

let browser;

before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

/** A program with an office of `size` people and a recorded month behind them, and its head at the keyboard. */
async function officeOf(size) {
  const program = await startEmpty();
  try {
    const office = await makeOffice(program.address, size);
    await recordDays(office, BEFORE.month, openDays(BEFORE.month, BEFORE.holidays));
    const context = await sitDown(browser, program.address);
    const page = await context.newPage();
    await signIn(page, HEAD);
    const stop = async () => { await context.close(); await program.stop(); };
    return { ...office, page, keys: countKeys(page), stop };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** Enter on what has the cursor, and the page it leads to. */
async function follow(page, address) {
  await page.keyboard.press("Enter");
  await page.waitForURL(address);
}

/** From 今日 to the month with every weekday of everybody filled in. */
async function fill({ page, base }) {
  await page.goto(`${base}/`);
  await tabTo(page, "記録");
  await follow(page, /\/records$/);
  await tabTo(page, "前の月");
  await follow(page, new RegExp(`${MONTH}/records$`));
  await skipToText(page);
  await tabTo(page, "祝日は除く");
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/records\/fill$/);
}

/** From the filled month to its files: 締め → 点検 → 承認 → 出力. */
async function claim({ page }) {
  await tabTo(page, "請求");
  await follow(page, new RegExp(`${MONTH}/claim`));
  const current = page.locator('.steps [aria-current="step"]');
  for (const [button, state] of [["締める", "締め"], ["点検済みにする", "点検"], ["承認する", "承認"]]) {
    await skipToText(page);
    await tabTo(page, button);
    await page.keyboard.press("Enter");
    await expectSoon(() => current.textContent().catch(() => ""), new RegExp(state), `the month is at ${state}`, 30_000);
  }
  await skipToText(page);
  if (await page.locator("#f-acknowledged").isVisible()) {
    await tabTo(page, "上のコードと単位数を確かめました");
    await page.keyboard.press("Space");
  }
  await tabTo(page, "請求ファイルを出力する");
  await follow(page, /\/output/);
}

for (const size of [5, 20, 60]) {
  describe(`an office of ${size} people`, () => {
    let office;
    before(async () => { office = await officeOf(size); });
    after(async () => { await office?.stop(); });

    if (size === 5) copyTools(() => office);

    test(`the month of ${size} people is filled from patterns within ${BUDGET} presses`, async (t) => {
      office.keys.take();
      await fill(office);
      const presses = office.keys.take();
      t.diagnostic(`fill, ${size} people × ${WEEKDAYS} days: ${presses} presses`);
      assert.match(await office.page.locator(".banner").first().textContent(), new RegExp(`${size}人に${size * WEEKDAYS}日分を入れました`));
      assert.ok(presses <= BUDGET, `${presses} presses`);
    });

    test(`and it is closed, checked, approved and exported within ${BUDGET} presses`, async (t) => {
      office.keys.take();
      await claim(office);
      const presses = office.keys.take();
      t.diagnostic(`締め to 出力, ${size} people: ${presses} presses`);
      const files = await office.page.getByRole("table", { name: "作ったファイル" }).textContent();
      for (const kind of ["J11", "J61"]) assert.match(files, new RegExp(`${kind} `), `${kind} was made`);
      assert.match(await office.page.locator("main").textContent(), new RegExp(`${size}人、`));
      assert.ok(presses <= BUDGET, `${presses} presses`);
    });
  });
}

/** 行コピー, 末日まで, 土日削除, 行削除 and a pattern without a month before, on a month of one person that is still empty. */
function copyTools(office) {
  const MONTH_WITHOUT_RECORDS = "2026-08";
  const month = (person) => `${office().base}/b/${MONTH_WITHOUT_RECORDS}/records/${person}`;

  test("行コピー, 末日まで, 土日削除 and 行削除 are one act each", async () => {
    const { page, keys, people } = office();
    await page.goto(month(people[0]));
    await cell(page, 1, "status").focus();
    await page.keyboard.type("1");
    for (const time of ["1000", "1500"]) {
      await page.keyboard.press("ArrowRight");
      await page.keyboard.type(time);
    }
    await page.keyboard.press("Enter");
    await saved(page, 1);

    const act = async (name, days) => {
      assert.equal(keys.take(), 1, `${name} is one press`);
      await expectSoon(() => filledDays(page).catch(() => []), days, name);
      await page.getByRole("button", { name: "元に戻す" }).waitFor();
    };
    await page.keyboard.press("ArrowUp");
    assert.equal(await cursor(page).then((at) => at.split(".")[0]), "1", "the cursor is in the row that is copied");
    keys.take();
    await page.keyboard.press("Alt+ArrowDown");
    await act("行コピー", [1, 2]);

    assert.equal(await cursor(page), "2.status", "the cursor went on with the copy");
    await page.keyboard.press("Alt+End");
    // Saturdays, Sundays and 山の日 are not filled.
    await act("末日まで", [1, 2, ...openDays(MONTH_WITHOUT_RECORDS, [11])]);

    await page.getByRole("button", { name: "土日削除" }).focus();
    await page.keyboard.press("Enter");
    await act("土日削除", openDays(MONTH_WITHOUT_RECORDS, [11]));

    await cell(page, 3, "status").focus();
    await page.keyboard.press("Alt+Delete");
    await act("行削除", openDays(MONTH_WITHOUT_RECORDS, [3, 11]));
  });

  test("a person's first month, with no month before it, is filled from a pattern", async (t) => {
    const { page, keys, people } = office();
    await page.goto(month(people[1]));
    keys.take();
    await skipToText(page);
    await tabTo(page, "開始");
    await page.keyboard.type("1000");
    await page.keyboard.press("Tab");
    await page.keyboard.type("1500");
    await tabTo(page, "空いている日に入れる");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "元に戻す" }).waitFor();
    const presses = keys.take();
    t.diagnostic(`first month of one person: ${presses} presses`);
    assert.deepEqual(await filledDays(page), openDays(MONTH_WITHOUT_RECORDS, [11]));
  });
}
