//! 持ち込み: lists and record files of other programs are shown first and come in whole, or not at all; whatever is
//! wrong is named with its place and with what mends it.

use crate::support::{Client, House, Page};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use kernel::{Day, Month};
use paper::writer::{ExcelDateTime, Format, Formula, Workbook};
use records::{Envelope, Layouts, Quoting, Record, Writer, ms932};
use std::net::SocketAddr;
use store::{DayBody, PersonBody, Role};
use tower::ServiceExt;

const HEAD: &str = "氏名,フリガナ,生年月日,受給者証番号,市町村番号,支給決定期間,支給量,負担上限月額,所得区分,食事,契約日,契約支給量,記入欄番号,決定サービスコード";
const HANAKO: &str =
    "見本 花子,みほん はなこ,S55.4.1,0000000016,131016,R8.4.1～R9.3.31,23日,\"9,300円\",一般１,○,R8.4.1,22,1,461000";
const TARO: &str = "試し 太郎,ﾀﾒｼ ﾀﾛｳ,1990/1/2,0000000024,131016,2026/4/1〜2027/3/31,23,0,低所得2,,,,,";
const OFFICE: &str = "9910100016";

/// A part of a form with a file.
enum Part<'a> {
    Field(&'a str, &'a str),
    File(&'a str, &'a [u8]),
}

fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(b"--tasuki-border\r\n");
        match part {
            Part::Field(name, value) => {
                body.extend(format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
            }
            Part::File(name, bytes) => {
                body.extend(
                    format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes(),
                );
                body.extend_from_slice(bytes);
                body.extend_from_slice(b"\r\n");
            }
        }
    }
    body.extend_from_slice(b"--tasuki-border--\r\n");
    body
}

