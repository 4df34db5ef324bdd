//! データの検査: what is wrong with a set of tables that can be read.
use super::period::{Origin, Period};
use super::{
    ADDITIONS, BASE, BaseRow, CODE_RANGES, DAY_LIMITS, ERAS, EraRow, FeeTables, HAND_LINES, INCOME_CAPS, LIMITS,
    REDUCTIONS, UNIT_PRICES, VARIANTS, WAGE_METHODS,
};
use crate::b_type::RULES;
use kernel::{Month, ServiceCode};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

/// Something that has to be mended in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataProblem {
    /// Path below the data folder.
    pub file: &'static str,
    /// Line, from 1.
    pub line: u32,
    /// Stable id: `no_source`, `no_confidence`, `inverted_range`, `overlap`, `gap`, `unknown_code`, `code_units`, `decision_code`,
    /// `unknown_base`, `no_slot`.
    pub code: &'static str,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for DataProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} ({})", self.file, self.line, self.what, self.code)
    }
}

pub(super) struct Problems<'t> {
    found: Vec<DataProblem>,
    eras: &'t [EraRow],
}

impl Problems<'_> {
    /// Whether every month of the hole lies in revisions of which only a part could be found.
    fn expected_hole(&self, from: Month, to: Month) -> bool {
        let mut month = from;
        while month <= to {
            let Some(era) = self.eras.iter().find(|era| era.period.contains(month)) else { return false };
            if era.complete {
                return false;
            }
            let Some(end) = era.period.to else { return true };
            month = end.next();
        }
        true
    }

    pub(super) fn add(&mut self, file: &'static str, line: u32, code: &'static str, what: String) {
        self.found.push(DataProblem { file, line, code, what });
    }

    fn origin(&mut self, file: &'static str, origin: &Origin) {
        if origin.source.trim().is_empty() {
            self.add(file, origin.line, "no_source", "出典(source)がありません".to_owned());
        }
        if origin.confidence.is_none() {
            self.add(file, origin.line, "no_confidence", "確からしさ(confidence)がありません".to_owned());
        }
        if origin.period.is_inverted() {
            let what = format!("有効期間 {} の終わりが始まりより前です", origin.period);
            self.add(file, origin.line, "inverted_range", what);
        }
    }

    /// Rows of one key must follow each other without overlap and without a hole.
    pub(super) fn sequence(&mut self, file: &'static str, rows: impl Iterator<Item = (String, Origin)>) {
        let mut by_key: BTreeMap<String, Vec<Origin>> = BTreeMap::new();
        for (key, origin) in rows {
            self.origin(file, &origin);
            by_key.entry(key).or_default().push(origin);
        }
        for (key, mut origins) in by_key {
            origins.retain(|origin| !origin.period.is_inverted());
            origins.sort_by_key(|origin| origin.period.from);
            for pair in origins.windows(2) {
                let (earlier, later) = (&pair[0], &pair[1]);
                if earlier.period.overlaps(later.period) {
                    let what = format!("「{key}」の有効期間が {} 行目と重なっています", earlier.line);
                    self.add(file, later.line, "overlap", what);
                } else if let Some(end) = earlier.period.to
                    && end.next() < later.period.from
                    && !self.expected_hole(end.next(), later.period.from.previous())
                {
                    let what = format!("「{key}」は {} 行目との間に行のない月があります", earlier.line);
                    self.add(file, later.line, "gap", what);
                }
            }
        }
    }
}

fn wages_overlap(row: &BaseRow, other: &BaseRow) -> bool {
    let (Some((from, below)), Some((other_from, other_below))) = (row.wage, other.wage) else { return true };
    below.is_none_or(|below| other_from < below) && other_below.is_none_or(|below| from < below)
}

impl FeeTables {
    /// Everything that is wrong with these tables, in order of file and line; empty when all is well.
    pub fn lint(&self) -> Vec<DataProblem> {
        let mut problems = Problems { found: Vec::new(), eras: &self.eras };
        let base = self.base.iter().map(|row| {
            let key =
                format!("{:?} 定員{:?}〜 工賃{:?}", row.fee_class, row.capacity.from, row.wage.map(|wage| wage.0));
            // Before a revision one row serves every office, after it two: each standing is a sequence of its own.
            (format!("{key} {:?}", row.reform), row.origin)
        });
        problems.sequence(BASE, base);
        self.lint_bands(&mut problems);
        let additions = self.additions.iter().flatten().map(|row| {
            let key = format!(
                "{} {} {:?} 定員{:?}〜 工賃{:?}",
                RULES[row.rule as usize].id, row.tier, row.fee_classes, row.capacity.from, row.wage_from_yen
            );
            (key, row.origin)
        });
        problems.sequence(ADDITIONS, additions);
        let reductions =
            self.reductions.iter().map(|row| (format!("{} {}", RULES[row.rule as usize].id, row.tier), row.origin));
        problems.sequence(REDUCTIONS, reductions);
        problems.sequence(
            VARIANTS,
            self.variants().iter().map(|row| (format!("{} {:?}", row.base, row.factors), row.origin)),
        );
        problems.sequence(UNIT_PRICES, self.unit_prices.iter().map(|row| (row.area_class.to_owned(), row.origin)));
        problems.sequence(DAY_LIMITS, self.day_limits.iter().map(|row| (row.calendar_days.to_string(), row.origin)));
        problems.sequence(INCOME_CAPS, self.income_caps.iter().map(|row| (row.income_class.to_owned(), row.origin)));
        let limits =
            self.limits.iter().map(|row| (format!("{} {}", RULES[row.rule as usize].id, row.limit), row.origin));
        problems.sequence(LIMITS, limits);
        for row in &self.code_ranges {
            problems.origin(CODE_RANGES, &row.origin);
        }
        self.lint_codes(&mut problems);
        let methods = self.wage_methods.iter().map(|row| ("平均工賃月額".to_owned(), row.origin));
        problems.sequence(WAGE_METHODS, methods);
        for row in &self.hand_lines {
            problems.origin(HAND_LINES, &row.origin);
        }
        self.lint_eras(&mut problems);
        let mut retention = Problems { found: Vec::new(), eras: &[] };
        self.retention.lint(&mut retention);
        problems.found.append(&mut retention.found);
        problems.found.sort_by_key(|problem| (problem.file, problem.line));
        problems.found
    }

