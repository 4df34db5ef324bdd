// 就労定着支援: from the job to the claim by keyboard, six months on the clock; then each reason that keeps a month back, and the way back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openBrowser, signIn, sitDown } from "./support/browser.mjs";
import { choose, enter, give, tick, typeInto } from "./support/form.mjs";
import { tabTo } from "./support/keyboard.mjs";
import { startDemo } from "./support/program.mjs";
import { sheetsOf } from "./support/xlsx.mjs";

const NAME = "磯波 遥香";
const HIRED = "2026-11-02";
/** Six months later. */
const USABLE = "2027-05-02";
const MONTH = "2027-05";
const NEXT = "2027-06";
const EMPLOYER = "汐見台製菓";
const CARD_NO = "9900000391";
const PDF = { name: "keikaku.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") };
const TABS = { transition: "移行支援期", using: "定着支援期", left: "退所（定着中）", resigned: "退所（退職）", none: "未契約", declined: "利用意向なし" };

let office;
let browser;
/** 管理者・サービス管理責任者, who may everything. */
let chief;
/** 就労定着支援員, who records. */
let staff;
/** Address of the office: `/o/3`. */
let base;
/** Address of the person: `/o/3/people/40`. */
let person;
let id;

before(async () => {
  office = await startDemo();
  browser = await openBrowser();
  await sitAgain();
});
after(async () => {
  await browser?.close();
  await office?.stop();
});

/** Both sit down and sign in: at the beginning, and after each move of the clock. */
async function sitAgain() {
  await chief?.context().close();
  await staff?.context().close();
  [chief, staff] = await Promise.all(["sabikan", "teichaku"].map(async (login) => {
    const context = await sitDown(browser, office.address);
    const page = await context.newPage();
    page.on("dialog", (dialog) => dialog.accept());
    await signIn(page, office.accounts[login]);
    return page;
  }));
  base = new URL(chief.url()).pathname.replace(/\/$/, "");
}

/** The morning of a later day, the same data. */
async function moveTo(day) {
  await office.moveTo(day);
  await sitAgain();
}

/** The tab in which the person stands; it is exactly one. */
async function standsIn(page) {
  const found = [];
  for (const [word, label] of Object.entries(TABS)) {
    await page.goto(`${base}/people?state=${word}`);
    assert.match(await page.locator('nav[aria-label="区分"] [aria-current="page"]').textContent(), new RegExp(label.replace(/[()]/g, ".")));
    if (await page.getByRole("link", { name: NAME, exact: true }).count() > 0) found.push(label);
  }
  assert.equal(found.length, 1, `exactly one tab: ${found}`);
  return found[0];
}

/** Opens a page of the person by its tab, with the keyboard. */
async function openTab(page, tab, address) {
  await page.goto(person);
  await enter(page, new RegExp(`^${tab.replace(/[()]/g, ".")}$`), address);
}

/** The row of the person in the 請求一覧 of a month, read in one go. */
async function row(page, month = MONTH) {
  await page.goto(`${base}/t/${month}/claim`);
  const row = page.locator(`#p-${id}`);
  const reasons = row.locator('li[data-severity="fault"]');
  return {
    row,
    state: (await row.locator(".chip").first().textContent()).trim(),
    reasons: (await reasons.allTextContents()).map((text) => text.replace(/^要修正/, "").replace(/直し方:[\s\S]*/, "").trim()),
    text: (await row.textContent()).replace(/\s+/g, " "),
  };
}

/** Follows the jump of a reason and says where it leads: path and the id of the field. */
async function jump(page, month, reason) {
  const { row: line } = await row(page, month);
  const item = line.locator('li[data-severity="fault"]').filter({ hasText: reason });
  assert.match(await item.textContent(), /直し方: \S+/, `${reason}: says how to mend it`);
  await item.getByRole("link", { name: "直す" }).click();
  await page.waitForLoadState();
  const url = new URL(page.url());
  if (url.hash) assert.equal(await page.locator(url.hash).count(), 1, `${reason}: ${url.hash} is on the page`);
  return url.pathname + url.hash;
}

