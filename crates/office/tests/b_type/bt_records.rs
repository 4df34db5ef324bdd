//! 旧手引きの記録画面 (BT-23…38, 45, 58, 75, 83, 84): what that screen shows or does, found in ours.

use crate::support::{Client, House, Page};
use axum::http::StatusCode;
use fees::b_type::facts::{Capability, FeeClass, Office, Operator};
use kernel::Yen;
use store::{AuditEvent, AuditKind, CardBody, EntityKind, Notice, Role, Subject};

/// A public office of 30 places, 7.5:1, as in the manual's picture, with one person.
async fn house() -> (House, i64) {
    let house = House::new().await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let office = Office {
        operator: Operator::Public,
        capacity: 30,
        b_type_capacity: None,
        fee_class: FeeClass::II,
        average_wage_yen: Some(12_000),
        wage_band_option: None,
        reform_2026: None,
        designated_on: None,
        capability: Capability { meal_provision: true, transport: Some(1), ..Capability::default() },
        reductions: Default::default(),
    };
    let notice = Notice { valid_from: "2026-04".parse().unwrap(), office, area_class: None, note: String::new() };
    tx.office().add_notice(&notice).await.unwrap();
    let person = crate::support::person_body("見本 一".to_owned(), "ミホン ハジメ".to_owned());
    let id = tx.people().create(&person).await.unwrap();
    let card = CardBody {
        recipient_no: "0000000114".parse().unwrap(),
        municipality_no: "231002".parse().unwrap(),
        valid_from: "2026-04-01".parse().unwrap(),
        decided_from: "2026-04-01".parse().unwrap(),
        decided_to: "2027-03-31".parse().unwrap(),
        granted_days: 22,
        burden_cap: Yen(9_300),
        income_class: None,
        meal_eligible: true,
        cap_manager: None,
        subsidizing_municipality_no: None,
        detail: Default::default(),
    };
    tx.cards().create(id, &card).await.unwrap();
    let contract = crate::support::contract_body("2026-04-01", 22);
    tx.contracts().create(id, &contract).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    (house, id)
}

async fn grid(client: &Client, person: i64) -> Page {
    let page = client.get(&format!("/b/2026-04/records/{person}?all=1")).await;
    assert_eq!(page.status, StatusCode::OK);
    page
}

