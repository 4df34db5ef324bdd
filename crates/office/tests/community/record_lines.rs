//! 訪問から行へ: the seed typed as it was worked gives the records of the tool.
use super::{
    support::Page,
    town::{KAMAKURA, Town, certificate, decided, house},
    typing::{enter, entered, tool_rows, words},
};
use axum::http::StatusCode;
use fees::community::facts::IncomeClass;
use std::collections::BTreeSet;
use store::{AuditEvent, AuditKind, CommunityOfficeBody, EntityKind, Role, Subject};

const BODY: &str = "移動支援身体介護あり";

#[tokio::test]
async fn cl_53_56_61_62_64_65_67_68_71_72_73_74_the_thirteen_rows_of_the_seed_come_from_nine_visits_as_worked() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let two = [("date", "1"), ("start", "1000"), ("end", "1030"), ("helpers", "both"), ("commute", "whole")];
    entered(&client, person, "2023-04", &two).await;
    for (date, start, end) in [
        ("2", "0730", "0800"),
        ("3", "0730", "0830"),
        ("6", "0745", "0815"),
        ("7", "0750", "0830"),
        ("8", "740", "0820"),
        ("9", "0800", "0830"),
        ("9", "1200", "1230"),
    ] {
        entered(&client, person, "2023-04", &[("date", date), ("start", start), ("end", end)]).await;
    }
    let night = [("date", "4/4"), ("start", "2330"), ("end", "0030"), ("next_day", "1")];
    entered(&client, person, "2023-04", &night).await;
    let rows = tool_rows(&client.get(&format!("/c/2023-04/visits/{person}")).await);
    let second = format!("{BODY}、ヘルパー二人目以降");
    let early = format!("{BODY}、早朝・夜間");
    let late = format!("{BODY}、深夜");
    let bx = "加算1 = 1(通学支援加算0.5H)";
    let name = "移動支援 身体介護有";
    let expected = [
        format!("1|1000|1030|0030|{BODY}|{bx}|{name} 0.5H"),
        format!("1|1000|1030|0030|{second}|{bx}|{name} 二人目 0.5H"),
        format!("2|0730|0800|0030|{early}||{name} 早朝夜間 0.5H"),
        format!("3|0730|0800|0030|{early}||{name} 早朝夜間 0.5H"),
        format!("3|0800|0830|0030|{BODY}||{name} 0.5H"),
        format!("4|2330|2359|0029|{late}||{name} 深夜 0.5H"),
        format!("5|0000|0030|0030|{late}||{name} 深夜 0.5H"),
        format!("6|0745|0815|0030|{early}||{name} 早朝夜間 0.5H"),
        format!("7|0750|0830|0040|{BODY}||{name} 1H"),
        format!("8|0740|0800|0020|{early}||{name} 早朝夜間 0.5H"),
        format!("8|0800|0820|0020|{BODY}||{name} 0.5H"),
        format!("9|0800|0830|0030|{BODY}||{name} 0.5H"),
        format!("9|1200|1230|0030|{BODY}||{name} 0.5H"),
    ];
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn cl_75_77_78_82_83_84_the_four_rows_of_a_waived_child_come_from_one_visit() {
    let house = house("2024-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let card = certificate(KAMAKURA, IncomeClass::General2, vec![decided("010004", 1000)]);
    let child = Town(&house).person("見本 次郎", "2012-06-01", Some(card)).await;
    let visit = [("date", "1"), ("start", "0800"), ("end", "0900"), ("helpers", "both"), ("commute", "whole")];
    entered(&client, child, "2024-04", &visit).await;
    let page = client.get(&format!("/c/2024-04/visits/{child}")).await;
    let slot = "移動支援身無児童無償";
    let expected = [
        format!("1|0800|0900|0100|{slot}||移動支援身無 児童無償 1H"),
        format!("1|0800|0900|0100|{slot}、通園・通学・通所加算||通園・通学・通所加算 児童無償 1H"),
        format!("1|0800|0900|0100|{slot}、ヘルパー二人目以降||移動支援身無 児童無償 二人目 1H"),
        format!(
            "1|0800|0900|0100|{slot}、ヘルパー二人目以降、通園・通学・通所加算||通園・通学・通所加算 児童無償 二人目 1H"
        ),
    ];
    assert_eq!(tool_rows(&page), expected);
    assert!(page.has("無償化対象児童") && page.has("R6.4の規則"));
}

#[tokio::test]
async fn cl_06_a_visit_of_march_2024_entered_in_may_follows_the_rules_of_march() {
    let house = house("2024-05-20").await;
    let client = house.client(Role::SupportStaff).await;
    let card = certificate(KAMAKURA, IncomeClass::General2, vec![decided("010004", 1000)]);
    let child = Town(&house).person("見本 次郎", "2012-06-01", Some(card)).await;
    let visit = [("date", "29"), ("start", "0800"), ("end", "0900"), ("commute", "whole")];
    entered(&client, child, "2024-03", &visit).await;
    let page = client.get(&format!("/c/2024-03/visits/{child}")).await;
    let rows = tool_rows(&page);
    assert_eq!(rows, ["29|0800|0900|0100|移動支援身体介護なし|加算2 = 1(通学支援加算1H)|移動支援 身体介護無 1H"]);
    assert!(page.has("R6.3の規則"), "{}", words(&page.body));
}

#[tokio::test]
async fn a_person_of_a_municipality_without_rules_is_refused_by_name_and_the_visit_is_kept() {
    let house = house("2024-05-20").await;
    let client = house.client(Role::SupportStaff).await;
    let card = certificate("271004", IncomeClass::General1, vec![decided("010004", 1000)]);
    let person = Town(&house).person("見本 三郎", "1990-01-01", Some(card)).await;
    entered(&client, person, "2024-05", &[("date", "2"), ("start", "0900"), ("end", "1000")]).await;
    let page = client.get(&format!("/c/2024-05/visits/{person}")).await;
    assert!(page.has("市町村番号 271004 の規則がありません"), "{}", words(&page.body));
    assert!(page.has("0900〜1000") && tool_rows(&page).is_empty());
    let list = client.get("/c/2024-05/visits?only=missing").await;
    assert!(list.has("見本 三郎") && list.has("271004"));
}

#[tokio::test]
async fn cl_69_the_lines_appear_beside_what_is_typed_before_anything_is_saved() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    let lines = |page: Page| words(&page.body);
    let typed = client.post(&format!("{at}/lines"), &[("date", "8"), ("start", "0740"), ("end", "0820")]).await;
    assert_eq!(typed.status, StatusCode::OK);
    let text = lines(typed);
    assert!(
        text.contains("0740〜0800") && text.contains("身体介護有 早朝夜間 0.5H") && text.contains("0800〜0820"),
        "{text}"
    );
    assert!(text.contains("移動支援 利用 40分 / 契約 10時間"), "{text}");
    let waiting = lines(client.post(&format!("{at}/lines"), &[("date", "8"), ("start", "0740")]).await);
    assert!(waiting.contains("終了を入れると"), "{waiting}");
    // over the last midnight of the month the second line is one of May
    let night = [("date", "30"), ("start", "2330"), ("end", "0030"), ("next_day", "1")];
    let text = lines(client.post(&format!("{at}/lines"), &night).await);
    assert!(
        text.contains("30日(日) 2330〜2359") && text.contains("1日(月) 0000〜0030") && text.contains("令和5年5月の行"),
        "{text}"
    );
    // without script: 確かめる
    let checked = client.post(&at, &[("act", "check"), ("date", "6"), ("start", "0745"), ("end", "0815")]).await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(checked.has("value=\"0745\"") && words(&checked.body).contains("移動支援 身体介護有 早朝夜間 0.5H"));
    assert!(client.get(&at).await.has("この月の記録はまだありません"));
}

