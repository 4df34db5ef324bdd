//! 基本報酬.
use super::support::*;
use fees::b_type::facts::{FeeClass, Reform2026};

#[test]
fn the_base_fee_follows_class_capacity_and_wage() {
    let cases = [
        (FeeClass::I, 20, Some(45_000), "462980", 837),
        (FeeClass::I, 21, Some(44_999), "463034", 717),
        (FeeClass::II, 20, Some(16_000), "462061", 614),
        (FeeClass::II, 20, Some(15_000), "462061", 614),
        (FeeClass::II, 20, Some(14_999), "462073", 584),
        (FeeClass::III, 20, Some(0), "462883", 490),
        (FeeClass::IV, 81, None, "463244", 462),
        (FeeClass::VI, 40, None, "462949", 430),
    ];
    for (class, capacity, wage, code, units) in cases {
        let result = assess("2024-07", |facts| {
            facts.office.fee_class = class;
            facts.office.capacity = capacity;
            facts.office.average_wage_yen = wage;
            facts.days = attended_days(1..=3);
        });
        assert_eq!(result.lines[0].units.0, units, "{class:?} {capacity} {wage:?}");
        if capacity == 20 {
            assert_eq!(result.lines[0].code_text(), code);
        }
        assert!(result.lines[0].verified);
        assert_eq!(result.total_units.0, units * 3);
    }
}

#[test]
fn the_filed_option_number_picks_the_band_when_the_wage_is_not_given() {
    let result = assess("2024-07", |facts| {
        facts.office.average_wage_yen = None;
        facts.office.wage_band_option = Some(6);
        facts.days = attended_days([1]);
    });
    assert_eq!(lines(&result), [("462061", 614, 1)]);
}

#[test]
fn a_wage_and_an_option_that_disagree_are_told() {
    let result = assess("2024-07", |facts| {
        facts.office.wage_band_option = Some(5);
        facts.days = attended_days([1]);
    });
    assert_eq!(lines(&result), [("462061", 614, 1)]);
    assert!(finding(&result, "wage_band_conflict").is_some());
}

#[test]
fn an_office_subject_to_the_2026_revision_has_twelve_bands() {
    let result = assess("2026-06", |facts| {
        facts.office.average_wage_yen = Some(17_999);
        facts.office.reform_2026 = Some(Reform2026::Subject);
        facts.days = attended_days([1]);
    });
    assert_eq!(lines(&result), [("463766", 596, 1)]);
}

#[test]
fn an_exempt_office_keeps_the_old_code_under_a_new_name() {
    let result = assess("2026-06", |facts| {
        facts.office.reform_2026 = Some(Reform2026::Exempt);
        facts.days = attended_days([1]);
    });
    assert_eq!(lines(&result), [("462061", 614, 1)]);
    assert_eq!(result.lines[0].name, "就継ＢⅡ１改定外６");
}

#[test]
fn below_15000_yen_the_2026_revision_is_not_asked_for() {
    let result = assess("2026-06", |facts| {
        facts.office.average_wage_yen = Some(14_999);
        facts.days = attended_days([1]);
    });
    assert_eq!(lines(&result), [("462073", 584, 1)]);
}

#[test]
fn from_15000_yen_the_standing_in_the_2026_revision_must_be_known() {
    let result = assess("2026-06", |facts| facts.days = attended_days([1]));
    assert!(result.lines.is_empty());
    let finding = finding(&result, "missing_reform_2026").unwrap();
    assert_eq!(finding.place.field.as_deref(), Some("office.reform_2026"));
}

#[test]
fn a_month_without_a_table_is_refused_by_name() {
    let result = assess("2024-03", |facts| {
        facts.person.cap_managed_here = true;
        facts.days = attended_days([1]);
    });
    assert!(result.lines.is_empty());
    let finding = finding(&result, "fee_row_missing").unwrap();
    assert!(finding.what.contains("就労継続支援B型 基本報酬表に 2024-03 の行がありません"));
    assert!(finding.how_to_fix.contains("base_rates.csv"));
}

#[test]
fn without_a_wage_the_class_cannot_be_priced() {
    let result = assess("2024-07", |facts| {
        facts.office.average_wage_yen = None;
        facts.days = attended_days([1]);
    });
    assert!(result.lines.is_empty());
    assert!(finding(&result, "missing_average_wage").is_some());
}
