// Chromium for the tests: fresh profile, no network but loopback, every wait bounded.
import { chromium } from "playwright-core";

const executablePath = process.env.TASUKI_CHROMIUM ?? "/usr/bin/chromium";
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Longest wait for one act on a page. */
export const PATIENCE_MS = 10_000;

/** A browser with a profile of its own. */
export const openBrowser = () => chromium.launch({ executablePath, headless: true, args: flags, timeout: 30_000 });

/** A person at a computer: a context of its own, in Japanese, at the office's clock. */
export async function sitDown(browser, address, options = {}) {
  const context = await browser.newContext({
    baseURL: address, locale: "ja-JP", timezoneId: "Asia/Tokyo", viewport: { width: 1366, height: 768 }, ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** Signs in through the page and ends on the first page of the office. */
export async function signIn(page, account) {
  await page.goto("/signin");
  await page.getByLabel("ログイン名").fill(account.login);
  await page.getByLabel("パスワード").fill(account.password);
  await page.getByRole("button", { name: "サインイン" }).click();
  await page.waitForURL(/\/o\/\d+\/$/);
}

/** What the pages of a context complain of: refused scripts, failed requests for files, exceptions. */
export function listenForComplaints(context) {
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`${error.page()?.url()}: ${error.error().message}`));
  return complaints;
}
