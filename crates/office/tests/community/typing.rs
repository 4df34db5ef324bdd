//! 画面での入力: visits typed into the month of a person, and what the page shows of them.
use super::support::{Client, Page};
use axum::http::StatusCode;

/// Types one visit into the month; the answer leads back to the page.
pub(super) async fn enter(client: &Client, person: i64, month: &str, fields: &[(&str, &str)]) -> Page {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let key = format!("test-key-{}", COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let mut all = vec![("key", key.as_str()), ("act", "save")];
    all.extend_from_slice(fields);
    client.post(&format!("/c/{month}/visits/{person}"), &all).await
}

pub(super) async fn entered(client: &Client, person: i64, month: &str, fields: &[(&str, &str)]) -> i64 {
    let page = enter(client, person, month, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{fields:?}: {}", words(&page.body));
    page.to.split("saved=").nth(1).unwrap().parse().unwrap()
}

pub(super) fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => (inside, _) = (false, text.push(' ')),
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of 入力ツールの行: day, start, end, minutes, slots, boxes, name.
pub(super) fn tool_rows(page: &Page) -> Vec<String> {
    let Some(list) = page.body.split("<details class=\"tool-lines\">").nth(1) else { return Vec::new() };
    let rows = list.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let cells =
        |row: &str| -> Vec<String> { row.split("<td").skip(1).map(|cell| words(&format!("<td{cell}"))).collect() };
    let row = |row: &str| {
        let c = cells(row);
        [&c[1], &c[3], &c[4], &c[5], &c[7], &c[8], &c[9]].map(String::as_str).join("|")
    };
    rows.split("<tr>").skip(1).map(row).collect()
}
