//! 減算: a reduced day is another code of the base fee with units of its own.
//!
//! Factors in the order of the notice: 地公体, 短時間, then 定員超過 or 欠員, then 未計画; half-up after each.
use super::days::DaySet;
use super::facts::Operator;
use super::rules::Rule;
use super::words;
use super::work::Work;
use crate::Text;
use crate::tables::{BaseRow, Factors, ReductionRow, VariantRow};
use kernel::{Finding, Place, ServiceCode, Severity, Units};

/// The base fee after reductions.
pub(super) struct Reduced {
    pub(super) code: ServiceCode,
    pub(super) name: Text,
    pub(super) units: Units,
    pub(super) verified: bool,
}

/// One way of applying the reductions that cannot stand together.
struct Way<'a> {
    rows: Vec<&'a ReductionRow>,
    variant: &'a VariantRow,
    exclusive: Option<Rule>,
}

/// The code and units of a day under the office's and person's reductions; `None` (and a fault) without a row.
pub(super) fn reduce(work: &mut Work<'_>, base: &BaseRow, over_capacity: bool) -> Option<Reduced> {
    let common = common(work)?;
    let plan = plan_missing(work)?;
    let exclusive = exclusive(work, over_capacity)?;
    if common.is_empty() && plan.is_none() && exclusive.is_empty() {
        let (code, name) = (base.code.clone(), Text::Borrowed(base.name));
        return Some(Reduced { code, name, units: Units(base.units), verified: base.origin.verified() });
    }
    let mut best: Option<Way<'_>> = None;
    let choices = if exclusive.is_empty() { vec![None] } else { exclusive.iter().copied().map(Some).collect() };
    for choice in choices {
        let way = way(work, base, &common, choice, plan)?;
        if best.as_ref().is_none_or(|best| way.variant.units < best.variant.units) {
            best = Some(way);
        }
    }
    let best = best?;
    explain(work, base, &best);
    left_out(work, &best, &exclusive, plan);
    let name = work.tables.variant_name(best.variant, work.month()).unwrap_or(base.name).to_owned();
    Some(Reduced {
        code: best.variant.code.parse().ok()?,
        name: Text::Owned(name),
        units: Units(best.variant.units),
        verified: best.variant.origin.verified(),
    })
}

/// Factors that go with every other one.
fn common<'a>(work: &mut Work<'a>) -> Option<Vec<&'a ReductionRow>> {
    let office = work.office();
    let mut rows = Vec::new();
    if office.operator == Operator::Public {
        rows.push(row(work, Rule::PublicOperator, "")?);
    }
    if office.reductions.short_hours {
        let short = row(work, Rule::ShortHours, "")?;
        if short.fee_classes.contains(office.fee_class) {
            rows.push(short);
        } else {
            let reason = format!(
                "短時間利用減算は報酬区分Ⅳ・Ⅴ・Ⅵだけのもので、報酬区分{}にはかかりません({})。",
                words::class(office.fee_class),
                short.origin.source
            );
            once(work, Rule::ShortHours, reason, "office.reductions.short_hours");
        }
    }
    Some(rows)
}

fn plan_missing<'a>(work: &mut Work<'a>) -> Option<Option<&'a ReductionRow>> {
    match work.person().plan_missing_month {
        None | Some(0) => Some(None),
        Some(1 | 2) => step(work, Rule::PlanMissing, "1").map(Some),
        Some(_) => step(work, Rule::PlanMissing, "2").map(Some),
    }
}

/// 定員超過, 支援員欠員 and サビ管欠員: no code carries two of them.
fn exclusive<'a>(work: &mut Work<'a>, over_capacity: bool) -> Option<Vec<&'a ReductionRow>> {
    let reductions = &work.office().reductions;
    let mut rows = Vec::new();
    for (rule, level) in [
        (Rule::StaffShortage, reductions.staff_shortage),
        (Rule::ServiceManagerShortage, reductions.service_manager_shortage),
    ] {
        match level {
            None | Some(0) => {}
            Some(1) => rows.push(step(work, rule, "1")?),
            Some(2) => rows.push(step(work, rule, "2")?),
            Some(level) => {
                work.missing_row(rule, "減算の表", &format!("区分{level}"), "区分は1か2で入力してください。");
                return None;
            }
        }
    }
    // Last, so that equal units keep the code of the shortage, which holds all month.
    if over_capacity {
        rows.push(row(work, Rule::OverCapacity, "")?);
    }
    Some(rows)
}