    /// No office may meet two base rows in one month, and a row for every office that ends must be followed.
    fn lint_bands(&self, problems: &mut Problems<'_>) {
        for (at, row) in self.base.iter().enumerate() {
            for other in &self.base[at + 1..] {
                let standing = row.reform.is_none() || other.reform.is_none() || row.reform == other.reform;
                let same_key =
                    row.capacity.from == other.capacity.from && row.wage == other.wage && row.reform == other.reform;
                let office = row.fee_class == other.fee_class
                    && row.capacity.overlaps(other.capacity)
                    && wages_overlap(row, other);
                if standing && !same_key && office && row.origin.period.overlaps(other.origin.period) {
                    let what = format!("{} 行目と同じ事業所に当たる月があります", row.origin.line);
                    problems.add(BASE, other.origin.line, "overlap", what);
                }
            }
            let Some(end) = row.origin.period.to.filter(|_| row.reform.is_none()) else { continue };
            let followed = self.base.iter().any(|other| {
                let same = row.fee_class == other.fee_class && row.capacity == other.capacity && row.wage == other.wage;
                same && other.origin.period.from == end.next()
            });
            let next_revision = problems.expected_hole(end, end);
            let last_table = self.base.iter().all(|other| other.origin.period.from <= end);
            if !followed && !last_table && !next_revision {
                let what = format!("{} で終わった後に続く行がありません", end);
                problems.add(BASE, row.origin.line, "gap", what);
            }
        }
    }

    /// The revisions follow each other without hole or overlap.
    fn lint_eras(&self, problems: &mut Problems<'_>) {
        for (at, era) in self.eras.iter().enumerate() {
            if era.source.trim().is_empty() {
                problems.add(ERAS, era.line, "no_source", "出典(source)がありません".to_owned());
            }
            let Some(next) = self.eras.get(at + 1) else { continue };
            if era.period.to.map(Month::next) != Some(next.period.from) {
                let what = format!("「{}」は前の区切り「{}」の次の月から始まっていません", next.name, era.name);
                problems.add(ERAS, next.line, "gap", what);
            }
        }
    }

    fn lint_codes(&self, problems: &mut Problems<'_>) {
        let known = |code: &str, period: Period| {
            self.code_ranges
                .iter()
                .any(|row| (row.first..=row.last).contains(&code) && row.origin.period.overlaps(period))
        };
        let base_codes: HashSet<&str> = self.base.iter().map(|row| row.code.as_str()).collect();
        let text = |code: &ServiceCode| code.as_str().to_owned();
        let decisions = self.base.iter().map(|row| (BASE, &row.code, row.decision_code, row.origin));
        let decisions = decisions.chain(
            self.additions
                .iter()
                .flatten()
                .filter_map(|row| row.code.as_ref().map(|code| (ADDITIONS, code, row.decision_code, row.origin))),
        );
        for (file, code, decision, origin) in decisions {
            let official =
                self.code_ranges.iter().find(|row| row.contains(code) && row.origin.period.overlaps(origin.period));
            if let Some(official) = official.filter(|row| row.decision_code != decision) {
                let what = format!("コード {code} の決定サービスコードは {} のはずです", official.decision_code);
                problems.add(file, origin.line, "decision_code", what);
            }
        }
        let mut all: Vec<(&'static str, String, i64, Origin)> = Vec::new();
        all.extend(self.base.iter().map(|row| (BASE, text(&row.code), row.units, row.origin)));
        all.extend(self.additions.iter().flatten().filter_map(|row| {
            let units = row.units + i64::from(row.per_mille.unwrap_or(0));
            row.code.as_ref().map(|code| (ADDITIONS, text(code), units, row.origin))
        }));
        all.extend(self.reductions.iter().filter_map(|row| {
            row.code.as_ref().map(|code| (REDUCTIONS, text(code), row.ratio.numerator(), row.origin))
        }));
        for row in self.variants().iter() {
            all.push((VARIANTS, row.code.to_owned(), row.units, row.origin));
            if !base_codes.contains(row.base) {
                let what = format!("元のコード {} が基本報酬表にありません", row.base);
                problems.add(VARIANTS, row.origin.line, "unknown_base", what);
            }
        }
        let mut seen: HashMap<&str, Vec<(i64, Origin)>> = HashMap::new();
        for (file, code, units, origin) in &all {
            if !known(code, origin.period) {
                let what = format!("コード {code} は公式のコード範囲(code_ranges.csv)にありません");
                problems.add(file, origin.line, "unknown_code", what);
            }
            let others = seen.entry(code).or_default();
            for (other_units, other) in others.iter() {
                if other_units != units && other.period.overlaps(origin.period) {
                    let what =
                        format!("コード {code} が同じ月に別の単位数({} 行目は {other_units})でもあります", other.line);
                    problems.add(file, origin.line, "code_units", what);
                }
            }
            others.push((*units, *origin));
        }
    }
}
