//! コードの区分: what is known of all codes of an official group – how often a month, and which 体制届 they need.
use fees::FeeTables;
use kernel::{Month, ServiceCode};
use std::sync::LazyLock;

const LIMITS: &str = include_str!("../../../data/claims/code_limits.csv");
const CAPABILITIES: &str = include_str!("../../../data/claims/capability_groups.csv");

/// The rule of lines typed by hand.
pub(crate) const HAND: &str = "b_type.manual";

/// How often the codes of a group may be claimed in a month.
pub(crate) struct Limit {
    /// The group's name; names that begin with it belong to it.
    pub(crate) group: &'static str,
    /// Times a month, over all codes of the group.
    pub(crate) times: u32,
    period: (Month, Option<Month>),
}

/// The 体制届 a group of additions needs.
pub(crate) struct Capability {
    group: &'static str,
    /// Key of the case format under `office.capability`.
    pub(crate) key: &'static str,
    /// Name on the form.
    pub(crate) name: &'static str,
    period: (Month, Option<Month>),
}

static LIMIT_ROWS: LazyLock<Vec<Limit>> = LazyLock::new(|| {
    rows(LIMITS).map(|line| limit(line).expect("the checked-in limits of codes are readable")).collect()
});

static CAPABILITY_ROWS: LazyLock<Vec<Capability>> = LazyLock::new(|| {
    rows(CAPABILITIES).map(|line| capability(line).expect("the checked-in groups are readable")).collect()
});

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1)
}

fn limit(line: &'static str) -> Option<Limit> {
    let mut cells = line.split(',');
    let (group, times) = (cells.next()?, cells.next()?.parse().ok()?);
    Some(Limit { group, times, period: period(&mut cells)? })
}

fn capability(line: &'static str) -> Option<Capability> {
    let mut cells = line.split(',');
    let (group, key, name) = (cells.next()?, cells.next()?, cells.next()?);
    Some(Capability { group, key, name, period: period(&mut cells)? })
}

fn period(cells: &mut std::str::Split<'static, char>) -> Option<(Month, Option<Month>)> {
    let (from, to) = (cells.next()?.parse().ok()?, cells.next()?);
    Some((from, if to.is_empty() { None } else { Some(to.parse().ok()?) }))
}

fn contains(period: (Month, Option<Month>), month: Month) -> bool {
    period.0 <= month && period.1.is_none_or(|to| month <= to)
}

fn group<'t>(tables: &'t FeeTables, code: &str, month: Month) -> Option<&'t str> {
    let code: ServiceCode = code.parse().ok()?;
    tables.code(&code, month)?.group
}

/// Groups that are claimed more often than a month allows, with the sum of their counts.
pub(crate) fn above_limit<'c>(
    tables: &FeeTables,
    month: Month,
    lines: impl Iterator<Item = (&'c str, i64)>,
) -> Vec<(&'static Limit, i64)> {
    let mut sums: Vec<(&Limit, i64)> =
        LIMIT_ROWS.iter().filter(|limit| contains(limit.period, month)).map(|limit| (limit, 0)).collect();
    for (code, count) in lines {
        let Some(group) = group(tables, code, month) else { continue };
        if let Some(sum) = sums.iter_mut().find(|(limit, _)| group.starts_with(limit.group)) {
            sum.1 = sum.1.saturating_add(count);
        }
    }
    sums.retain(|(limit, sum)| *sum > i64::from(limit.times));
    sums
}

/// Whether a code belongs to the group of a limit.
pub(crate) fn is_in(tables: &FeeTables, code: &str, month: Month, limit: &Limit) -> bool {
    group(tables, code, month).is_some_and(|group| group.starts_with(limit.group))
}

/// The 体制届 a code needs in the month, if any.
pub(crate) fn capability_of(tables: &FeeTables, code: &str, month: Month) -> Option<&'static Capability> {
    let group = group(tables, code, month)?;
    CAPABILITY_ROWS.iter().find(|row| contains(row.period, month) && group.starts_with(row.group))
}
