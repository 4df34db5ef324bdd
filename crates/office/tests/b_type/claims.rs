//! 請求の画面: a month from 入力中 to 出力, what is refused on the way, and who may do what.

use crate::support::{Client, House, Page, b_type};
use axum::http::{Method, StatusCode, header};
use claims::{Dossier, Outcome};
use fees::b_type::facts::{Capability, DayFacts};
use kernel::{Month, Yen};
use store::{AuditEvent, AuditKind, CardBody, ContractBody, DayBody, EntityKind, PersonBody, Role, Subject};

const MONTH: &str = "2026-10";

fn month() -> Month {
    MONTH.parse().unwrap()
}

/// Puts a 体制届 on file.
async fn file_notice(house: &House, severe: Option<u8>) {
    let capability =
        Capability { meal_provision: true, transport: Some(1), severe_support: severe, ..Capability::default() };
    b_type::file_notice(house, house.office, capability).await;
}

/// A person with a card, a contract and `days` days of use from the first of October 2026.
async fn add_person(house: &House, number: u32, days: u8, locked: bool) -> i64 {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let kana = ["アオイ", "イズミ", "ウミノ", "エノキ", "オガワ"][number as usize % 5];
    let person = PersonBody {
        started_on: Some("2024-04-01".parse().unwrap()),
        ..crate::support::person_body(format!("架空 {number}子"), format!("{kana} {kana}"))
    };
    let id = tx.people().create(&person).await.unwrap();
    b_type::papers(&tx, id, &CardBody { meal_eligible: true, ..b_type::card_body(number) }, locked).await;
    for number in 1..=days {
        let meal = number % 2 == 0;
        let facts = DayFacts { transport_out: 1, transport_back: 1, meal, ..b_type::attended(number) };
        let body = DayBody { facts, ..DayBody::default() };
        tx.days().save(id, month().day(number).unwrap(), &body, None).await.unwrap();
    }
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    id
}

/// An office with two people who may be claimed.
async fn ready() -> (House, Vec<i64>) {
    let house = House::new().await;
    file_notice(&house, None).await;
    let people = vec![add_person(&house, 1, 10, true).await, add_person(&house, 2, 5, true).await];
    (house, people)
}

async fn step(client: &Client, to: &str, version: i64, more: &[(&str, &str)]) -> Page {
    let version = version.to_string();
    let mut fields = vec![("to", to), ("version", version.as_str())];
    fields.extend_from_slice(more);
    client.post(&format!("/b/{MONTH}/claim/step"), &fields).await
}

async fn state(house: &House) -> String {
    let scope = house.setup().office;
    house.app.store.read(&scope).claim_months().get(month()).await.unwrap().state.to_string()
}

/// The bytes of an address, with the kind and the disposition told.
async fn bytes(client: &Client, path: &str) -> (StatusCode, String, String, Vec<u8>) {
    let told = client.bytes(path).await;
    (told.status, told.header(header::CONTENT_TYPE), told.header(header::CONTENT_DISPOSITION), told.bytes)
}

/// Audit details of a kind, newest first.
async fn audit(house: &House, kind: AuditKind) -> Vec<serde_json::Value> {
    let scope = house.setup().office;
    let entries = house.app.store.read(&scope).audit().list(None, 200).await.unwrap();
    entries.into_iter().filter(|entry| entry.kind == kind).map(|entry| entry.detail).collect()
}

/// The acknowledgement, for tables that hold rows not yet seen in the official ones.
const ACK: &[(&str, &str)] = &[("acknowledged", "1")];

