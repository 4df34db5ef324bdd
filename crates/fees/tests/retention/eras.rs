//! 改定ごとの基本報酬: bands of the rate, bands of users, and what counted as support in its time.
use crate::support::{assess, blocks, contact, lines, month, reason, units};
use fees::{FeeTables, retention::facts::RetentionRate};
use serde_json::{Value, json};

/// A month of someone long at work, with a rate and a number of users.
fn in_month(
    text: &str,
    numerator: u32,
    denominator: u32,
    users: Option<u32>,
    more: Value,
) -> fees::retention::RetentionAssessment {
    let hired = month(text).plus_months(-12).first_day().to_string();
    let contract = month(text).plus_months(-6).first_day().to_string();
    let mut all = json!({
        "service_month": text,
        "office": { "retention": { "numerator": numerator, "denominator": denominator }, "users": users },
        "person": { "employed_on": hired, "contract_on": contract, "decided_from": contract,
            "decided_to": month(text).plus_months(6).first_day().to_string() },
        "contacts": [contact(&format!("{text}-08"), "face_to_face", "base")],
        "report_shared_on": format!("{text}-20")
    });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    assess(all)
}

fn base(text: &str, numerator: u32, denominator: u32, users: Option<u32>) -> i64 {
    let result = in_month(text, numerator, denominator, users, json!({}));
    assert_eq!(blocks(&result), [""; 0], "{text} {numerator}/{denominator}");
    result.assessment.lines[0].units.0
}

#[test]
fn the_bands_since_2024_at_their_edges() {
    let edges = [
        (100, 3512),
        (95, 3512),
        (94, 3348),
        (90, 3348),
        (89, 2768),
        (80, 2768),
        (79, 2234),
        (70, 2234),
        (69, 1690),
        (50, 1690),
        (49, 1433),
        (30, 1433),
        (29, 1074),
        (0, 1074),
    ];
    for (percent, expected) in edges {
        assert_eq!(base("2024-04", percent, 100, None), expected, "{percent}%");
        assert_eq!(base("2026-10", percent, 100, Some(60)), expected, "{percent}%, users do not matter any more");
    }
}

#[test]
fn the_rate_is_compared_without_rounding() {
    // 94.99 % stays below 95 %, and 19 of 20 is exactly 95 %.
    assert_eq!(base("2024-04", 9499, 10_000, None), 3348);
    assert_eq!(base("2024-04", 19, 20, None), 3512);
    // two of three: 66.6 %
    assert_eq!(base("2024-04", 2, 3, None), 1690);
    assert_eq!(base("2024-04", u32::MAX - 1, u32::MAX, None), 3512);
}

#[test]
fn until_2024_the_number_of_users_picks_the_column() {
    for (users, expected) in [(1, 3449), (20, 3449), (21, 2759), (40, 2759), (41, 2587), (300, 2587)] {
        assert_eq!(base("2021-04", 95, 100, Some(users)), expected, "{users}");
        assert_eq!(base("2024-03", 95, 100, Some(users)), expected, "{users}");
    }
    for (users, expected) in [(20, 3200), (21, 2560), (41, 2400)] {
        assert_eq!(base("2018-04", 90, 100, Some(users)), expected, "{users}");
        assert_eq!(base("2019-09", 90, 100, Some(users)), expected, "{users}");
    }
}

#[test]
fn until_2021_the_bands_were_others() {
    let edges =
        [(100, 3215), (90, 3215), (89, 2652), (70, 2130), (50, 1607), (30, 1366), (29, 1206), (10, 1206), (9, 1045)];
    for (percent, expected) in edges {
        assert_eq!(base("2019-10", percent, 100, Some(20)), expected, "{percent}%");
        assert_eq!(base("2021-03", percent, 100, Some(20)), expected, "{percent}%");
    }
}

