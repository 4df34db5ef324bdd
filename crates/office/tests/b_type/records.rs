//! 記録の画面: rows saved one by one and as a table, copy tools and undo, two people at once, closed months.

use crate::support::{Client, House};
use axum::http::StatusCode;
use serde_json::Value;
use store::{AuditEvent, AuditKind, EntityKind, Role, Subject};

const OCTOBER: &str = "/b/2026-10/records";

async fn person(house: &House, name: &str) -> i64 {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let body = crate::support::person_body(name.to_owned(), "ミホン".to_owned());
    let id = tx.people().create(&body).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    id
}

async fn save(client: &Client, person: i64, day: u8, version: &str, cells: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut fields = vec![("version", version)];
    fields.extend_from_slice(cells);
    let page = client.post(&format!("{OCTOBER}/{person}/days/{day}"), &fields).await;
    (page.status, serde_json::from_str(&page.body).unwrap())
}

/// The undo list in the address a tool leads to.
fn undo_of(address: &str) -> String {
    address.split("undo=").nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_typed_row_is_saved_and_shown_in_one_form() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    let (status, answer) = save(&staff, id, 5, "", &[("start", "９時半"), ("end", "1530"), ("meal", "1")]).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["cells"]["start"], "09:30");
    assert_eq!(answer["cells"]["status"], "通所");
    assert_eq!(answer["version"], "1");
    assert!(answer["saved"].as_str().unwrap().starts_with("保存しました 10:00"));
    let page = staff.get(&format!("{OCTOBER}/{id}")).await;
    assert!(page.has("value=\"09:30\"") && page.has("value=\"15:30\""));
}

#[tokio::test]
async fn a_wrong_cell_says_what_and_how_and_stores_nothing() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    let (status, answer) = save(&staff, id, 5, "", &[("start", "2570"), ("end", "1530")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer["errors"][0]["field"], "start");
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("2570"));
    assert!(
        house
            .app
            .store
            .read(&house.setup().office)
            .days()
            .of_month(id, "2026-10".parse().unwrap())
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn two_people_in_one_row_keep_both_cells_unless_they_typed_the_same_one() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let (one, two) = (house.client(Role::SupportStaff).await, house.client(Role::ClaimsClerk).await);
    save(&one, id, 5, "", &[("start", "930")]).await;
    let (status, _) = save(&one, id, 5, "1", &[("end", "1500")]).await;
    assert_eq!(status, StatusCode::OK);
    let (status, answer) = save(&two, id, 5, "1", &[("remark", "通院のため早退")]).await;
    assert_eq!(status, StatusCode::OK, "different cells do not collide");
    assert_eq!(answer["cells"]["end"], "15:00");
    let (status, answer) = save(&two, id, 5, "1", &[("end", "1600")]).await;
    assert_eq!(status, StatusCode::CONFLICT, "the same cell does");
    assert_eq!(answer["cells"]["end"], "15:00", "the other person's value stands");
    let (status, answer) = save(&two, id, 5, answer["version"].as_str().unwrap(), &[("end", "1600")]).await;
    assert_eq!((status, &answer["cells"]["end"]), (StatusCode::OK, &Value::from("16:00")));
}

#[tokio::test]
async fn a_weekday_pattern_fills_the_month_and_is_undone_as_a_whole() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    save(&staff, id, 5, "", &[("status", "欠")]).await;
    let pattern = [
        ("tool", "fill"),
        ("wd0", "1"),
        ("wd1", "1"),
        ("wd2", "1"),
        ("wd3", "1"),
        ("wd4", "1"),
        ("start", "10時"),
        ("end", "1500"),
        ("skip_holidays", "1"),
    ];
    let page = staff.post(&format!("{OCTOBER}/{id}/tools"), &pattern).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let days = || async {
        let scope = house.setup().office;
        house.app.store.read(&scope).days().of_month(id, "2026-10".parse().unwrap()).await.unwrap()
    };
    assert_eq!(days().await.len(), 21, "22 weekdays, one of them 12日 スポーツの日, one absence already there");
    let undo = undo_of(&page.to);
    let back = staff.post(&format!("{OCTOBER}/{id}/undo"), &[("days", &undo)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(days().await.len(), 1, "only the absence is left");
}

#[tokio::test]
async fn undo_does_not_run_over_what_someone_typed_since() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    save(&staff, id, 1, "", &[("start", "930"), ("end", "1500")]).await;
    let page = staff.post(&format!("{OCTOBER}/{id}/tools"), &[("tool", "copy_next"), ("day", "1")]).await;
    let undo = undo_of(&page.to);
    save(&staff, id, 2, "1", &[("end", "1600")]).await;
    let back = staff.post(&format!("{OCTOBER}/{id}/undo"), &[("days", &undo)]).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    assert!(staff.get(&format!("{OCTOBER}/{id}")).await.has("value=\"16:00\""));
}

#[tokio::test]
async fn last_months_pattern_needs_a_last_month() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    let page = staff.post(&format!("{OCTOBER}/{id}/tools"), &[("tool", "last_month")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("令和8年9月に通所の記録がない"));
}

