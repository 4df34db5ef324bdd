//! 基本報酬: the row by 就労定着率 and number of users, and its units after the factors of 欠如 and 計画未作成.
use super::eligibility::block;
use super::result::Block;
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::tables::{
    RetentionBaseRow as BaseRow, RetentionReductionKind as ReductionKind, RetentionReductionRow as ReductionRow,
};
use crate::{Period, Text};
use kernel::Units;

/// Puts the line of the base fee; `Err` with the block when no row can be found.
pub(super) fn apply(work: &mut Work<'_>) -> Result<(), Box<Block>> {
    let row = select(work)?;
    explain(work, row);
    let factors = factors(work)?;
    let mut units = Units(row.units);
    let mut seen = row.origin.verified();
    let mut label = String::new();
    for factor in &factors {
        let Some(after) = units.times_half_up(factor.ratio) else { return Err(too_large()) };
        let percent = factor.ratio.numerator() * 100 / factor.ratio.denominator();
        label.push_str(&format!("{}{percent}%", if label.is_empty() { " 人欠/計画未作成 " } else { "×" }));
        let text = format!(
            "{}: {} × {} = {} → 四捨五入 {}単位",
            factor.name,
            units.0,
            factor.ratio,
            words::exact(units, factor.ratio),
            after.0
        );
        let inputs = vec![words::number("単位数", units.0), words::number("率", factor.ratio)];
        work.step(factor.rule, factor.origin.source, inputs, after.0, text);
        units = after;
        seen &= factor.origin.verified();
    }
    let name = if factors.is_empty() { Text::Borrowed(row.name) } else { Text::Owned(format!("{}{label}", row.name)) };
    (units, seen) = printed(work, &name, units, seen);
    let days = work.days.clone();
    let from = LineSource { rule: Rule::Base, name: name.clone(), seen };
    let Some(product) = work.line(from, units, 1, &days) else { return Err(too_large()) };
    work.base_units = product.0;
    let inputs = vec![words::fact("支援日", words::days(&days)), words::number("単位数", units.0)];
    work.step(Rule::Base, row.origin.source, inputs, product.0, format!("{name} 1月 {}単位", product.0));
    Ok(())
}

/// The units that the official table prints win over the arithmetic, and over a row that was only worked out.
fn printed(work: &mut Work<'_>, name: &str, units: Units, seen: bool) -> (Units, bool) {
    let Some(slot) = work.tables.slot(name, work.month()) else { return (units, false) };
    let (source, verified) = (slot.source(), slot.verified());
    let Some(known) = slot.units.filter(|known| *known != units) else { return (units, seen && verified) };
    let text = format!("「{name}」の表の単位数 {}単位を使います(計算では {}単位)", known.0, units.0);
    work.step(Rule::Base, source, vec![words::number("計算した単位数", units.0)], known.0, text);
    (known, verified)
}

fn explain(work: &mut Work<'_>, row: &BaseRow) {
    let office = work.office();
    let mut inputs = Vec::new();
    if let Some(rate) = office.retention {
        inputs.push(words::fact("就労定着率", format!("{}人中{}人", rate.denominator, rate.numerator)));
    }
    if let Some(users) = office.users.filter(|_| row.asks_users()) {
        inputs.push(words::number("利用者数", users));
    }
    let named = own_name(work, row);
    let text = format!("就労定着率 {} の行「{}」 1月 {}単位{named}", row.band, row.name, row.units);
    work.step(Rule::Base, row.origin.source, inputs, row.units, text);
}

