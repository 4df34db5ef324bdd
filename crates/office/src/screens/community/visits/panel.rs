//! 算定される行: what becomes of the visit that is being typed, beside it, before it is saved.
use super::{
    additions,
    clock::hhmm,
    form::{self, Around},
    overlap,
    reading::{self, Done, Reading, TYPED},
    stored,
};
use crate::{desk::Desk, failure::Failure, guard::Posted, screens::month_of::month_of};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fees::community::{Entry, LineKind, facts::Service, pack::Currency};
use kernel::{Finding, Month};
use store::VisitBody;
use ui::Form;

/// One line of the tool.
pub(crate) struct LineView {
    pub(crate) number: usize,
    pub(crate) day: u8,
    pub(crate) weekday: &'static str,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) minutes: String,
    pub(crate) slots: String,
    pub(crate) boxes: String,
    pub(crate) name: String,
    pub(crate) rules: String,
    pub(crate) reason: String,
    pub(crate) held: bool,
    /// The line belongs to another month than the page.
    pub(crate) other_month: String,
}

/// 加算 with a code of its own.
struct AdditionView {
    name: String,
    /// 「218単位」.
    price: String,
}

/// A point that waits, in words.
pub(crate) struct PointView {
    pub(crate) id: String,
    pub(crate) question: String,
    pub(crate) suggestion: String,
    pub(crate) others: Vec<String>,
}

#[derive(Default, Template)]
#[template(path = "community/visit_lines.html")]
struct Panel {
    /// Nothing can be worked out yet: what is still to be typed, or wrong.
    waiting: Vec<String>,
    refusal: Option<String>,
    lines: Vec<LineView>,
    /// 加算 with codes of their own that the day bears.
    additions: Vec<AdditionView>,
    points: Vec<PointView>,
    notes: Vec<String>,
    warnings: Vec<String>,
    usage: String,
    over: bool,
}

/// `0029`: a duration as the tool shows it.
pub(crate) fn duration(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

/// A line as it is shown; `number` counts from 1.
pub(crate) fn line_view(number: usize, entry: &Entry, month: Month) -> LineView {
    let boxes: Vec<String> =
        entry.boxes.iter().map(|mark| format!("加算{} = {}({})", mark.index, mark.value, mark.label)).collect();
    let in_month = entry.date.month();
    LineView {
        number,
        day: entry.date.number(),
        weekday: entry.date.weekday_ja(),
        start: hhmm(entry.start),
        end: hhmm(entry.end),
        minutes: duration(entry.minutes),
        slots: entry.slots.join("、"),
        boxes: boxes.join("、"),
        name: entry.service_name.clone(),
        rules: entry.rules.join("・"),
        reason: entry.reason.clone(),
        held: !entry.held.is_empty(),
        other_month: if in_month == month { String::new() } else { in_month.wareki() },
    }
}

/// What the rules remark about the days of a visit; prices are the matter of the claim.
fn remarks<'d>(done: &'d Done, body: &VisitBody) -> impl Iterator<Item = &'d Finding> {
    let day = body.day().number();
    let points: Vec<&str> = done.outcome.held.iter().map(|held| held.point.id.as_str()).collect();
    done.outcome.findings.iter().filter(move |finding| {
        finding.link.as_deref() != Some("price")
            && !points.contains(&finding.code.as_ref())
            && finding.place.day.is_none_or(|on| on == day)
    })
}

impl Panel {
    fn add(&mut self, month: Month, reading: &Reading, body: &VisitBody) {
        let done = match reading {
            Reading::Done(done) => done,
            Reading::Nothing => return,
            Reading::NoCard => {
                let what = "この月の受給者証(利用者情報)がないため、市町村の規則が決まりません。訪問は保存できます。受給者証を登録すると行が出ます";
                self.refusal = Some(what.to_owned());
                return;
            }
            Reading::NoPack(refusal) => {
                self.refusal = Some(format!("{refusal}。訪問は保存できますが、行は作れません"));
                return;
            }
        };
        for entry in done.lines_of(TYPED) {
            self.lines.push(line_view(self.lines.len() + 1, entry, month));
            for point in &entry.held {
                if self.points.iter().all(|known| known.id != point.id) {
                    self.points.push(PointView {
                        id: point.id.clone(),
                        question: point.question.clone(),
                        suggestion: point.suggestion_text.clone(),
                        others: point.alternatives.iter().map(|(_, text)| text.clone()).collect(),
                    });
                }
            }
        }
        self.add_additions(done, body);
        for left in &done.outcome.unbilled {
            if done.visit_of(left.visit) == Some(TYPED) {
                self.notes.push(format!("{}〜{}は算定しません({})", hhmm(left.start), hhmm(left.end), left.reason));
            }
        }
        for finding in remarks(done, body) {
            let text = format!("{} {}。{}", finding.place.text, finding.what, finding.how_to_fix);
            if !self.warnings.contains(&text) {
                self.warnings.push(text);
            }
        }
    }
}