/// A request with a form of several parts.
async fn send(client: &Client, address: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Page {
    let peer: SocketAddr = "127.0.0.1:50000".parse().unwrap();
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(address)
        .header(header::COOKIE, &client.cookie)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=tasuki-border")
        .extension(ConnectInfo(peer));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = client.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let text = |name: header::HeaderName| {
        response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let (status, to, content_type) = (response.status(), text(header::LOCATION), text(header::CONTENT_TYPE));
    let bytes = axum::body::to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap();
    Page { status, to, cookies: Vec::new(), content_type, body: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn upload(client: &Client, kind: &str, name: &str, bytes: &[u8]) -> Page {
    let parts = [Part::Field("csrf", &client.csrf), Part::Field("kind", kind), Part::File(name, bytes)];
    send(client, &format!("{}/import", client.base), multipart(&parts), &[]).await
}

/// Where an accepted upload leads, inside the office.
fn inside(client: &Client, page: &Page) -> String {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.to.strip_prefix(&client.base).unwrap().to_owned()
}

/// Uploads a list and gives the address of its preview.
async fn list(client: &Client, text: &str) -> String {
    let page = upload(client, "people", "利用者.csv", text.as_bytes()).await;
    inside(client, &page).strip_suffix("/columns").unwrap().to_owned()
}

/// The version of the waiting file on a page.
fn version(page: &Page) -> String {
    let (_, rest) = page.body.split_once("name=\"version\" value=\"").expect("the page has a button");
    rest.split('"').next().unwrap().to_owned()
}

async fn take(client: &Client, preview: &str) -> Page {
    let page = client.get(preview).await;
    client.post(preview, &[("version", &version(&page))]).await
}

async fn people(house: &House) -> Vec<PersonBody> {
    let scope = house.setup().office;
    house.app.store.read(&scope).people().list().await.unwrap().into_iter().map(|person| person.body).collect()
}

async fn events(house: &House) -> usize {
    let scope = house.setup().office;
    house.app.store.read(&scope).audit().list(None, 1000).await.unwrap().len()
}

/// A page that says what, where and how to mend.
fn tells(page: &Page, case: &str) {
    assert!(!page.status.is_server_error(), "{case}: {} {}", page.status, page.body);
    assert!(page.has("data-severity=\"fault\"") && page.has("直し方: "), "{case}: {}", page.body);
    assert!(!page.has("直し方: </span>"), "{case}: nothing mends it");
}

#[tokio::test]
async fn a_list_with_its_own_headings_comes_in_whole_with_cards_and_contracts() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let preview = list(&client, &format!("{HEAD}\n{HANAKO}\n\n{TARO}\n")).await;
    let columns = client.get(&format!("{preview}/columns")).await;
    assert!(columns.has("<option value=\"name_kana\" selected>") && columns.has("見本 花子"), "{}", columns.body);
    let page = client.get(&preview).await;
    assert!(page.has("2人を持ち込む") && page.has("<th scope=\"row\" class=\"num\">4</th>"), "{}", page.body);
    assert!(people(&house).await.is_empty(), "the preview stores nothing");
    let before = events(&house).await;
    let done = take(&client, &preview).await;
    assert!(done.to.ends_with("/import/done?people=2&cards=2&contracts=1&skipped=0"), "{} {}", done.to, done.body);
    assert!(client.get(&inside(&client, &done)).await.has("利用者2人、受給者証2件、契約1件"));
    assert_eq!(events(&house).await, before + 1, "one event for the whole file");
    let names: Vec<String> = people(&house).await.into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["試し 太郎", "見本 花子"]);
    let scope = house.setup().office;
    let cards = house.app.store.read(&scope).cards().list().await.unwrap();
    let hanako = cards.iter().find(|card| card.body.recipient_no.as_str() == "0000000016").unwrap();
    assert_eq!((hanako.body.burden_cap.0, hanako.body.granted_days, hanako.body.meal_eligible), (9_300, 23, true));
    assert_eq!(hanako.body.decided_to.to_string(), "2027-03-31");
    assert!(!hanako.locked, "a card is checked against the paper by a person");
    let contracts = house.app.store.read(&scope).contracts().list().await.unwrap();
    assert_eq!(contracts[0].body.provider_entry_no, "01");
    assert_eq!(client.get(&preview).await.status, StatusCode::NOT_FOUND, "the file does not wait any more");
}

#[tokio::test]
async fn who_is_registered_already_is_left_out_and_that_is_said() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let first = list(&client, &format!("{HEAD}\n{HANAKO}\n")).await;
    assert_eq!(take(&client, &first).await.status, StatusCode::SEE_OTHER);
    let renamed = HANAKO.replace("見本 花子", "見本 華子").replace("S55.4.1", "S56.4.1");
    let same_name = "見本　花子,ミホン ハナコ,,,,,,,,,,,,";
    for known in [&renamed[..], same_name] {
        let preview = list(&client, &format!("{HEAD}\n{known}\n{TARO}\n")).await;
        let page = client.get(&preview).await;
        assert!(page.has("登録済み(持ち込まない)") && page.has("1人を持ち込む"), "{}", page.body);
    }
    let again = list(&client, &format!("{HEAD}\n{HANAKO}\n{TARO}\n")).await;
    assert!(take(&client, &again).await.to.ends_with("people=1&cards=1&contracts=0&skipped=1"));
    assert_eq!(people(&house).await.len(), 2);
}

#[tokio::test]
async fn one_wrong_cell_keeps_the_whole_list_out() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let wrong = TARO.replace("1990/1/2", "1990/13/2");
    let preview = list(&client, &format!("{HEAD}\n{HANAKO}\n{wrong}\n")).await;
    let page = client.get(&preview).await;
    assert!(page.has("<strong>C3(生年月日)</strong>") && page.has("暦にありません"), "{}", page.body);
    assert!(!page.has("人を持ち込む</button>"));
    let forced = client.post(&preview, &[("version", "1")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(people(&house).await.is_empty());
}

#[tokio::test]
async fn every_column_can_be_set_by_hand_and_the_choice_is_kept() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let text = "一覧表\n,あ,い,う\n,見本 花子,ミホン ハナコ,16\n";
    let preview = list(&client, text).await;
    let columns = format!("{preview}/columns");
    let page = client.get(&preview).await;
    assert!(page.to.ends_with("/columns"), "nothing is guessed from such headings");
    let page = client.post(&columns, &[("sheet", "0"), ("header", "２")]).await;
    assert!(page.has("name=\"header\" value=\"2\""), "{}", page.body);
    let card =
        [("sheet", "0"), ("header", "2"), ("c1", "name"), ("c3", "recipient_no"), ("all_municipality_no", "131016")];
    let refused = client.post(&columns, &card).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("フリガナの列が選ばれていません") && refused.has("<option value=\"recipient_no\" selected>"));
    assert!(client.get(&columns).await.has("value=\"131016\""), "the choice is kept though it was refused");
    let mut fields = card.to_vec();
    fields.extend([("c2", "name_kana"), ("fill_zeros", "1"), ("all_granted_days", "23")]);
    assert_eq!(client.post(&columns, &fields).await.status, StatusCode::SEE_OTHER);
    let page = client.get(&preview).await;
    assert!(page.has("0000000016"), "the zeros are back: {}", page.body);
    assert!(page.has("支給決定期間の開始日が入っていません"));
    fields[3] = ("c3", "");
    client.post(&columns, &fields).await;
    assert!(take(&client, &preview).await.to.contains("people=1&cards=0"));
}

