//! 算定: records → priced lines, days and totals of one person, service and month.
use super::assessment::{CommunityAssessment, HeldRecord};
use super::facts::ServiceMonth;
use super::pack::{NoPack, Pack};
pub use super::terms::Terms;
use super::work::Work;
use super::{Entry, Sheet, additions, checks, sheet};
use kernel::{Day, Severity};
use std::collections::BTreeSet;

/// Prices and sums the records of a month.
pub fn of_sheet(pack: &Pack, month: &ServiceMonth, sheet: Sheet, terms: &Terms<'_>) -> CommunityAssessment {
    let mut work = Work::new(pack, month, &sheet, terms);
    for entry in sheet.entries.iter().filter(|entry| entry.held.is_empty()) {
        work.record(entry);
    }
    work.boxes(&sheet);
    additions::add(&mut work, month, terms);
    let usage = work.usage(&sheet, terms);
    checks::check(&mut work.findings, pack, month, &sheet.entries, usage);
    let held = held_records(&sheet);
    work.held(&held);
    // a record that could not be made, or waits, would be missing from the sum
    let whole = held.is_empty() && sheet.findings.iter().all(|finding| finding.severity != Severity::Fault);
    let totals = if whole { work.totals() } else { None };
    let days: BTreeSet<Day> =
        sheet.entries.iter().filter(|entry| entry.held.is_empty()).map(|entry| entry.date).collect();
    let mut findings = sheet.findings;
    findings.extend(work.findings);
    CommunityAssessment {
        service: month.service,
        service_month: month.service_month,
        pack: sheet.pack,
        municipality: pack.identity.name.clone(),
        edition: sheet.edition,
        period: sheet.period,
        service_type: work.service_type,
        free: sheet.free,
        currency: pack.identity.currency,
        entries: sheet.entries,
        held,
        lines: work.lines,
        missing_prices: work.missing,
        days: days.len() as u32,
        usage,
        totals,
        unbilled: sheet.unbilled,
        not_applied: work.not_applied,
        findings,
        steps: work.steps,
    }
}

fn held_records(sheet: &Sheet) -> Vec<HeldRecord> {
    let each = |entry: &Entry| {
        let record = |point: &super::Held| HeldRecord {
            visit: entry.visit,
            date: entry.date,
            start: entry.start,
            end: entry.end,
            service_name: entry.service_name.clone(),
            point: point.clone(),
        };
        entry.held.iter().map(record).collect::<Vec<_>>()
    };
    sheet.entries.iter().flat_map(each).collect()
}

/// What may be claimed for one person, service and month: records, prices, days and totals, with reasons.
///
/// A pure function of its arguments. Nothing is guessed: a price nobody has told stops the totals, a point nobody has
/// decided holds its records.
///
/// # Errors
/// The pack has no rules for the month or the service: named.
pub fn assess(pack: &Pack, month: &ServiceMonth, terms: &Terms<'_>) -> Result<CommunityAssessment, NoPack> {
    Ok(of_sheet(pack, month, sheet(pack, month)?, terms))
}
