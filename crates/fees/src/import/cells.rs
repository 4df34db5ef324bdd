//! セルの読み方: what the cells of a code table mean, and full-width characters turned into ASCII.
use kernel::Month;

/// The columns a code table may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// 種類, two characters, when it has a column of its own.
    Type,
    /// 項目, four characters, or the whole code.
    Code,
    Name,
    Units,
    CalcUnit,
    From,
    To,
}

impl Cell {
    pub(super) fn label(self) -> &'static str {
        match self {
            Cell::Type => "サービスコード 種類",
            Cell::Code => "サービスコード",
            Cell::Name => "サービス内容略称",
            Cell::Units => "合成単位数",
            Cell::CalcUnit => "算定単位",
            Cell::From => "適用開始",
            Cell::To => "適用終了",
        }
    }
}

/// Full-width ASCII and spaces in half width; everything else as it stands.
pub(super) fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(half).collect::<String>().trim().to_owned()
}

/// The text of a code cell: half width, upper case, without blanks.
pub(super) fn code_text(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// `202404`, `20240401`, `2024-04`, `2024/4`, `2024年4月`.
pub(super) fn month(text: &str) -> Option<Month> {
    if text.len() >= 6 && text.chars().all(|c| c.is_ascii_digit()) {
        return Month::from_yyyymm(text.get(..6)?).ok();
    }
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, number) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Month::new(year, number).ok()
}
