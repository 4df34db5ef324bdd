//! 集計情報 of 就労定着支援: the numbers of the page, of the workbook, and a second count from the raw rows by another way.

use crate::support::{Client, House, office_body, person_body};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use calamine::Reader as _;
use kernel::{Day, Month, ServiceKind};
use std::collections::BTreeMap;
use store::{AuditEvent, AuditKind, EmploymentBody, EntityKind, Intent, OfficeBody, RetentionFactsBody, Role, Subject};
use tower::ServiceExt;

/// Name, born, hired, contract, left, resigned, occupation.
type Someone = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Everything awkward: hires at the end of a month, birthdays inside the year, leavers of both kinds, nothing entered.
const PEOPLE: [Someone; 9] = [
    ("見本 一", "2006-11-04", "2025-08-31", "2026-02-10", "", "", "office"),
    ("見本 二", "1996-06-15", "2025-10-15", "2026-04-15", "", "", "care"),
    ("見本 三", "1986-12-31", "2024-04-01", "2024-10-01", "2026-07-31", "", "office"),
    ("見本 四", "1976-01-01", "2024-06-01", "2024-12-01", "", "2026-09-10", "it"),
    ("見本 五", "", "2023-04-01", "2023-10-01", "", "", ""),
    ("見本 六", "1960-02-29", "2023-03-31", "2023-10-01", "", "", "cleaning"),
    ("見本 七", "1999-09-09", "2026-03-31", "2026-09-05", "", "", "office"),
    ("見本 八", "1999-09-09", "2026-03-31", "", "", "", "office"),
    ("見本 九", "1999-09-09", "", "", "", "", ""),
];

fn day(text: &str) -> Option<Day> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

async fn house() -> (House, Client) {
    let house = House::new().await;
    let body = OfficeBody { kind: ServiceKind::Retention, ..office_body("9910100024", "つづける相談室 潮") };
    let office = house.add_office(&body).await;
    let actor = store::Actor::for_setup(office);
    for (name, born, hired, contract, left, resigned, occupation) in PEOPLE {
        let tx = house.app.store.begin(&actor, house.app.clock.now()).await.unwrap();
        let body = store::PersonBody { born_on: day(born), ..person_body(name, "ミホン") };
        let person = tx.people().create(&body).await.unwrap();
        if let Some(hired) = day(hired) {
            let job = EmploymentBody {
                employer: "見本物流".to_owned(),
                occupation: occupation.to_owned(),
                hired_on: Some(hired),
                ..EmploymentBody::default()
            };
            tx.employments().create(person, &job).await.unwrap();
        }
        let facts = RetentionFactsBody {
            intent: Intent::Wants,
            contract_on: day(contract),
            left_on: day(left),
            resigned_on: day(resigned),
            ..RetentionFactsBody::default()
        };
        tx.retention_facts().save(person, &facts, None).await.unwrap();
        tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, person))).await.unwrap();
    }
    let client = house.client_at(office, Role::Manager).await;
    (house, client)
}

/// Whole months from one day to another, by the numbers of the dates alone.
fn whole_months(from: Day, to: Day) -> i32 {
    let number = |day: Day| i32::from(day.month().year()) * 12 + i32::from(day.month().month());
    number(to) - number(from) - i32::from(to.number() < from.number())
}

/// The classes of somebody on a day, told from the words of the table above and not by the program's rules.
fn classes(someone: &Someone, on: Day) -> Option<[String; 3]> {
    let (_, born, hired, contract, left, resigned, occupation) = *someone;
    let hired = day(hired)?;
    // six months: the same number six months later, and where it is not there the day after the month
    let mut ready = hired.month().plus_months(6);
    let ready = match ready.day(hired.number()) {
        Some(found) => found,
        None => {
            ready = ready.next();
            ready.first_day()
        }
    };
    let gone = [day(left), day(resigned)].into_iter().flatten().any(|gone| gone <= on);
    if gone || on < ready || day(contract).is_none_or(|contract| on < contract) {
        return None;
    }
    let age = match day(born).map(|born| whole_months(born, on) / 12) {
        None => "未入力",
        Some(0..=19) => "〜19歳",
        Some(20..=29) => "20代",
        Some(30..=39) => "30代",
        Some(40..=49) => "40代",
        Some(50..=59) => "50代",
        Some(_) => "60歳〜",
    };
    let tenure = match whole_months(hired, on) {
        0..12 => "6か月〜1年未満",
        12..24 => "1年〜2年未満",
        24..36 => "2年〜3年未満",
        36..42 => "3年〜3年6か月未満",
        _ => "3年6か月〜",
    };
    let occupation = match occupation {
        "office" => "事務",
        "care" => "介護・福祉",
        "it" => "IT",
        "cleaning" => "清掃",
        _ => "未入力",
    };
    Some([occupation, age, tenure].map(str::to_owned))
}

/// The days of the columns: 1 April, the ends of the months, today for the running one.
fn days() -> Vec<Day> {
    let april: Month = "2026-04".parse().unwrap();
    let today: Day = "2026-11-05".parse().unwrap();
    let ends = (0..8).map(|ahead| april.plus_months(ahead).last_day().min(today));
    std::iter::once(april.first_day()).chain(ends).collect()
}

