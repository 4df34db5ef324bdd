//! 日ごとの明細: the statement's lines told day by day, as 請求算定 shows them; month lines stand under day 00.
use claims::Outcome;
use fees::{
    Assessment,
    b_type::{Rule, daily_lines, facts::ServiceMonth},
};
use kernel::Units;

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

impl Daily {
    /// The lines of a result.
    pub(super) fn of(outcome: &Outcome, facts: &ServiceMonth) -> Daily {
        let assessment = Assessment { lines: outcome.lines.clone(), ..Assessment::default() };
        let rows = daily_lines(&assessment, facts);
        let typed = |row: &fees::b_type::DailyLine| {
            let same = |line: &&fees::Line| (&line.code, line.units, line.count) == (&row.code, row.units, row.count);
            row.day == 0 && outcome.lines.iter().filter(same).any(|line| line.rule == Rule::Manual.info().id)
        };
        let sum: i64 = rows.iter().map(|row| row.service_units.0).sum();
        let stated: i64 = outcome.lines.iter().map(|line| line.service_units.0).sum();
        let lines: Vec<DailyLine> = rows
            .iter()
            .map(|row| DailyLine {
                day: format!("{:02}", row.day),
                code: row.code_text().to_owned(),
                name: row.name.to_string(),
                by_hand: typed(row),
                units: row.units.to_string(),
                count: row.count,
                amount: row.service_units.to_string(),
            })
            .collect();
        Daily {
            has_hand_lines: lines.iter().any(|line| line.by_hand),
            lines,
            sum: Units(sum).to_string(),
            agrees: sum == stated,
        }
    }
}
