//! 請求ファイル: without codes, with an invented table, the form number; and 今日.
use crate::fixtures::desk::*;
use axum::http::StatusCode;
use fees::FeeTables;
use store::{AuditKind, Role};

#[tokio::test]
async fn jr_46_without_codes_the_official_file_is_refused_by_name_and_the_workbook_stays() {
    let desk = Desk::new(&[]).await;
    let (_, clerk) = desk.requested().await;
    let page = clerk.get(&format!("/t/{MONTH}/claim/output")).await;
    assert!(page.has("サービスコードが未登録の明細があるため、J11・J61は作れません"), "{}", page.body);
    assert!(page.has("就労定着支援 就労定着率95%以上"), "the line is named: {}", page.body);
    assert!(
        page.has(&format!("{}/settings/codes", clerk.base))
            && page.has(&format!("{}/t/codes?month={MONTH}", clerk.base))
    );
    assert!(page.has("105件") || page.has("件が空です"), "{}", page.body);
    let refused = clerk.post(&format!("/t/{MONTH}/claim/files"), &[("acknowledged", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("のサービスコードが未登録です"), "{}", refused.body);
    assert!(desk.read().claim_files().of_month(month()).await.unwrap().is_empty());
    assert_eq!(bytes(&clerk, &format!("/t/{MONTH}/claim/simple.xlsx")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn with_an_invented_code_table_the_files_are_made_kept_and_read_back() {
    let desk = Desk::with(invented_codes(), &[], "2026-01-15", |_| {}).await;
    let (_, clerk) = desk.requested().await;
    let path = format!("/t/{MONTH}/claim/output");
    let page = clerk.get(&path).await;
    assert!(page.has("2101 様式種別番号(実績記録票)"), "the form number is a guess and says so: {}", page.body);
    let unacknowledged = clerk.post(&format!("/t/{MONTH}/claim/files"), &[]).await;
    assert_eq!(unacknowledged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unacknowledged.has("「確かめました」に印を付けてください"));
    let made = clerk.post(&format!("/t/{MONTH}/claim/files"), &[("acknowledged", "1")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let files = desk.read().claim_files().of_month(month()).await.unwrap();
    let kinds: Vec<&str> = files.iter().map(|file| file.kind.as_str()).collect();
    assert_eq!(kinds, ["J61", "J11"]);
    let mut read = Vec::new();
    for file in &files {
        let (status, _, body) = bytes(&clerk, &format!("/t/{MONTH}/claim/files/{}", file.id)).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(body, desk.read().claim_files().get(file.id).await.unwrap().1);
        read.push(records::read_file(&body));
    }
    let value = |file: usize, kind: (&str, &str), item: &str| -> Option<String> {
        let rows = read[file].records.iter().filter_map(|row| row.record.as_ref());
        rows.filter(|record| record.kind() == kind).find_map(|record| record.get(item).map(str::to_owned))
    };
    assert_eq!(value(1, ("J121", "03"), "service_code").unwrap()[..3].to_owned(), "47T");
    assert_eq!(value(1, ("J111", "01"), "claim_amount").as_deref(), Some("31608"));
    assert_eq!(value(0, ("J611", "01"), "support_report_shared_date").as_deref(), Some("20261025"));
    assert_eq!(value(0, ("J611", "02"), "day").as_deref(), Some("08"));
    let page = clerk.get(&path).await;
    assert!(
        files.iter().all(|file| page.has(&file.sha256)) && !page.has("このあと請求が変わりました"),
        "{}",
        page.body
    );
    // somebody else's office sees nothing of it
    let stranger = desk.house.client(Role::Manager).await;
    assert_eq!(stranger.get(&format!("/t/{MONTH}/claim/output")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_day_of_use_is_the_first_on_which_use_was_possible_in_every_paper() {
    let desk = Desk::with(invented_codes(), &[], "2026-04-15", |card| {
        card.valid_from = day("2026-10-15");
        card.decided_from = card.valid_from;
    })
    .await;
    let met = desk.contact;
    change(&desk, AuditKind::ContactSaved, async |tx, person| {
        let facts = tx.retention_facts().get(person).await.unwrap();
        let (contract_on, from_other_provider) = (Some(day("2026-08-01")), true);
        let body = store::RetentionFactsBody { contract_on, from_other_provider, ..facts.body };
        tx.retention_facts().save(person, &body, facts.version).await.unwrap();
        let stored = tx.contacts().get(met).await.unwrap();
        let body = store::ContactBody { on: day("2026-10-20"), ..stored.body };
        tx.contacts().update(met, &body, stored.version).await.unwrap();
    })
    .await;
    let (_, clerk) = desk.requested().await;
    let made = clerk.post(&format!("/t/{MONTH}/claim/files"), &[("acknowledged", "1")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let mut values = Vec::new();
    for file in desk.read().claim_files().of_month(month()).await.unwrap() {
        let read = records::read_file(&desk.read().claim_files().get(file.id).await.unwrap().1);
        for record in read.records.iter().filter_map(|row| row.record.as_ref()) {
            for (kind, item) in [(("J611", "01"), "initial_addition_start_date"), (("J121", "02"), "start_date")] {
                if record.kind() == kind {
                    values.push((kind, record.get(item).map(str::to_owned)));
                }
            }
        }
    }
    let first = Some("20261015".to_owned());
    assert_eq!(values, [(("J611", "01"), first.clone()), (("J121", "02"), first)]);
    let (_, _, book) = bytes(&clerk, &format!("/t/{MONTH}/claim/simple.xlsx")).await;
    let cells = cells(&book);
    let days = |day: &str| cells.iter().filter(|cell| *cell == day).count();
    assert_eq!((days("2026-10-15"), days("2026-08-01")), (1, 1), "利用開始日 and 契約日: {cells:?}");
}

#[tokio::test]
async fn a_renewed_card_begins_no_second_first_month() {
    let desk =
        Desk::with(FeeTables::builtin(), &[], "2026-01-15", |card| card.decided_to = "2026-09-30".parse().unwrap())
            .await;
    let first = desk.card;
    change(&desk, AuditKind::CardSaved, async |tx, person| {
        let facts = tx.retention_facts().get(person).await.unwrap();
        let body = store::RetentionFactsBody { from_other_provider: true, ..facts.body };
        tx.retention_facts().save(person, &body, facts.version).await.unwrap();
        let valid_from = day("2026-10-01");
        let known = tx.cards().get(first).await.unwrap().body;
        let body = store::CardBody { valid_from, decided_from: valid_from, decided_to: day("2027-09-30"), ..known };
        let renewed = tx.cards().create(person, &body).await.unwrap();
        tx.cards().lock(renewed, 1).await.unwrap();
    })
    .await;
    let (_, clerk) = desk.requested().await;
    let (_, _, book) = bytes(&clerk, &format!("/t/{MONTH}/claim/simple.xlsx")).await;
    let cells = cells(&book);
    assert!(cells.iter().any(|cell| cell == "35120"), "the base fee alone: {cells:?}");
}

#[tokio::test]
async fn the_form_number_of_the_records_is_what_the_office_states() {
    let desk = Desk::with(invented_codes(), &[], "2026-01-15", |_| {}).await;
    let head = desk.client(Role::Manager).await;
    let path = format!("/t/{MONTH}/claim/output/form");
    let wrong = head.post(&path, &[("version", ""), ("record_form_no", "21")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("4桁の数字ではありません") && wrong.has("value=\"21\""), "{}", wrong.body);
    let clerk = desk.clerk().await;
    assert_eq!(clerk.post(&path, &[("record_form_no", "2102")]).await.status, StatusCode::FORBIDDEN);
    // approving 加算情報 saved the settings twice
    let version = desk.read().retention_settings().get().await.unwrap().version.unwrap().to_string();
    let saved = head.post(&path, &[("version", &version), ("record_form_no", "２１０２")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    desk.requested().await;
    let page = clerk.get(&format!("/t/{MONTH}/claim/output")).await;
    assert!(page.has("<strong>2102</strong>") && !page.has("2101 様式種別番号"), "{}", page.body);
}

#[tokio::test]
async fn g_05_the_day_warns_of_the_end_and_leads_to_everything_that_is_left() {
    // forty-two months from 2023-06-20 end on 2026-12-19: 44 days after 2026-11-05
    let desk = Desk::with(FeeTables::builtin(), &[But::NoReport], "2023-06-20", |card| {
        card.valid_from = "2026-04-01".parse().unwrap();
        card.decided_from = card.valid_from;
        card.decided_to = "2026-11-30".parse().unwrap();
    })
    .await;
    let clerk = desk.clerk().await;
    let page = clerk.get("/").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (base, id) = (&clerk.base, desk.person);
    for (words, href) in [
        ("今月まだ支援記録のない人", format!("{base}/t/2026-11/records/{id}")),
        ("支援レポートを共有していない人", format!("{base}/t/2026-10/records/{id}/report#f-shared_on")),
        ("あと44日、60日以内", format!("{base}/people/{id}/leaving")),
        ("支給決定が", format!("{base}/people/{id}/cards")),
        ("登録されていません", format!("{base}/t/2026-11/additions")),
        ("締切まで あと5日", format!("{base}/t/2026-10/claim")),
        ("阻害あり", format!("{base}/t/2026-10/claim?state=blocked")),
    ] {
        assert!(page.has(words), "{words}\n{}", page.body);
        assert!(page.has(&format!("href=\"{href}\"")), "{href}\n{}", page.body);
    }
}
