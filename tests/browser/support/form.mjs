// A form filled without a mouse: fields are reached by Tab and known by their labels.
import assert from "node:assert/strict";
import { cursorIsOn, tabTo } from "./keyboard.mjs";

const begins = (label) => new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);

/** Types into the field whose label begins so; what stood there is replaced. */
export async function typeInto(page, label, text) {
  await tabTo(page, begins(label));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Chooses in the pull-down whose label begins so, with the arrows. */
export async function choose(page, label, option) {
  await tabTo(page, begins(label));
  const { at, current } = await page.evaluate((option) => {
    const select = document.activeElement;
    const labels = [...select.options].map((one) => one.textContent.trim());
    return { at: labels.findIndex((one) => one.startsWith(option)), current: select.selectedIndex };
  }, option);
  assert.notEqual(at, -1, `${label} offers ${option}`);
  for (let step = current; step !== at; step += Math.sign(at - current)) {
    await page.keyboard.press(at > current ? "ArrowDown" : "ArrowUp");
  }
  assert.equal(await page.evaluate(() => document.activeElement.selectedIndex), at, `${option} is chosen in ${label}`);
}

/** Ticks the box whose label begins so. */
export async function tick(page, label) {
  await tabTo(page, begins(label));
  await page.keyboard.press("Space");
  assert.ok(await page.evaluate(() => document.activeElement.checked), `${label} is ticked`);
}

/** Gives a file to the field whose label begins so. */
export async function give(page, label, file) {
  await tabTo(page, begins(label));
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
  await chooser.setFiles(file);
}

/** Presses Enter on what is called so; with an address waits until the next page is there and its address fits. */
export async function enter(page, name, address) {
  await tabTo(page, typeof name === "string" ? begins(name) : name);
  const here = await cursorIsOn(page);
  if (!address) return page.keyboard.press("Enter");
  const moved = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  await Promise.all([moved, page.keyboard.press("Enter")]);
  await page.waitForURL(address).catch(async (error) => {
    const told = await page.locator("#form-errors, .error-text, [role=alert]").allTextContents();
    throw new Error(`${here} did not lead to ${address} but to ${page.url()}: ${told.join(" ").replace(/\s+/g, " ")}`, { cause: error });
  });
}
