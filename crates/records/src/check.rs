//! 形式の点検: whether the values of a row fit its layout (checks F01 and F02).
use crate::{
    layout::{Attr, Item, Required},
    ms932,
    record::Record,
};
use kernel::{Finding, Place, Severity};

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RowPlace<'a> {
    pub(crate) line: Option<u32>,
    /// Byte offset of every item, as far as known.
    pub(crate) bytes: &'a [u64],
}

impl RowPlace<'_> {
    /// The place of item `position` (from 0) of this row.
    pub(crate) fn item(&self, position: usize, label: &str, name: &str) -> Place {
        let line = self.line.map(|line| format!("{line}行目 ")).unwrap_or_default();
        Place {
            text: format!("{line}{}項目 {label}", position + 1),
            field: Some(name.to_owned()),
            line: self.line,
            item: u32::try_from(position + 1).ok(),
            byte: self.bytes.get(position).copied(),
            day: None,
        }
    }
}

pub(crate) fn fault(code: &str, place: Place, what: impl Into<String>, how_to_fix: impl Into<String>) -> Finding {
    Finding::new(code, Severity::Fault, place, what, how_to_fix)
}

impl Record {
    /// Faults of form: wrong characters, too long, unknown code (F01), a required item empty (F02).
    pub fn check(&self) -> Vec<Finding> {
        self.check_at(RowPlace::default())
    }

    pub(crate) fn check_at(&self, place: RowPlace<'_>) -> Vec<Finding> {
        let label = self.layout().label();
        let strangers = self.strangers().iter().map(|name| {
            let place = Place { text: label.clone(), field: Some(name.clone()), line: place.line, ..Place::default() };
            fault(
                "F01",
                place,
                format!("{label}のレイアウトに項目 {name} がありません"),
                "レイアウトのデータを最新のものにしてください",
            )
        });
        let items =
            self.layout().items.iter().zip(self.values()).enumerate().filter_map(|(position, (item, value))| {
                let (code, what, how) = problem(item, value)?;
                Some(fault(code, place.item(position, &format!("{label} {}", item.label), &item.name), what, how))
            });
        strangers.chain(items).collect()
    }
}

/// The first thing wrong with a value. It is not repeated: it may be a person's name or number.
fn problem(item: &Item, value: &str) -> Option<(&'static str, String, String)> {
    let label = &item.label;
    if value.is_empty() {
        let missing = item.required == Required::Always;
        return missing.then(|| {
            ("F02", format!("{label}が空です"), format!("{label}を入力してください。ない場合の数は0と書きます"))
        });
    }
    if value.chars().any(|c| c == '\'' || c.is_control()) {
        let how = "記号「'」(半角)と改行などの制御文字を消してください".to_owned();
        return Some(("F01", format!("{label}に使えない記号があります"), how));
    }
    let bytes = match ms932::encode(value) {
        Ok(bytes) => bytes.len(),
        Err(unmappable) => {
            let what = format!("{label}に送信ファイルに書けない文字があります({}文字目)", unmappable.at + 1);
            return Some(("F01", what, unmappable.advice));
        }
    };
    if !fits(item.attr, value, bytes) {
        let what = format!("{label}に{}以外の文字があります", item.attr.label());
        return Some(("F01", what, how_to_write(item.attr).to_owned()));
    }
    if bytes > item.bytes {
        let what = format!("{label}が長すぎます({bytes}バイト、上限は{}バイト)", item.bytes);
        return Some(("F01", what, format!("{}バイトまでに短くしてください。全角は1文字2バイトです", item.bytes)));
    }
    if !item.codes.is_empty() && !is_code(item, value) {
        let what = format!("{label}のコードが決められたものではありません");
        return Some(("F01", what, format!("{} のどれかにしてください", item.codes.join("・"))));
    }
    None
}

fn fits(attr: Attr, value: &str, bytes: usize) -> bool {
    match attr {
        Attr::Alnum => value.chars().all(|c| matches!(c, ' '..='~' | '｡'..='ﾟ') && !c.is_ascii_lowercase()),
        Attr::Number => digits(value.strip_prefix('-').unwrap_or(value)),
        Attr::Code => digits(value),
        Attr::Kanji => bytes == 2 * value.chars().count(),
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A code with or without zeros in front; all zeros mean "not set".
fn is_code(item: &Item, value: &str) -> bool {
    let bare = value.trim_start_matches('0');
    bare.is_empty() || item.codes.iter().any(|code| code.trim_start_matches('0') == bare)
}

fn how_to_write(attr: Attr) -> &'static str {
    match attr {
        Attr::Alnum => "半角の英大文字・数字・カタカナで書いてください",
        Attr::Number => "半角の数字で書いてください。小数点とカンマは使えません",
        Attr::Code => "半角の数字で書いてください",
        Attr::Kanji => "すべて全角で書いてください。数字・英字・空白も全角にします",
    }
}