#[tokio::test]
async fn the_whole_table_is_saved_without_script_and_keeps_what_was_typed_wrong() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    let table = [
        ("shown", "status,start,end,remark"),
        ("d1.version", ""),
        ("d1.start", "930"),
        ("d1.end", "1500"),
        ("d2.version", ""),
        ("d2.start", "25時"),
        ("d2.end", "1500"),
    ];
    let page = staff.post(&format!("{OCTOBER}/{id}/all"), &table).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("value=\"25時\"") && page.has("2日:"), "the wrong row stays as typed");
    assert!(page.has("value=\"09:30\""), "the right row is stored");
}

#[tokio::test]
async fn a_closed_month_cannot_be_changed_and_says_how_to_open_it() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let staff = house.client(Role::SupportStaff).await;
    save(&staff, id, 5, "", &[("start", "930"), ("end", "1500")]).await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let october = "2026-10".parse().unwrap();
    let version = tx.claim_months().get(october).await.unwrap().version;
    tx.claim_months().step(october, version, claims::lifecycle::MonthState::Closed).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::MonthClosed, Subject::new(EntityKind::ClaimMonth, 0))).await.unwrap();
    let (status, answer) = save(&staff, id, 5, "1", &[("end", "1600")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(answer["message"].as_str().unwrap().contains("締め"));
    let page = staff.get(&format!("{OCTOBER}/{id}")).await;
    assert!(page.has("readonly") && !page.has("表を保存"));
}

#[tokio::test]
async fn a_viewer_reads_and_cannot_write() {
    let house = House::new().await;
    let id = person(&house, "見本 一").await;
    let viewer = house.client(Role::Viewer).await;
    assert_eq!(viewer.get(&format!("{OCTOBER}/{id}")).await.status, StatusCode::OK);
    let page = viewer.post(&format!("{OCTOBER}/{id}/days/5"), &[("version", ""), ("start", "930")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.has("記録の入力"));
}

#[tokio::test]
async fn another_offices_person_is_not_there_on_any_address() {
    let house = House::new().await;
    let theirs = person(&house, "見本 一").await;
    let other = house.add_office(&crate::support::office_body("9910100024", "となりの作業所")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    for path in ["", "/live"] {
        assert_eq!(
            stranger.get(&format!("{OCTOBER}/{theirs}{path}")).await.status,
            StatusCode::NOT_FOUND,
            "GET {path}"
        );
    }
    for (path, fields) in [
        ("/days/5", vec![("version", ""), ("start", "930")]),
        ("/all", vec![("shown", "start"), ("d1.version", ""), ("d1.start", "930")]),
        ("/tools", vec![("tool", "clear_weekends")]),
        ("/undo", vec![("days", "5:0:1")]),
    ] {
        let page = stranger.post(&format!("{OCTOBER}/{theirs}{path}"), &fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "POST {path}");
    }
    let page = stranger.post(&format!("/b/2026-10/day/5/people/{theirs}"), &[("version", ""), ("start", "930")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn markup_in_names_and_remarks_is_only_text() {
    let house = House::new().await;
    let id = person(&house, "<script>alert(1)</script>\u{202e}見本").await;
    let staff = house.client(Role::SupportStaff).await;
    save(&staff, id, 5, "", &[("start", "930"), ("remark", "\"><img src=x onerror=alert(1)>")]).await;
    for path in [OCTOBER.to_owned(), format!("{OCTOBER}/{id}"), "/b/2026-10/day/5".to_owned()] {
        let page = staff.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.has("<script>alert") && !page.has("<img src=x"), "{path}");
    }
}

#[tokio::test]
async fn everybody_gets_last_months_weekdays_in_one_act_and_loses_them_in_one() {
    let house = House::new().await;
    let (one, two, new) =
        (person(&house, "見本 一").await, person(&house, "見本 二").await, person(&house, "見本 三").await);
    let staff = house.client(Role::SupportStaff).await;
    let weekdays = [("tool", "fill"), ("wd0", "1"), ("wd2", "1"), ("wd4", "1"), ("start", "10時"), ("end", "1500")];
    for id in [one, two] {
        let page = staff.post(&format!("/b/2026-09/records/{id}/tools"), &weekdays).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    }
    save(&staff, one, 5, "", &[("status", "欠")]).await;
    let page = staff.post(&format!("{OCTOBER}/fill"), &[("skip_holidays", "1")]).await;
    assert!(page.has("2人に23日分を入れました。"), "12 days each without 12日 スポーツの日; 5日 of the one is taken");
    assert!(page.has("入れなかった人: 見本 三"), "{new} has no weekdays yet");
    let count = |id: i64| {
        let scope = house.setup().office;
        let store = house.app.store.clone();
        async move { store.read(&scope).days().of_month(id, "2026-10".parse().unwrap()).await.unwrap().len() }
    };
    assert_eq!((count(one).await, count(two).await), (12, 12));
    let undo = page.body.split("name=\"days\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let other = house.add_office(&crate::support::office_body("9910100024", "となりの作業所")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    assert_eq!(stranger.post(&format!("{OCTOBER}/undo"), &[("days", &undo)]).await.status, StatusCode::NOT_FOUND);
    let back = staff.post(&format!("{OCTOBER}/undo"), &[("days", &undo)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert_eq!((count(one).await, count(two).await), (1, 0), "the absence typed by hand stays");
}
