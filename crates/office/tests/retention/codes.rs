//! サービスコードの割り当て: an official table whose names are not ours is taken in, a person gives its codes to the lines,
//! and the official files use them. All codes and names are invented.
use crate::fixtures::desk::*;
use crate::support::{Client, Page};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use fees::FeeTables;
use std::net::SocketAddr;
use store::{AuditKind, Role};
use tower::ServiceExt;

const LINE: &str = "就労定着支援 就労定着率95%以上";
/// Two of them have the units of the line; one belongs to another.
const TABLE: &str = "サービスコード,サービス内容略称,合成単位数,算定単位\n47ZZ01,就定Ａ,3512,1月につき\n47ZZ02,就定Ｂ,2768,1月につき\n47ZZ03,就定Ｃ,3512,1月につき\n47ZZ05,初期加算,900,1月につき\n";

async fn upload(client: &Client, text: &str) -> Page {
    let mut body = String::new();
    for (name, value) in [("csrf", client.csrf.as_str()), ("kind", "codes"), ("revision", "R6.6")] {
        body.push_str(&format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{text}\r\n--edge--\r\n"));
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{}/import", client.base))
        .header(header::COOKIE, &client.cookie)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .extension(ConnectInfo("127.0.0.1:50000".parse::<SocketAddr>().unwrap()))
        .body(Body::from(body))
        .unwrap();
    let response = client.router.clone().oneshot(request).await.unwrap();
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap();
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Page { status, to, cookies: Vec::new(), content_type: String::new(), body }
}

/// Takes the invented table in, as a manager does.
async fn take_in(head: &Client, text: &str) {
    let uploaded = upload(head, text).await;
    assert_eq!(uploaded.status, StatusCode::SEE_OTHER, "{}", uploaded.body);
    let path = uploaded.to.strip_prefix(&head.base).unwrap().to_owned();
    let page = head.get(&path).await;
    let (_, rest) = page.body.split_once("name=\"version\" value=\"").expect("the table may be taken");
    let version = rest.split('"').next().unwrap().to_owned();
    let taken = head.post(&path, &[("version", &version)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
}

async fn version(desk: &Desk) -> String {
    let stored = desk.read().retention_codes().get().await.unwrap().version;
    stored.map(|version| version.to_string()).unwrap_or_default()
}

async fn give(desk: &Desk, head: &Client, line: &str, code: &str) -> Page {
    let version = version(desk).await;
    head.post("/t/codes/line", &[("month", MONTH), ("line", line), ("code", code), ("version", &version)]).await
}

async fn new_desk() -> (Desk, Client) {
    let desk = Desk::with(FeeTables::builtin(), &[], "2026-01-15", |_| {}).await;
    let head = desk.client(Role::Manager).await;
    (desk, head)
}

#[tokio::test]
async fn open_lines_are_listed_with_their_units_and_those_of_the_month_come_first() {
    let (_desk, head) = new_desk().await;
    let page = head.get("/t/codes").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.has("割り当てられるコードがありません") && page.has(&format!("{}/settings/codes", head.base)));
    assert!(head.get("/settings/codes").await.has(&format!("href=\"{}/t/codes\"", head.base)));
    take_in(&head, TABLE).await;
    let page = head.get(&format!("/t/codes?month={MONTH}")).await;
    let at = |words: &str| page.body.find(words).unwrap_or_else(|| panic!("{words}: {}", page.body));
    assert!(at("この月の請求で使う") < at("就労定着率90%以上95%未満"), "the line of the claim stands first");
    assert!(page.has("3,512単位") || page.has("3512単位"));
    assert!(page.has("候補2件から選ぶ") && page.has("行の決まっていないコード <strong>3件</strong>"), "{}", page.body);
    assert!(page.has("47ZZ05"), "what was found by name is shown too");
    let found = head.get("/t/codes?q=%E4%B8%8A%E9%99%90%E9%A1%8D").await;
    assert!(found.has("利用者負担上限額管理加算") && !found.has("就労定着率90%以上95%未満"));
    let wrong = head.get("/t/codes?month=13%E6%9C%88").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("年月として読めません"), "{}", wrong.body);
}

#[tokio::test]
async fn a_code_given_by_hand_is_shown_with_its_giver_and_goes_into_the_official_files() {
    let (desk, head) = new_desk().await;
    take_in(&head, TABLE).await;
    let (_, clerk) = desk.requested().await;
    let output = format!("/t/{MONTH}/claim/output");
    let open = clerk.get(&output).await;
    assert!(open.has("J11・J61は作れません") && open.has(&format!("{}/t/codes?month={MONTH}", clerk.base)));
    let choose = head.get(&format!("/t/codes/line?month={MONTH}&line={}", escaped(LINE))).await;
    assert!(choose.has("47ZZ01") && choose.has("就定Ａ") && choose.has("47ZZ03"), "{}", choose.body);
    assert!(choose.has("単位数がちがうため選べないコード 1件"), "{}", choose.body);
    let nothing = give(&desk, &head, LINE, "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.has("コードが選ばれていません"));
    let given = give(&desk, &head, LINE, "47ZZ01").await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let list = head.get(&format!("/t/codes?month={MONTH}&ok=assigned")).await;
    assert!(
        list.has("手で割り当てた行 1件") && list.has("管理者の職員") && list.has("手で割り当て</span>"),
        "{}",
        list.body
    );
    let detail = clerk.get(&format!("/t/{MONTH}/claim/people/{}", desk.person)).await;
    assert!(detail.has("47ZZ01") && detail.has(">手で割り当て</a>"), "{}", detail.body);
    let page = clerk.get(&output).await;
    assert!(page.has("手で割り当てたコードを使います: 47ZZ01"), "{}", page.body);
    let made = clerk.post(&format!("/t/{MONTH}/claim/files"), &[("acknowledged", "1")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let files = desk.read().claim_files().of_month(month()).await.unwrap();
    let j11 = files.iter().find(|file| file.kind == "J11").unwrap();
    let read = records::read_file(&desk.read().claim_files().get(j11.id).await.unwrap().1);
    let rows = read.records.iter().filter_map(|row| row.record.as_ref());
    let codes: Vec<_> =
        rows.filter(|row| row.kind() == ("J121", "03")).filter_map(|row| row.get("service_code")).collect();
    assert_eq!(codes, ["47ZZ01"]);
    let audit = desk.read().audit().list(None, 50).await.unwrap();
    assert!(audit.iter().any(|event| event.kind == AuditKind::CodeAssigned && event.detail["code"] == "47ZZ01"));
    let log = head.get("/audit").await;
    assert!(log.has("サービスコードの手での割り当て") && log.has("コード 47ZZ01"), "{}", log.body);
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn codes_that_cannot_stand_in_a_line_are_refused_with_words() {
    let (desk, head) = new_desk().await;
    take_in(&head, TABLE).await;
    for (code, words) in [
        ("462061", "就労定着支援(種類47)のコードではありません"),
        ("47XX99", "取り込んだ公式の表の、行の決まっていないコードにありません"),
        ("47ZZ02", "単位数のちがうコードは割り当てられません"),
        ("47ZZ05", "取り込んだ公式の表の、行の決まっていないコードにありません"),
        ("47", "サービスコードが6文字の英数字ではありません"),
    ] {
        let page = give(&desk, &head, LINE, code).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(page.has(words), "{code}: {}", page.body);
    }
    assert!(desk.read().retention_codes().get().await.unwrap().body.codes.is_empty());
    assert_eq!(give(&desk, &head, "そのような行", "47ZZ01").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_who_may_edit_the_office_gives_codes_and_another_office_keeps_its_own() {
    let (desk, head) = new_desk().await;
    take_in(&head, TABLE).await;
    let clerk = desk.clerk().await;
    assert_eq!(give(&desk, &clerk, LINE, "47ZZ01").await.status, StatusCode::FORBIDDEN);
    assert!(!clerk.get("/t/codes").await.has("/t/codes/undo"));
    assert_eq!(give(&desk, &head, LINE, "47ZZ01").await.status, StatusCode::SEE_OTHER);
    let body = store::OfficeBody {
        kind: kernel::ServiceKind::Retention,
        ..crate::support::office_body("9910100032", "となりの相談室")
    };
    let other = desk.house.add_office(&body).await;
    let neighbour = desk.house.client_at(other, Role::Manager).await;
    let page = neighbour.get(&format!("/t/codes?month={MONTH}")).await;
    assert!(!page.has("手で割り当てた行") && page.has("候補2件から選ぶ"), "{}", page.body);
    // an office of another kind has no such page
    assert_eq!(desk.house.client(Role::Manager).await.get("/t/codes").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_assignment_is_taken_back_and_of_two_people_the_later_is_told() {
    let (desk, head) = new_desk().await;
    take_in(&head, TABLE).await;
    let seen = version(&desk).await;
    assert_eq!(give(&desk, &head, LINE, "47ZZ01").await.status, StatusCode::SEE_OTHER);
    let other = "就労定着支援 就労定着率80%以上90%未満";
    let stale = [("month", MONTH), ("line", other), ("code", "47ZZ02"), ("version", seen.as_str())];
    let late = head.post("/t/codes/line", &stale).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.has("value=\"47ZZ02\" id=\"f-code\" checked") || late.has("value=\"47ZZ02\" checked"),
        "{}",
        late.body
    );
    let undo = [("month", MONTH), ("line", LINE), ("from", "2024-06"), ("version", seen.as_str())];
    assert_eq!(head.post("/t/codes/undo", &undo).await.status, StatusCode::CONFLICT, "nothing is undone unseen");
    let now = version(&desk).await;
    let undo = [("month", MONTH), ("line", LINE), ("from", "2024-06"), ("version", now.as_str())];
    assert_eq!(head.post("/t/codes/undo", &undo).await.status, StatusCode::SEE_OTHER);
    let page = head.get(&format!("/t/codes?month={MONTH}")).await;
    assert!(!page.has("手で割り当てた行") && page.has("候補2件から選ぶ"));
    let again = head.post("/t/codes/undo", &undo).await;
    assert!(again.has("この割り当てはもうありません"), "{}", again.body);
    assert_eq!(give(&desk, &head, LINE, "47ZZ03").await.status, StatusCode::SEE_OTHER, "another may be chosen");
}

#[tokio::test]
async fn a_table_of_unknown_names_alone_may_be_taken_in() {
    let (_desk, head) = new_desk().await;
    take_in(&head, "サービスコード,サービス内容略称,合成単位数,算定単位\n47ZZ01,就定Ａ,3512,1月につき\n").await;
    assert!(head.get(&format!("/t/codes?month={MONTH}")).await.has("行の決まっていないコード <strong>1件</strong>"));
}

#[tokio::test]
async fn the_list_of_claims_opens_with_the_newest_month_that_can_be_claimed() {
    let (desk, head) = new_desk().await;
    let base = &head.base;
    let menu = |month: &str| format!("href=\"{base}/t/{month}/claim\"");
    // today is 5 November 2026: October's window is now
    let today = head.get("/").await;
    assert!(today.has(&menu("2026-10")) && !today.has(&menu("2026-11")), "{}", today.body);
    assert!(head.get("/t/2026-11/records").await.has(&menu("2026-10")), "from a page of the running month too");
    assert!(head.get("/t/2026-08/records").await.has(&menu("2026-08")), "an older month is kept");
    assert_eq!(head.get("/t/claim").await.to, format!("{base}/t/2026-10/claim"));
    let october = head.get("/t/2026-10/claim").await;
    assert!(october.has("今月の分の準備を見る") && october.has(&menu("2026-11")), "{}", october.body);
    let november = head.get("/t/2026-11/claim").await;
    assert!(november.has("まだ請求できません") && november.has("いま請求できる月を開く"), "{}", november.body);
    drop(desk);
}
