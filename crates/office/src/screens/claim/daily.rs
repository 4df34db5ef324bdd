//! 日ごとの明細: the statement's lines told day by day, as 請求算定 shows them; month lines stand under day 00.
use claims::Outcome;
use fees::b_type::facts::ServiceMonth;
use kernel::Units;
use std::collections::BTreeMap;

/// One code on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DailyLine {
    /// `01`…`31`; `00` for a line of the month.
    pub(super) day: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) by_hand: bool,
    pub(super) units: String,
    pub(super) count: u32,
    pub(super) amount: String,
}

/// All of them, and whether they add up to the statement.
pub(super) struct Daily {
    pub(super) lines: Vec<DailyLine>,
    pub(super) sum: String,
    pub(super) agrees: bool,
    pub(super) has_hand_lines: bool,
}

/// How often a line counts on each of its days; `None` when it belongs to the month as a whole.
fn counts(line: &fees::Line, facts: &ServiceMonth) -> Option<BTreeMap<u8, u32>> {
    if line.days.is_empty() {
        return None;
    }
    let once: BTreeMap<u8, u32> = line.days.iter().map(|day| (*day, 1)).collect();
    // 送迎 counts every way; all others count a day once
    let ways = |day: &u8| {
        let record = facts.days.iter().find(|record| record.day == *day);
        record.map_or(0, |record| u32::from(record.transport_out) + u32::from(record.transport_back))
    };
    let by_way: BTreeMap<u8, u32> = line.days.iter().map(|day| (*day, ways(day))).collect();
    [once, by_way].into_iter().find(|counts| counts.values().sum::<u32>() == line.count)
}

impl Daily {
    /// The lines of a result.
    pub(super) fn of(outcome: &Outcome, facts: &ServiceMonth) -> Daily {
        let mut rows: Vec<(u8, DailyLine, Units)> = Vec::new();
        for line in &outcome.lines {
            let by_day = counts(line, facts).unwrap_or_else(|| BTreeMap::from([(0, line.count)]));
            for (day, count) in by_day {
                let amount = Units(line.units.0 * i64::from(count));
                let shown = DailyLine {
                    day: format!("{day:02}"),
                    code: line.code.to_string(),
                    name: line.name.to_string(),
                    by_hand: line.rule.ends_with("manual"),
                    units: line.units.to_string(),
                    count,
                    amount: amount.to_string(),
                };
                rows.push((day, shown, amount));
            }
        }
        // days first, then the lines of the month; the order of the statement is kept within a day
        rows.sort_by_key(|(day, ..)| if *day == 0 { u8::MAX } else { *day });
        let sum: i64 = rows.iter().map(|(.., amount)| amount.0).sum();
        let stated: i64 = outcome.lines.iter().map(|line| line.service_units.0).sum();
        Daily {
            has_hand_lines: rows.iter().any(|(_, line, _)| line.by_hand),
            lines: rows.into_iter().map(|(_, line, _)| line).collect(),
            sum: Units(sum).to_string(),
            agrees: sum == stated,
        }
    }
}
