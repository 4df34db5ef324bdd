//! 実績記録票の下見と取込み: what a J61 file says of each person, beside what is recorded. Only empty days are filled.
use super::{
    kinds::DAYS,
    people::{refusal, views},
};
use crate::{
    actions::import::{
        apply::{self, Waiting},
        days::{self, FileDay},
        fault, finding,
    },
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::frame::version_of,
    view::FindingView,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Day, Finding, Month, Severity};
use std::collections::{BTreeMap, HashMap};
use store::{DayBody, DayRecord, WaitingImport};
use ui::Shell;

struct Line {
    name: String,
    href: String,
    month: String,
    new: usize,
    same: usize,
    different: String,
}

#[derive(Template)]
#[template(path = "import/days.html")]
struct DaysPage {
    shell: Shell,
    file_name: String,
    version: i64,
    action: String,
    stop_href: String,
    lines: Vec<Line>,
    new: usize,
    kept: usize,
    findings: Vec<FindingView>,
    more: usize,
    may_take: bool,
}

/// A person's month in the file, held against the records.
#[derive(Default)]
struct Share {
    new: Vec<(i64, Day, DayBody)>,
    same: usize,
    different: Vec<u8>,
}

/// The whole file, held against the records.
struct Plan {
    shares: BTreeMap<(i64, Month), Share>,
    findings: Vec<Finding>,
}

impl Plan {
    /// Days to record; `None` while a fault stands.
    fn days(&self) -> Option<Vec<(i64, Day, DayBody)>> {
        if self.findings.iter().any(|finding| finding.severity == Severity::Fault) {
            return None;
        }
        Some(self.shares.values().flat_map(|share| share.new.iter().cloned()).collect())
    }

    fn kept(&self) -> usize {
        self.shares.values().map(|share| share.same + share.different.len()).sum()
    }
}

async fn waiting(desk: &Desk, id: i64) -> Result<WaitingImport, Failure> {
    let file = desk.read().waiting_imports().get(id, desk.now).await?;
    if file.kind == DAYS { Ok(file) } else { Err(Failure::NotFound) }
}

async fn plan(desk: &Desk, file: &WaitingImport) -> Result<Plan, Failure> {
    let office = desk.read().office().current().await?.body.office_no;
    let read = days::read(desk.app.layouts, &file.bytes, office.as_str());
    let mut plan = Plan { shares: BTreeMap::new(), findings: read.findings };
    let mut stored: HashMap<(i64, Day), DayRecord> = HashMap::new();
    for month in &read.months {
        if !desk.read().claim_months().get(*month).await?.state.is_open() {
            let place = format!("{}の記録", month.wareki());
            let how = "締めた月には持ち込めません。直すときは、請求の画面で締めを解除してください(出力した月は、返戻・過誤の手続きで直します)";
            plan.findings.push(fault("I27", place, "この月は締めてあります", how));
        }
        let records = desk.read().days().of_office_month(*month).await?;
        stored.extend(records.into_iter().map(|record| ((record.person_id, record.day), record)));
    }
    let cards = desk.read().cards().list().await?;
    let owners: HashMap<&str, i64> =
        cards.iter().map(|card| (card.body.recipient_no.as_str(), card.person_id)).collect();
    let mut strangers: BTreeMap<String, (u32, usize)> = BTreeMap::new();
    for day in read.days {
        match owners.get(day.recipient_no.as_str()) {
            Some(person) => share(&mut plan, *person, day, &stored),
            None => strangers.entry(day.recipient_no).or_insert((day.line, 0)).1 += 1,
        }
    }
    for (line, count) in strangers.into_values() {
        let what = format!("この受給者証番号の利用者が登録されていません。{count}日分は持ち込みません");
        let how = "先に利用者と受給者証を登録(または表から持ち込み)して、このファイルをもう一度選んでください";
        let place = format!("{line}行目 受給者証番号");
        plan.findings.push(finding("I28", Severity::Warning, place, what, how));
    }
    Ok(plan)
}

