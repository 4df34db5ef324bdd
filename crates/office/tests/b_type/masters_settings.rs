//! 設定と監査記録の画面: office, 体制届, accounts, passwords, sign-ins, the log of it all.

use crate::support::{Client, House, PASSWORD, Page};
use axum::http::{Method, StatusCode};
use claims::lifecycle::MonthState;
use store::{AuditEvent, AuditKind, EntityKind, PersonBody, Role, SessionLimits, Subject};

const OFFICE: [(&str, &str); 8] = [
    ("office_no", "９９１０１０００１６"),
    ("name", "はたらく工房 汐風"),
    ("area_class", "7級地"),
    ("municipality_no", "131016"),
    ("operator", "private"),
    ("postal_code", "１００－０００１"),
    ("phone", "03-1234-5678"),
    ("designated_on", "H26.4.1"),
];
const NOTICE: [(&str, &str); 6] = [
    ("valid_from", "R8.4"),
    ("capacity", "２０人"),
    ("fee_class", "II"),
    ("average_wage_yen", "18,000円"),
    ("operator", "private"),
    ("treatment_improvement", "I"),
];
const OTHER_PASSWORD: &str = "夕方の港に帰る7そうの小さな船";

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

fn refused_at(page: &Page, field: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    assert!(page.has(&format!("id=\"e-{field}\"")), "no error at {field}: {}", page.body);
    assert!(page.has(&format!("href=\"#f-{field}\"")), "no link to {field}");
}

async fn notices(house: &House) -> Vec<store::Entry<store::Notice>> {
    house.app.store.read(&house.setup().office).office().notices().await.unwrap()
}