#[test]
fn units_that_were_worked_out_are_not_verified() {
    let computed = in_month("2022-04", 95, 100, Some(30), json!({}));
    assert!(!computed.assessment.lines[0].verified);
    assert!(in_month("2022-04", 95, 100, Some(20), json!({})).assessment.lines[0].verified);
}

#[test]
fn until_2021_face_to_face_was_the_condition_and_the_report_was_not() {
    let no_report = json!({ "report_shared_on": null });
    assert!(in_month("2021-03", 90, 100, Some(10), no_report.clone()).claimable);
    assert_eq!(blocks(&in_month("2021-04", 90, 100, Some(10), no_report)), ["report_not_shared"]);
    let by_video = |text: &str| {
        let contacts = json!({ "contacts": [contact(&format!("{text}-08"), "video", "base")] });
        in_month(text, 90, 100, Some(10), contacts)
    };
    assert_eq!(blocks(&by_video("2021-03")), ["no_counted_contact"]);
    assert!(by_video("2021-04").claimable);
}

#[test]
fn the_conference_had_another_name_until_2024_and_none_before_2021() {
    let held = |text: &str, kind: u8| {
        let billing = format!("base_and_conference_{kind}");
        let contacts = json!({ "contacts": [contact(&format!("{text}-08"), "face_to_face", &billing)] });
        in_month(text, 90, 100, Some(10), contacts)
    };
    assert_eq!(units(&held("2024-03", 1), "定着支援連携促進加算"), Some(579));
    let second = held("2024-03", 2);
    assert_eq!(lines(&second).len(), 1);
    assert!(reason(&second, "retention.conference_before_2024").unwrap().contains("2024年4月から"));
    assert_eq!(units(&held("2024-04", 1), "地域連携会議実施加算(Ⅰ)"), Some(579));
    let before = held("2021-03", 1);
    assert_eq!(units(&before, "定着支援連携促進加算"), None);
    assert!(reason(&before, "retention.conference").is_some());
}

#[test]
fn coordination_with_the_company_was_paid_in_the_first_year_until_2021() {
    let started = |text: &str, start: &str| {
        let mut person = json!({ "employed_on": "2018-06-01", "contract_on": "2019-01-01",
            "decided_from": "2018-12-01", "decided_to": "2021-11-30" });
        person["started_on"] = json!(start);
        in_month(text, 90, 100, Some(10), json!({ "person": person }))
    };
    let name = "企業連携等調整特別加算";
    assert_eq!(units(&started("2020-03", "2019-03-09"), name), Some(240));
    let over = started("2020-03", "2019-03-08");
    assert_eq!(units(&over, name), None);
    assert!(reason(&over, "retention.company_coordination").unwrap().contains("1年を過ぎて"));
    assert_eq!(units(&started("2021-04", "2021-03-01"), name), None);
}

#[test]
fn a_month_before_the_service_existed_is_refused_by_name() {
    let result = in_month("2018-03", 90, 100, Some(10), json!({}));
    assert_eq!(blocks(&result), ["fee_row_missing"]);
    assert!(result.blocked_by[0].reason.contains("2018-03"));
}

#[test]
fn the_band_of_a_rate_can_be_asked_for_forms() {
    let tables = FeeTables::builtin().retention();
    let rate = |numerator, denominator| RetentionRate { numerator, denominator };
    assert_eq!(tables.rate_band(rate(17, 20), month("2024-10")), Some("80%以上90%未満"));
    assert_eq!(tables.rate_band(rate(19, 20), month("2020-10")), Some("90%以上"));
    assert_eq!(tables.rate_band(rate(0, 0), month("2024-10")), None);
    assert_eq!(tables.rate_bands(month("2024-10"))[..2], ["95%以上", "90%以上95%未満"]);
    assert_eq!(tables.rate_bands(month("2024-10")).len(), 7);
    assert_eq!(tables.rate_bands(month("2022-10")).len(), 7, "the bands of users are not counted");
    assert!(tables.asks_users(month("2024-03")) && !tables.asks_users(month("2024-04")));
}