fn share(plan: &mut Plan, person: i64, day: FileDay, stored: &HashMap<(i64, Day), DayRecord>) {
    let share = plan.shares.entry((person, day.day.month())).or_default();
    match stored.get(&(person, day.day)) {
        None => share.new.push((person, day.day, day.body)),
        Some(record) if told_alike(&record.body, &day.body) => share.same += 1,
        Some(_) => {
            share.different.push(day.day.number());
            let place = format!("{}行目 {}日", day.line, day.day.number());
            let what = "この日には、ファイルとちがう記録がもうあります。記録の方を残します";
            let how = "ファイルの内容にするときは、記録の画面でこの日を直してください";
            plan.findings.push(finding("I29", Severity::Warning, place, what, how));
        }
    }
}

/// Whether a record says what a record sheet can say of the day.
fn told_alike(stored: &DayBody, file: &DayBody) -> bool {
    let (one, other) = (&stored.facts, &file.facts);
    one.status == other.status
        && one.start == other.start
        && one.end == other.end
        && (one.transport_out, one.transport_back, one.meal) == (other.transport_out, other.transport_back, other.meal)
        && one.medical == other.medical
        && one.community_collaboration == other.community_collaboration
        && one.emergency_acceptance == other.emergency_acceptance
}

async fn page(desk: &Desk, file: &WaitingImport, plan: &Plan, first: Option<Finding>) -> Result<String, Failure> {
    let names: HashMap<i64, String> = crate::view::apart(desk.read().people().list().await?)
        .into_iter()
        .map(|person| (person.id, person.body.name))
        .collect();
    let mut all: Vec<Finding> = first.into_iter().collect();
    all.extend(plan.findings.iter().cloned());
    let (findings, more) = views(desk, &all);
    let lines = plan.shares.iter().map(|((person, month), share)| Line {
        name: names.get(person).cloned().unwrap_or_default(),
        href: format!("{}/b/{month}/records/{person}", desk.base),
        month: month.wareki(),
        new: share.new.len(),
        same: share.same,
        different: share.different.iter().map(|day| format!("{day}日")).collect::<Vec<_>>().join("・"),
    });
    let new = plan.shares.values().map(|share| share.new.len()).sum();
    let page = DaysPage {
        shell: desk.shell(Section::Records).await?,
        file_name: file.name.clone(),
        version: file.version,
        action: format!("{}/import/days/{}", desk.base, file.id),
        stop_href: format!("{}/import/{}/stop", desk.base, file.id),
        lines: lines.collect(),
        new,
        kept: plan.kept(),
        findings,
        more,
        may_take: new > 0 && plan.days().is_some(),
    };
    Ok(page.render()?)
}

/// `GET /import/days/{file}`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    desk.require(Permission::Record)?;
    let file = waiting(&desk, id).await?;
    let plan = plan(&desk, &file).await?;
    Ok(Html(page(&desk, &file, &plan, None).await?))
}

/// `POST /import/days/{file}`.
pub(crate) async fn take(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let file = waiting(&desk, id).await?;
    let found = plan(&desk, &file).await?;
    let Some(days) = found.days().filter(|days| !days.is_empty()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&desk, &file, &found, None).await?)).into_response());
    };
    let known = Waiting { id, version: version_of(&form) };
    match apply::days(&desk.app.store, &desk.actor(), desk.now, known, &days).await {
        Ok(()) => {
            let (new, kept) = (days.len(), found.kept());
            Ok(Redirect::to(&format!("{}/import/done?days={new}&skipped={kept}", desk.base)).into_response())
        }
        Err(error) => {
            let first = refusal(error)?;
            let file = waiting(&desk, id).await?;
            let found = plan(&desk, &file).await?;
            Ok((StatusCode::CONFLICT, Html(page(&desk, &file, &found, Some(first)).await?)).into_response())
        }
    }
}