impl Panel {
    /// 加算 of the day of the visit; one that was marked and does not count says why.
    fn add_additions(&mut self, done: &Done, body: &VisitBody) {
        let day = body.day().number();
        let unit = if done.outcome.currency == Currency::Yen { "円" } else { "単位" };
        let marked: Vec<&str> =
            additions::MARKS.iter().filter(|mark| mark.is_on(&body.facts)).map(|mark| mark.rule).collect();
        let asked = |name: &str| {
            let mut rules = done.pack.additions.iter().filter(|rule| marked.contains(&rule.id.as_str()));
            rules.any(|rule| rule.names.values().any(|known| known == name))
        };
        for line in &done.outcome.lines {
            if line.kind == LineKind::Addition && line.days.contains(&day) && asked(&line.name) {
                let price = line.amount.map_or_else(|| "単価不明".to_owned(), |amount| format!("{amount}{unit}"));
                self.additions.push(AdditionView { name: line.name.clone(), price });
            }
        }
        for rule in &done.outcome.not_applied {
            let ours = rule.rule.strip_prefix("community.").is_some_and(|id| marked.contains(&id));
            if ours && rule.days.contains(&day) {
                self.warnings.push(format!("{}は算定しません。{}", rule.name, rule.reason));
            }
        }
    }
}

/// A record of a day that has not come yet is kept, and said: most are a slip of month or year.
pub(crate) fn to_come(desk: &Desk, body: &VisitBody) -> Option<String> {
    let day = body.day();
    let text = format!("{}は、まだ来ていない日です。実際にあった訪問なら、日付を確かめてください", day.wareki());
    (day > desk.app.clock.today()).then_some(text)
}

/// The panel for what is typed; an empty form waits.
pub(crate) async fn of_typed(desk: &Desk, person_id: i64, month: Month, typed: &Form) -> Result<String, Failure> {
    let mut panel = Panel::default();
    let needed = ["date", "start", "end"];
    if needed.iter().any(|name| typed.text(name).is_none()) {
        panel.waiting.push("日付・開始・終了を入れると、ここに算定される行が出ます。".to_owned());
        return Ok(panel.render()?);
    }
    let mut form = typed.clone();
    stored::release_deleted(desk, person_id, &mut form).await?;
    let stored = stored::stored_of(desk, person_id, &form).await?;
    let members = desk.read().members().list().await?;
    let around = Around { month, members: &members, before: stored.as_ref().map(|visit| &visit.body) };
    let Some(body) = form::read(&mut form, around) else {
        panel.waiting = form.errors().into_iter().map(|(_, message)| format!("＊{message}")).collect();
        return Ok(panel.render()?);
    };
    let months = [Some(month), body.into_month()];
    for (at, each) in months.into_iter().flatten().enumerate() {
        let read = reading::with_typed(desk, person_id, each, stored.as_ref(), &body).await?;
        let Some(person) = read.people.first() else { continue };
        let reading = reading::read_service(&read, person, body.service);
        panel.add(month, &reading, &body);
        if at == 0
            && let Some(usage) = person.card().and_then(|card| reading::usage(card, body.service, each, &reading))
        {
            let shown = super::used::Used::of(body.service, usage);
            (panel.usage, panel.over) = (shown.words(), shown.over);
        }
    }
    panel.warnings.extend(to_come(desk, &body));
    panel.warnings.extend(overlap::told(desk, person_id, &body, stored.as_ref().map(|visit| visit.id)).await?);
    if body.service == Service::Mobility && panel.lines.is_empty() && panel.refusal.is_none() && panel.notes.is_empty()
    {
        panel.notes.push("算定される行はありません。".to_owned());
    }
    Ok(panel.render()?)
}

/// `POST …/visits/{person}/lines`: the panel alone, while somebody types.
pub(crate) async fn typed(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    desk.read().people().get(person_id).await?;
    Ok(Html(of_typed(&desk, person_id, month, &form).await?).into_response())
}
