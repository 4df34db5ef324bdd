//! 受給者証: versions, numbers, the lock, the period beside the computed one.
use crate::fixtures::people::*;
use crate::support::House;
use axum::http::StatusCode;
use store::{AuditKind, Role};

#[tokio::test]
async fn jr_08_jr_09_a_person_has_several_cards_and_each_keeps_what_the_paper_says() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let more = [
        ("municipality_name", "汐浜市"),
        ("mental", "1"),
        ("support_class", "区分2"),
        ("remarks", "特別地域\n通院同行"),
        ("planning_name", "相談室 なぎさ"),
        ("cap_managed", "0"),
        ("cap_from", "2025/3/1"),
        ("cap_to", "2026/2/28"),
        ("original_seen_on", "2025/3/3"),
    ];
    let first = put(&clerk, &format!("{address}/cards"), &[&CARD[..], &more].concat()).await;
    let first = first.to.split_once('?').unwrap().0.strip_prefix(&clerk.base).unwrap().to_owned();
    let page = clerk.get(&first).await;
    for shown in ["汐浜市", "当該月の日数", "区分2", "通院同行", "相談室 なぎさ", "2025-03-03"] {
        assert!(page.has(shown), "{shown}: {}", page.body);
    }
    let renewed: Vec<_> = CARD
        .iter()
        .map(|(name, value)| match *name {
            "valid_from" | "decided_from" => (*name, "2026/3/1"),
            "decided_to" => (*name, "2027/2/28"),
            _ => (*name, *value),
        })
        .collect();
    put(&clerk, &format!("{address}/cards"), &renewed).await;
    assert!(clerk.get(&format!("{address}/cards")).await.has("受給者証 2件"));
}

#[tokio::test]
async fn jr_10_the_number_to_send_to_is_that_of_the_claim_when_nothing_was_written() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let blank = clerk.get(&format!("{address}/cards")).await;
    let (claim, send) = ("請求先市町村番号", "発送先市町村番号");
    assert!(blank.body.find(claim).unwrap() < blank.body.find(send).unwrap(), "the second stands lower down");
    let made = put(&clerk, &format!("{address}/cards"), &CARD).await;
    let card = made.to.split_once('?').unwrap().0.strip_prefix(&clerk.base).unwrap().to_owned();
    assert!(clerk.get(&card).await.has("name=\"sending_municipality_no\" value=\"131016\""));
    let other = [&CARD[..], &[("version", "1"), ("sending_municipality_no", "１３１０２４")]].concat();
    put(&clerk, &card, &other).await;
    assert!(clerk.get(&card).await.has("name=\"sending_municipality_no\" value=\"131024\""));
    let wrong = [&CARD[..], &[("version", "2"), ("sending_municipality_no", "1310")]].concat();
    let page = clerk.post(&card, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("id=\"e-sending_municipality_no\"") && page.has("6桁"));
}

#[tokio::test]
async fn jr_28_jr_29_the_lock_shows_who_and_when_and_opens_with_a_reason_only() {
    let house = House::retention("2025-03-05").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let made = put(&clerk, &format!("{address}/cards"), &CARD).await;
    let card = made.to.split_once('?').unwrap().0.strip_prefix(&clerk.base).unwrap().to_owned();
    assert!(clerk.get("/people?state=none").await.has("未ロック"));
    put(&clerk, &format!("{card}/lock"), &[("version", "1")]).await;
    let said = "ロック済み(請求担当の職員 2025-03-05 10:00)";
    for path in ["/people?state=none", &card] {
        assert!(clerk.get(path).await.has(said), "{path}");
    }
    let silent = clerk.post(&format!("{card}/unlock"), &[("version", "2")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.has("id=\"e-why\""), "{}", silent.body);
    put(&clerk, &format!("{card}/unlock"), &[("version", "2"), ("why", "番号の写し間違い")]).await;
    assert!(clerk.get(&card).await.has("未ロック"));
    assert!(clerk.get(&format!("{address}/history")).await.has("番号の写し間違い"));
}

#[tokio::test]
async fn jr_28_a_card_that_a_requested_claim_reads_stays_locked() {
    let house = House::retention("2025-04-05").await;
    let manager = house.client(Role::Manager).await;
    let address = person(&manager, "見本 太郎", "ミホン タロウ").await;
    let made = put(&manager, &format!("{address}/cards"), &CARD).await;
    let card = made.to.split_once('?').unwrap().0.strip_prefix(&manager.base).unwrap().to_owned();
    put(&manager, &format!("{card}/lock"), &[("version", "1")]).await;
    let id: i64 = address.rsplit('/').next().unwrap().parse().unwrap();
    let march = "2025-03".parse().unwrap();
    let actor = store::Actor { account_id: Some(manager.account), ..house.setup() };
    let tx = house.app.store.begin(&actor, house.app.clock.now()).await.unwrap();
    let checked = tx.retention_claims().check(id, march, store::CheckedPlan::default(), None).await.unwrap();
    tx.retention_claims().request(id, march, "{}", Some(checked)).await.unwrap();
    let subject = store::Subject::new(store::EntityKind::Person, id);
    tx.commit(store::AuditEvent::new(AuditKind::ClaimRequested, subject)).await.unwrap();
    let page = manager.post(&format!("{card}/unlock"), &[("version", "2"), ("why", "番号の写し間違い")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("請求キャンセル") && page.has("value=\"番号の写し間違い\""), "{}", page.body);
    assert!(manager.get(&card).await.has("ロック済み"));
}

#[tokio::test]
async fn the_decided_period_is_compared_with_the_computed_one() {
    let house = House::retention("2025-03-05").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-08-31").await;
    put(&clerk, &format!("{address}/cards"), &CARD).await;
    assert!(!clerk.get(&format!("{address}/jobs")).await.has("利用開始可能日"), "2025-03-01 is the computed day");
    let job = clerk.get(&format!("{address}/jobs")).await.body;
    let job =
        job.split(&format!("{}{address}/jobs/", clerk.base)).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let later = [("version", "1"), ("employer", "汐風商事"), ("hired_on", "2024-09-02")];
    put(&clerk, &format!("{address}/jobs/{job}"), &later).await;
    let page = clerk.get(&format!("{address}/jobs")).await;
    assert!(page.has("計算した利用開始可能日2025年(令和7年)3月2日より前です"), "{}", page.body);
}

#[tokio::test]
async fn what_the_card_says_for_offices_is_written_from_the_contract() {
    let house = House::retention("2025-03-05").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    contract(&clerk, &address, "2025-03-01").await;
    let page = clerk.get(&format!("{address}/contracts")).await;
    assert!(
        page.has("name=\"from\" value=\"2025-03-01\""),
        "the day of the contract is not typed again: {}",
        page.body
    );
    assert!(!page.has("利用日数の特例"));
    let row = [("from", "2025-03-01"), ("days", "1"), ("provider_entry_no", "1"), ("decision_code", "471000")];
    put(&clerk, &format!("{address}/contracts"), &row).await;
    assert!(clerk.get(&format!("{address}/retention")).await.has("事業者記入欄 1件"));
}
