//! 平均工賃月額: the rounding of the guide, contradictions told, and what must hold for any year.
#![allow(clippy::unwrap_used)]
use fees::FeeTables;
use fees::b_type::average_wage::{AverageWage, PaidWage, UsersOfDay, WageMethod, WagePeriod, average_wage};
use fees::b_type::facts::{FeeClass, Reform2026};
use kernel::{Month, Yen};
use proptest::prelude::*;

fn april() -> Month {
    Month::new(2025, 4).unwrap()
}

/// `wages` yen in April for one person, `users` persons each on the first days of April and so on.
fn year(wages: i64, users: &[u32], opening_days: u32) -> WagePeriod {
    let days = (0..12).flat_map(|at| april().plus_months(at).each_day().collect::<Vec<_>>());
    WagePeriod {
        method: WageMethod::DailyAverage,
        from: april(),
        months: 12,
        wages: vec![PaidWage { month: april(), person: 1, yen: Yen(wages) }],
        users: days.zip(users).map(|(day, users)| UsersOfDay { day, users: *users }).collect(),
        opening_days,
    }
}

fn codes(result: &AverageWage) -> Vec<&str> {
    result.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The guide keeps one decimal and lifts whatever stands behind it: 14.679 becomes 14.7.
#[test]
fn a_daily_average_of_14_679_counts_as_14_7() {
    // 14,679 user-days in 1,000 days cannot be in one year; 3,596 in 245 days are 14.677…, and 3,528 are 14.4 exactly.
    for (user_days, tenths) in [(3_596, 147), (3_597, 147), (3_528, 144), (3_529, 145)] {
        let mut users = vec![14; 245];
        users[0] += user_days - 14 * 245;
        let result = average_wage(&year(2_646_000, &users, 245));
        assert_eq!(result.daily_average_tenths, Some(tenths), "{user_days}");
    }
}

#[test]
fn the_yen_are_rounded_half_up_once() {
    // 14.7 persons, 12 months: 176.4 person-months. 15,000.5 yen goes up.
    let mut users = vec![14; 10];
    users[0] += 7;
    let exact = |wages| average_wage(&year(wages, &users, 10)).yen;
    assert_eq!(exact(2_646_000), Some(Yen(15_000)));
    assert_eq!(exact(2_646_088), Some(Yen(15_000)));
    assert_eq!(exact(2_646_089), Some(Yen(15_001)));
}

#[test]
fn every_step_is_explained() {
    let result = average_wage(&year(1_000_000, &[10, 11, 12], 3));
    let texts: Vec<&str> = result.steps.iter().map(|step| step.text.as_ref()).collect();
    assert_eq!(
        texts,
        [
            "1日当たりの平均利用者数: 33人 ÷ 3日 → 小数第2位以下を切り上げ 11.0人",
            "平均工賃月額: 1,000,000円 ÷ 11.0人 ÷ 12か月 → 四捨五入 7,576円",
        ]
    );
}

#[test]
fn before_the_reform_the_persons_paid_each_month_divide() {
    let paid = |month: i32, person, yen| PaidWage { month: april().plus_months(month), person, yen: Yen(yen) };
    let wages = vec![paid(0, 1, 10_000), paid(0, 2, 20_001), paid(1, 1, 10_000), paid(1, 2, 0)];
    let period = WagePeriod { method: WageMethod::MonthlyPayees, wages, ..year(0, &[], 0) };
    let result = average_wage(&period);
    assert_eq!((result.payees, result.yen), (3, Some(Yen(13_334))));
}

#[test]
fn the_method_goes_by_the_month_the_band_is_filed_for() {
    let tables = FeeTables::builtin();
    let method = |month: &str| tables.average_wage_method(month.parse().unwrap()).map(|(method, _)| method);
    assert_eq!(method("2024-03"), Some(WageMethod::MonthlyPayees));
    assert_eq!(method("2024-04"), Some(WageMethod::DailyAverage));
    assert_eq!(method("2018-03"), None);
}

#[test]
fn contradictions_are_told_without_naming_a_person() {
    let mut period = year(-1, &[3, 4], 1);
    period.wages.push(PaidWage { month: april(), person: 1, yen: Yen(5) });
    period.wages.push(PaidWage { month: april().previous(), person: 987_654, yen: Yen(5) });
    period.users.push(period.users[0]);
    let result = average_wage(&period);
    assert_eq!(
        codes(&result),
        ["negative_wage", "duplicate_wage", "wage_out_of_period", "duplicate_day", "opening_days"]
    );
    assert_eq!(result.yen, None);
    assert!(result.findings.iter().all(|finding| !finding.what.contains("987") && !finding.how_to_fix.is_empty()));
    assert_eq!(codes(&average_wage(&year(1, &[], 3))), ["no_users"]);
    assert_eq!(codes(&average_wage(&year(1, &[1], 400))), ["opening_days"]);
    assert_eq!(codes(&average_wage(&WagePeriod { months: 13, ..year(1, &[1], 1) })), ["months"]);
}

#[test]
fn the_band_of_an_average_is_proposed_with_its_option_number() {
    let tables = FeeTables::builtin();
    let band = |month: &str, class, reform, yen| {
        let found = tables.wage_band(month.parse().unwrap(), class, 20, reform, Yen(yen))?;
        Some((found.from_yen, found.below_yen, found.options))
    };
    assert_eq!(band("2025-04", FeeClass::II, None, 15_000), Some((15_000, Some(20_000), vec![6])));
    assert_eq!(band("2025-04", FeeClass::II, None, 14_999), Some((10_000, Some(15_000), vec![7])));
    let subject = Some(Reform2026::Subject);
    assert_eq!(band("2026-06", FeeClass::II, subject, 18_000), Some((18_000, Some(20_000), vec![21])));
    assert_eq!(band("2025-04", FeeClass::V, None, 15_000), None);
    assert_eq!(band("2019-12", FeeClass::I, None, 15_000), None);
}

proptest! {
    /// More wages never give less; more user-days never give more.
    #[test]
    fn more_pay_never_lowers_and_more_users_never_raise_the_average(
        wages in 0_i64..50_000_000, more in 0_i64..1_000_000, users in prop::collection::vec(1_u32..60, 1..300), one_more in 0_usize..300,
    ) {
        let days = users.len() as u32;
        let average = average_wage(&year(wages, &users, days)).yen.unwrap();
        prop_assert!(average_wage(&year(wages + more, &users, days)).yen.unwrap() >= average);
        let mut crowded = users.clone();
        let at = one_more % crowded.len();
        crowded[at] += 1;
        prop_assert!(average_wage(&year(wages, &crowded, days)).yen.unwrap() <= average);
    }

    /// The rounded daily average lies at most a tenth above the exact one, and the yen within half a yen of its quotient.
    #[test]
    fn rounding_stays_within_a_tenth_and_half_a_yen(
        wages in 0_i64..50_000_000, users in prop::collection::vec(1_u32..60, 1..300),
    ) {
        let days = users.len() as u64;
        let result = average_wage(&year(wages, &users, days as u32));
        let tenths = result.daily_average_tenths.unwrap();
        prop_assert!(tenths * days >= result.user_days * 10);
        prop_assert!((tenths - 1) * days < result.user_days * 10);
        let (yen, divisor) = (i128::from(result.yen.unwrap().0), i128::from(tenths) * 12);
        let off = (i128::from(wages) * 10 - yen * divisor).abs() * 2;
        prop_assert!(off <= divisor);
    }
}
