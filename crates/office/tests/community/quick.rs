//! クイック入力: a helper with a phone, with and without script and network.
use super::{
    support::Client,
    town::{Town, house},
    typing::{entered, words},
};
use axum::http::StatusCode;
use store::Role;

#[tokio::test]
async fn a_helper_starts_and_stops_a_visit_without_script_and_the_address_keeps_it() {
    let mut house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await;
    let other = Town(&house).adult("見本 花子").await;
    entered(&client, other, "2026-10", &[("date", "29"), ("start", "0900"), ("end", "1000")]).await;
    let page = client.get("/c/quick").await;
    let (usual, others) = page.body.split_once("ほかの人 1人").unwrap();
    assert!(usual.contains("見本 花子") && others.contains("見本 太郎"));
    let started = client.post("/c/quick/start", &[("person", &person.to_string()), ("service", "mobility")]).await;
    assert!(started.to.contains("date=2026-11-05&start=1000&key="), "{}", started.to);
    assert!(!started.to.contains("見本"));
    let running = client.get(started.to.strip_prefix(&client.base).unwrap()).await;
    assert!(running.has("1000から") && running.has("見本 太郎"));
    let key = started.to.split("key=").nth(1).unwrap().to_owned();
    let id = person.to_string();
    let fields =
        [("person", id.as_str()), ("service", "mobility"), ("date", "2026-11-05"), ("start", "1000"), ("key", &key)];
    let same_minute = client.post("/c/quick/stop", &fields).await;
    assert_eq!(same_minute.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same_minute.has("同じ時刻") && same_minute.has(&key));
    house.app.clock = office::Clock::Fixed("2026-11-05T01:20:00Z".parse().unwrap());
    let client = Client { router: office::router(house.app.clone()), ..client };
    for _ in 0..2 {
        let stopped = client.post("/c/quick/stop", &fields).await;
        assert!(stopped.to.ends_with("/c/quick?sent=1020"), "{} {}", stopped.to, words(&stopped.body));
    }
    let month = client.get(&format!("/c/2026-11/visits/{person}")).await;
    assert!(month.has("訪問 1件") && month.has("1000〜1020") && month.has("支援員の職員"), "{}", words(&month.body));
}

#[tokio::test]
async fn the_queue_of_a_phone_is_answered_in_words_and_a_visit_is_kept_exactly_once() {
    let house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await.to_string();
    let sent = |start, end, key| {
        [
            ("as", "json"),
            ("person", person.as_str()),
            ("service", "mobility"),
            ("date", "2026-11-04"),
            ("start", start),
            ("end", end),
            ("key", key),
        ]
    };
    for _ in 0..2 {
        let answer = client.post("/c/quick/stop", &sent("0900", "0930", "phone-key-0001")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            answer.has("\"ok\":true") && answer.has("\"at\":\"10:00\"") && answer.has("移動支援 身体介護有 0.5H"),
            "{}",
            answer.body
        );
        assert!(!answer.has("見本"));
    }
    let wrong = client.post("/c/quick/stop", &sent("0900", "0900", "phone-key-0002")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("\"ok\":false") && wrong.has("同じ時刻"));
    assert!(client.get(&format!("/c/2026-11/visits/{person}")).await.has("訪問 1件"));
    // signed out: no page takes its place, the queue keeps what it has
    let lost = Client { cookie: "__Host-tasuki=gone".to_owned(), ..client };
    let answer = lost.post("/c/quick/stop", &sent("1000", "1030", "phone-key-0003")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
