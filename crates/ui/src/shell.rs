//! The frame around every page: office, month, menu, who is signed in, one message.

/// Kind of a message on top of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerKind {
    /// Something was done.
    Success,
    /// Something could not be done.
    Error,
    /// Something must be looked at.
    Warning,
}

impl BannerKind {
    /// Value of `data-kind`.
    pub const fn as_str(self) -> &'static str {
        match self {
            BannerKind::Success => "success",
            BannerKind::Error => "error",
            BannerKind::Warning => "warning",
        }
    }
}

/// One message on top of a page.
#[derive(Clone, Debug)]
pub struct Banner {
    /// Kind.
    pub kind: BannerKind,
    /// Japanese text.
    pub text: String,
}

/// The office in the bar.
#[derive(Clone, Debug)]
pub struct OfficeBar {
    /// 事業所名.
    pub name: String,
    /// Address of its first page.
    pub href: String,
    /// Where the search over all people goes; `None` on a device that may not search.
    pub search_href: Option<String>,
    /// Where the account goes on to another of its offices; `None` when it has only this one.
    pub switch_href: Option<String>,
}

/// The service month in the bar, with its neighbours' addresses.
#[derive(Clone, Debug)]
pub struct MonthBar {
    /// 「令和8年10月」.
    pub label: String,
    /// `2026-10`.
    pub value: String,
    /// Same page, month before.
    pub previous_href: String,
    /// Same page, month after.
    pub next_href: String,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct AccountBar {
    /// Display name.
    pub name: String,
    /// 役割.
    pub role: &'static str,
    /// Token that every form sends back.
    pub csrf: String,
    /// Where the session is ended, and the word on the button.
    pub leave: (String, &'static str),
}

/// One entry of the menu.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Word of the field.
    pub label: &'static str,
    /// Address.
    pub href: String,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// The foot of a page: whom to ask, and what is new.
#[derive(Clone, Debug)]
pub struct Foot {
    /// 問い合わせ先, line by line; empty when none was written down.
    pub support: Vec<String>,
    /// Address of お知らせ.
    pub news_href: String,
    /// The newest of them: date and title.
    pub newest: Option<String>,
}

/// Everything the frame shows.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The office, when one is chosen.
    pub office: Option<OfficeBar>,
    /// The service month, when the page belongs to one.
    pub month: Option<MonthBar>,
    /// Who is signed in.
    pub account: Option<AccountBar>,
    /// The menu.
    pub nav: Vec<NavItem>,
    /// Message of the last act.
    pub banner: Option<Banner>,
    /// The foot, on the pages that have one.
    pub foot: Option<Foot>,
    /// The data are invented (demo).
    pub demo: bool,
}

impl Shell {
    /// The CSRF token, empty when nobody is signed in.
    pub fn csrf(&self) -> &str {
        self.account.as_ref().map_or("", |account| account.csrf.as_str())
    }

    /// Address of a static file (for templates).
    pub fn asset(&self, name: &str) -> &'static str {
        crate::asset_href(name)
    }
}
