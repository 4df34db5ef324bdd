//! 机: who sits where – the account, its role, its office – for every request inside `/o/{office}`.
use crate::{
    App,
    failure::Failure,
    guard::SignedIn,
    permissions::{Permission, may},
};
use axum::{
    extract::{FromRef, FromRequestParts, RawPathParams},
    http::request::Parts,
};
use jiff::Timestamp;
use kernel::Month;
use store::{Actor, OfficeScope, Reader, Role, Session};
use ui::{AccountBar, Banner, BannerKind, MonthBar, NavItem, OfficeBar, Shell};

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
        Ok(Desk { app, session, now, base })
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

    /// The frame of a page without a service month.
    pub(crate) async fn shell(&self, section: Section) -> Result<Shell, Failure> {
        let office = self.read().office().current().await?.body.name;
        let month = self.app.clock.month();
        let base = &self.base;
        let item = |label, href, at| NavItem { label, href, current: at == section };
        let mut nav = vec![
            item("今日", format!("{base}/"), Section::Today),
            item("記録", format!("{base}/b/{month}/records"), Section::Records),
            item("利用者", format!("{base}/people"), Section::People),
            item("請求", format!("{base}/b/{month}/claim"), Section::Claims),
            item("設定", format!("{base}/settings"), Section::Settings),
        ];
        if self.may(Permission::ReadAudit) {
            nav.push(item("監査記録", format!("{base}/audit"), Section::Audit));
        }
        Ok(Shell {
            office: Some(OfficeBar { name: office, href: format!("{base}/"), search_href: format!("{base}/people") }),
            month: None,
            account: Some(AccountBar {
                name: self.session.display_name.clone(),
                role: self.role().label_ja(),
                csrf: self.session.csrf.clone(),
            }),
            nav,
            banner: None,
            demo: self.app.demo,
        })
    }

    /// The frame of a page that belongs to a service month; `rest` is the address behind the month (`/records/7`).
    /// The menu keeps the month.
    pub(crate) async fn month_shell(&self, section: Section, month: Month, rest: &str) -> Result<Shell, Failure> {
        let mut shell = self.shell(section).await?;
        let base = &self.base;
        let href = |month: Month| format!("{base}/b/{month}{rest}");
        shell.month = Some(MonthBar {
            label: month.wareki(),
            value: month.to_string(),
            previous_href: href(month.previous()),
            next_href: href(month.next()),
        });
        for item in &mut shell.nav {
            match item.label {
                "記録" => item.href = format!("{base}/b/{month}/records"),
                "請求" => item.href = format!("{base}/b/{month}/claim"),
                _ => {}
            }
        }
        Ok(shell)
    }
}

/// A green message on top of the page.
pub(crate) fn said(shell: &mut Shell, text: impl Into<String>) {
    shell.banner = Some(Banner { kind: BannerKind::Success, text: text.into() });
}
