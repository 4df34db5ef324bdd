//! なぜここに: where a person stands today and which fact says so, the computed first and last day of use beside the
//! period that the municipality decided.
use crate::{
    actions::retention::person_facts,
    desk::Desk,
    failure::Failure,
    screens::{days_left::days_between, people::roll::card_of},
};
use fees::retention::{Alarm, Category, Standing, category};
use kernel::Day;
use store::{Card, Employment, RetentionFactsBody, RetentionFactsRow};

/// Days before the end at which the marks of 期間満了 change: each with the kind of its chip.
const LADDER: [(i32, &str); 3] = [(30, "error"), (60, "warn"), (90, "")];

/// A mark beside a name: kind of the chip, words.
pub(super) struct Mark {
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// Where somebody stands, for a page or a line of the list.
pub(super) struct StandingView {
    pub(super) category: Category,
    pub(super) why: String,
    pub(super) marks: Vec<Mark>,
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    pub(super) decided: Option<(Day, Day)>,
    /// Where the decided period and the computed one do not fit.
    pub(super) differs: Vec<Mark>,
}

/// Where a person stands on a day.
pub(super) fn stands(
    desk: &Desk,
    day: Day,
    jobs: &[Employment],
    facts: &RetentionFactsBody,
    cards: &[&Card],
) -> StandingView {
    let card = card_of(cards.iter().copied(), day);
    let person = person_facts(jobs, facts, card);
    let standing = category(desk.app.tables, &person, day);
    let from_job_end = facts.resigned_on.is_none() && standing.category == Category::LeftJob;
    let why = if from_job_end && person.job_changes.is_empty() {
        format!("{}(就労の雇用終了日から)", standing.why)
    } else {
        standing.why.clone()
    };
    StandingView {
        marks: marks(&standing, day),
        category: standing.category,
        why,
        first: standing.first_usable_on,
        last: standing.last_usable_on,
        decided: card.map(|card| (card.body.decided_from, card.body.decided_to)),
        differs: differs(&standing, cards),
    }
}

/// The marks: what the rules say, and the end that comes near.
fn marks(standing: &Standing, day: Day) -> Vec<Mark> {
    let alarm = |alarm: &Alarm| Mark {
        kind: if *alarm == Alarm::NeedsCheck { "warn" } else { "error" },
        text: alarm.name().to_owned(),
    };
    let mut marks: Vec<Mark> = standing.alarms.iter().map(alarm).collect();
    let runs = matches!(standing.category, Category::Transition | Category::Settled | Category::NoContract);
    let left = standing.last_usable_on.filter(|_| runs).map(|last| days_between(day, last));
    if let Some(left) = left.filter(|left| *left >= 0)
        && let Some((step, kind)) = LADDER.iter().find(|(step, _)| left <= *step)
    {
        marks.push(Mark { kind, text: format!("期間満了まで あと{left}日({step}日以内)") });
    }
    marks
}

/// The decided period beside the computed one. A decision is for a part of the time and is renewed, so that an earlier end
/// is no difference; an earlier begin or a later end is, and a late begin does not move the end.
fn differs(standing: &Standing, cards: &[&Card]) -> Vec<Mark> {
    let (Some(first), Some(last)) = (standing.first_usable_on, standing.last_usable_on) else { return Vec::new() };
    let told = |text| Mark { kind: "", text };
    let warning = |text| Mark { kind: "warn", text };
    let mut found = Vec::new();
    let begin = cards.iter().map(|card| card.body.decided_from).min();
    let end = cards.iter().map(|card| card.body.decided_to).max();
    match begin {
        Some(begin) if begin < first => found.push(warning(format!(
            "支給決定の開始日{}が、雇用開始日から計算した利用開始可能日{}より前です。雇用開始日か受給者証を確かめてください。",
            begin.both(),
            first.both()
        ))),
        Some(begin) if begin > first => found.push(told(format!(
            "支給決定の開始日{}は、計算した利用開始可能日{}より後です。遅く始めても、最後の日{}は延びません。",
            begin.both(),
            first.both(),
            last.both()
        ))),
        _ => {}
    }
    if let Some(end) = end.filter(|end| *end > last) {
        found.push(warning(format!(
            "支給決定の終了日{}が、計算した最後の日{}より後です。市町村の決定が優先しますが、受給者証を確かめてください。",
            end.both(),
            last.both()
        )));
    }
    found
}

/// One person as the pages of the tabs read it.
pub(super) struct Seen {
    pub(super) jobs: Vec<Employment>,
    pub(super) facts: RetentionFactsRow,
    pub(super) standing: StandingView,
}

/// Reads a person's rows and says where it stands today.
pub(super) async fn seen(desk: &Desk, person_id: i64) -> Result<Seen, Failure> {
    let read = desk.read();
    let jobs = read.employments().of_person(person_id).await?;
    let facts = read.retention_facts().get(person_id).await?;
    let cards = read.cards().of_person(person_id).await?;
    let cards: Vec<&Card> = cards.iter().collect();
    let standing = stands(desk, desk.app.clock.today(), &jobs, &facts.body, &cards);
    Ok(Seen { jobs, facts, standing })
}

/// The box with the standing, for pages that are shared with other kinds of offices.
pub(crate) async fn standing_of(desk: &Desk, person_id: i64) -> Result<StandingBox, Failure> {
    Ok(StandingBox { standing: seen(desk, person_id).await?.standing })
}

/// The box alone, for `{{ box|safe }}`.
#[derive(askama::Template)]
#[template(path = "retention/standing.html")]
pub(crate) struct StandingBox {
    standing: StandingView,
}
