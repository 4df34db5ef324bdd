//! 利用者の画面: what people type there is kept, shown, refused.

use crate::support::{Client, House, Page};
use axum::http::StatusCode;
use store::{PersonBody, Role};

/// A form: names with what was typed.
type Fields<'a> = &'a [(&'a str, &'a str)];

const PERSON: [(&str, &str); 4] =
    [("name", "見本 花子"), ("name_kana", "みほん　ﾊﾅｺ"), ("born_on", "S55.4.1"), ("started_on", "令和８年４月１日")];
const CARD: [(&str, &str); 8] = [
    ("recipient_no", "００００-０００－０１６"),
    ("municipality_no", "131016"),
    ("valid_from", "R8.4.1"),
    ("decided_from", "2026/4/1"),
    ("decided_to", "20270331"),
    ("granted_days", "２３"),
    ("burden_cap", "９，３００円"),
    ("income_class", "一般1"),
];
const CONTRACT: [(&str, &str); 4] =
    [("from", "R8.4.1"), ("days", "22"), ("provider_entry_no", "1"), ("decision_code", "461000")];
const EXCEPTION: [(&str, &str); 3] = [("from", "R8.4"), ("to", "2027年3月"), ("total", "269")];
const MONTH: [(&str, &str); 6] = [
    ("cap_result", "1"),
    ("cap_amount", "0"),
    ("medical_recipients", "３"),
    ("medical_days", "１：２、20:1"),
    ("intensive_support", "2"),
    ("intensive_started_on", "2026/10/5"),
];
const OCTOBER: &str = "/months/2026-10";

/// The address of a person that was just registered.
async fn person(client: &Client) -> String {
    let page = client.post("/people/new", &PERSON).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let (path, ok) = page.to.split_once('?').unwrap();
    assert_eq!(ok, "ok=new");
    path.strip_prefix(&client.base).unwrap().to_owned()
}

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

/// Closes a month behind the screens.
async fn close(house: &House, month: &str) {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    tx.claim_months().step(month.parse().unwrap(), 0, claims::lifecycle::MonthState::Closed).await.unwrap();
    let subject = store::Subject::new(store::EntityKind::ClaimMonth, 0);
    tx.commit(store::AuditEvent::new(store::AuditKind::MonthClosed, subject)).await.unwrap();
}

/// The form came back with an error at a field, and what was typed elsewhere is still there.
fn refused_at(page: &Page, field: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    assert!(page.has(&format!("id=\"e-{field}\"")), "no error at {field}: {}", page.body);
    assert!(page.has(&format!("href=\"#f-{field}\"")), "no link to {field}");
}

#[tokio::test]
async fn a_person_is_registered_in_any_spelling_and_shown_in_one() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let address = person(&client).await;
    let page = client.get(&address).await;
    for shown in ["見本 花子", "ミホン　ハナコ", "1980-04-01", "1980年(昭和55年)4月1日", "2026年(令和8年)4月1日"]
    {
        assert!(page.has(shown), "{shown}: {}", page.body);
    }
    let list = client.get("/people?q=はなこ").await;
    assert!(list.has("見本 花子") && list.has("契約前"));
}

#[tokio::test]
async fn every_required_field_of_every_form_is_asked_for() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let address = person(&client).await;
    for field in ["name", "name_kana"] {
        let page = client.post("/people/new", &with(&PERSON, &[(field, "　")])).await;
        refused_at(&page, field);
        assert!(page.has("S55.4.1") || page.has("1980-04-01"));
    }
    for (tab, fields) in [("/cards", &CARD[..7]), ("/contracts", &CONTRACT[..]), ("/exceptions", &EXCEPTION[..])] {
        for (field, _) in fields {
            refused_at(&client.post(&format!("{address}{tab}"), &with(fields, &[(field, "")])).await, field);
        }
    }
    for (field, missing) in
        [("cap_amount", "cap_amount"), ("cap_result", "cap_result"), ("medical_days", "medical_days")]
    {
        let page = client.post(&format!("{address}{OCTOBER}"), &with(&MONTH, &[(field, "")])).await;
        refused_at(&page, missing);
    }
}

