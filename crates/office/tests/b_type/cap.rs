//! 上限額管理の画面: two offices exchange lists of burdens and result sheets by files only, and what is refused.

use crate::support::{Client, House, Page, b_type, office_body};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use claims::CapManagement;
use fees::b_type::facts::{Capability, DayFacts, DayStatus};
use kernel::{Month, Yen};
use store::{Actor, AuditEvent, AuditKind, CardBody, DayBody, EntityKind, OfficeScope, PersonBody, Role, Subject};

const MONTH: &str = "2026-10";
const CITY: &str = "131024";
const MANAGER: &str = "9910100016";
const RELATED: &str = "9910100024";

fn month() -> Month {
    MONTH.parse().unwrap()
}

/// Two offices in one program, each with its 体制届; the first manages.
struct Town {
    house: House,
    related: i64,
}

impl Town {
    async fn new() -> Town {
        let house = House::new().await;
        let related = house.add_office(&office_body(RELATED, "作業所 なみのおと")).await;
        for office in [house.office, related] {
            b_type::file_notice(&house, office, Capability::default()).await;
        }
        Town { house, related }
    }

    /// The same person at one of the offices, with so many days.
    async fn person(&self, office: i64, number: u32, days: u8, cap_manager: Option<&str>) -> i64 {
        let tx = self.house.app.store.begin(&Actor::for_setup(office), self.house.app.clock.now()).await.unwrap();
        let person = PersonBody {
            name: format!("架空 {number}子"),
            name_kana: format!("カクウ {}", ["アオイ", "イズミ", "ウミノ"][number as usize % 3]),
            started_on: Some("2024-04-01".parse().unwrap()),
            ..PersonBody::default()
        };
        let id = tx.people().create(&person).await.unwrap();
        let cap_manager = cap_manager.map(|no| no.parse().unwrap());
        b_type::papers(&tx, id, &CardBody { cap_manager, ..b_type::card_body(number) }, true).await;
        for number in 1..=days {
            let body = DayBody { facts: b_type::attended(number), ..DayBody::default() };
            tx.days().save(id, month().day(number).unwrap(), &body, None).await.unwrap();
        }
        tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await.unwrap();
        id
    }

    async fn result(&self, office: i64, person: i64) -> Option<CapManagement> {
        let scope = OfficeScope::for_setup(office);
        let facts = self.house.app.store.read(&scope).month_facts().get(person, month()).await.unwrap();
        facts.body.cap_management
    }
}

