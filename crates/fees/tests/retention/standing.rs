//! 区分: the twelve cases of the table, and what needs an eye.
use crate::support::day;
use fees::FeeTables;
use fees::retention::{self, Alarm, Category, Standing, facts::Person};
use serde_json::{Value, json};

fn on(person: &Value, date: &str) -> Standing {
    let person: Person = serde_json::from_value(person.clone()).unwrap();
    retention::category(FeeTables::builtin(), &person, day(date))
}

#[test]
fn the_twelve_cases_of_the_table() {
    let late = json!({ "employed_on": "2024-08-31", "contract_on": "2025-02-10" });
    let left = json!({ "employed_on": "2023-04-01", "contract_on": "2023-10-01", "left_on": "2025-01-31" });
    let both = json!({ "employed_on": "2023-04-01", "contract_on": "2023-10-01",
        "left_on": "2025-01-31", "resigned_on": "2025-01-31" });
    let resigned = json!({ "employed_on": "2023-04-01", "contract_on": "2023-10-01", "resigned_on": "2025-01-31" });
    let over = json!({ "employed_on": "2021-04-01", "contract_on": "2021-10-01" });
    let cases = [
        ("D1", json!({}), "2024-05-01", Category::NoContract),
        ("D2", late.clone(), "2025-02-28", Category::Transition),
        ("D3", late, "2025-03-01", Category::Settled),
        ("D4", json!({ "employed_on": "2024-04-01" }), "2024-10-01", Category::NoContract),
        ("D5", json!({ "employed_on": "2024-04-01", "declined": true }), "2024-05-01", Category::Declined),
        ("D6", left, "2025-01-31", Category::LeftService),
        ("D7", both, "2025-02-01", Category::LeftJob),
        ("D8", resigned, "2025-01-30", Category::Settled),
        ("D9", json!({ "employed_on": "2024-04-01", "contract_on": "2024-11-05" }), "2024-10-15", Category::NoContract),
        ("D10", json!({ "employed_on": "2025-06-01" }), "2025-05-01", Category::Transition),
        ("D11", over.clone(), "2024-10-01", Category::Settled),
    ];
    for (name, person, date, expected) in cases {
        assert_eq!(on(&person, date).category, expected, "{name}");
    }
    assert_eq!(on(&over, "2024-10-01").alarms, [Alarm::PeriodOver], "D11");
    assert_eq!(on(&over, "2024-09-30").alarms, [], "the last day itself is not over");
    let mut gone = over;
    gone["declined"] = json!(true);
    gone["left_on"] = json!("2024-09-30");
    assert_eq!(on(&gone, "2024-10-01").category, Category::LeftService, "D12: a leaving date wins over the intent");
    gone["left_on"] = Value::Null;
    assert_eq!(on(&gone, "2024-10-01").category, Category::Declined, "D12 without a leaving date");
}

#[test]
fn hired_on_the_last_day_of_august() {
    let person = json!({ "employed_on": "2024-08-31", "contract_on": "2025-02-10" });
    let expected = [
        ("2025-02-10", Category::Transition),
        ("2025-02-28", Category::Transition),
        ("2025-03-01", Category::Settled),
        ("2028-02-29", Category::Settled),
    ];
    for (date, category) in expected {
        let standing = on(&person, date);
        assert_eq!((standing.category, standing.alarms), (category, vec![]), "{date}");
        assert_eq!(standing.first_usable_on, Some(day("2025-03-01")));
        assert_eq!(standing.last_usable_on, Some(day("2028-02-29")));
    }
    assert_eq!(on(&person, "2028-03-01").alarms, [Alarm::PeriodOver]);
}

#[test]
fn whoever_declined_on_a_day_stands_there_from_that_day_on() {
    let person = json!({ "employed_on": "2024-04-01", "contract_on": "2024-10-01",
        "declined": true, "declined_on": "2025-02-10" });
    for (date, expected) in [
        ("2024-09-30", Category::Transition),
        ("2025-02-09", Category::Settled),
        ("2025-02-10", Category::Declined),
        ("2025-06-01", Category::Declined),
    ] {
        assert_eq!(on(&person, date).category, expected, "{date}");
    }
    assert!(on(&person, "2025-02-10").why.contains("2025年2月10日"));
    let old = json!({ "employed_on": "2024-04-01", "contract_on": "2024-10-01", "declined": true });
    assert_eq!(on(&old, "2024-05-01").category, Category::Declined, "without a day it holds for every day");
    assert!(on(&old, "2024-05-01").why.contains("断った日は入力されていません"));
}

