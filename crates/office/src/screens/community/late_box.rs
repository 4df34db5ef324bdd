//! 月遅れの箱: the months of other claims that may go with this one, as the claim shows them.
use crate::{desk::Desk, failure::Failure, permissions::Permission};
use claims::lifecycle::MonthState;
use kernel::Month;
use std::collections::BTreeMap;
use store::AgainKind;
use ui::Choice;

pub(super) const KINDS: [(&str, AgainKind, &str); 3] = [
    ("late", AgainKind::Late, "月遅れ(請求のときに間に合わなかった記録)"),
    ("returned", AgainKind::Returned, "返戻(戻ってきた請求)"),
    ("withdrawn", AgainKind::Withdrawn, "過誤(市町村が取り下げを済ませた請求)"),
];

/// A case that is not claimed yet.
pub(super) struct CaseRow {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) visits_href: String,
    pub(super) kind: &'static str,
    pub(super) month_label: String,
    /// The month that carries it; empty while none does.
    pub(super) carrier: String,
    /// It goes out with the month on the screen.
    pub(super) here: bool,
    /// The month on the screen may still take it in or let it go.
    pub(super) movable: bool,
    pub(super) action: String,
    pub(super) version: i64,
}

/// What the claim page shows of older months.
pub(super) struct LateBox {
    /// Cases that wait or go out with this month.
    pub(super) cases: Vec<CaseRow>,
    /// People with visits changed after their claim left.
    pub(super) changed: Vec<(String, String, usize)>,
    /// The month was exported: people's months can be opened.
    pub(super) may_open: bool,
    pub(super) action: String,
    pub(super) people: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) carriers: Vec<Choice>,
}

/// What waits, for the page of a month.
pub(super) async fn view(desk: &Desk, month: Month, state: MonthState) -> Result<LateBox, Failure> {
    let people = super::namesakes::everyone(desk).await?;
    let name: BTreeMap<i64, &str> = people.iter().map(|person| (person.id, person.body.name.as_str())).collect();
    let named = |id: i64| name.get(&id).copied().unwrap_or_default().to_owned();
    let cases = desk.read().again().list().await?;
    let shown = cases.iter().filter(|case| case.state.is_pending() && case.month < month);
    let rows = shown.map(|case| {
        let here = case.carrier == Some(month);
        CaseRow {
            name: named(case.person_id),
            href: desk.month_href(case.month, &format!("/claim/{}?case={}", case.person_id, case.id)),
            visits_href: desk.month_href(case.month, &format!("/visits/{}", case.person_id)),
            kind: case.body.kind.label_ja(),
            month_label: case.month.wareki(),
            carrier: case.carrier.map(|carrier| carrier.wareki()).unwrap_or_default(),
            here,
            movable: state.is_open() && (here || case.carrier.is_none()) && desk.may(Permission::Claim),
            action: desk.month_href(month, &format!("/claim/late/{}", case.id)),
            version: case.version,
        }
    });
    let late = desk.read().visits().late().await?;
    let changed = late
        .iter()
        .filter(|late| late.month <= month)
        .map(|late| (named(late.person_id), late.month.wareki(), late.visits));
    let open = [month.next(), month.next().next()];
    Ok(LateBox {
        cases: rows.collect(),
        changed: changed.collect(),
        may_open: state == MonthState::Exported && desk.may(Permission::Claim),
        action: desk.month_href(month, "/claim/late"),
        people: people.iter().map(|person| Choice::new(person.id.to_string(), person.body.name.clone())).collect(),
        kinds: KINDS.iter().map(|(key, _, label)| Choice::new(*key, *label)).collect(),
        carriers: open.map(|month| Choice::new(month.to_string(), format!("{}分の請求", month.wareki()))).into(),
    })
}