#[tokio::test]
async fn two_columns_make_one_name_and_no_other_field() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let preview = list(&client, "姓,名,セイ,メイ,備考\n見本,花子,ミホン,ハナコ,\n").await;
    assert!(take(&client, &preview).await.to.contains("people=1"));
    assert_eq!(people(&house).await[0].name, "見本　花子");
    let preview = list(&client, "氏名,フリガナ,あ,い\n見本,ミホン,1,2\n").await;
    let both = [("sheet", "0"), ("header", "1"), ("c0", "name"), ("c1", "name_kana"), ("c2", "note"), ("c3", "note")];
    let page = client.post(&format!("{preview}/columns"), &both).await;
    assert!(page.has("「備考」がC列とD列で選ばれています"), "{}", page.body);
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_workbook_gives_its_values_dates_and_the_results_of_its_formulas() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let bytes = workbook(|book| {
        book.add_worksheet().set_name("表紙").unwrap().write(0, 0, "はたらく工房").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name("利用者").unwrap();
        for (column, text) in ["No", "氏名", "フリガナ", "生年月日", "備考"].into_iter().enumerate() {
            sheet.write(2, u16::try_from(column).unwrap(), text).unwrap();
        }
        let date = Format::new().set_num_format("ggge年m月d日");
        sheet.write(3, 0, 1).unwrap();
        sheet.write(3, 1, "見本 花子").unwrap();
        sheet.write_formula(3, 2, Formula::new("=PHONETIC(B4)").set_result("ミホン ハナコ")).unwrap();
        sheet.write_with_format(3, 3, ExcelDateTime::from_ymd(1980, 4, 1).unwrap(), &date).unwrap();
        let hidden = book.add_worksheet();
        hidden.set_name("隠れた名簿").unwrap().set_hidden(true);
        hidden.write(0, 0, "氏名").unwrap();
    });
    let page = upload(&client, "people", "名簿.xlsx", &bytes).await;
    let columns = inside(&client, &page);
    let page = client.get(&columns).await;
    assert!(page.has("name=\"header\" value=\"3\"") && page.has(">利用者</option>") && !page.has("隠れた名簿"));
    let done = take(&client, columns.strip_suffix("/columns").unwrap()).await;
    assert!(done.to.contains("people=1"), "{}", done.body);
    let person = people(&house).await.remove(0);
    assert_eq!(person.name_kana, "ミホン　ハナコ");
    assert_eq!(person.born_on, Some("1980-04-01".parse::<Day>().unwrap()));
}

#[tokio::test]
async fn a_list_changed_in_another_window_is_shown_again_before_it_comes_in() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let preview = list(&client, "氏名,フリガナ,備考\n見本,ミホン,あ\n").await;
    let shown = version(&client.get(&preview).await);
    let fields = [("sheet", "0"), ("header", "1"), ("c0", "name"), ("c1", "name_kana"), ("c2", "")];
    client.post(&format!("{preview}/columns"), &fields).await;
    let page = client.post(&preview, &[("version", &shown)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    tells(&page, "another choice");
    assert!(people(&house).await.is_empty());
    assert!(take(&client, &preview).await.to.contains("people=1"));
}

#[tokio::test]
async fn a_closed_month_is_not_reached_by_a_list() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    close(&house, "2026-09").await;
    let preview = list(&client, &format!("{HEAD}\n{HANAKO}\n")).await;
    let page = client.get(&preview).await;
    tells(&page, "closed month");
    assert!(page.has("締めた月にかかっています") && page.has("K2(契約開始日)"), "{}", page.body);
}

async fn close(house: &House, month: &str) {
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    tx.claim_months().step(month.parse().unwrap(), 0, claims::lifecycle::MonthState::Closed).await.unwrap();
    let subject = store::Subject::new(store::EntityKind::ClaimMonth, 0);
    tx.commit(store::AuditEvent::new(store::AuditKind::MonthClosed, subject)).await.unwrap();
}

// the door

