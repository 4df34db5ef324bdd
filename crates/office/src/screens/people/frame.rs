//! 利用者の画面の枠: name and tabs, what the last act was, and what the store refused.
use super::sheet::{Difference, Sheet};
use crate::{
    desk::{Desk, Section, said},
    failure::Failure,
};
use axum::http::StatusCode;
use store::{Entry, PersonBody, StoreError};
use ui::{Banner, BannerKind, Form, Shell};

/// Tabs of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// 基本.
    Basic,
    /// 受給者証.
    Cards,
    /// 契約.
    Contracts,
    /// 月の事実.
    Months,
    /// 履歴.
    History,
}

/// One tab as the page shows it.
pub(crate) struct TabView {
    pub(crate) label: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// Name and tabs on top of every page of a person.
pub(crate) struct Head {
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) tabs: Vec<TabView>,
    pub(crate) records_href: String,
}

impl Head {
    /// The head of a person's page.
    pub(crate) fn of(desk: &Desk, person: &Entry<PersonBody>, at: Tab) -> Head {
        let base = format!("{}/people/{}", desk.base, person.id);
        let month = desk.app.clock.month();
        let tab = |label, tab, rest: &str| TabView { label, href: format!("{base}{rest}"), current: tab == at };
        Head {
            name: person.body.name.clone(),
            kana: person.body.name_kana.clone(),
            tabs: vec![
                tab("基本", Tab::Basic, ""),
                tab("受給者証", Tab::Cards, "/cards"),
                tab("契約", Tab::Contracts, "/contracts"),
                tab("月の事実", Tab::Months, &format!("/months/{month}")),
                tab("履歴", Tab::History, "/history"),
            ],
            records_href: format!("{}/b/{month}/records/{}", desk.base, person.id),
        }
    }
}

/// What the last act was, by its code in the address: fixed sentences, never typed text.
pub(crate) fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "person" => "利用者の情報を保存しました。",
        "new" => "利用者を登録しました。次に「受給者証」と「契約」を登録してください。",
        "card" => "受給者証を保存しました。証と見比べてから、ロックしてください。",
        "locked" => "受給者証をロックしました。",
        "unlocked" => "受給者証のロックを解除しました。直したあと、もう一度ロックしてください。",
        "contract" => "契約を保存しました。",
        "exception" => "利用日数の特例を保存しました。",
        "month" => "月の事実を保存しました。",
        "office" => "事業所の情報を保存しました。",
        "form" => "提供サービス情報を保存しました。",
        "wage_days" => "延べ利用者数と開所日数を保存しました。",
        "notice" => "体制届を保存しました。",
        "account" => "職員を登録しました。最初のパスワードを本人に伝えてください。",
        "role" => "役割を変えました。その人は、もう一度サインインします。",
        "stopped" => "職員を停止しました。サインインしていた画面も終わりました。",
        "resumed" => "職員を再開しました。",
        "ended" => "サインインを終わらせました。",
        "reset" => "パスワードを設定し直しました。新しいパスワードを本人に伝えてください。",
        "password" => "パスワードを変えました。ほかの場所のサインインは終わりました。",
        _ => return None,
    })
}

/// The frame of a page with the sentence of the last act.
pub(crate) async fn shell_with(desk: &Desk, section: Section, code: Option<&str>) -> Result<Shell, Failure> {
    let mut shell = desk.shell(section).await?;
    if let Some(sentence) = code.and_then(done) {
        said(&mut shell, sentence);
    }
    Ok(shell)
}

/// Puts warnings on top of a page, below nothing else.
pub(crate) fn warn(shell: &mut Shell, warnings: &[String]) {
    if warnings.is_empty() {
        return;
    }
    let before = shell.banner.take().map(|banner| banner.text).unwrap_or_default();
    shell.banner = Some(Banner { kind: BannerKind::Warning, text: format!("{before}{}", warnings.join("")) });
}

/// Field that carries the version; a conflict is noted there.
pub(crate) const VERSION: &str = "version";

/// The version that was on the screen; 0 (which no stored row has) when it is missing.
pub(crate) fn version_of(form: &Form) -> i64 {
    form.value(VERSION).parse().unwrap_or(0)
}

/// Notes what the store refused in the form, so that the page comes back with all that was typed; other failures pass.
pub(crate) fn refused(form: &mut Form, error: StoreError, field: &str) -> Result<StatusCode, Failure> {
    let message = error.to_string();
    match error {
        StoreError::Conflict { .. } => {
            form.fail(VERSION, message);
            Ok(StatusCode::CONFLICT)
        }
        StoreError::MonthClosed { .. } | StoreError::CardLocked => {
            form.fail(field, message);
            Ok(StatusCode::CONFLICT)
        }
        StoreError::Taken { .. } | StoreError::Invalid { .. } => {
            form.fail(field, message);
            Ok(StatusCode::UNPROCESSABLE_ENTITY)
        }
        other => Err(other.into()),
    }
}

/// After a conflict: what is stored beside what was typed. The next save goes on top of the stored version.
pub(crate) fn conflict(sheet: &Sheet, stored: &Form, form: &Form) -> Vec<Difference> {
    if form.error(VERSION).is_some() { sheet.differences(stored, form) } else { Vec::new() }
}
