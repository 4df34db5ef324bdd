//! 直すところ: the one shape of every warning and fault, whatever layer finds it.
use serde::{Deserialize, Serialize};

/// How much a finding holds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Blocks the claim or the file.
    Fault,
    /// Must be seen, does not block.
    Warning,
    /// Worth knowing (未検証 rows).
    Notice,
}

/// Where a finding is: in words, and as far as known in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// For people: 「3日 終了時間」, 「J111.CSV 12行目 8項目」.
    pub text: String,
    /// Day of the service month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
    /// Field name (case-format key or form field).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Line of a file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Item of the record, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// Byte offset in the file, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
}

impl Place {
    /// A place known only in words.
    pub fn named(text: impl Into<String>) -> Place {
        Place { text: text.into(), ..Place::default() }
    }

    /// A day of the month and one of its fields.
    ///
    /// ```
    /// # use kernel::Place;
    /// assert_eq!(Place::on_day(3, "end_time", "終了時間").text, "3日 終了時間");
    /// ```
    pub fn on_day(day: u8, field: &str, label: &str) -> Place {
        Place { text: format!("{day}日 {label}"), day: Some(day), field: Some(field.to_owned()), ..Place::default() }
    }

    /// A field of a form or document.
    pub fn field(field: &str, label: &str) -> Place {
        Place { text: label.to_owned(), field: Some(field.to_owned()), ..Place::default() }
    }
}

/// 直すところ: what is wrong, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// Stable id such as `R03` or `absence_limit`.
    pub code: String,
    /// Whether it blocks.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong, in Japanese, without personal data.
    pub what: String,
    /// How to mend it, in Japanese.
    pub how_to_fix: String,
    /// What to open to mend it: `day`, `card`, `contract`, `notice`, `person`, `office`, `month`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Finding {
    /// A finding without a link.
    ///
    /// ```
    /// # use kernel::{Finding, Place, Severity};
    /// let place = Place::on_day(3, "end_time", "終了時間");
    /// let finding = Finding::new("X05", Severity::Fault, place, "終了時間が開始時間より前です", "時間を確かめてください");
    /// assert_eq!(finding.linked("day").link.as_deref(), Some("day"));
    /// ```
    pub fn new(
        code: &str,
        severity: Severity,
        place: Place,
        what: impl Into<String>,
        how_to_fix: impl Into<String>,
    ) -> Finding {
        Finding { code: code.to_owned(), severity, place, what: what.into(), how_to_fix: how_to_fix.into(), link: None }
    }

    /// The same finding with the kind of screen that mends it.
    pub fn linked(mut self, link: &str) -> Finding {
        self.link = Some(link.to_owned());
        self
    }
}