#[tokio::test]
async fn a_month_goes_its_whole_way_and_the_files_say_what_the_screen_said() {
    let (house, people) = ready().await;
    let client = house.client(Role::Manager).await;
    let page = client.get(&format!("/b/{MONTH}/claim")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("架空 1子") && page.has("入力中") && page.has("締める"), "{}", page.body);
    for (version, to, label) in
        [(0, "closed", "締め"), (1, "checked", "点検"), (2, "approved", "承認"), (3, "exported", "出力")]
    {
        let answer = step(&client, to, version, ACK).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{to}: {}", answer.body);
        assert_eq!(state(&house).await, label);
        assert_eq!(client.get(answer.to.strip_prefix(&client.base).unwrap()).await.status, StatusCode::OK);
    }
    let scope = house.setup().office;
    let reader = house.app.store.read(&scope);
    let results = reader.claim_results().of_month::<Dossier, Outcome>(month()).await.unwrap();
    assert_eq!(results.len(), people.len());
    let benefit: i64 = results.iter().map(|result| result.outcome.benefit_claim.0).sum();
    let units: i64 = results.iter().map(|result| result.outcome.total_units.0).sum();
    assert!(benefit > 0);
    let files = reader.claim_files().of_month(month()).await.unwrap();
    let kinds: Vec<&str> = files.iter().map(|file| file.kind.as_str()).collect();
    assert_eq!(kinds, ["J61", "J11"]);
    let output = client.get(&format!("/b/{MONTH}/claim/output")).await;
    assert!(files.iter().all(|file| output.has(&file.sha256) && output.has(&file.name)), "{}", output.body);
    assert!(output.has("J41") && output.has("要りません"));

    let invoice = files.iter().find(|file| file.kind == "J11").unwrap();
    let (status, kind, disposition, written) = bytes(&client, &format!("/b/{MONTH}/claim/files/{}", invoice.id)).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/octet-stream"));
    assert_eq!(disposition, format!("attachment; filename=\"{}\"", invoice.name));
    assert_eq!(written, reader.claim_files().get(invoice.id).await.unwrap().1);
    let read = records::read_file(&written);
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    let numbers = |kind: (&str, &str), item: &str| -> i64 {
        let records = read.records.iter().filter_map(|row| row.record.as_ref());
        records.filter(|record| record.kind() == kind).map(|record| record.number(item).unwrap()).sum()
    };
    assert_eq!(numbers(("J111", "01"), "claim_amount"), benefit);
    assert_eq!(numbers(("J121", "04"), "benefit_units"), units);
    assert_eq!(numbers(("J111", "01"), "total_count"), 2);
    let page = client.get(&format!("/b/{MONTH}/claim")).await;
    assert!(page.has(&Yen(benefit).to_string()), "the sum on the screen is that of the file");
    assert!(reader.audit().verify().await.unwrap() > 0, "the audit chain holds");
}

