//! 平均工賃月額: wages, user-days and opening days of a year → yen a month, with every step, and the band it falls into.
pub use super::facts::WageMethod;
use super::facts::{FeeClass, Reform2026};
use super::words;
use crate::{FeeTables, Step, Text};
use kernel::{Day, Finding, Month, Place, Severity, Yen};
use std::collections::{BTreeMap, BTreeSet};

/// What one person was paid for one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidWage {
    /// Month the wage is for.
    pub month: Month,
    /// Any number that tells persons apart; appears in no answer.
    pub person: u64,
    /// 工賃.
    pub yen: Yen,
}

/// How many persons used the office on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsersOfDay {
    /// Day.
    pub day: Day,
    /// 利用者数.
    pub users: u32,
}

/// Everything the calculation rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WagePeriod {
    /// How to calculate.
    pub method: WageMethod,
    /// First month, April for a whole fiscal year.
    pub from: Month,
    /// Months of the period: 12, or 6 for an office in its first year.
    pub months: u32,
    /// Wages by person and month.
    pub wages: Vec<PaidWage>,
    /// Persons by day.
    pub users: Vec<UsersOfDay>,
    /// 開所日数 of the period.
    pub opening_days: u32,
}

/// The result; `yen` is absent when a fault stands among the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AverageWage {
    /// 平均工賃月額.
    pub yen: Option<Yen>,
    /// 工賃総額.
    pub wages_total: Yen,
    /// 延べ利用者数.
    pub user_days: u64,
    /// 1日当たりの平均利用者数 in tenths (147 = 14.7), with the daily average only.
    pub daily_average_tenths: Option<u64>,
    /// 延べ支払人数 (persons × months).
    pub payees: u64,
    /// The calculation.
    pub steps: Vec<Step>,
    /// What has to be mended.
    pub findings: Vec<Finding>,
}

const SOURCE: &str = "data/fees/b_type/average_wages.csv";

/// Works out the 平均工賃月額.
///
/// ```
/// use fees::b_type::average_wage::{PaidWage, UsersOfDay, WageMethod, WagePeriod, average_wage};
/// use kernel::{Month, Yen};
/// let april = Month::new(2023, 4)?;
/// let period = WagePeriod {
///     method: WageMethod::DailyAverage, from: april, months: 12, opening_days: 3,
///     wages: vec![PaidWage { month: april, person: 1, yen: Yen(3_000_000) }],
///     users: (1..=3).map(|n| UsersOfDay { day: april.day(n).unwrap(), users: 14 + u32::from(n > 1) }).collect(),
/// };
/// let result = average_wage(&period);
/// // 44 user-days in 3 days: 14.66… counts as 14.7.
/// assert_eq!(result.daily_average_tenths, Some(147));
/// assert_eq!(result.yen, Some(Yen(17_007)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn average_wage(period: &WagePeriod) -> AverageWage {
    let mut result = AverageWage { findings: check(period), ..AverageWage::default() };
    let total: i128 = period.wages.iter().map(|wage| i128::from(wage.yen.0)).sum();
    let Ok(wages_total) = i64::try_from(total) else {
        result.findings.push(fault(
            "wages_too_large",
            "wages",
            "工賃",
            "工賃の合計が大きすぎて計算できません。",
            "工賃の額を直してください。",
        ));
        return result;
    };
    result.wages_total = Yen(wages_total);
    result.user_days = period.users.iter().map(|day| u64::from(day.users)).sum();
    result.payees = payees(&period.wages);
    if !result.findings.is_empty() {
        return result;
    }
    let yen = match period.method {
        WageMethod::DailyAverage => daily_average(period, &mut result),
        WageMethod::MonthlyPayees => monthly_payees(&mut result),
    };
    result.yen = yen;
    result
}

fn payees(wages: &[PaidWage]) -> u64 {
    let mut months: BTreeMap<Month, BTreeSet<u64>> = BTreeMap::new();
    for wage in wages.iter().filter(|wage| wage.yen.0 > 0) {
        months.entry(wage.month).or_default().insert(wage.person);
    }
    months.values().map(|persons| persons.len() as u64).sum()
}

fn daily_average(period: &WagePeriod, result: &mut AverageWage) -> Option<Yen> {
    // Kept to one decimal; whatever stands behind it counts as a whole tenth.
    let tenths = (result.user_days * 10).div_ceil(u64::from(period.opening_days));
    result.daily_average_tenths = Some(tenths);
    let inputs = vec![words::number("延べ利用者数", result.user_days), words::number("開所日数", period.opening_days)];
    let text = format!(
        "1日当たりの平均利用者数: {}人 ÷ {}日 → 小数第2位以下を切り上げ {}.{}人",
        result.user_days,
        period.opening_days,
        tenths / 10,
        tenths % 10
    );
    result.step("daily_average", inputs, i64::try_from(tenths).ok()?, text);
    let divisor = i128::from(tenths) * i128::from(period.months);
    let yen = half_up(i128::from(result.wages_total.0) * 10, divisor)?;
    let text = format!(
        "平均工賃月額: {}円 ÷ {}.{}人 ÷ {}か月 → 四捨五入 {yen}円",
        result.wages_total,
        tenths / 10,
        tenths % 10,
        period.months
    );
    let inputs = vec![words::number("工賃総額", result.wages_total.0), words::number("月数", period.months)];
    result.step("average", inputs, yen.0, text);
    Some(yen)
}

fn monthly_payees(result: &mut AverageWage) -> Option<Yen> {
    let yen = half_up(i128::from(result.wages_total.0), i128::from(result.payees))?;
    let inputs = vec![words::number("工賃総額", result.wages_total.0), words::number("延べ支払人数", result.payees)];
    let text = format!("平均工賃月額: {}円 ÷ 延べ{}人 → 四捨五入 {yen}円", result.wages_total, result.payees);
    result.step("average", inputs, yen.0, text);
    Some(yen)
}

