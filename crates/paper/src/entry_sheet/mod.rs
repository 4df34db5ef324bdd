//! 入力用一覧: what has to be typed into the prefecture's tool, in the order of its screen, per person and month.
//!
//! One row is one record of the tool. The last columns hold the name the tool must show after typing, with a box to
//! tick off. A visit that is held has one row without anything to type: no record of it leaves the program before a
//! person has decided. The CSV carries the same rows for whoever reads them by program.
mod workbook;

pub use workbook::entry_sheet_workbook;

use claims::community::{CommunityAssessment, Entry, Pack, Service};
use kernel::Day;

/// Drop-downs サービス特定内容 of the tool.
pub const SLOTS: usize = 7;
/// 加算 boxes of the tool.
pub const BOXES: usize = 5;

/// One person, month and 決定サービスコード.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySheet {
    /// 事業所番号.
    pub office_no: String,
    /// 事業所名.
    pub office_name: String,
    /// サービス提供年月, `2024/04`.
    pub service_month: String,
    /// 証記載市町村番号, `142042`.
    pub municipality_no: String,
    /// Name of the municipality.
    pub municipality_name: String,
    /// 受給者証番号.
    pub recipient_no: String,
    /// 支給決定者氏名 in half-width kana.
    pub guardian_kana: String,
    /// 支給決定児童氏名 in half-width kana; empty for adults.
    pub child_kana: String,
    /// 決定サービスコード with its name.
    pub decision: String,
    /// 負担上限月額 in yen.
    pub burden_cap: String,
    /// 利用者負担率.
    pub burden_rate: String,
    /// 契約支給量 as the tool shows it (×100).
    pub contract_amount: String,
    /// Names of the 加算 boxes of the month; empty texts where the tool shows none.
    pub box_labels: [String; BOXES],
    /// The records.
    pub rows: Vec<EntrySheetRow>,
    /// What keeps the sheet from being whole (held visits), one sentence each.
    pub warnings: Vec<String>,
}

/// One record of the tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySheetRow {
    /// 算定区分, `1:日単位`.
    pub calc_class: String,
    /// 保留: a visit somebody has to decide on first; nothing of it can be typed.
    pub held: bool,
    /// 日付: the number of the day, as the tool shows it.
    pub date: String,
    /// 曜日.
    pub weekday: String,
    /// 計画開始 and 計画終了, HHMM.
    pub planned: Option<(String, String)>,
    /// 実績開始 and 実績終了, HHMM.
    pub actual: (String, String),
    /// 算定外開始 and 算定外終了, HHMM.
    pub deducted: Option<(String, String)>,
    /// 計画時間数, HHMM.
    pub planned_minutes: String,
    /// 全算定時間, HHMM.
    pub minutes: String,
    /// 算定日数.
    pub days: u32,
    /// サービス特定内容 1–7.
    pub slots: [String; SLOTS],
    /// 加算 1–5.
    pub boxes: [Option<u32>; BOXES],
    /// 請求サービスコード名称 the tool must show.
    pub service_name: String,
    /// 備考.
    pub remark: String,
}

impl EntrySheet {
    /// The records of an assessed month; who it is about is filled in by the caller.
    ///
    /// Held visits stand with their times alone and are named in the warnings. Where the tool is used, the plan of a
    /// record is its own times until the caller says otherwise: the tool asks for both.
    pub fn of(part: &CommunityAssessment, pack: &Pack) -> EntrySheet {
        let mut sheet = EntrySheet {
            service_month: part.service_month.to_string().replace('-', "/"),
            municipality_name: part.municipality.clone(),
            ..EntrySheet::default()
        };
        if let Some(period) = pack.periods.iter().find(|period| period.id == part.period) {
            let commute = period.mobility.iter().flat_map(|rules| &rules.commute_boxes);
            let daytime = period.daytime.iter().flat_map(|rules| &rules.boxes);
            let labels: Vec<(u8, &str)> = match part.service {
                Service::Mobility => commute.map(|mark| (mark.index, mark.label.as_str())).collect(),
                Service::Daytime => daytime.map(|mark| (mark.index, mark.label.as_str())).collect(),
            };
            for (index, label) in labels {
                if let Some(place) = sheet.box_labels.get_mut(usize::from(index).wrapping_sub(1)) {
                    *place = label.to_owned();
                }
            }
        }
        let calc_class = pack.tool.as_ref().map(|tool| tool.calc_class.clone()).unwrap_or_default();
        let mut waiting: Vec<(usize, Day)> = Vec::new();
        for entry in &part.entries {
            if entry.held.is_empty() {
                sheet.rows.push(row(entry, &calc_class));
            } else if !waiting.contains(&(entry.visit, entry.date)) {
                waiting.push((entry.visit, entry.date));
                let row = held_row(entry, &part.entries);
                sheet.warnings.extend(entry.held.iter().map(|point| {
                    let (day, times) = (&row.date, &row.actual);
                    format!("{day}日 {}〜{} は保留です({} {})", times.0, times.1, point.id, point.question)
                }));
                sheet.rows.push(row);
            }
        }
        sheet
    }