#[tokio::test]
async fn steps_out_of_order_are_refused_with_a_sentence() {
    let (house, _) = ready().await;
    let client = house.client(Role::Manager).await;
    for to in ["checked", "approved", "exported"] {
        let answer = step(&client, to, 0, ACK).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{to}");
        assert!(answer.has("手続きの順が違います") && answer.has("進めるのは「締め」です"), "{}", answer.body);
        assert_eq!(state(&house).await, "入力中");
    }
    assert_eq!(step(&client, "sent", 0, &[]).await.status, StatusCode::BAD_REQUEST);
    step(&client, "closed", 0, &[]).await;
    for to in ["approved", "exported"] {
        assert_eq!(step(&client, to, 1, ACK).await.status, StatusCode::CONFLICT, "{to}");
    }
    for (version, to) in [(1, "checked"), (2, "approved"), (3, "exported")] {
        step(&client, to, version, ACK).await;
    }
    assert_eq!(state(&house).await, "出力");
    let answer = step(&client, "approved", 4, &[("reason", "まちがえた")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.has("過誤"), "an exported month does not come back");
}

#[tokio::test]
async fn a_closed_month_keeps_its_records_and_shows_what_was_closed() {
    let (house, people) = ready().await;
    let client = house.client(Role::Manager).await;
    step(&client, "closed", 0, &[]).await;
    let answer = client
        .post(
            &format!("/b/{MONTH}/records/{}/days/15", people[0]),
            &[("version", ""), ("status", "1"), ("start", "1000"), ("end", "1500")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let run = client.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    assert_eq!(run.status, StatusCode::CONFLICT, "a closed month is not calculated again");
    let page = client.get(&format!("/b/{MONTH}/claim")).await;
    assert!(page.has("締めたときの内容です"));
    assert!(!page.has("請求を計算"));
}

#[tokio::test]
async fn a_step_back_needs_a_reason_and_keeps_it() {
    let (house, _) = ready().await;
    let client = house.client(Role::Manager).await;
    step(&client, "closed", 0, &[]).await;
    let answer = step(&client, "open", 1, &[("reason", "　"), ("back", "1")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("戻す理由"), "{}", answer.body);
    assert_eq!(state(&house).await, "締め");
    let answer = step(&client, "open", 1, &[("reason", "15日の記録のもれ"), ("back", "1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&house).await, "入力中");
    assert!(client.get(&format!("/b/{MONTH}/claim")).await.has("15日の記録のもれ"));
    assert_eq!(audit(&house, AuditKind::MonthReopened).await.len(), 1);
    assert!(
        !audit(&house, AuditKind::MonthReopened).await[0].to_string().contains("もれ"),
        "reasons stay in the history"
    );
    assert_eq!(step(&client, "closed", 2, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_second_press_changes_nothing_and_a_stale_page_is_told() {
    let (house, _) = ready().await;
    let client = house.client(Role::Manager).await;
    let (first, second) = tokio::join!(step(&client, "closed", 0, &[]), step(&client, "closed", 0, &[]));
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(audit(&house, AuditKind::MonthClosed).await.len(), 1);
    let stale = step(&client, "checked", 0, &[]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("別の人が保存しました"), "{}", stale.body);
    assert_eq!(state(&house).await, "締め");
    for (version, to) in [(1, "checked"), (2, "approved"), (3, "exported")] {
        step(&client, to, version, ACK).await;
    }
    assert_eq!(step(&client, "exported", 3, ACK).await.status, StatusCode::SEE_OTHER);
    let scope = house.setup().office;
    assert_eq!(house.app.store.read(&scope).claim_files().of_month(month()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn faults_let_a_month_be_closed_but_not_checked() {
    let (house, _) = ready().await;
    let unlocked = add_person(&house, 3, 4, false).await;
    let client = house.client(Role::ClaimsClerk).await;
    let page = client.get(&format!("/b/{MONTH}/claim?filter=fault")).await;
    assert!(page.has("架空 3子") && page.has("確認済みになっていません"), "{}", page.body);
    assert!(page.has(&format!("/people/{unlocked}/cards")), "the finding leads to the card");
    assert_eq!(step(&client, "closed", 0, &[]).await.status, StatusCode::SEE_OTHER);
    let answer = step(&client, "checked", 1, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("「直すところ」が残っています"), "{}", answer.body);
    assert_eq!(state(&house).await, "締め");
}

#[tokio::test]
async fn roles_do_what_they_may() {
    let (house, _) = ready().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let staff = house.client(Role::SupportStaff).await;
    let viewer = house.client(Role::Viewer).await;
    for client in [&staff, &viewer] {
        assert_eq!(client.get(&format!("/b/{MONTH}/claim")).await.status, StatusCode::OK);
        assert_eq!(step(client, "closed", 0, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(client.post(&format!("/b/{MONTH}/claim/run"), &[]).await.status, StatusCode::FORBIDDEN);
    }
    step(&clerk, "closed", 0, &[]).await;
    step(&clerk, "checked", 1, &[]).await;
    assert_eq!(step(&clerk, "approved", 2, &[]).await.status, StatusCode::FORBIDDEN);
    let manager = house.client(Role::Manager).await;
    assert_eq!(step(&manager, "approved", 2, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(audit(&house, AuditKind::MonthStepTaken).await[0]["checked_by_same_account"], false);
    assert_eq!(
        step(&clerk, "checked", 3, &[("reason", "見直し")]).await.status,
        StatusCode::FORBIDDEN,
        "a signature is taken back by one who signs"
    );
    assert_eq!(step(&clerk, "exported", 3, ACK).await.status, StatusCode::SEE_OTHER);
    let scope = house.setup().office;
    let file = house.app.store.read(&scope).claim_files().of_month(month()).await.unwrap()[0].id;
    assert_eq!(staff.get(&format!("/b/{MONTH}/claim/files/{file}")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(clerk.get(&format!("/b/{MONTH}/claim/files/{file}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_person_who_checks_and_approves_is_told_and_noted() {
    let (house, _) = ready().await;
    let manager = house.client(Role::Manager).await;
    step(&manager, "closed", 0, &[]).await;
    step(&manager, "checked", 1, &[]).await;
    assert!(manager.get(&format!("/b/{MONTH}/claim")).await.has("点検と承認が同じ人です"));
    assert_eq!(step(&manager, "approved", 2, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(audit(&house, AuditKind::MonthStepTaken).await[0]["checked_by_same_account"], true);
}

#[tokio::test]
async fn unverified_codes_are_acknowledged_before_the_files_are_made() {
    let house = House::new().await;
    file_notice(&house, Some(2)).await;
    let person = add_person(&house, 1, 10, true).await;
    let client = house.client(Role::Manager).await;
    let scope = house.setup().office;
    let dossier = house.app.store.read(&scope).dossier(person, month()).await.unwrap();
    let outcome = claims::assess(house.app.tables, &dossier.month, &dossier.burden);
    let codes: Vec<String> =
        outcome.lines.iter().filter(|line| !line.verified).map(|line| line.code_ja().to_owned()).collect();
    assert!(!codes.is_empty(), "the tables hold rows that were not seen in the official ones");
    for (version, to) in [(0, "closed"), (1, "checked"), (2, "approved")] {
        assert_eq!(step(&client, to, version, &[]).await.status, StatusCode::SEE_OTHER, "{to}");
    }
    let page = client.get(&format!("/b/{MONTH}/claim")).await;
    assert!(codes.iter().all(|code| page.has(code)), "every such code is listed");
    let answer = step(&client, "exported", 3, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("未検証"), "{}", answer.body);
    assert_eq!(state(&house).await, "承認");
    assert_eq!(step(&client, "exported", 3, ACK).await.status, StatusCode::SEE_OTHER);
    let noted = audit(&house, AuditKind::ClaimFilesMade).await;
    assert!(codes.iter().all(|code| noted[0]["unverified_acknowledged"].to_string().contains(code)));
    assert_eq!(noted[0]["processing_month"], "2026-11");
}

#[tokio::test]
async fn a_run_goes_on_in_the_background_and_says_what_became_of_everyone() {
    let (house, people) = ready().await;
    let faulty = add_person(&house, 3, 4, false).await;
    let client = house.client(Role::ClaimsClerk).await;
    let started = client.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.body);
    let path = started.to.strip_prefix(&client.base).unwrap().to_owned();
    let again = client.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let scope = house.setup().office;
    let reader = house.app.store.read(&scope);
    let mut waited = 0;
    let run = loop {
        let run = reader.claim_runs().latest(month()).await.unwrap().unwrap();
        if run.finished_at.is_some() {
            break run;
        }
        let part = client.get(&format!("{path}/part")).await;
        assert_eq!(part.status, StatusCode::OK);
        waited += 1;
        assert!(waited < 400, "the run ends");
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    };
    let states: Vec<(i64, store::RunState)> = run.items.iter().map(|item| (item.person_id, item.state)).collect();
    assert_eq!(
        states,
        [(people[0], store::RunState::Done), (people[1], store::RunState::Done), (faulty, store::RunState::Faulty)]
    );
    let page = client.get(&format!("/b/{MONTH}/claim/runs/{}", run.id)).await;
    assert!(page.has("終わりました") && page.has("直すところあり") && page.has("架空 3子"), "{}", page.body);
    assert!(!page.has("hx-trigger"), "what has ended is not asked for again");
    assert!(run.items.iter().all(|item| !item.message.contains("架空")), "no names in the notes of a run");
    assert_eq!(reader.claim_results().of_month::<Dossier, Outcome>(month()).await.unwrap().len(), 3);
    assert!(client.get(&format!("/b/{MONTH}/claim")).await.has("最後の計算"));
    assert!(!audit(&house, AuditKind::ClaimRunFinished).await.is_empty());
}

#[tokio::test]
async fn a_run_without_an_end_is_shown_as_under_way_or_cut_off() {
    let (mut house, people) = ready().await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let id = tx.claim_runs().start(month(), &people).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::ClaimRunStarted, Subject::new(EntityKind::ClaimRun, id))).await.unwrap();
    let path = format!("/b/{MONTH}/claim/runs/{id}");
    let client = house.client(Role::Manager).await;
    let page = client.get(&path).await;
    assert!(page.has("計算しています") && page.has("hx-trigger=\"every 1s\"") && page.has("2人中0人"), "{}", page.body);
    let same = client.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    assert_eq!(same.to, format!("{}{path}", client.base), "no second run beside the first");
    house.app.clock = office::Clock::Fixed("2026-11-05T01:10:00Z".parse().unwrap());
    let client = house.client(Role::Manager).await;
    let page = client.get(&path).await;
    assert!(page.has("途中で止まりました") && !page.has("hx-trigger"), "{}", page.body);
    let fresh = client.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    assert_ne!(fresh.to, format!("{}{path}", client.base), "a run that was cut off does not block the next");
}

#[tokio::test]
async fn what_another_office_has_is_not_there() {
    let (house, people) = ready().await;
    let own = house.client(Role::Manager).await;
    own.post(&format!("/b/{MONTH}/claim/run"), &[]).await;
    for (version, to) in [(0, "closed"), (1, "checked"), (2, "approved"), (3, "exported")] {
        step(&own, to, version, ACK).await;
    }
    let scope = house.setup().office;
    let file = house.app.store.read(&scope).claim_files().of_month(month()).await.unwrap()[0].id;
    let run = house.app.store.read(&scope).claim_runs().latest(month()).await.unwrap().unwrap().id;
    let other = house.add_office(&crate::support::office_body("9910100024", "となりの作業所")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    for path in [
        format!("/b/{MONTH}/claim/people/{}", people[0]),
        format!("/b/{MONTH}/claim/people/{}/case.json", people[0]),
        format!("/b/{MONTH}/claim/files/{file}"),
        format!("/b/{MONTH}/claim/runs/{run}"),
        format!("/b/{MONTH}/claim/runs/{run}/part"),
    ] {
        assert_eq!(own.get(&path).await.status, StatusCode::OK, "{path}");
        let page = stranger.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.has("架空"));
        let page = stranger.at(Method::GET, &format!("{}{path}", own.base), None).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(own.get(&format!("/b/2026-09/claim/files/{file}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(own.get("/b/2026-13/claim").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_line_of_a_statement_says_why() {
    let (house, people) = ready().await;
    let client = house.client(Role::SupportStaff).await;
    let page = client.get(&format!("/b/{MONTH}/claim/people/{}", people[0])).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let scope = house.setup().office;
    let dossier = house.app.store.read(&scope).dossier(people[0], month()).await.unwrap();
    let outcome = claims::assess(house.app.tables, &dossier.month, &dossier.burden);
    for line in &outcome.lines {
        assert!(page.has(line.code_text()) && page.has(&line.service_units.to_string()), "{}", line.code_ja());
        assert!(outcome.steps.iter().any(|step| step.rule == line.rule), "{} has steps", line.rule);
    }
    assert_eq!(page.body.matches("<summary>なぜ</summary>").count(), outcome.lines.len());
    assert!(!page.has("この明細の手順は記録されていません"));
    assert!(page.has("根拠: ") && page.has("もとにした値: ") && page.has("なぜこの金額か"));
    assert!(page.has(&outcome.benefit_claim.to_string()));
    assert!(!outcome.not_applied.is_empty());
    let names = outcome.not_applied.iter().filter(|rule| page.has(&rule.name)).count();
    assert_eq!(names, outcome.not_applied.len());
    assert!(!page.has("office.capability."), "missing facts are told in words");
    assert!(page.has("次の人") && !page.has("前の人"));
    assert!(client.get(&format!("/b/{MONTH}/claim/people/{}", people[1])).await.has("前の人"));
}

#[tokio::test]
async fn the_case_document_holds_the_facts_and_no_names() {
    let (house, people) = ready().await;
    let client = house.client(Role::Manager).await;
    let path = format!("/b/{MONTH}/claim/people/{}/case.json", people[0]);
    let (status, kind, disposition, body) = bytes(&client, &path).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json; charset=utf-8"));
    assert!(disposition.contains("case-2026-10.json"));
    let text = String::from_utf8(body).unwrap();
    assert!(!text.contains("架空") && !text.contains("アオイ") && !text.contains("1230000001"), "{text}");
    let case = claims::case::Case::parse(&text).unwrap();
    assert_eq!(case.days.len(), 10);
    assert_eq!(audit(&house, AuditKind::Exported).await[0]["what"], "case");
}

#[tokio::test]
async fn the_list_can_be_taken_out_in_every_state() {
    let (house, _) = ready().await;
    let client = house.client(Role::Manager).await;
    let (status, kind, disposition, workbook) = bytes(&client, &format!("/b/{MONTH}/claim/list.xlsx")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(kind.contains("spreadsheetml") && disposition.contains("claim-list-2026-10.xlsx"));
    assert_eq!(&workbook[..2], b"PK");
    let (_, kind, _, csv) = bytes(&client, &format!("/b/{MONTH}/claim/list.csv")).await;
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(kind, "text/csv; charset=utf-8");
    assert!(csv.starts_with("\u{feff}\"受給者証番号\",\"氏名\""));
    assert_eq!(csv.lines().count(), 3);
    step(&client, "closed", 0, &[]).await;
    let (_, _, _, closed) = bytes(&client, &format!("/b/{MONTH}/claim/list.csv")).await;
    assert_eq!(String::from_utf8(closed).unwrap(), csv, "closing changes no number");
}

#[tokio::test]
async fn without_a_notice_the_page_says_what_to_do_and_nothing_can_be_closed() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let page = client.get(&format!("/b/{MONTH}/claim")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("体制届") && page.has("計算できないため進めません"), "{}", page.body);
    assert_eq!(step(&client, "closed", 0, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    file_notice(&house, None).await;
    let answer = step(&client, "closed", 0, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "an empty month is not closed");
    assert!(answer.has("締められません"), "{}", answer.body);
    assert_eq!(state(&house).await, "入力中");
}

#[tokio::test]
async fn a_person_who_did_not_come_is_listed_without_a_claim() {
    let (house, _) = ready().await;
    let absent = add_person(&house, 3, 0, false).await;
    let client = house.client(Role::Manager).await;
    let page = client.get(&format!("/b/{MONTH}/claim")).await;
    assert!(page.has("この月の請求なし") && page.has("合計 2人"), "{}", page.body);
    assert!(page.has("直すところ 0件"), "who claims nothing has nothing that could come back: {}", page.body);
    for (version, to) in [(0, "closed"), (1, "checked"), (2, "approved"), (3, "exported")] {
        assert_eq!(step(&client, to, version, ACK).await.status, StatusCode::SEE_OTHER, "{to}");
    }
    let page = client.get(&format!("/b/{MONTH}/claim/people/{absent}")).await;
    assert!(page.has("この月に請求できる明細はありません"), "{}", page.body);
}

#[tokio::test]
async fn today_shows_what_is_due_and_who_has_no_record() {
    let (house, people) = ready().await;
    let client = house.client(Role::SupportStaff).await;
    let page = client.get("/").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.has("2026年(令和8年)11月5日(木)"), "{}", page.body);
    assert!(page.has("記録がまだの人 2人"));
    assert!(page.has(&format!("/b/2026-11/records/{}?day=5", people[0])));
    assert!(page.has("令和8年10月の請求") && page.has("あと5日") && page.has("11月10日(火) 請求の締切"));
    assert!(page.has("href=\"/o/1/b/2026-10/claim\""));
    add_person(&house, 3, 2, false).await;
    let page = client.get("/").await;
    assert!(page.has("ロックしていない受給者証 1人"), "{}", page.body);
}

#[tokio::test]
async fn today_warns_of_papers_that_run_out_and_of_missing_cap_results() {
    let (house, people) = ready().await;
    let at = house.app.clock.now();
    let tx = house.app.store.begin(&house.setup(), at).await.unwrap();
    let card = tx.cards().of_person(people[0]).await.unwrap().remove(0);
    tx.cards().unlock(card.id, card.version).await.unwrap();
    let body = CardBody {
        decided_to: "2026-12-31".parse().unwrap(),
        cap_manager: Some("1310200012".parse().unwrap()),
        ..card.body
    };
    let version = tx.cards().update(card.id, &body, card.version + 1).await.unwrap();
    tx.cards().lock(card.id, version).await.unwrap();
    let contract = tx.contracts().of_person(people[1]).await.unwrap().remove(0);
    let ending = ContractBody { to: Some("2026-11-30".parse().unwrap()), ..contract.body };
    tx.contracts().update(contract.id, &ending, contract.version).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::CardSaved, Subject::new(EntityKind::RecipientCard, card.id))).await.unwrap();
    let client = house.client(Role::ServiceManager).await;
    let page = client.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("2026年(令和8年)12月31日 まで(あと56日)"), "{}", page.body);
    assert!(page.has(&format!("/people/{}/cards", people[0])));
    assert!(page.has("2026年(令和8年)11月30日 まで(あと25日)"));
    assert!(page.has(&format!("/people/{}/contracts", people[1])));
    assert!(page.has("上限額管理の結果がまだの人 1人") && page.has(&format!("/b/2026-10/cap/{}", people[0])));
    assert!(page.has("11月3日(火)") && page.has("2日過ぎました") && page.has("あと1日"), "the days of cap management");
}
