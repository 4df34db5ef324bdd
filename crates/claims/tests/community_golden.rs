//! 地域生活支援事業: the worked claims come out whole – lines, names, yen – and what is not known stays unknown.
#![allow(clippy::unwrap_used)]
use claims::case::Document;
use fees::FeeTables;
use serde_json::{Value, json};
use std::path::PathBuf;

fn case(name: &str) -> Value {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    serde_json::from_str(&std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()).unwrap()
}

fn expected(name: &str) -> Value {
    case(&format!("{name}.expected"))
}

fn output(value: Value) -> Value {
    Document::from_value(value).unwrap_or_else(|error| panic!("{error}")).result(FeeTables::builtin()).output
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn cl_113_to_118_the_six_worked_claims_are_exact_and_have_nothing_to_mend() {
    for name in ["g1", "g2", "g3", "g4", "g5", "g6"].map(|id| format!("community-{id}")) {
        let (found, wanted) = (output(case(&name)), expected(&name));
        let text = |key: &str, row: &Value| row[key].to_string();
        let rows = |value: &Value| {
            let rows = value["lines"].as_array().unwrap();
            rows.iter()
                .map(|row| ["code", "name", "units", "count", "service_units", "verified"].map(|key| text(key, row)))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&found), rows(&wanted), "{name}");
        assert_eq!(found["findings"], json!([]), "{name}");
        for (key, value) in wanted.as_object().unwrap().iter().filter(|(key, _)| *key != "lines") {
            assert_eq!(&found[key], value, "{name} {key}");
        }
    }
}

#[test]
fn cl_74_the_seed_month_gives_its_thirteen_rows_in_order() {
    let found = output(case("community-g5"));
    assert_eq!(found["entries"], expected("community-g5")["entries"]);
    assert_eq!(found["entries"].as_array().unwrap().len(), 13);
}

