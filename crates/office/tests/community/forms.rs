//! マスタの入力: the samples of the manual as forms, and posting them.
use super::support::{Client, House, Page};
use axum::http::StatusCode;
use store::{AuditKind, CommunityCardBody};

/// A form: names with what was typed.
pub(super) type Fields<'a> = &'a [(&'a str, &'a str)];

/// The sample of the manual for 移動支援.
pub(super) const MOBILITY: [(&str, &str); 12] = [
    ("valid_from", "2023/04/01"),
    ("municipality_no", "142042"),
    ("recipient_no", "1234567890"),
    ("guardian_kana", "かまくらたろう"),
    ("child_kana", "カマクラジロウ"),
    ("service_started_on", "2023/04/01"),
    ("certified_from", "2023/04/01"),
    ("certified_to", "2024/03/31"),
    ("burden_cap", "0"),
    ("income_class", "02"),
    ("d1_kind", "mobility_body"),
    ("d1_amount", "10時間"),
];
/// The sample of the manual for 日中一時支援.
pub(super) const DAYTIME: [(&str, &str); 10] = [
    ("valid_from", "2024/04/01"),
    ("municipality_no", "142042"),
    ("recipient_no", "1000000000"),
    ("guardian_kana", "ムショウカオヤ"),
    ("child_kana", "ムショウカコ"),
    ("certified_from", "2024/04/01"),
    ("certified_to", "2025/03/31"),
    ("burden_cap", "37,200"),
    ("d1_kind", "daytime"),
    ("d1_amount", "10日"),
];
/// The sample of the manual for the office.
pub(super) const OFFICE: [(&str, &str); 15] = [
    ("valid_from", "2023/04/01"),
    ("phone", "0467-23-3000"),
    ("business_class", "2"),
    ("designated_by", "kamakura"),
    ("designated_from", "2023/04/01"),
    ("staffing_class", "01"),
    ("special_area", "0"),
    ("structure_0", "0"),
    ("structure_1", "0"),
    ("structure_2", "0"),
    ("structure_3", "0"),
    ("structure_4", "0"),
    ("structure_5", "0"),
    ("structure_6", "0"),
    ("structure_7", "0"),
];

/// Registers a person and gives its address inside the office.
pub(super) async fn person(client: &Client, name: &str, kana: &str, born: &str) -> String {
    let page = client.post("/people/new", &[("name", name), ("name_kana", kana), ("born_on", born)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    inside(client, &page)
}

pub(super) fn inside(client: &Client, page: &Page) -> String {
    page.to.split('?').next().unwrap().strip_prefix(&client.base).unwrap().to_owned()
}

/// Posts a form that must be taken, and gives the address it leads to.
pub(super) async fn put(client: &Client, path: &str, fields: Fields<'_>) -> String {
    let page = client.post(path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.body);
    inside(client, &page)
}

/// Posts a form that must come back with an error at a field, and everything typed still in it.
pub(super) async fn refused(client: &Client, path: &str, fields: Fields<'_>, field: &str) -> Page {
    let page = client.post(path, fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", page.body);
    assert!(page.has(&format!("id=\"e-{field}\"")), "no error at {field}: {}", page.body);
    page
}

/// The fields with some of them replaced or added.
pub(super) fn but<'a>(fields: Fields<'a>, other: Fields<'a>) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    kept.chain(other).copied().collect()
}

/// The stored certificate that a redirect led to.
pub(super) async fn stored(house: &House, address: &str) -> CommunityCardBody {
    let id = address.rsplit('/').next().unwrap().parse().unwrap();
    house.app.store.read(&house.setup().office).community_cards().get(id).await.unwrap().body
}

pub(super) async fn audited(house: &House, kind: AuditKind) -> usize {
    let events = house.app.store.read(&house.setup().office).audit().list(None, 200).await.unwrap();
    events.iter().filter(|event| event.kind == kind).count()
}

/// What the page of a version says is to be typed into the entry program.
pub(super) fn tool(page: &Page, label: &str) -> String {
    let (_, rest) =
        page.body.split_once(&format!("<dt>{label}</dt><dd>")).unwrap_or_else(|| panic!("{label}: {}", page.body));
    rest.split_once("</dd>").unwrap().0.to_owned()
}
