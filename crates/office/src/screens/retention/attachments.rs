//! 添付ファイル of a plan: handed out as a file that opens nothing by itself, and taken away after one question.
use crate::{
    App,
    actions::{known::Known, retention::plans},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    headers::SANDBOX,
    permissions::Permission,
    screens::people::frame::version_of,
};
use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/people/{person}/plans/{plan}/files/{file}", get(download))
        .route("/people/{person}/plans/{plan}/files/{file}/remove", post(remove))
}

/// A name for `Content-Disposition` in the form of RFC 5987: everything but letters and digits as `%E3`.
fn header_name(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// `GET …/files/{file}`.
async fn download(desk: Desk, Path((_, person, plan, file)): Path<(i64, i64, i64, i64)>) -> Result<Response, Failure> {
    let found = plans::hand_out(&desk.app.store, &desk.actor(), desk.now, (person, plan), file).await?;
    let ending = found.info.name.rsplit_once('.').map_or("pdf", |(_, ending)| ending);
    let disposition = format!(
        "attachment; filename=\"plan-{file}.{}\"; filename*=UTF-8''{}",
        header_name(ending),
        header_name(&found.info.name)
    );
    let headers = [
        (header::CONTENT_TYPE, found.info.media_type.name().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
    ];
    Ok((headers, found.bytes).into_response())
}

/// `POST …/files/{file}/remove`.
async fn remove(
    desk: Desk,
    Path((_, person, plan, file)): Path<(i64, i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let known = Known { id: file, version: version_of(&form) };
    plans::remove_file(&desk.app.store, &desk.actor(), desk.now, (person, plan), known).await?;
    Ok(Redirect::to(&format!("{}/people/{person}/plans/{plan}?ok=file_removed", desk.base)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(header_name("計画\"\r\n.pdf"), "%E8%A8%88%E7%94%BB%22%0D%0A.pdf");
    }
}
