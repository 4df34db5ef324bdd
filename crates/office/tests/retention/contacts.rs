//! 支援記録: the full form, the quick one, what each choice says of the claim.
use crate::fixtures::settled::*;
use crate::support::Page;
use axum::http::StatusCode;
use store::{ContactBilling, ContactKind, Role};

#[tokio::test]
async fn jr_33_a_full_record_is_saved_and_shown_again() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let address = settled.records();
    let page = staff.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("支援記録詳細") && page.has("簡易 0件") && page.has("支援レポート"), "{}", page.body);
    let page = full(&staff, &address, &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = staff.get(&address).await;
    assert!(page.has("value=\"2026-10-08\"") && page.has("value=\"09:30\"") && page.has("職場のようすを聞いた"));
    // the reason for which it cannot be claimed yet stands beside it with its link
    assert!(page.has("支援レポート") && page.has(&format!("/t/{MONTH}/additions")), "{}", page.body);
}

#[tokio::test]
async fn jr_34_the_choice_is_saved_as_it_was_made() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    for (person, key, billing) in [
        (settled.person, "base", ContactBilling::Base),
        (
            settled.someone("見本 会議", "ミホン カイギ", "2026-01-02").await,
            "base_and_conference_1",
            ContactBilling::BaseAndConference1,
        ),
    ] {
        let page = full(&staff, &format!("/t/{MONTH}/records/{person}"), &[("billing", key)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let stored = settled.read().contacts().of_person(person).await.unwrap();
        assert_eq!(stored[0].body.billing, billing);
    }
}

#[tokio::test]
async fn g_01_the_choice_of_the_claim_has_the_names_of_its_month() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let names = |page: &Page| {
        (page.has("地域連携会議実施加算(Ⅰ)"), page.has("地域連携会議実施加算(Ⅱ)"), page.has("定着支援連携促進加算"))
    };
    let at = |month: &str| format!("/t/{month}/records/{}", settled.person);
    assert_eq!(names(&staff.get(&at("2024-04")).await), (true, true, false));
    assert_eq!(names(&staff.get(&at("2024-03")).await), (false, false, true));
    assert_eq!(names(&staff.get(&at("2021-03")).await), (false, false, false));
    // what the month does not have cannot be chosen
    let page = full(&staff, &at("2024-03"), &[("billing", "base_and_conference_2")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("請求の有無にない値です"), "{}", page.body);
}

#[tokio::test]
async fn jr_35_a_record_that_claims_shows_at_once_in_the_month() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let staff = settled.client(Role::SupportStaff).await;
    let month = staff.get(&format!("/t/{MONTH}/records")).await;
    assert!(month.has(">まだ</span>"), "{}", month.body);
    full(&staff, &settled.records(), &[]).await;
    let month = staff.get(&format!("/t/{MONTH}/records")).await;
    assert!(month.has(">8日 対面</td>") && month.has(">基本</td>"), "{}", month.body);
}

#[tokio::test]
async fn g_04_every_answer_can_be_given_and_an_open_one_is_told() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let address = settled.records();
    let page = full(&staff, &address, &[("billing", "undecided")]).await;
    assert!(page.to.ends_with("?ok=undecided"), "{}", page.to);
    let page = staff.get(&address).await;
    assert!(page.has("請求の有無が未定の支援記録があります"), "{}", page.body);
    let month = staff.get(&format!("/t/{MONTH}/records")).await;
    assert!(month.has("請求の有無が未定の支援記録があります"), "{}", month.body);
    let contacts = settled.read().contacts().of_month(MONTH.parse().unwrap()).await.unwrap();
    let (id, version) = (contacts[0].id.to_string(), contacts[0].version.to_string());
    for (key, billing) in
        [("none", ContactBilling::None), ("base_and_conference_1", ContactBilling::BaseAndConference1)]
    {
        let version = if key == "none" { version.clone() } else { "2".to_owned() };
        let page = full(&staff, &address, &[("billing", key), ("contact", &id), ("version", &version)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert_eq!(settled.read().contacts().get(contacts[0].id).await.unwrap().body.billing, billing);
    }
}

#[tokio::test]
async fn jr_36_the_list_of_places_has_the_office_itself_and_says_so() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let page = staff.get(&settled.records()).await;
    for place in ["センター(この事業所の面談室など)", "職場", "自宅", "オンライン", "その他"]
    {
        assert!(page.has(&format!(">{place}</option>")), "{place}");
    }
}

