//! The items of the manual that are rules, each under its checklist id: the six categories and the reasons of a blocked row.
use crate::support::{assess, blocks, contact, day, units};
use fees::FeeTables;
use fees::retention::{self, Alarm, Category, facts::Person};
use serde_json::{Value, json};

fn on(person: Value, date: &str) -> Category {
    let person: Person = serde_json::from_value(person).unwrap();
    retention::category(FeeTables::builtin(), &person, day(date)).category
}

#[test]
fn jr_04_someone_added_without_anything_else_is_not_under_contract() {
    assert_eq!(on(json!({}), "2026-11-20"), Category::NoContract);
}

#[test]
fn jr_05_someone_taken_over_stands_among_the_settled_until_the_hire_date_is_there() {
    let taken = |more: Value| {
        let person: Person = serde_json::from_value(more).unwrap();
        retention::category(FeeTables::builtin(), &person, day("2026-11-20"))
    };
    let without = taken(json!({ "taken_over": true }));
    assert_eq!((without.category, without.alarms.as_slice()), (Category::Settled, [Alarm::NeedsCheck].as_slice()));
    let with = taken(json!({ "taken_over": true, "employed_on": "2026-09-01" }));
    assert_eq!((with.category, with.alarms.as_slice()), (Category::Transition, [].as_slice()));
}

#[test]
fn jr_14_the_six_months_after_the_hire_are_the_time_of_transition() {
    let hired = json!({ "employed_on": "2024-04-15" });
    assert_eq!(on(hired.clone(), "2024-04-15"), Category::Transition);
    assert_eq!(on(hired.clone(), "2024-10-14"), Category::Transition);
    assert_ne!(on(hired, "2024-10-15"), Category::Transition);
}

#[test]
fn jr_15_a_contract_before_six_months_changes_nothing() {
    let early = json!({ "employed_on": "2024-04-15", "contract_on": "2024-05-01" });
    assert_eq!(on(early, "2024-10-14"), Category::Transition);
}

#[test]
fn jr_16_six_months_and_a_contract_make_someone_settled_by_themselves() {
    let person = json!({ "employed_on": "2024-04-15", "contract_on": "2024-05-01" });
    assert_eq!(on(person, "2024-10-15"), Category::Settled);
}

#[test]
fn jr_17_the_leaving_date_takes_someone_out_while_still_at_work() {
    let left = json!({ "employed_on": "2024-04-15", "contract_on": "2024-10-15", "left_on": "2025-03-31" });
    assert_eq!(on(left.clone(), "2025-03-30"), Category::Settled);
    assert_eq!(on(left, "2025-03-31"), Category::LeftService);
}

#[test]
fn jr_18_the_end_of_the_job_takes_someone_out_before_everything_else() {
    let gone = json!({ "employed_on": "2024-04-15", "contract_on": "2024-10-15", "left_on": "2025-02-28",
        "resigned_on": "2025-03-31", "declined": true });
    assert_eq!(on(gone.clone(), "2025-03-30"), Category::LeftService);
    assert_eq!(on(gone, "2025-03-31"), Category::LeftJob);
}

#[test]
fn jr_19_six_months_without_a_contract_is_not_under_contract() {
    assert_eq!(on(json!({ "employed_on": "2024-04-15" }), "2024-10-15"), Category::NoContract);
}

#[test]
fn jr_20_who_does_not_want_the_service_stands_apart() {
    let declined = json!({ "employed_on": "2024-04-15", "contract_on": "2024-10-15", "declined": true });
    assert_eq!(on(declined, "2025-01-01"), Category::Declined);
}

#[test]
fn jr_25_and_54_a_month_without_its_additions_is_blocked() {
    assert_eq!(blocks(&assess(json!({ "additions_state": "none" }))), ["additions_missing"]);
}

#[test]
fn jr_26_and_58_one_press_leaves_the_month_waiting_for_approval() {
    let result = assess(json!({ "additions_state": "pending" }));
    assert_eq!(blocks(&result), ["additions_pending"]);
    assert!(result.blocked_by[0].how_to_fix.contains("承認できる人"));
}

#[test]
fn jr_29_and_57_a_card_that_is_not_locked_blocks_and_leads_to_the_card() {
    let result = assess(json!({ "person": { "card_locked": false } }));
    assert_eq!((blocks(&result), result.blocked_by[0].link.as_str()), (vec!["card_unlocked"], "card"));
}

#[test]
fn jr_32_and_41_a_plan_that_is_missing_reduces_the_month_and_does_not_block_it() {
    let result = assess(json!({ "person": { "plan_missing_month": 1 } }));
    assert!(result.claimable);
    assert_eq!(result.assessment.total_units.0, 1938);
}

#[test]
fn jr_34_the_mark_of_a_conference_brings_the_addition_of_its_time() {
    let held = |date: &str, users: Option<u32>| {
        let text = &date[..7];
        assess(json!({ "service_month": text, "office": { "users": users },
            "person": { "employed_on": "2022-04-01", "contract_on": "2022-10-01", "decided_from": "2022-10-01" },
            "contacts": [contact(date, "face_to_face", "base_and_conference_1")], "report_shared_on": date }))
    };
    assert_eq!(units(&held("2024-03-08", Some(12)), "定着支援連携促進加算"), Some(579));
    assert_eq!(units(&held("2024-04-08", None), "地域連携会議実施加算(Ⅰ)"), Some(579));
}

#[test]
fn jr_37_and_52_several_supports_of_a_month_are_one_base_fee() {
    let result = assess(json!({ "contacts": [contact("2024-10-08", "face_to_face", "base"),
        contact("2024-10-15", "phone", "none"), contact("2024-10-22", "mail", "none")] }));
    assert_eq!((result.assessment.lines.len(), result.assessment.total_units.0), (1, 2768));
}

#[test]
fn jr_56_a_support_whose_claim_is_undecided_blocks_and_leads_to_the_record() {
    let result = assess(json!({ "contacts": [contact("2024-10-08", "face_to_face", "base"),
        contact("2024-10-15", "phone", "undecided")] }));
    assert_eq!((blocks(&result), result.blocked_by[0].link.as_str()), (vec!["billing_undecided"], "contact"));
}