fn half_up(value: i128, divisor: i128) -> Option<Yen> {
    if divisor <= 0 {
        return None;
    }
    i64::try_from((value * 2 + divisor).div_euclid(divisor * 2)).ok().map(Yen)
}

impl AverageWage {
    fn step(&mut self, rule: &str, inputs: Vec<crate::Fact>, value: i64, text: String) {
        let rule = Text::Owned(format!("b_type.average_wage.{rule}"));
        self.steps.push(Step { rule, source: Text::Borrowed(SOURCE), inputs, value, text: Text::Owned(text) });
    }
}

/// Contradictions in what was entered. Persons are never named.
fn check(period: &WagePeriod) -> Vec<Finding> {
    let mut findings = Vec::new();
    if period.months == 0 || period.months > 12 {
        findings.push(fault(
            "months",
            "months",
            "月数",
            "平均をとる月数が1〜12ではありません。",
            "年度全体なら12、新しい事業所なら6としてください。",
        ));
        return findings;
    }
    let last = period.from.plus_months(period.months.cast_signed() - 1);
    let inside = |month: Month| period.from <= month && month <= last;
    let range = format!("{}〜{last}", period.from);
    let mut seen = BTreeSet::new();
    for wage in &period.wages {
        if !inside(wage.month) {
            let what = format!("{} の工賃は対象の期間({range})の外です。", wage.month);
            findings.push(fault("wage_out_of_period", "wages", "工賃", what, "月を直すか、行を外してください。"));
        }
        if wage.yen.0 < 0 {
            let what = format!("{} に0円より小さい工賃があります。", wage.month);
            findings.push(fault("negative_wage", "wages", "工賃", what, "工賃を0円以上で入力してください。"));
        }
        if !seen.insert((wage.person, wage.month)) {
            let what = format!("{} に同じ人の工賃が2つあります。", wage.month);
            findings.push(fault("duplicate_wage", "wages", "工賃", what, "1か月分を1行にまとめてください。"));
        }
    }
    let mut days = BTreeSet::new();
    for day in &period.users {
        if !inside(day.day.month()) {
            let what = format!("{} の利用者数は対象の期間({range})の外です。", day.day);
            findings.push(fault("day_out_of_period", "users", "利用者数", what, "日付を直すか、行を外してください。"));
        }
        if !days.insert(day.day) {
            let what = format!("{} の利用者数が2つあります。", day.day);
            findings.push(fault("duplicate_day", "users", "利用者数", what, "どちらか一方を外してください。"));
        }
    }
    let nobody_paid = period.wages.iter().all(|wage| wage.yen.0 <= 0);
    if period.method == WageMethod::MonthlyPayees {
        if nobody_paid {
            findings.push(fault(
                "no_wages",
                "wages",
                "工賃",
                "工賃を支払った人がいません。",
                "工賃を入力してください。",
            ));
        }
        return findings;
    }
    let used = period.users.iter().filter(|day| day.users > 0).count();
    if used == 0 {
        findings.push(fault(
            "no_users",
            "users",
            "利用者数",
            "利用した人のいる日がありません。",
            "日ごとの利用者数を入力してください。",
        ));
    }
    if (period.opening_days as usize) < used {
        let what = format!("開所日数 {}日が、利用した人のいる日 {used}日より少なくなっています。", period.opening_days);
        findings.push(fault(
            "opening_days",
            "opening_days",
            "開所日数",
            what,
            "開所日数か日ごとの利用者数を直してください。",
        ));
    }
    let calendar: u32 = (0..period.months).map(|at| u32::from(period.from.plus_months(at.cast_signed()).days())).sum();
    if period.opening_days > calendar {
        let what = format!("開所日数 {}日が、期間の暦日数 {calendar}日より多くなっています。", period.opening_days);
        findings.push(fault("opening_days", "opening_days", "開所日数", what, "開所日数を直してください。"));
    }
    findings
}

fn fault(code: &str, field: &str, label: &str, what: impl Into<String>, how: &str) -> Finding {
    Finding::new(code, Severity::Fault, Place::field(field, label), what, how).linked("office")
}

/// 平均工賃月額区分 an average falls into; proposed, and confirmed by a person in the 体制届.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WageBand {
    /// Yen from which the band counts.
    pub from_yen: u32,
    /// Yen below which it counts; none for the highest.
    pub below_yen: Option<u32>,
    /// Option numbers of the 体制届 that mean this band; empty before 2024-04.
    pub options: Vec<u8>,
    /// Where the band stands.
    pub source: &'static str,
}

impl FeeTables {
    /// The band of an average in a month for an office; `None` where the table has no row (flat classes among them).
    pub fn wage_band(
        &self,
        month: Month,
        fee_class: FeeClass,
        capacity: u32,
        reform_2026: Option<Reform2026>,
        average: Yen,
    ) -> Option<WageBand> {
        let yen = u32::try_from(average.0).ok()?;
        let mut rows =
            self.base_rows(month).filter(|row| row.fee_class == fee_class && row.capacity.contains(capacity));
        let row = rows.find(|row| {
            let inside = row.wage.is_some_and(|(from, below)| from <= yen && below.is_none_or(|below| yen < below));
            inside && (row.reform.is_none() || row.reform == reform_2026)
        })?;
        let (from_yen, below_yen) = row.wage?;
        let options = (0..32_u8).filter(|option| row.wage_options & (1 << option) != 0).collect();
        Some(WageBand { from_yen, below_yen, options, source: row.origin.source })
    }
}
