// 月の表 as a test touches it: its cells, the words of a row, and people nobody else uses.
import { expectSoon } from "./wait.mjs";

/** A month behind the demo's last one: everybody is there and nothing is recorded yet. */
export const EMPTY_MONTH = "2026-11";
export const MONTH_AFTER = "2026-12";

/** Ids of the people of an empty month, in the order of the list. */
export async function peopleOf(page) {
  await page.goto(`/o/1/b/${MONTH_AFTER}/records`);
  const hrefs = await page.locator("main tbody th a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  return hrefs.map((href) => href.split("/").pop());
}

export const monthOf = (person, month = EMPTY_MONTH) => `/o/1/b/${month}/records/${person}`;

/** The cell of a day, by field. */
export const cell = (page, day, field) => page.locator(`[id="f-d${day}.${field}"]`);

/** Which cell has the cursor: `2.start`. */
export const cursor = (page) => page.evaluate(() => document.activeElement.id.replace(/^f-d/, ""));

/** The last column of a day's row. */
export const rowState = (page, day) => page.locator(`tr[data-number="${day}"] .row-state`);

/** Waits until a row says that it was saved. */
export const saved = (page, day) =>
  expectSoon(() => rowState(page, day).textContent(), /保存しました \d\d?:\d\d/, `day ${day} is saved`);

/** What the grid shows of a day. */
export async function shown(page, day) {
  const text = (field) => cell(page, day, field).inputValue();
  return [await text("status"), await text("start"), await text("end")].join(" ").trim();
}

/** Days with anything in them. */
export const filledDays = (page) =>
  page.locator('input[data-f="status"]').evaluateAll((cells) =>
    cells.filter((input) => input.value !== "").map((input) => Number(input.closest("tr").dataset.number)));
