// 守り: headers, cookies, form tokens, waiting after failures, sessions – asked without a browser, one look with it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openBrowser, signIn, sitDown } from "./support/browser.mjs";
import { ask, Visitor } from "./support/http.mjs";
import { startDemo } from "./support/program.mjs";

const SESSION = "__Host-tasuki";
const RECORDS = "/o/1/b/2026-11/records";
const ONE_DAY = `${RECORDS}/1/days/2`;
let office;
let head;

before(async () => {
  office = await startDemo();
  head = office.accounts.kanri;
});
after(() => office?.stop());

const visitor = () => new Visitor(office.address);

async function signedIn(account = head) {
  const person = visitor();
  const answer = await person.signIn(account);
  assert.equal(answer.status, 303, "the demo account signs in");
  assert.equal((await person.ask(RECORDS)).status, 200, "and sees its office");
  return person;
}

function assertStrict(answer, what) {
  const policy = answer.headers["content-security-policy"] ?? "";
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(part), `${what}: the policy lacks ${part}: ${policy}`);
  }
  assert.doesNotMatch(policy, /unsafe|\*|data:/, `${what}: the policy has a hole`);
  assert.equal(answer.headers["x-content-type-options"], "nosniff", what);
  assert.equal(answer.headers["referrer-policy"], "no-referrer", what);
  assert.equal(answer.headers["x-frame-options"], "DENY", what);
  assert.equal(answer.headers["cross-origin-opener-policy"], "same-origin", what);
  assert.equal(answer.headers["cross-origin-resource-policy"], "same-origin", what);
  assert.ok(answer.headers["strict-transport-security"], what);
  assert.ok(answer.headers["permissions-policy"], what);
  assert.equal(answer.headers["server"], undefined, `${what}: the program does not name itself`);
}

test("every kind of answer carries the strict headers", async () => {
  const person = await signedIn();
  const signin = await ask(office.address, "/signin");
  const asset = /href="(\/assets\/app-[^"]+\.css)"/.exec(signin.text)?.[1];
  assert.ok(asset, "the page names its stylesheet");
  const kinds = {
    "a page before sign-in": [signin, 200],
    "a page": [await person.ask(RECORDS), 200],
    "a stylesheet": [await ask(office.address, asset), 200],
    "an unknown address": [await ask(office.address, "/nowhere/at/all"), 404],
    "an unknown asset": [await ask(office.address, "/assets/app-0.css"), 404],
    "a page that does not exist in the office": [await person.ask("/o/1/nowhere"), 404],
    "another office": [await person.ask("/o/999/"), 404],
    "a redirect to sign-in": [await ask(office.address, RECORDS), 303],
    "a forged form": [await ask(office.address, "/signin", { method: "POST", form: { login: "a" } }), 403],
    "a wrong method": [await person.ask("/signout"), 405],
    "too large a body": [await ask(office.address, "/signin", { method: "POST", form: { login: "a".repeat(1_200_000) } }), 413],
  };
  for (const [what, [answer, status]] of Object.entries(kinds)) {
    assert.equal(answer.status, status, what);
    assertStrict(answer, what);
  }
  assert.match(kinds["a page"][0].headers["cache-control"], /no-store/, "pages with personal data are not kept");
  assert.match(kinds["a stylesheet"][0].headers["cache-control"], /immutable/, "static files are kept");
});

