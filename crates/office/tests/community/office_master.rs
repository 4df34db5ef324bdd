//! 事業所マスタ: the sample of the manual, versions per day and per municipality.
use super::{
    forms::{OFFICE, audited, but, put, refused},
    town::house,
};
use axum::http::StatusCode;
use store::{AuditKind, Role};

#[tokio::test]
async fn cl_12_13_16_17_18_19_20_21_22_23_24_25_26_27_28_29_30_31_32_the_office_master_of_the_manual() {
    let house = house("2023-04-25").await;
    let manager = house.client(Role::Manager).await;
    let blank = manager.get("/settings/masters").await;
    for word in [
        "1460142042",
        "鎌倉市地活事業所",
        "適用年月日",
        "電話番号",
        "2:地活",
        "01:1型",
        "0:対象外",
        "指定有効終了年月日",
    ] {
        assert!(blank.has(word), "{word}: {}", blank.body);
    }
    for structure in store::SupportStructure::ALL {
        assert!(blank.has(&format!("{}の有無", structure.label_ja())));
    }
    assert!(blank.has("追加登録") && !blank.has(">更新<"));
    let address = put(&manager, "/settings/masters", &OFFICE).await;
    let rows = house.app.store.read(&house.setup().office).community_office().list().await.unwrap();
    let body = &rows[0].body;
    assert_eq!(body.designated_to.to_string(), "2099-12-31", "designated by the city");
    assert_eq!((body.capacity, body.phone.as_str()), (999, "0467-23-3000"));
    assert!(body.structures.is_empty() && !body.special_area);
    let page = manager.get(&address).await;
    assert!(page.has("更新年月日 2023/04/25") && page.has(">更新<") && page.has(">追加登録<"), "{}", page.body);
    assert!(page.has("2023/04/01〜2099/12/31"));
    assert_eq!(audited(&house, AuditKind::CommunityOfficeSaved).await, 1);
}

#[tokio::test]
async fn cl_14_15_17_32_an_end_of_another_city_and_versions_per_day_and_per_municipality() {
    let house = house("2026-04-10").await;
    let manager = house.client(Role::Manager).await;
    let other = but(&OFFICE, &[("designated_by", ""), ("capacity", "20")]);
    let page = refused(&manager, "/settings/masters", &other, "designated_to").await;
    assert!(page.has("0467-23-3000"), "nothing typed is lost");
    let ends = but(&other, &[("designated_to", "令和9年3月31日")]);
    let address = put(&manager, "/settings/masters", &ends).await;
    assert!(manager.get(&address).await.has("2027/03/31"));
    // 追加登録 from the page of a version is a new version; the same day twice is told
    let again = but(&ends, &[("act", "add")]);
    let page = refused(&manager, &address, &again, "valid_from").await;
    assert!(page.has("適用年月日"));
    put(&manager, &address, &but(&again, &[("valid_from", "2026/04/01"), ("special_area", "1")])).await;
    // a municipality that wants a structure of its own has a line of its own
    let special = but(&ends, &[("for_no", "142042"), ("structure_3", "1"), ("single_facility", "1")]);
    put(&manager, "/settings/masters", &special).await;
    let rows = house.app.store.read(&house.setup().office).community_office().list().await.unwrap();
    assert_eq!(rows.len(), 3);
    let own = rows.iter().find(|row| row.body.municipality_no.is_some()).unwrap();
    assert!(own.body.single_facility && own.body.structures.contains(&store::SupportStructure::MealGuidance));
    assert!(manager.get("/settings/masters").await.has("鎌倉市"));
    // 更新 corrects; an old version number is a conflict that shows both
    let first =
        rows.iter().find(|row| row.body.valid_from.to_string() == "2023-04-01" && row.body.municipality_no.is_none());
    let path = format!("/settings/masters/{}", first.unwrap().id);
    put(&manager, &path, &but(&ends, &[("act", "update"), ("version", "1"), ("phone", "0467-61-0000")])).await;
    let page =
        manager.post(&path, &but(&ends, &[("act", "update"), ("version", "1"), ("phone", "0467-61-1111")])).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("0467-61-0000") && page.has("0467-61-1111"), "{}", page.body);
}
