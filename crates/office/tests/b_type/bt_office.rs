//! 旧手引きの事業所画面 (BT-01…20): its buttons, tabs and fields, found in ours.

use crate::support::{House, Page};
use axum::http::StatusCode;
use store::Role;

/// The form of a month as a manager sees it.
async fn form(month: &str) -> Page {
    let house = House::new().await;
    let page = house.client(Role::Manager).await.get(&format!("/settings/form?month={month}")).await;
    assert_eq!(page.status, StatusCode::OK);
    page
}

fn asks(page: &Page, field: &str, label: &str) -> bool {
    page.has(&format!("id=\"f-{field}\"")) && page.has(label)
}

/// The names listed as not written for B型 in this month.
fn not_written(page: &Page) -> String {
    page.body.split("書かない項目").skip(1).map(|rest| rest.split("</p>").next().unwrap_or_default()).collect()
}

#[tokio::test]
async fn bt_01_services_are_added_saved_copied_and_given_up() {
    let page = form("2026-10").await;
    for button in ["保存(入力完了)", "主たる事業者情報コピー", "やめる(キャンセル)"] {
        assert!(page.has(button), "{button}");
    }
    let house = House::new().await;
    let head = house.client(Role::Manager).await;
    let notices = head.get("/settings/notices").await;
    assert!(
        notices.has("体制届"),
        "a new service state is a new 体制届; none is ever deleted, each ends where the next begins"
    );
}

#[tokio::test]
async fn bt_03_the_heading_names_the_service_and_the_unit_number() {
    let page = form("2026-10").await;
    assert!(page.has("提供サービス情報(就労継続支援B型)"));
    assert!(page.has("サービス提供単位番号") && page.has("提供単位番号名"));
}

#[tokio::test]
async fn bt_07_fields_of_other_services_are_named_and_not_asked() {
    let page = form("2026-10").await;
    let names = not_written(&page);
    for name in ["施設区分", "児童施設区分", "みなし指定の有無", "経過的居宅介護利用型"] {
        assert!(names.contains(name), "{name}");
    }
}

#[tokio::test]
async fn bt_10_the_price_share_for_propriety_is_named_and_stays_empty() {
    assert!(not_written(&form("2026-10").await).contains("単位数単価・適正性分"));
}

#[tokio::test]
async fn bt_11_the_unit_price_differs_by_year_until_heisei_27() {
    let house = House::new().await;
    let price = |month: &str| {
        house.app.tables.unit_price("名古屋市", month.parse().unwrap()).map(|row| row.price.milli_yen()).ok()
    };
    assert_eq!(price("2012-04"), Some(10_600));
    assert_eq!(price("2013-04"), Some(10_630));
    assert_eq!(price("2014-04"), Some(10_660));
    assert_eq!(price("2026-10"), None, "today the city is one of the seven grades");
}

#[tokio::test]
async fn bt_12_the_grant_for_treatment_is_asked_where_it_existed() {
    assert!(asks(&form("2012-04").await, "grant_target", "処遇改善助成金対象"));
    assert!(!form("2026-10").await.has("id=\"f-grant_target\""));
}

#[tokio::test]
async fn bt_13_the_career_path_is_asked_where_it_changed_the_units() {
    assert!(asks(&form("2012-04").await, "career_path", "処遇改善キャリアパス区分"));
    assert!(not_written(&form("2026-10").await).contains("処遇改善キャリアパス区分"));
}

#[tokio::test]
async fn bt_14_the_main_service_is_required() {
    let house = House::new().await;
    let head = house.client(Role::Manager).await;
    assert!(asks(&head.get("/settings/form?month=2026-10").await, "main_service", "主たるサービス種類"));
    let page =
        head.post("/settings/form", &[("valid_from", "2026-10"), ("shown_from", "2026-10"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("id=\"e-main_service\""), "an empty one is told at the field");
}

#[tokio::test]
async fn bt_15_transport_is_a_free_field() {
    let page = form("2026-10").await;
    assert!(asks(&page, "transport", "送迎加算"));
    assert!(!page.has("id=\"e-transport\""));
}

#[tokio::test]
async fn bt_16_the_additions_of_the_office_are_free_fields() {
    let page = form("2026-10").await;
    for (field, label) in [
        ("visual_hearing_support", "視覚・聴覚言語障害者支援体制加算"),
        ("employment_transition_support", "就労移行支援体制加算"),
        ("meal_provision", "食事提供体制加算"),
        ("target_wage_achievement", "目標工賃達成加算"),
        ("welfare_professional_staffing", "福祉専門職員配置等加算"),
        ("severe_support", "重度者支援体制加算"),
    ] {
        assert!(asks(&page, field, label), "{field}");
    }
}

#[tokio::test]
async fn bt_18_staff_shortage_and_over_capacity_are_free_fields() {
    let page = form("2026-10").await;
    assert!(asks(&page, "staff_shortage", "欠員") && asks(&page, "over_capacity", "定員超過利用"));
}

#[tokio::test]
async fn bt_19_additions_of_other_services_cannot_be_written() {
    let page = form("2026-10").await;
    let names = not_written(&page);
    for name in ["自活訓練加算", "夜勤職員配置体制", "短期滞在加算", "日中支援加算"] {
        assert!(names.contains(name), "{name}");
    }
}

#[tokio::test]
async fn bt_20_of_the_reductions_b_type_uses_shortage_and_over_capacity() {
    let page = form("2026-10").await;
    let names = not_written(&page);
    for name in ["大規模住居", "利用期間超過", "栄養士配置", "開所時間"] {
        assert!(names.contains(name), "{name}");
    }
    assert!(page.has("id=\"f-staff_shortage\"") && page.has("id=\"f-over_capacity\""));
}
