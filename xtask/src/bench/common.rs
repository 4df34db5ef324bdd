//! 共通の式: one small formula that every rule engine can hold, plain and explained, to stand beside OpenFisca.
//!
//! units = days × units a day + 30 × meals + 21 × rides; yen = units × price ÷ 100, floored; burden = a tenth, floored,
//! up to the cap of the income class; benefit = yen − burden. All numbers are invented, prices and caps are dated.
use super::timing::{Measured, measure};
use std::hint::black_box;

/// What is known of a person.
#[derive(Clone, Copy)]
struct Person {
    days: i64,
    units_per_day: i64,
    meal_days: i64,
    pickups: i64,
    income_class: usize,
}

/// A value in force from a month on.
struct Dated {
    from: u32,
    value: i64,
}

struct Rules {
    unit_price: Vec<Dated>,
    cap: [Vec<Dated>; 3],
}

/// One step of an explanation, the values kept.
struct Step {
    rule: &'static str,
    operands: [i64; 3],
    value: i64,
}

const SERVICE_MONTH: u32 = 202_604;

/// The formula for `count` persons in three ways, each with the sum of all benefits.
pub(super) fn run(count: usize) -> Vec<(&'static str, Measured)> {
    let rules = rules();
    let people: Vec<Person> = (0..count as i64).map(person).collect();
    let plain = measure(|| people.iter().map(|person| benefit(&rules, person)).sum());
    let dropped = measure(|| {
        let sum_of = |person| {
            let (value, steps) = explained(&rules, person);
            black_box(&steps);
            value
        };
        people.iter().map(sum_of).sum()
    });
    let kept = measure(|| {
        let all: Vec<(i64, Vec<Step>)> = people.iter().map(|person| explained(&rules, person)).collect();
        black_box(&all).iter().map(|one| one.0).sum()
    });
    vec![
        ("Rust, plain", plain),
        ("Rust, every step explained, steps dropped", dropped),
        ("Rust, every step explained and kept", kept),
    ]
}

/// The explanation of one person, so that a reader sees what "every step" means.
pub(super) fn example() -> String {
    let (_, steps) = explained(&rules(), &person(41));
    let told = steps.iter().map(|Step { rule, operands, value }| format!("{rule} {operands:?} → {value}"));
    told.collect::<Vec<_>>().join("; ")
}

fn rules() -> Rules {
    let since = |value| vec![Dated { from: 202_104, value }];
    let unit_price = vec![Dated { from: 202_104, value: 1000 }, Dated { from: 202_406, value: 1080 }];
    Rules { unit_price, cap: [since(0), since(9_300), since(37_200)] }
}

fn person(i: i64) -> Person {
    Person {
        days: i * 7_919 % 24,
        units_per_day: 300 + i * 104_729 % 600,
        meal_days: i * 1_299_709 % 24,
        pickups: i * 15_485_863 % 48,
        income_class: (i * 32_452_843 % 3) as usize,
    }
}

fn in_force(values: &[Dated]) -> i64 {
    values.iter().rev().find(|dated| dated.from <= SERVICE_MONTH).map_or(0, |dated| dated.value)
}

fn benefit(rules: &Rules, person: &Person) -> i64 {
    let units = person.days * person.units_per_day + 30 * person.meal_days + 21 * person.pickups;
    let cost = units * in_force(&rules.unit_price) / 100;
    cost - (cost / 10).min(in_force(&rules.cap[person.income_class]))
}

fn explained(rules: &Rules, person: &Person) -> (i64, Vec<Step>) {
    let mut steps = Vec::with_capacity(6);
    let mut step = |rule, operands, value| {
        steps.push(Step { rule, operands, value });
        value
    };
    let base = step("base", [person.days, person.units_per_day, 0], person.days * person.units_per_day);
    let meal = step("meal", [person.meal_days, 30, 0], 30 * person.meal_days);
    let pickup = step("pickup", [person.pickups, 21, 0], 21 * person.pickups);
    let units = base + meal + pickup;
    let price = in_force(&rules.unit_price);
    let cost = step("cost", [units, price, 100], units * price / 100);
    let cap = in_force(&rules.cap[person.income_class]);
    let burden = step("burden", [cost, 10, cap], (cost / 10).min(cap));
    let benefit = step("benefit", [cost, burden, 0], cost - burden);
    (benefit, steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_explained_formula_says_what_the_plain_one_says_and_its_last_step_is_the_result() {
        let rules = rules();
        for i in 0..1_000 {
            let person = person(i);
            let (value, steps) = explained(&rules, &person);
            assert_eq!(value, benefit(&rules, &person));
            let last = &steps[5];
            assert_eq!((last.rule, last.operands[0] - last.operands[1], last.value), ("benefit", value, value));
        }
    }

    #[test]
    fn a_worked_example_of_the_formula() {
        let person = Person { days: 20, units_per_day: 600, meal_days: 10, pickups: 40, income_class: 1 };
        // 12,000 + 300 + 840 = 13,140 units; × 10.80 = 141,912 yen; a tenth 14,191 is capped at 9,300
        assert_eq!(benefit(&rules(), &person), 132_612);
    }
}
