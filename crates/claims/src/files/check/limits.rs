//! 回数の上限: what a month or a fiscal year allows, on statement and record (C04), and 初期加算 on both (X02).
use super::located::{Located, Set, Sets};
use crate::code_groups;
use crate::files::j61::FORM;
use fees::FeeTables;
use kernel::{Finding, Month, Severity};

/// 施設外支援, days a fiscal year.
const OFFSITE_DAYS: i64 = 180;
/// 初期加算 ends with the 30th day, the first included.
const INITIAL_DAYS_AFTER_FIRST: i32 = 29;
/// Official group of 初期加算.
const INITIAL: &str = "初期加算";

pub(super) fn check(sets: &Sets<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    for (key, statement) in &sets.statements {
        let Some(month) = statement.basic().and_then(Located::month) else { continue };
        too_often(statement, month, tables, findings);
        if let Some(basic) = sets.service_records.get(&(*key, FORM)).and_then(Set::basic) {
            initial_days(statement, basic, month, tables, findings);
        }
    }
    for ((_, form), record) in &sets.service_records {
        if let Some(basic) = record.basic().filter(|_| *form == FORM) {
            offsite(basic, findings);
            initial_dates(basic, findings);
        }
    }
}

fn too_often(statement: &Set<'_>, month: Month, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let lines = statement.rows("03").iter().map(|line| (line.text("service_code"), line.number("count")));
    for (limit, claimed) in code_groups::above_limit(tables, month, lines) {
        let of_group = |line: &&Located<'_>| code_groups::is_in(tables, line.text("service_code"), month, limit);
        let Some(line) = statement.rows("03").iter().rfind(of_group) else { continue };
        findings.push(line.finding(
            "C04",
            Severity::Fault,
            "count",
            format!("{}が合わせて {claimed}回 になっています(月に{}回まで)", limit.group, limit.times),
            "回数を確かめて、上限を超えた分を除いてください",
        ));
    }
}

/// X02: 初期加算 is claimed as often as the record says.
fn initial_days(
    statement: &Set<'_>,
    basic: &Located<'_>,
    month: Month,
    tables: &FeeTables,
    findings: &mut Vec<Finding>,
) {
    let is_initial = |line: &&Located<'_>| {
        let code = line.text("service_code").parse().ok();
        code.and_then(|code| tables.code(&code, month)?.group).is_some_and(|group| group.starts_with(INITIAL))
    };
    let lines: Vec<&Located<'_>> = statement.rows("03").iter().filter(is_initial).collect();
    let claimed: i64 = lines.iter().map(|line| line.number("count")).sum();
    let recorded = basic.number("initial_addition_days_month");
    if claimed == recorded {
        return;
    }
    let row = lines.first().copied().or(statement.first()).unwrap_or(basic);
    findings.push(row.finding(
        "X02",
        Severity::Fault,
        "count",
        format!("初期加算の回数 {claimed} が、実績記録票の当月算定日数 {recorded}日 と違います"),
        "明細と実績記録票のどちらが正しいかを確かめて、同じにしてください",
    ));
}

/// C04: the year's days of 施設外支援.
fn offsite(basic: &Located<'_>, findings: &mut Vec<Finding>) {
    let (month, year) = (basic.number("offsite_support_days_month"), basic.number("offsite_support_days_cumulative"));
    let what = if year > OFFSITE_DAYS {
        format!("施設外支援の累計が {year}日 になっています(年度に{OFFSITE_DAYS}日まで)")
    } else if year < month {
        format!("施設外支援の累計 {year}日 が、当月の {month}日 より少なくなっています")
    } else {
        return;
    };
    findings.push(basic.finding(
        "C04",
        Severity::Fault,
        "offsite_support_days_cumulative",
        what,
        "4月からの施設外支援の日数を数え直してください",
    ));
}

/// C04: 初期加算 runs 30 calendar days from the first day of use, and its days lie in the month.
fn initial_dates(basic: &Located<'_>, findings: &mut Vec<Finding>) {
    let (start, last) = (basic.record.day("initial_addition_start_date"), basic.record.day("initial_addition_day30"));
    let days = basic.number("initial_addition_days_month");
    let mut fault = |item: &str, what: String| {
        let fix = "利用開始日と30日目、その間に通所した日数を確かめてください";
        findings.push(basic.finding("C04", Severity::Fault, item, what, fix));
    };
    let (Some(start), Some(last)) = (start, last) else {
        if days > 0 {
            fault(
                "initial_addition_start_date",
                "初期加算の日数がありますが、利用開始日か30日目がありません".to_owned(),
            );
        }
        return;
    };
    if start.plus_days(INITIAL_DAYS_AFTER_FIRST) != last {
        fault("initial_addition_day30", "30日目が、利用開始日から数えて30日目の日ではありません".to_owned());
    }
    let Some(month) = basic.month() else { return };
    let inside = month.each_day().filter(|day| start <= *day && *day <= last).count() as i64;
    if days > inside {
        fault(
            "initial_addition_days_month",
            format!("当月算定日数 {days}日 が、この月のうち30日目までの {inside}日 を超えています"),
        );
    }
}
