//! One cell of the month grid: what people type → the fact, and back to one form.
use super::{
    exclusions,
    row::{CellError, DayRow},
};
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::ClockTime;
use std::collections::BTreeMap;

const STATUSES: &[(DayStatus, &str, &[&str])] = &[
    (DayStatus::Attended, "通所", &["1", "通", "通所", "出席", "○", "出"]),
    (DayStatus::Absent, "欠席", &["2", "欠", "欠席", "×", "休"]),
    (DayStatus::OffsiteSupport, "施設外支援", &["3", "外", "施設外", "施設外支援"]),
    (DayStatus::HomeVisit, "訪問支援", &["4", "訪", "訪問", "訪問支援"]),
    (DayStatus::TrialUse, "体験利用", &["5", "体", "体験", "体験利用"]),
];

/// The word the grid shows for a status.
pub fn status_label(status: DayStatus) -> &'static str {
    STATUSES.iter().find(|(known, ..)| *known == status).map_or("", |(_, label, _)| label)
}

fn parse_status(text: &str) -> Result<DayStatus, String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_digit).collect();
    STATUSES.iter().find(|(.., spellings)| spellings.contains(&plain.as_str())).map(|(status, ..)| *status).ok_or_else(
        || format!("提供状況「{text}」は読めません。1=通所 2=欠席 3=施設外支援 4=訪問支援 5=体験利用 のどれかを入れてください"),
    )
}

fn half_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        other => other,
    }
}

fn parse_flag(text: &str) -> Result<bool, String> {
    match text.trim() {
        "" | "0" | "０" | "off" | "－" | "-" => Ok(false),
        "1" | "１" | "on" | "○" | "レ" => Ok(true),
        other => Err(format!("「{other}」は読めません。する日は1、しない日は空にしてください")),
    }
}

fn parse_number(text: &str, largest: u32, label: &str) -> Result<Option<u32>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match kernel::typed::integer(text) {
        Ok(value) => match u32::try_from(value) {
            Ok(value) if value <= largest => Ok(Some(value)),
            _ => Err(format!("{label}「{text}」は0から{largest}までの数で入れてください")),
        },
        Err(error) => Err(error.to_string()),
    }
}

fn parse_time(text: &str) -> Result<Option<ClockTime>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    kernel::typed::time(text).map(Some).map_err(|error| error.to_string())
}