#[tokio::test]
async fn values_that_cannot_be_are_refused_where_they_stand() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let address = person(&client).await;
    let cases: [(&str, Fields, (&str, &str)); 14] = [
        ("", &PERSON, ("born_on", "2030/1/1")),
        ("", &PERSON, ("started_on", "8.4.1")),
        ("", &PERSON, ("ended_on", "2026/3/31")),
        ("", &PERSON, ("name_kana", "見本")),
        ("", &PERSON, ("name_print", "髙橋 𠮷子")),
        ("", &PERSON, ("note", "番号 9832 0567 3214")),
        ("/cards", &CARD, ("recipient_no", "12345")),
        ("/cards", &CARD, ("decided_to", "2026/3/31")),
        ("/cards", &CARD, ("granted_days", "32")),
        ("/cards", &CARD, ("income_class", "お金持ち")),
        ("/contracts", &CONTRACT, ("to", "2026/3/1")),
        ("/exceptions", &EXCEPTION, ("to", "2028/3")),
        (OCTOBER, &MONTH, ("medical_days", "32:1")),
        (OCTOBER, &MONTH, ("intensive_started_on", "")),
    ];
    for (tab, fields, wrong) in cases {
        let page = client.post(&format!("{address}{tab}"), &with(fields, &[wrong, ("version", "1")])).await;
        refused_at(&page, wrong.0);
    }
}