#[tokio::test]
async fn the_office_is_changed_in_any_spelling() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let saved = client.post("/settings", &with(&OFFICE, &[("version", "1")])).await;
    assert_eq!(saved.to, format!("{}/settings?ok=office", client.base), "{}", saved.body);
    let page = client.get("/settings?ok=office").await;
    for shown in ["9910100016", "100-0001", "2014年(平成26年)4月1日", "事業所の情報を保存しました", "7級地"]
    {
        assert!(page.has(shown), "{shown}");
    }
    for field in ["office_no", "name", "area_class", "operator"] {
        refused_at(&client.post("/settings", &with(&OFFICE, &[(field, ""), ("version", "2")])).await, field);
    }
    for wrong in [("office_no", "123"), ("postal_code", "1234"), ("phone", "12"), ("area_class", "9級地")] {
        refused_at(&client.post("/settings", &with(&OFFICE, &[wrong, ("version", "2")])).await, wrong.0);
    }
    let late = client.post("/settings", &with(&OFFICE, &[("name", "別の名前"), ("version", "1")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.has("別の人が保存しました") && late.has("別の名前"));
    let odd = client.post("/settings", &with(&OFFICE, &[("office_no", "9910100017"), ("version", "2")])).await;
    assert_eq!(odd.status, StatusCode::SEE_OTHER, "a wrong check digit only warns");
    assert!(client.get("/settings").await.has("検査数字"));
}

#[tokio::test]
async fn a_notice_is_filed_copied_and_changed() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    assert!(client.get("/settings/notices").await.has("今月に有効な体制届がありません"));
    let saved = client.post("/settings/notices/new", &NOTICE).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    // the class of 2026-04 has run out in 2026-11
    assert!(client.get("/settings/notices").await.has("処遇改善加算の区分は、令和8年11月には使えません"));
    let copy = client.get("/settings/notices/new").await;
    assert!(
        copy.has("value=\"2026-11\"") && copy.has("value=\"18000\"") && copy.has("写してあります"),
        "{}",
        copy.body
    );
    let next =
        [("valid_from", "2026/6"), ("treatment_improvement", "I-ro"), ("reform_2026", "subject"), ("transport", "1")];
    assert_eq!(client.post("/settings/notices/new", &with(&NOTICE, &next)).await.status, StatusCode::SEE_OTHER);
    let list = client.get("/settings/notices?ok=notice").await;
    for shown in ["令和8年6月", "今月有効", "送迎加算: なし → Ⅰ", "体制届を保存しました"] {
        assert!(list.has(shown), "{shown}: {}", list.body);
    }
    let stored = notices(&house).await;
    assert_eq!(stored[1].body.office.capability.treatment_improvement.as_deref(), Some("I-ro"));
    let id = stored[1].id;
    let edit = client.get(&format!("/settings/notices/{id}")).await;
    assert!(edit.has("令和8年6月からの体制届") && edit.has("<option value=\"I-ro\" selected>"));
    let fields = with(&with(&NOTICE, &next), &[("capacity", "30"), ("version", "1")]);
    assert_eq!(client.post(&format!("/settings/notices/{id}"), &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(notices(&house).await[1].body.office.capacity, 30);
    let late = client.post(&format!("/settings/notices/{id}"), &with(&fields, &[("capacity", "40")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.has("<td>30</td><td>40</td>"), "{}", late.body);
}

#[tokio::test]
async fn what_cannot_be_filed_is_refused_at_its_field() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    for field in ["valid_from", "capacity", "fee_class", "operator", "average_wage_yen"] {
        refused_at(&client.post("/settings/notices/new", &with(&NOTICE, &[(field, "")])).await, field);
    }
    let wrong = [
        ("treatment_improvement", "I-ro"),
        ("treatment_improvement", "V-1"),
        ("treatment_improvement", "X"),
        ("b_type_capacity", "30"),
        ("wage_band_option", "23"),
        ("fee_class", "VII"),
        ("area_class", "海の上"),
    ];
    for field in wrong {
        let page = client.post("/settings/notices/new", &with(&NOTICE, &[field])).await;
        refused_at(&page, field.0);
        assert!(page.has("18000"), "what was typed elsewhere stays");
    }
    refused_at(
        &client.post("/settings/notices/new", &with(&NOTICE, &[("transport_same_site", "1")])).await,
        "transport",
    );
    assert!(notices(&house).await.is_empty());
    client.post("/settings/notices/new", &NOTICE).await;
    refused_at(&client.post("/settings/notices/new", &NOTICE).await, "valid_from");
}

#[tokio::test]
async fn a_notice_of_a_closed_month_stays_as_it_is() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    client.post("/settings/notices/new", &NOTICE).await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    tx.claim_months().step("2026-10".parse().unwrap(), 0, MonthState::Closed).await.unwrap();
    let event = AuditEvent::new(AuditKind::MonthClosed, Subject::new(EntityKind::ClaimMonth, 0));
    tx.commit(event).await.unwrap();
    let id = notices(&house).await[0].id;
    let fields = with(&NOTICE, &[("capacity", "30"), ("version", "1")]);
    let late = client.post(&format!("/settings/notices/{id}"), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.has("令和8年10月は締めてあるため変更できません") && late.has("value=\"30\""));
    assert_eq!(notices(&house).await[0].body.office.capacity, 20);
}

fn newcomer() -> [(&'static str, &'static str); 4] {
    [("display_name", "新人 一郎"), ("login", "Shinjin"), ("role", "support_staff"), ("password", PASSWORD)]
}

/// A browser with a fresh sign-in of an account.
async fn sign_in(house: &House, account: i64) -> Client {
    let now = house.app.clock.now();
    let tx = house.app.store.begin_account_level(Some(account), now).await.unwrap();
    let token = tx.start_session(account, house.office, SessionLimits::default()).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::SignedIn, Subject::new(EntityKind::Account, account))).await.unwrap();
    let session = house.app.store.session(token.as_str(), now).await.unwrap().unwrap();
    Client {
        router: office::router(house.app.clone()),
        base: format!("/o/{}", house.office),
        cookie: format!("__Host-tasuki={}", token.as_str()),
        csrf: session.csrf,
        account,
        login: String::new(),
    }
}

async fn member(house: &House, login: &str) -> store::Member {
    let members = house.app.store.read(&house.setup().office).members().list().await.unwrap();
    members.into_iter().find(|member| member.login == login).unwrap()
}

