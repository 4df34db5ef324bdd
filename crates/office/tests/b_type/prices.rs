//! 提供サービス情報(様式)・本人実費・徴収金額: the form of three tabs, what it refuses, what people pay.

use crate::support::{Client, House, Page};
use axum::http::StatusCode;
use kernel::Month;
use store::{AuditEvent, AuditKind, DayBody, EntityKind, PersonBody, Role, Subject};

const FORM: &str = "/settings/form";
/// A whole form of October 2026; その他 = 10.00 yen.
const TYPED: [(&str, &str); 20] = [
    ("office_no", "9910100016"),
    ("name", "はたらく工房 汐風"),
    ("area_class", "その他"),
    ("operator", "private"),
    ("valid_from", "2026-10"),
    ("shown_from", "2026-10"),
    ("capacity", "３０人"),
    ("fee_class", "II"),
    ("average_wage_yen", "16000"),
    ("reform_2026", "exempt"),
    ("name_kana", "ハタラクコウボウ シオカゼ"),
    ("capacity_class", "2"),
    ("multi_class", "2"),
    ("staffing_class", "7.5"),
    ("unit_price", "1000"),
    ("main_service", "46"),
    ("price_lunch", "４００円"),
    ("own_name1", "日用品セット"),
    ("own_price1", "150"),
    ("version", "1"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

fn refused_at(page: &Page, field: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    assert!(page.has(&format!("id=\"e-{field}\"")), "no error at {field}: {}", page.body);
    assert!(page.has(&format!("href=\"#f-{field}\"")), "no link to {field}");
}

async fn manager(house: &House) -> Client {
    house.client(Role::Manager).await
}

async fn filled() -> (House, Client) {
    let house = House::new().await;
    let client = manager(&house).await;
    let saved = client.post(FORM, &TYPED).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    (house, client)
}

#[tokio::test]
async fn bt_02_the_form_has_the_three_tabs_of_the_manual() {
    let house = House::new().await;
    let page = manager(&house).await.get(FORM).await;
    assert_eq!(page.status, StatusCode::OK);
    for (id, label) in
        [("tab-basic", "基本項目"), ("tab-additions", "加算項目"), ("tab-reductions", "減算項目・単価項目")]
    {
        assert!(page.has(&format!("<a href=\"#{id}\">{label}</a>")), "{label}");
        assert!(page.has(&format!("<h2 id=\"{id}\">{label}</h2>")), "{label}");
    }
    for button in ["保存(入力完了)", "主たる事業者情報コピー", "やめる(キャンセル)"] {
        assert!(page.has(button), "{button}");
    }
}

#[tokio::test]
async fn bt_04_required_fields_carry_their_sign_and_its_word() {
    let house = House::new().await;
    let client = manager(&house).await;
    let page = client.get(&format!("{FORM}?month=2026-10")).await;
    for text in ["◎=必須", "●=条件により必須", "○=任意", "－=書かない"] {
        assert!(page.has(text), "{text}");
    }
    let sign = |field: &str, sign: &str, word: &str| {
        let label = format!(
            "<label for=\"f-{field}\"><span aria-hidden=\"true\">{sign}</span><span class=\"visually-hidden\">{word}</span>"
        );
        assert!(page.has(&label), "{field} {sign}");
    };
    sign("capacity_class", "◎", "必須");
    sign("average_wage_yen", "●", "条件により必須");
    sign("short_name", "○", "任意");
    assert!(!page.has("id=\"f-career_path\""), "not asked for in 2026");
    let old = client.get(&format!("{FORM}?month=2012-04")).await;
    assert!(old.has("id=\"f-career_path\"") && old.has("id=\"f-grant_target\""), "BT-12, BT-13 in April 2012");
    assert!(!old.has("id=\"f-reform_2026\""));
}

#[tokio::test]
async fn bt_05_names_are_kept_and_copied_from_the_office() {
    let house = House::new().await;
    let client = manager(&house).await;
    let copied = client.post(FORM, &with(&TYPED, &[("act", "copy")])).await;
    assert_eq!(copied.status, StatusCode::OK);
    assert!(copied.has("name=\"unit_name\" value=\"はたらく工房 汐風\""), "{}", copied.body);
    assert!(copied.has("まだ保存していません"));
    assert!(house.app.store.read(&house.setup().office).prices().list().await.unwrap().is_empty());
    refused_at(&client.post(FORM, &with(&TYPED, &[("name_kana", "はたらく")])).await, "name_kana");
    assert_eq!(client.post(FORM, &with(&TYPED, &[("short_name", "汐風")])).await.status, StatusCode::SEE_OTHER);
    let page = client.get(&format!("{FORM}?month=2026-10&ok=form")).await;
    assert!(
        page.has("ハタラクコウボウ シオカゼ")
            && page.has("value=\"汐風\"")
            && page.has("提供サービス情報を保存しました")
    );
}

#[tokio::test]
async fn bt_06_the_three_capacities_are_asked_for_and_must_agree() {
    let house = House::new().await;
    let client = manager(&house).await;
    for field in ["capacity", "capacity_class", "multi_class"] {
        refused_at(&client.post(FORM, &with(&TYPED, &[(field, "")])).await, field);
    }
    for field in ["capacity_class", "multi_class"] {
        let page = client.post(FORM, &with(&TYPED, &[(field, "1")])).await;
        refused_at(&page, field);
        assert!(page.has("21人以上40人以下を選ぶか"), "{}", page.body);
    }
    for (capacity, class) in [("20", "1"), ("21", "2"), ("40", "2"), ("41", "3"), ("80", "4"), ("81", "5")] {
        let page = client
            .post(
                FORM,
                &with(
                    &TYPED,
                    &[("capacity", capacity), ("capacity_class", class), ("multi_class", class), ("unit_price", "")],
                ),
            )
            .await;
        assert!(!page.has("id=\"e-capacity_class\""), "{capacity}");
        refused_at(&page, "unit_price");
    }
}

#[tokio::test]
async fn bt_08_the_staffing_class_must_be_that_of_the_fee_class() {
    let house = House::new().await;
    let client = manager(&house).await;
    refused_at(&client.post(FORM, &with(&TYPED, &[("staffing_class", "")])).await, "staffing_class");
    let page = client.post(FORM, &with(&TYPED, &[("staffing_class", "10")])).await;
    refused_at(&page, "staffing_class");
    assert!(page.has("7.5:1です"));
}

#[tokio::test]
async fn bt_09_the_unit_price_is_typed_times_a_hundred_and_checked_against_the_area() {
    let house = House::new().await;
    let client = manager(&house).await;
    for wrong in ["", "1060", "0", "十円", "100000"] {
        refused_at(&client.post(FORM, &with(&TYPED, &[("unit_price", wrong)])).await, "unit_price");
    }
    for right in ["1000", "１０００", "10.00円"] {
        let page = client.post(FORM, &with(&TYPED, &[("unit_price", right), ("own_price1", "")])).await;
        assert!(!page.has("id=\"e-unit_price\"") && page.has("value=\"1000\""), "{right}: {}", page.body);
    }
}

#[tokio::test]
async fn bt_17_the_special_addition_does_not_stand_beside_the_treatment_addition() {
    let house = House::new().await;
    let client = manager(&house).await;
    let typed = [("special_improvement", "yes"), ("treatment_improvement", "I-i")];
    let page = client.post(FORM, &with(&TYPED, &typed)).await;
    refused_at(&page, "special_improvement");
    assert!(page.has("処遇改善特別加算を算定できません"));
}

#[tokio::test]
async fn bt_21_the_thirteen_prices_begin_at_nothing_and_are_kept() {
    let house = House::new().await;
    let client = manager(&house).await;
    let page = client.get(FORM).await;
    let prices = [
        "breakfast",
        "lunch",
        "dinner",
        "meals_day",
        "utilities_day",
        "utilities_month",
        "rent",
        "daily_goods",
        "food",
        "bath",
        "transport",
        "snack",
        "other",
    ];
    for price in prices {
        assert!(page.has(&format!("name=\"price_{price}\" value=\"0\"")), "{price}");
        let field = format!("price_{price}");
        refused_at(&client.post(FORM, &with(&TYPED, &[(field.as_str(), "-1")])).await, &field);
    }
    let fields: Vec<(String, String)> =
        (1..).zip(prices).map(|(n, price)| (format!("price_{price}"), format!("{n}00"))).collect();
    let typed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(client.post(FORM, &with(&TYPED, &typed)).await.status, StatusCode::SEE_OTHER);
    let page = client.get(&format!("{FORM}?month=2026-10")).await;
    for (name, value) in &fields {
        assert!(page.has(&format!("name=\"{name}\" value=\"{value}\"")), "{name}");
    }
}

#[tokio::test]
async fn one_form_saves_office_notice_and_prices_or_nothing() {
    let (house, client) = filled().await;
    let scope = house.setup().office;
    let read = || house.app.store.read(&scope);
    let notices = read().office().notices().await.unwrap();
    assert_eq!((notices.len(), notices[0].body.office.capacity), (1, 30));
    let prices = read().prices().in_force("2026-12".parse().unwrap()).await.unwrap().unwrap().1.body;
    assert_eq!(prices.prices["price_lunch"].0, 400);
    assert_eq!(prices.own_costs[0].as_ref().unwrap().name, "日用品セット");
    assert!(read().prices().in_force("2026-09".parse().unwrap()).await.unwrap().is_none());
    // the office changed, the prices are stale: nothing is saved
    let fields = with(
        &TYPED,
        &[
            ("name", "別の名前"),
            ("price_lunch", "500"),
            ("notice_version", "1"),
            ("prices_version", "9"),
            ("version", "2"),
        ],
    );
    let page = client.post(FORM, &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.body);
    assert!(page.has("別の名前") && page.has("value=\"500\""));
    assert_eq!(read().office().current().await.unwrap().body.name, "はたらく工房 汐風");
    // a month that is there already is not overwritten from the page of another month
    let page = client.post(FORM, &with(&TYPED, &[("shown_from", "2026-11")])).await;
    refused_at(&page, "valid_from");
    // a price alone files no second notice
    let later = with(&TYPED, &[("valid_from", "2026-12"), ("shown_from", "2026-12"), ("price_lunch", "450")]);
    let saved = client.post(FORM, &later).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(read().office().notices().await.unwrap().len(), 1);
    assert_eq!(read().prices().list().await.unwrap().len(), 2);
    let staff = house.client(Role::SupportStaff).await;
    assert_eq!(staff.post(FORM, &TYPED).await.status, StatusCode::FORBIDDEN);
    assert!(!staff.get(FORM).await.has("保存(入力完了)"));
}

#[tokio::test]
async fn an_item_of_own_costs_needs_both_name_and_price() {
    let house = House::new().await;
    let client = manager(&house).await;
    refused_at(&client.post(FORM, &with(&TYPED, &[("own_name1", "")])).await, "own_name1");
    refused_at(&client.post(FORM, &with(&TYPED, &[("own_price1", "")])).await, "own_price1");
    refused_at(&client.post(FORM, &with(&TYPED, &[("own_price1", "百円")])).await, "own_price1");
    refused_at(&client.post(FORM, &with(&TYPED, &[("valid_from", "いつか")])).await, "valid_from");
    assert_eq!(client.get(&format!("{FORM}?month=いつか")).await.status, StatusCode::NOT_FOUND);
}

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

#[tokio::test]
async fn bt_51_quantities_are_typed_per_day_where_the_item_is_priced_and_collected_by_month() {
    let (house, client) = filled().await;
    let id = person(&house, "=見本 一").await;
    let grid = client.get(&format!("/b/2026-10/records/{id}?all=1")).await;
    assert!(grid.has("data-f=\"own_cost_1\"") && !grid.has("data-f=\"own_cost_2\""), "only the priced item");
    assert!(grid.has("実費 1=日用品セット(150円)"));
    let before = client.get(&format!("/b/2026-09/records/{id}?all=1")).await;
    assert!(!before.has("own_cost_1"), "no price before October");
    for (day, quantity) in [("1", "2"), ("2", "１")] {
        let fields = [("version", ""), ("start", "1000"), ("end", "1500"), ("meal", "1"), ("own_cost_1", quantity)];
        let saved = client.post(&format!("/b/2026-10/records/{id}/days/{day}"), &fields).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    }
    let wrong =
        client.post(&format!("/b/2026-10/records/{id}/days/3"), &[("version", ""), ("own_cost_1", "たくさん")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.has("own_cost_1"));
    let list = client.get("/b/2026-10/fees-collected").await;
    assert_eq!(list.status, StatusCode::OK);
    // two meals of 400 yen, three items of 150 yen
    assert!(list.has("<td class=\"num\">800</td><td class=\"num\">450</td>"), "{}", list.body);
    let csv = client.get("/b/2026-10/fees-collected/list.csv").await;
    assert!(csv.content_type.starts_with("text/csv"));
    assert!(csv.has("\"氏名\",\"利用者負担額\",\"食事\",\"日用品セット\",\"合計\""), "{}", csv.body);
    assert!(csv.has("\"'=見本 一\""), "a name never becomes a formula: {}", csv.body);
    let xlsx = client.get("/b/2026-10/fees-collected/list.xlsx").await;
    assert!(xlsx.status == StatusCode::OK && xlsx.body.starts_with("PK"));
}

#[tokio::test]
async fn without_prices_or_notice_the_list_says_so() {
    let house = House::new().await;
    let client = manager(&house).await;
    let page = client.get("/b/2026-10/fees-collected").await;
    assert!(page.status == StatusCode::OK && page.has("体制届") && page.has("まだ決められていません"), "{}", page.body);
    let refused = client.get("/b/2026-10/fees-collected/list.csv").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.get("/b/2026-13/fees-collected").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_quantity_survives_the_copy_tools_and_undo() {
    let (house, client) = filled().await;
    let id = person(&house, "見本 一").await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let month: Month = "2026-10".parse().unwrap();
    let mut body = DayBody { own_costs: [3, 0, 0, 0, 0], ..DayBody::default() };
    body.facts.day = 1;
    tx.days().save(id, month.day(1).unwrap(), &body, None).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::DaySaved, Subject::new(EntityKind::Person, id))).await.unwrap();
    let tool = client.post(&format!("/b/2026-10/records/{id}/tools"), &[("tool", "copy_next"), ("day", "1")]).await;
    assert_eq!(tool.status, StatusCode::SEE_OTHER, "{}", tool.body);
    let days = house.app.store.read(&house.setup().office).days().of_month(id, month).await.unwrap();
    assert_eq!(days[1].body.own_costs, [3, 0, 0, 0, 0]);
}
