//! 請求の机: people of the golden claims with their visits, the rows of a statement, the steps of a month.
use super::support::{self, Client, House, Page};
use axum::http::StatusCode;
use fees::community::{
    facts::{Commute, Helpers, IncomeClass, Service, Visit as Facts},
    pack::Currency,
    prices::Overlay,
};
use kernel::{Day, Yen};
use store::{
    AuditEvent, AuditKind, CommunityCardBody, DecidedService, EntityKind, PersonBody, Subject, VisitBody, WriteTx,
};

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) async fn begin(house: &House) -> WriteTx {
    house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap()
}

pub(super) async fn done(tx: WriteTx, id: i64) {
    let subject = Subject::new(EntityKind::Person, id);
    tx.commit(AuditEvent::new(AuditKind::PersonUpdated, subject)).await.unwrap();
}

/// What a test says of a person.
pub(super) struct Who {
    pub(super) city: &'static str,
    pub(super) name: &'static str,
    pub(super) kana: &'static str,
    pub(super) born: &'static str,
    pub(super) decision: (&'static str, Service),
    pub(super) cap: i64,
    pub(super) income: IncomeClass,
    pub(super) year: i16,
    pub(super) amount: u32,
}

impl Who {
    /// The child of the manual's sample.
    pub(super) fn child() -> Who {
        Who {
            city: "142042",
            name: "無償 花子",
            kana: "ムショウ カコ",
            born: "2012-05-10",
            decision: ("010004", Service::Mobility),
            cap: 37_200,
            income: IncomeClass::General2,
            year: 2024,
            amount: 10_000,
        }
    }

    /// An adult of 日中一時支援.
    pub(super) fn adult() -> Who {
        Who {
            name: "日中 太郎",
            kana: "ニッチュウ タロウ",
            born: "1990-05-10",
            decision: ("020003", Service::Daytime),
            cap: 9_300,
            income: IncomeClass::General1,
            year: 2023,
            amount: 3_000,
            ..Who::child()
        }
    }