#[tokio::test]
async fn bt_23_the_burden_cap_is_required_on_the_card() {
    let (house, person) = house().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let page = clerk.post(&format!("/people/{person}/cards"), &[("recipient_no", "0000000114")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("負担上限月額"), "the empty cap is named");
    assert!(page.has("value=\"0000000114\""), "what was typed stays");
}

#[tokio::test]
async fn bt_27_a_managing_office_is_only_asked_for_its_number_where_there_is_one() {
    let (house, person) = house().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let page = clerk.get(&format!("/people/{person}/cards")).await;
    assert!(page.has("上限額管理事業所の番号"));
    let wrong = [("cap_manager", "12345")];
    let page = clerk.post(&format!("/people/{person}/cards"), &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.has("上限額管理事業所の番号") && page.has("value=\"12345\""),
        "a number that is none is named at its field"
    );
}

#[tokio::test]
async fn bt_28_a_person_is_found_by_name_reading_or_recipient_number() {
    let (house, _) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    for wanted in ["見本", "みほん", "ﾐﾎﾝ", "0000000114", "０００００００１１４"] {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", wanted);
        assert!(staff.get(&format!("/people?{}", query.finish())).await.has("見本 一"), "{wanted}");
    }
    assert!(!staff.get("/people?q=zzz").await.has("見本 一"));
}

#[tokio::test]
async fn bt_29_municipality_and_recipient_number_are_required_with_their_length() {
    let (house, person) = house().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let page =
        clerk.post(&format!("/people/{person}/cards"), &[("recipient_no", "114"), ("municipality_no", "231")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("10桁") && page.has("6桁"));
}

#[tokio::test]
async fn bt_30_a_month_without_contract_says_so_beside_the_grid() {
    let (house, _) = house().await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let person = crate::support::person_body("見本 二".to_owned(), "ミホン".to_owned());
    let id = tx.people().create(&person).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    let staff = house.client(Role::SupportStaff).await;
    let path = format!("/b/2026-04/records/{id}/days/1");
    assert_eq!(staff.post(&path, &[("version", ""), ("start", "10"), ("end", "15")]).await.status, StatusCode::OK);
    let page = grid(&staff, id).await;
    assert!(page.has("契約") && page.has(&format!("/people/{id}/contracts")), "with a way to mend it");
    let clerk = house.client(Role::ClaimsClerk).await;
    let page = clerk.post(&format!("/people/{id}/contracts"), &[("days", "22")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("契約開始日") || page.has("契約日"), "the day of the contract is required");
}

#[tokio::test]
async fn bt_31_the_service_month_is_part_of_the_address_and_never_clears_what_was_typed() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    let path = format!("/b/2026-04/records/{person}/days/1");
    staff.post(&path, &[("version", ""), ("start", "10"), ("end", "15")]).await;
    let page = grid(&staff, person).await;
    assert!(page.has(&format!("/b/2026-03/records/{person}")) && page.has(&format!("/b/2026-05/records/{person}")));
    assert_eq!(staff.get(&format!("/b/2026-05/records/{person}")).await.status, StatusCode::OK);
    assert!(grid(&staff, person).await.has("value=\"10:00\""), "coming back finds it again");
    assert_eq!(staff.get(&format!("/b/2026-13/records/{person}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn bt_32_the_heading_shows_operator_capacity_band_and_staffing() {
    let (house, person) = house().await;
    let page = grid(&house.client(Role::SupportStaff).await, person).await;
    assert!(page.has("公立 21人以上40人以下 Ⅱ型(7.5:1)"));
}

#[tokio::test]
async fn bt_33_the_heading_shows_name_cap_and_meal() {
    let (house, person) = house().await;
    let page = grid(&house.client(Role::SupportStaff).await, person).await;
    assert!(page.has("見本 一") && page.has("9,300円") && page.has("食事提供体制加算"));
}

#[tokio::test]
async fn bt_34_the_granted_amount_of_22_days_is_the_limit_of_april() {
    let (house, person) = house().await;
    let page = grid(&house.client(Role::SupportStaff).await, person).await;
    assert!(page.has("22日/月"));
    assert_eq!(house.app.tables.standard_days("2026-04".parse().unwrap()), 22);
}

#[tokio::test]
async fn bt_35_additions_and_collected_money_are_one_press_away() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    let page = grid(&staff, person).await;
    for path in [format!("/b/2026-04/additions/{person}"), "/b/2026-04/fees-collected".to_owned()] {
        assert!(page.has(&format!("{}{path}", staff.base)), "{path}");
        assert_eq!(staff.get(&path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn bt_36_the_four_row_tools_each_work_in_one_press() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    let month = "2026-04".parse().unwrap();
    let count =
        || async { house.app.store.read(&house.setup().office).days().of_month(person, month).await.unwrap().len() };
    let path = format!("/b/2026-04/records/{person}/days/1");
    staff.post(&path, &[("version", ""), ("start", "10"), ("end", "15")]).await;
    let tool = |name: &'static str, day: &'static str| {
        let (staff, path) = (&staff, format!("/b/2026-04/records/{person}/tools"));
        async move { staff.post(&path, &[("tool", name), ("day", day)]).await.status }
    };
    assert_eq!(tool("copy_next", "1").await, StatusCode::SEE_OTHER);
    assert_eq!(count().await, 2, "Copy");
    assert_eq!(tool("to_month_end", "2").await, StatusCode::SEE_OTHER);
    assert_eq!(count().await, 21, "末日まで: 22 weekdays of April less 29日 昭和の日");
    staff
        .post(&format!("/b/2026-04/records/{person}/days/4"), &[("version", ""), ("start", "10"), ("end", "15")])
        .await;
    assert_eq!(tool("clear_weekends", "").await, StatusCode::SEE_OTHER);
    assert_eq!(count().await, 21, "土日削除");
    assert_eq!(tool("clear_row", "1").await, StatusCode::SEE_OTHER);
    assert_eq!(count().await, 20, "行削除");
}

#[tokio::test]
async fn bt_37_every_record_of_the_month_can_be_deleted_and_brought_back() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    let month = "2026-04".parse().unwrap();
    let count =
        || async { house.app.store.read(&house.setup().office).days().of_month(person, month).await.unwrap().len() };
    for day in [1, 2, 3] {
        let path = format!("/b/2026-04/records/{person}/days/{day}");
        staff.post(&path, &[("version", ""), ("start", "10"), ("end", "15")]).await;
    }
    let page = staff.post(&format!("/b/2026-04/records/{person}/tools"), &[("tool", "clear_all")]).await;
    assert_eq!(count().await, 0, "全件削除");
    let undo = page.to.split("undo=").nth(1).unwrap().to_owned();
    staff.post(&format!("/b/2026-04/records/{person}/undo"), &[("days", &undo)]).await;
    assert_eq!(count().await, 3, "元に戻す");
    let page = grid(&staff, person).await;
    assert!(
        page.has("表を保存") && page.has("請求"),
        "登録 and the menu; 請求算定 needs no press: the result stands beside"
    );
}

#[tokio::test]
async fn bt_38_the_columns_are_those_of_the_manual() {
    let (house, person) = house().await;
    let page = grid(&house.client(Role::SupportStaff).await, person).await;
    for column in ["日", "提供状況", "開始", "終了", "送迎 往", "送迎 復", "訪問 分", "訪問 算定", "食事", "定員 超過"]
    {
        assert!(page.has(&format!(">{column}</th>")), "{column}");
    }
    for word in ["施設外支援", "体験利用", "欠席"] {
        assert!(page.has(&format!("<option value=\"{word}\">")), "{word} is a 提供状況");
    }
}

#[tokio::test]
async fn bt_45_the_burden_beside_the_grid_is_that_of_the_card() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    for day in 1..=20 {
        let path = format!("/b/2026-04/records/{person}/days/{day}");
        staff.post(&path, &[("version", ""), ("start", "10"), ("end", "15")]).await;
    }
    let page = staff.get(&format!("/b/2026-04/records/{person}/live")).await;
    assert!(page.has("id=\"live-burden\" class=\"big\">9,300<"), "{}", page.body);
}

#[tokio::test]
async fn bt_58_fields_of_other_services_are_not_shown() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    let page = staff.get(&format!("/b/2026-04/additions/{person}")).await;
    for other in ["地域移行加算", "入所時特別支援", "退所時特別支援"] {
        assert!(!page.has(other), "{other}");
    }
}

#[tokio::test]
async fn bt_75_a_hand_line_is_entered_changed_and_deleted_and_leaving_changes_nothing() {
    let (house, person) = house().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let lines = || async {
        let scope = house.setup().office;
        house
            .app
            .store
            .read(&scope)
            .month_facts()
            .get(person, "2026-04".parse().unwrap())
            .await
            .unwrap()
            .body
            .manual_lines
    };
    let path = format!("/people/{person}/months/2026-04");
    clerk.get(&path).await;
    assert!(lines().await.is_empty(), "looking writes nothing");
    let line = |units: &'static str, version: String| {
        let (clerk, path) = (&clerk, path.clone());
        async move {
            let fields = [
                ("version", version.as_str()),
                ("code0", "465010"),
                ("units0", units),
                ("count0", "1"),
                ("title0", "上限管理"),
            ];
            clerk.post(&path, &fields).await
        }
    };
    let page = line("150", String::new()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert_eq!(lines().await.len(), 1);
    line("151", "1".to_owned()).await;
    assert_eq!(lines().await[0].units.0, 151);
    clerk.post(&path, &[("version", "2")]).await;
    assert!(lines().await.is_empty());
}

#[tokio::test]
async fn bt_83_the_menu_leads_to_everything_the_outline_of_the_manual_names() {
    let (house, _) = house().await;
    let head = house.client(Role::Manager).await;
    let page = head.get("/").await;
    for (word, path) in [
        ("利用者", "/people"),
        ("記録", "/b/2026-11/records"),
        ("請求", "/b/2026-11/claim"),
        ("設定", "/settings"),
        ("監査記録", "/audit"),
    ] {
        assert!(page.has(&format!("{}{path}", head.base)) && page.has(word), "{word}");
        assert_eq!(head.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn bt_84_the_record_has_one_layout_for_everyone() {
    let (house, person) = house().await;
    let staff = house.client(Role::SupportStaff).await;
    let heads = |page: &Page| {
        let table = page.body.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap().to_owned();
        table.matches("<th").count()
    };
    let one = grid(&staff, person).await;
    let day = staff.get("/b/2026-04/day/1").await;
    assert!(heads(&one) >= heads(&day), "the day of everyone shows no column that the person's month lacks");
    assert!(one.has(">提供状況</th>") && day.has(">提供状況</th>"));
}

#[tokio::test]
async fn bt_62_hand_lines_are_offered_in_the_order_of_the_manual() {
    let (house, person) = house().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let page = clerk.get(&format!("/people/{person}/months/2012-04")).await;
    let list = page.body.split("id=\"hand-lines\"").nth(1).unwrap().split("</datalist>").next().unwrap();
    let codes: Vec<&str> = list.split("<option value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let special: Vec<&str> = codes.iter().copied().filter(|code| code.starts_with("46999")).collect();
    assert_eq!(special, ["469990", "469992"], "469991 ended in March 2012: {codes:?}");
    assert!(codes.is_sorted(), "{codes:?}");
    assert!(page.has("list=\"hand-lines\""));
}