test("the_month_that_waits_in_the_demo_is_approved_by_the_second_press_alone", async () => {
  await chief.goto(`${base}/t/2026-10/additions`);
  await enter(chief, /^登録\(2回目・承認\)$/, /ok=approved/);
  assert.match(await chief.locator("main").textContent(), /承認済/);
});

test("jr_02_03_04_51_a_new_person_is_registered_by_keyboard_and_stands_in_the_tab_without_a_contract", async () => {
  await chief.goto(`${base}/`);
  await enter(chief, /^利用者一覧$/, /\/people$/);
  await enter(chief, /^利用者登録$/, /\/people\/new/);
  await typeInto(chief, "氏名", NAME);
  await typeInto(chief, "フリガナ", "いそなみ はるか");
  await typeInto(chief, "生年月日", "H12.5.20");
  await enter(chief, /^保存$|^登録/, /\/people\/\d+\?ok=added/);
  person = new URL(chief.url()).pathname;
  id = person.split("/").pop();
  assert.equal(await standsIn(chief), "未契約");
});

test("jr_11_12_14_a_job_by_keyboard_moves_the_person_into_the_six_months_of_transition", async () => {
  await openTab(chief, "就労", /\/jobs$/);
  await typeInto(chief, "企業名", EMPLOYER);
  await typeInto(chief, "雇用開始日", HIRED);
  await typeInto(chief, "週の所定労働時間", "30");
  await choose(chief, "企業への障害の開示", "開示している");
  await enter(chief, /^保存$/, /\/jobs.*ok=/);
  assert.equal(await standsIn(chief), "移行支援期");
});

test("jr_13_15_a_contract_before_six_months_are_over_changes_nothing", async () => {
  await openTab(chief, "契約", /\/retention$/);
  await choose(chief, "定着支援事業利用意向", "あり");
  await typeInto(chief, "契約日", USABLE);
  await enter(chief, /^保存$/, /\/retention\?ok=/);
  assert.equal(await standsIn(chief), "移行支援期");
});

test("jr_16_six_months_later_the_tab_has_changed_by_itself", async () => {
  await moveTo("2027-05-01");
  assert.equal(await standsIn(chief), "移行支援期");
  await moveTo("2027-05-20");
  assert.equal(await standsIn(chief), "定着支援期");
  await chief.goto(`${base}/people?state=using`);
  const line = chief.getByRole("row").filter({ hasText: NAME });
  assert.match(await line.textContent(), /R9\.5\.2|令和9年5月2日/, "the first day of use is shown");
});

test("jr_08_09_10_the_card_comes_and_is_typed_by_keyboard", async () => {
  await openTab(chief, "受給者証", /\/cards$/);
  await typeInto(chief, "受給者証番号", CARD_NO);
  await typeInto(chief, "請求先市町村番号", "992011");
  await typeInto(chief, "適用開始日", USABLE);
  await typeInto(chief, "支給決定期間の開始日", USABLE);
  await typeInto(chief, "支給決定期間の終了日", "2028-05-01");
  await typeInto(chief, "負担上限月額", "9300");
  await choose(chief, "所得区分", "一般1");
  await enter(chief, /^保存$/, /\/cards.*ok=/);
  assert.equal(await chief.getByLabel(/^発送先市町村番号/).inputValue(), "992011", "the second number is that of the claim");
  await chief.goto(`${person}/contracts`);
  await typeInto(chief, "契約開始日", USABLE);
  await typeInto(chief, "契約支給量", "31");
  await typeInto(chief, "事業者記入欄番号", "1");
  await enter(chief, /^保存$/, /\/contracts.*ok=/);
});

test("jr_30_31_a_plan_is_written_with_its_pdf_by_keyboard", async () => {
  await openTab(chief, "支援計画", /\/plans$/);
  await typeInto(chief, "作成日", USABLE);
  await typeInto(chief, "計画の期間 はじめ", "2027-05-01");
  await typeInto(chief, "計画の期間 おわり", "2027-05-31");
  await typeInto(chief, "目標", "朝の支度を自分で続ける");
  await typeInto(chief, "支援の内容", "月1回の面談");
  await give(chief, "支援計画のPDF", PDF);
  await enter(chief, /^保存$/, /\/plans\/\d+\?ok=plan/);
  assert.equal(await chief.getByRole("link", { name: PDF.name }).count(), 1);
});

