//! 利用者の画面の枠: name and tabs, what the last act was, and what the store refused.
use super::sheet::{Difference, Sheet};
use crate::{
    desk::{Desk, Section, said},
    failure::Failure,
};
use axum::http::StatusCode;
use kernel::ServiceKind;
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
    /// 就労 (就労定着支援).
    Jobs,
    /// 契約 of 就労定着支援.
    Use,
    /// 退所（定着中）.
    Leaving,
    /// 退所（退職）.
    Resigned,
    /// 支援計画.
    Plans,
    /// 支援記録 of 就労定着支援, 記録 of 地域生活支援事業.
    Records,
    /// 受給者証 of 地域生活支援事業.
    Masters,
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
    /// 今月の記録, where no tab leads there.
    pub(crate) records_href: Option<String>,
}

impl Head {
    /// The head of a person's page.
    pub(crate) fn of(desk: &Desk, person: &Entry<PersonBody>, at: Tab) -> Head {
        let base = format!("{}/people/{}", desk.base, person.id);
        let month = desk.app.clock.month();
        let tab = |label, tab, rest: &str| TabView { label, href: format!("{base}{rest}"), current: tab == at };
        let records_href = match desk.kind {
            ServiceKind::Community => desk.month_href(month, &format!("/visits/{}", person.id)),
            _ => desk.month_href(month, &format!("/records/{}", person.id)),
        };
        let records = |label| TabView { label, href: records_href.clone(), current: at == Tab::Records };
        let tabs = match desk.kind {
            ServiceKind::BType => vec![
                tab("基本", Tab::Basic, ""),
                tab("受給者証", Tab::Cards, "/cards"),
                tab("契約", Tab::Contracts, "/contracts"),
                tab("月の事実", Tab::Months, &format!("/months/{month}")),
                tab("履歴", Tab::History, "/history"),
            ],
            ServiceKind::Retention => vec![
                tab("基本", Tab::Basic, ""),
                tab("就労", Tab::Jobs, "/jobs"),
                tab("契約", Tab::Use, "/retention"),
                tab("退所（定着中）", Tab::Leaving, "/leaving"),
                tab("退所（退職）", Tab::Resigned, "/resigned"),
                tab("受給者証", Tab::Cards, "/cards"),
                tab("支援計画", Tab::Plans, "/plans"),
                records("支援記録"),
                tab("履歴", Tab::History, "/history"),
            ],
            ServiceKind::Community => vec![
                tab("基本", Tab::Basic, ""),
                tab("受給者証", Tab::Masters, "/masters"),
                records("記録"),
                tab("履歴", Tab::History, "/history"),
            ],
        };
        Head {
            name: person.body.name.clone(),
            kana: person.body.name_kana.clone(),
            tabs,
            records_href: (desk.kind == ServiceKind::BType).then_some(records_href),
        }
    }
}

/// What the last act was, by its code in the address: fixed sentences, never typed text.
pub(crate) fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "person" => "利用者の情報を保存しました。",
        "new" => "利用者を登録しました。次に「受給者証」と「契約」を登録してください。",
        "known" => "利用者を登録しました。次に「受給者証」を見ながら、受給者証の版を登録してください。",
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
        "added" => "利用者を登録しました。いまは未契約のタブです。次に「就労」と「契約」を入れてください。",
        "taken_over" => {
            "ほかの事業所の情報から登録しました。雇用開始日が入るまで、定着支援期のタブに要確認として置きます。次に「就労」を入れ、写した「受給者証」を就労定着支援の支給決定に直してください。"
        }
        "job" => "就労を保存しました。",
        "job_removed" => "就労を取り消しました。履歴には残っています。",
        "retention" => "契約を保存しました。",
        "leaving" => "退所（定着中）を保存しました。",
        "resigned" => "退所（退職）を保存しました。",
        "occupations" => "職種の一覧を保存しました。",
        "office_master" => "事業所マスタを保存しました。",
        "reading" => "読み方を保存しました。その月からの記録と請求は、この読み方で計算します。",
        "reading_removed" => "読み方を取り消しました。市町村のきまりの提案に戻ります。",
        "price" => "単価を保存しました。",
        "price_revised" => "単価を保存しました。前の単価は、新しい単価の前の月までにしました。",
        "price_removed" => "単価を取り消しました。履歴には残っています。",
        "prices" => "表の単価を登録しました。",
        "support" => "問い合わせ先を保存しました。",
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
        StoreError::MonthClosed { .. }
        | StoreError::CardLocked
        | StoreError::Frozen { .. }
        | StoreError::AdditionsInUse { .. } => {
            form.fail(field, message);
            Ok(StatusCode::CONFLICT)
        }
        StoreError::Taken { .. } | StoreError::Invalid { .. } | StoreError::Refused(_) => {
            form.fail(field, message);
            Ok(StatusCode::UNPROCESSABLE_ENTITY)
        }
        StoreError::NotAllowed { .. } => {
            form.fail(field, message);
            Ok(StatusCode::FORBIDDEN)
        }
        other => Err(other.into()),
    }
}

/// After a conflict: what is stored beside what was typed. The next save goes on top of the stored version.
pub(crate) fn conflict(sheet: &Sheet, stored: &Form, form: &Form) -> Vec<Difference> {
    if form.error(VERSION).is_some() { sheet.differences(stored, form) } else { Vec::new() }
}
