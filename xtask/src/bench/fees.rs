//! 報酬の測定: real office months through the whole road up to yen, and the common formula beside a rival.
use super::timing::{Measured, ROUNDS, duration, grouped, measure, per_second};
use super::{common, machine, rival};
use anyhow::{Result, bail};
use claims::Burden;
use claims::case::Case;
use fees::FeeTables;
use fees::b_type::facts::ServiceMonth;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Persons of one office.
const OFFICE: usize = 30;
/// Office months in one round: a single one is too short to time alone.
const OFFICES: usize = 200;
/// Persons of a prefecture.
const PREFECTURE: usize = 100_000;
/// Numbers of persons for the common formula.
const COMMON: [usize; 3] = [30, 100_000, 1_000_000];

type Month = (ServiceMonth, Burden);

/// The section of the report.
pub(super) fn section(date: Option<&str>, alone: bool) -> Result<String> {
    let months = months()?;
    let mut text = String::from("## Fees\n\n");
    let date = date.map_or_else(machine::today, ToOwned::to_owned);
    let (machine, load) = (machine::described(), machine::load());
    writeln!(text, "{date}. {machine}. {load}Medians of {ROUNDS} rounds after one to warm up.\n")?;
    office_months(&mut text, &months)?;
    common_formula(&mut text, alone)?;
    Ok(text)
}

fn office_months(text: &mut String, months: &[Month]) -> Result<()> {
    let tables = FeeTables::builtin();
    let office = measure(|| claim_all(tables, months, OFFICE * OFFICES));
    let prefecture = measure(|| claim_all(tables, months, PREFECTURE));
    let halves = measure(|| {
        std::thread::scope(|scope| {
            let workers = [(); 2].map(|()| scope.spawn(|| claim_all(tables, months, PREFECTURE / 2)));
            workers.into_iter().map(|worker| worker.join().unwrap_or(i64::MIN)).sum()
        })
    });
    text.push_str(concat!(
        "Persons of 31 days in service month 2024-07, each with absences, meals, rides, six filed additions ",
        "(処遇改善 among them) and a cap; the full explanation is made every time. 30 different persons, taken in turn; results are dropped ",
        "after their yen are added up.\n\n| what | time | a second |\n|---|---|---|\n",
    ));
    let months_a_second = grouped(per_second(OFFICES, office.median_ns));
    writeln!(
        text,
        "| one office month, {OFFICE} persons | {} | {months_a_second} office months |",
        duration(office.median_ns / OFFICES as u128)
    )?;
    let mut row = |what: &str, measured: Measured| {
        let persons = grouped(per_second(PREFECTURE, measured.median_ns));
        writeln!(text, "| {what} | {} | {persons} persons |", duration(measured.median_ns))
    };
    row("100,000 persons, one thread", prefecture)?;
    row("100,000 persons, two threads", halves)?;
    text.push('\n');
    Ok(())
}

/// Claims `count` persons and adds up what is claimed.
fn claim_all(tables: &FeeTables, months: &[Month], count: usize) -> i64 {
    let claimed = |(month, burden): &Month| claims::assess(tables, month, burden).benefit_claim.0;
    months.iter().cycle().take(count).map(claimed).sum()
}

/// The persons of an invented office. None of them may end in a fault: that would measure refusals.
fn months() -> Result<Vec<Month>> {
    let tables = FeeTables::builtin();
    let mut months = Vec::with_capacity(OFFICE);
    for number in 0..OFFICE {
        let case = Case::from_value(case(number))?;
        let (month, burden) = case.facts();
        let outcome = claims::assess(tables, &month, &burden);
        if claims::case::blocks_claim(&outcome) || outcome.benefit_claim.0 == 0 {
            bail!("person {number} of the bench cannot be claimed: {:?}", outcome.findings);
        }
        months.push((month, burden));
    }
    Ok(months)
}

fn case(number: usize) -> Value {
    let cap = [0, 9_300, 37_200][number % 3];
    let has_meals = !number.is_multiple_of(4);
    let days: Vec<Value> = (1..=31).map(|day| day_of(number, day)).collect();
    json!({
        "service": "b_type", "service_month": "2024-07",
        "office": {
            "area_class": "3級地", "capacity": 40, "fee_class": "II", "average_wage_yen": 16_000,
            "capability": {
                "welfare_professional_staffing": "I", "visual_hearing_support": "II", "severe_support": "II",
                "transport": "I", "meal_provision": true, "treatment_improvement": "I",
            },
        },
        "person": {
            "burden_cap": cap, "granted_days": 23, "meal_eligible": has_meals,
            "started_on": if number.is_multiple_of(5) { "2024-06-17" } else { "2020-04-01" },
        },
        "days": days,
    })
}

/// Three weekdays in four attended; the last days of the month absent with a consultation.
fn day_of(number: usize, day: usize) -> Value {
    if day > 27 || (number + day).is_multiple_of(4) {
        return json!({ "day": day, "status": "absent", "absence_consulted": day > 27 });
    }
    let has_meals = !number.is_multiple_of(4);
    let rides = usize::from(number.is_multiple_of(2));
    json!({
        "day": day, "start": "10:00", "end": "15:30", "meal": has_meals,
        "transport_out": rides, "transport_back": rides,
    })
}

fn common_formula(text: &mut String, alone: bool) -> Result<()> {
    text.push_str(concat!(
        "### One formula, two engines\n\n",
        "units = days × units a day + 30 × meals + 21 × rides; yen = units × price ÷ 100, floored; burden = a tenth, ",
        "floored, up to the cap of the income class; benefit = yen − burden. The numbers are invented. ",
        "Time of the calculation alone; the sums of all engines are compared and must be equal.\n\n",
        "| engine | persons | time | persons a second |\n|---|---|---|---|\n",
    ));
    let mut sums = Vec::new();
    for count in COMMON {
        for (engine, measured) in common::run(count) {
            row(text, engine, count, measured.median_ns)?;
            sums.push((count, measured.sum));
        }
    }
    let answers = if alone { Err("left out as asked".to_owned()) } else { rival::run(&COMMON) };
    match answers {
        Ok(answers) => {
            for answer in &answers {
                row(text, &answer.engine, answer.persons, answer.median_ns)?;
                sums.push((answer.persons, answer.sum));
            }
        }
        Err(why) => writeln!(text, "| OpenFisca-core | – | not measured: {why} | – |")?,
    }
    for count in COMMON {
        let of_count: Vec<i64> = sums.iter().filter(|sum| sum.0 == count).map(|sum| sum.1).collect();
        if of_count.iter().any(|sum| *sum != of_count[0]) {
            bail!("the engines disagree at {count} persons: {of_count:?}");
        }
    }
    writeln!(text, "\nThe steps kept for one person: {}.\n", common::example())?;
    Ok(())
}

fn row(text: &mut String, engine: &str, count: usize, median_ns: u128) -> Result<()> {
    let persons = grouped(count as u128);
    let a_second = grouped(per_second(count, median_ns));
    writeln!(text, "| {engine} | {persons} | {} | {a_second} |", duration(median_ns))?;
    Ok(())
}