test("jr_33_34_35_contact_and_report_are_written_by_keyboard", async () => {
  await staff.goto(`${base}/t/${MONTH}/records/${id}`);
  await typeInto(staff, "支援日", "14");
  await typeInto(staff, "開始", "1000");
  await typeInto(staff, "終了", "1050");
  await choose(staff, "手段", "対面");
  await choose(staff, "場所", "センター");
  await choose(staff, "請求の有無", "基本請求");
  await typeInto(staff, "支援の内容", "面談。勤務にも慣れ、休まず通えている。");
  await enter(staff, /^保存$/, /ok=full/);
  await enter(staff, /^支援レポート$/, /\/report$/);
  await typeInto(staff, "行った支援", "面談と職場への電話");
  await tick(staff, "本人");
  await tick(staff, "事業主");
  await typeInto(staff, "共有日", "18");
  await choose(staff, "共有の方法", "手渡し");
  await enter(staff, /^保存$/, /ok=report/);
});

/** 加算情報 of a month: what must be said, and the first press. */
async function registerAdditions(page, month) {
  await page.goto(`${base}/t/${month}/additions`);
  await typeInto(page, "働き続けている人", "9");
  await typeInto(page, "利用した人", "10");
  await choose(page, "就労定着実績体制加算", "無");
  await choose(page, "職場適応援助者養成研修修了者配置体制加算", "無");
  await choose(page, "特別地域加算", "無");
  await choose(page, "処遇改善加算の区分", "算定しない");
  await enter(page, /^登録\(1回目\)$/, /ok=pending/);
}

test("jr_26_27_the_additions_take_two_presses_of_two_people", async () => {
  await registerAdditions(staff, MONTH);
  assert.match(await staff.locator("main").textContent(), /承認待ち/);
  assert.equal(await staff.getByRole("button", { name: "登録(2回目・承認)" }).count(), 0, "the same person is not offered the second press");
  await chief.goto(`${base}/t/${MONTH}/additions`);
  await enter(chief, /^登録\(2回目・承認\)$/, /ok=approved/);
  const steps = chief.getByRole("list", { name: "登録の手順" });
  assert.match(await steps.textContent(), /舟木.*網代/s, "both names stand there");
});

/** Ticks or unticks センター長チェック of the person with the button of its row. */
async function chiefCheck(month, button, ok) {
  await chief.goto(`${base}/t/${month}/claim`);
  await enter(chief, new RegExp(`^${button}: ${NAME}$`), new RegExp(`ok=${ok}`));
}

async function lockCard() {
  await openTab(chief, "受給者証", /\/cards/);
  await chief.getByRole("row").filter({ hasText: CARD_NO }).getByRole("link").first().click();
  await enter(chief, /^証と見比べたのでロックする$/, /ok=/);
}

/** Opens the lock again with a reason; the answer of the program. */
async function unlockCard() {
  await chief.goto(`${person}/cards`);
  await chief.getByRole("row").filter({ hasText: CARD_NO }).getByRole("link").first().click();
  await chief.getByLabel(/^ロックを解除する理由/).fill("上限月額を見直すため");
  const answered = chief.waitForResponse((answer) => answer.request().method() === "POST");
  await chief.getByRole("button", { name: "ロックを解除する" }).click();
  const answer = await answered;
  await chief.waitForLoadState();
  return { status: answer.status(), text: (await chief.locator("main").textContent()).replace(/\s+/g, " ") };
}

test("jr_28_29_the_card_is_locked_by_keyboard_and_then_nothing_keeps_the_month_back", async () => {
  assert.deepEqual((await row(chief)).reasons, ["受給者証がロックされていません。"]);
  await lockCard();
  const { state, reasons } = await row(chief);
  assert.deepEqual(reasons, []);
  assert.equal(state, "確認待ち");
});

