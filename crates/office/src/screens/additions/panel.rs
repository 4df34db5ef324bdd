//! 加算の一覧: every addition of the notice with its state, counts and reason; 初期・施設外支援・訪問支援 in detail.
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    screens::{
        claim::{statement::fact_href, words},
        month_of::month_of,
    },
};
use askama::Template;
use axum::{extract::Path, response::Html};
use claims::{Dossier, Outcome};
use fees::{
    FeeTables, Line, NotApplied,
    b_type::{
        RULES, Rule, RuleInfo,
        facts::{DayStatus, ServiceMonth},
    },
};
use kernel::{Month, Units};
use store::StoreError;
use ui::Shell;

/// Rules that are no additions: the base fee, what lowers it, and lines typed by hand.
const NO_ADDITIONS: &[Rule] = &[
    Rule::Basic,
    Rule::OffsiteSupport,
    Rule::GrantedDays,
    Rule::PublicOperator,
    Rule::ShortHours,
    Rule::OverCapacity,
    Rule::StaffShortage,
    Rule::ServiceManagerShortage,
    Rule::PlanMissing,
    Rule::NewOffice2026,
    Rule::PhysicalRestraint,
    Rule::AbusePrevention,
    Rule::ContinuityPlan,
    Rule::Disclosure,
    Rule::Manual,
];

/// What became of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// 可: claimed.
    Claimed,
    /// 事業所要件不可.
    Office,
    /// 対象外.
    NotThisMonth,
}

impl State {
    const fn label(self) -> &'static str {
        match self {
            State::Claimed => "可",
            State::Office => "事業所要件不可",
            State::NotThisMonth => "対象外",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            State::Claimed => "ok",
            State::Office => "warn",
            State::NotThisMonth => "",
        }
    }
}

struct AdditionRow {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    count: String,
    units: String,
    days: String,
    reason: Vec<String>,
    mend: Vec<(String, String)>,
}

/// One visit of the month.
struct Visit {
    day: u8,
    minutes: String,
    ticked: bool,
    claimed: bool,
}

struct Counters {
    started_on: String,
    initial_last: String,
    initial_days: u32,
    offsite_before: u32,
    offsite_now: u32,
    offsite_total: u32,
    offsite_limit: String,
    visits: Vec<Visit>,
    visit_limit: String,
}

struct Panel {
    rows: Vec<AdditionRow>,
    claimed: usize,
    counters: Counters,
}

#[derive(Template)]
#[template(path = "additions/panel.html")]
struct PanelPage {
    shell: Shell,
    name: String,
    kana: String,
    month_label: String,
    live: bool,
    refusal: Option<String>,
    panel: Option<Panel>,
    record_href: String,
    facts_href: String,
    statement_href: String,
    medical_href: String,
}

/// Facts and result of one person's month: as it stands while open, the snapshot afterwards.
pub(super) async fn month_of_person(
    desk: &Desk,
    person_id: i64,
    month: Month,
) -> Result<(bool, Result<Option<(Dossier, Outcome)>, String>), Failure> {
    let live = desk.read().claim_months().get(month).await?.state.is_open();
    if !live {
        let kept = desk.read().claim_results().of_month::<Dossier, Outcome>(month).await?;
        let mine = kept.into_iter().find(|result| result.person_id == person_id);
        return Ok((live, Ok(mine.map(|result| (result.facts, result.outcome)))));
    }
    match desk.read().dossier(person_id, month).await {
        Ok(dossier) => {
            let outcome = claims::assess(desk.app.tables, &dossier.month, &dossier.burden);
            Ok((live, Ok(Some((dossier, outcome)))))
        }
        Err(refusal @ StoreError::NoNotice { .. }) => Ok((live, Err(refusal.to_string()))),
        Err(other) => Err(other.into()),
    }
}

fn units_of(lines: &[&Line]) -> String {
    let sum: i64 = lines.iter().map(|line| line.service_units.0).sum();
    Units(sum).to_string()
}

