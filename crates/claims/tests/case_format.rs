//! Case documents: what is not understood is refused with the path, the value and what is allowed.
#![allow(clippy::unwrap_used)]
use claims::case::{self, Case, Document};
use claims::{Burden, assess};
use fees::FeeTables;
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "service": "b_type",
        "service_month": "2024-07",
        "office": { "area_class": "3級地", "capacity": 20, "fee_class": "II", "average_wage_yen": 16000 },
        "person": { "burden_cap": 9300 },
        "days": [{ "day": 1, "start": "10:00", "end": "15:00" }]
    })
}

fn with(pointer: &str, value: Value) -> String {
    let mut document = document();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[key] = value;
    document.to_string()
}

#[test]
fn what_is_not_allowed_is_told_with_path_value_and_what_is() {
    for (pointer, value, path, allowed) in [
        ("/office/colour", json!("red"), "office.colour", "area_class"),
        ("/office/capacity", json!("20"), "office.capacity", "1 から 9999 までの整数"),
        ("/office/capacity", json!(-1), "office.capacity", "1 から 9999 までの整数"),
        ("/office/capacity", json!(20.5), "office.capacity", "1 から 9999 までの整数"),
        ("/office/fee_class", json!("VII"), "office.fee_class", "\"VI\""),
        ("/office/area_class", json!("9級地"), "office.area_class", "\"7級地\""),
        ("/office/unit_price", json!(10.6), "office.unit_price", "10.60"),
        ("/office/designated_on", json!("2024-02-30"), "office.designated_on", "暦にある日付"),
        ("/person/burden_cap", json!(null), "person.burden_cap", "整数"),
        ("/person/cap_management", json!({"result": 4, "amount": 0}), "person.cap_management.result", "1 から 3"),
        ("/person/cap_management", json!({"result": 1}), "person.cap_management.amount", "整数"),
        ("/service_month", json!("2024-13"), "service_month", "2024-07"),
        ("/days", json!([{ "day": 1, "start": "25:00" }]), "days[0].start", "10:00"),
        ("/days", json!([{ "day": 1, "medical": 5 }]), "days[0].medical", "1 2 3 4 6"),
        ("/days", json!([{ "day": 32 }]), "days[0].day", "1 から 31"),
        ("/days", json!([{ "day": 5 }, { "day": 5 }]), "days[1].day", "同じ日は一度だけ"),
        ("/days", json!({}), "days", "並び"),
    ] {
        let error = Case::parse(&with(pointer, value.clone())).unwrap_err();
        assert_eq!(error.path, path, "{value}");
        assert!(error.allowed.contains(allowed), "{path}: {}", error.allowed);
        assert!(error.to_string().contains(path));
    }
}

#[test]
fn a_day_the_month_does_not_have_is_refused() {
    let mut document = document();
    document["service_month"] = json!("2024-06");
    document["days"] = json!([{ "day": 31 }]);
    let error = Case::from_value(document).unwrap_err();
    assert_eq!((error.path.as_str(), error.value.as_str()), ("days[0].day", "31"));
    assert_eq!(error.allowed, "1 から 30 までの日");
}

#[test]
fn a_service_nobody_knows_is_refused_with_those_that_are_known() {
    let error = Document::parse(&with("/service", json!("bakery"))).unwrap_err();
    assert_eq!(error.path, "service");
    for service in ["b_type", "retention", "mobility", "daytime"] {
        assert!(error.allowed.contains(service), "{error}");
        assert_ne!(
            Document::parse(&with("/service", json!(service))).map_or_else(|e| e.path, |_| String::new()),
            "service"
        );
    }
}

#[test]
fn a_missing_key_is_told_with_its_japanese_name() {
    let mut document = document();
    document["person"].as_object_mut().unwrap().remove("burden_cap");
    let error = Case::from_value(document).unwrap_err();
    assert!(error.to_string().contains("「負担上限月額」がありません"), "{error}");
}