/// The row of a step; until 2018-03 some reductions had one step only, which stands in the table without a number.
fn step<'a>(work: &mut Work<'a>, rule: Rule, tier: &str) -> Option<&'a ReductionRow> {
    let tables = work.tables;
    match tables.reduction(rule, "", work.month()) {
        Some(only) => Some(only),
        None => row(work, rule, tier),
    }
}

fn row<'a>(work: &mut Work<'a>, rule: Rule, tier: &str) -> Option<&'a ReductionRow> {
    let tables = work.tables;
    let found = tables.reduction(rule, tier, work.month());
    if found.is_none() {
        let fix = "data/fees/b_type/reductions.csv にその月の行を加えてください。";
        work.missing_row(rule, "減算の表", rule.info().name, fix);
    }
    found
}

fn way<'a>(
    work: &mut Work<'a>,
    base: &BaseRow,
    common: &[&'a ReductionRow],
    exclusive: Option<&'a ReductionRow>,
    plan: Option<&'a ReductionRow>,
) -> Option<Way<'a>> {
    let mut rows = common.to_vec();
    rows.extend(exclusive);
    let manager = exclusive.is_some_and(|row| row.rule == Rule::ServiceManagerShortage);
    // The code table has no row with both サビ管欠員 and 未計画 (README, decisions).
    rows.extend(plan.filter(|_| !manager));
    rows.sort_by_key(|row| row.order);
    let tables = work.tables;
    let factors = rows.iter().try_fold(Factors::default(), |set, row| set.with(row.rule, row.tier));
    let variant = factors.and_then(|factors| tables.variant(&base.code, factors, work.month()));
    let Some(variant) = variant else {
        let labels: Vec<&str> = rows.iter().map(|row| row.label).collect();
        let keys = format!("{} {}", base.code, labels.join("・"));
        let fix = "事業所の減算の入力を確かめるか、data/fees/b_type/variants.csv に行を加えてください。";
        work.missing_row(Rule::Basic, "減算つき基本報酬コードの表", &keys, fix);
        return None;
    };
    Some(Way { rows, variant, exclusive: exclusive.map(|row| row.rule) })
}

fn explain(work: &mut Work<'_>, base: &BaseRow, way: &Way<'_>) {
    let mut units = Units(base.units);
    for row in &way.rows {
        let Some(after) = units.times_half_up(row.ratio) else { return };
        let inputs = vec![words::number("単位数", units.0), words::number("率", row.ratio)];
        let text = format!(
            "{}: {} × {} = {} → 四捨五入 {}単位",
            row.name,
            units.0,
            row.ratio,
            words::exact(units, row.ratio),
            after.0
        );
        work.step(row.rule, row.origin.source, inputs, after.0, text);
        units = after;
    }
    let table = way.variant.units;
    let text = if table == units.0 {
        format!("コード {} の単位数 {table}単位(計算と同じ)", way.variant.code)
    } else {
        format!("コード {} の表の単位数 {table}単位を使います(計算では {}単位)", way.variant.code, units.0)
    };
    let source = work.tables.source(&way.variant.origin);
    work.step(Rule::Basic, source, vec![words::fact("元のコード", base.code.to_string())], table, text);
}

/// Tells which reductions gave way.
fn left_out(work: &mut Work<'_>, way: &Way<'_>, exclusive: &[&ReductionRow], plan: Option<&ReductionRow>) {
    for row in exclusive.iter().filter(|row| Some(row.rule) != way.exclusive) {
        let used = way.exclusive.map_or("", |rule| rule.info().name);
        let reason = format!("{}と同時にはかけません。単位数の低いほうの{used}を使いました。", row.rule.info().name);
        once(work, row.rule, reason, "office.reductions");
    }
    if plan.is_some() && way.exclusive == Some(Rule::ServiceManagerShortage) {
        let reason =
            "サービス管理責任者欠員と個別支援計画未作成を重ねたコードがないため、未作成の減算はかけていません。";
        once(work, Rule::PlanMissing, reason.to_owned(), "person.plan_missing_month");
    }
}

/// Says once a month that a reduction was left out, as a reason and as a warning.
fn once(work: &mut Work<'_>, rule: Rule, reason: String, field: &'static str) {
    if work.out.not_applied.iter().any(|seen| seen.rule == rule.info().id) {
        return;
    }
    work.refuse(rule, reason.clone(), &[], DaySet::default());
    let fix = "減算の入力を確かめてください。正しければこのままで構いません。";
    let place = Place::field(field, rule.info().name);
    work.find(Finding::new("reduction_left_out", Severity::Warning, place, reason, fix).linked("office"));
}
