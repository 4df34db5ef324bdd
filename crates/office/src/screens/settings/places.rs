//! 設定の項目: the tabs of 設定 – which of them an office has goes by its kind and by the role.
use crate::{desk::Desk, permissions::Permission, screens::people::frame::TabView};
use kernel::ServiceKind;

/// A page of 設定.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// 事業所.
    Office,
    /// 体制届.
    Notices,
    /// 提供サービス情報(様式).
    Form,
    /// 平均工賃月額.
    Wages,
    /// 加算情報の承認 (就労定着支援).
    Approval,
    /// 職種の一覧 (就労定着支援).
    Occupations,
    /// 事業所マスタ (地域生活支援事業).
    Masters,
    /// 職員.
    Accounts,
    /// サービスコード表.
    Codes,
    /// 事業所の切替.
    Offices,
    /// 問い合わせ先.
    Support,
    /// 自分のパスワード.
    Password,
    /// サインインの一覧.
    Sessions,
}

/// The tabs on top of every page of 設定.
pub(crate) struct Places(pub(crate) Vec<TabView>);

impl Places {
    /// The tabs that this office and this account have; `at` is the page that is shown.
    pub(crate) fn of(desk: &Desk, at: Place) -> Places {
        let b_type = desk.kind == ServiceKind::BType;
        let official_codes = desk.kind != ServiceKind::Community;
        let all = [
            (Place::Office, "", "事業所", true),
            (Place::Notices, "/notices", "体制届(加算届)", b_type),
            (Place::Form, "/form", "提供サービス情報(様式)", b_type),
            (Place::Wages, "/wages", "平均工賃月額", b_type),
            (Place::Approval, "/approval", "加算情報の承認", desk.kind == ServiceKind::Retention),
            (Place::Occupations, "/occupations", "職種の一覧", desk.kind == ServiceKind::Retention),
            (Place::Masters, "/masters", "事業所マスタ", desk.kind == ServiceKind::Community),
            (Place::Accounts, "/accounts", "職員", desk.may(Permission::ManageAccounts)),
            (Place::Codes, "/codes", "サービスコード表", official_codes),
            (Place::Offices, "/offices", "事業所の切替", true),
            (Place::Support, "/support", "問い合わせ先", true),
            (Place::Password, "/password", "自分のパスワード", true),
            (Place::Sessions, "/sessions", "サインインの一覧", true),
        ];
        let shown = all.into_iter().filter(|(.., has)| *has);
        let tab = |(place, rest, label, _): (Place, &str, &'static str, bool)| TabView {
            label,
            href: format!("{}/settings{rest}", desk.base),
            current: place == at,
        };
        Places(shown.map(tab).collect())
    }
}