test("jr_42_only_the_responsible_person_ticks_and_a_month_that_runs_is_not_claimed_yet", async () => {
  const theirs = await row(staff);
  assert.equal(await theirs.row.getByRole("button", { name: /チェックする/ }).count(), 0, "staff cannot tick");
  await chiefCheck(MONTH, "チェックする", "checked");
  const { text } = await row(chief);
  assert.match(text, /☑ 網代/, "the row says who ticked");
  await tabTo(chief, /^請求する\(1人\)$/);
  await chief.keyboard.press("Enter");
  await chief.locator("#refused").waitFor();
  assert.match(await chief.locator("#refused").textContent(), /2027年\(令和9年\)6月1日から/, "the day from which it may be claimed is named");
});

test("jr_39_43_44_46_the_month_is_claimed_in_its_window_and_the_workbook_is_taken_out", async () => {
  await moveTo("2027-06-03");
  await chief.goto(`${base}/`);
  await enter(chief, /^請求一覧$/, /\/claim/);
  await choose(chief, "提供した月", "2027年5月提供 2027年7月請求");
  await enter(chief, /^この月を開く$/, /\/2027-05\/claim$/);
  const shown = await chief.locator("h1").textContent();
  assert.match(shown, /2027年5月提供 2027年7月請求/);
  assert.match(await chief.locator("main").textContent(), /2027年6月1日\(火\)〜10日\(木\)/);
  await enter(chief, /^請求する\(1人\)$/, /ok=requested/);
  const { state, text } = await row(chief);
  assert.match(state, /請求中/);
  const [file] = await Promise.all([chief.waitForEvent("download"), enter(chief, /^簡単請求\(Excel\)$/)]);
  assert.match(file.suggestedFilename(), /\.xlsx$/);
  const [sheet] = sheetsOf(await readFile(await file.path()));
  const header = sheet.rows.find((cells) => cells.includes("受給者証番号"));
  const ours = sheet.rows.filter((cells) => cells.includes(CARD_NO));
  assert.equal(ours.length, 1, "one row for the person");
  const value = (column) => ours[0][header.indexOf(column)];
  assert.deepEqual([value("氏名"), value("支援日"), value("支援レポート共有日"), value("契約日")], [NAME, "14日", "2027-05-18", USABLE]);
  assert.ok(Number(value("単位数")) > 0);
  assert.ok(text.replaceAll(",", "").includes(`${value("単位数")}単位`), "the same units as on the screen");
});

test("jr_45_what_is_requested_stands_still_and_taking_it_back_frees_exactly_what_it_should", async () => {
  const record = `${base}/t/${MONTH}/records/${id}`;
  const additions = `${base}/t/${MONTH}/additions`;
  const recordSaves = async () => {
    await staff.goto(record);
    return await staff.locator("main form button[data-kind=primary]").count() > 0;
  };
  const additionsSave = async () => {
    await staff.goto(additions);
    return await staff.locator("#f-press button").count() > 0;
  };
  // 請求中: nothing moves, and each page says what has to be done first.
  assert.equal(await recordSaves(), false);
  assert.match(await staff.locator("main").textContent(), /請求キャンセル.*センター長チェックを外/s);
  assert.equal(await additionsSave(), false);
  assert.match(await staff.locator("main").textContent(), /請求キャンセル/);
  const refused = await unlockCard();
  assert.equal(refused.status, 409);
  assert.match(refused.text, /請求キャンセル/);

  // キャンセル asks why; then 加算情報 are free, the ticked record and card are not.
  const { row: line } = await row(chief);
  await line.getByText(/^請求キャンセル/).first().click();
  await line.getByRole("button", { name: "請求キャンセル" }).click();
  await chief.locator("#refused").waitFor();
  assert.match(await chief.locator("#refused").textContent(), /理由/);
  await chief.getByLabel(/^取り消す理由/).first().fill("支援日を確かめるため");
  await chief.locator('form[action$="/cancel"]').first().getByRole("button").click();
  await chief.waitForURL(/ok=cancelled/);
  const cancelled = await row(chief);
  assert.doesNotMatch(cancelled.state, /請求中/);
  assert.match(cancelled.text, /☑ 網代/, "the tick stays");
  assert.match(cancelled.text, /キャンセル.*支援日を確かめるため/, "who and why stay on the row");
  assert.equal(await additionsSave(), true);
  assert.equal(await recordSaves(), false);
  assert.equal((await unlockCard()).status, 409);

  // Without the tick record and card are free as well.
  await chiefCheck(MONTH, "チェックを外す", "unchecked");
  assert.equal(await recordSaves(), true);
  await typeInto(staff, "終了", "1100");
  await enter(staff, /^保存$/, /ok=full/);
  assert.equal((await unlockCard()).status, 303);
  assert.deepEqual((await row(chief)).reasons, ["受給者証がロックされていません。"]);
});