test("cookies are bound to the host, hidden from scripts and not sent across sites", async () => {
  const person = visitor();
  const door = await person.ask("/signin");
  const signin = await person.post("/signin", { login: head.login, password: head.password });
  const lines = [...door.setCookies, ...signin.setCookies];
  assert.ok(lines.some((line) => line.startsWith(`${SESSION}=`)), "a session cookie is set");
  assert.ok(lines.some((line) => line.startsWith("__Host-tasuki-door=")), "a cookie for the sign-in form is set");
  for (const line of lines) {
    assert.match(line, /; HttpOnly/i);
    assert.match(line, /; Secure/i);
    assert.match(line, /; SameSite=(Lax|Strict)/i);
    assert.match(line, /; Path=\//i);
    assert.doesNotMatch(line, /Domain=/i);
  }
});

test("a form without its token, with a wrong one or as another type is refused", async () => {
  const person = await signedIn();
  const token = person.token;
  const post = (form, headers) => person.ask(ONE_DAY, { method: "POST", form, headers });
  assert.equal((await post({ status: "通所" })).status, 403, "no token");
  assert.equal((await post({ status: "通所", csrf: token.replace(/.$/, (c) => (c === "0" ? "1" : "0")) })).status, 403, "a wrong token");
  assert.equal((await post({ status: "通所", csrf: token }, { "content-type": "text/plain" })).status, 403, "another type");
  const fresh = visitor();
  await fresh.ask("/signin");
  const foreign = await fresh.ask("/signin", { method: "POST", form: { csrf: token, login: head.login, password: head.password } });
  assert.equal(foreign.status, 403, "the token of another session");
  assert.match(foreign.text, /読み込み直して/, "the refusal says what to do");
});

test("a form from another site is refused even with the right token", async () => {
  const person = await signedIn();
  for (const site of ["cross-site", "same-site", "none"]) {
    assert.equal((await person.post(ONE_DAY, { status: "" }, { "sec-fetch-site": site })).status, 403, site);
  }
  assert.equal((await person.post(ONE_DAY, { status: "" }, { origin: "https://example.invalid" })).status, 403, "a foreign origin");
  assert.equal((await person.post(ONE_DAY, { status: "" }, { origin: "null" })).status, 403, "an origin that hides itself");
  assert.equal((await person.post(ONE_DAY, { status: "" }, { "sec-fetch-site": "same-origin" })).status, 200, "our own page");
});

test("sign-in leads only to our own pages", async () => {
  for (const next of ["//example.invalid/", "https://example.invalid/", "/\\example.invalid", "javascript:alert(1)"]) {
    const person = visitor();
    await person.ask(`/signin?next=${encodeURIComponent(next)}`);
    const answer = await person.post("/signin", { login: head.login, password: head.password, next });
    assert.equal(answer.headers.location, "/", next);
  }
});

test("a session planted before sign-in is worth nothing, and each sign-in has its own", async () => {
  const planted = "5".repeat(64);
  const person = visitor();
  person.cookies.set(SESSION, planted);
  await person.signIn(head);
  const first = person.cookies.get(SESSION);
  assert.notEqual(first, planted);
  const asPlanted = await ask(office.address, RECORDS, { headers: { cookie: `${SESSION}=${planted}` } });
  assert.equal(asPlanted.status, 303);
  const again = await signedIn();
  assert.notEqual(again.cookies.get(SESSION), first);
});

test("signing out ends the session on the server too", async () => {
  const person = await signedIn();
  const cookie = `${SESSION}=${person.cookies.get(SESSION)}`;
  assert.equal((await ask(office.address, RECORDS, { headers: { cookie } })).status, 200);
  const out = await person.post("/signout");
  assert.equal(out.headers.location, "/signin?out=1");
  const later = await ask(office.address, RECORDS, { headers: { cookie } });
  assert.equal(later.status, 303);
  assert.match(later.headers.location, /^\/signin/);
});

test("an unknown name and a wrong password get the same answer", async () => {
  const tried = async (login) => {
    const person = visitor();
    await person.ask("/signin");
    const answer = await person.post("/signin", { login, password: "kore-ha-chigau-kotoba" });
    return { status: answer.status, alert: /role="alert"[\s\S]*?<\/div>/.exec(answer.text)?.[0] };
  };
  const known = await tried("shien");
  assert.equal(known.status, 422);
  assert.match(known.alert, /違います/);
  assert.deepEqual(await tried("nobody-of-that-name"), known);
});

test("after many failures sign-in asks to wait, also with the right password, and then lets in", async () => {
  const account = office.accounts.shien;
  const person = visitor();
  await person.ask("/signin");
  let wait = 0;
  for (let tries = 0; wait < 4; tries += 1) {
    assert.ok(tries < 20, "a wait of four seconds is reached");
    await pause(wait * 1000);
    const answer = await person.post("/signin", { login: account.login, password: "kore-mo-chigau-kotoba" });
    wait = Number(/(\d+)秒待って/.exec(answer.text)?.[1] ?? 0);
  }
  const early = await person.post("/signin", { login: account.login, password: account.password });
  assert.equal(early.status, 422);
  assert.match(early.text, /秒待って/);
  await pause(wait * 1000 + 100);
  const late = await person.post("/signin", { login: account.login, password: account.password });
  assert.equal(late.status, 303);
});

test("the browser keeps the cookie, and a script put into the page does not run", async () => {
  const browser = await openBrowser();
  try {
    const context = await sitDown(browser, office.address);
    const page = await context.newPage();
    await signIn(page, head);
    assert.equal(await page.evaluate(() => document.cookie), "", "scripts see no cookie");
    const refused = page.waitForEvent("console", (message) => /Content Security Policy/i.test(message.text()));
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.documentElement.dataset.injected = '1'";
      document.body.append(script);
    });
    await refused;
    assert.equal(await page.evaluate(() => document.documentElement.dataset.injected), undefined);
  } finally {
    await browser.close();
  }
});

/** The addresses inside the program that a page names in these attributes. */
const placesIn = (text, attributes = "href") =>
  [...text.matchAll(new RegExp(`(?:^|[\\s"])(?:${attributes})="(/o/[^"#]*)`, "g"))].map(([, place]) => place.replaceAll("&amp;", "&"));
const kindOf = (place) => place.replace(/\?.*/, "").replace(/\d{4}-\d\d/g, "month").replace(/\/\d+(?=\/|$)/g, "/n").replace(/\/U-\d+/, "/point");

