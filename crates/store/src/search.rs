//! 検索キー: what a name is looked up by – kana of either kind, any width, spaces and long marks ignored.

/// The key of a text.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            ' ' | '\u{3000}' | 'ー' | '-' | '・' => None,
            'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60),
            '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
            other => Some(other),
        })
        .flat_map(char::to_lowercase)
        .collect()
}
