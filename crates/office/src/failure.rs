//! 失敗: what a request answers when it cannot do what was asked. The text is for the person; the log gets no personal data.
use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use store::StoreError;
use ui::Shell;

/// Why a request failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing here, or not for this account: the same answer.
    NotFound,
    /// Not signed in (any more).
    SignedOut {
        /// Where to go on after signing in.
        next: Option<String>,
    },
    /// The first password must be changed before anything else.
    MustChangePassword {
        /// The page where it is changed.
        to: String,
    },
    /// A page that this kind of office has elsewhere.
    Elsewhere {
        /// The page that says the same here.
        to: String,
    },
    /// The role does not allow it.
    Forbidden(&'static str),
    /// The form did not come from our own page.
    Forged,
    /// Too large or unreadable.
    Unreadable(String),
    /// A form or a file larger than any that is taken in.
    TooLarge(String),
    /// The store refused.
    Store(StoreError),
    /// A template or a task failed: a fault of the program.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        match error {
            StoreError::NotFound { .. } => Failure::NotFound,
            other => Failure::Store(other),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Failure {
        Failure::Broken(error.to_string())
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem {
    shell: Shell,
    title: &'static str,
    message: String,
    back: &'static str,
    back_label: &'static str,
}

impl Failure {
    /// Status, heading, sentence.
    pub(crate) fn tell(&self) -> (StatusCode, &'static str, String) {
        match self {
            Failure::NotFound | Failure::Elsewhere { .. } => (
                StatusCode::NOT_FOUND,
                "ページが見つかりません",
                "この住所のページはありません。消されたか、この事業所のものではありません。最初の画面から開き直してください。".to_owned(),
            ),
            Failure::SignedOut { .. } => (
                StatusCode::UNAUTHORIZED,
                "サインインしてください",
                "サインインしていないか、しばらく操作がなかったため終わりました。もう一度サインインしてください。".to_owned(),
            ),
            Failure::MustChangePassword { .. } => (
                StatusCode::FORBIDDEN,
                "パスワードを変えてください",
                "最初のパスワードのままです。「設定」の「自分のパスワード」で、自分だけが知っているものに変えてください。".to_owned(),
            ),
            Failure::Forbidden(act) => (
                StatusCode::FORBIDDEN,
                "権限がありません",
                format!("あなたの役割では「{act}」はできません。管理者に頼むか、役割を変えてもらってください。"),
            ),
            Failure::Forged => (
                StatusCode::FORBIDDEN,
                "画面が古くなっています",
                "この画面からの送信であることを確かめられませんでした。画面を読み込み直して、もう一度送ってください。".to_owned(),
            ),
            Failure::Unreadable(message) => (StatusCode::BAD_REQUEST, "読み取れませんでした", message.clone()),
            Failure::TooLarge(message) => (StatusCode::PAYLOAD_TOO_LARGE, "大きすぎます", message.clone()),
            Failure::Store(error) => {
                let status = match error {
                    StoreError::Conflict { .. } | StoreError::MonthClosed { .. } | StoreError::CardLocked | StoreError::Frozen { .. } | StoreError::AdditionsInUse { .. } => StatusCode::CONFLICT,
                    StoreError::NotAllowed { .. } => StatusCode::FORBIDDEN,
                    StoreError::Busy => StatusCode::SERVICE_UNAVAILABLE,
                    StoreError::TooSoon { .. } => StatusCode::TOO_MANY_REQUESTS,
                    StoreError::Taken { .. } | StoreError::Invalid { .. } | StoreError::Refused(_) | StoreError::NoNotice { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    _ => StatusCode::INTERNAL_SERVER_ERROR,
                };
                (status, "できませんでした", error.to_string())
            }
            Failure::Broken(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "できませんでした",
                "プログラムの不具合です。入力は保存されていません。時刻を控えて、管理者に伝えてください。".to_owned(),
            ),
        }
    }
}

/// An address whose parts cannot be read (`/people/abc`, `?year=x`) answers like a page that does not exist: the framework
/// would tell a person in English what it could not parse.
pub(crate) async fn in_words(response: Response) -> Response {
    let plain =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if response.status() == StatusCode::BAD_REQUEST && plain { Failure::NotFound.into_response() } else { response }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Failure::SignedOut { next: Some(next) } = &self {
            return Redirect::to(&format!("/signin?next={next}")).into_response();
        }
        if let Failure::MustChangePassword { to } | Failure::Elsewhere { to } = &self {
            return Redirect::to(to).into_response();
        }
        match &self {
            Failure::Broken(detail) => tracing::error!(detail, "a request failed inside the program"),
            Failure::Store(error) => tracing::warn!(kind = ?std::mem::discriminant(error), "the store refused"),
            _ => {}
        }
        let (status, title, message) = self.tell();
        let page = Problem { shell: Shell::default(), title, message, back: "/", back_label: "最初の画面へ" };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => (status, title).into_response(),
        }
    }
}