/// A row with the typed fields laid over it. `None` = the row is now empty (the day has no record).
///
/// Times or flags typed into an empty row make it a 通所 day, so that a clerk need not type the status.
pub fn patch(
    current: Option<&DayRow>,
    day: u8,
    typed: &BTreeMap<String, String>,
) -> Result<Option<DayRow>, Vec<CellError>> {
    let mut row = current.cloned().unwrap_or_default();
    row.facts.day = day;
    let mut has_record = current.is_some();
    let mut errors = Vec::new();
    for (field, text) in typed {
        if field == "status" && text.trim().is_empty() {
            continue;
        }
        if let Err(message) = set(&mut row, field, text) {
            errors.push(CellError { field: field.clone(), message });
        } else if !text.trim().is_empty() && text.trim() != "0" {
            has_record = true;
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    if current.is_some_and(|before| before.facts.status != row.facts.status) {
        drop_what_cannot_be(&mut row, typed);
    }
    let errors = exclusions::refuse(&row, typed);
    if !errors.is_empty() {
        return Err(errors);
    }
    let cleared = typed.get("status").is_some_and(|text| text.trim().is_empty());
    if cleared && is_bare(&row) {
        return Ok(None);
    }
    if cleared {
        row.facts.status = DayStatus::Attended;
    }
    Ok(has_record.then_some(row))
}

/// A day that turns into an absence, an offsite day or a visit loses what such a day cannot have, unless it was typed
/// in the same go. Undo brings it back.
fn drop_what_cannot_be(row: &mut DayRow, typed: &BTreeMap<String, String>) {
    let stale = |field: &str| !typed.contains_key(field);
    let (times, trips) = match row.facts.status {
        DayStatus::Attended => return,
        DayStatus::Absent => (true, true),
        DayStatus::OffsiteSupport => (true, false),
        DayStatus::HomeVisit | DayStatus::TrialUse => (false, true),
    };
    if times && stale("start") {
        row.facts.start = None;
    }
    if times && stale("end") {
        row.facts.end = None;
    }
    if trips && stale("transport_out") {
        row.facts.transport_out = 0;
    }
    if trips && stale("transport_back") {
        row.facts.transport_back = 0;
    }
    if stale("meal") {
        row.facts.meal = false;
    }
    if row.facts.status == DayStatus::Absent {
        exclusions::drop_day_additions(&mut row.facts, &stale);
    }
}

/// No fact besides the status.
fn is_bare(row: &DayRow) -> bool {
    let bare = DayFacts { day: row.facts.day, status: row.facts.status, ..DayFacts::default() };
    row.remark.is_empty() && row.facts == bare && row.own_costs == [0; 5]
}

fn set(row: &mut DayRow, field: &str, text: &str) -> Result<(), String> {
    let facts = &mut row.facts;
    match field {
        "status" => facts.status = parse_status(text)?,
        "start" => facts.start = parse_time(text)?,
        "end" => facts.end = parse_time(text)?,
        "transport_out" => facts.transport_out = u8::from(parse_flag(text)?),
        "transport_back" => facts.transport_back = u8::from(parse_flag(text)?),
        "meal" => facts.meal = parse_flag(text)?,
        "absence_consulted" => facts.absence_consulted = parse_flag(text)?,
        "visit_minutes" => facts.visit_minutes = parse_number(text, 600, "訪問の時間(分)")?,
        "visit_billed" => facts.visit_billed = parse_flag(text)?,
        "medical" => facts.medical = parse_medical(text)?,
        "at_home_support" => facts.at_home_support = parse_flag(text)?,
        "community_collaboration" => facts.community_collaboration = parse_flag(text)?,
        "emergency_acceptance" => facts.emergency_acceptance = parse_flag(text)?,
        "over_capacity" => facts.over_capacity = parse_flag(text)?,
        "remark" => row.remark = parse_remark(text)?,
        other if own_cost_slot(other).is_some() => {
            let slot = own_cost_slot(other).unwrap_or_default();
            row.own_costs[slot] = parse_number(text, 999, &format!("本人実費{}の数", slot + 1))?.unwrap_or(0);
        }
        other => return Err(format!("「{other}」という項目はありません。画面を読み込み直してください")),
    }
    Ok(())
}

/// The item (from 0) of a column of 本人実費: `own_cost_1` → 0.
pub fn own_cost_slot(field: &str) -> Option<usize> {
    let number: usize = field.strip_prefix("own_cost_")?.parse().ok()?;
    (1..=5).contains(&number).then(|| number - 1)
}

fn parse_medical(text: &str) -> Result<Option<u8>, String> {
    match parse_number(text, 6, "医療連携の区分")? {
        None | Some(0) => Ok(None),
        Some(5) => Err("医療連携Ⅴは日ごとではなく月の加算で入れます。区分は1・2・3・4・6です".to_owned()),
        Some(tier) => Ok(u8::try_from(tier).ok()),
    }
}

/// 備考 holds 50 full-width characters in the official file.
fn parse_remark(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.chars().count() > 50 {
        return Err(format!("備考が{}文字です。50文字までにしてください", text.chars().count()));
    }
    Ok(text.to_owned())
}

/// The one form in which a cell is shown. Flags are `1` or empty.
pub fn text_of(row: &DayRow, field: &str) -> String {
    let facts = &row.facts;
    let flag = |set: bool| if set { "1".to_owned() } else { String::new() };
    let time = |time: Option<ClockTime>| time.map(|time| time.to_string()).unwrap_or_default();
    match field {
        "status" => status_label(facts.status).to_owned(),
        "start" => time(facts.start),
        "end" => time(facts.end),
        "transport_out" => flag(facts.transport_out > 0),
        "transport_back" => flag(facts.transport_back > 0),
        "meal" => flag(facts.meal),
        "absence_consulted" => flag(facts.absence_consulted),
        "visit_minutes" => facts.visit_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        "visit_billed" => flag(facts.visit_billed),
        "medical" => facts.medical.map(|tier| tier.to_string()).unwrap_or_default(),
        "at_home_support" => flag(facts.at_home_support),
        "community_collaboration" => flag(facts.community_collaboration),
        "emergency_acceptance" => flag(facts.emergency_acceptance),
        "over_capacity" => flag(facts.over_capacity),
        "remark" => row.remark.clone(),
        other => match own_cost_slot(other).map(|slot| row.own_costs[slot]) {
            None | Some(0) => String::new(),
            Some(quantity) => quantity.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn times_typed_into_an_empty_row_make_it_a_day_of_attendance() {
        let row = patch(None, 3, &typed(&[("start", "930"), ("end", "15時半")])).unwrap().unwrap();
        assert_eq!(row.facts.status, DayStatus::Attended);
        assert_eq!((text_of(&row, "start"), text_of(&row, "end")), ("09:30".into(), "15:30".into()));
    }

    #[test]
    fn bt_51_quantities_of_own_costs_are_kept_by_item() {
        let row = patch(None, 3, &typed(&[("own_cost_2", "２"), ("own_cost_5", "1")])).unwrap().unwrap();
        assert_eq!(row.own_costs, [0, 2, 0, 0, 1]);
        assert_eq!((text_of(&row, "own_cost_1"), text_of(&row, "own_cost_2")), (String::new(), "2".into()));
        let errors = patch(None, 3, &typed(&[("own_cost_1", "-1"), ("own_cost_6", "1")])).unwrap_err();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert_eq!(patch(Some(&row), 3, &typed(&[("status", "")])).unwrap(), Some(row), "the row holds something");
    }

    #[test]
    fn a_status_can_be_typed_by_number_or_word() {
        for text in ["2", "２", "欠", "欠席"] {
            let row = patch(None, 3, &typed(&[("status", text)])).unwrap().unwrap();
            assert_eq!(row.facts.status, DayStatus::Absent, "{text}");
        }
    }

    #[test]
    fn a_day_that_becomes_an_absence_loses_times_trips_and_meal() {
        let day = [("start", "930"), ("end", "1530"), ("transport_out", "1"), ("meal", "1")];
        let row = patch(None, 3, &typed(&day)).unwrap().unwrap();
        let absent = patch(Some(&row), 3, &typed(&[("status", "欠席")])).unwrap().unwrap();
        let bare = DayFacts { day: 3, status: DayStatus::Absent, ..DayFacts::default() };
        assert_eq!(absent.facts, bare);
        let back = patch(Some(&absent), 3, &typed(&[("status", "通所"), ("start", "930"), ("end", "1530")]));
        assert_eq!(text_of(&back.unwrap().unwrap(), "end"), "15:30");
    }

    #[test]
    fn every_wrong_cell_is_named_and_nothing_is_taken() {
        let errors = patch(None, 3, &typed(&[("start", "2570"), ("status", "遅刻"), ("meal", "1")])).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["start", "status"]);
    }

    #[test]
    fn clearing_the_only_cell_removes_the_record_of_the_day() {
        let row = DayRow { facts: DayFacts { day: 3, ..DayFacts::default() }, ..DayRow::default() };
        assert_eq!(patch(Some(&row), 3, &typed(&[("status", "")])).unwrap(), None);
    }

    #[test]
    fn clearing_the_status_keeps_a_row_that_holds_times() {
        let row = patch(None, 3, &typed(&[("start", "930")])).unwrap().unwrap();
        assert_eq!(patch(Some(&row), 3, &typed(&[("status", "")])).unwrap(), Some(row));
    }
}
