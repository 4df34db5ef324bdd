//! 添付の検査: which files are taken in, and under which name.
use super::pdf;

/// The most a file may have: 10 MB (10 × 1024 × 1024 bytes), the last byte included.
pub const ATTACHMENT_LIMIT: usize = 10 * 1024 * 1024;

/// The longest name that is kept, in characters, its extension included.
const LONGEST_NAME: usize = 100;

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl MediaType {
    const ALL: [MediaType; 3] = [MediaType::Pdf, MediaType::Png, MediaType::Jpeg];

    /// The name for the browser.
    pub const fn name(self) -> &'static str {
        match self {
            MediaType::Pdf => "application/pdf",
            MediaType::Png => "image/png",
            MediaType::Jpeg => "image/jpeg",
        }
    }

    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            MediaType::Pdf => "PDF",
            MediaType::Png => "PNG画像",
            MediaType::Jpeg => "JPEG画像",
        }
    }

    /// From the name for the browser.
    pub(super) fn from_name(name: &str) -> Option<MediaType> {
        MediaType::ALL.into_iter().find(|media| media.name() == name)
    }

    const fn extensions(self) -> &'static [&'static str] {
        match self {
            MediaType::Pdf => &["pdf"],
            MediaType::Png => &["png"],
            MediaType::Jpeg => &["jpg", "jpeg"],
        }
    }

    /// By the first bytes.
    fn sniff(bytes: &[u8]) -> Option<MediaType> {
        const MAGIC: [(&[u8], MediaType); 3] =
            [(b"%PDF-", MediaType::Pdf), (b"\x89PNG\r\n\x1a\n", MediaType::Png), (b"\xff\xd8\xff", MediaType::Jpeg)];
        MAGIC.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, media)| media)
    }
}

/// A file that is taken in.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) name: String,
    pub(super) media_type: MediaType,
}

/// Looks at a file; the answer to one that is not taken in is for people.
pub(super) fn accept(name: &str, bytes: &[u8]) -> Result<Accepted, String> {
    let name = clean(name);
    if bytes.is_empty() {
        return Err("空のファイルです(0バイト)。中身のあるファイルを選び直してください".to_owned());
    }
    if bytes.len() > ATTACHMENT_LIMIT {
        return Err(format!(
            "このファイルは大きすぎます。添付できるのは10MB({ATTACHMENT_LIMIT}バイト)までです。ページを分けるか、画質を下げて保存し直してください"
        ));
    }
    let Some(media_type) = MediaType::sniff(bytes) else {
        return Err(
            "このファイルは添付できない種類のファイルです。PDF・PNG・JPEGのどれかに保存し直してください".to_owned()
        );
    };
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    if stem.is_empty() || !media_type.extensions().contains(&extension.to_lowercase().as_str()) {
        return Err(format!(
            "ファイルの中身は{}ですが、名前の終わりが「.{}」ではありません。名前を直すか、正しいファイルを選び直してください",
            media_type.label_ja(),
            media_type.extensions().join("」か「.")
        ));
    }
    if media_type == MediaType::Pdf
        && let Some(found) = pdf::active_content(bytes)
    {
        return Err(format!(
            "このファイルには自動で動くしくみ({found})が入っているため、添付できません。印刷して読み取るか、「PDFとして印刷」で保存し直してください"
        ));
    }
    Ok(Accepted { name, media_type })
}

/// Names that some systems keep for devices.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_lowercase();
    let numbered = |start: &str| {
        stem.strip_prefix(start).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    RESERVED.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

/// Invisible characters that turn or hide what stands in a name.
const fn turns_text(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The last part of a path, without what a file system or a header could misread.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mild: String = last
        .chars()
        .filter(|c| !c.is_control() && !turns_text(*c))
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    let mild = mild.trim_start().trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, extension) = match mild.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 10 => (stem, Some(extension)),
        _ => (mild, None),
    };
    let room = LONGEST_NAME - extension.map_or(0, |extension| extension.chars().count() + 1);
    let stem: String = stem.trim_start_matches('.').chars().take(room).collect();
    let first = stem.split('.').next().unwrap_or_default().trim();
    let stem = match stem.trim() {
        "" => "添付".to_owned(),
        _ if is_reserved(first) => format!("_{stem}"),
        _ => stem,
    };
    extension.map_or(stem.clone(), |extension| format!("{stem}.{extension}"))
}