#[tokio::test]
async fn a_card_is_written_checked_and_locked() {
    let house = House::new().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk).await;
    let saved = clerk.post(&format!("{address}/cards"), &CARD).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let card = saved.to.split_once('?').unwrap().0.strip_prefix(&clerk.base).unwrap().to_owned();
    let page = clerk.get(&format!("{card}?ok=card")).await;
    for shown in ["0000000016", "2027年(令和9年)3月31日", "9,300円", "ロックする", "証と見比べてから"]
    {
        assert!(page.has(shown), "{shown}");
    }
    // other municipality number: the check digit warns and does not refuse
    let odd = clerk.post(&card, &with(&CARD, &[("municipality_no", "231005"), ("version", "1")])).await;
    assert_eq!(odd.status, StatusCode::SEE_OTHER);
    assert!(clerk.get(&card).await.has("検査数字"));

    let unseen = clerk.post(&format!("{card}/lock"), &[("version", "1")]).await;
    assert_eq!(unseen.status, StatusCode::CONFLICT, "nobody locks a version they have not seen");
    assert!(unseen.has("別の人が保存しました") && unseen.has("未ロック"));
    let locked = clerk.post(&format!("{card}/lock"), &[("version", "2")]).await;
    assert_eq!(locked.to, format!("{}{card}?ok=locked", clerk.base));
    let page = clerk.get(&card).await;
    assert!(page.has("ロック済み(請求担当の職員 2026-11-05 10:00)") && page.has("ロックを解除する"), "{}", page.body);
    assert!(!page.has("name=\"recipient_no\""), "a locked card has no inputs");
    let late = clerk.post(&card, &with(&CARD, &[("version", "3")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.has("ロックされています"));
    assert_eq!(clerk.post(&format!("{card}/unlock"), &[("version", "3")]).await.status, StatusCode::SEE_OTHER);
    assert!(clerk.get(&card).await.has("name=\"recipient_no\""));
}

#[tokio::test]
async fn contract_exception_and_month_are_kept() {
    let house = House::new().await;
    let client = house.client(Role::ServiceManager).await;
    let address = person(&client).await;
    assert_eq!(client.post(&format!("{address}/contracts"), &CONTRACT).await.status, StatusCode::SEE_OTHER);
    assert_eq!(client.post(&format!("{address}/exceptions"), &EXCEPTION).await.status, StatusCode::SEE_OTHER);
    let page = client.get(&format!("{address}/contracts?ok=exception")).await;
    for shown in ["2026年(令和8年)4月1日", "22日", "令和9年3月", "269日", "利用日数の特例を保存しました"]
    {
        assert!(page.has(shown), "{shown}");
    }
    // the same begin twice, an overlapping exception
    let twice = client.post(&format!("{address}/contracts"), &CONTRACT).await;
    refused_at(&twice, "from");
    refused_at(&client.post(&format!("{address}/exceptions"), &EXCEPTION).await, "from");

    let line = [("code0", "466037"), ("units0", "△１００"), ("count0", "1"), ("title0", "返戻の調整")];
    let saved = client.post(&format!("{address}{OCTOBER}"), &with(&MONTH, &line)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = client.get(&format!("{address}{OCTOBER}")).await;
    for shown in ["value=\"1:2, 20:1\"", "返戻の調整", "value=\"466037\"", "△100", "令和8年10月"] {
        assert!(page.has(shown), "{shown}");
    }
    let dropped = with(&MONTH, &[("version", "1"), ("drop0", "1")]);
    let dropped = with(&dropped, &line);
    assert_eq!(client.post(&format!("{address}{OCTOBER}"), &dropped).await.status, StatusCode::SEE_OTHER);
    assert!(!client.get(&format!("{address}{OCTOBER}")).await.has("返戻の調整"));
    let half = with(&MONTH, &[("version", "2"), ("units0", "10")]);
    refused_at(&client.post(&format!("{address}{OCTOBER}"), &half).await, "code0");
}

#[tokio::test]
async fn two_people_on_one_form_see_what_the_other_saved() {
    let house = House::new().await;
    let (one, two) = (house.client(Role::ClaimsClerk).await, house.client(Role::Manager).await);
    let address = person(&one).await;
    let first = with(&PERSON, &[("note", "午前のみ"), ("version", "1")]);
    assert_eq!(one.post(&address, &first).await.status, StatusCode::SEE_OTHER);
    let late = two.post(&address, &with(&PERSON, &[("note", "午後のみ"), ("version", "1")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for shown in
        ["開いたあとに、ほかの画面か別の人が保存しました", "午前のみ", "午後のみ", "name=\"version\" value=\"2\""]
    {
        assert!(late.has(shown), "{shown}");
    }
    let again = two.post(&address, &with(&PERSON, &[("note", "午後のみ"), ("version", "2")])).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let history = two.get(&format!("{address}/history")).await;
    for shown in ["午前のみ", "午後のみ", "請求担当の職員", "管理者の職員", "基本の登録", "基本の変更"]
    {
        assert!(history.has(shown), "{shown}");
    }
}

#[tokio::test]
async fn rows_of_another_office_or_another_person_are_not_there() {
    let house = House::new().await;
    let mine = house.client(Role::Manager).await;
    let other = house.add_office(&crate::support::office_body("9910100024", "となりの作業所")).await;
    let theirs = house.client_at(other, Role::Manager).await;
    let foreign = person(&theirs).await;
    let card = theirs.post(&format!("{foreign}/cards"), &CARD).await.to;
    let card = card.split_once('?').unwrap().0.strip_prefix(&theirs.base).unwrap().to_owned();
    theirs.post(&format!("{foreign}/contracts"), &CONTRACT).await;
    theirs.post(&format!("{foreign}/exceptions"), &EXCEPTION).await;
    let own = person(&mine).await;
    let gets = ["", "/cards", "/contracts", "/exceptions", OCTOBER, "/history", "/contracts/1", "/exceptions/1"];
    for tab in gets {
        let page = mine.get(&format!("{foreign}{tab}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "GET {tab}");
        assert!(!page.has("見本 花子"));
    }
    let posts: [(&str, &[(&str, &str)]); 8] = [
        ("", &PERSON),
        ("/cards", &CARD),
        ("/cards/1/lock", &[]),
        ("/contracts", &CONTRACT),
        ("/contracts/1", &CONTRACT),
        ("/exceptions", &EXCEPTION),
        ("/exceptions/1", &EXCEPTION),
        (OCTOBER, &MONTH),
    ];
    for (tab, fields) in posts {
        let fields = with(fields, &[("version", "1")]);
        assert_eq!(mine.post(&format!("{foreign}{tab}"), &fields).await.status, StatusCode::NOT_FOUND, "POST {tab}");
    }
    assert_eq!(mine.get(&card).await.status, StatusCode::NOT_FOUND);
    // a row under the address of another person of the same office
    for tab in ["/cards/1", "/contracts/1", "/exceptions/1", "/months/2026-13", "/months/x"] {
        assert_eq!(mine.get(&format!("{own}{tab}")).await.status, StatusCode::NOT_FOUND, "{tab}");
    }
    mine.post(&format!("{own}/cards"), &CARD).await;
    let second = person(&mine).await;
    let wrong = mine.post(&format!("{second}/cards/2"), &with(&CARD, &[("version", "1")])).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let wrong = mine.post(&format!("{second}/cards/2/lock"), &[("version", "1")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_not_edit_sees_words_and_is_refused() {
    let house = House::new().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk).await;
    clerk.post(&format!("{address}/cards"), &CARD).await;
    clerk.post(&format!("{address}/contracts"), &CONTRACT).await;
    for role in [Role::Viewer, Role::SupportStaff] {
        let client = house.client(role).await;
        for tab in ["", "/cards", "/cards/1", "/contracts", "/contracts/1", OCTOBER, "/history"] {
            let page = client.get(&format!("{address}{tab}")).await;
            assert_eq!(page.status, StatusCode::OK, "{tab}");
            assert!(!page.has("<button data-kind=\"primary\">保存"), "{tab} {role:?}");
        }
        let posts: [(&str, &[(&str, &str)]); 8] = [
            ("/people/new", &PERSON),
            (&address, &PERSON),
            (&format!("{address}/cards"), &CARD),
            (&format!("{address}/cards/1"), &CARD),
            (&format!("{address}/cards/1/lock"), &[("version", "1")]),
            (&format!("{address}/contracts"), &CONTRACT),
            (&format!("{address}/exceptions"), &EXCEPTION),
            (&format!("{address}{OCTOBER}"), &MONTH),
        ];
        for (path, fields) in posts {
            assert_eq!(client.post(path, fields).await.status, StatusCode::FORBIDDEN, "{path} {role:?}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_as_a_name_never_becomes_markup_or_part_of_an_address() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let corpus = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</textarea><svg/onload=alert(1)>",
        "{{7*7}}",
        "&lt;b&gt;",
        "javascript:alert(1)",
    ];
    for text in corpus {
        let fields = with(&PERSON, &[("name", text), ("note", text)]);
        let saved = client.post("/people/new", &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{text}");
        assert!(!saved.to.contains("alert") && !saved.to.contains("7*7"), "{}", saved.to);
        let address = saved.to.split_once('?').unwrap().0.strip_prefix(&client.base).unwrap().to_owned();
        for tab in ["", "/cards", "/contracts", OCTOBER, "/history"] {
            let page = client.get(&format!("{address}{tab}")).await;
            assert_eq!(page.status, StatusCode::OK);
            if text.contains('<') {
                assert!(!page.has(text), "{tab}: {text}");
            }
            assert!(!page.has("onmouseover='alert"), "{tab}");
        }
    }
    let list = client.get("/people?state=all&q=%22%3E%3Cscript%3Ealert(2)").await;
    assert!(!list.has("<script>alert"));
    let list = client.get("/people?state=all").await;
    assert!(!list.has("<script>alert") && !list.has("<img src=x"));
    assert!(list.has("&#60;script&#62;") || list.has("&lt;script&gt;"));
}

#[tokio::test]
async fn a_name_that_the_files_cannot_hold_asks_for_a_printed_one() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let saved = client.post("/people/new", &with(&PERSON, &[("name", "𠮷野 花")])).await;
    let address = saved.to.split_once('?').unwrap().0.strip_prefix(&client.base).unwrap().to_owned();
    assert!(client.get(&address).await.has("「印字用氏名」に、書ける字で"));
    let fields = with(&PERSON, &[("name", "𠮷野 花"), ("name_print", "吉野 花"), ("version", "1")]);
    client.post(&address, &fields).await;
    assert!(!client.get(&address).await.has("「印字用氏名」に、書ける字で"));
}

#[tokio::test]
async fn the_list_counts_states_warns_of_the_end_and_leaves_as_csv() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let using = person(&client).await;
    let soon = with(&CARD, &[("decided_to", "2026/12/31")]);
    client.post(&format!("{using}/cards"), &soon).await;
    client.post(&format!("{using}/contracts"), &CONTRACT).await;
    client.post("/people/new", &with(&PERSON, &[("name", "=cmd|' /C calc'!A0"), ("name_kana", "マエ")])).await;
    client.post("/people/new", &with(&PERSON, &[("name", "見本 三郎"), ("ended_on", "2026/10/31")])).await;
    let page = client.get("/people").await;
    for shown in ["利用中 1人", "契約前 1人", "終了 1人", "全員 3人", "あと56日", "9,300", "未ロック", "今月の記録"]
    {
        assert!(page.has(shown), "{shown}: {}", page.body);
    }
    assert!(client.get("/people?q=0000000016").await.has("見本 花子"));
    assert!(client.get("/people?q=%EF%BC%90%EF%BC%91%EF%BC%96").await.has("見本 花子"), "full-width digits");
    assert!(client.get("/people?q=さぶろう").await.has("見つかりません"));
    let csv = client.get("/people.csv?state=all").await;
    assert_eq!(csv.content_type, "text/csv; charset=utf-8");
    assert!(csv.body.starts_with('\u{feff}') && csv.has("\r\n"));
    assert!(csv.has("'=cmd|' /C calc'!A0,マエ,契約前"), "{}", csv.body);
    let audit = house.app.store.read(&house.setup().office).audit().list(None, 1).await.unwrap();
    assert_eq!(audit[0].kind, store::AuditKind::Exported);
    assert_eq!(audit[0].detail["count"], 3);
}

#[tokio::test]
async fn a_closed_month_says_why_its_facts_cannot_change() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let address = person(&client).await;
    close(&house, "2026-10").await;
    let page = client.get(&format!("{address}{OCTOBER}")).await;
    assert!(page.has("締めてあるため") && !page.has("name=\"cap_amount\""));
    let late = client.post(&format!("{address}{OCTOBER}"), &MONTH).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.has("締めてあるため変更できません"));
}

#[tokio::test]
async fn the_audit_log_holds_no_names() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let address = person(&client).await;
    client.post(&format!("{address}/cards"), &CARD).await;
    for event in house.app.store.read(&house.setup().office).audit().list(None, 100).await.unwrap() {
        let text = event.detail.to_string();
        assert!(!text.contains("見本") && !text.contains("0000000016"), "{text}");
    }
    let stored = house.app.store.read(&house.setup().office).people().list().await.unwrap();
    assert_eq!(
        stored[0].body,
        PersonBody {
            name: "見本 花子".to_owned(),
            name_kana: "ミホン　ハナコ".to_owned(),
            born_on: Some("1980-04-01".parse().unwrap()),
            started_on: Some("2026-04-01".parse().unwrap()),
            ..PersonBody::default()
        }
    );
}