    /// Heading; the tool is named only where the municipality has it (its records have a 算定区分).
    fn title(&self) -> String {
        let for_tool = self.rows.iter().any(|row| !row.calc_class.is_empty());
        let what = if for_tool { "入力用一覧" } else { "実績の一覧" };
        let order = if for_tool { "(請求情報作成ツールの入力順)" } else { "" };
        format!("{what} {}分{order}", self.service_month)
    }

    /// Names of the columns in the order of the tool.
    pub fn columns(&self) -> Vec<String> {
        let mut names: Vec<String> = [
            "No.",
            "算定区分",
            "日付",
            "曜日",
            "計画開始",
            "計画終了",
            "実績開始",
            "実績終了",
            "算定外開始",
            "算定外終了",
            "計画時間数",
            "全算定時間",
            "算定日数",
        ]
        .map(str::to_owned)
        .to_vec();
        names.extend((1..=SLOTS).map(|slot| format!("サービス特定内容{slot}")));
        names.extend((1..).zip(&self.box_labels).map(|(number, label)| match label.as_str() {
            "" => format!("加算{number}"),
            label => format!("加算{number} {label}"),
        }));
        names.extend(["単価基準値", "請求サービスコード名称", "確認", "備考"].map(str::to_owned));
        names
    }

    /// Every row with its number; what cannot be typed yet has none.
    fn numbered(&self) -> impl Iterator<Item = (Option<usize>, &EntrySheetRow)> {
        self.rows.iter().scan(0, |last, row| {
            *last += usize::from(!row.held);
            Some(((!row.held).then_some(*last), row))
        })
    }

    fn cells(&self, number: Option<usize>, row: &EntrySheetRow) -> Vec<String> {
        let (plan_start, plan_end) = row.planned.clone().unwrap_or_default();
        let (deducted_from, deducted_to) = row.deducted.clone().unwrap_or_default();
        let mut cells = vec![
            number.map(|number| number.to_string()).unwrap_or_default(),
            row.calc_class.clone(),
            row.date.clone(),
            row.weekday.clone(),
            plan_start,
            plan_end,
            row.actual.0.clone(),
            row.actual.1.clone(),
            deducted_from,
            deducted_to,
            row.planned_minutes.clone(),
            row.minutes.clone(),
            if row.held { String::new() } else { row.days.to_string() },
        ];
        cells.extend(row.slots.iter().cloned());
        cells.extend(row.boxes.iter().map(|value| value.map_or_else(String::new, |value| value.to_string())));
        // 単価基準値: the tool fills it
        let tick = if row.held { "" } else { "□" };
        cells.extend([String::new(), row.service_name.clone(), tick.to_owned(), row.remark.clone()]);
        cells
    }