const walks = new Map();
/** The head of an office and what can be reached from its first page: pages and files of every kind (`seen`), addresses of
 * forms (`forms`), every address that is named anywhere (`places`). */
function walk(id) {
  if (!walks.has(id)) walks.set(id, walkOver(id));
  return walks.get(id);
}

async function walkOver(id) {
  const account = Object.values(office.accounts).find((one) => one.office === id && one.role === "manager");
  const person = visitor();
  await person.signIn(account);
  const base = (await person.ask("/")).headers.location.replace(/\/$/, "");
  const [seen, forms, places] = [new Set(), new Set(), new Set()];
  const kinds = new Set();
  const waiting = [[`${base}/`, "the first page"]];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [place, from] = next;
    const answer = await person.ask(place);
    seen.add(place);
    const named = answer.status === 303 ? [answer.headers.location] : placesIn(answer.text);
    assert.ok([200, 303].includes(answer.status), `${from} leads to ${place}, which answers ${answer.status}`);
    for (const form of placesIn(answer.text, "action|formaction|hx-post")) forms.add(form);
    for (const found of named) {
      places.add(found);
      if (kinds.has(kindOf(found))) continue;
      kinds.add(kindOf(found));
      waiting.push([found, place]);
    }
  }
  return { person, base, seen, forms, places: new Set([...places, ...forms]) };
}

test("the three kinds of offices are walled off from each other, for every address that one of them has", async () => {
  const heads = [];
  for (const id of ["O1", "O2", "O3"]) heads.push(await walk(id));
  for (const { base, seen } of heads) assert.ok(seen.size > 20, `${base}: ${seen.size} kinds of pages`);
  for (const one of heads) {
    for (const other of heads) {
      if (one === other) continue;
      assert.notEqual(one.base, other.base);
      const open = [];
      for (const place of other.seen) {
        const answer = await one.person.ask(place);
        if (answer.status !== 404) open.push(`${answer.status} ${place}`);
      }
      for (const place of other.forms) {
        const answer = await one.person.post(place, { version: "1" });
        // 405: a form that only asks (さがす); its address was asked above.
        if (![404, 405].includes(answer.status)) open.push(`${answer.status} POST ${place}`);
      }
      assert.deepEqual(open, [], `${one.base} in ${other.base}`);
      const letters = { [heads[0].base]: "b", [heads[1].base]: "t", [heads[2].base]: "c" };
      for (const rest of ["claim", "records", "visits", "additions"]) {
        const answer = await one.person.ask(`${one.base}/${letters[other.base]}/2026-10/${rest}`);
        assert.equal(answer.status, 404, `${one.base} has no ${rest} of the other kind`);
      }
    }
  }
});

test("no address holds a name or the number of a card", async () => {
  for (const id of ["O1", "O2", "O3"]) {
    const { person, base, places } = await walk(id);
    const list = await person.ask(`${base}/people.csv`);
    const secrets = list.text.split(/\r?\n/).slice(1).flatMap((line) => line.split(",").slice(0, 2)).flatMap((name) => name.replaceAll('"', "").split(/[ \u3000]/));
    const words = [...new Set([...secrets.filter((word) => word.length > 1), ...(list.text.match(/\b\d{10}\b/g) ?? [])])];
    assert.ok(words.length > 10, `${base}: ${words.length} words to look for`);
    const told = [...places].filter((place) => words.some((word) => decodeURIComponent(place).includes(word)));
    assert.deepEqual(told, [], base);
  }
});

test("a paper that was attached is handed out as a file that runs nothing, and to nobody else", async () => {
  const { person, base } = await walk("O2");
  const people = placesIn((await person.ask(`${base}/people?state=using`)).text).filter((place) => /\/people\/\d+\/plans$/.test(place));
  let file;
  for (const plans of new Set(people)) {
    const plan = placesIn((await person.ask(plans)).text).find((place) => /\/plans\/\d+$/.test(place));
    file ??= plan && placesIn((await person.ask(plan)).text).find((place) => /\/files\/\d+$/.test(place));
  }
  assert.ok(file, "the town has a plan with its PDF");
  const answer = await person.ask(file);
  assert.equal(answer.status, 200);
  assert.ok(answer.text.startsWith("%PDF-"));
  assert.equal(answer.headers["content-type"], "application/pdf");
  assert.match(answer.headers["content-disposition"], /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w%.-]+$/);
  assert.equal(answer.headers["content-security-policy"], "sandbox; default-src 'none'; frame-ancestors 'none'");
  assert.equal(answer.headers["x-content-type-options"], "nosniff");
  assert.match(answer.headers["cache-control"], /no-store/);
  const outside = await ask(office.address, file);
  assert.equal(outside.status, 303, "without a session: sign-in");
  for (const id of ["O1", "O3"]) {
    const other = await walk(id);
    assert.equal((await other.person.ask(file)).status, 404, id);
    assert.equal((await other.person.ask(file.replace(base, other.base))).status, 404, `${id}, under its own address`);
  }
});
