//! PDFの中の動くしくみ: names by which a PDF starts programs or carries other files.
//!
//! A PDF is objects in plain text and streams of data. Names stand in the objects, and in object streams, which are
//! packed; both are read. Other streams (pictures, fonts) are bytes in which a short name could stand by chance, so only
//! the long names are looked for there – a script always has one of them.
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// Names of active content, and what to call it.
const ACTIVE: [(&[u8], &str); 7] = [
    (b"JavaScript", "スクリプト"),
    (b"JS", "スクリプト"),
    (b"Launch", "プログラムの起動"),
    (b"EmbeddedFile", "埋め込みファイル"),
    (b"EmbeddedFiles", "埋め込みファイル"),
    (b"Rendition", "動画などの部品"),
    (b"RichMedia", "動画などの部品"),
];

/// Names shorter than this are not believed inside a stream.
const LONG: usize = 6;

/// The most that object streams of one file may unfold to.
const MOST_UNFOLDED: usize = 64 * 1024 * 1024;

/// What cannot be looked into.
const SEALED: &str = "中を調べられない圧縮や暗号";

/// The first active content a PDF holds, in words; also when letters of a name are written as `#4a`.
pub(super) fn active_content(bytes: &[u8]) -> Option<&'static str> {
    let found = active_name(bytes, LONG).or_else(|| plain_text(bytes).find_map(|text| active_name(text, 0)));
    if found.is_some() {
        return found;
    }
    let (mut room, mut before) = (MOST_UNFOLDED, 0);
    for from in stream_starts(bytes) {
        let found = inside_object_stream(dictionary(&bytes[before..from]), &bytes[from..], &mut room);
        if found.is_some() {
            return found;
        }
        before = from;
    }
    None
}

/// Where the data of a stream may begin: after each word `stream` and its line end.
fn stream_starts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let word = at + find(&bytes[at..], b"stream")?;
            at = word + b"stream".len();
            let begins = match &bytes[at..] {
                [b'\r', b'\n', ..] => at + 2,
                [b'\n', ..] => at + 1,
                _ => continue,
            };
            if !bytes[..word].ends_with(b"end") {
                return Some(begins);
            }
        }
    })
}

/// What stands outside the streams. A stream without its end hides nothing: what follows is read as text.
fn plain_text(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some(begins) = stream_starts(text).next() else { return Some(text) };
        let Some(length) = find(&text[begins..], b"endstream") else { return Some(text) };
        rest = Some(&text[begins + length + b"endstream".len()..]);
        Some(&text[..begins])
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// The last object before a stream: its dictionary.
fn dictionary(before: &[u8]) -> &[u8] {
    let begins = before.windows(3).rposition(|window| window == b"obj").unwrap_or(0);
    &before[begins..]
}

/// The active content of an object stream. One that is not packed was read with the rest of the file.
fn inside_object_stream(dictionary: &[u8], data: &[u8], room: &mut usize) -> Option<&'static str> {
    let has = |wanted: &[u8]| names(dictionary).any(|name| name == wanted);
    if !has(b"ObjStm") || !has(b"Filter") {
        return None;
    }
    if has(b"Predictor") {
        return Some(SEALED);
    }
    let Ok(unfolded) = decompress_to_vec_zlib_with_limit(data, *room) else { return Some(SEALED) };
    *room -= unfolded.len();
    active_name(&unfolded, 0)
}

fn active_name(bytes: &[u8], shortest: usize) -> Option<&'static str> {
    let active = |name: Vec<u8>| ACTIVE.iter().find(|(active, _)| active.len() >= shortest && *active == name);
    names(bytes).find_map(active).map(|(_, words)| *words)
}

/// Every name (`/…`), decoded.
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| decoded(&bytes[at + 1..]))
}

/// Longer names are none of ours.
const LONGEST: usize = 32;

fn decoded(rest: &[u8]) -> Vec<u8> {
    let digit = |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut name, mut at) = (Vec::new(), 0);
    while let Some(&byte) = rest.get(at)
        && name.len() < LONGEST
        && !byte.is_ascii_whitespace()
        && byte != 0
        && !b"()<>[]{}/%".contains(&byte)
    {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                name.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                name.push(byte);
                at += 1;
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    fn with_stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let mut pdf = format!("%PDF-1.7\n1 0 obj\n<<{dictionary}>>\nstream\n").into_bytes();
        pdf.extend_from_slice(data);
        pdf.extend_from_slice(b"\nendstream\nendobj\n%%EOF");
        pdf
    }

    #[test]
    fn a_script_packed_into_an_object_stream_is_found() {
        let packed = compress_to_vec_zlib(b"4 0 <</S/JavaScript/JS(app.alert)>>", 6);
        let pdf = with_stream("/Type/ObjStm/Filter/FlateDecode", &packed);
        assert_eq!(active_content(&pdf), Some("スクリプト"));
        let harmless = compress_to_vec_zlib(b"4 0 <</Type/Page>>", 6);
        assert_eq!(active_content(&with_stream("/Type/ObjStm/Filter/FlateDecode", &harmless)), None);
    }

    #[test]
    fn an_object_stream_that_cannot_be_unfolded_is_refused() {
        assert_eq!(active_content(&with_stream("/Type/ObjStm/Filter/LZWDecode", b"\x80\x0b\x60")), Some(SEALED));
        let bomb = compress_to_vec_zlib(&vec![b' '; MOST_UNFOLDED + 1], 1);
        assert_eq!(active_content(&with_stream("/Type/ObjStm/Filter/FlateDecode", &bomb)), Some(SEALED));
    }

    #[test]
    fn a_short_name_that_a_picture_happens_to_hold_is_no_script() {
        assert_eq!(active_content(&with_stream("/Subtype/Image", b"\xff\x00/JS \xd8/Launched")), None);
        assert_eq!(active_content(&with_stream("/Subtype/Image", b"x/JavaScript ")), Some("スクリプト"));
    }

    #[test]
    fn a_stream_before_the_packed_one_does_not_hide_it() {
        let mut pdf = b"%PDF-1.7\n9 0 obj\n(x\nstream\n)\n".to_vec();
        let packed = compress_to_vec_zlib(b"4 0 <</S/JavaScript/JS(app.alert)>>", 6);
        pdf.extend(with_stream("/Type/ObjStm/Filter/FlateDecode", &packed));
        assert_eq!(active_content(&pdf), Some("スクリプト"));
    }

    #[test]
    fn the_word_stream_without_its_end_hides_nothing() {
        assert_eq!(active_content(b"%PDF-1.4\n(stream\n) 1 0 obj<</JS(x)>>"), Some("スクリプト"));
    }
}
