//! 封筒: what the control record says, and the rule for file names.
use kernel::{Month, OfficeNo};
use std::{fmt, str::FromStr};

/// コントロールレコード: who sends what for which month of processing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// データ種別: the first three characters of the exchange id of the first record, J11.
    pub data_kind: String,
    /// The sending office.
    pub office_no: OfficeNo,
    /// 媒体区分: 1 is transmission. Read whatever it is, written as given.
    pub media_class: String,
    /// 処理対象年月: normally the month after the service month.
    pub processing_month: Month,
}

/// Name of an official file: a letter, then letters or digits, eight at most, and `.CSV`.
///
/// ```
/// use records::FileName;
/// assert_eq!("J112511.CSV".parse::<FileName>().unwrap().as_str(), "J112511.CSV");
/// assert!("1J12511.CSV".parse::<FileName>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

/// A name the receiver does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ファイル名「{0}」は使えません。英字で始まる半角英数字8文字までと .CSV にしてください")]
pub struct FileNameError(String);

impl FileName {
    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FileName {
    type Err = FileNameError;
    fn from_str(text: &str) -> Result<FileName, FileNameError> {
        let stem = text.strip_suffix(".CSV").unwrap_or("");
        let letter_first = stem.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        if letter_first && stem.len() <= 8 && stem.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(FileName(text.to_owned()))
        } else {
            Err(FileNameError(text.to_owned()))
        }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
