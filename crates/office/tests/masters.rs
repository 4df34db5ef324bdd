//! 利用者・設定・監査記録の画面: what people type there is kept, shown, refused.
#![allow(clippy::unwrap_used)]
mod support;

use axum::http::StatusCode;
use store::Role;
use support::House;

#[tokio::test]
async fn another_offices_address_is_not_there() {
    let house = House::new().await;
    let other = house.add_office(&support::office_body("9910100024", "となりの作業所")).await;
    let client = house.client(Role::Manager).await;
    let page = client.at(axum::http::Method::GET, &format!("/o/{other}/people"), None).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.has("となりの作業所"));
}
