//! 一か月の記録: what a person does on the open days of a month – the weekly pattern, illness, and the planned events.
use super::{
    stream::Stream,
    town::{Town, TownEvent, TownOffice, TownPerson},
};
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::{Day, Holidays, Month};
use store::DayBody;

/// Consulted absences that the pattern makes by itself; more of them are planned events.
const MOST_CONSULTED: u32 = 3;

/// What was said on the telephone.
const TOLD: &[&str] =
    &["体調不良の電話、通院の様子を確認", "腹痛の連絡、翌日の予定を相談", "家族から電話、不安なことを聞き取り"];

/// The records of a person's month, ascending.
pub(super) fn of_month(
    town: &Town,
    office: &TownOffice,
    person: &TownPerson,
    holidays: &Holidays,
    month: Month,
) -> Vec<(Day, DayBody)> {
    let mut stream = Stream::new(town.seed, &[&office.id, &person.id, &month.to_string(), "attendance"]);
    let mut consulted = 0;
    let mut records = Vec::new();
    for day in month.each_day() {
        // Drawn for every calendar day, so that a changed closure moves no other day.
        let draws = [stream.below(1000), stream.below(1000), stream.below(1000)];
        if day < person.started_on || person.ended_on.is_some_and(|end| end < day) || !office.is_open(day, holidays) {
            continue;
        }
        let mut record = usual(office, person, day, draws, &mut consulted);
        let attended = record.as_ref().is_some_and(|record| record.facts.status == DayStatus::Attended);
        for event in person.event.iter().filter(|event| event.touches(day, attended)) {
            record = happens(event, person, day, record);
        }
        if let Some(record) = record {
            records.push((day, record));
        }
    }
    records
}

/// The weekly pattern with its absences.
fn usual(
    office: &TownOffice,
    person: &TownPerson,
    day: Day,
    [ill, told, way]: [u32; 3],
    consulted: &mut u32,
) -> Option<DayBody> {
    if let Some(special) = office.everyone.iter().find(|special| special.day == day) {
        let mut record = attended(person, day, true);
        record.facts.over_capacity = special.over_capacity;
        record.remark.clone_from(&special.remark);
        return Some(record);
    }
    if !person.weekdays.contains(day.weekday_ja()) {
        return None;
    }
    if ill >= person.absence_per_mille {
        return Some(attended(person, day, way >= 30));
    }
    let talked = told < 650 && *consulted < MOST_CONSULTED;
    *consulted += u32::from(talked);
    let remark = if talked { TOLD[told as usize % TOLD.len()] } else { "" };
    Some(absent(day, talked, remark))
}

fn attended(person: &TownPerson, day: Day, driven_home: bool) -> DayBody {
    let (start, end) = person.hours();
    let facts = DayFacts {
        day: day.number(),
        start: Some(start),
        end: Some(end),
        transport_out: u8::from(person.transport),
        transport_back: u8::from(person.transport && driven_home),
        meal: person.meal,
        ..DayFacts::default()
    };
    DayBody { facts, ..DayBody::default() }
}

fn absent(day: Day, absence_consulted: bool, remark: &str) -> DayBody {
    let facts = DayFacts { day: day.number(), status: DayStatus::Absent, absence_consulted, ..DayFacts::default() };
    DayBody { facts, remark: remark.to_owned(), ..DayBody::default() }
}

/// A planned event laid over the pattern.
fn happens(event: &TownEvent, person: &TownPerson, day: Day, usual: Option<DayBody>) -> Option<DayBody> {
    if event.no_record {
        return None;
    }
    if event.status == Some(DayStatus::Absent) {
        return Some(absent(day, event.absence_consulted, &event.remark));
    }
    let came = |record: &DayBody| record.facts.status == DayStatus::Attended;
    let mut record = usual.filter(came).unwrap_or_else(|| attended(person, day, true));
    let facts = &mut record.facts;
    facts.status = event.status.unwrap_or(facts.status);
    if facts.status != DayStatus::Attended {
        (facts.transport_out, facts.transport_back, facts.meal) = (0, 0, false);
    }
    if facts.status == DayStatus::OffsiteSupport {
        (facts.start, facts.end) = (None, None);
    }
    if event.no_end {
        facts.end = None;
    }
    if let Some(driven) = event.transport {
        (facts.transport_out, facts.transport_back) = (u8::from(driven), u8::from(driven));
    }
    facts.meal = event.meal.unwrap_or(facts.meal);
    facts.visit_minutes = event.visit_minutes;
    facts.visit_billed = event.visit_billed;
    record.remark.clone_from(&event.remark);
    Some(record)
}