async fn workbook(client: &Client, path: &str) -> Vec<u8> {
    let request = Request::get(format!("{}{path}", client.base))
        .header(header::COOKIE, &client.cookie)
        .header(header::HOST, "localhost")
        .extension(axum::extract::ConnectInfo("127.0.0.1:50000".parse::<std::net::SocketAddr>().unwrap()))
        .body(Body::empty())
        .unwrap();
    let response = client.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    axum::body::to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap().to_vec()
}

/// The rows of a sheet: label and cells.
fn rows(book: &[u8], sheet: &str) -> BTreeMap<String, Vec<String>> {
    let mut read: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book.to_vec())).unwrap();
    let range = read.worksheet_range(sheet).unwrap();
    let text = |cell: &calamine::Data| cell.to_string();
    let all = range.rows().skip(3).map(|row| (text(&row[0]), row[1..].iter().map(text).collect::<Vec<_>>()));
    all.collect()
}

#[tokio::test]
async fn jr_47_the_summary_is_in_the_menu() {
    let (_house, client) = house().await;
    let today = client.get("/").await;
    assert!(today.has(&format!("{}/t/summary\">集計情報", client.base)), "{}", today.body);
    let page = client.get("/t/summary").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.has("2026年度") && page.has("<svg"));
    assert_eq!(client.get("/t/summary?year=2025").await.status, StatusCode::OK);
}

#[tokio::test]
async fn jr_48_a_second_count_from_the_raw_rows_agrees() {
    let (_house, client) = house().await;
    let book = workbook(&client, "/t/summary.xlsx?year=2026").await;
    for (at, sheet) in ["職業別", "年齢別", "定着期間別"].into_iter().enumerate() {
        let table = rows(&book, sheet);
        for (column, on) in days().into_iter().enumerate() {
            let mut expected: BTreeMap<String, u32> = BTreeMap::new();
            for class in PEOPLE.iter().filter_map(|someone| classes(someone, on)) {
                *expected.entry(class[at].clone()).or_default() += 1;
            }
            let everyone: u32 = expected.values().sum();
            expected.insert("定着支援期の人数".to_owned(), everyone);
            for (label, cells) in &table {
                let wanted = expected.get(label).copied().unwrap_or(0);
                assert_eq!(cells[column], wanted.to_string(), "{sheet} {label} {on}");
            }
            assert!(expected.keys().all(|label| table.contains_key(label)), "{sheet} {on}: {expected:?}");
        }
        for cells in table.values() {
            let sum: u32 = cells[1..9].iter().map(|cell| cell.parse::<u32>().unwrap()).sum();
            assert_eq!(cells[13], sum.to_string(), "the total is that of the months");
            assert!(cells[9..13].iter().all(String::is_empty), "no month that has not come yet: {cells:?}");
        }
    }
    let moves = rows(&book, "契約の開始と終了");
    let of = |label: &str| moves[label].clone();
    // contracts of April (二) and September (七); 三 left in July, 四 lost the job in September
    assert_eq!(of("契約開始")[..8], ["1", "0", "0", "0", "0", "1", "0", "0"]);
    assert_eq!(of("契約終了(定着中)")[..8], ["0", "0", "0", "1", "0", "0", "0", "0"]);
    assert_eq!(of("退職")[..8], ["0", "0", "0", "0", "0", "1", "0", "0"]);
}

#[tokio::test]
async fn jr_49_the_workbook_holds_the_numbers_of_the_page() {
    let (house, client) = house().await;
    let page = client.get("/t/summary?year=2026").await;
    assert!(page.has(&format!("{}/t/summary.xlsx?year=2026", client.base)));
    let book = workbook(&client, "/t/summary.xlsx?year=2026").await;
    for sheet in ["職業別", "年齢別", "定着期間別", "契約の開始と終了"] {
        for (label, cells) in rows(&book, sheet) {
            let shown = if label == "定着支援期の人数" { "合計".to_owned() } else { label };
            let start = page.body.find(&format!("<caption class=\"visually-hidden\">2026年度 {sheet}")).unwrap();
            let table = &page.body[start..];
            let table = &table[..table.find("</table>").unwrap()];
            let row = table.split("<tr>").find(|row| row.contains(&format!(">{shown}</th>"))).unwrap();
            let numbers: Vec<String> = row
                .split("<td class=\"num\">")
                .skip(1)
                .map(|cell| cell.split("</td>").next().unwrap().replace("<strong>", "").replace("</strong>", ""))
                .map(|cell| if cell == "–" { String::new() } else { cell })
                .collect();
            assert_eq!(numbers, cells, "{sheet} {shown}");
        }
    }
    let scope = store::Actor::for_setup(2).office;
    let audit = house.app.store.read(&scope).audit().list(None, 20).await.unwrap();
    assert!(audit.iter().any(|entry| entry.kind == AuditKind::Exported && entry.detail["what"] == "summary.xlsx"));
}
