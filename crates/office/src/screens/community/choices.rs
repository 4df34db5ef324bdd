//! 選択肢: the code lists of the entry program (請求情報作成ツール), from `data/kanagawa_tool.toml`.
use kernel::Month;
use serde::Deserialize;
use std::sync::LazyLock;
use ui::Choice;

const TEXT: &str = include_str!("../../../../../data/kanagawa_tool.toml");

/// How sure a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Confidence {
    /// Seen in the manual.
    S,
    /// General knowledge.
    K,
    /// The number is known, its name is not.
    #[serde(rename = "?")]
    Unnamed,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
    label: String,
    confidence: Confidence,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    choices: Vec<Code>,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(dead_code, reason = "the provenance is part of the file; people read it there")]
struct Lists {
    schema: u32,
    source: String,
    valid_from: Month,
    #[serde(flatten)]
    ages: Ages,
    list: Vec<List>,
}

/// What the manual says about ages.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Ages {
    /// Age from which a person is an adult.
    pub(super) adult_age: i16,
    /// 上限月額 of 一般1 below that age.
    pub(super) cap_of_children: i64,
    /// 上限月額 of 一般1 from that age on.
    pub(super) cap_of_adults: i64,
}

/// The file is compiled in and read by a test.
static ALL: LazyLock<(Vec<List>, Ages)> =
    LazyLock::new(|| toml::from_str::<Lists>(TEXT).map(|file| (file.list, file.ages)).unwrap_or_default());

/// What the manual says about ages.
pub(super) fn ages() -> Ages {
    ALL.1
}

fn codes(list: &str) -> &'static [Code] {
    ALL.0.iter().find(|known| known.id == list).map_or(&[], |known| &known.choices)
}

fn said(code: &Code) -> String {
    match code.confidence {
        Confidence::S => format!("{}:{}", code.code, code.label),
        Confidence::K => format!("{}:{}(名前は未検証)", code.code, code.label),
        Confidence::Unnamed => format!("{}(名前は資料にない)", code.code),
    }
}

/// The choices of a list in the order of the program.
pub(super) fn choices(list: &str) -> Vec<Choice> {
    codes(list).iter().map(|code| Choice::new(&code.code, said(code))).collect()
}

/// 「8:その他」; a code outside the list as it stands.
pub(super) fn label(list: &str, code: &str) -> String {
    codes(list).iter().find(|known| known.code == code).map_or_else(|| code.to_owned(), said)
}

/// The first code of a list.
pub(super) fn first(list: &str) -> &'static str {
    codes(list).first().map_or("", |code| &code.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_codes_and_an_unseen_name_is_never_made_up() {
        assert_eq!((ALL.0.len(), ages().adult_age), (10, 18), "the file can be read");
        assert!(ALL.0.iter().all(|list| !list.choices.is_empty()));
        assert_eq!(label("disability_kind", "8"), "8:その他");
        assert_eq!(label("disability_kind", "3"), "3(名前は資料にない)");
        assert_eq!(label("support_class", "21"), "21:区分1(名前は未検証)");
    }
}
