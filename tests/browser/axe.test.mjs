// 誰にでも使える: every screen through axe, wide and narrow, light and dark; nothing scrolls sideways, nothing complains.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listenForComplaints, openBrowser, signIn, sitDown } from "./support/browser.mjs";
import { cell, monthOf, peopleOf, rowState } from "./support/grid.mjs";
import { startDemo, startEmpty } from "./support/program.mjs";
import { expectSoon } from "./support/wait.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SHOTS = join(dirname(fileURLToPath(import.meta.url)), "shots");
const COLOURS = ["color-contrast"];
/** What is asked of a page in each of its looks: layout depends on the width, colours on the scheme. */
const LOOKS = [
  { width: 1366, colorScheme: "light", rules: (axe) => axe.withTags(RULES) },
  { width: 1366, colorScheme: "dark", rules: (axe) => axe.withRules(COLOURS) },
  { width: 390, colorScheme: "dark", rules: (axe) => axe.withRules(COLOURS) },
  { width: 390, colorScheme: "light", rules: (axe) => axe.withTags(RULES).disableRules(COLOURS) },
];
const NARROWEST = 320; // 1280 px at 400 %
/** Where the crawl begins besides the menu: a month that is open, one that was exported, and a grid with all columns. */
const DOORS = [
  "/", "/b/2026-10/records", "/b/2026-10/claim", "/b/2026-10/records/1?all=1", "/b/2026-10/day/13",
  "/b/2026-08/claim", "/b/2026-08/claim/output", "/b/2026-08/records/1",
];
/** The same for the two other kinds of offices. */
const DOORS_OF_RETENTION = ["/", "/t/2026-10/records", "/t/2026-10/claim", "/t/2026-08/claim", "/t/2026-08/claim/output", "/t/2026-08/additions"];
const DOORS_OF_COMMUNITY = ["/", "/c/2026-10/visits", "/c/2026-10/claim", "/c/quick", "/c/2026-08/claim", "/c/2026-08/claim/output"];
/** Screens that every kind of office has in the same words: looked at in the first. */
const SAME_EVERYWHERE = /\/(audit|news)$|\/settings\/(accounts|codes|offices|support|password|sessions)/;
/** Files are no screens; a month that was exported is looked at through the doors alone. */
const IS_NO_SCREEN = /\.(csv|xlsx|json|zip)$|\/files\/|\/[btc]\/2026-08\//;

/** What is taken in: the first line is the heading, the last one is wrong. */
const PEOPLE = [
  "氏名,フリガナ,生年月日,受給者証番号,市町村番号,支給決定期間,支給量,負担上限月額,契約日,契約支給量,記入欄番号,決定サービスコード",
  "見本 花子,みほん はなこ,S55.4.1,9900000901,992011,R8.10.1～R9.9.30,23日,0,R8.10.1,22,1,461000",
  "見本 太郎,みほん たろう,S99.4.1,99000,992011,R8.10.1～R9.9.30,23日,0,R8.10.1,22,1,461000",
];
const RETURNED = ["受給者証番号,提供年月,エラーコード,内容", "9900000107,2026-08,EG13,日数の誤り", "9999999999,2026-08,EG13,日数の誤り"];
const CAP_LIST = [
  "サービス提供年月,管理事業所番号,事業所番号,サービス種類,市町村番号,受給者証番号,負担上限月額,総費用額,利用者負担額",
  "2026-10,9910100016,9910200097,22,992011,9900000106,9300,12000,1200", "2026-10,9910100016,9910200097,22,992011,9999999999,9300,12000,1200",
];
const CODES = ["サービスコード,サービス内容略称,合成単位数,算定単位", "466037,試しの加算,15,1日につき", "46X99,読めない行,,"];

let office;
let browser;
let context;
let page;
let complaints;

before(async () => {
  office = await startDemo();
  browser = await openBrowser();
  context = await sitDown(browser, office.address);
  complaints = listenForComplaints(context);
  page = await context.newPage();
  await signIn(page, office.accounts.kanri);
  await rm(SHOTS, { recursive: true, force: true });
  for (const { width, colorScheme } of LOOKS) await mkdir(join(SHOTS, `${width}-${colorScheme}`), { recursive: true });
});
after(async () => {
  await browser?.close();
  await office?.stop();
});

