//! 訪問の一覧: the visits of a person's month with the lines they make, and what the rules remark of them.
use super::{
    form::span,
    panel::{LineView, line_view},
    plan,
    reading::{Done, Reading},
};
use crate::{
    desk::Desk,
    screens::community::held_view::{self, DecidedView},
};
use fees::community::facts::{Commute, Helpers, Service};
use kernel::Month;
use store::{CommunityPerson, Member, Visit};

/// One visit of the list.
pub(super) struct VisitView {
    pub(super) id: i64,
    pub(super) version: i64,
    pub(super) day: u8,
    pub(super) weekday: &'static str,
    pub(super) tint: &'static str,
    pub(super) span: String,
    pub(super) service: &'static str,
    pub(super) staff: String,
    pub(super) marks: Vec<String>,
    pub(super) note: String,
    pub(super) lines: Vec<LineView>,
    pub(super) none: String,
    pub(super) decided: Vec<DecidedView>,
    /// It began in the month before and reaches into this one.
    pub(super) from_before: bool,
    pub(super) edit_href: String,
    pub(super) copy_href: String,
    pub(super) delete_href: String,
}

/// A finding of the month in words.
pub(super) struct Remark {
    pub(super) severity: &'static str,
    pub(super) mark: &'static str,
    pub(super) text: String,
    pub(super) href: Option<String>,
}

/// Short marks of what a visit has besides its times.
pub(crate) fn marks(visit: &Visit) -> Vec<String> {
    let facts = &visit.body.facts;
    let mut marks: Vec<String> = Vec::new();
    match facts.helpers {
        Helpers::Both => marks.push("2人".to_owned()),
        Helpers::Second => marks.push("二人目だけ".to_owned()),
        Helpers::First => {}
    }
    match facts.commute {
        Some(Commute::Whole) => marks.push("通園・通学・通所".to_owned()),
        Some(Commute::Minutes(minutes)) => marks.push(format!("通園・通学・通所 {minutes}分")),
        None => {}
    }
    marks.extend(plan::mark(&visit.body));
    if facts.deducted_minutes > 0 {
        marks.push(format!("差し引き {}分", facts.deducted_minutes));
    }
    for (on, text) in [
        (facts.emergency, "緊急"),
        (facts.first, "初回"),
        (facts.suction, "喀痰吸引"),
        (facts.transport == 1, "送迎 片道"),
        (facts.transport >= 2, "送迎 往復"),
        (facts.meal, "食事"),
        (facts.single_facility, "単独型"),
    ] {
        if on {
            marks.push(text.to_owned());
        }
    }
    marks
}

/// What the rules remark, without prices and without the points shown above.
pub(super) fn remarks_of(desk: &Desk, person_id: i64, base: &str, done: &Done) -> Vec<Remark> {
    let points: Vec<&str> = done.outcome.held.iter().map(|held| held.point.id.as_str()).collect();
    let shown = done
        .outcome
        .findings
        .iter()
        .filter(|finding| finding.link.as_deref() != Some("price") && !points.contains(&finding.code.as_str()));
    shown
        .map(|finding| Remark {
            severity: match finding.severity {
                kernel::Severity::Fault => "fault",
                kernel::Severity::Warning => "warning",
                kernel::Severity::Notice => "notice",
            },
            mark: match finding.severity {
                kernel::Severity::Fault => "要修正",
                kernel::Severity::Warning => "注意",
                kernel::Severity::Notice => "お知らせ",
            },
            text: format!("{} {}。直し方: {}", finding.place.text, finding.what, finding.how_to_fix),
            href: match finding.link.as_deref() {
                Some("card") => Some(format!("{}/people/{person_id}/masters", desk.base)),
                Some("person") => Some(format!("{}/people/{person_id}", desk.base)),
                Some("day" | "visit") => finding.place.day.map(|day| format!("{base}#d{day}")),
                _ => None,
            },
        })
        .collect()
}

pub(super) fn visit_views(
    desk: &Desk,
    month: Month,
    person: &CommunityPerson,
    base: &str,
    readings: &[(Service, Reading)],
    members: &[Member],
) -> Vec<VisitView> {
    let view = |visit: &Visit| {
        let reading = readings.iter().find(|(service, _)| *service == visit.body.service).map(|(_, reading)| reading);
        let (lines, none) = match reading {
            Some(Reading::Done(done)) => {
                let lines: Vec<LineView> =
                    done.lines_of(visit.id).enumerate().map(|(at, entry)| line_view(at + 1, entry, month)).collect();
                let none = match (lines.is_empty(), visit.body.day().month() == month) {
                    (true, true) => "行はありません(まとめられたか、算定しない訪問です)",
                    (true, false) => "この月の行はありません(始まった月に数えます)",
                    (false, _) => "",
                };
                (lines, none.to_owned())
            }
            Some(Reading::NoCard) => (Vec::new(), "受給者証がないため行を作れません".to_owned()),
            _ => (Vec::new(), "規則がないため行を作れません".to_owned()),
        };
        let day = visit.body.day();
        VisitView {
            id: visit.id,
            version: visit.version,
            day: day.number(),
            weekday: day.weekday_ja(),
            tint: crate::screens::records::tint(desk, day),
            span: span(&visit.body),
            service: visit.body.service.label_ja(),
            staff: visit.body.staff.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join("、"),
            marks: marks(visit),
            note: visit.body.note.clone(),
            lines,
            none,
            decided: held_view::decided(visit, reading, members),
            from_before: day.month() != month,
            edit_href: format!("{base}?edit={}#entry", visit.id),
            copy_href: format!("{base}?copy={}#entry", visit.id),
            delete_href: format!("{base}/{}/delete", visit.id),
        }
    };
    let mut visits: Vec<&Visit> = person.visits.iter().collect();
    visits.sort_by_key(|visit| (visit.body.day(), visit.body.facts.start, visit.id));
    visits.into_iter().map(view).collect()
}
