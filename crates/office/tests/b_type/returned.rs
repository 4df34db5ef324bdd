//! 返戻・過誤・月遅れの画面: what came back is corrected for that person alone and claimed again with a later month.

use crate::support::{
    Client, House, Page,
    b_type::{self, recipient_no},
};
use axum::http::StatusCode;
use fees::b_type::facts::Capability;
use kernel::Month;
use store::{AgainCase, AgainState, AuditEvent, AuditKind, DayBody, EntityKind, PersonBody, Role, StoreError, Subject};

/// Exported, then returned.
const OLD: &str = "2026-09";
/// Its files carry the new claim.
const NEW: &str = "2026-10";

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn attended(day: u8) -> DayBody {
    DayBody { facts: b_type::attended(day), ..DayBody::default() }
}

async fn person(house: &House, number: u32, days: u8) -> i64 {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let body = PersonBody {
        name: format!("架空 {number}子"),
        name_kana: format!("カクウ {}", ["アオイ", "イズミ", "ウミノ"][number as usize % 3]),
        started_on: Some("2024-04-01".parse().unwrap()),
        ..PersonBody::default()
    };
    let id = tx.people().create(&body).await.unwrap();
    b_type::papers(&tx, id, &b_type::card_body(number), true).await;
    for text in [OLD, NEW] {
        for day in 1..=days {
            tx.days().save(id, month(text).day(day).unwrap(), &attended(day), None).await.unwrap();
        }
    }
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    id
}