#[tokio::test]
async fn jr_37_jr_52_further_contacts_go_to_the_quick_tab_and_one_may_become_the_full_record() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let quick = format!("{}/quick", settled.records());
    for day in ["3", "17", "17"] {
        let fields = [("on", day), ("means", "phone"), ("place", "center"), ("text", "電話で体調を聞いた")];
        let page = staff.post(&quick, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
    let contacts = settled.read().contacts().of_month(MONTH.parse().unwrap()).await.unwrap();
    assert_eq!(contacts.len(), 3);
    assert!(contacts.iter().all(|row| row.body.billing == ContactBilling::None));
    let first = contacts[0].id;
    let page = staff.post(&format!("{quick}/{first}/promote"), &[("version", "1")]).await;
    assert!(page.to.ends_with("?ok=promoted"), "{}", page.body);
    let promoted = settled.read().contacts().get(first).await.unwrap().body;
    assert_eq!((promoted.kind, promoted.billing), (ContactKind::Full, ContactBilling::Undecided));
    // a second full record of the month is refused with words, and the typed text stays
    let page = full(&staff, &settled.records(), &[("text", "もう一つの詳細")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("この月の支援記録(詳細)はもうあります") && page.has("もう一つの詳細"), "{}", page.body);
    let page = staff.get(&quick).await;
    assert!(page.has("簡易の記録 2件"), "{}", page.body);
}

#[tokio::test]
async fn a_phone_only_month_is_told_beside_the_record() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let staff = settled.client(Role::SupportStaff).await;
    staff.post(&format!("{}/report", settled.records()), &REPORT).await;
    full(&staff, &settled.records(), &[("means", "phone"), ("billing", "undecided")]).await;
    let page = staff.get(&settled.records()).await;
    assert!(page.has("電話・メール・手紙だけの月は") && page.has("まだ請求できません"), "{}", page.body);
    let id = settled.read().contacts().of_month(MONTH.parse().unwrap()).await.unwrap()[0].id.to_string();
    full(&staff, &settled.records(), &[("means", "mail"), ("contact", &id), ("version", "1")]).await;
    let page = staff.get(&settled.records()).await;
    assert!(page.has("電話・メールだけでは請求できません") && page.has("まだ請求できません 1件"), "{}", page.body);
}

#[tokio::test]
async fn a_fifth_conference_of_the_year_is_told_when_it_is_entered() {
    let settled = Settled::new().await;
    let person = settled.someone("見本 会議", "ミホン カイギ", "2025-04-01").await;
    let staff = settled.client(Role::SupportStaff).await;
    for month in ["2026-04", "2026-05", "2026-06", "2026-07"] {
        let address = format!("/t/{month}/records/{person}");
        let page = full(&staff, &address, &[("billing", "base_and_conference_1")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
    let address = format!("/t/2026-08/records/{person}");
    let page = staff.get(&address).await;
    assert!(page.has("会議の加算 2026年度: 4回(年4回まで)"), "{}", page.body);
    // told before it is saved
    let fields =
        [("on", "8"), ("means", "video"), ("place", "online"), ("text", "会議"), ("billing", "base_and_conference_2")];
    let preview = staff.post(&format!("{address}/preview"), &fields).await;
    assert!(preview.has("5回(年4回まで)") && preview.has("限度を超えています"), "{}", preview.body);
    let page = full(&staff, &address, &[("billing", "base_and_conference_2")]).await;
    let page = staff.get(page.to.strip_prefix(&staff.base).unwrap()).await;
    assert!(page.has("限度を超えたため、この月の会議の加算は算定しません"), "{}", page.body);
}

#[tokio::test]
async fn nothing_typed_is_lost_when_a_record_is_wrong_or_someone_was_faster() {
    let settled = Settled::new().await;
    let (one, two) = (settled.client(Role::SupportStaff).await, settled.client(Role::ServiceManager).await);
    let address = settled.records();
    let page = full(&one, &address, &[("on", "9/8"), ("end", "9:00"), ("means", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["value=\"9/8\"", "id=\"e-on\"", "id=\"e-means\"", "職場のようすを聞いた", "※必須"] {
        assert!(page.has(part), "{part} {}", page.body);
    }
    full(&one, &address, &[]).await;
    let id = settled.read().contacts().of_month(MONTH.parse().unwrap()).await.unwrap()[0].id.to_string();
    full(&one, &address, &[("contact", &id), ("version", "1"), ("text", "先に直した内容")]).await;
    let page = full(&two, &address, &[("contact", &id), ("version", "1"), ("text", "あとから直した内容")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("先に直した内容") && page.has("あとから直した内容") && page.has("name=\"version\" value=\"2\""));
    let viewer = settled.client(Role::Viewer).await;
    assert_eq!(full(&viewer, &address, &[]).await.status, StatusCode::FORBIDDEN);
    assert!(!viewer.get(&address).await.has("data-kind=\"primary\""));
}

#[tokio::test]
async fn notes_are_searched_across_people_and_months() {
    let settled = Settled::new().await;
    let other = settled.someone("見本 別", "ミホン ベツ", "2026-02-01").await;
    let staff = settled.client(Role::SupportStaff).await;
    full(&staff, &settled.records(), &[("text", "通勤ラッシュがつらいと話した")]).await;
    let fields = [("on", "2"), ("means", "mail"), ("place", "other"), ("text", "ツウキンの経路を変えた")];
    staff.post(&format!("/t/2026-09/records/{other}/quick"), &fields).await;
    let page = staff.get("/t/search?q=%E3%81%A4%E3%81%86%E3%81%8D%E3%82%93").await;
    assert!(page.has("<mark>ツウキン</mark>の経路") && page.has("見本 別") && !page.has("見本 続"), "{}", page.body);
    let page = staff.get("/t/search?q=%E9%80%9A%E5%8B%A4").await;
    assert!(page.has("<mark>通勤</mark>ラッシュ") && page.has("1件"), "{}", page.body);
    assert!(staff.get("/t/search").await.has("備考のすべてからさがします"));
}

#[tokio::test]
async fn words_are_found_in_every_note_of_the_office_with_its_kind_and_its_page() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::Manager).await;
    let (base, id) = (&manager.base, settled.person);
    full(&manager, &settled.records(), &[("text", "ﾒﾝﾀﾞﾝで朝の様子を聞いた")]).await;
    manager
        .post(&format!("{}/report", settled.records()), &with(&REPORT, &[("health", "通院と服薬を続けている")]))
        .await;
    upload(&manager, &settled.plans(), &PLAN, None).await;
    let facts = settled.read().retention_facts().get(id).await.unwrap();
    let tx = settled.house.app.store.begin(&settled.actor(), settled.house.app.clock.now()).await.unwrap();
    let body = store::RetentionFactsBody { note: "契約の控えは金庫".to_owned(), ..facts.body };
    tx.retention_facts().save(id, &body, facts.version).await.unwrap();
    let person = tx.people().get(id).await.unwrap();
    let body = store::PersonBody { note: "電話は夕方に".to_owned(), ..person.body };
    tx.people().update(id, &body, person.version).await.unwrap();
    let subject = store::Subject::new(store::EntityKind::Person, id);
    tx.commit(store::AuditEvent::new(store::AuditKind::PersonUpdated, subject)).await.unwrap();
    manager.post(&format!("/t/{MONTH}/additions"), &with(&ADDITIONS, &[("note", "届出は四月"), ("version", "")])).await;
    let plan = settled.read().support_plans().of_person(id).await.unwrap()[0].id;
    for (words, kind, href) in [
        ("通院と服薬", "支援レポート", format!("{base}/t/{MONTH}/records/{id}/report")),
        ("服薬　通院", "支援レポート", format!("{base}/t/{MONTH}/records/{id}/report")),
        ("めんだん 様子", "支援記録 詳細・対面", format!("{base}/t/{MONTH}/records/{id}")),
        ("遅刻なく", "支援計画", format!("{base}/people/{id}/plans/{plan}")),
        ("見本物流", "就労", format!("{base}/people/{id}/jobs/1")),
        ("控え 金庫", "契約", format!("{base}/people/{id}/retention")),
        ("夕方", "利用者", format!("{base}/people/{id}")),
        ("届出は四月", "加算情報", format!("{base}/t/{MONTH}/additions")),
    ] {
        let query: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let page = manager.get(&format!("/t/search?q={query}")).await;
        assert!(page.has("1件") && page.has(&format!(">{kind}<")), "{words} {}", page.body);
        assert!(page.has(&format!("href=\"{href}\"")) && page.has("<mark>"), "{words} {href} {}", page.body);
    }
    let query: String = form_urlencoded::byte_serialize("服薬 金庫".as_bytes()).collect();
    assert!(manager.get(&format!("/t/search?q={query}")).await.has("見つかりません"), "all words in one note");
}

#[tokio::test]
async fn the_month_shows_those_with_something_left_first() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let last = settled.someone("見本 終", "ミホン ワ", "2026-02-01").await;
    let manager = settled.client(Role::Manager).await;
    upload(&manager, &settled.plans(), &PLAN, Some(("a.pdf", PDF))).await;
    full(&manager, &settled.records(), &[]).await;
    manager.post(&format!("{}/report", settled.records()), &REPORT).await;
    let page = manager.get(&format!("/t/{MONTH}/records")).await;
    let rows = page.body.split("<tbody").nth(1).unwrap();
    let at = |name: &str| rows.find(name).unwrap_or(usize::MAX);
    assert!(at("見本 終") < at("見本 続") && at("見本 続") < usize::MAX, "{}", page.body);
    assert!(page.has("2人のうち1人に残りがあります"), "{}", page.body);
    assert!(page.has(&format!("/t/{MONTH}/records/{last}")));
    let csv = manager.get(&format!("/t/{MONTH}/records.csv")).await;
    assert!(csv.has("見本 終,定着支援期") && csv.content_type.starts_with("text/csv"), "{}", csv.body);
}