/// Whose name it is, while neither the official one nor a code is known.
fn own_name(work: &Work<'_>, row: &BaseRow) -> &'static str {
    let has_code = work.tables.slot(row.name, work.month()).is_some_and(|slot| slot.code.is_some());
    match row.name_seen || has_code {
        true => "",
        false => "(行の名前はこのプログラムの呼び名です。公式の略称は未確認)",
    }
}

fn select<'a>(work: &mut Work<'a>) -> Result<&'a BaseRow, Box<Block>> {
    let (tables, month, office) = (work.tables, work.month(), work.office());
    if tables.base_rows(month).next().is_none() {
        return Err(no_row(work, "就労定着支援 基本報酬表", "月"));
    }
    let fix = "この月の加算情報に、就労定着率の分子と分母を入力してください。";
    let Some(rate) = office.retention else {
        return Err(Box::new(block("rate_missing", "就労定着率が入力されていません。", fix, "additions")));
    };
    if rate.denominator == 0 || rate.numerator > rate.denominator {
        let reason = format!("就労定着率({}/{})が率になっていません。", rate.numerator, rate.denominator);
        let fix = "分母は1人以上、分子は分母以下にしてください。";
        return Err(Box::new(block("rate_missing", reason, fix, "additions")));
    }
    if tables.asks_users(month) && office.users.is_none_or(|users| users == 0) {
        let reason = "この月の基本報酬は利用者数で変わりますが、利用者数が入力されていません。";
        let fix = "この月の加算情報に利用者数を入力してください。";
        return Err(Box::new(block("users_missing", reason, fix, "additions")));
    }
    let users = office.users.unwrap_or(0);
    let mut rows = tables.base_rows(month);
    let found = rows.find(|row| row.has_rate(rate) && (!row.asks_users() || row.users.contains(users)));
    match found {
        Some(row) => Ok(row),
        None => {
            let keys = format!("就労定着率{}/{} 利用者数{users}人", rate.numerator, rate.denominator);
            Err(no_row(work, "就労定着支援 基本報酬表", &keys))
        }
    }
}

fn no_row(work: &mut Work<'_>, table: &str, keys: &str) -> Box<Block> {
    let fix = "サービス提供年月を確かめてください。正しければ、data/fees/retention に告示の行(出典つき)を加えたデータを指定してください。";
    work.missing_row(Rule::Base, table, keys, fix);
    let reason = format!("{table}に {} の行がありません({keys})。", work.month());
    Box::new(block("fee_row_missing", reason, fix, "office"))
}

fn too_large() -> Box<Block> {
    let reason = "単位数が大きすぎて計算できません。";
    Box::new(block("fee_row_missing", reason, "基本報酬の表の単位数を確かめてください。", "office"))
}

/// The factors in order: the lower one of the two shortages of staff, then the plan.
fn factors<'a>(work: &mut Work<'a>) -> Result<Vec<&'a ReductionRow>, Box<Block>> {
    let reductions = &work.office().reductions;
    let support = nth(work, Rule::SupportStaffShortage, reductions.support_staff_shortage_month)?;
    let manager = nth(work, Rule::ServiceManagerShortage, reductions.service_manager_shortage_month)?;
    let plan = nth(work, Rule::PlanMissing, work.person().plan_missing_month)?;
    let staff = match (support, manager) {
        (Some(support), Some(manager)) => Some(lower(work, support, manager)),
        (one, other) => one.or(other),
    };
    let mut rows: Vec<&ReductionRow> = staff.into_iter().chain(plan).collect();
    rows.sort_by_key(|row| row.order);
    Ok(rows)
}

fn nth<'a>(work: &mut Work<'a>, rule: Rule, nth: Option<u32>) -> Result<Option<&'a ReductionRow>, Box<Block>> {
    let Some(nth) = nth.filter(|nth| *nth > 0) else { return Ok(None) };
    let tables = work.tables;
    match tables.reduction(rule, ReductionKind::Factor, nth, work.month()) {
        Some(row) => Ok(Some(row)),
        None => Err(no_row(work, "減算の表", &format!("{} {nth}月目", rule.info().name))),
    }
}

/// The shortage that weighs more; with equal weight the one of the 就労定着支援員.
fn lower<'a>(work: &mut Work<'_>, support: &'a ReductionRow, manager: &'a ReductionRow) -> &'a ReductionRow {
    let weight = |row: &ReductionRow| row.ratio.numerator() * 1000 / row.ratio.denominator();
    let (used, other) = if weight(manager) < weight(support) { (manager, support) } else { (support, manager) };
    let reason =
        format!("{}と同時にはかけません。単位数の低いほうの{}を使いました。", used.rule.info().name, used.name);
    work.refuse(other.rule, reason, &[]);
    used
}

/// Months of a period, for sentences.
pub(super) fn since(period: Period) -> String {
    let from = period.from;
    period.to.map_or_else(|| format!("{from}から"), |to| format!("{from}から{to}まで"))
}