#[test]
fn the_reason_names_the_fact_that_decided() {
    let person = json!({ "employed_on": "2024-08-31", "contract_on": "2025-04-10" });
    for (date, words) in [
        ("2025-02-28", "2025年3月1日から"),
        ("2025-03-05", "契約日2025年4月10日"),
        ("2025-04-10", "契約日が2025年4月10日"),
    ] {
        let why = on(&person, date).why;
        assert!(why.contains(words), "{date}: {why}");
    }
    assert!(on(&json!({ "resigned_on": "2025-01-31" }), "2025-01-31").why.contains("退職日が2025年1月31日"));
}

#[test]
fn someone_taken_over_without_a_hire_date_stands_among_the_settled_with_a_mark() {
    let standing = on(&json!({ "taken_over": true }), "2025-04-01");
    assert_eq!((standing.category, standing.alarms), (Category::Settled, vec![Alarm::NeedsCheck]));
    let known = on(&json!({ "taken_over": true, "employed_on": "2025-01-10" }), "2025-04-01");
    assert_eq!((known.category, known.alarms), (Category::Transition, vec![]));
}

#[test]
fn one_change_of_job_within_a_month_continues() {
    let changed = |resigned: &str, next: &str| {
        let person = json!({ "employed_on": "2023-04-01", "contract_on": "2023-10-01",
            "resigned_on": resigned, "re_employed_on": next });
        on(&person, "2025-06-01").category
    };
    assert_eq!(changed("2025-01-31", "2025-02-01"), Category::Settled);
    // The month runs from 1 to 28 February.
    assert_eq!(changed("2025-01-31", "2025-02-28"), Category::Settled);
    assert_eq!(changed("2025-01-31", "2025-03-01"), Category::LeftJob);
    assert_eq!(changed("2025-03-15", "2025-04-15"), Category::Settled);
    assert_eq!(changed("2025-03-15", "2025-04-16"), Category::LeftJob);
}

#[test]
fn a_second_change_of_job_ends_it_however_short_the_gap() {
    let person = json!({ "employed_on": "2023-04-01", "contract_on": "2023-10-01",
        "job_changes": [{ "resigned_on": "2024-03-31", "re_employed_on": "2024-04-01" }],
        "resigned_on": "2025-01-31", "re_employed_on": "2025-02-01" });
    assert_eq!(on(&person, "2025-01-30").category, Category::Settled);
    let standing = on(&person, "2025-01-31");
    assert_eq!((standing.category, standing.alarms), (Category::LeftJob, vec![Alarm::SecondJobChange]));
    assert!(standing.why.contains("二度目の転職"), "{}", standing.why);
}

#[test]
fn a_contract_that_has_ended_without_a_leaving_date_is_marked() {
    let person = json!({ "employed_on": "2023-04-01", "contract_on": "2023-10-01", "contract_end_on": "2025-01-31" });
    assert_eq!(on(&person, "2025-01-31").alarms, []);
    assert_eq!(on(&person, "2025-02-01").alarms, [Alarm::ContractOver]);
}

#[test]
fn names_are_written_as_on_the_tabs() {
    for category in Category::ALL {
        assert_eq!(serde_json::to_value(category).unwrap(), json!(category.name()));
    }
    assert_eq!(Category::LeftService.to_string(), "退所（定着中）");
}

#[test]
fn the_first_and_last_day_of_use_agree_with_counting_days_for_every_hire_of_fifteen_years() {
    let tables = FeeTables::builtin().retention();
    let calendar: Vec<(i32, u8, kernel::Day)> = (0..7400)
        .map(|days| day("2018-01-01").plus_days(days))
        .map(|on| (i32::from(on.month().year()) * 12 + i32::from(on.month().month()), on.number(), on))
        .collect();
    // The period is over on the day of the same number, or on the first of a month after one that has no such number.
    let over = |at: usize, months: i32| {
        let (hired, number, _) = calendar[at];
        let later = calendar[at..].iter();
        let mut later = later.filter(|(month, ..)| *month >= hired + months);
        later.find(|(month, on, _)| *on == number || *month == hired + months + 1).unwrap().2
    };
    let hires = calendar.iter().take_while(|(_, _, on)| *on <= day("2032-12-31")).count();
    assert_eq!(hires, 5479);
    for (at, (_, _, hired)) in calendar.iter().enumerate().take(hires) {
        assert_eq!(tables.first_usable_on(*hired), over(at, 6), "{hired}");
        assert_eq!(tables.last_usable_on(*hired).plus_days(1), over(at, 42), "{hired}");
    }
}