#[tokio::test]
async fn a_file_without_the_token_in_front_is_refused_unread() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let address = format!("{}/import", client.base);
    let csrf = Part::Field("csrf", &client.csrf);
    let file = || Part::File("a.csv", b"\xE6");
    let cases: Vec<(&str, Vec<Part<'_>>)> = vec![
        ("none", vec![Part::Field("kind", "people"), file()]),
        ("behind", vec![Part::Field("kind", "people"), csrf, file()]),
        ("wrong", vec![Part::Field("csrf", "0000"), Part::Field("kind", "people"), file()]),
        ("as a file", vec![file()]),
        ("nothing", vec![]),
    ];
    for (case, parts) in cases {
        let page = send(&client, &address, multipart(&parts), &[]).await;
        assert!(matches!(page.status, StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST), "{case}: {}", page.status);
    }
    let parts = [Part::Field("csrf", &client.csrf), Part::Field("kind", "people"), Part::File("a.csv", b"a")];
    let foreign = send(&client, &address, multipart(&parts), &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn no_other_address_takes_a_file() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let parts = [Part::Field("csrf", &client.csrf), Part::Field("name", "見本"), Part::Field("name_kana", "ミホン")];
    for path in ["/people/new", "/settings", "/import/1/stop", "/b/2026-10/claim"] {
        let page = send(&client, &format!("{}{path}", client.base), multipart(&parts), &[]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    let page = send(&client, "/signin", multipart(&parts), &[]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(people(&house).await.is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_by_its_size() {
    let house = House::new().await;
    let client = house.client(Role::Manager).await;
    let large = vec![b'a'; 5 * 1024 * 1024 + 1];
    let page = upload(&client, "people", "a.csv", &large).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.has("5MBまで"), "{}", page.body);
    let parts = [Part::Field("csrf", &client.csrf), Part::Field("kind", "people"), Part::File("a.csv", &large)];
    let address = format!("{}/import", client.base);
    let told = send(&client, &address, multipart(&parts), &[("content-length", "9999999")]).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE);
    let form = format!("csrf={}&name={}", client.csrf, "a".repeat(1024 * 1024));
    let page = client.at(Method::POST, &format!("{}/people/new", client.base), Some(form)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "forms keep their own limit");
}

#[tokio::test]
async fn only_those_who_may_write_take_files_in_and_only_their_own_office() {
    let house = House::new().await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let preview = list(&clerk, "氏名,フリガナ\n見本,ミホン\n").await;
    let viewer = house.client(Role::Viewer).await;
    let staff = house.client(Role::SupportStaff).await;
    assert_eq!(viewer.get("/import").await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&viewer, "days", "J61.CSV", b"1").await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&staff, "people", "a.csv", b"1").await.status, StatusCode::FORBIDDEN);
    for address in [preview.clone(), format!("{preview}/columns")] {
        assert_eq!(staff.get(&address).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    let other = house.add_office(&crate::support::office_body("9910100024", "別の事業所")).await;
    let stranger = house.client_at(other, Role::Manager).await;
    assert_eq!(stranger.get(&preview).await.status, StatusCode::NOT_FOUND);
    stranger.post(&preview.replace("/people/", "/").to_string(), &[]).await;
    let id = preview.rsplit('/').next().unwrap();
    stranger.post(&format!("/import/{id}/stop"), &[]).await;
    assert_eq!(clerk.get(&preview).await.status, StatusCode::OK, "another office cannot give it up");
    clerk.post(&format!("/import/{id}/stop"), &[]).await;
    assert_eq!(clerk.get(&preview).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_waits_for_a_day() {
    let mut house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let preview = list(&client, "氏名,フリガナ\n見本,ミホン\n").await;
    assert!(client.get("/import").await.has("利用者.csv"));
    let kept = client.csrf.clone();
    house.app.clock = office::Clock::Fixed("2026-11-06T01:00:01Z".parse().unwrap());
    let later = house.client(Role::ClaimsClerk).await;
    assert_eq!(later.get(&preview).await.status, StatusCode::NOT_FOUND, "{kept}");
}

// records of another program

fn month() -> Month {
    "2026-10".parse().unwrap()
}

fn record(kind: &str, recipient: &str, fill: &[(&str, &str)]) -> Record {
    let mut row = Record::new(Layouts::builtin(), "J611", kind).unwrap();
    row.set("service_year_month", "202610").set("municipality_no", "131016").set("office_no", OFFICE);
    row.set("certificate_no", recipient).set("form_no", "1701");
    for (name, value) in fill {
        row.set(name, *value);
    }
    row
}

fn j61(rows: &[Record]) -> Vec<u8> {
    let envelope = Envelope {
        data_kind: "J61".to_owned(),
        office_no: OFFICE.parse().unwrap(),
        media_class: "1".to_owned(),
        processing_month: "2026-11".parse().unwrap(),
    };
    Writer::new(Layouts::builtin()).quoting(Quoting::All).write(&envelope, rows).unwrap()
}

/// Two days of one person: with lunch and a ride, and an absence.
fn october() -> Vec<Record> {
    vec![
        record("01", "0000000016", &[("pickup_count", "1"), ("meal_provision_count", "1")]),
        record(
            "02",
            "0000000016",
            &[
                ("day", "01"),
                ("start_time", "0930"),
                ("end_time", "1530"),
                ("pickup_outbound", "1"),
                ("meal_provision", "1"),
            ],
        ),
        record("02", "0000000016", &[("day", "02"), ("provision_status", "8"), ("remarks", "発熱")]),
    ]
}

async fn with_hanako(house: &House) -> Client {
    let client = house.client(Role::ClaimsClerk).await;
    let preview = list(&client, &format!("{HEAD}\n{HANAKO}\n")).await;
    assert_eq!(take(&client, &preview).await.status, StatusCode::SEE_OTHER);
    client
}

async fn recorded(house: &House) -> Vec<(Day, DayBody)> {
    let scope = house.setup().office;
    let days = house.app.store.read(&scope).days().of_office_month(month()).await.unwrap();
    days.into_iter().map(|record| (record.day, record.body)).collect()
}

#[tokio::test]
async fn records_of_another_program_fill_empty_days_only() {
    let house = House::new().await;
    let client = with_hanako(&house).await;
    let mut rows = october();
    rows.push(record("02", "0000000099", &[("day", "01"), ("start_time", "0900"), ("end_time", "1500")]));
    let uploaded = upload(&client, "days", "J612611.CSV", &j61(&rows)).await;
    let preview = inside(&client, &uploaded);
    let page = client.get(&preview).await;
    assert!(page.has("2日分を持ち込む") && page.has("見本 花子"), "{}", page.body);
    assert!(page.has("登録されていません。1日分は持ち込みません"), "{}", page.body);
    assert!(!page.body.contains("0000000099"), "no number of a stranger on the page");
    assert!(recorded(&house).await.is_empty());
    let before = events(&house).await;
    let done = take(&client, &preview).await;
    assert!(done.to.ends_with("/import/done?days=2&skipped=0"), "{}", done.body);
    assert_eq!(events(&house).await, before + 1);
    let days = recorded(&house).await;
    let first = &days[0].1.facts;
    assert_eq!((first.start.unwrap().to_string(), first.transport_out, first.meal), ("09:30".to_owned(), 1, true));
    let second = &days[1].1;
    assert_eq!(second.facts.status, fees::b_type::facts::DayStatus::Absent);
    assert!(second.facts.absence_consulted && second.remark == "発熱");
    // once more, one day longer and one day different
    let mut longer = october();
    longer[2] = record("02", "0000000016", &[("day", "02"), ("start_time", "1000"), ("end_time", "1500")]);
    longer.push(record("02", "0000000016", &[("day", "05"), ("start_time", "1000"), ("end_time", "0000")]));
    let uploaded = upload(&client, "days", "J612611.CSV", &j61(&longer)).await;
    let preview = inside(&client, &uploaded);
    let page = client.get(&preview).await;
    assert!(page.has("1日分を持ち込む") && page.has("ちがう記録がもうあります"), "{}", page.body);
    assert!(take(&client, &preview).await.to.ends_with("days=1&skipped=2"));
    let days = recorded(&house).await;
    assert_eq!(days[1].1.remark, "発熱", "what is recorded stays");
    assert_eq!(days[2].1.facts.end.unwrap().to_string(), "24:00");
}

#[tokio::test]
async fn a_day_recorded_meanwhile_keeps_the_whole_file_out_until_it_is_seen() {
    let house = House::new().await;
    let client = with_hanako(&house).await;
    let uploaded = upload(&client, "days", "J61.CSV", &j61(&october())).await;
    let preview = inside(&client, &uploaded);
    client.get(&preview).await;
    close(&house, "2026-10").await;
    let page = client.post(&preview, &[("version", "1")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    tells(&page, "closed month");
    assert!(page.has("この月は締めてあります") && recorded(&house).await.is_empty());
}

// bad input

/// Files that cannot be read at all.
fn unreadable_lists() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let book = workbook(|book| {
        book.add_worksheet().write(0, 0, "氏名").unwrap();
    });
    let wide = workbook(|book| {
        book.add_worksheet().write(0, 200, "氏名").unwrap();
    });
    let deep = workbook(|book| {
        book.add_worksheet().write(100_000, 0, "氏名").unwrap();
    });
    let empty_book = workbook(|book| {
        book.add_worksheet();
    });
    let mut torn = book.clone();
    torn.truncate(book.len() / 2);
    let mut flipped = book.clone();
    for at in (40..flipped.len().min(400)).step_by(7) {
        flipped[at] ^= 0x5A;
    }
    vec![
        ("empty", "a.csv", Vec::new()),
        ("empty workbook file", "a.xlsx", Vec::new()),
        ("only line ends", "a.csv", b"\r\n\r\n".to_vec()),
        ("only commas", "a.csv", b",,,\n,,,\n".to_vec()),
        ("old workbook", "a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("locked workbook", "a.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("macros", "a.xlsm", book.clone()),
        ("pdf", "a.pdf", b"%PDF-1.7".to_vec()),
        ("pdf called csv", "a.csv", b"%PDF-1.7".to_vec()),
        ("workbook called csv", "a.csv", book.clone()),
        ("csv called workbook", "a.xlsx", "氏名,フリガナ\n".into()),
        ("no ending", "名簿", "氏名,フリガナ\n".into()),
        ("picture", "a.png", b"\x89PNG\r\n".to_vec()),
        ("UTF-16", "a.csv", b"\xFF\xFE\x0F\x6C".to_vec()),
        ("zero bytes", "a.csv", b"a,b\n\x00\x01,c\n".to_vec()),
        ("neither UTF-8 nor MS932", "a.csv", b"a,b\n\x81\xFF\xFD,\xFF\n".to_vec()),
        ("open quote", "a.csv", "氏名,フリガナ\n\"見本,ミホン\n".into()),
        ("torn workbook", "a.xlsx", torn),
        ("flipped bits", "a.xlsx", flipped),
        ("zip, no workbook", "a.xlsx", zip_of(&[("readme.txt", 10)])),
        ("bomb by size", "a.xlsx", zip_of(&[("xl/sharedStrings.xml", 70 * 1024 * 1024)])),
        ("bomb by entries", "a.xlsx", {
            let names: Vec<String> = (0..600).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
            zip_of(&names.iter().map(|name| (name.as_str(), 1)).collect::<Vec<_>>())
        }),
        ("too wide", "a.xlsx", wide),
        ("too deep", "a.xlsx", deep),
        ("nothing written", "a.xlsx", empty_book),
        ("too many lines", "a.csv", "氏名\n".repeat(4_000).into_bytes()),
        ("a cell like a book", "a.csv", format!("氏名\n{}\n", "あ".repeat(3_000)).into_bytes()),
    ]
}

fn zip_of(entries: &[(&str, usize)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let zeros = vec![b' '; 1024 * 1024];
    for (name, size) in entries {
        archive.start_file(*name, options).unwrap();
        let mut left = *size;
        while left > 0 {
            let now = left.min(zeros.len());
            archive.write_all(&zeros[..now]).unwrap();
            left -= now;
        }
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_what_and_how_to_mend_it() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    for (case, name, bytes) in unreadable_lists() {
        let page = upload(&client, "people", name, &bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}: {}", page.body);
        tells(&page, case);
    }
    let nothing = [Part::Field("csrf", &client.csrf), Part::Field("kind", "people"), Part::File("", b"")];
    let page = send(&client, &format!("{}/import", client.base), multipart(&nothing), &[]).await;
    tells(&page, "no file chosen");
    assert!(!client.get("/import").await.has("途中のファイル"), "nothing of it waits");
}

/// A row of the list with one cell changed.
fn row_with(column: usize, text: &str) -> String {
    let cells = [
        "見本 花子",
        "ミホン ハナコ",
        "S55.4.1",
        "0000000016",
        "131016",
        "R8.4.1～R9.3.31",
        "23",
        "9300",
        "一般1",
        "○",
        "R8.4.1",
        "22",
        "1",
        "461000",
    ];
    let mut cells: Vec<String> = cells.map(str::to_owned).to_vec();
    cells[column] = format!("\"{text}\"");
    cells.join(",")
}

#[tokio::test]
async fn every_wrong_cell_is_named_by_its_address() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let cases = [
        (0, "", "A2(氏名)"),
        (0, "9832 0567 3214", "A2(氏名)"),
        (1, "", "B2(フリガナ)"),
        (1, "見本", "B2(フリガナ)"),
        (2, "8.4.1", "C2(生年月日)"),
        (2, "S65.1.1", "C2(生年月日)"),
        (2, "2030/1/1", "C2(生年月日)"),
        (2, "わからない", "C2(生年月日)"),
        (3, "", "D2(受給者証番号)"),
        (3, "12345", "D2(受給者証番号)"),
        (3, "00000OOO16", "D2(受給者証番号)"),
        (4, "13101", "E2(市町村番号)"),
        (4, "東京都", "E2(市町村番号)"),
        (5, "R8.4.1", "F2(支給決定期間(開始〜終了が1つの列))"),
        (5, "R9.4.1～R8.3.31", "F2(支給決定期間(開始〜終了が1つの列))"),
        (5, "R8.4.31～R9.3.31", "F2(支給決定期間(開始〜終了が1つの列))"),
        (6, "32", "G2(支給量(日/月))"),
        (6, "たくさん", "G2(支給量(日/月))"),
        (7, "", "H2(負担上限月額(円))"),
        (7, "1,00", "H2(負担上限月額(円))"),
        (7, "-100", "H2(負担上限月額(円))"),
        (8, "お金持ち", "I2(所得区分)"),
        (9, "たぶん", "J2(食事提供体制加算の対象)"),
        (10, "2026/2/30", "K2(契約開始日)"),
        (10, "", "K2(契約開始日)"),
        (11, "0", "L2(契約支給量(日/月))"),
        (12, "100", "M2(事業者記入欄番号)"),
        (13, "4610", "N2(決定サービスコード)"),
    ];
    for (column, text, place) in cases {
        let case = format!("{place} {text}");
        let preview = list(&client, &format!("{HEAD}\n{}\n", row_with(column, text))).await;
        let page = client.get(&preview).await;
        tells(&page, &case);
        assert!(page.has(&format!("<strong>{place}</strong>")), "{case}: {}", page.body);
        let forced = client.post(&preview, &[("version", "1")]).await;
        assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}");
    }
    assert!(people(&house).await.is_empty());
}

#[tokio::test]
async fn rows_that_do_not_go_together_are_named() {
    let house = House::new().await;
    let client = house.client(Role::ClaimsClerk).await;
    let twin = HANAKO.replace("見本 花子", "別の 人");
    let namesake = HANAKO.replace("S55.4.1", "").replace("0000000016", "0000000032");
    for (case, rows, what) in [
        ("one number twice", format!("{HANAKO}\n{twin}"), "2行目と同じ受給者証番号です"),
        ("one name twice", format!("{HANAKO}\n{namesake}"), "2行目と同じ氏名"),
    ] {
        let preview = list(&client, &format!("{HEAD}\n{rows}\n")).await;
        let page = client.get(&preview).await;
        tells(&page, case);
        assert!(page.has(what), "{case}: {}", page.body);
    }
    let headings = list(&client, &format!("{HEAD}\n")).await;
    assert!(client.get(&headings).await.has("データの行がありません"));
    let error = workbook(|book| {
        let sheet = book.add_worksheet();
        for (column, text) in ["氏名", "フリガナ", "受給者証番号"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), text).unwrap();
        }
        sheet.write_formula(1, 0, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(1, 1, "ミホン").unwrap();
        sheet.write(1, 2, 16).unwrap();
    });
    let page = upload(&client, "people", "a.xlsx", &error).await;
    let page = client.get(inside(&client, &page).strip_suffix("/columns").unwrap()).await;
    tells(&page, "cells of a workbook");
    assert!(page.has("先頭の0を補う"), "a number lost its zeros: {}", page.body);
}

#[tokio::test]
async fn record_files_that_are_wrong_say_where_and_bring_nothing_in() {
    let house = House::new().await;
    let client = with_hanako(&house).await;
    let good = j61(&october());
    let text = ms932::decode(&good).unwrap().text;
    let with = |from: &str, to: &str| ms932::encode(&text.replacen(from, to, 1)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let double = {
        let mut rows = october();
        rows.push(rows[1].clone());
        j61(&rows)
    };
    let refused_at_once: [(&str, &str, Vec<u8>); 4] = [
        ("empty", "J61.CSV", Vec::new()),
        ("workbook", "J61.xlsx", good.clone()),
        ("zeros", "J61.CSV", b"1,\x00".to_vec()),
        ("zip", "J61.CSV", b"PK\x03\x04abc".to_vec()),
    ];
    for (case, name, bytes) in refused_at_once {
        let page = upload(&client, "days", name, &bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}");
        tells(&page, case);
    }
    let shown: [(&str, Vec<u8>); 12] = [
        ("no record file", "氏名,フリガナ\r\n".into()),
        ("UTF-8", format!("\u{feff}{text}").into_bytes()),
        ("no end", ms932::encode(&lines[..lines.len() - 1].join("\r\n")).unwrap()),
        ("a line is missing", ms932::encode(&[&lines[..2], &lines[3..]].concat().join("\r\n")).unwrap()),
        ("twice", double),
        (
            "another office",
            with("\"02\",\"202610\",\"131016\",\"9910100016\"", "\"02\",\"202610\",\"131016\",\"9910100024\""),
        ),
        ("day 32", with("\"01\",\"\",\"\",\"\",\"\",\"0930\"", "\"32\",\"\",\"\",\"\",\"\",\"0930\"")),
        ("no such time", with("\"0930\"", "\"2575\"")),
        ("time in words", with("\"1530\"", "\"夕方\"")),
        ("no such month", with("\"02\",\"202610\"", "\"02\",\"202613\"")),
        ("unknown record", with("\"J611\",\"02\"", "\"J999\",\"02\"")),
        ("too few items", with("\"02\",\"202610\",\"131016\",", "\"02\",")),
    ];
    for (case, bytes) in shown {
        let uploaded = upload(&client, "days", "J61.CSV", &bytes).await;
        let preview = inside(&client, &uploaded);
        let page = client.get(&preview).await;
        tells(&page, case);
        assert!(page.has("行目") || page.has("ファイル"), "{case}: no place");
        let forced = client.post(&preview, &[("version", "1")]).await;
        assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}");
    }
    assert!(recorded(&house).await.is_empty());
}

// official code tables

const CODES: &str = "サービスコード,サービス内容略称,合成単位数,算定単位\n";

async fn send_codes(client: &Client, revision: &str, name: &str, bytes: &[u8]) -> Page {
    let parts = [
        Part::Field("csrf", &client.csrf),
        Part::Field("kind", "codes"),
        Part::Field("revision", revision),
        Part::File(name, bytes),
    ];
    send(client, &format!("{}/import", client.base), multipart(&parts), &[]).await
}

#[tokio::test]
async fn an_official_code_table_counts_from_the_next_request_and_after_the_next_start() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    let (code, at) = ("466037".parse().unwrap(), "2026-06".parse().unwrap());
    let units = |tables: &fees::FeeTables| tables.code(&code, at).unwrap().units.unwrap().0;
    let before = units(house.app.tables);
    let table = format!("{CODES}466037,試しの加算,{},1日につき\n", before + 2);
    let uploaded = send_codes(&manager, "R8.6", "公式.csv", table.as_bytes()).await;
    let preview = inside(&manager, &uploaded);
    let page = manager.get(&preview).await;
    assert!(page.has("変わるコード 1件") && page.has("試しの加算"), "{}", page.body);
    assert_eq!(units(house.app.in_use.or(house.app.tables)), before, "shown, not used");
    let done = take(&manager, &preview).await;
    assert!(done.to.ends_with("/settings/codes?ok=1"), "{}", done.body);
    assert_eq!(units(house.app.in_use.or(house.app.tables)), before + 2);
    let started = office::actions::import::codes::in_use(&house.app.store, house.app.tables).await.unwrap();
    assert_eq!(units(started), before + 2, "the same after a start");
    let list = manager.get("/settings/codes").await;
    assert!(list.has("公式.csv") && list.has("令和8年6月") && list.has("の職員"), "{}", list.body);
    let again = send_codes(&manager, "2026/6", "公式.csv", table.as_bytes()).await;
    let preview = inside(&manager, &again);
    assert!(manager.get(&preview).await.has("変わるコード 0件"), "the difference is to what is in use");
}

#[tokio::test]
async fn a_wrong_code_table_is_told_and_changes_nothing() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    let good = format!("{CODES}466037,試しの加算,15,1日につき\n");
    let at_the_door: [(&str, &str, &str, Vec<u8>); 7] = [
        ("no month", "", "a.csv", good.clone().into_bytes()),
        ("no such month", "2026/13", "a.csv", good.clone().into_bytes()),
        ("year without an era", "8.6", "a.csv", good.clone().into_bytes()),
        ("empty", "2026/6", "a.csv", Vec::new()),
        ("old workbook", "2026/6", "a.xls", good.clone().into_bytes()),
        ("csv called workbook", "2026/6", "a.xlsx", good.clone().into_bytes()),
        ("bomb", "2026/6", "a.xlsx", zip_of(&[("xl/sharedStrings.xml", 70 * 1024 * 1024)])),
    ];
    for (case, revision, name, bytes) in at_the_door {
        let page = send_codes(&manager, revision, name, &bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}");
        tells(&page, case);
        assert!(page.has(&format!("name=\"revision\" value=\"{revision}\"")), "{case}: what was typed is gone");
    }
    let shown = [
        ("no headings", "あ,い\n1,2\n".to_owned()),
        ("no code of the service", format!("{CODES}111111,居宅,255,1回につき\n")),
        ("a code of five signs", format!("{CODES}46603,試し,15,1日につき\n")),
        ("units in words", format!("{CODES}466037,試し,たくさん,1日につき\n")),
        ("no name", format!("{CODES}466037,,15,1日につき\n")),
        ("a code outside the ranges", format!("{CODES}46ZZZZ,試し,15,1日につき\n")),
    ];
    for (case, table) in shown {
        let uploaded = send_codes(&manager, "2026/6", "a.csv", table.as_bytes()).await;
        let preview = inside(&manager, &uploaded);
        tells(&manager.get(&preview).await, case);
        let forced = manager.post(&preview, &[("version", "2")]).await;
        assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{case}");
    }
    assert!(house.app.store.code_tables().await.unwrap().is_empty());
    let clerk = house.client(Role::ClaimsClerk).await;
    assert_eq!(send_codes(&clerk, "2026/6", "a.csv", good.as_bytes()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(clerk.get("/settings/codes").await.status, StatusCode::OK, "everybody may see what is in use");
}

/// A stream of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    /// The bytes with some of them changed, or the end cut off.
    fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut damaged = bytes.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(damaged.len());
            damaged[at] = u8::try_from(self.below(256)).unwrap();
        }
        if self.below(4) == 0 {
            damaged.truncate(1 + self.below(bytes.len()));
        }
        damaged
    }
}

#[tokio::test]
async fn no_damaged_file_ever_breaks_the_program() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        for (column, text) in HEAD.split(',').enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), text).unwrap();
            sheet.write(1, u16::try_from(column).unwrap(), 16).unwrap();
        }
    });
    let list = format!("{HEAD}\n{HANAKO}\n{TARO}\n").into_bytes();
    let codes = format!("{CODES}466037,試しの加算,15,1日につき\n").into_bytes();
    let record_file = j61(&october());
    let mut dice = Dice(20_261_105);
    for round in 0..40 {
        for (kind, name, bytes) in [
            ("people", "a.xlsx", &book),
            ("people", "a.csv", &list),
            ("days", "J61.CSV", &record_file),
            ("codes", "a.csv", &codes),
        ] {
            let damaged = dice.damage(bytes);
            let page = match kind {
                "codes" => send_codes(&manager, "2026/6", name, &damaged).await,
                _ => upload(&manager, kind, name, &damaged).await,
            };
            assert!(!page.status.is_server_error(), "{round} {name}: {}", page.body);
            if page.status == StatusCode::SEE_OTHER {
                let to = inside(&manager, &page);
                for address in [to.as_str(), to.trim_end_matches("/columns")] {
                    let page = manager.get(address).await;
                    assert!(!page.status.is_server_error(), "{round} {address}: {}", page.body);
                }
            }
        }
    }
    assert!(people(&house).await.is_empty() && recorded(&house).await.is_empty());
}
