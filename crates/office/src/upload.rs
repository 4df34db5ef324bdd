//! 送られたファイル: the only addresses that take a file, and how such a request is read: the form token first, the
//! size before the content.
use crate::{actions::import::LARGEST_FILE, failure::Failure};
use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, OptionalFromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
};
use std::convert::Infallible;
use subtle::ConstantTimeEq;
use ui::Form;

/// Nothing larger is looked at. The guard keeps far less: 1 MiB of a form, 5 or 10 MiB where a file may come; up to here its
/// answer is a page that says so.
pub(crate) const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// Largest file that is kept beside a plan.
pub(crate) const LARGEST_ATTACHMENT: usize = 10 * 1024 * 1024;
/// Longest file name that is kept.
const LONGEST_NAME: usize = 100;

/// A file that came with a form.
#[derive(Clone)]
pub(crate) struct Uploaded {
    /// Its name, without folders.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// The file was larger than the address takes: its bytes were let go, the form around it is whole.
    pub(crate) too_large: bool,
}

/// What an address takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Largest file.
    file: usize,
    /// What the form around the file may take on top of it.
    around: usize,
    /// Most fields of the form.
    fields: usize,
    /// Longest text of a field.
    field: usize,
    /// The form holds what people wrote: a file that is too large is told on the page and loses none of it.
    keeps_form: bool,
}

/// A form that asks for little but the file.
const BARE: Limits = Limits { file: LARGEST_FILE, around: 16 * 1024, fields: 8, field: 1_000, keeps_form: false };
/// A plan with its PDF: long texts around the file.
const PLAN: Limits =
    Limits { file: LARGEST_ATTACHMENT, around: 256 * 1024, fields: 40, field: 32 * 1024, keeps_form: true };

/// The content is personal data and stays out of logs.
impl std::fmt::Debug for Uploaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Uploaded({} bytes)", self.bytes.len())
    }
}

/// What a request with a file may bring, at an address that takes one: `/o/{office}/import`, the files of 上限額管理 of a
/// month, the lists of returns, the prices of a municipality, the 支援計画 of a person. `None`: an ordinary form.
pub(crate) fn expected(path: &str, headers: &HeaderMap) -> Option<Limits> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return None;
    }
    let parts: Vec<&str> = path.split('/').collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        ["", "o", id, "import"] | ["", "o", id, "returned", "files"] if number(id) => Some(BARE),
        ["", "o", id, "b", _, "cap", "files"] if number(id) => Some(BARE),
        ["", "o", id, "c", "packs", _, "prices", "file"] if number(id) => Some(BARE),
        ["", "o", id, "people", person, "plans"] if number(id) && number(person) => Some(PLAN),
        ["", "o", id, "people", person, "plans", plan] if number(id) && number(person) && number(plan) => Some(PLAN),
        _ => None,
    }
}

fn too_large(limits: Limits) -> Failure {
    let most = limits.file / 1024 / 1024;
    Failure::TooLarge(format!(
        "ファイルが大きすぎます({most}MBまで)。使わないシートや図を消すか、いくつかに分けてから、選び直してください。"
    ))
}

fn broken() -> Failure {
    Failure::Unreadable("送られたファイルが途中で切れています。もう一度選んで、送ってください。".to_owned())
}

/// The fields and the file. The first field is the form token; when it does not fit, nothing behind it is read.
pub(crate) async fn read(
    parts: &Parts,
    body: Body,
    token: &str,
    limits: Limits,
) -> Result<(Form, Option<Uploaded>), Failure> {
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse::<usize>().ok());
    if !limits.keeps_form && length.is_some_and(|length| length > limits.file + limits.around) {
        return Err(too_large(limits));
    }
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    // where the form is kept, the rest of a file that is too large is read and let go, up to what the program looks at
    let most = if limits.keeps_form { LARGEST_BODY } else { limits.file + limits.around };
    DefaultBodyLimit::max(most).apply(&mut request);
    let refused = |error| refused(error, limits);
    let mut fields = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut pairs, mut file, mut count) = (Vec::new(), None, 0_usize);
    while let Some(mut field) = fields.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let holds_file = count > 0 && file_name.is_some();
        let most = if holds_file { limits.file } else { limits.field };
        let (mut bytes, mut over) = (Vec::new(), false);
        while let Some(chunk) = field.chunk().await.map_err(refused)? {
            over = over || bytes.len() + chunk.len() > most;
            match (over, holds_file) {
                (false, _) => bytes.extend_from_slice(&chunk),
                (true, true) if limits.keeps_form => bytes = Vec::new(),
                (true, true) => return Err(too_large(limits)),
                (true, false) => return Err(broken()),
            }
        }
        if count == 0 && !(name == "csrf" && bool::from(token.as_bytes().ct_eq(&bytes))) {
            return Err(Failure::Forged);
        }
        count += 1;
        if count > limits.fields {
            return Err(broken());
        }
        match file_name {
            // a form without a chosen file sends an empty name
            Some(name) if !name.is_empty() => {
                file = Some(Uploaded { name: plain_name(&name), bytes, too_large: over });
            }
            Some(_) => {}
            None => pairs.push((name, String::from_utf8(bytes).map_err(|_| broken())?)),
        }
    }
    if count == 0 {
        return Err(Failure::Forged);
    }
    Ok((Form::from_pairs(pairs), file))
}

fn refused(error: axum::extract::multipart::MultipartError, limits: Limits) -> Failure {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { too_large(limits) } else { broken() }
}

/// The last part of a path, without signs that nobody sees.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: Vec<char> = last.chars().filter(|c| !c.is_control()).collect();
    // the end of a name tells what the file is
    kept[kept.len().saturating_sub(LONGEST_NAME)..].iter().collect()
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Uploaded {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Uploaded>, Infallible> {
        Ok(parts.extensions.remove::<Uploaded>())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Uploaded {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Uploaded, Failure> {
        parts.extensions.remove::<Uploaded>().ok_or(Failure::Forged)
    }
}