#[tokio::test]
async fn cl_93_94_95_96_97_100_stays_show_their_boxes_only_where_they_may_be_ticked() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let stays = || vec![decided("020003", 1000)];
    let low = certificate(KAMAKURA, IncomeClass::Low1, stays());
    let low = Town(&house).person("見本 太郎", "1990-05-05", Some(low)).await;
    let general = certificate(KAMAKURA, IncomeClass::General1, stays());
    let general = Town(&house).person("見本 花子", "1990-05-05", Some(general)).await;
    let meal = "name=\"meal\"";
    assert!(client.get(&format!("/c/2023-04/visits/{low}")).await.has(meal));
    let page = client.get(&format!("/c/2023-04/visits/{general}")).await;
    assert!(!page.has(meal) && !page.has("name=\"single\"") && page.has("name=\"transport\""));
    let stay = |date, end| {
        [("service", "daytime"), ("date", date), ("start", "1000"), ("end", end), ("transport", "2"), ("meal", "1")]
    };
    for (date, end) in [("3", "1300"), ("4", "1301"), ("5", "1600"), ("6", "1700")] {
        entered(&client, low, "2023-04", &stay(date, end)).await;
    }
    let rows = tool_rows(&client.get(&format!("/c/2023-04/visits/{low}")).await);
    assert_eq!(rows.len(), 4);
    assert!(
        rows[0].contains("送迎加算") && rows[0].contains("= 2") && rows[0].contains("食事提供体制加算"),
        "{rows:?}"
    );
    assert!(rows[0].contains("|0300|日中一時支援|"), "{rows:?}");
    let over = [("service", "daytime"), ("date", "7"), ("start", "2200"), ("end", "0100")];
    let page = enter(&client, low, "2023-04", &over).await;
    assert!(page.has("日中一時支援は1日の中の時刻で"), "{}", words(&page.body));
    // 単独型 only where the office gives 日中一時支援 alone
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let master = CommunityOfficeBody {
        valid_from: "2023-04-01".parse().unwrap(),
        municipality_no: None,
        phone: String::new(),
        business_class: "2".to_owned(),
        designated_from: "2023-04-01".parse().unwrap(),
        designated_to: "2099-12-31".parse().unwrap(),
        capacity: 999,
        staffing_class: "01".to_owned(),
        special_area: false,
        single_facility: true,
        structures: BTreeSet::new(),
    };
    let id = tx.community_office().add(&master).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::CommunityOfficeSaved, Subject::new(EntityKind::CommunityOffice, id)))
        .await
        .unwrap();
    assert!(client.get(&format!("/c/2023-04/visits/{general}")).await.has("name=\"single\""));
}

#[tokio::test]
async fn cl_101_102_103_a_waived_child_gets_the_slots_and_boxes_of_waived_children() {
    let house = house("2024-05-02").await;
    let client = house.client(Role::SupportStaff).await;
    let card = certificate(KAMAKURA, IncomeClass::Low1, vec![decided("020003", 1000)]);
    let child = Town(&house).person("見本 次郎", "2012-06-01", Some(card)).await;
    let stay =
        [("service", "daytime"), ("date", "8"), ("start", "1500"), ("end", "1700"), ("transport", "1"), ("meal", "1")];
    entered(&client, child, "2024-04", &stay).await;
    let rows = tool_rows(&client.get(&format!("/c/2024-04/visits/{child}")).await);
    assert!(rows[0].contains("日中一時支援児童無償") && rows[0].contains("送迎加算児童無償"), "{rows:?}");
    assert!(rows[0].contains("食事提供体制加算児童)") && !rows[0].contains("食事提供体制加算児童無償"), "{rows:?}");
}
