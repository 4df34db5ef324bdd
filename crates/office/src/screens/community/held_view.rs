//! 保留の見せ方: what waits for a choice, what was chosen, and the fields of the choice.
use super::visits::{clock::hhmm, reading::Reading};
use crate::clock::japan_stamp;
use fees::community::facts::Service;
use store::{CommunityMonth, CommunityPerson, Member, Visit};
use ui::Form;

/// One reading to choose.
pub(crate) struct ChoiceView {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) suggested: bool,
    pub(crate) chosen: bool,
}

/// A point of a visit that waits.
pub(crate) struct HeldView {
    pub(crate) visit: i64,
    pub(crate) version: i64,
    pub(crate) place: String,
    pub(crate) point: String,
    pub(crate) question: String,
    /// What the lines follow until somebody chooses.
    pub(crate) names: String,
    pub(crate) why: String,
    pub(crate) effect: String,
    pub(crate) choices: Vec<ChoiceView>,
    pub(crate) action: String,
    pub(crate) field: String,
    pub(crate) reason: String,
    pub(crate) choice_error: Option<String>,
    pub(crate) reason_error: Option<String>,
}

/// A decision that was made.
pub(crate) struct DecidedView {
    pub(crate) point: String,
    pub(crate) choice: String,
    pub(crate) why: String,
    pub(crate) by: String,
    pub(crate) at: String,
}

/// The name of a decision's fields: one per visit and point.
pub(crate) fn field(visit: i64, point: &str) -> String {
    format!("{visit}.{point}")
}

/// Every point of the month that waits for a person, each visit and point once.
pub(crate) fn waiting(
    month: &CommunityMonth,
    person: &CommunityPerson,
    readings: &[(Service, Reading)],
    base: &str,
    form: &Form,
) -> Vec<HeldView> {
    let mut views: Vec<HeldView> = Vec::new();
    for (_, reading) in readings {
        let Reading::Done(done) = reading else { continue };
        for record in &done.outcome.held {
            let Some(id) = done.visit_of(record.visit) else { continue };
            let Some(visit) = person.visits.iter().find(|visit| visit.id == id) else { continue };
            if views.iter().any(|view| (view.visit, view.point.as_str()) == (id, record.point.id.as_str())) {
                continue;
            }
            let held_lines =
                || done.lines_of(id).filter(|entry| entry.held.iter().any(|held| held.id == record.point.id));
            let names: Vec<&str> = done.lines_of(id).map(|entry| entry.service_name.as_str()).collect();
            let mut why: Vec<&str> = held_lines().map(|entry| entry.reason.as_str()).collect();
            why.dedup();
            let field = field(id, &record.point.id);
            let chosen = form.value(&format!("choice.{field}")).to_owned();
            let choice = |id: &str, text: &str, suggested| ChoiceView {
                id: id.to_owned(),
                text: text.to_owned(),
                suggested,
                chosen: chosen == id,
            };
            let mut choices = vec![choice(&record.point.suggestion, &record.point.suggestion_text, true)];
            choices.extend(record.point.alternatives.iter().map(|(id, text)| choice(id, text, false)));
            let day = visit.body.day();
            let in_month =
                if day.month() == month.month { String::new() } else { format!("{} ", day.month().wareki()) };
            views.push(HeldView {
                visit: id,
                version: visit.version,
                place: format!(
                    "{in_month}{}日({}) {}〜{}",
                    day.number(),
                    day.weekday_ja(),
                    hhmm(visit.body.facts.start),
                    hhmm(visit.body.facts.end)
                ),
                point: record.point.id.clone(),
                question: record.point.question.clone(),
                names: names.join(" + "),
                why: why.join("。"),
                effect: done.pack.point(&record.point.id).and_then(|point| point.effect.clone()).unwrap_or_default(),
                choices,
                action: format!("{base}/{id}/decide"),
                reason: form.value(&format!("why.{field}")).to_owned(),
                choice_error: form.error(&format!("choice.{field}")).map(str::to_owned),
                reason_error: form.error(&format!("why.{field}")).map(str::to_owned),
                field,
            });
        }
    }
    views
}

/// The decisions of a visit, in words of its pack.
pub(crate) fn decided(visit: &Visit, reading: Option<&Reading>, members: &[Member]) -> Vec<DecidedView> {
    let text = |point: &str, choice: &str| {
        let Some(Reading::Done(done)) = reading else { return None };
        let readings = &done.pack.point(point)?.readings;
        readings.iter().find(|reading| reading.id == choice).map(|reading| reading.text.clone())
    };
    let who = |account_id: Option<i64>| {
        let member = members.iter().find(|member| Some(member.account_id) == account_id);
        member.map_or_else(|| "退職などで今はいない職員".to_owned(), |member| member.display_name.clone())
    };
    let view = |decision: &store::HeldDecision| DecidedView {
        point: decision.point.clone(),
        choice: text(&decision.point, &decision.choice).unwrap_or_else(|| decision.choice.clone()),
        why: decision.why.clone(),
        by: who(decision.account_id),
        at: japan_stamp(decision.at),
    };
    visit.decisions.iter().map(view).collect()
}
