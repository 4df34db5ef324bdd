//! `tasuki assess` as its users call it: transcripts of good and bad documents.
#![allow(clippy::unwrap_used)]
mod common;
use common::{CASE, case_with, repository, tasuki};
use serde_json::Value;
use std::process::{Command, Stdio};

#[test]
fn a_case_from_standard_input_is_assessed_as_json() {
    let run = tasuki(&["assess", "-"], CASE.as_bytes());
    assert_eq!((run.status, run.complained.as_str()), (0, ""), "{}", run.said);
    let result: Value = serde_json::from_str(&run.said).unwrap();
    // 614 for the day, 30 for the meal, 94 for the absence; × 10.86 = 8,014.68
    assert_eq!(result["total_units"], 738);
    assert_eq!(result["unit_price"], "10.86");
    assert_eq!(result["total_cost"], 8014);
    assert_eq!(result["ten_percent"], 801);
    assert_eq!(result["benefit_claim"], 7213);
    assert_eq!((&result["claim_days"], &result["service_days"]), (&1.into(), &2.into()));
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    assert_eq!(tasuki(&["assess", "-"], CASE.as_bytes()).said, tasuki(&["assess", "-"], CASE.as_bytes()).said);
}

#[test]
fn the_explanation_is_japanese_and_names_sources() {
    let explained = tasuki(&["assess", "-", "--explain"], CASE.as_bytes());
    assert_eq!(explained.status, 0);
    for words in ["食事提供体制加算", "738単位", "8,014円", "根拠", "算定しなかった"] {
        assert!(explained.said.contains(words), "{words} is missing:\n{}", explained.said);
    }
    assert_eq!(explained.said, tasuki(&["explain", "-"], CASE.as_bytes()).said, "explain is assess --explain");
}

#[test]
fn the_schema_describes_what_comes_out() {
    let run = tasuki(&["assess", "--schema"], b"");
    assert_eq!(run.status, 0);
    let schema: Value = serde_json::from_str(&run.said).unwrap();
    let result: Value = serde_json::from_str(&tasuki(&["assess", "-"], CASE.as_bytes()).said).unwrap();
    let described = schema["$defs"]["output"]["properties"].as_object().unwrap();
    let mut keys: Vec<&String> = result.as_object().unwrap().keys().collect();
    let mut known: Vec<&String> = described.keys().collect();
    keys.sort();
    known.sort();
    assert_eq!(keys, known);
}

#[test]
fn a_golden_case_is_read_from_its_file() {
    let path = repository("tests/golden/GC05.json");
    let run = tasuki(&["assess", path.to_str().unwrap()], b"");
    assert_eq!((run.status, run.complained.as_str()), (0, ""));
    let result: Value = serde_json::from_str(&run.said).unwrap();
    let yen = ["total_units", "total_cost", "ten_percent", "decided_burden", "benefit_claim"]
        .map(|key| result[key].as_i64().unwrap());
    assert_eq!(yen, [16_390, 177_995, 17_799, 9_300, 168_695]);
}

#[test]
fn a_blocked_month_of_retention_exits_1_and_says_why_in_both_forms() {
    let path = repository("tests/golden/retention-second-job-change.json");
    let run = tasuki(&["assess", path.to_str().unwrap()], b"");
    assert_eq!((run.status, run.complained.as_str()), (1, ""));
    let result: Value = serde_json::from_str(&run.said).unwrap();
    assert_eq!(result["blocked_by"][0]["code"], "second_job_change");
    assert_eq!((&result["category"], &result["claimable"]), (&"退所（退職）".into(), &false.into()));
    let explained = tasuki(&["assess", path.to_str().unwrap(), "--explain"], b"");
    assert_eq!(explained.status, 1);
    for words in ["この月の請求", "できません", "二度目の転職", "直し方"] {
        assert!(explained.said.contains(words), "{words} is missing:\n{}", explained.said);
    }
    let sound = tasuki(&["assess", repository("tests/golden/retention-g1.json").to_str().unwrap()], b"");
    assert_eq!(sound.status, 0, "a line without a code blocks the file, not the assessment: {}", sound.said);
}

#[test]
fn full_width_digits_and_a_byte_order_mark_are_read() {
    let typed = case_with("\"2024-07\"", "\"２０２４－０７\"").replace("\"10:00\"", "\"１０：００\"");
    let marked = [b"\xef\xbb\xbf".as_slice(), typed.as_bytes()].concat();
    let run = tasuki(&["assess", "-"], &marked);
    assert_eq!((run.status, run.complained.as_str()), (0, ""));
    assert_eq!(run.said, tasuki(&["assess", "-"], CASE.as_bytes()).said);
}

