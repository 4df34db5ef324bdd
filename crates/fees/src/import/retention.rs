//! 就労定着支援の枠合わせ: rows of service type 47 find their slot by name and units; a slot without its row stays open,
//! a row without its slot is only listed. Nothing is made up.
use super::cells::{Cell, half_width};
use super::reading::Reading;
use super::result::{FoundSlot, Import, OpenSlot, SlotReport};
use crate::tables::CodeRow;
use crate::{FeeTables, Slot};
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};

/// How many names a message lists.
const NAMED: usize = 12;

/// A row of 47 as it was read; units that are no number are none.
pub(super) fn row(
    reading: &Reading<'_>,
    code: ServiceCode,
    revision: Month,
    source: &str,
    import: &mut Import,
) -> Option<CodeRow> {
    let period = reading.period(revision, &mut import.problems);
    let name = reading.name(&mut import.problems);
    let text = half_width(reading.text(Cell::Units)).replace(',', "");
    let units = text.strip_suffix(".0").unwrap_or(&text).parse().ok().map(Units);
    let (period, name) = (period?, name?);
    Some(CodeRow {
        code,
        name,
        units,
        calc_unit: reading.text(Cell::CalcUnit).to_owned(),
        valid_from: period.from,
        valid_to: period.to,
        source: source.to_owned(),
        line: reading.line,
    })
}

/// Gives every row to its slot, and tells what is left over on either side.
pub(super) fn give_out(tables: &FeeTables, rows: Vec<CodeRow>, revision: Month, import: &mut Import) {
    if rows.is_empty() {
        return;
    }
    let mut report = SlotReport::default();
    let fits: Vec<Option<&Slot>> = rows.iter().map(|row| tables.slot_of(row)).collect();
    for (at, row) in rows.iter().enumerate() {
        let Some(slot) = fits[at] else {
            report.unmatched.push(row.clone());
            continue;
        };
        let rival = |(other, fit): (usize, &Option<&Slot>)| {
            let same_slot = fit.is_some_and(|fit| fit.name == slot.name);
            let same_code = rows[other].code == row.code;
            other != at && (same_slot || same_code) && overlap(&rows[other], row)
        };
        if let Some(other) = fits.iter().enumerate().position(rival) {
            import.problems.push(ambiguous(row, &rows[other], slot));
            report.ambiguous.push(row.clone());
            continue;
        }
        report.found.push(FoundSlot { name: slot.name, code: row.code.clone() });
        import.accepted.push(row.clone());
    }
    let taken = |slot: &Slot| report.found.iter().any(|found| found.name == slot.name);
    let open = tables.retention().slots(revision).filter(|slot| slot.code.is_none() && !taken(slot));
    report.open = open
        .map(|slot| {
            let same = |row: &&CodeRow| slot.units.is_some() && row.units == slot.units;
            let same_units = report.unmatched.iter().filter(same).map(|row| row.code.clone()).collect();
            OpenSlot { name: slot.name, units: slot.units, same_units }
        })
        .collect();
    if !report.open.is_empty() {
        import.problems.push(still_open(&report));
    }
    import.retention = Some(report);
}

fn overlap(one: &CodeRow, other: &CodeRow) -> bool {
    let before = |to: Option<Month>, from: Month| to.is_some_and(|to| to < from);
    !before(one.valid_to, other.valid_from) && !before(other.valid_to, one.valid_from)
}

fn ambiguous(row: &CodeRow, other: &CodeRow, slot: &Slot) -> Finding {
    let what = format!(
        "「{}」に当たる行がほかにもあります({} 行目、コード {} と {})。どちらも取り込みません。",
        slot.name, other.line, row.code, other.code
    );
    let label = Cell::Name.label();
    let place = Place {
        text: format!("{}行目 {label}", row.line),
        field: Some(label.to_owned()),
        line: Some(row.line),
        ..Place::default()
    };
    Finding::new("slot_ambiguous", Severity::Fault, place, what, "正しいほうの行だけを残してください。")
}

fn still_open(report: &SlotReport) -> Finding {
    let names: Vec<&str> = report.open.iter().take(NAMED).map(|slot| slot.name).collect();
    let more = report.open.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" ほか{more}件") } else { String::new() };
    let what = format!(
        "就労定着支援のコードが未登録のままの行が{}件あります: {}{more}。表の{}行は名称と単位数がどの行にも合いませんでした。",
        report.open.len(),
        names.join("、"),
        report.unmatched.len()
    );
    let fix = "取り込んだあと、設定の「サービスコード表」から、名称の違う行にコードを1件ずつ手で割り当ててください。";
    Finding::new("slots_open", Severity::Warning, Place::named("就労定着支援(種類47)"), what, fix)
}
