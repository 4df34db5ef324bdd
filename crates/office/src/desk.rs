//! 机: who sits where – the account, its role, its office – for every request inside `/o/{office}`.
use crate::{
    App,
    actions::retention::codes,
    failure::Failure,
    guard::SignedIn,
    news,
    permissions::{Permission, may},
    whose_page,
};
use axum::{
    extract::{FromRef, FromRequestParts, OriginalUri, RawPathParams},
    http::{Method, request::Parts},
};
use jiff::Timestamp;
use kernel::{Month, ServiceKind};
use store::{Actor, OfficeScope, Reader, Role, Session};
use ui::{AccountBar, Banner, BannerKind, Foot, MonthBar, NavItem, OfficeBar, Shell};

/// Name of the setting that says whom to ask when something is unclear.
pub(crate) const SUPPORT_CONTACT: &str = "support_contact";

/// Parts of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// 今日.
    Today,
    /// 記録.
    Records,
    /// 利用者.
    People,
    /// 請求.
    Claims,
    /// 加算情報 of 就労定着支援.
    Additions,
    /// 集計情報.
    Summary,
    /// 市町村のきまり of 地域生活支援事業.
    Rules,
    /// 設定.
    Settings,
    /// 監査記録.
    Audit,
}

/// The desk of a signed-in member at its office. A foreign office answers like a page that does not exist.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    /// The program.
    pub(crate) app: App,
    /// The session.
    pub(crate) session: Session,
    /// The instant of the request.
    pub(crate) now: Timestamp,
    /// `/o/3`.
    pub(crate) base: String,
    /// 事業所名.
    pub(crate) office_name: String,
    /// What the office does.
    pub(crate) kind: ServiceKind,
}

impl<S: Send + Sync> FromRequestParts<S> for Desk
where
    App: FromRef<S>,
{
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Desk, Failure> {
        let mut app = App::from_ref(state);
        app.tables = app.in_use.or(app.tables);
        let SignedIn(session) = <SignedIn as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Failure::NotFound)?;
        let office = params.iter().find(|(key, _)| *key == "office").map(|(_, value)| value.to_owned());
        let own = session.scope().office_id();
        if office.and_then(|text| text.parse::<i64>().ok()) != Some(own) {
            return Err(Failure::NotFound);
        }
        let (now, base) = (app.clock.now(), format!("/o/{own}"));
        // a first password opens nothing but the page where it is changed
        if session.must_change && !parts.uri.path().ends_with("/settings/password") {
            return Err(Failure::MustChangePassword { to: format!("{base}/settings/password") });
        }
        let office = app.store.read(session.scope()).office().current().await?.body;
        // pages of another kind of office do not exist here
        // (a nested router sees the address without its beginning)
        let address = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |whole| &whole.0);
        let rest = address.path().strip_prefix(base.as_str()).unwrap_or_default();
        if !whose_page::kinds(rest).contains(&office.kind) {
            let instead = whose_page::instead(rest, office.kind).filter(|_| parts.method == Method::GET);
            return Err(instead.map_or(Failure::NotFound, |to| Failure::Elsewhere { to: format!("{base}{to}") }));
        }
        if office.kind == ServiceKind::Retention {
            app.tables = codes::tables_of(&app, session.scope()).await?;
        }
        Ok(Desk { app, session, now, base, office_name: office.name, kind: office.kind })
    }
}

impl Desk {
    /// The pass to the office's data.
    pub(crate) const fn scope(&self) -> &OfficeScope {
        self.session.scope()
    }

    /// Who acts.
    pub(crate) const fn actor(&self) -> Actor {
        self.session.actor()
    }

