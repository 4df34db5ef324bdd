//! 併給できないもの: what may not stand together on one day, refused where it is typed, with the sentence of the rule.
use super::row::{CellError, DayRow};
use fees::b_type::facts::{DayFacts, DayStatus};
use std::collections::BTreeMap;

/// A cell that a status excludes.
struct Exclusion {
    status: DayStatus,
    field: &'static str,
    holds: fn(&DayFacts) -> bool,
    sentence: &'static str,
}

const fn rule(
    status: DayStatus,
    field: &'static str,
    holds: fn(&DayFacts) -> bool,
    sentence: &'static str,
) -> Exclusion {
    Exclusion { status, field, holds, sentence }
}

const MEAL_ON_VISIT: &str =
    "食事提供体制加算と訪問支援特別加算は、同じ日に算定できません。食事を消すか、提供状況を直してください";
const MEAL_OFFSITE: &str =
    "食事提供体制加算は、施設外支援の日には算定できません。食事を消すか、提供状況を直してください";
const TIMES_OFFSITE: &str =
    "施設外支援の日は、開始と終了の時刻を書きません(日報に残します)。時刻を消すか、提供状況を直してください";
const VISIT_OFFSITE: &str =
    "施設外支援と訪問支援特別加算は、同じ日に算定できません。訪問の欄を消すか、提供状況を直してください";
const ON_ABSENCE: &str = "欠席の日に算定できるのは欠席時対応加算だけです。この欄を消すか、提供状況を直してください";

const EXCLUSIONS: &[Exclusion] = &[
    rule(DayStatus::HomeVisit, "meal", |facts| facts.meal, MEAL_ON_VISIT),
    rule(DayStatus::OffsiteSupport, "meal", |facts| facts.meal, MEAL_OFFSITE),
    rule(DayStatus::OffsiteSupport, "start", |facts| facts.start.is_some(), TIMES_OFFSITE),
    rule(DayStatus::OffsiteSupport, "end", |facts| facts.end.is_some(), TIMES_OFFSITE),
    rule(DayStatus::OffsiteSupport, "visit_minutes", |facts| facts.visit_minutes.is_some(), VISIT_OFFSITE),
    rule(DayStatus::OffsiteSupport, "visit_billed", |facts| facts.visit_billed, VISIT_OFFSITE),
    rule(DayStatus::Absent, "meal", |facts| facts.meal, ON_ABSENCE),
    rule(DayStatus::Absent, "transport_out", |facts| facts.transport_out > 0, ON_ABSENCE),
    rule(DayStatus::Absent, "transport_back", |facts| facts.transport_back > 0, ON_ABSENCE),
    rule(DayStatus::Absent, "visit_minutes", |facts| facts.visit_minutes.is_some(), ON_ABSENCE),
    rule(DayStatus::Absent, "visit_billed", |facts| facts.visit_billed, ON_ABSENCE),
    rule(DayStatus::Absent, "medical", |facts| facts.medical.is_some(), ON_ABSENCE),
    rule(DayStatus::Absent, "at_home_support", |facts| facts.at_home_support, ON_ABSENCE),
    rule(DayStatus::Absent, "community_collaboration", |facts| facts.community_collaboration, ON_ABSENCE),
    rule(DayStatus::Absent, "emergency_acceptance", |facts| facts.emergency_acceptance, ON_ABSENCE),
];

/// Errors of cells that cannot stand together with the status. What was stored before and is not touched now stays:
/// such a day has its finding already, and nobody is kept from mending it cell by cell.
pub(super) fn refuse(row: &DayRow, typed: &BTreeMap<String, String>) -> Vec<CellError> {
    let status = row.facts.status;
    let broken = EXCLUSIONS.iter().filter(|rule| rule.status == status && (rule.holds)(&row.facts));
    let touched = broken.filter_map(|rule| {
        let field = [rule.field, "status"].into_iter().find(|field| typed.contains_key(*field))?;
        Some(CellError { field: field.to_owned(), message: rule.sentence.to_owned() })
    });
    let mut errors: Vec<CellError> = Vec::new();
    for error in touched {
        if !errors.contains(&error) {
            errors.push(error);
        }
    }
    errors
}

