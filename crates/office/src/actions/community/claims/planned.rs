//! 計画の欄: planned times beside the records of the entry sheet.
//!
//! The tool has a plan on every record, a plan is made for a whole visit. Worked as planned, or without a plan of its own,
//! every record of the visit carries its own times as its plan, as in the city's sample. Otherwise the plan stands in the
//! columns where the visit is one record, and in the remarks, the columns empty, where it was split or put together with
//! another: how a plan is split nobody decided.
use super::PartFacts;
use fees::community::{CommunityAssessment, Entry, EntryKind};
use paper::{EntrySheet, EntrySheetRow};

/// The last minute of a day as the tool takes it.
const LAST: u16 = 1439;
const DAY: u16 = 1440;

/// Writes the plans of a service into the rows of its sheet.
pub(super) fn write(sheet: &mut EntrySheet, assessed: &CommunityAssessment, part: &PartFacts) {
    let typed = assessed.entries.iter().filter(|entry| entry.held.is_empty());
    for (row, entry) in sheet.rows.iter_mut().filter(|row| !row.held).zip(typed) {
        let plan = part.planned.get(entry.visit).copied().flatten();
        let visit = part.month.visits.get(entry.visit);
        let (Some(plan), Some(visit)) = (plan, visit) else { continue };
        let mine = |other: &&Entry| (other.visit, other.helper, other.kind) == (entry.visit, entry.helper, entry.kind);
        let records: Vec<&Entry> = assessed.entries.iter().filter(mine).collect();
        let worked = (visit.start, visit.end);
        let is_first = records.first().is_some_and(|first| first.start == entry.start && first.date == entry.date);
        if !covers(&records, worked) {
            remark(row, plan, is_first && entry.kind == EntryKind::Support);
        } else if (plan.0, plan.1 % DAY) == (worked.0, worked.1 % DAY) {
            row.planned = Some(row.actual.clone());
            row.planned_minutes.clone_from(&row.minutes);
        } else if records.len() == 1 && !(plan.1 > 0 && plan.1 <= plan.0 && !visit.passes_midnight()) {
            let to = shown_end(plan.1);
            row.planned = Some((hhmm(plan.0), hhmm(to)));
            let minutes = if to > plan.0 { to - plan.0 } else { DAY - plan.0 + to };
            row.planned_minutes = hhmm(minutes);
        } else {
            remark(row, plan, is_first && entry.kind == EntryKind::Support);
        }
    }
}

/// Whether the records reach from the start of the visit to its end and no further.
fn covers(records: &[&Entry], (start, end): (u16, u16)) -> bool {
    let ends = records.first().zip(records.last());
    ends.is_some_and(|(first, last)| first.start == start && shown_end(last.end) == shown_end(end))
}

/// An end at midnight is the last minute of the day.
const fn shown_end(end: u16) -> u16 {
    if end == 0 || end == DAY { LAST } else { end }
}

fn remark(row: &mut EntrySheetRow, plan: (u16, u16), wanted: bool) {
    row.planned = None;
    row.planned_minutes.clear();
    if !wanted {
        return;
    }
    let told = format!("計画 {}〜{}", hhmm(plan.0), hhmm(shown_end(plan.1)));
    row.remark = if row.remark.is_empty() { told } else { format!("{}、{told}", row.remark) };
}

/// `0740`.
fn hhmm(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}