test("jr_56_case_g6_a_record_that_is_undecided_keeps_the_month_back_with_its_jump", async () => {
  await moveTo("2027-06-25");
  await staff.goto(`${base}/t/${NEXT}/records/${id}`);
  await typeInto(staff, "支援日", "15");
  await choose(staff, "手段", "電話");
  await choose(staff, "場所", "その他");
  await typeInto(staff, "支援の内容", "昼休みに電話で様子を聞いた。");
  await enter(staff, /^保存$/, /ok=undecided/);
  const { state, reasons } = await row(chief, NEXT);
  assert.equal(state, "阻害あり");
  assert.equal(reasons[0], "請求の有無が未定の支援記録があります。");
  assert.deepEqual(reasons.slice(1, 3), ["受給者証がロックされていません。", "この月の加算情報が登録されていません。"]);
  assert.equal(await jump(chief, NEXT, "請求の有無が未定"), `${base}/t/${NEXT}/records/${id}#f-billing`);
});

test("a_month_of_telephone_alone_is_not_paid_and_says_so", async () => {
  await staff.goto(`${base}/t/${NEXT}/records/${id}`);
  await choose(staff, "請求の有無", "基本請求");
  await enter(staff, /^保存$/, /ok=full/);
  const { reasons } = await row(chief, NEXT);
  assert.ok(reasons.includes("対面かオンラインでの支援がありません(電話・メールだけでは請求できません)。"), reasons.join(" / "));
  assert.ok(!reasons.some((reason) => reason.includes("未定")));
  assert.equal(await jump(chief, NEXT, "対面かオンライン"), `${base}/t/${NEXT}/records/${id}`);
  await staff.goto(`${base}/t/${NEXT}/records/${id}`);
  await choose(staff, "手段", "対面");
  await enter(staff, /^保存$/, /ok=full/);
});

test("jr_57_case_g6_an_unlocked_card_keeps_the_month_back_with_its_jump", async () => {
  const { reasons } = await row(chief, NEXT);
  assert.equal(reasons[0], "受給者証がロックされていません。");
  assert.match(await jump(chief, NEXT, "受給者証がロック"), new RegExp(`^${person}/cards`));
  await lockCard();
  assert.ok(!(await row(chief, NEXT)).reasons.includes("受給者証がロックされていません。"));
});

test("jr_25_54_58_case_g6_additions_keep_the_month_back_until_the_second_press", async () => {
  const { reasons } = await row(chief, NEXT);
  assert.equal(reasons[0], "この月の加算情報が登録されていません。");
  assert.equal(await jump(chief, NEXT, "加算情報が登録"), `${base}/t/${NEXT}/additions#f-press`);
  await registerAdditions(staff, NEXT);
  assert.equal((await row(chief, NEXT)).reasons[0], "この月の加算情報が承認待ちです。");
  assert.equal(await jump(chief, NEXT, "承認待ち"), `${base}/t/${NEXT}/additions#f-press`);
  await enter(chief, /^登録\(2回目・承認\)$/, /ok=approved/);
  assert.ok(!(await row(chief, NEXT)).reasons.some((reason) => reason.includes("加算情報")));
});