fn row(desk: &Desk, month: Month, person_id: i64, info: &'static RuleInfo, outcome: &Outcome) -> AdditionRow {
    let lines: Vec<&Line> = outcome.lines.iter().filter(|line| line.rule == info.id).collect();
    let refused: Vec<&NotApplied> = outcome.not_applied.iter().filter(|other| other.rule == info.id).collect();
    let by_office = |other: &&NotApplied| other.missing.iter().any(|key| key.starts_with("office."));
    let state = match (lines.is_empty(), refused.iter().any(by_office)) {
        (false, _) => State::Claimed,
        (true, true) => State::Office,
        (true, false) => State::NotThisMonth,
    };
    let mut reason: Vec<String> = refused.iter().map(|other| other.reason.to_string()).collect();
    if lines.is_empty() && reason.is_empty() {
        // the rules tell of every addition that the notice of the month knows
        reason.push(format!("{}の報酬に、この加算の行はありません。", month.wareki()));
    }
    let mut missing: Vec<&str> = refused.iter().flat_map(|other| other.missing.iter().map(AsRef::as_ref)).collect();
    missing.dedup();
    let mut days: Vec<u8> = lines.iter().flat_map(|line| line.days.iter().copied()).collect();
    days.sort_unstable();
    days.dedup();
    let count: u32 = lines.iter().map(|line| line.count).sum();
    AdditionRow {
        name: info.name,
        label: state.label(),
        kind: state.kind(),
        count: if lines.is_empty() { String::new() } else { format!("{count}回") },
        units: if lines.is_empty() { String::new() } else { format!("{}単位", units_of(&lines)) },
        days: words::days(&days),
        reason,
        mend: missing.into_iter().map(|key| (words::fact_label(key), fact_href(desk, month, person_id, key))).collect(),
    }
}

fn limit(tables: &FeeTables, rule: Rule, name: &str, month: Month) -> String {
    tables.limit(rule, name, month).map_or_else(|| "表にありません".to_owned(), |(value, _)| value.to_string())
}

fn days_of(outcome: &Outcome, rule: Rule) -> impl Iterator<Item = u8> {
    outcome.lines.iter().filter(move |line| line.rule == rule.info().id).flat_map(|line| line.days.iter().copied())
}

fn counters(tables: &FeeTables, dossier: &Dossier, outcome: &Outcome) -> Counters {
    let facts: &ServiceMonth = &dossier.month;
    let month = facts.service_month;
    let started_on = dossier.service_started_on.or(facts.person.started_on);
    let initial_last = started_on.and_then(|start| {
        let (days, _) = tables.limit(Rule::Initial, "calendar_days", month)?;
        Some(start.plus_days(i32::try_from(days).ok()? - 1))
    });
    let of_status = |status: DayStatus| facts.days.iter().filter(move |record| record.status == status);
    let offsite_now = u32::try_from(of_status(DayStatus::OffsiteSupport).count()).unwrap_or(u32::MAX);
    let claimed: Vec<u8> = days_of(outcome, Rule::HomeVisit).collect();
    Counters {
        started_on: started_on.map(kernel::Day::both).unwrap_or_default(),
        initial_last: initial_last.map(kernel::Day::both).unwrap_or_default(),
        initial_days: outcome
            .lines
            .iter()
            .filter(|line| line.rule == Rule::Initial.info().id)
            .map(|line| line.count)
            .sum(),
        offsite_before: dossier.offsite_days_before,
        offsite_now,
        offsite_total: dossier.offsite_days_before + offsite_now,
        offsite_limit: limit(tables, Rule::OffsiteSupport, "days_a_fiscal_year", month),
        visits: of_status(DayStatus::HomeVisit)
            .map(|record| Visit {
                day: record.day,
                minutes: record.visit_minutes.map(|minutes| format!("{minutes}分")).unwrap_or_default(),
                ticked: record.visit_billed,
                claimed: claimed.contains(&record.day),
            })
            .collect(),
        visit_limit: limit(tables, Rule::HomeVisit, "times_a_month", month),
    }
}

fn panel(desk: &Desk, month: Month, person_id: i64, dossier: &Dossier, outcome: &Outcome) -> Panel {
    let additions = RULES.iter().filter(|info| !NO_ADDITIONS.iter().any(|rule| rule.info().id == info.id));
    let rows: Vec<AdditionRow> = additions.map(|info| row(desk, month, person_id, info, outcome)).collect();
    Panel {
        claimed: rows.iter().filter(|row| row.label == State::Claimed.label()).count(),
        rows,
        counters: counters(desk.app.tables, dossier, outcome),
    }
}

/// `GET /b/{month}/additions/{person}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let person = desk.read().people().get(person_id).await?;
    let (live, found) = month_of_person(&desk, person_id, month).await?;
    let (refusal, found) = match found {
        Ok(found) => (None, found),
        Err(refusal) => (Some(refusal), None),
    };
    let base = format!("{}/b/{month}", desk.base);
    let page = PanelPage {
        shell: desk.month_shell(Section::Records, month, &format!("/additions/{person_id}")).await?,
        name: person.body.name,
        kana: person.body.name_kana,
        month_label: month.wareki(),
        live,
        refusal,
        panel: found.map(|(dossier, outcome)| panel(&desk, month, person_id, &dossier, &outcome)),
        record_href: format!("{base}/records/{person_id}"),
        facts_href: format!("{}/people/{person_id}/months/{month}", desk.base),
        statement_href: format!("{base}/claim/people/{person_id}"),
        medical_href: format!("{base}/additions/{person_id}/medical"),
    };
    Ok(Html(page.render()?))
}