    /// Reads of this office.
    pub(crate) fn read(&self) -> Reader<'_> {
        self.app.store.read(self.scope())
    }

    /// The role.
    pub(crate) const fn role(&self) -> Role {
        self.session.role
    }

    /// Whether the role allows an act.
    pub(crate) const fn may(&self, permission: Permission) -> bool {
        may(self.session.role, permission)
    }

    /// Refuses when the role does not allow an act.
    pub(crate) const fn require(&self, permission: Permission) -> Result<(), Failure> {
        if self.may(permission) { Ok(()) } else { Err(Failure::Forbidden(permission.label_ja())) }
    }

    /// The menu; entries that belong to a month keep the one that is shown.
    fn menu(&self, section: Section, month: Month) -> Vec<NavItem> {
        use Section as S;
        let base = &self.base;
        if self.session.narrow {
            let entry = |label, href, current| NavItem { label, href, current };
            return vec![
                entry("クイック入力", format!("{base}/c/quick"), true),
                entry("ほかの画面（サインインへ）", format!("{base}/"), false),
            ];
        }
        let of_month = |rest: &str| format!("{base}/{}/{month}/{rest}", self.kind.letter());
        // of a month that is not over nothing can be claimed yet: the list opens with the newest that can
        let claimable = self.month_href(month.min(self.app.clock.month().previous()), "/claim");
        let people = format!("{base}/people");
        let mut entries = vec![("今日", format!("{base}/"), S::Today)];
        match self.kind {
            ServiceKind::BType => entries.extend([
                ("記録", of_month("records"), S::Records),
                ("利用者", people, S::People),
                ("請求", of_month("claim"), S::Claims),
            ]),
            ServiceKind::Retention => entries.extend([
                ("利用者一覧", people, S::People),
                ("支援記録", of_month("records"), S::Records),
                ("加算情報", of_month("additions"), S::Additions),
                ("請求一覧", claimable, S::Claims),
                ("集計情報", format!("{base}/t/summary"), S::Summary),
            ]),
            ServiceKind::Community => entries.extend([
                ("記録", of_month("visits"), S::Records),
                ("利用者", people, S::People),
                ("請求", of_month("claim"), S::Claims),
                ("市町村のきまり", format!("{base}/c/packs"), S::Rules),
            ]),
        }
        entries.push(("設定", format!("{base}/settings"), S::Settings));
        if self.may(Permission::ReadAudit) {
            entries.push(("監査記録", format!("{base}/audit"), S::Audit));
        }
        entries.into_iter().map(|(label, href, at)| NavItem { label, href, current: at == section }).collect()
    }

    /// The frame of a page without a service month.
    pub(crate) async fn shell(&self, section: Section) -> Result<Shell, Failure> {
        let mut shell = self.frame(section, self.app.clock.month());
        self.lead_elsewhere(&mut shell).await?;
        if matches!(section, Section::Today | Section::Settings) {
            let support = self.app.store.setting(SUPPORT_CONTACT).await?.unwrap_or_default();
            shell.foot = Some(Foot {
                support: support.lines().map(str::to_owned).collect(),
                news_href: format!("{}/news", self.base),
                newest: news::newest(self.kind),
            });
        }
        Ok(shell)
    }

    /// The way to the other offices of the account, when it has some.
    async fn lead_elsewhere(&self, shell: &mut Shell) -> Result<(), Failure> {
        let several = self.app.store.memberships(self.session.account_id).await?.len() > 1;
        if let Some(bar) = shell.office.as_mut().filter(|_| several) {
            bar.switch_href = Some(format!("{}/settings/offices", self.base));
        }
        Ok(())
    }

    fn frame(&self, section: Section, month: Month) -> Shell {
        let base = &self.base;
        let name = self.office_name.clone();
        let search_href = (!self.session.narrow).then(|| format!("{base}/people"));
        Shell {
            office: Some(OfficeBar { name, href: format!("{base}/"), search_href, switch_href: None }),
            month: None,
            account: Some(AccountBar {
                name: self.session.display_name.clone(),
                role: self.role().label_ja(),
                csrf: self.session.csrf.clone(),
                leave: match self.session.narrow {
                    true => (format!("{base}/c/quick/device/end"), "この端末を終える"),
                    false => ("/signout".to_owned(), "サインアウト"),
                },
            }),
            nav: self.menu(section, month),
            banner: None,
            foot: None,
            demo: self.app.demo,
        }
    }

    /// The frame of a page that belongs to a service month; `rest` is the address behind the month (`/records/7`).
    /// The menu keeps the month.
    pub(crate) async fn month_shell(&self, section: Section, month: Month, rest: &str) -> Result<Shell, Failure> {
        let mut shell = self.frame(section, month);
        self.lead_elsewhere(&mut shell).await?;
        let href = |month: Month| self.month_href(month, rest);
        shell.month = Some(MonthBar {
            label: month.wareki(),
            value: month.to_string(),
            previous_href: href(month.previous()),
            next_href: href(month.next()),
        });
        Ok(shell)
    }

    /// The address of a page of a service month: `/o/3/t/2026-10` and what stands behind it.
    pub(crate) fn month_href(&self, month: Month, rest: &str) -> String {
        format!("{}/{}/{month}{rest}", self.base, self.kind.letter())
    }
}

/// A green message on top of the page.
pub(crate) fn said(shell: &mut Shell, text: impl Into<String>) {
    shell.banner = Some(Banner { kind: BannerKind::Success, text: text.into() });
}
