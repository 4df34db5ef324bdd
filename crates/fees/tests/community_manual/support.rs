//! Visits and stays of one person of 鎌倉市, and the records they make, as the list of the tool shows them.
use fees::community::facts::{IncomeClass, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::{Entry, Sheet, sheet};

pub(crate) fn kamakura() -> &'static Pack {
    Packs::builtin().by_id("kamakura").unwrap()
}

/// `0730` → minutes.
pub(crate) fn at(hhmm: &str) -> u16 {
    hhmm[..2].parse::<u16>().unwrap() * 60 + hhmm[2..].parse::<u16>().unwrap()
}

pub(crate) fn hhmm(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

pub(crate) fn visit(date: &str, start: &str, end: &str) -> Visit {
    Visit::new(date.parse().unwrap(), at(start), at(end))
}

/// A month of somebody of 鎌倉市: not waived, no 身体介護 and 一般1 unless a test says otherwise.
pub(crate) fn month(service: Service, month: &str, visits: Vec<Visit>) -> ServiceMonth {
    ServiceMonth {
        service,
        service_month: month.parse().unwrap(),
        person: Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(false),
            body_care: false,
            severe: false,
            income: Some(IncomeClass::General1),
        },
        single_facility_office: false,
        visits,
        decisions: Vec::new(),
    }
}

/// 移動支援 in the month of the visits; `body` = 身体介護あり, `free` = 無償化対象児童.
pub(crate) fn rides(visits: Vec<Visit>, body: bool, free: bool) -> Sheet {
    let mut facts = month(Service::Mobility, &visits[0].date.month().to_string(), visits);
    facts.person.body_care = body;
    facts.person.waived_child = Some(free);
    of(&facts)
}

pub(crate) fn of(facts: &ServiceMonth) -> Sheet {
    sheet(kamakura(), facts).unwrap()
}

/// A record as the list of the tool shows it: day, times, 全算定時間, 請求サービスコード名称.
pub(crate) fn told(entry: &Entry) -> String {
    let (day, name) = (entry.date.number(), &entry.service_name);
    format!("{day} {}-{} {} {name}", hhmm(entry.start), hhmm(entry.end), hhmm(entry.minutes))
}

pub(crate) fn list(sheet: &Sheet) -> Vec<String> {
    sheet.entries.iter().map(told).collect()
}

/// The records of one visit with 身体介護 on 2023-04-12, settled by the manual itself: nothing may wait.
pub(crate) fn settled(start: &str, end: &str) -> Vec<String> {
    let made = rides(vec![visit("2023-04-12", start, end)], true, false);
    assert!(!made.is_held(), "{start}-{end} waits for a person");
    assert_eq!(made.findings, [], "{start}-{end}");
    list(&made)
}

pub(crate) fn slots(sheet: &Sheet) -> Vec<String> {
    sheet.entries.iter().map(|entry| entry.slots.join(" / ")).collect()
}

/// Labels and values of the boxes of every record.
pub(crate) fn boxes(sheet: &Sheet) -> Vec<Vec<(String, u8)>> {
    let each = |entry: &Entry| entry.boxes.iter().map(|mark| (mark.label.clone(), mark.value)).collect();
    sheet.entries.iter().map(each).collect()
}
