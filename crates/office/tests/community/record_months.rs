//! 月の記録: copying weeks and rows, and everyone of a month in one list.
use super::{
    town::{KAMAKURA, Town, certificate, decided, house},
    typing::{entered, tool_rows, words},
};
use fees::community::facts::IncomeClass;
use store::Role;

#[tokio::test]
async fn cl_106_copying_a_week_the_latest_visit_and_a_row_are_one_act_each_and_can_be_undone() {
    let house = house("2023-04-12").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let at = format!("/c/2023-04/visits/{person}");
    let visit = [("date", "4"), ("start", "0900"), ("end", "1000"), ("staff1", "手本 一郎"), ("commute", "whole")];
    let id = entered(&client, person, "2023-04", &visit).await;
    entered(&client, person, "2023-04", &[("date", "6"), ("start", "2330"), ("end", "0030"), ("next_day", "1")]).await;
    let copied = client.post(&format!("{at}/week"), &[("week", "10")]).await;
    let page = client.get(copied.to.strip_prefix(&client.base).unwrap()).await;
    assert!(page.has("先週の訪問を2件写しました") && page.has("訪問 4件"), "{}", words(&page.body));
    let rows = tool_rows(&page);
    assert!(
        rows.iter().any(|row| row.starts_with("11|0900|1000"))
            && rows.iter().any(|row| row.starts_with("14|0000|0030"))
    );
    // a second time there is nothing left to copy
    assert!(client.post(&format!("{at}/week"), &[("week", "10")]).await.to.ends_with("done=nothing"));
    let list = copied.to.split("copied=").nth(1).unwrap();
    client.post(&format!("{at}/uncopy"), &[("visits", list)]).await;
    assert!(client.get(&at).await.has("訪問 2件"));
    for address in [format!("{at}?copy={id}"), format!("{at}?latest=mobility")] {
        let page = client.get(&address).await;
        assert!(page.has("name=\"date\" value=\"\"") && page.has("<option value=\"first\">"), "{address}");
    }
    assert!(client.get(&format!("{at}?copy={id}")).await.has("value=\"手本 一郎\""));
    let gone = client.post(&format!("{at}/{id}/delete"), &[("version", "1")]).await;
    assert_eq!(gone.to, format!("{}{at}?deleted={id}.1.2", client.base));
    assert!(client.get(&at).await.has("訪問 1件"));
    client.post(&format!("{at}/restore"), &[("id", &id.to_string()), ("to", "1"), ("version", "2")]).await;
    let back = client.get(&at).await;
    assert!(back.has("訪問 2件") && back.has("手本 一郎"));
}

#[tokio::test]
async fn everyone_of_the_month_stands_in_one_list_with_what_is_missing() {
    let house = house("2024-05-20").await;
    let client = house.client(Role::SupportStaff).await;
    let town = Town(&house);
    let adult = town.adult("見本 太郎").await;
    let child = certificate(KAMAKURA, IncomeClass::General2, vec![decided("010004", 1000)]);
    let child = town.person("見本 次郎", "2012-06-01", Some(child)).await;
    let bare = town.person("見本 四郎", "1990-01-01", None).await;
    for person in [adult, child, bare] {
        entered(&client, person, "2024-05", &[("date", "7"), ("start", "0740"), ("end", "0840")]).await;
    }
    let page = client.get("/c/2024-05/visits").await;
    let text = words(&page.body);
    assert!(text.contains("訪問 3件") && text.contains("全員 3人") && text.contains("保留 2人"), "{text}");
    assert!(text.contains("無償化対象 1人") && text.contains("受給者証がありません"), "{text}");
    let only = client.get("/c/2024-05/visits?only=waived").await;
    assert!(only.has("見本 次郎") && !only.has("見本 太郎"));
    let day = client.get("/c/2024-05/visits/day/7").await;
    assert!(day.has("3人 3件") && day.has("保留") && day.has("受給者証なし"), "{}", words(&day.body));
    assert!(client.get("/c/2024-05/visits/day/14").await.has("この日に記録がない人 3人"));
    let csv = client.get("/c/2024-05/visits.csv").await;
    assert!(csv.content_type.starts_with("text/csv") && csv.has("見本 次郎") && csv.has("0740〜0840"));
    assert!(csv.has("保留") && !csv.has("0740〜0800"), "lines nobody has decided on are not handed out: {}", csv.body);
}