/** Problems of the page as it stands, in all four looks; pictures of it are kept under `name`. */
async function problems(page, name) {
  const found = [];
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  for (const { width, colorScheme, rules } of LOOKS) {
    const look = `${name} at ${width} px, ${colorScheme}`;
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await rules(new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] })).analyze();
    for (const { id, nodes } of violations) found.push(`${look}: ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
    await page.screenshot({ path: join(SHOTS, `${width}-${colorScheme}`, `${name}.png`), fullPage: true });
  }
  for (const width of [390, NARROWEST]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await overhang(page);
    if (over.length > 0) found.push(`${name} at ${width} px scrolls sideways: ${over.join(", ")}`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  return found;
}

/** Elements that make the page wider than the window. */
const overhang = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) =>
    element.getBoundingClientRect().right > width + 1 && !element.closest(".scroll"));
  return wide.slice(0, 4).map((element) => `<${element.tagName.toLowerCase()} class="${element.className}">`);
});

/** One address of each kind: numbers and months do not make another screen, the state of the month does. */
const kindOf = (path) => path
  .replace(/\/([btc])\/2026-08\//, "/$1/exported/").replace(/\/([btc])\/\d{4}-\d\d\//, "/$1/month/").replace(/\/\d{4}-\d\d(?=\/|$|\?)/, "/month")
  .replace(/\/points\/[^/]+/, "/points/n").replace(/\/packs\/[^/]+/, "/packs/n").replace(/\/rate\/\d{4}/, "/rate/year")
  .replace(/\/\d+(?=\/|$|\?)/g, "/n").replace(/=[^&]*/g, "=x");

const fileName = (kind) => kind.replace(/^\/o\/n/, "").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "today";

/** Walks over every kind of screen of an office that a link leads to; gives the kinds and what is wrong with them. */
async function crawl(page, base, doors, place = "") {
  const waiting = doors.map((door) => base + door);
  const known = new Set(waiting.map(kindOf));
  const found = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const answer = await page.goto(path);
    if (answer.status() !== 200) found.push(`${path} answers ${answer.status()}`);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
    for (const link of links) {
      if (!link.startsWith(`${base}/`) || IS_NO_SCREEN.test(link) || known.has(kindOf(link))) continue;
      known.add(kindOf(link));
      waiting.push(link);
    }
    if (place && SAME_EVERYWHERE.test(path)) continue;
    found.push(...await problems(page, place + fileName(kindOf(path))));
  }
  return { known: [...known].map((kind) => kind.replace("/o/n", "")), found };
}

/** The head of one of the town's offices at a computer of their own: the page and the office's address. */
async function headOf(id) {
  const account = Object.values(office.accounts).find((one) => one.office === id && one.role === "manager");
  assert.ok(account, `the town has a head of ${id}`);
  const theirs = await sitDown(browser, office.address);
  const told = listenForComplaints(theirs);
  const page = await theirs.newPage();
  await signIn(page, account);
  return { context: theirs, page, complaints: told, base: new URL(page.url()).pathname.replace(/\/$/, "") };
}

test("every screen that links lead to has no accessibility fault, no sideways scroll, no complaint", async () => {
  // A run of the claims is a screen too.
  await page.goto("/o/1/b/2026-10/claim");
  await page.getByRole("button", { name: "請求を計算" }).click();
  await expectSoon(() => page.locator("#run [role=status]").textContent().catch(() => ""), /終わりました/, "the run ends", 30_000);

  const { known, found } = await crawl(page, "/o/1", DOORS);
  assert.equal(found.join("\n"), "");
  assert.deepEqual(complaints, [], "nothing in the console");
  for (const screen of ["/records", "/records/n", "/day/n", "/claim", "/claim/people/n", "/claim/output", "/claim/runs/n", "/cap", "/cap/n", "/additions/n", "/additions/n/medical", "/fees-collected"]) {
    assert.ok(known.includes(`/b/month${screen}`), `the crawl came to ${screen}`);
  }
  for (const screen of [
    "/people", "/people/new", "/people/n", "/people/n/cards", "/people/n/contracts", "/people/n/history", "/people/n/exceptions", "/people/n/months/month",
    "/import", "/returned", "/wages/n", "/settings", "/settings/form", "/settings/notices/n", "/settings/notices/new", "/settings/codes", "/settings/wages", "/audit",
  ]) {
    assert.ok(known.includes(screen), `the crawl came to ${screen}`);
  }
});

/** What the crawl must come to in the two other kinds of offices. */
const SCREENS_OF_RETENTION = [
  "/people", "/people/new", "/people/n", "/people/n/jobs", "/people/n/jobs/n", "/people/n/retention", "/people/n/leaving", "/people/n/resigned",
  "/people/n/cards", "/people/n/contracts", "/people/n/plans", "/people/n/plans/n", "/people/n/history", "/settings/approval", "/settings/occupations",
  "/t/month/records", "/t/month/records/n", "/t/month/records/n/quick", "/t/month/records/n/report", "/t/month/records/n/report/print",
  "/t/month/additions", "/t/rate/year", "/t/month/claim", "/t/month/claim/people/n", "/t/month/claim/output", "/t/summary", "/t/codes",
];
const SCREENS_OF_COMMUNITY = [
  "/people", "/people/new", "/people/n", "/people/n/masters", "/people/n/masters/n", "/people/n/history", "/settings/masters", "/settings/masters/n",
  "/c/month/visits", "/c/month/visits/n", "/c/month/visits/day/n", "/c/quick", "/c/month/claim", "/c/month/claim/n", "/c/month/claim/output",
  "/c/packs", "/c/packs/n", "/c/packs/n/points/n", "/c/packs/n/prices",
];

test("every screen of 就労定着支援 and of 地域生活支援事業 is as good", async () => {
  const look = async (id, doors, screens) => {
    const { context, page, complaints, base } = await headOf(id);
    const { known, found } = await crawl(page, base, doors, `${id}-`);
    await context.close();
    const missed = screens.filter((screen) => !known.includes(screen)).map((screen) => `the crawl did not come to ${screen} of ${id}`);
    return [...found, ...complaints, ...missed];
  };
  // Both at once: two cores look twice as fast.
  const found = await Promise.all([look("O2", DOORS_OF_RETENTION, SCREENS_OF_RETENTION), look("O3", DOORS_OF_COMMUNITY, SCREENS_OF_COMMUNITY)]);
  assert.equal(found.flat().join("\n"), "");
});

test("what is taken in from files is shown first, and these screens are as good", async () => {
  const found = [];
  const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });
  const send = async (label, sent, button) => {
    await page.getByLabel(label).setInputFiles(sent);
    await page.locator("form").filter({ has: page.getByLabel(label) }).getByRole("button", { name: button }).click();
  };

  // 持ち込み: a list with a person to take in and a line to mend.
  await page.goto("/o/1/import");
  await send(/^表のファイル/, file("people.csv", PEOPLE.join("\n")), "列の対応へ進む");
  await page.waitForURL(/\/columns$/);
  found.push(...await problems(page, "import-columns"));
  await page.getByRole("button", { name: "下見へ進む" }).click();
  await page.getByRole("region", { name: "下見の表" }).waitFor();
  assert.match(await page.locator("main").textContent(), /要修正 1行/);
  found.push(...await problems(page, "import-preview-faulty"));
  await page.goto("/o/1/import");
  found.push(...await problems(page, "import-waiting"));
  await send(/^表のファイル/, file("people.csv", PEOPLE.slice(0, 2).join("\n")), "列の対応へ進む");
  await page.getByRole("button", { name: "下見へ進む" }).click();
  await page.getByRole("region", { name: "下見の表" }).waitFor();
  found.push(...await problems(page, "import-preview"));
  await page.getByRole("button", { name: "1人を持ち込む" }).click();
  await page.waitForURL(/\/import\/done/);
  found.push(...await problems(page, "import-done"));
  await page.goto("/o/1/import");
  await send(/^表のファイル/, file("people.xlsx", "PK?"), "列の対応へ進む");
  await page.getByRole("alert").waitFor();
  found.push(...await problems(page, "import-refused"));

  // 実績記録票 of a month that is there already.
  await page.goto("/o/1/b/2026-08/claim/output");
  const [made] = await Promise.all([page.waitForEvent("download"), page.getByRole("row").filter({ hasText: "J61" }).getByRole("link").click()]);
  const records = await readFile(await made.path());
  await page.goto("/o/1/import");
  await send(/^実績記録票のファイル/, file(made.suggestedFilename(), records), "下見へ進む");
  await page.waitForURL(/\/import\/days\/\d+$/);
  found.push(...await problems(page, "import-days"));

  // 利用者負担額一覧表 of a partner, as pasted from a spreadsheet.
  await page.goto("/o/1/b/2026-10/cap");
  await page.getByText("表計算の表を貼り付けます").click();
  await page.getByLabel(/^一覧表の内容/).fill(CAP_LIST.join("\n"));
  await page.locator("details[open]").getByRole("button", { name: "中身を確かめる" }).click();
  await page.waitForURL(/\/cap\/files\/\d+$/);
  found.push(...await problems(page, "cap-preview"));

  // 返戻: a list with a case and a number nobody has; then the case waits to be claimed again.
  const returned = async (lines) => {
    await page.goto("/o/1/returned");
    await page.getByText("返戻の一覧を取り込む").click();
    await page.getByLabel(/^一覧の内容/).fill(lines.join("\n"));
    await page.locator("details[open]").getByRole("button", { name: "中身を確かめる" }).last().click();
    await page.waitForURL(/\/returned\/files\/\d+$/);
  };
  await returned(RETURNED);
  found.push(...await problems(page, "returned-preview-faulty"));
  await returned(RETURNED.slice(0, 2));
  found.push(...await problems(page, "returned-preview"));
  await page.getByRole("button", { name: "1件を取り込む" }).click();
  await page.waitForURL(/\/returned(\?|$)/);
  await page.locator("article.card").first().waitFor();
  found.push(...await problems(page, "returned-open"));

  // サービスコード表.
  await page.goto("/o/1/settings/codes");
  await page.getByLabel(/^適用開始月/).fill("2026/6");
  await send(/^サービスコード表/, file("codes.csv", CODES.join("\n")), "ちがいを見る");
  await page.waitForURL(/\/settings\/codes\/\d+$/);
  found.push(...await problems(page, "codes-changes"));

  assert.equal(found.join("\n"), "");
});

test("screens that say no are as good: errors in forms and in the grid, a missing page, a forbidden one", async () => {
  const found = [];
  await page.goto("/o/1/people/new");
  await page.locator("main form button[data-kind=primary]").click();
  await page.locator("#form-errors").waitFor();
  found.push(...await problems(page, "error-form"));

  const [person] = await peopleOf(page);
  await page.goto(monthOf(person));
  await cell(page, 4, "start").fill("25時");
  await page.keyboard.press("Enter");
  await expectSoon(() => cell(page, 4, "start").getAttribute("aria-invalid"), "true", "the cell is marked");
  assert.ok(await rowState(page, 4).textContent());
  found.push(...await problems(page, "error-grid"));
  await cell(page, 4, "start").fill("");

  const answer = await page.goto("/o/1/people/99999");
  assert.equal(answer.status(), 404);
  found.push(...await problems(page, "error-missing"));

  const staff = await sitDown(browser, office.address);
  const theirs = await staff.newPage();
  await signIn(theirs, office.accounts.shien);
  assert.equal((await theirs.goto("/o/1/audit")).status(), 403);
  found.push(...await problems(theirs, "error-forbidden"));
  await staff.close();
  assert.equal(found.join("\n"), "");
});

test("the doors are as good: sign-in, a refused sign-in, the set-up with and without errors", async () => {
  const found = [];
  const stranger = await sitDown(browser, office.address);
  const outside = await stranger.newPage();
  await outside.goto("/signin");
  found.push(...await problems(outside, "signin"));
  await outside.getByLabel("ログイン名").fill("nobody");
  await outside.getByLabel("パスワード").fill("kore-ha-chigau");
  await outside.getByRole("button", { name: "サインイン" }).click();
  await outside.locator("#form-errors").waitFor();
  found.push(...await problems(outside, "signin-refused"));
  await stranger.close();

  const empty = await startEmpty();
  try {
    const first = await sitDown(browser, empty.address);
    const setup = await first.newPage();
    await setup.goto("/");
    await setup.waitForURL(/\/setup$/);
    found.push(...await problems(setup, "setup"));
    await setup.getByRole("button", { name: "登録してはじめる" }).click();
    await setup.locator("#form-errors").waitFor();
    found.push(...await problems(setup, "setup-errors"));
    await setup.getByLabel("事業所番号").fill("9910100016");
    await setup.getByLabel("事業所名").fill("はじめの事業所");
    await setup.getByLabel("地域区分").selectOption("その他");
    await setup.getByLabel("氏名").fill("見本 はじめ");
    await setup.getByLabel("ログイン名").fill("hajime");
    await setup.getByLabel("パスワード").fill("umi-to-yama-no-aida-ni-aru-machi");
    await setup.getByRole("button", { name: "登録してはじめる" }).click();
    await setup.waitForURL(/\/o\/\d+\/$/);
    found.push(...await problems(setup, "first-day"));
    await first.close();
  } finally {
    await empty.stop();
  }
  assert.equal(found.join("\n"), "");
});
