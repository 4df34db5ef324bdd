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

/// What the queue of a phone sends of 4 November.
fn sent<'a>(person: &'a str, start: &'a str, end: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    let day = [("as", "json"), ("service", "mobility"), ("date", "2026-11-04")];
    let visit = [("person", person), ("start", start), ("end", end), ("key", key)];
    day.into_iter().chain(visit).collect()
}

#[tokio::test]
async fn a_phone_is_asked_whether_an_end_before_the_start_is_meant_and_whether_a_long_visit_was_one() {
    let house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await.to_string();
    let typo = client.post("/c/quick/stop", &sent(&person, "0900", "0810", "phone-key-0011")).await;
    assert_eq!(typo.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typo.has("翌日までですか") && typo.has("\"field\":\"end\""), "{}", typo.body);
    let mut night = sent(&person, "0900", "0810", "phone-key-0011");
    night.push(("next_day", "1"));
    let long = client.post("/c/quick/stop", &night).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.has("23時間10分になります") && long.has("\"field\":\"long_ok\""), "{}", long.body);
    assert!(client.get(&format!("/c/2026-11/visits/{person}")).await.has("訪問 0件"));
    night.push(("long_ok", "1"));
    assert_eq!(client.post("/c/quick/stop", &night).await.status, StatusCode::OK);
    // twelve hours are a visit
    let day_out = client.post("/c/quick/stop", &sent(&person, "0810", "2010", "phone-key-0012")).await;
    assert!(!day_out.has("long_ok"), "{}", day_out.body);
}

#[tokio::test]
async fn without_script_a_phone_gets_the_same_questions_and_what_was_chosen_stays() {
    let house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await.to_string();
    let mut fields = sent(&person, "0900", "0810", "phone-key-0021");
    fields.retain(|(name, _)| *name != "as");
    fields.extend([("helpers", "both"), ("commute", "whole")]);
    let page = client.post("/c/quick/stop", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let card = page.body.split("id=\"quick-running\"").nth(1).unwrap().split("<template").next().unwrap();
    assert!(card.contains("翌日までですか") && card.contains("name=\"next_day\""), "{card}");
    assert!(card.contains("value=\"both\" selected") && card.contains("value=\"whole\" checked"), "{card}");
    fields.push(("next_day", "1"));
    let page = client.post("/c/quick/stop", &fields).await;
    let card = page.body.split("id=\"quick-running\"").nth(1).unwrap().split("<template").next().unwrap();
    assert!(card.contains("23時間10分") && card.contains("data-slot=\"long\">"), "{card}");
    assert!(card.contains("name=\"next_day\" value=\"1\" checked"), "{card}");
}

#[tokio::test]
async fn a_visit_of_a_phone_that_overlaps_is_kept_and_told_without_a_name() {
    let house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let (one, other) = (Town(&house).adult("見本 太郎").await, Town(&house).adult("見本 花子").await);
    let (one, other) = (one.to_string(), other.to_string());
    let first = client.post("/c/quick/stop", &sent(&one, "0900", "1000", "phone-key-0031")).await;
    assert!(first.has("\"notice\":\"\""), "{}", first.body);
    let again = client.post("/c/quick/stop", &sent(&one, "0900", "1000", "phone-key-0031")).await;
    assert!(again.has("\"notice\":\"\""), "the same visit does not overlap itself: {}", again.body);
    let second = client.post("/c/quick/stop", &sent(&other, "0930", "1030", "phone-key-0032")).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.has("あなたの別の訪問 4日 0900〜1000") && second.has("時間が重なっています"), "{}", second.body);
    assert!(!second.has("見本"));
    let mut plain = sent(&other, "0945", "1045", "phone-key-0033");
    plain.retain(|(name, _)| *name != "as");
    let stopped = client.post("/c/quick/stop", &plain).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER);
    let page = client.get(stopped.to.strip_prefix(&client.base).unwrap()).await;
    assert!(page.has("送りました 10:00") && page.has("同じ利用者の4日 0930〜1030"), "{}", words(&page.body));
    assert!(client.get(&format!("/c/2026-11/visits/{other}")).await.has("訪問 2件"));
}
