//! 平均工賃月額: wages are typed, days come from the records, the amount is told step by step, a person files it.

use crate::support::{Client, House};
use axum::http::StatusCode;
use fees::b_type::facts::{DayFacts, FeeClass, Office};
use kernel::Month;
use serde_json::Value;
use store::{AuditEvent, AuditKind, DayBody, EntityKind, Notice, PersonBody, Role, Subject};

const YEAR: &str = "/wages/2025";

async fn person(house: &House, name: &str) -> i64 {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let body = PersonBody {
        started_on: Some("2024-04-01".parse().unwrap()),
        ..crate::support::person_body(name.to_owned(), "ミホン".to_owned())
    };
    let id = tx.people().create(&body).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    id
}

async fn attend(house: &House, person: i64, month: &str, days: &[u8]) {
    let month: Month = month.parse().unwrap();
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    for &day in days {
        let body = DayBody { facts: DayFacts { day, ..DayFacts::default() }, ..DayBody::default() };
        tx.days().save(person, month.day(day).unwrap(), &body, None).await.unwrap();
    }
    tx.commit(AuditEvent::new(AuditKind::DaysSaved, Subject::new(EntityKind::Person, person))).await.unwrap();
}

async fn file_notice(house: &House, fee_class: FeeClass, wage: u32) {
    let notice = Notice {
        valid_from: "2025-04".parse().unwrap(),
        office: Office {
            operator: Default::default(),
            capacity: 20,
            b_type_capacity: None,
            fee_class,
            average_wage_yen: Some(wage),
            wage_band_option: None,
            reform_2026: None,
            designated_on: None,
            capability: Default::default(),
            reductions: Default::default(),
        },
        area_class: None,
        note: String::new(),
    };
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let id = tx.office().add_notice(&notice).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::NoticeSaved, Subject::new(EntityKind::CapabilityNotice, id))).await.unwrap();
}

async fn pay(client: &Client, person: i64, version: &str, cells: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut fields = vec![("version", version)];
    fields.extend_from_slice(cells);
    let page = client.post(&format!("{YEAR}/people/{person}"), &fields).await;
    (page.status, serde_json::from_str(&page.body).unwrap())
}

#[tokio::test]
async fn wages_are_typed_in_any_spelling_and_shown_in_one() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let (status, answer) = pay(&clerk, id, "", &[("m4", "１２，０００円"), ("m5", "0"), ("m3", "9500")]).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!((&answer["cells"]["m4"], &answer["cells"]["m5"]), (&Value::from("12000"), &Value::from("0")));
    assert_eq!(answer["cells"]["m6"], "", "what was not typed stays empty");
    let page = clerk.get(YEAR).await;
    assert!(page.has("value=\"12000\"") && page.has("<td class=\"num\">21,500</td>"), "{}", page.body);
}

