//! 上限額管理の一覧: everyone whose cap is managed, who has sent what, and what is left until the 3rd and the 6th.
use crate::{
    actions::{
        cap::{CapRole, disagreements, role_of},
        claims::{MonthClaim, PersonClaim},
    },
    desk::{Desk, Section, said},
    failure::Failure,
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Html,
};
use kernel::{Day, Month, OfficeNo, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{CapBody, StoreError};
use ui::{Banner, BannerKind, Form, Shell};

#[derive(Debug, Default, Deserialize)]
pub(super) struct BoardQuery {
    /// What was just done.
    ok: Option<String>,
}

/// One state of a person: what it is and whether it is done.
struct Mark {
    label: String,
    /// `ok`, `warn`, `error` or nothing.
    kind: &'static str,
}

struct Row {
    name: String,
    href: String,
    role: &'static str,
    offices: String,
    list: Mark,
    sheet: Mark,
    result: String,
}

/// A day by which something is sent.
struct Due {
    day: String,
    what: &'static str,
    left: String,
    kind: &'static str,
}

/// A button that gives a file for one office.
struct Outgoing {
    office_no: String,
    name: String,
    people: usize,
}

#[derive(Template)]
#[template(path = "cap/board.html")]
pub(super) struct BoardPage {
    shell: Shell,
    form: Form,
    month_label: String,
    refusal: Option<String>,
    dues: Vec<Due>,
    rows: Vec<Row>,
    lists: Vec<Outgoing>,
    sheets: Vec<Outgoing>,
    manages: bool,
    related: bool,
    live: bool,
    may_change: bool,
    may_export: bool,
    files_href: String,
    list_href: String,
    sheet_href: String,
    claim_href: String,
}

fn due(month: Month, number: u8, what: &'static str, done: bool, today: Day) -> Option<Due> {
    let day = month.next().day(number)?;
    let mut left = 0_i32;
    while day > today.plus_days(left) {
        left += 1;
    }
    while day < today.plus_days(left) {
        left -= 1;
    }
    let (left, kind) = match left {
        _ if done => ("済み".to_owned(), "ok"),
        i32::MIN..0 => (format!("{}日過ぎました", -left), "error"),
        0 => ("今日まで".to_owned(), "error"),
        1..=3 => (format!("あと{left}日"), "warn"),
        _ => (format!("あと{left}日"), ""),
    };
    Some(Due { day: day.both(), what, left, kind })
}

fn mark(done: Option<String>, waiting: &str) -> Mark {
    match done {
        Some(label) => Mark { label, kind: "ok" },
        None => Mark { label: waiting.to_owned(), kind: "warn" },
    }
}

fn list_mark(role: &CapRole, body: &CapBody, claimed: bool) -> Mark {
    match role {
        CapRole::Related(_) if !claimed => Mark { label: "この月の請求なし".to_owned(), kind: "" },
        CapRole::Related(_) => {
            mark(body.list_sent_on.map(|day| format!("出した {}", day.both())), "まだ出していません")
        }
        CapRole::Manager => {
            let came = body.others.iter().filter(|office| office.amounts.is_some()).count();
            let all = body.others.len();
            let done = (all > 0 && came == all).then(|| format!("受け取った {came}/{all}"));
            mark(done, &format!("受け取った {came}/{all}"))
        }
    }
}

fn sheet_mark(role: &CapRole, body: &CapBody, claimed: bool, stale: bool) -> Mark {
    let Some(kept) = &body.kept else {
        return match role {
            CapRole::Related(_) if !claimed => Mark { label: "要りません".to_owned(), kind: "" },
            CapRole::Related(_) => mark(None, "まだ受け取っていません"),
            CapRole::Manager => mark(None, "まだ決めていません"),
        };
    };
    if stale {
        let label = match role {
            CapRole::Manager => "結果票を作り直してください",
            CapRole::Related(_) => "結果票と計算が合いません",
        };
        return Mark { label: label.to_owned(), kind: "error" };
    }
    match (role, body.sheet_sent_on) {
        (CapRole::Manager, Some(day)) => mark(Some(format!("出した {}", day.both())), ""),
        (CapRole::Manager, None) => mark(None, &format!("決めた {}(まだ出していません)", kept.on.both())),
        (CapRole::Related(_), _) => mark(Some(format!("受け取った {}", kept.on.both())), ""),
    }
}

/// What the rows add up to.
#[derive(Default)]
struct Sums {
    lists: BTreeMap<String, usize>,
    sheets: BTreeMap<String, (String, usize)>,
    manages: bool,
    related: bool,
    lists_done: bool,
    sheets_done: bool,
}

fn row(base: &str, own: &OfficeNo, person: &PersonClaim, role: &CapRole, body: &CapBody, sums: &mut Sums) -> Row {
    let claimed = person.is_claimed();
    let kept = body.kept.as_ref();
    let stale = kept.is_some_and(|kept| {
        let wrong = disagreements(own, kept, &person.dossier, &person.outcome);
        wrong.iter().any(|finding| finding.severity == Severity::Fault)
    });
    let list = list_mark(role, body, claimed);
    let sheet = sheet_mark(role, body, claimed, stale);
    sums.lists_done &= list.kind != "warn";
    sums.sheets_done &= matches!(sheet.kind, "ok" | "");
    match role {
        CapRole::Manager => {
            sums.manages = true;
            for line in kept.into_iter().flat_map(|kept| &kept.sheet.rows).filter(|line| line.office_no != *own) {
                let entry = sums.sheets.entry(line.office_no.to_string()).or_insert((line.name.clone(), 0));
                entry.1 += 1;
            }
        }
        CapRole::Related(manager) => {
            sums.related = true;
            if claimed {
                *sums.lists.entry(manager.to_string()).or_default() += 1;
            }
        }
    }
    let offices: Vec<String> = match role {
        CapRole::Manager => body.others.iter().map(|office| format!("{} {}", office.office_no, office.name)).collect(),
        CapRole::Related(manager) => vec![format!("管理事業所 {manager}")],
    };
    let result = person.dossier.burden.cap_management;
    Row {
        name: person.dossier.name.clone(),
        href: format!("{base}/{}", person.person_id),
        role: match role {
            CapRole::Manager => "この事業所が管理",
            CapRole::Related(_) => "関係事業所",
        },
        offices: offices.join("、"),
        list,
        sheet,
        result: result.map(|entered| format!("{}・{}円", entered.result, entered.amount)).unwrap_or_default(),
    }
}

/// The page, also after a refused file.
pub(super) async fn page(desk: &Desk, month: Month, form: Form) -> Result<BoardPage, Failure> {
    let base = format!("{}/b/{month}/cap", desk.base);
    let own = desk.read().office().current().await?.body.office_no;
    let state = desk.read().claim_months().get(month).await?.state;
    let (claim, refusal) = match MonthClaim::read(desk.read(), desk.app.tables, month, state).await {
        Ok(claim) => (Some(claim), None),
        Err(refusal @ StoreError::NoNotice { .. }) => (None, Some(refusal.to_string())),
        Err(other) => return Err(other.into()),
    };
    let known: BTreeMap<i64, CapBody> =
        desk.read().caps().of_month(month).await?.into_iter().map(|row| (row.person_id, row.body)).collect();
    let mut sums = Sums { lists_done: true, sheets_done: true, ..Sums::default() };
    let mut rows = Vec::new();
    for person in claim.iter().flat_map(|claim| &claim.people) {
        let Some(role) = role_of(&own, &person.dossier) else { continue };
        let body = known.get(&person.person_id).cloned().unwrap_or_default();
        rows.push(row(&base, &own, person, &role, &body, &mut sums));
    }
    let today = desk.app.clock.today();
    let dues = [
        due(month, 3, "利用者負担額一覧表を送る・受け取る", sums.lists_done, today),
        due(month, 6, "上限額管理結果票を送る・受け取る", sums.sheets_done, today),
    ];
    let outgoing = |office_no: String, name: String, people| Outgoing { office_no, name, people };
    Ok(BoardPage {
        shell: desk.month_shell(Section::Claims, month, "/cap").await?,
        form,
        month_label: month.wareki(),
        refusal,
        dues: if rows.is_empty() { Vec::new() } else { dues.into_iter().flatten().collect() },
        rows,
        lists: sums.lists.into_iter().map(|(no, people)| outgoing(no, String::new(), people)).collect(),
        sheets: sums.sheets.into_iter().map(|(no, (name, people))| outgoing(no, name, people)).collect(),
        manages: sums.manages,
        related: sums.related,
        live: state.is_open(),
        may_change: desk.may(Permission::Claim),
        may_export: desk.may(Permission::Export),
        files_href: format!("{base}/files"),
        list_href: format!("{base}/list-file"),
        sheet_href: format!("{base}/sheet-file"),
        claim_href: format!("{}/b/{month}/claim", desk.base),
    })
}

/// Puts a red message on top.
pub(super) fn refused(page: &mut BoardPage, text: impl Into<String>) {
    page.shell.banner = Some(Banner { kind: BannerKind::Error, text: text.into() });
}

/// `GET /b/{month}/cap`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<BoardQuery>,
) -> Result<Html<String>, Failure> {
    let mut page = page(&desk, month_of(&month)?, Form::default()).await?;
    match query.ok.as_deref() {
        Some("cap_lists") => said(&mut page.shell, "利用者負担額一覧表を取り込みました。"),
        Some("cap_sheets") => said(&mut page.shell, "結果票を取り込み、月の事実に管理結果を入れました。"),
        Some("given_up") => said(&mut page.shell, "取込みをやめました。何も変わっていません。"),
        _ => {}
    }
    Ok(Html(page.render()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::due;

    #[test]
    fn the_third_and_the_sixth_are_counted_from_today() {
        let month = "2026-10".parse().unwrap();
        let on = |today: &str, done| due(month, 3, "", done, today.parse().unwrap()).unwrap().left;
        assert_eq!(on("2026-10-20", false), "あと14日");
        assert_eq!(on("2026-11-03", false), "今日まで");
        assert_eq!(on("2026-11-05", false), "2日過ぎました");
        assert_eq!(on("2026-11-05", true), "済み");
    }
}
