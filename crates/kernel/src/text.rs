//! 文字: full-width and half-width forms, kana, keys for searching. Never changes what a person typed as free text.
use unicode_normalization::UnicodeNormalization;

/// Full-width katakana (voiced ones as base and mark) and the half-width form.
const HALF_KANA: &[(char, char)] = &[
    ('。', '｡'),
    ('「', '｢'),
    ('」', '｣'),
    ('、', '､'),
    ('・', '･'),
    ('ヲ', 'ｦ'),
    ('ァ', 'ｧ'),
    ('ィ', 'ｨ'),
    ('ゥ', 'ｩ'),
    ('ェ', 'ｪ'),
    ('ォ', 'ｫ'),
    ('ャ', 'ｬ'),
    ('ュ', 'ｭ'),
    ('ョ', 'ｮ'),
    ('ッ', 'ｯ'),
    ('ー', 'ｰ'),
    ('ア', 'ｱ'),
    ('イ', 'ｲ'),
    ('ウ', 'ｳ'),
    ('エ', 'ｴ'),
    ('オ', 'ｵ'),
    ('カ', 'ｶ'),
    ('キ', 'ｷ'),
    ('ク', 'ｸ'),
    ('ケ', 'ｹ'),
    ('コ', 'ｺ'),
    ('サ', 'ｻ'),
    ('シ', 'ｼ'),
    ('ス', 'ｽ'),
    ('セ', 'ｾ'),
    ('ソ', 'ｿ'),
    ('タ', 'ﾀ'),
    ('チ', 'ﾁ'),
    ('ツ', 'ﾂ'),
    ('テ', 'ﾃ'),
    ('ト', 'ﾄ'),
    ('ナ', 'ﾅ'),
    ('ニ', 'ﾆ'),
    ('ヌ', 'ﾇ'),
    ('ネ', 'ﾈ'),
    ('ノ', 'ﾉ'),
    ('ハ', 'ﾊ'),
    ('ヒ', 'ﾋ'),
    ('フ', 'ﾌ'),
    ('ヘ', 'ﾍ'),
    ('ホ', 'ﾎ'),
    ('マ', 'ﾏ'),
    ('ミ', 'ﾐ'),
    ('ム', 'ﾑ'),
    ('メ', 'ﾒ'),
    ('モ', 'ﾓ'),
    ('ヤ', 'ﾔ'),
    ('ユ', 'ﾕ'),
    ('ヨ', 'ﾖ'),
    ('ラ', 'ﾗ'),
    ('リ', 'ﾘ'),
    ('ル', 'ﾙ'),
    ('レ', 'ﾚ'),
    ('ロ', 'ﾛ'),
    ('ワ', 'ﾜ'),
    ('ン', 'ﾝ'),
    ('\u{3099}', 'ﾞ'),
    ('\u{309A}', 'ﾟ'),
    // no half-width form exists: the plain kana of the same sound
    ('ヰ', 'ｲ'),
    ('ヱ', 'ｴ'),
    ('ヮ', 'ﾜ'),
    ('ヵ', 'ｶ'),
    ('ヶ', 'ｹ'),
];

/// Hiragana to katakana; everything else stays.
///
/// ```
/// # use kernel::text;
/// assert_eq!(text::katakana("すずき はなこ"), "スズキ ハナコ");
/// ```
pub fn katakana(text: &str) -> String {
    text.chars().map(|c| if matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ') { shifted(c, 0x60) } else { c }).collect()
}

/// Half-width katakana for the 英数 items of the official files: voiced marks stand alone, small kana stay small.
///
/// Accepts hiragana, katakana of either width, letters (become capitals), digits and the ASCII signs; the first character of
/// any other kind is the error. `ヰ ヱ ヮ ヵ ヶ` have no half-width form and become `ｲ ｴ ﾜ ｶ ｹ`.
///
/// ```
/// # use kernel::text;
/// assert_eq!(text::half_width_kana("がっきゅう　ヴ・ー").unwrap(), "ｶﾞｯｷｭｳ ｳﾞ･ｰ");
/// assert_eq!(text::half_width_kana("鈴木"), Err('鈴'));
/// ```
pub fn half_width_kana(text: &str) -> Result<String, char> {
    let composed: String = joined_marks(text).nfkc().collect();
    let mut out = String::with_capacity(composed.len());
    for c in katakana(&composed).chars() {
        if matches!(c, ' '..='~') {
            out.push(c.to_ascii_uppercase());
            continue;
        }
        for part in std::iter::once(c).nfd() {
            out.push(HALF_KANA.iter().find(|(full, _)| *full == part).map(|(_, half)| *half).ok_or(c)?);
        }
    }
    Ok(out)
}

/// Full-width form of ASCII and half-width kana, for the 漢字 items of the official files; everything else stays.
///
/// Straight quotes become the closing curly ones, because their full-width twins stand outside JIS X 0208.
///
/// ```
/// # use kernel::text;
/// assert_eq!(text::full_width("ｶﾞｲﾄﾞ A-1 号"), "ガイド　Ａ－１　号");
/// ```
pub fn full_width(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut kana = String::new();
    for c in text.chars() {
        if matches!(c, '｡'..='ﾟ') {
            kana.push(c);
            continue;
        }
        out.extend(kana.drain(..).nfkc());
        out.push(match c {
            ' ' => '\u{3000}',
            '\'' => '’',
            '"' => '”',
            '!'..='~' => shifted(c, 0xFEE0),
            _ => c,
        });
    }
    out.extend(kana.drain(..).nfkc());
    // a voiced mark that found no kana to join
    out.chars()
        .map(|c| {
            if c == '\u{3099}' {
                '゛'
            } else if c == '\u{309A}' {
                '゜'
            } else {
                c
            }
        })
        .collect()
}

/// Key for finding names whatever way they were typed: one width, hiragana, small letters, no spaces, dots or long marks.
///
/// ```
/// # use kernel::text;
/// assert_eq!(text::search_key("ﾕｳｷ　ﾀﾛｰ"), text::search_key("ゆうき たろ"));
/// ```
pub fn search_key(text: &str) -> String {
    let composed: String = joined_marks(text).nfkc().collect();
    let kept: String = composed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, 'ー' | '・' | '-' | '‐' | '―' | '—' | '−' | '~' | '〜'))
        .filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, 'ァ'..='ヶ' | 'ヽ' | 'ヾ') { shifted_down(c, 0x60) } else { c })
        .collect();
    // a voiced mark may now stand beside its kana
    kept.nfkc().collect()
}

/// ゛ and ゜ typed as signs of their own, as the marks that join the kana before them.
fn joined_marks(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '゛' {
                '\u{3099}'
            } else if c == '゜' {
                '\u{309A}'
            } else {
                c
            }
        })
        .collect()
}

fn shifted(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) + by).unwrap_or(c)
}

fn shifted_down(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) - by).unwrap_or(c)
}