    pub(super) async fn enter(self, house: &House) -> i64 {
        let (from, to) = (Day::new(self.year, 4, 1).unwrap(), Day::new(self.year + 1, 3, 31).unwrap());
        let tx = begin(house).await;
        let body = PersonBody { born_on: Some(day(self.born)), ..support::person_body(self.name, self.kana) };
        let id = tx.people().create(&body).await.unwrap();
        let (code, service) = self.decision;
        let decided = DecidedService {
            code: code.to_owned(),
            service,
            body_care: code == "010005",
            amount_x100: self.amount,
            from,
            to,
        };
        let card = CommunityCardBody {
            valid_from: from,
            municipality_no: self.city.parse().unwrap(),
            recipient_no: format!("{:010}", 1_000_000_000 + id).parse().unwrap(),
            guardian_kana: "ムショウ カオヤ".to_owned(),
            child_kana: self.kana.to_owned(),
            disability_kind: "8".to_owned(),
            state_class: "5".to_owned(),
            support_class: "99".to_owned(),
            certified_from: from,
            certified_to: to,
            income_class: Some(self.income),
            burden_cap: Yen(self.cap),
            cap_from: from,
            cap_to: to,
            burden_rate: 10,
            severe: false,
            cap_manager: None,
            decisions: vec![decided],
            service_started_on: None,
            waiver: None,
        };
        let card = tx.community_cards().add(id, &card).await.unwrap();
        tx.community_cards().lock(card, 1).await.unwrap();
        done(tx, id).await;
        id
    }
}

pub(super) fn facts(on: &str, start: &str, end: &str) -> Facts {
    let minutes = |hhmm: &str| hhmm[..2].parse::<u16>().unwrap() * 60 + hhmm[2..].parse::<u16>().unwrap();
    Facts::new(day(on), minutes(start), minutes(end))
}

pub(super) async fn visits(house: &House, person: i64, service: Service, visits: &[Facts]) {
    let tx = begin(house).await;
    for (number, facts) in visits.iter().enumerate() {
        let key = format!("visit-{person}-{}-{number}", facts.date);
        tx.visits().create(person, &key, &VisitBody::new(service, facts.clone())).await.unwrap();
    }
    done(tx, person).await;
}

/// G1: five outings of six hours in 2024-04.
pub(super) async fn sample_child(house: &House) -> i64 {
    let child = Who::child().enter(house).await;
    let days = ["2024-04-06", "2024-04-13", "2024-04-20", "2024-04-27", "2024-04-29"];
    let outings = days.map(|on| facts(on, "0900", "1500"));
    visits(house, child, Service::Mobility, &outings).await;
    child
}

pub(super) async fn statement(client: &Client, month: &str, person: i64) -> Page {
    client.get(&format!("/c/{month}/claim/{person}")).await
}

/// The row of the 請求額集計欄: values by column, then the total.
pub(super) fn total_row(page: &Page, label: &str) -> Vec<String> {
    let head = format!("<th scope=\"row\">{label}</th>");
    let at = page.body.find(&head).unwrap_or_else(|| panic!("no row {label}: {}", page.body));
    let row = &page.body[at + head.len()..];
    let row = &row[..row.find("</tr>").unwrap()];
    let cells = row.split("<td class=\"num\">").skip(1);
    cells
        .map(|cell| cell.replace("<strong>", "").replace("</strong>", "").replace("</td>", "").trim().to_owned())
        .collect()
}

pub(super) fn expect(page: &Page, rows: &[(&str, &str)]) {
    assert_eq!(page.status, StatusCode::OK);
    for (label, value) in rows {
        assert_eq!(total_row(page, label)[0], *value, "{label}");
    }
}

pub(super) async fn step(client: &Client, month: &str, to: &str, version: i64, more: &[(&str, &str)]) -> Page {
    let version = version.to_string();
    let mut fields = vec![("to", to), ("version", version.as_str())];
    fields.extend_from_slice(more);
    client.post(&format!("/c/{month}/claim/step"), &fields).await
}

/// All steps to 出力; the 未検証 lines are acknowledged.
pub(super) async fn export(client: &Client, month: &str) -> Page {
    for (to, version) in [("closed", 0), ("checked", 1), ("approved", 2)] {
        let taken = step(client, month, to, version, &[]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{to}: {}", taken.body);
    }
    step(client, month, "exported", 3, &[("acknowledged", "1")]).await
}

/// The thirteen rows of the manual as visits.
pub(super) fn thirteen() -> Vec<Facts> {
    let both = Facts { helpers: Helpers::Both, commute: Some(Commute::Whole), ..facts("2023-04-01", "1000", "1030") };
    vec![
        both,
        facts("2023-04-02", "0730", "0800"),
        facts("2023-04-03", "0730", "0830"),
        facts("2023-04-04", "2330", "0030"),
        facts("2023-04-06", "0745", "0815"),
        facts("2023-04-07", "0750", "0830"),
        facts("2023-04-08", "0740", "0820"),
        facts("2023-04-09", "0800", "0830"),
        facts("2023-04-09", "1200", "1230"),
    ]
}

pub(super) async fn thirteen_rows(house: &House) -> i64 {
    let who = Who {
        decision: ("010005", Service::Mobility),
        cap: 0,
        income: IncomeClass::Low1,
        year: 2023,
        amount: 1_000,
        ..Who::child()
    };
    let person = who.enter(house).await;
    visits(house, person, Service::Mobility, &thirteen()).await;
    person
}

pub(super) async fn price(house: &House, name: &str, units: i64) {
    let overlay = Overlay {
        pack: "kamakura".to_owned(),
        name: name.to_owned(),
        amount: units,
        currency: Currency::Units,
        valid_from: "2023-04".parse().unwrap(),
        valid_to: None,
        source: "試験の単価表".to_owned(),
        read_on: day("2023-04-20"),
        code: None,
    };
    let tx = begin(house).await;
    let id = tx.price_overlays().add(&overlay).await.unwrap();
    done(tx, id).await;
}

pub(super) const TEST_PRICES: [(&str, i64); 6] = [
    ("移動支援 身体介護有 0.5H", 250),
    ("移動支援 身体介護有 二人目 0.5H", 250),
    ("移動支援 身体介護有 早朝夜間 0.5H", 313),
    ("移動支援 身体介護有 深夜 0.5H", 375),
    ("移動支援 身体介護有 1H", 400),
    ("通学支援加算0.5H", 50),
];
