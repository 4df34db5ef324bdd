//! 実績記録票の読取り: the days of form 1701 (就労継続支援) out of a J61 file of whatever program.
use super::{Refused, fault, finding, refused};
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::{ClockTime, Day, Finding, Month, Severity};
use records::{Layouts, Record, read_file_with};
use store::DayBody;

/// 様式種別番号 of 就労継続支援.
const FORM: &str = "1701";
/// 欠席時対応 in サービス提供の状況.
const ABSENCE: i64 = 8;
/// 医療連携体制加算(Ⅳ): its units depend on a number of persons that the record does not tell.
const MEDICAL_BY_PERSONS: u8 = 4;

/// One day of one person.
#[derive(Clone, PartialEq, Eq)]
pub struct FileDay {
    /// Line of the file, from 1.
    pub line: u32,
    /// 受給者証番号.
    pub recipient_no: String,
    /// The day.
    pub day: Day,
    /// What the file says of it.
    pub body: DayBody,
}

/// The number belongs to a person and stays out of logs.
impl std::fmt::Debug for FileDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileDay {{ line: {}, day: {} }}", self.line, self.day)
    }
}

/// A file as it was read.
#[derive(Clone, Debug, Default)]
pub struct FileDays {
    /// Days of the form that could be read, in file order.
    pub days: Vec<FileDay>,
    /// Service months in the file, ascending.
    pub months: Vec<Month>,
    /// What is wrong, and what was left out.
    pub findings: Vec<Finding>,
}

/// Reads a file of the office `office_no`.
pub fn read(layouts: &Layouts, bytes: &[u8], office_no: &str) -> FileDays {
    let file = read_file_with(layouts, bytes);
    let mut found = FileDays { findings: file.findings, ..FileDays::default() };
    let (mut other_forms, mut records) = (0_usize, 0_usize);
    for row in &file.records {
        let Some(record) = &row.record else { continue };
        match record.kind() {
            ("J611", "01") => records += 1,
            ("J611", "02") if record.get("form_no") != Some(FORM) => other_forms += 1,
            ("J611", "02") => {
                records += 1;
                if record.get("office_no") != Some(office_no) {
                    let how =
                        "この事業所の実績記録票を選んでください。事業所番号を変えたときは、設定を確かめてください";
                    let place = format!("{}行目 事業所番号", row.line);
                    found.findings.push(fault("I21", place, "別の事業所の記録です", how));
                    continue;
                }
                match day_of(row.line, record) {
                    Ok(day) => found.add(day),
                    Err(wrong) => found.findings.push(*wrong),
                }
            }
            _ => {}
        }
    }
    if other_forms > 0 {
        let what = format!("就労継続支援(様式1701)ではない記録が{other_forms}行あります。持ち込みません");
        let how =
            "この事業所のサービスの記録だけが持ち込まれます。ほかのサービスの分は、そのサービスで持ち込んでください";
        found.findings.push(finding("I22", Severity::Warning, "ファイル全体", what, how));
    }
    if records == 0 && found.findings.iter().all(|finding| finding.severity != Severity::Fault) {
        let how = "ほかのソフトで書き出した、サービス提供実績記録票の請求ファイル(J61で始まる名前)を選んでください";
        found.findings.push(fault("I23", "ファイル全体", "就労継続支援の実績記録票がありません", how));
    }
    found.months.sort_unstable();
    found.months.dedup();
    found
}

impl FileDays {
    fn add(&mut self, day: FileDay) {
        let same = |other: &&FileDay| other.recipient_no == day.recipient_no && other.day == day.day;
        if let Some(other) = self.days.iter().find(same) {
            let place = format!("{}行目 日付", day.line);
            let what = format!("{}行目と同じ人の同じ日です", other.line);
            self.findings.push(fault("I24", place, what, "どちらかの行を消した請求ファイルを、書き出し直してください"));
            return;
        }
        if day.body.facts.medical == Some(MEDICAL_BY_PERSONS) {
            let place = format!("{}行目 医療連携体制加算", day.line);
            let what = "医療連携体制加算(Ⅳ)の日です。その日に看護を受けた人数は、ファイルに書かれていません";
            let how = "持ち込んだあと、記録の画面で人数を入れてください";
            self.findings.push(finding("I25", Severity::Warning, place, what, how));
        }
        self.months.push(day.day.month());
        self.days.push(day);
    }
}

fn day_of(line: u32, record: &Record) -> Result<FileDay, Refused> {
    let place = |label: &str| format!("{line}行目 {label}");
    let how = "書き出した元のソフトで、この日の記録を確かめてください";
    let month = record
        .month("service_year_month")
        .ok_or_else(|| refused("I26", place("サービス提供年月"), "サービス提供年月を読めません", how))?;
    let day = record.number("day").and_then(|day| month.day(u8::try_from(day).ok()?));
    let day = day.ok_or_else(|| refused("I26", place("日付"), "その月にない日です", how))?;
    let start = time(record, "start_time", false)
        .ok_or_else(|| refused("I26", place("開始時間"), "時刻として読めません", how))?;
    let end =
        time(record, "end_time", true).ok_or_else(|| refused("I26", place("終了時間"), "時刻として読めません", how))?;
    let on = |name: &str| record.number(name).is_some_and(|number| number > 0);
    let planned_hours = record.number("visit_support_special_calc_hours").and_then(|hours| u32::try_from(hours).ok());
    let status = if record.number("provision_status") == Some(ABSENCE) {
        DayStatus::Absent
    } else if on("offsite_support") {
        DayStatus::OffsiteSupport
    } else if on("visit_support_special_provided_hours") || on("visit_support_special_calc_hours") {
        DayStatus::HomeVisit
    } else if on("trial_use_support") {
        DayStatus::TrialUse
    } else {
        DayStatus::Attended
    };
    let facts = DayFacts {
        day: day.number(),
        status,
        start,
        end,
        transport_out: u8::from(on("pickup_outbound")),
        transport_back: u8::from(on("pickup_return")),
        meal: on("meal_provision"),
        // only absences whose support is claimed stand in the record sheet
        absence_consulted: status == DayStatus::Absent,
        visit_minutes: planned_hours.filter(|hours| *hours > 0).map(|hours| hours * 60),
        visit_billed: on("visit_support_special_calc_hours"),
        medical: record
            .number("medical_coordination")
            .and_then(|tier| u8::try_from(tier).ok())
            .filter(|tier| *tier > 0),
        community_collaboration: on("regional_collaboration"),
        emergency_acceptance: on("emergency_acceptance"),
        ..DayFacts::default()
    };
    let remark = record.get("remarks").unwrap_or_default().trim().to_owned();
    let recipient_no = record.get("certificate_no").unwrap_or_default().to_owned();
    Ok(FileDay { line, recipient_no, day, body: DayBody { facts, remark, ..DayBody::default() } })
}

/// A time of the record; `Some(None)` when the item is empty. The end of a day is written 0000.
fn time(record: &Record, name: &str, is_end: bool) -> Option<Option<ClockTime>> {
    let text = record.get(name).unwrap_or_default().trim();
    if text.is_empty() {
        return Some(None);
    }
    let number: u16 = text.parse().ok()?;
    let (hour, minute) = (number / 100, number % 100);
    if is_end && number == 0 {
        return ClockTime::new(24, 0).map(Some);
    }
    ClockTime::new(hour, minute).map(Some)
}