/// A file with its address, as a browser sends it.
async fn upload(client: &Client, path: &str, kind: &str, name: &str, bytes: &[u8]) -> Page {
    let mut body = Vec::new();
    for (field, value) in [("csrf", client.csrf.as_str()), ("kind", kind)] {
        body.extend(format!("--border\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(
        format!("--border\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n").bytes(),
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--border--\r\n");
    let address = format!("{}{path}", client.base);
    Page::of(client.raw(Method::POST, &address, "multipart/form-data; boundary=border", Body::from(body)).await)
}

/// A file that a button gives.
async fn download(client: &Client, path: &str, office_no: &str) -> (StatusCode, Vec<u8>) {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("csrf", &client.csrf).append_pair("office_no", office_no);
    let address = format!("{}{path}", client.base);
    let body = Body::from(form.finish());
    let told = client.raw(Method::POST, &address, "application/x-www-form-urlencoded", body).await;
    (told.status, told.bytes)
}

fn cap(rest: &str) -> String {
    format!("/b/{MONTH}/cap{rest}")
}

/// The value of a hidden field on a page.
fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("the page has the field");
    rest.split('"').next().unwrap().to_owned()
}

/// Uploads, looks at the preview, takes it in.
async fn take_in(client: &Client, kind: &str, bytes: &[u8]) -> Page {
    let sent = upload(client, &cap("/files"), kind, "file.CSV", bytes).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let here = sent.to.strip_prefix(&client.base).unwrap().to_owned();
    let preview = client.get(&here).await;
    assert_eq!(preview.status, StatusCode::OK);
    if !preview.has("件を取り込む") {
        return preview;
    }
    client.post(&here, &[("version", &hidden(&preview, "version"))]).await
}

async fn decide(client: &Client, person: i64) -> Page {
    let page = client.get(&cap(&format!("/{person}"))).await;
    client.post(&cap(&format!("/{person}/decide")), &[("version", &hidden(&page, "version"))]).await
}

async fn close_and_export(client: &Client) {
    for (to, version) in [("closed", "0"), ("checked", "1"), ("approved", "2"), ("exported", "3")] {
        let fields = [("to", to), ("version", version), ("acknowledged", "1")];
        let page = client.post(&format!("/b/{MONTH}/claim/step"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{to}: {}", page.body);
    }
}

/// The files of a month by kind.
async fn files(town: &Town, office: i64) -> Vec<(String, Vec<u8>)> {
    let scope = OfficeScope::for_setup(office);
    let read = town.house.app.store.read(&scope);
    let mut files = Vec::new();
    for file in read.claim_files().of_month(month()).await.unwrap() {
        files.push((file.kind, read.claim_files().get(file.id).await.unwrap().1));
    }
    files
}

fn file_of<'a>(files: &'a [(String, Vec<u8>)], kind: &str) -> Option<&'a [u8]> {
    files.iter().find(|(of, _)| of == kind).map(|(_, bytes)| bytes.as_slice())
}

#[tokio::test]
async fn two_offices_exchange_lists_and_sheets_by_files_only_and_close_with_equal_numbers() {
    let town = Town::new().await;
    let (own, other) = (town.house.office, town.related);
    let here = town.person(own, 1, 12, Some(MANAGER)).await;
    let there = town.person(other, 1, 9, Some(MANAGER)).await;
    let manager = town.house.client_at(own, Role::Manager).await;
    let related = town.house.client_at(other, Role::Manager).await;

    let board = related.get(&cap("")).await;
    assert!(board.has("関係事業所") && board.has("まだ出していません"), "{}", board.body);
    let (status, list) = download(&related, &cap("/list-file"), MANAGER).await;
    assert_eq!(status, StatusCode::OK);
    assert!(related.get(&cap("")).await.has("出した "));

    let taken = take_in(&manager, "cap_lists", &list).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert!(manager.get(&cap("")).await.has("受け取った 1/1"));
    let proposal = manager.get(&cap(&format!("/{here}"))).await;
    assert!(proposal.has("結果票の案") && proposal.has("なぜこの額か"), "{}", proposal.body);
    let decided = decide(&manager, here).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let own_result = town.result(own, here).await.unwrap();
    assert!(own_result.by_this_office, "the managing office claims its addition");

    let (status, sheet) = download(&manager, &cap("/sheet-file"), RELATED).await;
    assert_eq!(status, StatusCode::OK);
    let taken = take_in(&related, "cap_sheets", &sheet).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let other_result = town.result(other, there).await.unwrap();
    assert_eq!(other_result.result, own_result.result);
    assert!(own_result.amount.0 + other_result.amount.0 <= 9_300, "together they keep to the cap");
    let statement = related.get(&format!("/b/{MONTH}/claim/people/{there}")).await;
    assert!(statement.has("上限額管理結果票") && statement.has("作業所 なみのおと"), "{}", statement.body);

    close_and_export(&manager).await;
    close_and_export(&related).await;
    let (ours, theirs) = (files(&town, own).await, files(&town, other).await);
    let j41 = file_of(&ours, "J41").expect("the managing office sends the sheets");
    assert!(file_of(&theirs, "J41").is_none(), "a related office sends none");
    let layouts = town.house.app.layouts;
    let sent = claims::files::read_j41(j41, layouts).sheets;
    let exchanged = claims::files::read_j41(&sheet, layouts).sheets;
    assert_eq!(sent, exchanged, "the federation gets what the related office got");
    // the statements of both offices agree with the sheet that went to the federation
    for files in [&ours, &theirs] {
        let all = ["J11", "J61"].map(|kind| (kind, file_of(files, kind).unwrap()));
        let all = [all[0], all[1], ("J41", j41)];
        let mut wrong = claims::files::check(&all, layouts, town.house.app.tables);
        wrong.retain(|finding| finding.severity == kernel::Severity::Fault);
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    let managed: Vec<i64> = sent[0].sheet.rows.iter().map(|row| row.managed.0).collect();
    assert_eq!(managed, [own_result.amount.0, other_result.amount.0]);
}

#[tokio::test]
async fn a_sheet_whose_facts_changed_has_to_be_made_again() {
    let town = Town::new().await;
    let own = town.house.office;
    let here = town.person(own, 1, 12, Some(MANAGER)).await;
    let manager = town.house.client_at(own, Role::Manager).await;
    let typed = [
        ("office_no_1", RELATED),
        ("name_1", "なみのおと"),
        ("service_type_1", "46"),
        ("cost_1", "60000"),
        ("burden_1", "6000"),
    ];
    let saved = manager.post(&cap(&format!("/{here}")), &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(decide(&manager, here).await.status, StatusCode::SEE_OTHER);
    assert!(!manager.get(&cap("")).await.has("作り直してください"));

    let day = month().day(20).unwrap();
    let facts = DayFacts { day: 20, status: DayStatus::Attended, ..DayFacts::default() };
    let tx = town.house.app.store.begin(&town.house.setup(), town.house.app.clock.now()).await.unwrap();
    tx.days().save(here, day, &DayBody { facts, ..DayBody::default() }, None).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::DaySaved, Subject::new(EntityKind::Person, here))).await.unwrap();

    assert!(manager.get(&cap("")).await.has("結果票を作り直してください"));
    assert!(manager.get(&format!("/b/{MONTH}/claim")).await.has("結果票を作り直してください"));
    assert_eq!(decide(&manager, here).await.status, StatusCode::SEE_OTHER);
    assert!(!manager.get(&cap("")).await.has("作り直してください"));
}

#[tokio::test]
async fn a_managing_office_that_did_not_serve_the_person_claims_the_addition_alone() {
    let town = Town::new().await;
    let own = town.house.office;
    let here = town.person(own, 1, 0, Some(MANAGER)).await;
    let manager = town.house.client_at(own, Role::Manager).await;
    let typed = [("office_no_1", RELATED), ("service_type_1", "46"), ("cost_1", "60000"), ("burden_1", "6000")];
    assert_eq!(manager.post(&cap(&format!("/{here}")), &typed).await.status, StatusCode::SEE_OTHER);
    let decided = decide(&manager, here).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let result = town.result(own, here).await.unwrap();
    assert_eq!((result.result, result.amount), (2, Yen(0)));
    close_and_export(&manager).await;
    let files = files(&town, own).await;
    let text = String::from_utf8_lossy(file_of(&files, "J11").unwrap()).into_owned();
    assert!(text.contains("465010"), "{text}");
    assert!(file_of(&files, "J61").is_none(), "nothing was recorded");
    assert!(file_of(&files, "J41").is_some());
}

#[tokio::test]
async fn a_month_in_which_no_other_office_was_used_has_neither_sheet_nor_addition() {
    let town = Town::new().await;
    let here = town.person(town.house.office, 1, 5, Some(MANAGER)).await;
    let manager = town.house.client(Role::ClaimsClerk).await;
    let typed = [("office_no_1", RELATED), ("service_type_1", "46"), ("cost_1", "0"), ("burden_1", "0")];
    assert_eq!(manager.post(&cap(&format!("/{here}")), &typed).await.status, StatusCode::SEE_OTHER);
    let refused = decide(&manager, here).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("利用がないので"), "{}", refused.body);
    assert_eq!(town.result(town.house.office, here).await, None);
}

#[tokio::test]
async fn offices_of_one_rank_keep_the_order_that_was_typed() {
    let town = Town::new().await;
    let here = town.person(town.house.office, 1, 5, Some(MANAGER)).await;
    let manager = town.house.client(Role::ClaimsClerk).await;
    let save = |first: &'static str, second: &'static str, version: &'static str| {
        [
            ("version", version),
            ("order_1", first),
            ("office_no_1", RELATED),
            ("service_type_1", "46"),
            ("cost_1", "90000"),
            ("burden_1", "9000"),
            ("order_2", second),
            ("office_no_2", "9910100032"),
            ("service_type_2", "46"),
            ("cost_2", "90000"),
            ("burden_2", "9000"),
        ]
    };
    let at = cap(&format!("/{here}"));
    let order = |page: &Page| {
        let (_, proposal) = page.body.split_once("結果票の案").unwrap();
        proposal.find(RELATED).unwrap() < proposal.find("9910100032").unwrap()
    };
    assert_eq!(manager.post(&at, &save("1", "2", "")).await.status, StatusCode::SEE_OTHER);
    assert!(order(&manager.get(&at).await));
    assert_eq!(manager.post(&at, &save("2", "1", "1")).await.status, StatusCode::SEE_OTHER);
    assert!(!order(&manager.get(&at).await));
}

