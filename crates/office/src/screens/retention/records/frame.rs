//! 1人の月の枠: the tabs 支援記録詳細・簡易・支援レポート, what may be changed, and beside them what the month will claim.
use super::live;
use crate::{
    actions::retention::{conferences::used_conferences, month::service_month},
    desk::{Desk, Section, said},
    failure::Failure,
    permissions::Permission,
    screens::people::frame::{Head, Tab, TabView},
};
use kernel::Month;
use store::{ContactKind, RetentionMonthFacts, RetentionPersonMonth, StoreError};
use ui::Shell;

/// The pages of a person's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::screens::retention) enum Part {
    /// 支援記録詳細.
    Full,
    /// 簡易.
    Quick,
    /// 支援レポート.
    Report,
}

impl Part {
    const fn rest(self) -> &'static str {
        match self {
            Part::Full => "",
            Part::Quick => "/quick",
            Part::Report => "/report",
        }
    }
}

/// A person's month as it was read.
pub(in crate::screens::retention) struct Found {
    /// The office's month.
    pub(in crate::screens::retention) office: RetentionMonthFacts,
    /// The person's part of it.
    pub(in crate::screens::retention) one: RetentionPersonMonth,
}

/// What every page of a person's month shows.
pub(in crate::screens::retention) struct Frame {
    pub(in crate::screens::retention) month_label: String,
    pub(in crate::screens::retention) tabs: Vec<(String, String, bool)>,
    pub(in crate::screens::retention) everyone_href: String,
    pub(in crate::screens::retention) previous_person: Option<String>,
    pub(in crate::screens::retention) next_person: Option<String>,
    pub(in crate::screens::retention) frozen: String,
    pub(in crate::screens::retention) claim_href: String,
    pub(in crate::screens::retention) editable: bool,
    pub(in crate::screens::retention) live: String,
    pub(in crate::screens::retention) preview_href: String,
}

/// Reads a person's month.
pub(in crate::screens::retention) async fn find(desk: &Desk, month: Month, person_id: i64) -> Result<Found, Failure> {
    let mut office = desk.read().retention_month_facts(month).await?;
    let at = office.people.iter().position(|one| one.person.id == person_id).ok_or(Failure::NotFound)?;
    let one = office.people.swap_remove(at);
    Ok(Found { office, one })
}

/// Name, tabs and month of the person's pages.
pub(in crate::screens::retention) async fn of(
    desk: &Desk,
    found: &Found,
    part: Part,
    ok: Option<&str>,
) -> Result<(Shell, Head, Frame), Failure> {
    let (month, person_id) = (found.office.month, found.one.person.id);
    let rest = format!("/records/{person_id}");
    let base = desk.month_href(month, &rest);
    let quick = found.one.contacts.iter().filter(|row| row.body.kind == ContactKind::Simple).count();
    let tab = |label: String, at: Part| (label, format!("{base}{}", at.rest()), at == part);
    let facts = service_month(desk.app.tables, &found.office, &found.one);
    let used = used_conferences(desk.app.tables, &found.one, month);
    let frozen = found.one.claim.stage().map(|stage| StoreError::Frozen { month, stage }.to_string());
    let (previous_person, next_person) = neighbours(desk, found).await?;
    let mut shell = desk.month_shell(Section::Records, month, &format!("{rest}{}", part.rest())).await?;
    if let Some(sentence) = ok.and_then(done) {
        said(&mut shell, sentence);
    }
    let mut head = Head::of(desk, &found.one.person, Tab::Records);
    keep_month(desk, &mut head.tabs, &base);
    let frame = Frame {
        month_label: month.wareki(),
        tabs: vec![
            tab("支援記録詳細".to_owned(), Part::Full),
            tab(format!("簡易 {quick}件"), Part::Quick),
            tab("支援レポート".to_owned(), Part::Report),
        ],
        everyone_href: desk.month_href(month, "/records"),
        previous_person: previous_person.map(|href| format!("{href}{}", part.rest())),
        next_person: next_person.map(|href| format!("{href}{}", part.rest())),
        claim_href: desk.month_href(month, "/claim"),
        editable: frozen.is_none() && desk.may(Permission::Record),
        frozen: frozen.unwrap_or_default(),
        live: live::panel(desk, person_id, &facts, &used)?,
        preview_href: format!("{base}/preview"),
    };
    Ok((shell, head, frame))
}

/// The tab of the records leads back to the month that is shown.
fn keep_month(desk: &Desk, tabs: &mut [TabView], base: &str) {
    let records = desk.month_href(desk.app.clock.month(), "/records/");
    if let Some(tab) = tabs.iter_mut().find(|tab| tab.href.starts_with(&records)) {
        base.clone_into(&mut tab.href);
    }
}

/// The people before and after, among those of the month's list.
async fn neighbours(desk: &Desk, found: &Found) -> Result<(Option<String>, Option<String>), Failure> {
    let (month, own) = (found.office.month, found.one.person.id);
    // the list in its order again: the person was taken out of it
    let order = desk.read().people().list().await?;
    let listed = |id: &i64| {
        *id == own
            || found
                .office
                .people
                .iter()
                .any(|one| one.person.id == *id && super::overview::of_month(desk, &found.office, one))
    };
    let ids: Vec<i64> = order.iter().map(|person| person.id).filter(listed).collect();
    let at = ids.iter().position(|id| *id == own);
    let href = |id: Option<&i64>| id.map(|id| desk.month_href(month, &format!("/records/{id}")));
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| ids.get(at));
    let after = at.and_then(|at| ids.get(at + 1));
    Ok((href(before), href(after)))
}

/// What the last act was.
fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "full" => "支援記録を保存しました。",
        "undecided" => "支援記録を保存しました。請求の有無が未定です。決めるまで、この月は請求できません。",
        "quick" => "簡易の記録を保存しました。",
        "promoted" => "詳細の記録にしました。請求の有無を決めて、保存してください。",
        "removed" => "記録を削除しました。履歴は残ります。",
        "report" => "支援レポートを保存しました。",
        "unshared" => "支援レポートを保存しました。共有日を入れるまで、この月は請求できません。",
        _ => return None,
    })
}
