//! MS932 (CP932, Windows-31J): the text code of the official files. Nothing is ever replaced silently.
//!
//! The byte values are those of Windows, glibc and Java (`windows-31j`); Python's `cp932` writes other bytes for some
//! characters, so files for byte comparison must not be made with it.
mod advice;

use encoding_rs::{DecoderResult, EncoderResult, SHIFT_JIS};
use unicode_normalization::char::{canonical_combining_class, compose};

/// A character that has no place in an MS932 file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}文字目の{}は送信ファイルに書けません。{advice}", at + 1, named(*ch))]
pub struct Unmappable {
    /// The character.
    pub ch: char,
    /// Its place in the text, in characters from 0.
    pub at: usize,
    /// What to write instead, in Japanese.
    pub advice: String,
}

/// Text read from MS932 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text; user-defined characters stand in it as private-use code points.
    pub text: String,
    /// 外字: places in the text, in characters from 0, that need a substitute before the text can be written again.
    pub gaiji: Vec<usize>,
}

/// A byte that is no MS932.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{byte}バイト目から文字として読めません。ファイルが MS932(シフトJIS)で保存されているか確かめてください")]
pub struct DecodeError {
    /// Offset from 0.
    pub byte: usize,
}

/// One replacement that [`normalise`] made, to be shown to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What stood there.
    pub from: String,
    /// What stands there now; empty when it was taken out.
    pub to: String,
    /// Place in the given text, in characters from 0.
    pub at: usize,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.at + 1;
        if self.to.is_empty() {
            write!(f, "{place}文字目の異体字の指定を外しました。字の形が変わることがあります")
        } else {
            write!(f, "{place}文字目の「{}」を「{}」に置きかえました", self.from, self.to)
        }
    }
}

/// Bytes of a text, strictly: a character that would be lost or come back as another one is an error.
///
/// ```
/// use records::ms932;
/// assert_eq!(ms932::encode("髙﨑①").unwrap(), [0xFB, 0xFC, 0xFA, 0xB1, 0x87, 0x40]);
/// assert_eq!(ms932::encode("50¥").unwrap_err().at, 2);
/// ```
pub fn encode(text: &str) -> Result<Vec<u8>, Unmappable> {
    if text.is_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    // these are written by the encoder, but as the bytes of other characters
    if let Some((at, ch)) = text.chars().enumerate().find(|(_, c)| changes_silently(*c)) {
        return Err(unmappable(ch, at));
    }
    let mut encoder = SHIFT_JIS.new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len()).unwrap_or(text.len() * 3);
    let mut out = Vec::with_capacity(room);
    let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut out, true);
    match result {
        EncoderResult::InputEmpty => Ok(out),
        EncoderResult::Unmappable(ch) => Err(unmappable(ch, text[..read].chars().count().saturating_sub(1))),
        EncoderResult::OutputFull => unreachable!("the buffer was sized for the whole text"),
    }
}

/// Number of MS932 bytes of a text, if it can be written.
pub fn byte_len(text: &str) -> Result<usize, Unmappable> {
    encode(text).map(|bytes| bytes.len())
}

fn changes_silently(c: char) -> bool {
    matches!(c, '¥' | '‾' | '\u{80}' | '−')
}

fn unmappable(ch: char, at: usize) -> Unmappable {
    Unmappable { ch, at, advice: advice::advice(ch) }
}

fn named(ch: char) -> String {
    if ch.is_control() || ch.is_whitespace() || is_variation_selector(ch) || canonical_combining_class(ch) != 0 {
        format!("見えない文字(U+{:04X})", u32::from(ch))
    } else {
        format!("「{ch}」")
    }
}

/// Twins that other systems write for the character MS932 holds.
const TWINS: [(char, char); 6] = [('〜', '～'), ('‖', '∥'), ('¬', '￢'), ('£', '￡'), ('¢', '￠'), ('−', '－')];