test("a_report_that_was_not_shared_keeps_the_month_back_with_its_jump", async () => {
  assert.deepEqual((await row(chief, NEXT)).reasons, ["支援レポートの共有日がありません。"]);
  assert.equal(await jump(chief, NEXT, "共有日がありません"), `${base}/t/${NEXT}/records/${id}/report#f-shared_on`);
  await staff.goto(`${base}/t/${NEXT}/records/${id}/report`);
  await typeInto(staff, "行った支援", "職場を訪ねた");
  await tick(staff, "本人");
  await tick(staff, "事業主");
  await typeInto(staff, "共有日", "24");
  await choose(staff, "共有の方法", "郵送");
  await enter(staff, /^保存$/, /ok=report/);
  assert.deepEqual((await row(chief, NEXT)).reasons, []);
});

test("jr_40_41_case_g6_a_missing_plan_is_a_cross_with_its_reduction_and_still_claimable", async () => {
  const { row: line, text } = await row(chief, NEXT);
  assert.match(text, /× .*計画がありません。未作成は減算の対象です\(基本報酬×70%\(1か月目\)\)/);
  await line.getByRole("link", { name: "計画・PDFを付ける" }).click();
  await chief.waitForURL(/\/plans/);
  await chiefCheck(NEXT, "令和9年6月から未作成として減算して、チェックする", "unmade");
  const after = await row(chief, NEXT);
  assert.match(after.text, /未作成として減算: 基本報酬×70%\(1か月目\)/);
  assert.match(after.text, /☑ 網代/);
});

test("case_g6_requested_then_cancelled_then_unticked_the_row_goes_back_step_by_step", async () => {
  await moveTo("2027-07-02");
  const checked = (await row(chief, NEXT)).state;
  await enter(chief, /^請求する\(1人\)$/, /ok=requested/);
  const requested = await row(chief, NEXT);
  assert.match(requested.state, /請求中/);
  await requested.row.getByText(/^請求キャンセル/).first().click();
  await requested.row.getByLabel(/^取り消す理由/).fill("内容を確かめるため");
  await requested.row.getByRole("button", { name: "請求キャンセル" }).click();
  await chief.waitForURL(/ok=cancelled/);
  assert.equal((await row(chief, NEXT)).state, checked, "ready as before");
  await chiefCheck(NEXT, "チェックを外す", "unchecked");
  const { state, reasons } = await row(chief, NEXT);
  assert.notEqual(state, checked);
  assert.equal(state, "確認待ち");
  assert.deepEqual(reasons, []);
});

test("an_official_code_whose_name_is_not_ours_is_given_to_its_line_by_a_person_and_taken_back", async () => {
  const line = "就労定着支援 就労定着率90%以上95%未満";
  // Invented: none of these codes is an official one.
  const table = ["サービスコード,サービス内容略称,合成単位数,算定単位", "47ZZ01,就定あ,3348,1月につき", "47ZZ02,就定い,3348,1月につき"];
  await chief.goto(`${base}/settings/codes`);
  await chief.getByLabel(/^適用開始月/).fill("R6.4");
  await chief.getByLabel(/^サービスコード表/).setInputFiles({ name: "47.csv", mimeType: "text/csv", buffer: Buffer.from(table.join("\n")) });
  await enter(chief, /^ちがいを見る$/, /\/settings\/codes\/\d+$/);
  assert.match(await chief.locator("main").textContent(), /行の決まらないコード 2件/);
  await enter(chief, /^この表を使う$/, /ok=1/);
  await enter(chief, /^行とコードの割り当てを開く$/, /\/t\/codes$/);
  await enter(chief, new RegExp(`^候補2件から選ぶ: ${line}$`), /\/t\/codes\/line\?/);
  await enter(chief, /^このコードを割り当てる$/, /\/t\/codes\/line$/);
  assert.match(await chief.locator("#form-errors").textContent(), /コードが選ばれていません/);
  await chief.getByLabel(/47ZZ02/).check();
  await enter(chief, /^このコードを割り当てる$/, /ok=assigned/);
  const given = await chief.getByRole("row", { name: new RegExp(`^${line}`) }).first().textContent();
  assert.match(given, /47ZZ02 就定い.*手で割り当て.*網代/s, "the code, its official name and who gave it");
  await enter(chief, new RegExp(`^取り消す: ${line}$`), /ok=undone/);
  assert.equal(await chief.getByText("手で割り当てた行").count(), 0);
});
