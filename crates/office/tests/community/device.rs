//! この端末を使う: a phone sends visits for twelve hours, and nothing else is open to it.
use super::{
    support::{Client, House, Page},
    town::{Town, house},
    typing::words,
};
use axum::http::StatusCode;
use store::Role;

const QUICK: &str = "__Host-tasuki-quick";

/// The same browser some minutes later; `cookies` are those it still holds.
fn later(house: &mut House, client: &Client, at: &str, cookies: &str) -> Client {
    house.app.clock = office::Clock::Fixed(at.parse().unwrap());
    Client {
        router: office::router(house.app.clone()),
        base: client.base.clone(),
        cookie: cookies.to_owned(),
        csrf: client.csrf.clone(),
        account: client.account,
        login: client.login.clone(),
    }
}

fn value<'p>(page: &'p Page, before: &str) -> &'p str {
    page.body.split(before).nth(1).unwrap().split('"').next().unwrap()
}

/// The token of the page, as the script sends it.
fn csrf(page: &Page) -> String {
    value(page, "data-csrf=\"").to_owned()
}

/// Lets the device of a client in; gives its cookie.
async fn let_in(client: &Client) -> String {
    let page = client.post("/c/quick/device", &[]).await;
    assert!(page.to.ends_with("/c/quick?device=1"), "{}", page.to);
    let cookie = page.cookies.iter().find(|cookie| cookie.starts_with(QUICK)).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Lax"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

fn visit<'v>(person: &'v str, key: &'v str) -> [(&'v str, &'v str); 7] {
    [
        ("as", "json"),
        ("person", person),
        ("service", "mobility"),
        ("date", "2026-11-05"),
        ("start", "1000"),
        ("end", "1130"),
        ("key", key),
    ]
}

#[tokio::test]
async fn a_helper_sends_the_end_of_a_long_visit_without_signing_in_again() {
    let mut house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let person = Town(&house).adult("見本 太郎").await.to_string();
    assert!(client.get("/c/quick").await.has("この端末を12時間使う"));
    let device = let_in(&client).await;
    let both = format!("{}; {device}", client.cookie);
    let phone = later(&mut house, &client, "2026-11-05T01:00:00Z", &both);
    let mut phone = Client { csrf: csrf(&phone.get("/c/quick?device=1").await), ..phone };
    assert!(phone.get("/c/quick?device=1").await.has("2026"), "it says until when");
    // the sign-in is over after half an hour, the page on the phone is still the same
    phone = later(&mut house, &phone, "2026-11-05T02:30:00Z", &both);
    assert_eq!(phone.get("/").await.status, StatusCode::SEE_OTHER);
    let sent = phone.post("/c/quick/stop", &visit(&person, "phone-key-0001")).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.has("\"ok\":true"), "{}", sent.body);
    let page = phone.get("/c/quick").await;
    assert!(page.has("この端末を終える") && page.has("今日の記録 1000〜1130"), "{}", words(&page.body));
    // after twelve hours it is over
    let next = later(&mut house, &phone, "2026-11-05T13:00:01Z", &both);
    assert!(next.get("/c/quick").await.to.contains("/signin?next=/o/"));
    assert_eq!(next.post("/c/quick/stop", &visit(&person, "phone-key-0002")).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_device_that_was_let_in_opens_quick_entry_of_its_office_and_nothing_else() {
    let mut house = house("2026-11-05").await;
    let client = house.client(Role::Manager).await;
    let person = Town(&house).adult("見本 太郎").await;
    let device = let_in(&client).await;
    let token = device.split_once('=').unwrap().1.to_owned();
    let phone = later(&mut house, &client, "2026-11-05T01:05:00Z", &device);
    let page = phone.get("/c/quick").await;
    assert!(page.has("ほかの画面（サインインへ）") && !page.has("市町村のきまり") && !page.has("利用者をさがす"));
    let phone = Client { csrf: csrf(&page), ..phone };
    for path in ["/", "/people", "/c/2026-11/visits", "/c/packs", "/settings/sessions", "/audit"] {
        let page = phone.get(path).await;
        assert!(page.to.starts_with("/signin"), "{path}: {} {}", page.status, page.to);
    }
    let fields = [("date", "4"), ("start", "0900"), ("end", "1000"), ("key", "not-from-here")];
    for path in [format!("/c/2026-11/visits/{person}"), "/settings/sessions/end-others".to_owned()] {
        assert_eq!(phone.post(&path, &fields).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    // as the cookie of a sign-in the token is worth nothing
    let forged = later(&mut house, &phone, "2026-11-05T01:05:00Z", &format!("__Host-tasuki={token}"));
    for path in ["/", "/c/quick"] {
        assert!(forged.get(path).await.to.starts_with("/signin"), "{path}");
    }
    // a foreign form token is refused, and another office is not there
    let stranger = Client { csrf: "0".repeat(64), ..later(&mut house, &phone, "2026-11-05T01:05:00Z", &device) };
    let id = person.to_string();
    assert_eq!(stranger.post("/c/quick/stop", &visit(&id, "phone-key-0003")).await.status, StatusCode::FORBIDDEN);
    let elsewhere = Client { base: "/o/1".to_owned(), ..phone };
    assert_eq!(elsewhere.get("/c/quick").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_device_is_listed_ended_from_the_list_by_itself_and_by_signing_out_and_is_in_the_audit() {
    let mut house = house("2026-11-05").await;
    let client = house.client(Role::SupportStaff).await;
    let at = "2026-11-05T01:05:00Z";
    let device = let_in(&client).await;
    let list = client.get("/settings/sessions").await;
    assert!(list.has("クイック入力だけの端末") && list.has("自分のサインイン 2件"), "{}", words(&list.body));
    let end = list.body.split("action=\"").find(|rest| rest.contains("/settings/sessions/") && rest.contains("/end\""));
    let end = end.unwrap().split('"').next().unwrap().strip_prefix(&client.base).unwrap().to_owned();
    client.post(&end, &[]).await;
    let phone = later(&mut house, &client, at, &device);
    assert!(phone.get("/c/quick").await.to.starts_with("/signin"), "ended from the list");
    // by itself
    let device = let_in(&client).await;
    let phone = later(&mut house, &client, at, &device);
    let phone = Client { csrf: csrf(&phone.get("/c/quick").await), ..phone };
    assert_eq!(phone.post("/c/quick/device/end", &[]).await.to, "/signin?out=1");
    assert!(phone.get("/c/quick").await.to.starts_with("/signin"), "ended by itself");
    // by signing out of the whole
    let device = let_in(&client).await;
    let both = later(&mut house, &client, at, &format!("{}; {device}", client.cookie));
    let out = format!("csrf={}", client.csrf);
    assert_eq!(both.at(axum::http::Method::POST, "/signout", Some(out)).await.to, "/signin?out=1");
    let phone = later(&mut house, &client, at, &device);
    assert!(phone.get("/c/quick").await.to.starts_with("/signin"), "ended by signing out");
    let viewer = house.client(Role::Viewer).await;
    assert_eq!(viewer.post("/c/quick/device", &[]).await.status, StatusCode::FORBIDDEN);
}
