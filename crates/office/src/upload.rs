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

/// What the form around the file may take on top of it.
const LARGEST_AROUND: usize = 16 * 1024;
/// Most fields of a form with a file.
const MOST_FIELDS: usize = 8;
/// Longest text of such a field.
const LONGEST_FIELD: usize = 1_000;
/// Longest file name that is kept.
const LONGEST_NAME: usize = 100;

/// A file that came with a form.
#[derive(Clone)]
pub(crate) struct Uploaded {
    /// Its name, without folders.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The content is personal data and stays out of logs.
impl std::fmt::Debug for Uploaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Uploaded({} bytes)", self.bytes.len())
    }
}

/// Whether a request is a form with a file, at an address that takes one: `/o/{office}/import`, the files of
/// 上限額管理 of a month, the lists of returns.
pub(crate) fn expected(path: &str, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let office = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let takes_one = match parts.as_slice() {
        ["", "o", id, "import"] | ["", "o", id, "returned", "files"] => office(id),
        ["", "o", id, "b", _, "cap", "files"] => office(id),
        _ => false,
    };
    kind.starts_with("multipart/form-data") && takes_one
}

fn too_large() -> Failure {
    let most = LARGEST_FILE / 1024 / 1024;
    Failure::TooLarge(format!(
        "ファイルが大きすぎます({most}MBまで)。使わないシートや図を消すか、いくつかに分けてから、選び直してください。"
    ))
}

fn broken() -> Failure {
    Failure::Unreadable("送られたファイルが途中で切れています。もう一度選んで、送ってください。".to_owned())
}

/// The fields and the file. The first field is the form token; when it does not fit, nothing behind it is read.
pub(crate) async fn read(parts: &Parts, body: Body, token: &str) -> Result<(Form, Option<Uploaded>), Failure> {
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse::<usize>().ok()).is_some_and(|length| length > LARGEST_FILE + LARGEST_AROUND) {
        return Err(too_large());
    }
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    DefaultBodyLimit::max(LARGEST_FILE + LARGEST_AROUND).apply(&mut request);
    let mut fields = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let (mut pairs, mut file, mut count) = (Vec::new(), None, 0_usize);
    while let Some(mut field) = fields.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let most = if count > 0 && file_name.is_some() { LARGEST_FILE } else { LONGEST_FIELD };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(refused)? {
            if bytes.len() + chunk.len() > most {
                return Err(if most == LARGEST_FILE { too_large() } else { broken() });
            }
            bytes.extend_from_slice(&chunk);
        }
        if count == 0 && !(name == "csrf" && bool::from(token.as_bytes().ct_eq(&bytes))) {
            return Err(Failure::Forged);
        }
        count += 1;
        if count > MOST_FIELDS {
            return Err(broken());
        }
        match file_name {
            // a form without a chosen file sends an empty name
            Some(file_name) if !file_name.is_empty() => file = Some(Uploaded { name: plain_name(&file_name), bytes }),
            Some(_) => {}
            None => pairs.push((name, String::from_utf8(bytes).map_err(|_| broken())?)),
        }
    }
    if count == 0 {
        return Err(Failure::Forged);
    }
    Ok((Form::from_pairs(pairs), file))
}

fn refused(error: axum::extract::multipart::MultipartError) -> Failure {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { broken() }
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