#[tokio::test]
async fn a_new_colleague_must_choose_a_password_before_anything_else() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    let saved = manager.post("/settings/accounts", &newcomer()).await;
    assert_eq!(saved.to, format!("{}/settings/accounts?ok=account", manager.base), "{}", saved.body);
    assert!(manager.get("/settings/accounts").await.has("最初のサインイン待ち"));
    let account = member(&house, "shinjin").await.account_id;
    let new = sign_in(&house, account).await;
    for path in ["/people", "/settings", "/settings/sessions"] {
        let page = new.get(path).await;
        assert_eq!(
            (page.status, page.to),
            (StatusCode::SEE_OTHER, format!("{}/settings/password", new.base)),
            "{path}"
        );
    }
    assert_eq!(new.post("/settings/sessions/end-others", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(new.get("/settings/password").await.has("最初のパスワードのままです"));
    let fields = [("current", PASSWORD), ("password", OTHER_PASSWORD), ("again", OTHER_PASSWORD)];
    let changed = new.post("/settings/password", &fields).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let cookie = changed.cookies.iter().find(|cookie| cookie.starts_with("__Host-tasuki=")).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure"));
    let again = Client { cookie: cookie.split_once(';').unwrap().0.to_owned(), ..new };
    assert_eq!(again.get("/people").await.status, StatusCode::OK);
    assert!(!member(&house, "shinjin").await.must_change);
}

#[tokio::test]
async fn accounts_need_name_login_role_and_a_password_that_is_not_guessed() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    for field in ["display_name", "login", "role", "password"] {
        let page = manager.post("/settings/accounts", &with(&newcomer(), &[(field, "")])).await;
        refused_at(&page, field);
        assert!(!page.has(PASSWORD), "a password is never sent back");
    }
    for wrong in [("login", "あい"), ("role", "king"), ("password", "はたらく工房 汐風12")] {
        refused_at(&manager.post("/settings/accounts", &with(&newcomer(), &[wrong])).await, wrong.0);
    }
    manager.post("/settings/accounts", &newcomer()).await;
    refused_at(&manager.post("/settings/accounts", &newcomer()).await, "login");
}