async fn steps(client: &Client, at: &str, to: &[(&str, &str)]) {
    for (to, version) in to {
        let fields = [("to", *to), ("version", *version), ("acknowledged", "1"), ("reason", "記録に誤りがあったため")];
        let page = client.post(&format!("/b/{at}/claim/step"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{at} {to}: {}", page.body);
    }
}

const EXPORT: [(&str, &str); 4] = [("closed", "0"), ("checked", "1"), ("approved", "2"), ("exported", "3")];

/// An office that has exported September for two people with ten days each.
async fn exported() -> (House, Client, Vec<i64>) {
    let house = House::new().await;
    b_type::file_notice(&house, house.office, Capability::default()).await;
    let people = vec![person(&house, 1, 10).await, person(&house, 2, 10).await];
    let client = house.client(Role::Manager).await;
    steps(&client, OLD, &EXPORT).await;
    (house, client, people)
}

async fn cases(house: &House) -> Vec<AgainCase> {
    house.app.store.read(&house.setup().office).again().list().await.unwrap()
}

fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("the page has the field");
    rest.split('"').next().unwrap().to_owned()
}

/// Pastes a list and takes it in.
async fn import(client: &Client, text: &str) -> Page {
    let sent = client.post("/returned/files", &[("text", text)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let here = sent.to.strip_prefix(&client.base).unwrap().to_owned();
    let preview = client.get(&here).await;
    if !preview.has("件を取り込む") {
        return preview;
    }
    client.post(&here, &[("version", &hidden(&preview, "version"))]).await
}

async fn save_day(house: &House, person: i64, at: &str, day: u8) -> Result<(), StoreError> {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await?;
    tx.days().save(person, month(at).day(day).unwrap(), &attended(day), None).await?;
    tx.commit(AuditEvent::new(AuditKind::DaySaved, Subject::new(EntityKind::Person, person))).await
}

async fn j11(house: &House, at: &str) -> Vec<u8> {
    let scope = house.setup().office;
    let read = house.app.store.read(&scope);
    let file = read.claim_files().of_month(month(at)).await.unwrap().into_iter().find(|file| file.kind == "J11");
    read.claim_files().get(file.unwrap().id).await.unwrap().1
}

/// Service months and days of the statements of a file, by recipient.
fn statements(house: &House, bytes: &[u8]) -> Vec<(String, String, i64)> {
    let file = records::read_file_with(house.app.layouts, bytes);
    let rows = file.records.into_iter().filter_map(|row| row.record);
    rows.filter(|record| record.kind() == ("J121", "02"))
        .map(|record| {
            let month = record.month("service_year_month").unwrap().to_string();
            (record.get("certificate_no").unwrap().to_owned(), month, record.number("use_days").unwrap())
        })
        .collect()
}

#[tokio::test]
async fn a_returned_month_is_corrected_for_that_person_alone_and_claimed_again_with_the_next_files() {
    let (house, client, people) = exported().await;
    let refused = save_day(&house, people[0], OLD, 15).await;
    assert!(matches!(refused, Err(StoreError::MonthClosed { .. })), "an exported month is closed");
    let before = j11(&house, OLD).await;

    let list = format!("受給者証番号,提供年月,エラーコード,内容\n{},2026/09,EG13,日数の誤り\n", recipient_no(1));
    let taken = import(&client, &list).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let page = client.get("/returned").await;
    assert!(page.has("EG13") && page.has("架空 1子") && page.has("いまの計算"), "{}", page.body);

    save_day(&house, people[0], OLD, 15).await.unwrap();
    assert!(save_day(&house, people[1], OLD, 15).await.is_err(), "the others stay closed");
    let scope = house.setup().office;
    let versions = house.app.store.read(&scope).days().versions(people[0], month(OLD).day(15).unwrap()).await.unwrap();
    assert!(versions[0].why.contains("返戻"), "the reason stands in the history");
    assert!(!client.get(&format!("/b/{OLD}/records/{}", people[0])).await.has("締めてあるため"));

    let case = cases(&house).await.remove(0);
    let carried = client
        .post(&format!("/returned/{}/carry", case.id), &[("version", &case.version.to_string()), ("carrier", NEW)])
        .await;
    assert_eq!(carried.status, StatusCode::SEE_OTHER, "{}", carried.body);
    let overview = client.get(&format!("/b/{NEW}/claim")).await;
    assert!(overview.has("前の月の分 1件"), "{}", overview.body);

    let statement = format!("/b/{OLD}/claim/people/{}", people[0]);
    let again = client.get(&format!("{statement}?case={}", case.id)).await;
    assert!(again.has("返戻") && again.has("11日"), "{}", again.body);
    assert!(client.get(&statement).await.has("10日"), "what was sent is shown without the case");
    let other = format!("/b/{OLD}/claim/people/{}?case={}", people[1], case.id);
    assert_eq!(client.get(&other).await.status, StatusCode::NOT_FOUND);

    steps(&client, NEW, &[("closed", "0")]).await;
    assert!(save_day(&house, people[0], OLD, 16).await.is_err(), "締め of the carrying month closes it again");
    steps(&client, NEW, &[("open", "1")]).await;
    save_day(&house, people[0], OLD, 16).await.unwrap();
    steps(&client, NEW, &[("closed", "2"), ("checked", "3"), ("approved", "4"), ("exported", "5")]).await;

    let mut sent = statements(&house, &j11(&house, NEW).await);
    sent.sort();
    let expected = [
        (recipient_no(1), OLD.to_owned(), 12),
        (recipient_no(1), NEW.to_owned(), 10),
        (recipient_no(2), NEW.to_owned(), 10),
    ];
    assert_eq!(sent, expected);
    assert_eq!(j11(&house, OLD).await, before, "what was sent stays as it was sent");
    let case = cases(&house).await.remove(0);
    assert_eq!((case.state, case.carrier), (AgainState::Claimed, Some(month(NEW))));
    assert!(save_day(&house, people[0], OLD, 17).await.is_err(), "claimed again, the month is closed");
    assert!(client.get("/returned").await.has("の請求といっしょに請求しました"));
}

#[tokio::test]
async fn a_list_with_a_fault_adds_nothing_and_says_which_line() {
    let (house, client, _) = exported().await;
    let list = format!(
        "受給者証番号,提供年月,エラーコード,内容\n{},2026-09,EG13,\n9999999999,2026-09,EG13,\n{},2026-08,EG13,\n",
        recipient_no(1),
        recipient_no(2)
    );
    let page = import(&client, &list).await;
    assert!(page.has("2件目") && page.has("この受給者証番号の請求は"), "{}", page.body);
    assert!(page.has("3件目") && page.has("まだ出力していません"));
    assert!(cases(&house).await.is_empty());
    let page = client.post("/returned/files", &[("text", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_same_return_is_not_noted_twice() {
    let (house, client, _) = exported().await;
    let list = format!("受給者証番号\t提供年月\n{}\tR8.9\n", recipient_no(1));
    assert_eq!(import(&client, &list).await.status, StatusCode::SEE_OTHER);
    let again = import(&client, &list).await;
    assert!(again.has("もう登録してあります"), "{}", again.body);
    assert_eq!(cases(&house).await.len(), 1);
}

#[tokio::test]
async fn a_withdrawal_opens_the_month_only_after_the_municipality_has_withdrawn_it() {
    let (house, client, people) = exported().await;
    let person = people[0].to_string();
    let fields = [
        ("kind", "withdrawn"),
        ("person", person.as_str()),
        ("month", "令和8年9月"),
        ("reason", "日数の誤り"),
        ("sent_on", "2026-11-02"),
    ];
    let noted = client.post("/returned", &fields).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    assert!(save_day(&house, people[0], OLD, 15).await.is_err());
    let case = cases(&house).await.remove(0);
    assert_eq!(case.state, AgainState::Asked);
    let at = format!("/returned/{}", case.id);
    let version = case.version.to_string();
    let early = client.post(&format!("{at}/carry"), &[("version", &version), ("carrier", NEW)]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    let done = client.post(&format!("{at}/withdrawn"), &[("version", &version), ("withdrawn_on", "2026-11-04")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    save_day(&house, people[0], OLD, 15).await.unwrap();
    let carried = client.post(&format!("{at}/carry"), &[("version", "2"), ("carrier", NEW)]).await;
    assert_eq!(carried.status, StatusCode::SEE_OTHER, "{}", carried.body);
    steps(&client, NEW, &EXPORT).await;
    let sent = statements(&house, &j11(&house, NEW).await);
    assert!(sent.contains(&(recipient_no(1), OLD.to_owned(), 11)), "{sent:?}");
}

#[tokio::test]
async fn a_case_can_end_without_a_new_claim_and_needs_a_reason() {
    let (house, client, people) = exported().await;
    let person = people[0].to_string();
    let fields = [("kind", "returned"), ("person", person.as_str()), ("month", OLD), ("reason", "資格なし")];
    assert_eq!(client.post("/returned", &fields).await.status, StatusCode::SEE_OTHER);
    let id = cases(&house).await[0].id;
    let none = client.post(&format!("/returned/{id}/drop"), &[("version", "1")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ended =
        client.post(&format!("/returned/{id}/drop"), &[("version", "1"), ("because", "資格がなかったため")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert!(save_day(&house, people[0], OLD, 15).await.is_err());
    assert!(client.get("/returned").await.has("資格がなかったため"));
}

#[tokio::test]
async fn who_was_forgotten_is_claimed_late() {
    let (house, client, _) = exported().await;
    // registered after September was exported; the contract begins in October so that September did not see it
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let body =
        PersonBody {
            name: "架空 遅子".to_owned(), name_kana: "カクウ オソ".to_owned(), ..PersonBody::default()
        };
    let late = tx.people().create(&body).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, late))).await.unwrap();
    let id = late.to_string();
    let of = |kind| [("kind", kind), ("person", id.as_str()), ("month", OLD), ("reason", "受給者証の発行が遅れたため")];
    let wrong = client.post("/returned", &of("returned")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("まだ請求していません") && wrong.has("受給者証の発行が遅れたため"), "{}", wrong.body);
    assert_eq!(client.post("/returned", &of("late")).await.status, StatusCode::SEE_OTHER);
    save_day(&house, late, OLD, 3).await.unwrap();
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let contract = crate::support::contract_body("2026-09-01", 23);
    tx.contracts().create(late, &contract).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::ContractSaved, Subject::new(EntityKind::Person, late))).await.unwrap();
    // without a card the claim has a fault, and the carrying month cannot go on
    let case = cases(&house).await.remove(0);
    let at = format!("/returned/{}/carry", case.id);
    assert_eq!(client.post(&at, &[("version", "1"), ("carrier", NEW)]).await.status, StatusCode::SEE_OTHER);
    steps(&client, NEW, &[("closed", "0")]).await;
    let fields = [("to", "checked"), ("version", "1")];
    assert_eq!(client.post(&format!("/b/{NEW}/claim/step"), &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_case_needs_an_exported_month_and_what_was_typed_stays() {
    let (_house, client, people) = exported().await;
    let person = people[0].to_string();
    let page = client
        .post("/returned", &[("kind", "returned"), ("person", &person), ("month", NEW), ("reason", "まちがい")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("value=\"まちがい\""), "{}", page.body);
    let page = client.post("/returned", &[("reason", "まちがい"), ("month", "なつ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("value=\"なつ\"") && page.has("利用者が選ばれていません"));
}

#[tokio::test]
async fn cases_of_another_office_do_not_exist_and_roles_are_kept() {
    let (house, client, people) = exported().await;
    let person = people[0].to_string();
    let fields = [("kind", "returned"), ("person", person.as_str()), ("month", OLD), ("reason", "誤り")];
    client.post("/returned", &fields).await;
    let id = cases(&house).await[0].id;
    let other = house.add_office(&crate::support::office_body("9910100024", "よその事業所")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    let all = [("version", "1"), ("carrier", NEW), ("because", "x"), ("withdrawn_on", "2026-11-01")];
    for act in ["carry", "withdrawn", "drop"] {
        let page = stranger.post(&format!("/returned/{id}/{act}"), &all).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert_eq!(stranger.post("/returned", &fields).await.status, StatusCode::NOT_FOUND);
    for role in [Role::SupportStaff, Role::ServiceManager, Role::Viewer] {
        let client = house.client(role).await;
        assert_eq!(client.get("/returned").await.status, StatusCode::OK);
        for path in ["/returned".to_owned(), "/returned/files".to_owned(), format!("/returned/{id}/carry")] {
            assert_eq!(client.post(&path, &all).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
        }
    }
}

#[tokio::test]
async fn a_case_that_claims_nothing_holds_up_its_carrier_and_what_was_typed_about_it_stays() {
    let (house, client, people) = exported().await;
    let person = people[0].to_string();
    let fields = [("kind", "returned"), ("person", person.as_str()), ("month", OLD), ("reason", "利用なし")];
    client.post("/returned", &fields).await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    for day in 1..=10 {
        tx.days().delete(people[0], month(OLD).day(day).unwrap(), 1).await.unwrap();
    }
    tx.commit(AuditEvent::new(AuditKind::DayDeleted, Subject::new(EntityKind::Person, people[0]))).await.unwrap();
    let id = cases(&house).await[0].id;
    let at = format!("/returned/{id}");
    client.post(&format!("{at}/carry"), &[("version", "1"), ("carrier", NEW)]).await;
    let overview = client.get(&format!("/b/{NEW}/claim")).await;
    assert!(overview.has("請求するものがありません"), "{}", overview.body);
    steps(&client, NEW, &[("closed", "0")]).await;
    let fields = [("to", "checked"), ("version", "1")];
    assert_eq!(client.post(&format!("/b/{NEW}/claim/step"), &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = client.post(&format!("{at}/drop"), &[("version", "2"), ("because", "利用がなかったため")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.has("value=\"利用がなかったため\""), "{}", refused.body);
}