#[tokio::test]
async fn a_file_with_a_fault_changes_nothing_and_says_where() {
    let town = Town::new().await;
    let (own, other) = (town.house.office, town.related);
    let here = town.person(own, 1, 12, Some(MANAGER)).await;
    town.person(own, 2, 3, None).await;
    town.person(other, 1, 9, Some(MANAGER)).await;
    town.person(other, 2, 4, Some(MANAGER)).await;
    let manager = town.house.client_at(own, Role::Manager).await;
    let related = town.house.client_at(other, Role::Manager).await;
    let (_, list) = download(&related, &cap("/list-file"), MANAGER).await;
    let refused = take_in(&manager, "cap_lists", &list).await;
    assert!(refused.has("この利用者の上限額を管理するのは、この事業所ではありません"), "{}", refused.body);
    assert!(refused.has("何も取り込みません"));
    let scope = OfficeScope::for_setup(own);
    let stored = town.house.app.store.read(&scope).caps().get(here, month()).await.unwrap();
    assert_eq!(stored.version, None, "the right line was not taken in either");
    for (kind, bytes) in [("cap_lists", &b"\xff\xfe\x00garbage"[..]), ("cap_sheets", b"1,2,3"), ("cap_sheets", b"abc")]
    {
        let page = take_in(&manager, kind, bytes).await;
        assert!(page.status.is_success() && page.has("直し方"), "{kind} {}", page.body);
    }
    let nothing = upload(&manager, &cap("/files"), "cap_lists", "", b"").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.has("ファイルが選ばれていません"));
}