#[test]
fn cl_82_the_four_rows_of_april_2024_come_from_one_visit_and_stop_on_four_unknown_prices() {
    let found = output(case("community-r6-4"));
    assert_eq!(found["entries"], expected("community-r6-4")["entries"]);
    assert_eq!(codes(&found["findings"]), ["price_missing"; 4]);
    let lines = found["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["units"].is_null() && line["count"] == 1), "{lines:?}");
    for key in
        ["total_units", "total_cost", "rate_claim", "ten_percent", "decided_burden", "benefit_claim", "user_pays"]
    {
        assert!(found[key].is_null(), "{key} is {}", found[key]);
    }
}

#[test]
fn an_entered_price_counts_from_its_month_and_is_marked() {
    let mut month = case("community-r6-4");
    let names = [
        "移動支援身無 児童無償 1H",
        "通園・通学・通所加算 児童無償 1H",
        "移動支援身無 児童無償 二人目 1H",
        "通園・通学・通所加算 児童無償 二人目 1H",
    ];
    let overlay = |name: &str, from: &str| json!({ "name": name, "amount": 200, "valid_from": from, "source": "市の単価表", "read_on": "2024-05-01" });
    month["overlays"] = names.map(|name| overlay(name, "2024-04")).to_vec().into();
    let found = output(month.clone());
    assert_eq!((&found["total_units"], &found["benefit_claim"]), (&json!(800), &json!(8000)));
    assert_eq!(found["lines"][0]["verified"], false);
    assert!(found["lines"][0]["source"].as_str().unwrap().contains("2024-05-01"));
    month["overlays"][0]["valid_from"] = json!("2024-05");
    assert_eq!(output(month.clone())["missing_prices"], json!([names[0]]));
    month["overlays"] = json!([overlay(names[0], "2024-04"), overlay(names[0], "2024-03")]);
    let twice = output(month);
    assert!(codes(&twice["findings"]).contains(&"price_twice"), "{}", twice["findings"]);
    assert!(twice["total_units"].is_null());
}

#[test]
fn an_entry_against_the_printed_price_is_refused() {
    let mut month = case("community-g1");
    month["overlays"] = json!([{ "name": "移動支援身無 児童無償 6H", "amount": 1000, "valid_from": "2024-04",
        "source": "聞き取り", "read_on": "2024-05-01" }]);
    let found = output(month);
    assert_eq!(codes(&found["findings"]), ["price_twice"]);
    assert!(found["total_cost"].is_null());
}

#[test]
fn cl_06_a_late_claim_follows_the_rules_of_its_service_month() {
    let found = output(case("community-late-2024-03"));
    assert_eq!(found["period"], "R6.3");
    assert_eq!(found["entries"], expected("community-late-2024-03")["entries"]);
    assert_eq!(found["waived_child"], false);
}

#[test]
fn cl_05_a_person_born_on_a_first_turns_18_in_the_month_before_unless_the_city_reads_otherwise() {
    assert_eq!(output(case("community-age-18-legal"))["waived_child"], false);
    assert_eq!(output(case("community-age-18-birthday"))["waived_child"], true);
    let mut before = case("community-age-18-legal");
    before["service_month"] = json!("2026-09");
    before["visits"][0]["date"] = json!("2026-09-07");
    let found = output(before);
    assert_eq!(
        (&found["waived_child"], &found["decided_burden"], &found["benefit_claim"]),
        (&json!(true), &json!(0), &json!(3060))
    );
}

#[test]
fn a_municipality_without_rules_is_refused_by_name() {
    let mut month = case("community-g1");
    month["pack"] = json!("yokohama");
    let error = Document::from_value(month.clone()).unwrap_err();
    assert_eq!((error.path.as_str(), error.value.as_str()), ("pack", "\"yokohama\""));
    month["pack"] = json!("kamakura");
    month["person"]["municipality_no"] = json!("141003");
    let error = Document::from_value(month.clone()).unwrap_err();
    assert_eq!(error.path, "person.municipality_no");
    assert!(error.to_string().contains("141003"), "{error}");
    month["person"]["municipality_no"] = json!("142042");
    assert!(Document::from_value(month).is_ok());
}

#[test]
fn cl_07_a_month_before_the_system_is_refused() {
    let mut month = case("community-g1");
    month["service_month"] = json!("2022-03");
    let error = Document::from_value(month).unwrap_err();
    assert_eq!(error.path, "service_month");
    assert!(error.to_string().contains("2022-04"), "{error}");
}

#[test]
fn held_records_are_in_no_line_and_stop_the_total_until_somebody_chooses() {
    let mut month = case("community-held");
    let found = output(month.clone());
    assert_eq!(found["held"][0]["rule"], "U-07");
    assert_eq!(found["held"].as_array().unwrap().len(), 1, "the other visit accepts its suggestion");
    assert_eq!((&found["lines"][0]["count"], &found["total_units"]), (&json!(1), &Value::Null));
    month["visits"][0]["decisions"] = json!([{ "point": "U-07", "choice": "without_premium" }]);
    let settled = output(month);
    assert_eq!((&settled["lines"][0]["count"], &settled["total_units"]), (&json!(2), &json!(1400)));
}

#[test]
fn cl_96_the_additions_of_daytime_stop_by_name_without_a_number() {
    let (found, wanted) = (output(case("community-price-unknown")), expected("community-price-unknown"));
    assert_eq!(found["missing_prices"], wanted["missing_prices"]);
    let names =
        |value: &Value| value["lines"].as_array().unwrap().iter().map(|l| l["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&found), names(&wanted));
    assert_eq!(found["lines"][2]["count"], 2, "both ways");
}

#[test]
fn yen_tariffs_have_yen_and_no_units() {
    let found = output(case("community-yen"));
    assert_eq!((&found["total_units"], &found["unit_price"]), (&Value::Null, &Value::Null));
    assert_eq!(found["lines"][0]["units"], Value::Null);
    assert_eq!(found["lines"][0]["yen"], 2000);
    assert_eq!((&found["total_cost"], &found["decided_burden"]), (&json!(4400), &json!(440)));
}

#[test]
fn a_third_emergency_of_a_month_and_one_without_body_care_are_not_claimed() {
    let mut month = case("community-g6");
    for at in [0, 1] {
        month["visits"][at]["emergency"] = json!(true);
    }
    let found = output(month.clone());
    let line = |found: &Value, code: &str| {
        found["lines"].as_array().unwrap().iter().find(|line| line["code"] == code).map(|line| line["count"].clone())
    };
    assert_eq!(line(&found, "024801"), Some(json!(2)));
    assert!(found["not_applied"].as_array().unwrap().iter().any(|rule| rule["rule"] == "community.emergency"));
    month["person"]["body_care"] = json!(false);
    let found = output(month);
    assert_eq!(line(&found, "024801"), None);
    assert_eq!(line(&found, "027701"), Some(json!(1)));
}

#[test]
fn suction_and_cap_management_have_their_codes_in_chiba() {
    let mut month = case("community-g6");
    month["visits"][0]["suction"] = json!(true);
    month["visits"][1]["suction"] = json!(true);
    month["person"]["cap_management"] = json!({ "result": 3, "amount": 3000, "by_this_office": true });
    let found = output(month);
    let lines = found["lines"].as_array().unwrap();
    let of = |code: &str| lines.iter().find(|line| line["code"] == code).unwrap();
    assert_eq!((&of("024902")["count"], &of("024901")["count"]), (&json!(2), &json!(1)));
    assert_eq!((&found["managed_burden"], &found["decided_burden"]), (&json!(3000), &json!(3000)));
}

#[test]
fn the_contract_is_counted_in_minutes_and_only_warned_about() {
    let mut month = case("community-g5");
    month["person"]["contract_hours_x100"] = json!(600);
    let found = output(month);
    assert_eq!(codes(&found["findings"]), ["contract_over"]);
    assert_eq!(found["total_units"], 4002);
}

#[test]
fn the_same_helper_cannot_be_in_two_places() {
    let mut month = case("community-g5");
    month["visits"].as_array_mut().unwrap().push(json!({ "date": "2023-04-09", "start": "1215", "end": "1245" }));
    assert!(codes(&output(month.clone())["findings"]).contains(&"helper_overlap"));
    month["visits"].as_array_mut().unwrap().last_mut().unwrap()["helper"] = json!(2);
    assert!(!codes(&output(month)["findings"]).contains(&"helper_overlap"));
}

#[test]
fn times_are_four_digits_of_a_clock() {
    for wrong in ["0860", "2401", "7:30", "730"] {
        let mut month = case("community-g1");
        month["visits"][0]["start"] = json!(wrong);
        let error = Document::from_value(month).unwrap_err();
        assert_eq!(error.path, "visits[0].start", "{wrong}");
    }
}

#[test]
fn the_result_fits_its_schema_and_explains_itself() {
    let schema = claims::case::schema();
    let keys = schema["$defs"]["community_output"]["properties"].as_object().unwrap();
    for name in ["community-g1", "community-held", "community-yen"] {
        let found = output(case(name));
        let found = found.as_object().unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), keys.keys().collect::<Vec<_>>(), "{name}");
    }
    let text = Document::from_value(case("community-g1")).unwrap().result(FeeTables::builtin()).explanation;
    for word in ["鎌倉市", "011571", "51,800", "無償化", "児童無償", "入力する記録"] {
        assert!(text.contains(word), "{word} in {text}");
    }
}
