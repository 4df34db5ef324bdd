// A person without a mouse: Tab, Enter, Space and arrows, with a note of where the cursor was.
import assert from "node:assert/strict";

/** So many presses of Tab reach anything on our pages. */
const FAR = 150;

/** What has the cursor, in words: its label, text or id; empty when nothing has it. */
export const cursorIsOn = (page) => page.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ?? element.textContent ?? "";
  return label.trim().replace(/\s+/g, " ") || element.id;
});

/** Whether the cursor can be seen: its element is inside the window and has an outline. */
const isSeen = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.right > 0 && box.top < window.innerHeight && box.left < window.innerWidth;
  return inside && getComputedStyle(element).outlineStyle !== "none";
});

/** Presses Tab until the cursor is on something called `name`; the way there is kept in `path`. */
export async function tabTo(page, name, path = []) {
  for (let press = 0; press < FAR; press += 1) {
    await page.keyboard.press("Tab");
    const here = await cursorIsOn(page);
    path.push(here);
    if (name instanceof RegExp ? name.test(here) : here === name) {
      assert.ok(await isSeen(page), `the cursor on ${here} can be seen`);
      return path;
    }
  }
  assert.fail(`Tab does not reach ${name}; it went over: ${path.join(" / ")}`);
}

/** Counts what is pressed on a page from now on: a chord like Alt+End is one press, a typed letter too. */
export function countKeys(page) {
  const { keyboard } = page;
  const [press, type] = [keyboard.press.bind(keyboard), keyboard.type.bind(keyboard)];
  let count = 0;
  keyboard.press = (key, options) => { count += 1; return press(key, options); };
  keyboard.type = (text, options) => { count += [...text].length; return type(text, options); };
  // The question of the browser is answered with Enter.
  page.on("dialog", async (dialog) => { count += 1; await dialog.accept(); });
  return {
    /** The presses since the last time. */
    take: () => { const taken = count; count = 0; return taken; },
  };
}

/** Goes over the menus at the top into the text of the page, by the link that is there for it. */
export async function skipToText(page) {
  await tabTo(page, "本文へ進む");
  await page.keyboard.press("Enter");
}
