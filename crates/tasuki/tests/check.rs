//! `tasuki check` as its users call it: sample files, good and broken.
#![allow(clippy::unwrap_used)]
mod common;
use common::{repository, tasuki};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_sample_files_have_no_fault() {
    let (statements, records) = (sample("sound", "J11", |text| text), sample("sound", "J61", |text| text));
    let run = tasuki(&["check", text(&statements), text(&records)], b"");
    assert_eq!((run.status, run.complained.as_str()), (0, ""), "{}", run.said);
    assert!(run.said.starts_with("2件のファイルを点検しました"), "{}", run.said);
}

#[test]
fn a_sum_that_does_not_fit_is_a_fault_with_file_and_line_and_how_to_mend_it() {
    let broken = sample("sum", "J11", |text| text.replacen("462986,805,20,16100", "462986,805,20,16000", 1));
    let run = tasuki(&["check", text(&broken)], b"");
    assert_eq!((run.status, run.complained.as_str()), (1, ""), "{}", run.said);
    for words in ["[誤り]", "行目", "直し方", "J11.CSV"] {
        assert!(run.said.contains(words), "{words} is missing:\n{}", run.said);
    }
}

#[test]
fn a_record_of_retention_is_checked_whatever_form_number_another_product_writes() {
    let ours = sample("retention", "J61_retention", |text| text);
    let theirs = sample("retention-other", "J61_retention", |text| text.replace(",2101,", ",2199,"));
    for file in [&ours, &theirs] {
        let run = tasuki(&["check", text(file)], b"");
        assert_eq!((run.status, run.complained.as_str()), (0, ""), "{}", run.said);
        assert!(run.said.contains("直すところはありません"), "{}", run.said);
    }
    let undated = sample("retention-undated", "J61_retention", |text| text.replace("20241125", ""));
    let run = tasuki(&["check", text(&undated)], b"");
    assert_eq!(run.status, 1, "{}", run.said);
    assert!(run.said.contains("支援レポート共有日がありません"), "{}", run.said);
}

#[test]
fn the_findings_are_told_as_json_too() {
    let broken = sample("json", "J11", |text| text.replacen("J121", "J199", 1));
    let run = tasuki(&["check", "--json", text(&broken)], b"");
    assert_eq!(run.status, 1);
    let result: Value = serde_json::from_str(&run.said).unwrap();
    assert_eq!(result["files"][0], text(&broken));
    let finding = result["findings"].as_array().unwrap().iter().find(|one| one["severity"] == "fault").unwrap();
    assert!(finding["place"]["line"].is_u64(), "{finding}");
    assert!(!finding["how_to_fix"].as_str().unwrap().is_empty());
}

#[test]
fn something_that_is_no_claim_file_is_a_fault_and_no_panic() {
    for (name, bytes) in [("empty", b"".as_slice()), ("noise", &[0x00, 0xff, 0x81, 0x0a, 0x2c]), ("prose", b"hello\n")]
    {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.CSV"));
        fs::write(&path, bytes).unwrap();
        let run = tasuki(&["check", text(&path)], b"");
        assert_eq!((run.status, run.complained.as_str()), (1, ""), "{name}: {}", run.said);
        assert!(run.said.contains("[誤り]"), "{name}: {}", run.said);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_checked_all_the_same() {
    let sound = sample("beside", "J11", |text| text);
    let run = tasuki(&["check", "nowhere.CSV", text(&sound)], b"");
    assert_eq!(run.status, 2);
    assert!(run.complained.contains("nowhere.CSV: ファイルがありません"), "{}", run.complained);
    assert!(run.said.starts_with("1件のファイルを点検しました"), "{}", run.said);
}

/// A sample file in MS932, with its text changed first.
fn sample(folder: &str, kind: &str, change: impl Fn(String) -> String) -> PathBuf {
    let source = repository(&format!("crates/claims/tests/fixtures/sample_{kind}.utf8.csv"));
    let text = change(fs::read_to_string(source).unwrap().replace("\r\n", "\n"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{kind}.CSV"));
    fs::write(&path, records::ms932::encode(&text.replace('\n', "\r\n")).unwrap()).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