/// A day that turned into an absence loses its additions, where they were not typed in the same go.
pub(super) fn drop_day_additions(facts: &mut DayFacts, stale: &dyn Fn(&str) -> bool) {
    if stale("visit_minutes") {
        facts.visit_minutes = None;
    }
    if stale("visit_billed") {
        facts.visit_billed = false;
    }
    if stale("medical") {
        facts.medical = None;
        facts.medical_recipients = None;
    }
    for (field, flag) in [
        ("at_home_support", &mut facts.at_home_support),
        ("community_collaboration", &mut facts.community_collaboration),
        ("emergency_acceptance", &mut facts.emergency_acceptance),
    ] {
        if stale(field) {
            *flag = false;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::cells::patch;
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn refused(pairs: &[(&str, &str)]) -> (String, String) {
        let error = patch(None, 3, &typed(pairs)).unwrap_err().remove(0);
        (error.field, error.message)
    }

    #[test]
    fn bt_48_a_meal_does_not_stand_beside_a_visit_or_offsite_support() {
        let (field, message) = refused(&[("status", "訪問支援"), ("meal", "1")]);
        assert!(field == "meal" && message.contains("訪問支援特別加算"), "{message}");
        let (field, message) = refused(&[("status", "3"), ("meal", "1")]);
        assert!(field == "meal" && message.contains("施設外支援の日には算定できません"), "{message}");
    }

    #[test]
    fn bt_49_offsite_support_has_no_times_and_no_visit() {
        for (field, text) in [("start", "10:00"), ("end", "1500"), ("visit_minutes", "60"), ("visit_billed", "1")] {
            let (at, message) = refused(&[("status", "施設外"), (field, text)]);
            assert!(at == field && message.contains("施設外支援"), "{message}");
        }
    }

    #[test]
    fn an_absence_has_nothing_but_its_own_addition() {
        let fields = ["meal", "transport_out", "transport_back", "medical", "visit_billed", "at_home_support"];
        for field in fields.into_iter().chain(["community_collaboration", "emergency_acceptance", "visit_minutes"]) {
            let (at, message) = refused(&[("status", "欠席"), (field, "1")]);
            assert!(at == field && message.contains("欠席時対応加算だけ"), "{field}: {message}");
        }
        assert!(patch(None, 3, &typed(&[("status", "欠席"), ("absence_consulted", "1")])).is_ok());
    }

    #[test]
    fn a_meal_typed_later_is_refused_and_the_remark_of_such_a_day_is_not() {
        let offsite = patch(None, 3, &typed(&[("status", "施設外支援"), ("remark", "日報あり")])).unwrap().unwrap();
        assert_eq!(patch(Some(&offsite), 3, &typed(&[("meal", "1")])).unwrap_err()[0].field, "meal");
        let mut imported = offsite.clone();
        imported.facts.meal = true;
        assert!(patch(Some(&imported), 3, &typed(&[("remark", "見直し中")])).is_ok());
        assert!(patch(Some(&imported), 3, &typed(&[("meal", "")])).is_ok());
    }

    #[test]
    fn a_day_that_turns_into_offsite_support_loses_its_times_and_meal_without_a_word() {
        let day = [("start", "930"), ("end", "1530"), ("meal", "1"), ("medical", "2")];
        let attended = patch(None, 3, &typed(&day)).unwrap().unwrap();
        let offsite = patch(Some(&attended), 3, &typed(&[("status", "施設外支援")])).unwrap().unwrap();
        assert!(offsite.facts.start.is_none() && !offsite.facts.meal);
        let absent = patch(Some(&attended), 3, &typed(&[("status", "欠席")])).unwrap().unwrap();
        assert_eq!(absent.facts, DayFacts { day: 3, status: DayStatus::Absent, ..DayFacts::default() });
    }
}