#[tokio::test]
async fn what_was_typed_stays_after_an_error() {
    let town = Town::new().await;
    let here = town.person(town.house.office, 1, 5, Some(MANAGER)).await;
    let manager = town.house.client(Role::ClaimsClerk).await;
    let typed = [
        ("office_no_1", "12"),
        ("name_1", "ひだまり作業所"),
        ("service_type_1", "46"),
        ("cost_1", "六万円"),
        ("burden_1", "6000"),
    ];
    let page = manager.post(&cap(&format!("/{here}")), &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (_, text) in typed {
        assert!(page.has(text), "{text}");
    }
    let typed = [("office_no_1", RELATED), ("service_type_1", "46"), ("version", "7"), ("name_1", "ひだまり作業所")];
    let page = manager.post(&cap(&format!("/{here}")), &typed).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("ひだまり作業所"));
}

#[tokio::test]
async fn foreign_people_and_files_do_not_exist_and_roles_are_kept() {
    let town = Town::new().await;
    let here = town.person(town.house.office, 1, 5, Some(MANAGER)).await;
    let stranger = town.house.client_at(town.related, Role::Manager).await;
    let at = cap(&format!("/{here}"));
    assert_eq!(stranger.get(&at).await.status, StatusCode::NOT_FOUND);
    for rest in ["", "/decide", "/take-back"] {
        let page = stranger.post(&format!("{at}{rest}"), &[("office_no_1", RELATED), ("service_type_1", "46")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{rest}");
    }
    let manager = town.house.client(Role::Manager).await;
    let sent = upload(&manager, &cap("/files"), "cap_lists", "a.csv", b"x").await;
    let file = sent.to.rsplit('/').next().unwrap().to_owned();
    assert_eq!(stranger.get(&cap(&format!("/files/{file}"))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.post(&cap(&format!("/files/{file}")), &[]).await.status, StatusCode::NOT_FOUND);
    for role in [Role::SupportStaff, Role::ServiceManager, Role::Viewer] {
        let client = town.house.client(role).await;
        assert_eq!(client.get(&cap("")).await.status, StatusCode::OK, "{role:?} may look");
        assert_eq!(client.get(&at).await.status, StatusCode::OK);
        for rest in [format!("/{here}"), format!("/{here}/decide"), format!("/{here}/take-back"), "/files".to_owned()] {
            let page = client.post(&cap(&rest), &[("kind", "cap_lists")]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role:?} {rest}");
        }
        assert_eq!(download(&client, &cap("/list-file"), MANAGER).await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_closed_month_takes_no_file_and_no_new_sheet() {
    let town = Town::new().await;
    let own = town.house.office;
    let here = town.person(own, 1, 12, Some(MANAGER)).await;
    let manager = town.house.client_at(own, Role::Manager).await;
    let typed = [("office_no_1", RELATED), ("service_type_1", "46"), ("cost_1", "60000"), ("burden_1", "6000")];
    manager.post(&cap(&format!("/{here}")), &typed).await;
    decide(&manager, here).await;
    let page = manager.post(&format!("/b/{MONTH}/claim/step"), &[("to", "closed"), ("version", "0")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let refused = manager.post(&cap(&format!("/{here}/take-back")), &[("version", "2")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    assert!(town.result(own, here).await.is_some());
    let (status, _) = download(&manager, &cap("/sheet-file"), RELATED).await;
    assert_eq!(status, StatusCode::OK, "what was decided can still be sent");
}

#[tokio::test]
async fn a_sheet_made_from_other_amounts_than_ours_is_not_taken_in() {
    let town = Town::new().await;
    let (own, other) = (town.house.office, town.related);
    let here = town.person(own, 1, 12, Some(MANAGER)).await;
    let there = town.person(other, 1, 9, Some(MANAGER)).await;
    let manager = town.house.client_at(own, Role::Manager).await;
    let related = town.house.client_at(other, Role::Manager).await;
    let (_, list) = download(&related, &cap("/list-file"), MANAGER).await;
    take_in(&manager, "cap_lists", &list).await;
    decide(&manager, here).await;
    let (_, sheet) = download(&manager, &cap("/sheet-file"), RELATED).await;
    // after its list had gone out, the related office found one more day
    let facts = DayFacts { day: 20, status: DayStatus::Attended, ..DayFacts::default() };
    let tx = town.house.app.store.begin(&Actor::for_setup(other), town.house.app.clock.now()).await.unwrap();
    let day = month().day(20).unwrap();
    tx.days().save(there, day, &DayBody { facts, ..DayBody::default() }, None).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::DaySaved, Subject::new(EntityKind::Person, there))).await.unwrap();
    let refused = take_in(&related, "cap_sheets", &sheet).await;
    assert!(refused.has("今の計算") && refused.has("何も取り込みません"), "{}", refused.body);
    assert_eq!(town.result(other, there).await, None);

    // the list goes out again, the sheet is made again, and fits
    let (_, list) = download(&related, &cap("/list-file"), MANAGER).await;
    let preview = take_in(&manager, "cap_lists", &list).await;
    assert_eq!(preview.status, StatusCode::SEE_OTHER, "{}", preview.body);
    assert_eq!(decide(&manager, here).await.status, StatusCode::SEE_OTHER);
    let (_, sheet) = download(&manager, &cap("/sheet-file"), RELATED).await;
    let taken = take_in(&related, "cap_sheets", &sheet).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert_eq!(town.result(other, there).await.map(|result| result.by_this_office), Some(false));
}

#[tokio::test]
async fn a_list_can_be_pasted_from_a_spreadsheet() {
    let town = Town::new().await;
    let here = town.person(town.house.office, 1, 12, Some(MANAGER)).await;
    let manager = town.house.client(Role::ClaimsClerk).await;
    let text = format!(
        "提供年月\t管理事業所番号\t事業所番号\tサービス種類\t市町村番号\t受給者証番号\t負担上限月額\t総費用額\t利用者負担額\n\
         令和8年10月\t{MANAGER}\t{RELATED}\t46\t{CITY}\t1230000001\t9,300\t60,000\t6,000\n"
    );
    let sent = manager.post(&cap("/files"), &[("kind", "cap_lists"), ("text", &text)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let at = sent.to.strip_prefix(&manager.base).unwrap().to_owned();
    let preview = manager.get(&at).await;
    assert!(preview.has("総費用額 60,000円・負担額 6,000円"), "{}", preview.body);
    let given_up = manager.post(&format!("{at}/give-up"), &[]).await;
    assert_eq!(given_up.status, StatusCode::SEE_OTHER);
    assert_eq!(manager.get(&at).await.status, StatusCode::NOT_FOUND);
    let scope = OfficeScope::for_setup(town.house.office);
    let stored = town.house.app.store.read(&scope).caps().get(here, month()).await.unwrap();
    assert_eq!(stored.version, None, "giving up changes nothing");
}
