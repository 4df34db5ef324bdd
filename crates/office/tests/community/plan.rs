//! 計画時間: the optional pair beside the times worked, from the entry of a visit to the columns of the tool.
use super::{
    town::{Town, house},
    typing::{enter, entered, words},
};
use axum::http::StatusCode;
use store::Role;

/// Planned start, planned end, planned minutes and remark of the records, under the headings of the tool.
fn planned(csv: &str) -> Vec<[String; 4]> {
    // an amount with a comma stands in quotes
    let csv = csv.replace("\"1,000\"", "1000");
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| head.iter().position(|known| *known == name).unwrap();
    let columns = ["計画開始", "計画終了", "計画時間数", "備考"].map(column);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        columns.map(|at| cells[at].to_owned())
    };
    lines.map(row).collect()
}

#[tokio::test]
async fn cl_58_60_a_plan_is_typed_when_there_is_one_and_stands_in_the_columns_of_the_tool() {
    let house = house("2023-05-02").await;
    let client = house.client(Role::Manager).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    let blank = client.get(&at).await;
    assert!(blank.has("name=\"planned_start\" value=\"\"") && !blank.has("name=\"planned_same\" value=\"1\" checked"));
    // no plan; worked as planned over two bands; another plan on one record; another plan over two
    entered(&client, person, "2023-04", &[("date", "3"), ("start", "0900"), ("end", "1000")]).await;
    let same = [("date", "4"), ("start", "0740"), ("end", "0820"), ("planned_same", "1")];
    entered(&client, person, "2023-04", &same).await;
    let plan = |date, start, end, from, to| {
        [("date", date), ("start", start), ("end", end), ("planned_start", from), ("planned_end", to)]
    };
    entered(&client, person, "2023-04", &plan("5", "0905", "1000", "900", "0945")).await;
    let split = entered(&client, person, "2023-04", &plan("6", "0740", "0820", "0730", "0810")).await;
    let csv = client.get(&format!("/c/2023-04/claim/{person}/entry.csv")).await.body;
    let expected = [
        ["0900", "1000", "0100", ""],
        ["0740", "0800", "0020", ""],
        ["0800", "0820", "0020", ""],
        ["0900", "0945", "0045", ""],
        ["", "", "", "計画 0730〜0810"],
        ["", "", "", ""],
    ];
    assert_eq!(planned(&csv), expected.map(|row| row.map(str::to_owned)), "{csv}");
    // the list marks only what was worked otherwise, and the correction shows the plan as it is
    let month = client.get(&at).await;
    assert_eq!(month.body.matches("<span class=\"chip\">計画 ").count(), 2, "{}", words(&month.body));
    let edit = client.get(&format!("{at}?edit={split}")).await;
    assert!(edit.has("value=\"0730\"") && edit.has("value=\"0810\""));
}

#[tokio::test]
async fn cl_60_106_a_plan_is_checked_like_the_times_and_copied_with_the_week() {
    let house = house("2023-04-12").await;
    let client = house.client(Role::Manager).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    for (from, to, told) in [
        ("0860", "0930", "「0860」という時刻はありません"),
        ("0900", "", "計画の終了が入っていません"),
        ("0900", "2400", "2359"),
        ("0900", "0830", "計画の終了 0830 が計画の開始 0900 より前です"),
    ] {
        let typed = [("date", "4"), ("start", "0900"), ("end", "1000"), ("planned_start", from), ("planned_end", to)];
        let page = enter(&client, person, "2023-04", &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(told) && page.has(&format!("value=\"{from}\"")), "{from}-{to}: {}", words(&page.body));
        assert!(page.has("<details open><summary>計画時間"), "the fields with the error stand open");
    }
    let typed = [("date", "4"), ("start", "0905"), ("end", "1000"), ("planned_start", "0900"), ("planned_end", "1000")];
    entered(&client, person, "2023-04", &typed).await;
    let same = [("date", "5"), ("start", "1300"), ("end", "1400"), ("planned_same", "1")];
    let id = entered(&client, person, "2023-04", &same).await;
    client.post(&format!("{at}/week"), &[("week", "10")]).await;
    let csv = client.get(&format!("/c/2023-04/claim/{person}/entry.csv")).await.body;
    let copied: Vec<_> = planned(&csv).into_iter().skip(2).map(|[from, to, ..]| (from, to)).collect();
    let expected = [("0900", "1000"), ("1300", "1400")].map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(copied, expected, "{csv}");
    // a copied row keeps 「計画は実績と同じ」, whatever times come
    let copy = client.get(&format!("{at}?copy={id}")).await;
    assert!(copy.has("name=\"planned_same\" value=\"1\" checked"), "{}", copy.body);
    assert!(copy.has("name=\"planned_start\" value=\"\""));
}
