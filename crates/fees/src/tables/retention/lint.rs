//! 就労定着支援の表の検査: bands without hole or overlap, lines with a slot, codes of the right service.
use super::rows::{BaseRow, ReductionKind};
use super::{ADDITIONS, BASE, DECISION_CODES, LIMITS, REDUCTIONS, RetentionTables, SLOTS, TREATMENT, UNIT_PRICES};
use crate::Period;
use crate::retention::RULES;
use crate::retention::facts::RetentionRate;
use crate::tables::lint::Problems;

const SERVICE_TYPE: &str = "47";

impl RetentionTables {
    pub(in crate::tables) fn lint(&self, problems: &mut Problems<'_>) {
        problems.sequence(BASE, self.base.iter().map(|row| (row.name.to_owned(), row.origin)));
        let rule = |rule: crate::retention::Rule| RULES[rule as usize].id;
        problems.sequence(
            ADDITIONS,
            self.additions.iter().map(|row| (format!("{} {}", rule(row.rule), row.tier), row.origin)),
        );
        problems.sequence(
            REDUCTIONS,
            self.reductions.iter().map(|row| (format!("{} {}", rule(row.rule), row.tier), row.origin)),
        );
        problems.sequence(TREATMENT, self.treatment.iter().map(|row| (row.class.to_owned(), row.origin)));
        problems
            .sequence(LIMITS, self.limits.iter().map(|row| (format!("{} {}", rule(row.rule), row.limit), row.origin)));
        problems.sequence(UNIT_PRICES, self.unit_prices.iter().map(|row| (row.area_class.to_owned(), row.origin)));
        problems.sequence(SLOTS, self.slots.iter().map(|row| (row.name.to_owned(), row.origin)));
        let decisions = self.decision_codes.iter().map(|(_, origin)| ("決定サービスコード".to_owned(), *origin));
        problems.sequence(DECISION_CODES, decisions);
        self.lint_bands(problems);
        self.lint_slots(problems);
        self.lint_codes(problems);
    }

    /// In every revision each rate and each number of users meets exactly one row.
    fn lint_bands(&self, problems: &mut Problems<'_>) {
        let mut firsts: Vec<&BaseRow> = Vec::new();
        for row in &self.base {
            if !firsts.iter().any(|first| first.origin.period.from == row.origin.period.from) {
                firsts.push(row);
            }
        }
        for first in firsts {
            let month = first.origin.period.from;
            let rows: Vec<&BaseRow> = self.base_rows(month).collect();
            for users in [1, 20, 21, 40, 41, 400] {
                for numerator in 0..=100 {
                    let rate = RetentionRate { numerator, denominator: 100 };
                    let met = rows.iter().filter(|row| row.has_rate(rate) && row.users.contains(users)).count();
                    let code = match met {
                        1 => continue,
                        0 => "gap",
                        _ => "overlap",
                    };
                    let what = format!("{month} の就労定着率{numerator}% 利用者{users}人に当たる行が{met}行です");
                    return problems.add(BASE, first.origin.line, code, what);
                }
            }
        }
    }

    /// Every line that the rules can make has a slot of its name and units.
    fn lint_slots(&self, problems: &mut Problems<'_>) {
        let slot = |name: &str, units: Option<i64>, period: Period| {
            let mut slots = self.slots(period.from);
            slots.any(|slot| slot.name == name && (slot.units.map(|units| units.0) == units))
        };
        let base = self.base.iter().map(|row| (BASE, row.name, Some(row.units), row.origin));
        let additions = self.additions.iter().map(|row| (ADDITIONS, row.name, Some(row.units), row.origin));
        let shares = self.reductions.iter().filter(|row| row.kind == ReductionKind::Share);
        let shares = shares.map(|row| (REDUCTIONS, row.name, None, row.origin));
        let treatment = self.treatment.iter().map(|row| (TREATMENT, row.name, None, row.origin));
        for (file, name, units, origin) in base.chain(additions).chain(shares).chain(treatment) {
            if !slot(name, units, origin.period) {
                let what = format!("「{name}」の枠が、同じ単位数で service_code_slots.csv にありません");
                problems.add(file, origin.line, "no_slot", what);
            }
        }
    }

    /// Codes in the table are of 47, and no two lines of a month share one.
    fn lint_codes(&self, problems: &mut Problems<'_>) {
        for (at, row) in self.slots.iter().enumerate() {
            let Some(code) = &row.code else { continue };
            if code.service_type() != SERVICE_TYPE {
                let what = format!("コード {code} は就労定着支援(47)のものではありません");
                problems.add(SLOTS, row.origin.line, "unknown_code", what);
            }
            let mut earlier = self.slots[..at].iter();
            let twice = earlier
                .find(|other| other.code.as_ref() == Some(code) && other.origin.period.overlaps(row.origin.period));
            if let Some(other) = twice {
                let what = format!("コード {code} は {} 行目の「{}」にもあります", other.origin.line, other.name);
                problems.add(SLOTS, row.origin.line, "code_units", what);
            }
        }
    }
}