#[test]
fn a_month_before_the_tables_is_assessed_with_a_fault_that_names_the_table() {
    let run = tasuki(&["assess", "-"], case_with("2024-07", "2024-03").as_bytes());
    assert_eq!(run.status, 1, "{}{}", run.said, run.complained);
    let result: Value = serde_json::from_str(&run.said).unwrap();
    let faults: Vec<&str> =
        result["findings"].as_array().unwrap().iter().map(|finding| finding["what"].as_str().unwrap()).collect();
    assert!(faults.iter().any(|what| what.contains("2024-03") && what.contains("表")), "{faults:?}");
    assert_eq!(result["benefit_claim"], 0, "nothing falls back to a neighbouring month");
}

/// What is wrong, the document, what the complaint must hold.
fn unusable() -> Vec<(&'static str, String, Vec<&'static str>)> {
    vec![
        ("an unknown key", case_with("\"capacity\"", "\"capasity\""), vec!["office.capasity", "capacity"]),
        ("an unknown key of a day", case_with("\"start\"", "\"begin\""), vec!["days[0].begin", "start"]),
        ("a wrong type", case_with("\"capacity\": 20", "\"capacity\": true"), vec!["office.capacity", "true"]),
        ("a value out of range", case_with("\"day\": 2,", "\"day\": 32,"), vec!["days[1].day", "32", "31"]),
        ("an unknown word", case_with("\"absent\"", "\"gone\""), vec!["days[1].status", "gone", "home_visit"]),
        ("a month that is none", case_with("2024-07", "2024-13"), vec!["service_month", "2024-13"]),
        ("a missing key", case_with("\"fee_class\": \"II\", ", ""), vec!["office.fee_class"]),
        ("a broken number", case_with("9300", "9300.5"), vec!["person.burden_cap", "9300.5"]),
        (
            "another service",
            case_with("\"b_type\"", "\"home_help\""),
            vec!["service", "home_help", "b_type", "retention", "mobility", "daytime"],
        ),
        ("no JSON", "就労継続支援B型".to_owned(), vec!["標準入力", "JSON"]),
        ("half a document", CASE[..CASE.len() / 2].to_owned(), vec!["標準入力", "JSON"]),
        ("an empty file", String::new(), vec!["標準入力", "空です"]),
        ("blanks alone", " \r\n".to_owned(), vec!["空です"]),
    ]
}

#[test]
fn an_unusable_document_is_refused_with_path_value_and_what_is_allowed() {
    for (what, document, words) in unusable() {
        let run = tasuki(&["assess", "-"], document.as_bytes());
        assert_eq!(run.status, 2, "{what}: {}{}", run.said, run.complained);
        assert_eq!(run.said, "", "{what}: no half result");
        for word in words {
            assert!(run.complained.contains(word), "{what}: `{word}` is missing in: {}", run.complained);
        }
        assert!(!run.complained.contains("panicked"), "{what}: {}", run.complained);
    }
}

#[test]
fn a_document_in_another_encoding_is_told_which_byte_is_wrong() {
    let run = tasuki(&["assess", "-"], b"{ \"service\": \"\x82\xa0\" }");
    assert_eq!(run.status, 2);
    assert!(run.complained.contains("15バイト目") && run.complained.contains("UTF-8"), "{}", run.complained);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let run = tasuki(&["assess", "nowhere.json"], b"");
    assert_eq!(run.status, 2);
    assert!(run.complained.contains("nowhere.json: ファイルがありません"), "{}", run.complained);
}

#[test]
fn a_data_folder_takes_the_place_of_the_tables() {
    let data = repository("data");
    let run = tasuki(&["assess", "-", "--data", data.to_str().unwrap()], CASE.as_bytes());
    assert_eq!(run.said, tasuki(&["assess", "-"], CASE.as_bytes()).said);
    let empty = tasuki(&["assess", "-", "--data", "nowhere"], CASE.as_bytes());
    assert_eq!(empty.status, 2, "a folder without tables never falls back to the compiled-in ones");
    assert!(empty.complained.contains("base_rates.csv"), "{}", empty.complained);
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tasuki"))
        .args(["assess", "--schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let complained = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), complained.as_str()), (Some(0), ""));
}