    fn head(&self) -> [(&'static str, &str); 11] {
        [
            ("サービス提供年月", &self.service_month),
            ("証記載市町村番号", &self.municipality_no),
            ("市町村名", &self.municipality_name),
            ("受給者証番号", &self.recipient_no),
            ("支給決定者氏名", &self.guardian_kana),
            ("支給決定児童氏名", &self.child_kana),
            ("決定サービスコード", &self.decision),
            ("負担上限月額", &self.burden_cap),
            ("利用者負担率", &self.burden_rate),
            ("契約支給量", &self.contract_amount),
            ("事業所", &self.office_name),
        ]
    }
}

/// What stands in place of the service name until somebody has decided.
const HELD: &str = "保留:決めてから入力";

/// A held visit: its day and its times from the first of its records to the last, whoever's they are.
fn held_row(entry: &Entry, entries: &[Entry]) -> EntrySheetRow {
    let of_visit = || entries.iter().filter(|other| (other.visit, other.date) == (entry.visit, entry.date));
    let start = of_visit().map(|other| other.start).min().unwrap_or(entry.start);
    let end = of_visit().max_by_key(|other| other.start).map_or(entry.end, |last| last.end);
    let points: Vec<&str> = entry.held.iter().map(|point| point.id.as_str()).collect();
    EntrySheetRow {
        held: true,
        date: entry.date.number().to_string(),
        weekday: entry.date.weekday_ja().to_owned(),
        actual: (hhmm(start), hhmm(end)),
        service_name: HELD.to_owned(),
        remark: points.join("、"),
        ..EntrySheetRow::default()
    }
}

fn row(entry: &Entry, calc_class: &str) -> EntrySheetRow {
    let actual = (hhmm(entry.start), hhmm(entry.end));
    let of_tool = !calc_class.is_empty();
    let mut row = EntrySheetRow {
        calc_class: calc_class.to_owned(),
        date: entry.date.number().to_string(),
        weekday: entry.date.weekday_ja().to_owned(),
        planned: of_tool.then(|| actual.clone()),
        actual,
        planned_minutes: if of_tool { hhmm(entry.minutes) } else { String::new() },
        minutes: hhmm(entry.minutes),
        days: 1,
        service_name: entry.service_name.clone(),
        deducted: entry.deducted.first().map(|(from, to)| (hhmm(*from), hhmm(*to))),
        remark: remark(entry),
        ..EntrySheetRow::default()
    };
    for (place, slot) in row.slots.iter_mut().zip(&entry.slots) {
        place.clone_from(slot);
    }
    for mark in &entry.boxes {
        if let Some(place) = row.boxes.get_mut(usize::from(mark.index).wrapping_sub(1)) {
            *place = Some(u32::from(mark.value));
        }
    }
    row
}

/// What the columns cannot hold: minutes that do not count beyond the one pair of times, a line that has no minute to
/// type, and a time class that counts minutes of the other day (U-09).
fn remark(entry: &Entry) -> String {
    const DAY: u16 = 1440;
    let mut words: Vec<String> = Vec::new();
    if entry.minutes == 0 {
        return "0分の記録。ツールに入れられるか市町村に確認".to_owned();
    }
    if entry.counted_minutes > entry.minutes && (entry.end == DAY - 1 || entry.start == 0) {
        let other = entry.counted_minutes - entry.minutes;
        words.push(format!("時間区分は0時の反対側の{other}分を足したもの(U-09)"));
    }
    let further = entry.deducted.iter().skip(1).map(|(from, to)| format!("算定外 {}〜{}", hhmm(*from), hhmm(*to)));
    words.extend(further);
    let placed: u16 = entry.deducted.iter().map(|(from, to)| to.saturating_sub(*from)).sum();
    let from_clock = if entry.end > entry.start { entry.end - entry.start } else { DAY - entry.start + entry.end };
    let unplaced = from_clock.saturating_sub(placed).saturating_sub(entry.minutes);
    if unplaced > 0 {
        words.push(format!("算定外 {unplaced}分(開始時刻の記録なし)"));
    }
    words.join("、")
}

fn hhmm(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

/// The same rows as CSV (UTF-8 with byte order mark, CRLF): who and what in front, then the columns of the tool.
pub fn entry_sheet_csv(sheets: &[EntrySheet]) -> String {
    let mut text = String::from('\u{feff}');
    let mut line = |cells: &[String]| {
        let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    };
    let plain = EntrySheet::default();
    let head: Vec<String> = plain.head().iter().map(|(name, _)| (*name).to_owned()).collect();
    line(&[head, vec!["事業所番号".to_owned()], plain.columns(), vec!["加算の名称".to_owned()]].concat());
    for sheet in sheets {
        let who: Vec<String> = sheet.head().iter().map(|(_, value)| (*value).to_owned()).collect();
        let boxes: Vec<&str> = sheet.box_labels.iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
        for (number, row) in sheet.numbered() {
            let tail = vec![boxes.join("/")];
            line(&[who.clone(), vec![sheet.office_no.clone()], sheet.cells(number, row), tail].concat());
        }
    }
    text
}

/// A cell of CSV; a text that a spreadsheet would run as a formula stays text.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sheet() -> EntrySheet {
        let row = EntrySheetRow {
            calc_class: "1:日単位".to_owned(),
            date: "1".to_owned(),
            weekday: "土".to_owned(),
            actual: ("1000".to_owned(), "1030".to_owned()),
            minutes: "0030".to_owned(),
            days: 1,
            boxes: [Some(1), None, None, None, None],
            service_name: "移動支援 身体介護有 0.5H".to_owned(),
            ..EntrySheetRow::default()
        };
        let mut sheet = EntrySheet { decision: "010005".to_owned(), rows: vec![row], ..EntrySheet::default() };
        sheet.box_labels[0] = "通学支援加算0.5H".to_owned();
        sheet
    }

    #[test]
    fn the_columns_stand_in_the_order_of_the_tool() {
        let names = sheet().columns();
        assert_eq!(names.len(), 13 + SLOTS + BOXES + 4);
        assert_eq!(&names[..4], ["No.", "算定区分", "日付", "曜日"]);
        assert_eq!((names[11].as_str(), names[20].as_str()), ("全算定時間", "加算1 通学支援加算0.5H"));
        assert_eq!(names[25..27], ["単価基準値", "請求サービスコード名称"]);
    }

    #[test]
    fn times_keep_their_leading_zero_and_formulas_stay_text() {
        let mut sheet = sheet();
        sheet.rows[0].remark = "=1+1,\"x\"".to_owned();
        let csv = entry_sheet_csv(&[sheet]);
        assert!(csv.starts_with('\u{feff}') && csv.contains(",0030,"), "{csv}");
        assert!(csv.contains("\"'=1+1,\"\"x\"\"\""), "{csv}");
    }

    #[test]
    fn the_same_records_give_the_same_workbook() {
        let sheets = [sheet(), sheet()];
        assert_eq!(entry_sheet_workbook(&sheets).unwrap(), entry_sheet_workbook(&sheets).unwrap());
        assert!(!entry_sheet_workbook(&[]).unwrap().is_empty());
    }
}
