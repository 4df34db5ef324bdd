//! 行と項目: bytes cut into lines and items, each with its place in the file.
//!
//! Cutting works on bytes, because no second byte of an MS932 character is a line end, a comma or a double quote.

/// One item without its quotes.
pub(super) struct RawItem {
    pub(super) bytes: Vec<u8>,
    /// Offset of its first byte (after the opening quote), from 0.
    pub(super) byte: u64,
}

/// One line of the file.
pub(super) struct Line {
    /// From 1.
    pub(super) number: u32,
    /// Offset of its first byte, from 0.
    pub(super) byte: u64,
    pub(super) items: Vec<RawItem>,
    /// A quote that is not closed, or text behind a closed one.
    pub(super) broken_quotes: bool,
}

/// The lines of a file; empty lines at its end are left out, and a line end inside quotes ends the line all the same.
pub(super) fn lines(bytes: &[u8]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let end = bytes.iter().rposition(|b| !matches!(b, b'\r' | b'\n')).map_or(0, |last| last + 1);
    if end == 0 {
        return lines;
    }
    for (index, line) in bytes[..end].split(|b| *b == b'\n').enumerate() {
        let content = line.strip_suffix(b"\r").unwrap_or(line);
        let (items, broken_quotes) = items(content, start as u64);
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        lines.push(Line { number, byte: start as u64, items, broken_quotes });
        start += line.len() + 1;
    }
    lines
}

fn items(line: &[u8], offset: u64) -> (Vec<RawItem>, bool) {
    let mut items = Vec::new();
    let mut broken = false;
    let mut at = 0;
    loop {
        let (item, next, good) = if line.get(at) == Some(&b'"') { quoted(line, at + 1) } else { plain(line, at) };
        let opening = usize::from(line.get(at) == Some(&b'"'));
        items.push(RawItem { bytes: item, byte: offset + (at + opening) as u64 });
        broken |= !good;
        if next >= line.len() {
            return (items, broken);
        }
        // `next` is a comma; a comma as the last byte is followed by one more, empty item
        at = next + 1;
    }
}

fn plain(line: &[u8], from: usize) -> (Vec<u8>, usize, bool) {
    let rest = line.get(from..).unwrap_or_default();
    let len = rest.iter().position(|b| *b == b',').unwrap_or(rest.len());
    (rest[..len].to_vec(), from + len, true)
}

/// From behind the opening quote to the comma behind the closing one.
fn quoted(line: &[u8], from: usize) -> (Vec<u8>, usize, bool) {
    let mut item = Vec::new();
    let mut at = from;
    while let Some(&b) = line.get(at) {
        if b != b'"' {
            item.push(b);
            at += 1;
        } else if line.get(at + 1) == Some(&b'"') {
            item.push(b'"');
            at += 2;
        } else {
            let (behind, next, _) = plain(line, at + 1);
            let good = behind.is_empty();
            item.extend(behind);
            return (item, next, good);
        }
    }
    (item, at, false)
}
