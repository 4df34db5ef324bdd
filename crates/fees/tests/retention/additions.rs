//! 加算: each applied and each not applied, with its reason.
use crate::support::{assess, contact, facts, findings, lines, reason, units};
use fees::{FeeTables, retention};
use serde_json::{Value, json};

fn capability(key: &str) -> Value {
    let mut capability = json!({});
    capability[key] = json!(true);
    json!({ "office": { "capability": capability } })
}

#[test]
fn what_the_office_has_filed_is_added_and_what_it_has_not_is_told() {
    for (key, rule, name, expected) in [
        ("results_structure", "retention.results_structure", "就労定着実績体制加算", 300),
        ("job_coach", "retention.job_coach", "職場適応援助者養成研修修了者配置体制加算", 120),
    ] {
        assert_eq!(units(&assess(capability(key)), name), Some(expected), "{key}");
        let without = assess(json!({}));
        assert_eq!(units(&without, name), None);
        assert!(reason(&without, rule).unwrap().contains("加算情報"), "{key}");
    }
}

#[test]
fn the_special_area_is_paid_once_however_many_days_are_marked() {
    let marked = json!([
        { "date": "2024-10-08", "means": "face_to_face", "billing": "base", "special_area": true },
        { "date": "2024-10-18", "means": "face_to_face", "billing": "base", "special_area": true },
        { "date": "2024-10-20", "means": "face_to_face", "billing": "base" },
    ]);
    let result = assess(json!({ "contacts": marked, "office": { "capability": { "special_area": true } } }));
    assert_eq!(units(&result, "特別地域加算"), Some(240));
    let line = result.assessment.lines.iter().find(|line| line.name == "特別地域加算").unwrap();
    assert_eq!((line.days.as_slice(), line.count), ([8, 18].as_slice(), 1));
    let not_filed = assess(json!({ "contacts": marked }));
    assert_eq!(units(&not_filed, "特別地域加算"), None);
    assert!(findings(&not_filed).contains(&"special_area_not_filed"));
    let unmarked = assess(capability("special_area"));
    assert!(reason(&unmarked, "retention.special_area").unwrap().contains("この月の記録"));
    let by_phone = assess(json!({ "contacts": [contact("2024-10-08", "face_to_face", "base"),
        { "date": "2024-10-09", "means": "phone", "billing": "none", "special_area": true }],
        "office": { "capability": { "special_area": true } } }));
    assert!(reason(&by_phone, "retention.special_area").unwrap().contains("数えない日"));
}

#[test]
fn one_conference_a_month_the_dearer_one_first() {
    let result = assess(json!({ "contacts": [
        contact("2024-10-08", "face_to_face", "base_and_conference_2"),
        contact("2024-10-18", "face_to_face", "base_and_conference_1"),
    ] }));
    assert_eq!(units(&result, "地域連携会議実施加算(Ⅰ)"), Some(579));
    assert_eq!(units(&result, "地域連携会議実施加算(Ⅱ)"), None);
    assert!(reason(&result, "retention.conference").unwrap().contains("8日の分"));
    let second = assess(json!({ "contacts": [contact("2024-10-08", "video", "base_and_conference_2")] }));
    assert_eq!(units(&second, "地域連携会議実施加算(Ⅱ)"), Some(405));
    let none = assess(json!({}));
    assert!(reason(&none, "retention.conference").unwrap().contains("この月の記録"));
}

#[test]
fn the_fifth_conference_of_the_year_is_not_paid_but_the_month_is() {
    let held = |before: u32| {
        assess(json!({ "contacts": [contact("2024-10-08", "face_to_face", "base_and_conference_1")],
            "conferences_this_year": before }))
    };
    assert_eq!(held(3).assessment.total_units.0, 2768 + 579);
    let fifth = held(4);
    assert!(fifth.claimable);
    assert_eq!(lines(&fifth), [("就労定着支援 就労定着率80%以上90%未満", 2768)]);
    assert!(reason(&fifth, "retention.conference").unwrap().contains("年4回"));
}

#[test]
fn five_conferences_within_twelve_months_are_told_although_two_fiscal_years_share_them() {
    let held = |before: u32| {
        assess(json!({ "contacts": [contact("2024-10-08", "face_to_face", "base_and_conference_1")],
            "conferences_this_year": 1, "conferences_last_eleven_months": before }))
    };
    assert!(!findings(&held(3)).contains(&"conference_rolling_year"));
    let fifth = held(4);
    assert!(findings(&fifth).contains(&"conference_rolling_year"));
    assert_eq!(units(&fifth, "地域連携会議実施加算(Ⅰ)"), Some(579));
}

#[test]
fn a_conference_by_phone_is_none() {
    let result = assess(json!({ "contacts": [contact("2024-10-08", "face_to_face", "base"),
        contact("2024-10-18", "phone", "base_and_conference_1")] }));
    assert_eq!(lines(&result), [("就労定着支援 就労定着率80%以上90%未満", 2768)]);
    assert!(reason(&result, "retention.conference").unwrap().contains("数えない日"));
}