#[tokio::test]
async fn a_wrong_wage_is_told_at_its_cell_and_nothing_is_kept() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    for wrong in ["-1", "1000000", "一万", "12.5", "１２ｘ", "9999999999999999999999"] {
        let (status, answer) = pay(&clerk, id, "", &[("m4", "12000"), ("m5", wrong)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(answer["errors"][0]["field"], "m5", "{wrong}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().starts_with("5月の工賃"), "{answer}");
    }
    assert!(house.app.store.read(&house.setup().office).wages().of_year(2025).await.unwrap().is_empty());
    // without script: the whole table comes back with what was typed
    let (right, wrong) = (format!("d{id}.m4"), format!("d{id}.m5"));
    let version = format!("d{id}.version");
    let fields = [(version.as_str(), ""), (right.as_str(), "12000"), (wrong.as_str(), "一万")];
    let page = clerk.post(&format!("{YEAR}/people"), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("value=\"一万\"") && page.has("value=\"12000\"") && page.has("5月の工賃"), "{}", page.body);
    let page = clerk.post(&format!("{YEAR}/people"), &fields[..2]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(house.app.store.read(&house.setup().office).wages().of_year(2025).await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_people_in_one_row_of_wages_do_not_overwrite_each_other() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let (_, first) = pay(&clerk, id, "", &[("m4", "100")]).await;
    assert_eq!(first["version"], "1");
    let (status, answer) = pay(&clerk, id, "", &[("m4", "200")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!((&answer["cells"]["m4"], &answer["version"]), (&Value::from("100"), &Value::from("1")));
    let (status, _) = pay(&clerk, id, "1", &[("m4", "200")]).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn the_average_is_told_step_by_step_with_days_from_the_records() {
    let house = House::new().await;
    file_notice(&house, FeeClass::II, 16_000).await;
    let (one, two) = (person(&house, "見本 一").await, person(&house, "見本 二").await);
    // three opening days, five days of use: 1.66… users a day → 1.7
    attend(&house, one, "2025-04", &[1, 2, 3]).await;
    attend(&house, two, "2025-04", &[1, 2]).await;
    let manager = house.client(Role::Manager).await;
    pay(&manager, one, "", &[("m4", "200000")]).await;
    let (_, answer) = pay(&manager, two, "", &[("m4", "100000")]).await;
    let live = answer["live"].as_str().unwrap();
    assert!(live.contains("5人 ÷ 3日 → 小数第2位以下を切り上げ 1.7人"), "{live}");
    // 300,000 ÷ 1.7 ÷ 12 = 14,705.88…
    assert!(live.contains("四捨五入 14,706円"), "{live}");
    let page = manager.get(YEAR).await;
    assert!(page.has("5月・6月・7月・8月・9月・10月・11月・12月・1月・2月・3月の日数がありません"), "{}", page.body);
    assert!(page.has("14,706円") && page.has("区分が違います"));
    assert!(page.has("10,000円以上15,000円未満"), "{}", page.body);
    assert!(page.has("この額で加算届の下書きを作る"));
}

#[tokio::test]
async fn days_that_stand_instead_of_the_records_need_a_reason() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    attend(&house, id, "2025-04", &[1, 2]).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = format!("{YEAR}/days");
    let page = clerk.post(&address, &[("version", ""), ("users4", "40"), ("open4", "20")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("id=\"e-why4\"") && page.has("value=\"40\""), "{}", page.body);
    for (field, wrong) in [("open4", "31"), ("users4", "-1"), ("open2", "29"), ("users4", "たくさん")] {
        let page = clerk.post(&address, &[("version", ""), (field, wrong), ("why4", "x"), ("why2", "x")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {wrong}");
        assert!(page.has(&format!("id=\"e-{field}\"")), "{field} {wrong}");
    }
    let fields = [("version", ""), ("users4", "４０人"), ("open4", "20日"), ("why4", "紙の記録から")];
    assert_eq!(clerk.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
    let (_, answer) = pay(&clerk, id, "", &[("m4", "24000")]).await;
    let live = answer["live"].as_str().unwrap();
    assert!(live.contains("40人 ÷ 20日 →") && live.contains("1,000円"), "{live}");
    let again = clerk.post(&address, &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "an old page does not overwrite");
}

#[tokio::test]
async fn the_draft_of_a_notice_is_filled_in_and_files_nothing_by_itself() {
    let house = House::new().await;
    file_notice(&house, FeeClass::II, 16_000).await;
    let manager = house.client(Role::Manager).await;
    let page = manager.get("/settings/notices/new?wage=20123&from=2026-04&year=2025").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("value=\"20123\"") && page.has("value=\"2026-04\"") && page.has("2025年度の実績から"));
    let notices = house.app.store.read(&house.setup().office).office().notices().await.unwrap();
    assert_eq!(notices.len(), 1);
    let clerk = house.client(Role::ClaimsClerk).await;
    assert!(!clerk.get(YEAR).await.has("下書きを作る"), "who may not file sees no button");
}

#[tokio::test]
async fn a_flat_fee_class_is_told_and_unknown_years_do_not_exist() {
    let house = House::new().await;
    file_notice(&house, FeeClass::V, 0).await;
    let id = person(&house, "見本 一").await;
    attend(&house, id, "2025-04", &[1]).await;
    let manager = house.client(Role::Manager).await;
    pay(&manager, id, "", &[("m4", "1000")]).await;
    assert!(manager.get(YEAR).await.has("一律のため"));
    for path in ["/wages/1999", "/wages/abc", "/wages/99999"] {
        assert_eq!(manager.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(manager.get("/settings/wages").await.to.ends_with(YEAR));
    let staff = house.client(Role::SupportStaff).await;
    let refused = staff.post(&format!("{YEAR}/people/{id}"), &[("version", ""), ("m4", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let other = house.add_office(&crate::support::office_body("9910100024", "べつの工房")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    assert_eq!(
        stranger.post(&format!("{YEAR}/people/{id}"), &[("version", ""), ("m4", "1")]).await.status,
        StatusCode::NOT_FOUND
    );
}