#[test]
fn what_is_no_json_is_told_with_line_and_column() {
    let error = Case::parse("{\n  \"service\": b_type\n}").unwrap_err();
    assert!(error.path.starts_with("2行目"), "{}", error.path);
    let twice = Case::parse(r#"{ "service": "b_type", "service": "b_type" }"#).unwrap_err();
    assert!(twice.to_string().contains("同じ項目は一度だけ"));
}

#[test]
fn full_width_digits_are_read_as_digits() {
    let mut document = document();
    document["service_month"] = json!("２０２４－０７");
    document["office"]["area_class"] = json!("３級地");
    document["office"]["unit_price"] = json!("１０．８６");
    document["days"] = json!([{ "day": 1, "start": "１０：００", "end": "１５：００" }]);
    let (month, burden) = Case::from_value(document).unwrap().facts();
    assert_eq!(month.service_month.to_string(), "2024-07");
    assert_eq!(month.days[0].start.unwrap().to_string(), "10:00");
    assert_eq!((burden.area_class.as_str(), burden.unit_price.unwrap().to_string().as_str()), ("3級地", "10.86"));
}

#[test]
fn the_schema_names_every_key_of_input_and_output() {
    let schema = case::schema();
    let (month, burden) = Case::from_value(document()).unwrap().facts();
    let output = case::output_json(&assess(FeeTables::builtin(), &month, &burden));
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    let of_output = &schema["$defs"]["output"];
    assert_eq!(keys(&output), keys(&of_output["properties"]));
    for list in ["lines", "not_applied", "findings", "steps"] {
        for item in output[list].as_array().unwrap() {
            assert_eq!(keys(item), keys(&of_output["properties"][list]["items"]["properties"]), "{list}");
        }
    }
    let of_input = &schema["$defs"]["input"];
    assert_eq!(of_input["additionalProperties"], json!(false));
    assert_eq!(of_input["properties"]["office"]["properties"]["capacity"]["minimum"], json!(1));
    for key in keys(&document()) {
        assert!(of_input["properties"].get(&key).is_some(), "{key}");
    }
}

#[test]
fn an_area_class_without_a_price_blocks_the_claim() {
    let (month, burden) = Case::parse(&with("/office/area_class", json!("特甲地"))).unwrap().facts();
    let outcome = assess(FeeTables::builtin(), &month, &burden);
    assert!(case::blocks_claim(&outcome));
    assert_eq!(outcome.unit_price, None);
    let priced = Burden { unit_price: Some("10.86".parse().unwrap()), ..burden };
    assert!(!case::blocks_claim(&assess(FeeTables::builtin(), &month, &priced)));
}

#[test]
fn a_case_of_a_municipality_is_refused_in_a_sentence_that_says_what_to_do() {
    let refused = |service: &str, change: &dyn Fn(&mut Value)| {
        let mut document = json!({
            "service": service, "service_month": "2024-10", "pack": "kamakura",
            "person": { "burden_cap": 9300 },
            "visits": [{ "date": "2024-10-05", "start": "1000", "end": "1100" }],
        });
        change(&mut document);
        Document::parse(&document.to_string()).unwrap_err().to_string()
    };
    for (service, pointer, key, value, told) in [
        ("mobility", "/person", "municipality_no", json!("141003"), "市町村番号 141003 の規則がありません"),
        ("mobility", "/person", "municipality_no", json!("992011"), "この番号はみなと野市です。鎌倉市の番号を書くか"),
        ("mobility", "", "service_month", json!("2022-03"), "鎌倉市の 2022-03 提供分は"),
        ("daytime", "", "pack", json!("chiba-city"), "千葉市の日中一時支援の規則がありません"),
        ("daytime", "/visits/0", "commute", json!(true), "日中一時支援の記録にはない項目です"),
        ("daytime", "/visits/0", "commute", json!("1H"), "日中一時支援の記録にはない項目です"),
        ("daytime", "/visits/0", "helpers", json!(2), "日中一時支援の記録にはない項目です"),
        ("daytime", "/visits/0", "helper", json!(2), "日中一時支援の記録にはない項目です"),
        ("daytime", "/visits/0", "first", json!(true), "日中一時支援の記録にはない項目です"),
        ("mobility", "/visits/0", "meal", json!(true), "移動支援の記録にはない項目です"),
        ("mobility", "/visits/0", "transport", json!(1), "移動支援の記録にはない項目です"),
    ] {
        let words = refused(service, &|document| document.pointer_mut(pointer).unwrap()[key] = value.clone());
        assert!(words.contains(told), "{key}: {words}");
        assert!(!words.contains("書けるのは") && words.contains("は使えません。"), "{key}: {words}");
    }
    let unknown = refused("mobility", &|document| document["pack"] = json!("yokohama"));
    assert!(unknown.contains("書けるのは 登録されている市町村(kamakura, "), "{unknown}");
}