#[test]
fn the_initial_addition_comes_once_in_the_month_of_the_start() {
    let sent = |more: Value| {
        let mut person = json!({ "from_other_provider": true });
        for (key, value) in more.as_object().unwrap() {
            person[key] = value.clone();
        }
        assess(json!({ "person": person }))
    };
    assert_eq!(units(&sent(json!({})), "初期加算"), Some(900));
    assert_eq!(units(&sent(json!({ "started_on": "2024-10-05" })), "初期加算"), Some(900));
    let later = sent(json!({ "started_on": "2024-09-30" }));
    assert_eq!(units(&later, "初期加算"), None);
    assert!(reason(&later, "retention.initial").unwrap().contains("2024-09"));
    assert!(reason(&assess(json!({})), "retention.initial").unwrap().contains("一体的"));
}

#[test]
fn the_one_who_manages_the_cap_is_paid_for_it() {
    let result = assess(json!({ "person": { "cap_managed_here": true } }));
    assert_eq!(units(&result, "利用者負担上限額管理加算"), Some(150));
    assert!(reason(&assess(json!({})), "retention.cap_management").is_some());
}

#[test]
fn treatment_improvement_is_a_share_of_everything_else() {
    let class = |class: &str| assess(json!({ "office": { "capability": { "treatment_improvement": class } } }));
    // 2,768 × 103, 86 and 69 per mille: 285.104, 238.048, 190.992
    for (tier, name, expected) in [("I", "(Ⅰ)", 285), ("III", "(Ⅲ)", 238), ("IV", "(Ⅳ)", 191)] {
        let name = format!("福祉・介護職員等処遇改善加算{name}");
        assert_eq!(units(&class(tier), &name), Some(expected), "{tier}");
    }
    let second = class("II");
    assert_eq!(second.assessment.lines.len(), 1);
    assert!(findings(&second).contains(&"unknown_tier"));
    assert!(reason(&second, "retention.treatment_improvement").unwrap().contains("「II」"));
    assert!(reason(&assess(json!({})), "retention.treatment_improvement").unwrap().contains("加算情報"));
}

#[test]
fn a_class_whose_rate_is_not_known_is_refused_by_name() {
    let with = |manual: Value| {
        assess(json!({ "service_month": "2026-10",
            "office": { "capability": { "treatment_improvement": "II-ro" } },
            "contacts": [contact("2026-10-08", "face_to_face", "base")], "report_shared_on": "2026-10-25",
            "manual_lines": manual }))
    };
    let result = with(json!([]));
    assert_eq!(lines(&result), [("就労定着支援 就労定着率80%以上90%未満", 2768)]);
    let refused = |result: &retention::RetentionAssessment| {
        let mut findings = result.assessment.findings.iter();
        findings.find(|finding| finding.code == "treatment_rate_missing").unwrap().clone()
    };
    assert_eq!(refused(&result).severity, kernel::Severity::Fault);
    assert!(refused(&result).what.contains("処遇改善加算(Ⅱロ)"));
    let typed = with(json!([{ "code": "47ZZ99", "units": 300, "count": 1, "name": "処遇改善加算(手入力)" }]));
    assert_eq!(refused(&typed).severity, kernel::Severity::Notice);
    assert_eq!(typed.assessment.total_units.0, 2768 + 300);
}

#[test]
fn hand_lines_are_taken_as_typed_and_carry_the_rate() {
    let result = assess(json!({ "office": { "capability": { "treatment_improvement": "I" } },
        "manual_lines": [{ "code": "47ZZ01", "units": 100, "count": 2 }] }));
    // (2,768 + 200) × 103 per mille = 305.704
    assert_eq!(units(&result, "福祉・介護職員等処遇改善加算(Ⅰ)"), Some(306));
    assert_eq!(result.assessment.total_units.0, 2768 + 200 + 306);
    assert!(findings(&result).contains(&"unknown_code"));
    let wrong = assess(json!({ "manual_lines": [{ "code": "46ZZ01", "units": 100, "count": 2 }] }));
    assert!(findings(&wrong).contains(&"manual_line_unusable"));
    assert_eq!(wrong.assessment.total_units.0, 2768);
}

#[test]
fn every_line_stands_on_a_step_with_a_source_and_names_its_missing_code() {
    let all = facts(json!({
        "office": { "capability": { "results_structure": true, "job_coach": true, "special_area": true,
            "treatment_improvement": "I" }, "reductions": { "disclosure": true } },
        "person": { "from_other_provider": true, "cap_managed_here": true, "plan_missing_month": 1 },
        "contacts": [{ "date": "2024-10-08", "means": "face_to_face", "billing": "base_and_conference_1",
            "special_area": true }]
    }));
    let result = retention::assess(FeeTables::builtin(), &all);
    assert_eq!(result.assessment.lines.len(), 9);
    for line in &result.assessment.lines {
        assert_eq!((line.code.as_ref(), line.decision_code.as_ref()), (None, "471000"), "{}", line.name);
        let mut steps = result.assessment.steps.iter();
        let step = steps.find(|step| step.rule == line.rule && step.value == line.service_units.0);
        assert!(!step.unwrap().source.is_empty(), "{}", line.name);
        let slots = FeeTables::builtin().retention();
        assert!(slots.slot(&line.name, all.service_month).is_some(), "{} has no slot", line.name);
    }
    assert!(findings(&result).contains(&"code_unregistered"));
}