#[tokio::test]
async fn a_manager_changes_roles_stops_and_resumes() {
    let house = House::new().await;
    let (manager, clerk) = (house.client(Role::Manager).await, house.client(Role::ClaimsClerk).await);
    let page = format!("/settings/accounts/{}", clerk.account);
    let act = |act: &str| format!("{page}/{act}");
    assert_eq!(clerk.get("/people").await.status, StatusCode::OK);
    assert_eq!(manager.post(&act("role"), &[("role", "viewer")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clerk.get("/people").await.status, StatusCode::SEE_OTHER, "the old sign-in is over");
    assert_eq!(member(&house, &clerk.login).await.role, Role::Viewer);
    assert_eq!(manager.post(&act("stop"), &[]).await.to, format!("{}{page}?ok=stopped", manager.base));
    assert!(manager.get(&page).await.has("再開する"));
    assert_eq!(manager.post(&act("resume"), &[]).await.status, StatusCode::SEE_OTHER);
    let again = sign_in(&house, clerk.account).await;
    assert_eq!(again.get("/people").await.status, StatusCode::OK);
    assert_eq!(manager.post(&act("end"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(again.get("/people").await.status, StatusCode::SEE_OTHER);
    refused_at(&manager.post(&act("password"), &[("password", "短い")]).await, "password");
    assert_eq!(manager.post(&act("password"), &[("password", OTHER_PASSWORD)]).await.status, StatusCode::SEE_OTHER);
    assert!(member(&house, &clerk.login).await.must_change);
    assert_eq!(manager.post(&act("delete"), &[]).await.status, StatusCode::NOT_FOUND);
    // the only manager cannot leave the office without one
    let own = format!("/settings/accounts/{}", manager.account);
    let last = manager.post(&format!("{own}/role"), &[("role", "viewer")]).await;
    refused_at(&last, "role");
    let last = manager.post(&format!("{own}/stop"), &[]).await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(last.has("管理者がいなくなるため"));
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_other_sign_ins_end() {
    let house = House::new().await;
    let client = house.client(Role::SupportStaff).await;
    let elsewhere = sign_in(&house, client.account).await;
    let good = [("current", PASSWORD), ("password", OTHER_PASSWORD), ("again", OTHER_PASSWORD)];
    for (field, value) in [("current", ""), ("password", ""), ("again", "ちがう"), ("current", "まちがい")] {
        let page = client.post("/settings/password", &with(&good, &[(field, value)])).await;
        refused_at(&page, field);
        assert!(!page.has(OTHER_PASSWORD) && !page.has(PASSWORD));
    }
    let same = client.post("/settings/password", &with(&good, &[("password", PASSWORD), ("again", PASSWORD)])).await;
    refused_at(&same, "password");
    let changed = client.post("/settings/password", &good).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    assert_eq!(elsewhere.get("/people").await.to, format!("/signin?next={}/people", elsewhere.base));
    assert_eq!(client.get("/people").await.status, StatusCode::SEE_OTHER, "the old token is void");
}

#[tokio::test]
async fn wrong_present_passwords_are_slowed_down() {
    let house = House::new().await;
    let client = house.client(Role::SupportStaff).await;
    let wrong = [("current", "まちがい"), ("password", OTHER_PASSWORD), ("again", OTHER_PASSWORD)];
    let mut slowed = false;
    for _ in 0..12 {
        slowed |= client.post("/settings/password", &wrong).await.has("秒待ってから");
    }
    assert!(slowed);
}

#[tokio::test]
async fn ones_own_sign_ins_are_listed_and_ended() {
    let house = House::new().await;
    let client = house.client(Role::SupportStaff).await;
    let other = sign_in(&house, client.account).await;
    let stranger = house.client(Role::SupportStaff).await;
    let page = client.get("/settings/sessions").await;
    assert!(page.has("自分のサインイン 2件") && page.has("この画面") && page.has("2026-11-05 10:00"));
    let sessions = house.app.store.sessions_of(client.account, house.app.clock.now()).await.unwrap();
    let newest = sessions[0].id;
    let foreign = stranger.post(&format!("/settings/sessions/{newest}/end"), &[]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let ended = client.post(&format!("/settings/sessions/{newest}/end"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(other.get("/people").await.status, StatusCode::SEE_OTHER);
    let third = sign_in(&house, client.account).await;
    assert_eq!(client.post("/settings/sessions/end-others", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(third.get("/people").await.status, StatusCode::SEE_OTHER);
    assert_eq!(client.get("/settings/sessions?ok=ended").await.status, StatusCode::OK);
}

#[tokio::test]
async fn roles_without_the_right_are_refused_and_see_no_buttons() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    manager.post("/settings/notices/new", &NOTICE).await;
    let id = notices(&house).await[0].id;
    for role in [Role::Viewer, Role::SupportStaff, Role::ServiceManager, Role::ClaimsClerk] {
        let client = house.client(role).await;
        for path in ["/settings", "/settings/notices", &format!("/settings/notices/{id}")] {
            let page = client.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path} {role:?}");
            assert!(!page.has("<button data-kind=\"primary\">保存") && !page.has("notices/new"), "{path} {role:?}");
        }
        for path in ["/settings/accounts", &format!("/settings/accounts/{}", manager.account), "/settings/notices/new"]
        {
            assert_eq!(client.get(path).await.status, StatusCode::FORBIDDEN, "GET {path} {role:?}");
        }
        let act = format!("/settings/accounts/{}", manager.account);
        let posts = ["/settings", "/settings/notices/new", "/settings/accounts", &format!("/settings/notices/{id}")];
        let acts = ["role", "stop", "resume", "end", "password"].map(|name| format!("{act}/{name}"));
        for path in posts.into_iter().chain(acts.iter().map(String::as_str)) {
            assert_eq!(client.post(path, &NOTICE).await.status, StatusCode::FORBIDDEN, "POST {path} {role:?}");
        }
        let audit = client.get("/audit").await.status;
        let expected = if role == Role::Viewer { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(audit, expected, "{role:?}");
        let verified = client.post("/audit/verify", &[]).await.status;
        assert_eq!(verified, expected, "{role:?}");
    }
}

#[tokio::test]
async fn ids_of_another_office_are_not_there() {
    let house = House::new().await;
    let other = house.add_office(&crate::support::office_body("9910100024", "となりの作業所")).await;
    let theirs = house.client_at(other, Role::Manager).await;
    theirs.post("/settings/notices/new", &NOTICE).await;
    let mine = house.client(Role::Manager).await;
    let account = format!("/settings/accounts/{}", theirs.account);
    for path in ["/settings/notices/1", &account] {
        assert_eq!(mine.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let fields = with(&NOTICE, &[("version", "1")]);
    assert_eq!(mine.post("/settings/notices/1", &fields).await.status, StatusCode::NOT_FOUND);
    for act in ["role", "stop", "resume", "end", "password"] {
        let fields = [("role", "viewer"), ("password", OTHER_PASSWORD)];
        let page = mine.post(&format!("{account}/{act}"), &fields).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{act}");
    }
    for path in ["/people", "/settings", "/settings/accounts", "/audit", "/people.csv"] {
        let page = mine.at(Method::GET, &format!("/o/{other}{path}"), None).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let log = mine.get("/audit").await;
    assert!(log.has("当てはまる記録はありません"), "the log of the other office stays there: {}", log.body);
}

#[tokio::test]
async fn the_log_is_read_narrowed_and_verified() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    for number in 0..60 {
        let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
        let body =
            PersonBody { name: format!("見本 {number}"), name_kana: "ミホン".to_owned(), ..PersonBody::default() };
        let id = tx.people().create(&body).await.unwrap();
        tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
    }
    manager.post("/settings/notices/new", &NOTICE).await;
    manager.post("/settings/accounts", &newcomer()).await;
    let page = manager.get("/audit").await;
    for shown in [
        "利用者の登録",
        "見本 59",
        "体制届の保存",
        "令和8年4月",
        "支援員",
        "もっと古い記録",
        "50件",
        "2026-11-05 10:00",
    ] {
        assert!(page.has(shown), "{shown}");
    }
    let older = manager.get("/audit?before=13").await;
    assert!(older.has("12件") && !older.has("もっと古い記録"));
    let one = manager.get("/audit?kind=notice_saved").await;
    assert!(one.has("1件(新しい順)") && one.has("管理者の職員"));
    let paged = manager.get("/audit?kind=person_created").await;
    assert!(paged.has("50件") && paged.has("kind=person_created&#38;before=11"), "{}", paged.body);
    assert!(manager.get("/audit?from=R8.11.5&to=2026/11/5").await.has("50件"));
    assert!(manager.get("/audit?to=2026/11/4").await.has("当てはまる記録はありません"));
    assert!(manager.get("/audit?from=2026/11/6").await.has("当てはまる記録はありません"));
    refused_at(&manager.get("/audit?from=8.4.1").await, "from");
    let verified = manager.post("/audit/verify", &[]).await;
    let last = house.app.store.read(&house.setup().office).audit().list(None, 1).await.unwrap();
    assert!(verified.has("62件の記録のつながりを確かめました") && verified.has(&last[0].hash), "{}", verified.body);
}

#[tokio::test]
async fn a_name_of_an_account_never_becomes_markup() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    let fields = with(&newcomer(), &[("display_name", "<script>alert(1)</script>")]);
    manager.post("/settings/accounts", &fields).await;
    manager.post("/settings", &with(&OFFICE, &[("name", "\"><img src=x>"), ("version", "1")])).await;
    for path in ["/settings/accounts", "/settings", "/audit", "/people"] {
        let page = manager.get(path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.has("<script>alert") && !page.has("<img src=x>"), "{path}");
    }
}
