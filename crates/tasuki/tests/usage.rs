//! What a mistyped command line is told.
#![allow(clippy::unwrap_used)]
mod common;
use common::tasuki;

#[test]
fn the_version_is_that_of_the_package() {
    let run = tasuki(&["--version"], b"");
    assert_eq!((run.status, run.said.trim()), (0, concat!("tasuki ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_help_lists_the_commands_in_japanese() {
    let run = tasuki(&["--help"], b"");
    assert_eq!(run.status, 0);
    for words in ["assess", "check", "explain", "事例", "請求ファイル"] {
        assert!(run.said.contains(words), "{words} is missing:\n{}", run.said);
    }
}

#[test]
fn mistyped_commands_are_told_in_japanese_what_is_wrong_and_where_help_stands() {
    for (arguments, words) in [
        (vec!["asess"], "「asess」というコマンドはありません"),
        (vec!["assess", "--expain", "-"], "「--expain」という指定はありません"),
        (vec!["assess"], "CASE.json"),
        (vec!["check"], "FILE"),
        (vec![], "コマンドを指定してください"),
    ] {
        let run = tasuki(&arguments, b"");
        assert_eq!((run.status, run.said.as_str()), (2, ""), "{arguments:?}");
        assert!(run.complained.contains(words), "{arguments:?}: {}", run.complained);
        assert!(run.complained.contains("tasuki --help"), "{arguments:?}: {}", run.complained);
    }
}
