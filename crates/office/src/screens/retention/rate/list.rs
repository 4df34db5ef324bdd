//! 就労定着率の名簿: who is counted for a fiscal year – the three years before it and the day that decides –, as rows of a
//! form and as the two numbers.
use crate::{actions::retention::person_facts, desk::Desk, failure::Failure, screens::people::read, view::told_apart};
use fees::retention::{
    facts::RetentionRate,
    rate::{Counted, count},
};
use kernel::{Day, Month};
use std::collections::HashMap;
use store::{RatePerson, RetentionRateBody};
use ui::Form;

/// Empty rows for people the office has no record of.
pub(super) const SPARE: usize = 3;
/// Most rows.
pub(super) const MOST: usize = 400;
/// Years before the fiscal year in which the service was used.
const YEARS: i16 = 3;

/// April of a fiscal year; a year that no calendar has is a page that does not exist.
pub(super) fn april(year: i16) -> Result<Month, Failure> {
    if !(2018..=2100).contains(&year) {
        return Err(Failure::NotFound);
    }
    Month::new(year, 4).map_err(|_| Failure::NotFound)
}

/// The period in which the service was used, and its last day, which decides who still works.
pub(super) fn period(year: i16) -> Result<(Day, Day), Failure> {
    Ok((april(year - YEARS)?.first_day(), april(year)?.previous().last_day()))
}

/// The two numbers of a list.
pub(super) fn counts(body: &RetentionRateBody) -> RetentionRate {
    count(body.people.iter().map(|person| Counted { included: person.included, working: person.working }))
}

/// The people of the office who used the service in the period, with what the records say of them.
pub(super) async fn candidates(desk: &Desk, year: i16) -> Result<Vec<RatePerson>, Failure> {
    let (from, until) = period(year)?;
    let read = desk.read();
    let facts: HashMap<i64, _> =
        read.retention_facts().list().await?.into_iter().map(|row| (row.person_id, row.body)).collect();
    let mut jobs: HashMap<i64, Vec<_>> = HashMap::new();
    for job in read.employments().list().await? {
        jobs.entry(job.person_id).or_default().push(job);
    }
    let mut found = Vec::new();
    for person in read.people().list().await? {
        let (Some(facts), Some(jobs)) = (facts.get(&person.id), jobs.get(&person.id)) else { continue };
        let standing = person_facts(jobs, facts, None);
        let Some(usable) = standing.employed_on.map(|hired| desk.app.tables.retention().first_usable_on(hired)) else {
            continue;
        };
        let Some(started) = standing.contract_on.map(|contract| contract.max(usable)) else { continue };
        let ends = [standing.contract_end_on, standing.left_on, standing.resigned_on];
        let ended = ends.into_iter().flatten().min();
        if started > until || ended.is_some_and(|day| day < from) {
            continue;
        }
        let works = |job: &store::Employment| {
            job.body.hired_on.is_some_and(|day| day <= until) && job.body.ended_on.is_none_or(|day| day >= until)
        };
        let working = jobs.iter().any(works) && standing.resigned_on.is_none_or(|day| day >= until);
        found.push(RatePerson {
            person_id: Some(person.id),
            name: String::new(),
            started_on: Some(started),
            working,
            included: true,
            reason: String::new(),
        });
    }
    Ok(found)
}

/// Names of the office's people.
pub(super) async fn names(desk: &Desk) -> Result<HashMap<i64, String>, Failure> {
    let people = desk.read().people().list().await?;
    let names = told_apart(&people);
    Ok(people.into_iter().map(|person| person.id).zip(names).collect())
}

/// A list as the form shows it.
pub(super) fn show(body: &RetentionRateBody) -> Form {
    let mut form = Form::default();
    for (row, person) in body.people.iter().enumerate() {
        form.set_some(&format!("p{row}"), person.person_id).set(&format!("n{row}"), &person.name);
        form.set_some(&format!("d{row}"), person.started_on).set(&format!("r{row}"), &person.reason);
        read::tick(&mut form, &format!("w{row}"), person.working);
        read::tick(&mut form, &format!("c{row}"), person.included);
    }
    form.set("note", &body.note);
    form
}

/// Rows of a form: those that hold a person or a name, whatever gaps there are between them.
pub(super) fn rows(form: &Form) -> usize {
    let used = |row: usize| ["p", "n", "d", "r"].iter().any(|key| form.text(&format!("{key}{row}")).is_some());
    (0..MOST).rev().find(|row| used(*row)).map_or(0, |row| row + 1)
}

/// What was typed as a list.
pub(super) fn read(form: &mut Form, year: i16) -> Result<Option<RetentionRateBody>, Failure> {
    let (_, until) = period(year)?;
    let mut people: Vec<RatePerson> = Vec::new();
    for row in 0..rows(form) {
        let key = |letter: &str| format!("{letter}{row}");
        let person_id = form.text(&key("p")).and_then(|text| text.parse().ok());
        let name = read::text(form, &key("n"), "氏名");
        let started_on = read::day(form, &key("d"));
        let reason = read::text(form, &key("r"), "理由");
        if person_id.is_none() && name.is_empty() {
            if started_on.is_some() || !reason.is_empty() {
                form.fail(
                    &key("n"),
                    format!("{}行目の氏名が入っていません。氏名を書くか、行を空にしてください", row + 1),
                );
            }
            continue;
        }
        if person_id.is_some_and(|id| people.iter().any(|known| known.person_id == Some(id))) {
            form.fail(&key("n"), format!("{}行目の人は、前の行にもあります。どちらかを消してください", row + 1));
        }
        let included = form.checked(&key("c"));
        if !included && reason.is_empty() {
            let message =
                format!("{}行目を数に入れない理由が入っていません。理由を書くか、数に入れてください", row + 1);
            form.fail(&key("r"), message);
        }
        if started_on.is_some_and(|day| day > until) {
            let message =
                format!("{}行目の利用開始日が{}より後です。日を直すか、行を消してください", row + 1, until.both());
            form.fail(&key("d"), message);
        }
        people.push(RatePerson { person_id, name, started_on, working: form.checked(&key("w")), included, reason });
    }
    let note = read::note(form, "note", "備考");
    Ok(form.is_ok().then_some(RetentionRateBody { people, note }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_rate_of_a_year_looks_at_the_three_years_before_it() {
        let (from, until) = period(2024).unwrap();
        assert_eq!((from.to_string().as_str(), until.to_string().as_str()), ("2021-04-01", "2024-03-31"));
        assert!(period(-5).is_err() && period(i16::MAX).is_err());
    }

    #[test]
    fn leaving_someone_out_needs_a_reason() {
        let mut form = Form::default();
        form.set("p0", 7).set("c0", "1").set("w0", "1").set("n1", "見本 外").set("d1", "R5.4.1");
        assert_eq!(read(&mut form, 2024).unwrap(), None);
        assert!(form.error("r1").is_some(), "{:?}", form.errors());
        let mut form = Form::default();
        form.set("p0", 7).set("c0", "1").set("w0", "1").set("n2", "見本 外").set("r2", "市外に転居");
        let body = read(&mut form, 2024).unwrap().unwrap();
        assert_eq!(body.people.len(), 2, "an empty row between is no person");
        let rate = counts(&body);
        assert_eq!((rate.numerator, rate.denominator), (1, 1));
        assert_eq!(read(&mut show(&body), 2024).unwrap(), Some(body));
    }
}
