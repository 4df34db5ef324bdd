//! 入口: first set-up, sign-in, headers, form tokens.

use crate::support::{Client, House, PASSWORD};
use axum::http::{Method, StatusCode, header};
use kernel::ServiceKind;
use store::{AuditEvent, AuditKind, EntityKind, OfficeBody, Role, Subject};
use tower::ServiceExt;

/// A browser that is not signed in, with its door token.
async fn stranger(house: &House) -> (Client, String) {
    let mut client = house.client(Role::Viewer).await;
    client.cookie = String::new();
    let page = client.at(Method::GET, "/signin", None).await;
    let cookie = page.cookies.iter().find(|cookie| cookie.starts_with("__Host-tasuki-door=")).unwrap();
    client.cookie = cookie.split(';').next().unwrap().to_owned();
    let token = client.cookie.split_once('=').unwrap().1.to_owned();
    (client, token)
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[tokio::test]
async fn every_answer_carries_the_strict_headers() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let asset = ui::asset_href("app.css");
    for path in ["/signin", "/", "/o/1/b/2026-10/records", "/o/999/people", "/nowhere", asset, "/healthz"] {
        let request = axum::http::Request::builder()
            .uri(path)
            .header(header::COOKIE, &client.cookie)
            .body(axum::body::Body::empty())
            .unwrap();
        let response = client.router.clone().oneshot(request).await.unwrap();
        let headers = response.headers();
        let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
        assert!(value("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!value("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(value("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(value("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(value("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(value("strict-transport-security").contains("max-age="), "{path}");
        let kept = value("cache-control");
        assert_eq!(kept.contains("immutable"), path == asset, "{path}: {kept}");
    }
}

#[tokio::test]
async fn a_form_without_our_token_is_refused_on_every_address() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    for path in ["/signout", "/o/1/b/2026-10/records/1/days/1", "/o/1/b/2026-10/records/1/all", "/signin", "/setup"] {
        for body in ["", "csrf=", "csrf=00", &format!("csrf={}", "0".repeat(64))] {
            let page = client.at(Method::POST, path, Some(body.to_owned())).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} with {body}");
        }
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_the_token() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    for (name, value, expected) in [
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("origin", "https://elsewhere.example", StatusCode::FORBIDDEN),
        ("origin", "http://localhost", StatusCode::SEE_OTHER),
    ] {
        let request = axum::http::Request::builder()
            .method(Method::POST)
            .uri("/signout")
            .header(header::COOKIE, &client.cookie)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value)
            .body(axum::body::Body::from(encoded(&[("csrf", &client.csrf)])))
            .unwrap();
        assert_eq!(client.router.clone().oneshot(request).await.unwrap().status(), expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn signing_in_opens_a_new_session_and_signing_out_ends_it() {
    let house = House::new().await;
    let known = house.client(Role::Manager).await;
    let (mut client, token) = stranger(&house).await;
    let form = encoded(&[("csrf", &token), ("login", &known.login), ("password", PASSWORD), ("next", "/o/1/people")]);
    let page = client.at(Method::POST, "/signin", Some(form)).await;
    assert_eq!((page.status, page.to.as_str()), (StatusCode::SEE_OTHER, "/o/1/people"));
    let cookie = page.cookies.iter().find(|cookie| cookie.starts_with("__Host-tasuki=")).unwrap();
    for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "__Host- cookies name no domain");
    client.cookie = cookie.split(';').next().unwrap().to_owned();
    assert_ne!(client.cookie, known.cookie);
    let page = client.get("/b/2026-10/records").await;
    assert_eq!(page.status, StatusCode::OK);
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(
        client.at(Method::POST, "/signout", Some(encoded(&[("csrf", &csrf)]))).await.status,
        StatusCode::SEE_OTHER
    );
    let page = client.get("/b/2026-10/records").await;
    assert_eq!((page.status, page.to.starts_with("/signin?next=")), (StatusCode::SEE_OTHER, true));
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_get_the_same_answer() {
    let house = House::new().await;
    let known = house.client(Role::Manager).await;
    let (client, token) = stranger(&house).await;
    let mut answers = Vec::new();
    for login in [known.login.as_str(), "nobody"] {
        let form = encoded(&[("csrf", &token), ("login", login), ("password", "ちがうパスワードです")]);
        let page = client.at(Method::POST, "/signin", Some(form)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has(&format!("value=\"{login}\"")), "the login typed stays");
        assert!(!page.has("ちがうパスワードです"), "the password does not");
        answers.push(page.body.replace(login, "LOGIN"));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn many_failures_make_the_next_try_wait_even_with_the_right_password() {
    let house = House::new().await;
    let known = house.client(Role::Manager).await;
    let (client, token) = stranger(&house).await;
    for _ in 0..6 {
        let form = encoded(&[("csrf", &token), ("login", &known.login), ("password", "ちがうパスワードです")]);
        client.at(Method::POST, "/signin", Some(form)).await;
    }
    let form = encoded(&[("csrf", &token), ("login", &known.login), ("password", PASSWORD)]);
    let page = client.at(Method::POST, "/signin", Some(form)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("秒待って"), "{}", page.body);
}

#[tokio::test]
async fn after_sign_in_only_our_own_addresses_are_followed() {
    let house = House::new().await;
    let known = house.client(Role::Manager).await;
    for next in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"] {
        let (client, token) = stranger(&house).await;
        let form = encoded(&[("csrf", &token), ("login", &known.login), ("password", PASSWORD), ("next", next)]);
        assert_eq!(client.at(Method::POST, "/signin", Some(form)).await.to, "/", "{next}");
    }
}

#[tokio::test]
async fn the_set_up_page_is_gone_once_there_is_an_account() {
    let house = House::new().await;
    let (client, token) = stranger(&house).await;
    assert_eq!(client.at(Method::GET, "/setup", None).await.to, "/signin");
    let form = encoded(&[
        ("csrf", &token),
        ("office_no", "9910100024"),
        ("office_name", "となり"),
        ("kind", "46"),
        ("area_class", "その他"),
        ("display_name", "だれか"),
        ("login", "someone"),
        ("password", PASSWORD),
    ]);
    let page = client.at(Method::POST, "/setup", Some(form)).await;
    assert_eq!(page.to, "/signin");
    assert!(page.cookies.iter().all(|cookie| !cookie.starts_with("__Host-tasuki=")));
}

/// Every address inside an office, as the sources register them.
fn addresses() -> std::collections::BTreeSet<String> {
    fn read(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, found);
                continue;
            }
            // pages outside every office
            if ["access.rs", "assets.rs"].iter().any(|name| path.ends_with(name)) {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in text.split(".route(").skip(1) {
                let address = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                found.insert(address.unwrap_or_else(|| panic!("{}: no address", path.display())).to_owned());
            }
        }
    }
    let mut found = std::collections::BTreeSet::new();
    read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screens"), &mut found);
    found
}

/// The kinds of office that have an address. A new address outside `/b`, `/t` and `/c` is decided here.
fn kinds_with(address: &str) -> Vec<ServiceKind> {
    use ServiceKind::{BType, Community, Retention};
    let behind = |folder: &str| address == folder || address.starts_with(&format!("{folder}/"));
    let person = |page: &str| behind(&format!("/people/{{person}}/{page}"));
    let any = |pages: &[&str]| pages.iter().any(|page| behind(page));
    let any_of_person = |pages: &[&str]| pages.iter().any(|page| person(page));
    if address.starts_with("/b/") || any(&["/wages", "/returned", "/settings/notices", "/settings/form"]) {
        return vec![BType];
    }
    if any(&["/import/people", "/import/days", "/import/done", "/import/{file}", "/settings/wages"]) {
        return vec![BType];
    }
    if any_of_person(&["exceptions", "months"]) {
        return vec![BType];
    }
    if address.starts_with("/t/") || any(&["/settings/approval", "/settings/occupations", "/people/take-over"]) {
        return vec![Retention];
    }
    if any_of_person(&["jobs", "retention", "leaving", "resigned", "plans"]) {
        return vec![Retention];
    }
    if address.starts_with("/c/") || behind("/settings/masters") || person("masters") {
        return vec![Community];
    }
    if any(&["/import", "/settings/codes"]) || any_of_person(&["cards", "contracts"]) {
        return vec![BType, Retention];
    }
    let shared = ["/", "/people", "/people.csv", "/people/new", "/people/{person}", "/settings", "/audit", "/news"];
    let own =
        ["/settings/accounts", "/settings/offices", "/settings/support", "/settings/password", "/settings/sessions"];
    let known = shared.contains(&address) || any(&own) || person("history") || behind("/audit");
    assert!(known, "which kinds of office have {address}?");
    ServiceKind::ALL.to_vec()
}

#[tokio::test]
async fn no_page_of_one_kind_of_office_opens_in_another() {
    let mut house = House::new().await;
    for (kind, number) in ServiceKind::ALL.into_iter().zip(["9910100017", "9910300013", "9910400018"]) {
        house.office =
            house.add_office(&OfficeBody { kind, ..crate::support::office_body(number, "見本の事業所") }).await;
        let client = house.client(Role::Manager).await;
        let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
        let person = tx.people().create(&crate::support::person_body("見本 太郎", "ミホン タロウ")).await.unwrap();
        tx.commit(AuditEvent::new(AuditKind::PersonUpdated, Subject::new(EntityKind::Person, person))).await.unwrap();
        let (mut open, mut shut) = (0, 0);
        for address in addresses() {
            let real = address
                .replace("{person}", &person.to_string())
                .replace("{month}", "2026-10")
                .replace("{year}", "2025")
                .replace("{day}", "5")
                .replace("{pack}", "kamakura");
            // a year, a file or a claim of a person may not be there yet, an id may not exist
            let of_person = address.contains("{person}") && !address.starts_with("/people/");
            let whole = !real.contains('{') && !address.contains("{year}") && !of_person && !address.ends_with(".zip");
            let real = real.split('/').map(|word| if word.starts_with('{') { "1" } else { word }).collect::<Vec<_>>();
            let real = real.join("/");
            let mut page = client.get(&real).await;
            let reads = page.status != StatusCode::METHOD_NOT_ALLOWED;
            if kinds_with(&address).contains(&kind) {
                // 単位数表 are sent there, nothing is shown
                if reads && whole && !(address == "/import" && kind != ServiceKind::BType) {
                    assert_ne!(page.status, StatusCode::NOT_FOUND, "{kind:?} {address}");
                    open += 1;
                }
                continue;
            }
            if !reads {
                page = client.post(&real, &[]).await;
            }
            let papers = if kind == ServiceKind::Community { "masters" } else { "cards" };
            let led =
                page.status == StatusCode::SEE_OTHER && page.to == format!("{}/people/{person}/{papers}", client.base);
            assert!(led || page.status == StatusCode::NOT_FOUND, "{kind:?} {address}: {} {}", page.status, page.to);
            shut += 1;
        }
        assert!(open > 20 && shut > 30, "{kind:?}: {open} open, {shut} shut");
        if kind == ServiceKind::Community {
            let page = client.get(&format!("/people/{person}/contracts")).await;
            assert_eq!(page.to, format!("{}/people/{person}/masters", client.base));
            assert_eq!(client.get(&format!("/people/{person}/masters")).await.status, StatusCode::OK);
        }
    }
}