/// The text with those replacements that change nothing a reader would notice, and a note for each.
///
/// Twins of full-width signs are exchanged, variation selectors taken out, and loose voiced marks joined to their kana.
/// Whole-text NFC or NFKC is not used: NFC would turn the 神 of U+FA19 into that of
/// U+795E and the sign U+212B into a letter that cannot be written, NFKC would turn ① into 1.
///
/// ```
/// use records::ms932;
/// let (text, notes) = ms932::normalise("9時〜15時");
/// assert_eq!(text, "9時～15時");
/// assert_eq!(notes[0].to_string(), "3文字目の「〜」を「～」に置きかえました");
/// ```
pub fn normalise(text: &str) -> (String, Vec<Note>) {
    let mut out = String::with_capacity(text.len());
    let mut notes = Vec::new();
    for (at, c) in text.chars().enumerate() {
        if is_variation_selector(c) {
            notes.push(Note { from: c.to_string(), to: String::new(), at });
            continue;
        }
        if let Some((_, twin)) = TWINS.iter().find(|(from, _)| *from == c) {
            notes.push(Note { from: c.to_string(), to: twin.to_string(), at });
            out.push(*twin);
            continue;
        }
        let joined =
            if canonical_combining_class(c) == 0 { None } else { out.chars().last().and_then(|b| compose(b, c)) };
        match (joined, out.pop()) {
            (Some(whole), Some(base)) => {
                notes.push(Note { from: format!("{base}{c}"), to: whole.to_string(), at: at.saturating_sub(1) });
                out.push(whole);
            }
            (_, last) => {
                out.extend(last);
                out.push(c);
            }
        }
    }
    (out, notes)
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Text of MS932 bytes. Tolerant of the duplicate codes of old systems, strict about bytes that are no characters.
///
/// ```
/// use records::ms932;
/// let decoded = ms932::decode(&[0x82, 0xA0, 0xF0, 0x40]).unwrap();
/// assert_eq!((decoded.text.as_str(), decoded.gaiji), ("あ\u{E000}", vec![1]));
/// assert_eq!(ms932::decode(b"A\xA0").unwrap_err().byte, 1);
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut decoder = SHIFT_JIS.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len() * 3);
    let mut text = String::with_capacity(room);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {}
        DecoderResult::Malformed(bad, after) => {
            let from_end = usize::from(bad) + usize::from(after);
            return Err(DecodeError { byte: first_0x80(&text).unwrap_or(read.saturating_sub(from_end)) });
        }
        DecoderResult::OutputFull => unreachable!("the buffer was sized for the whole input"),
    }
    if let Some(byte) = first_0x80(&text) {
        return Err(DecodeError { byte });
    }
    let gaiji = text.chars().enumerate().filter(|(_, c)| matches!(c, '\u{E000}'..='\u{F8FF}')).map(|(at, _)| at);
    let gaiji = gaiji.collect();
    Ok(Decoded { text, gaiji })
}

/// Text of a file that a clerk saved: UTF-8 with or without its mark, or MS932; `None` for what is neither.
///
/// ```
/// use records::ms932;
/// assert_eq!(ms932::read("\u{feff}単価".as_bytes()).as_deref(), Some("単価"));
/// assert_eq!(ms932::read(&ms932::encode("単価").unwrap()).as_deref(), Some("単価"));
/// assert_eq!(ms932::read(&[0, 1, 2, 255]), None);
/// ```
pub fn read(bytes: &[u8]) -> Option<String> {
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if unmarked.contains(&0) {
        return None;
    }
    match std::str::from_utf8(unmarked) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => decode(bytes).ok().map(|decoded| decoded.text),
    }
}

/// Byte offset of a lone 0x80, which the decoder lets pass as U+0080.
fn first_0x80(text: &str) -> Option<usize> {
    let (before, _) = text.split_once('\u{80}')?;
    Some(before.chars().map(|c| if matches!(c, '\0'..='\u{7F}' | '｡'..='ﾟ') { 1 } else { 2 }).sum())
}
