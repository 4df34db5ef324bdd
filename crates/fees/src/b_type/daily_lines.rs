//! 日ごとの明細: the assessment as the clerk's screen shows it, one line a day and code; month lines stand on day 00.
use super::facts::{DayFacts, ServiceMonth};
use super::rules::Rule;
use crate::{Assessment, Line, Text};
use kernel::{ServiceCode, Units};

/// One line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyLine {
    /// 日; 0 for lines of the whole month, among them those typed by hand.
    pub day: u8,
    /// サービスコード.
    pub code: Option<ServiceCode>,
    /// Short name.
    pub name: Text,
    /// 単位数 of one count.
    pub units: Units,
    /// 数量.
    pub count: u32,
    /// サービス単位数.
    pub service_units: Units,
}

/// The lines of a month by day, month lines (day 00) last. Sums by code equal those of the assessment.
///
/// ```
/// use fees::{FeeTables, b_type};
/// let facts: b_type::facts::ServiceMonth = serde_json::from_str(r#"{
///   "service_month": "2024-07",
///   "office": { "capacity": 20, "fee_class": "II", "average_wage_yen": 16000 },
///   "person": { "cap_managed_here": true }, "month": {}, "manual_lines": [],
///   "days": [{ "day": 1, "start": "10:00" }, { "day": 2, "start": "10:00" }]
/// }"#).unwrap();
/// let result = b_type::assess(FeeTables::builtin(), &facts);
/// let lines = b_type::daily_lines(&result, &facts);
/// let shown: Vec<_> = lines.iter().map(|line| (line.day, line.code_text(), line.units.0)).collect();
/// assert_eq!(shown, [(1, "462061", 614), (2, "462061", 614), (0, "465010", 150)]);
/// ```
pub fn daily_lines(assessment: &Assessment, facts: &ServiceMonth) -> Vec<DailyLine> {
    let mut shown = Vec::new();
    for line in &assessment.lines {
        let counts: Vec<u32> = line.days.iter().map(|day| count_on(line, *day, facts)).collect();
        let by_day = !line.days.is_empty() && counts.iter().sum::<u32>() == line.count;
        if !by_day {
            // 医療連携Ⅴ rests on days but is claimed once a month.
            shown.push(on_day(line, 0, line.count));
            continue;
        }
        let days = line.days.iter().zip(counts).filter(|(_, count)| *count > 0);
        shown.extend(days.map(|(day, count)| on_day(line, *day, count)));
    }
    // Stable: within a day the order of the statement stays.
    shown.sort_by_key(|line| if line.day == 0 { u8::MAX } else { line.day });
    shown
}

impl DailyLine {
    /// The code as text; empty where it is 未登録.
    pub fn code_text(&self) -> &str {
        self.code.as_ref().map_or("", ServiceCode::as_str)
    }
}

fn on_day(line: &Line, day: u8, count: u32) -> DailyLine {
    DailyLine {
        day,
        code: line.code.clone(),
        name: line.name.clone(),
        units: line.units,
        count,
        service_units: Units(line.units.0 * i64::from(count)),
    }
}

/// How often a line counts on one of its days: ways for 送迎, once for everything else.
fn count_on(line: &Line, day: u8, facts: &ServiceMonth) -> u32 {
    if line.rule != Rule::Transport.info().id {
        return 1;
    }
    // The first record of a day is the one that counts, as in the assessment.
    let record = facts.days.iter().find(|record| record.day == day);
    record.map_or(0, ways)
}

fn ways(record: &DayFacts) -> u32 {
    u32::from(record.transport_out.min(1)) + u32::from(record.transport_back.min(1))
}
