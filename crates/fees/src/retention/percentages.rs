//! 率の行: shares of the base fee less than nothing, then 処遇改善 once over the rest of the month.
use super::base::since;
use super::manual;
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::Text;
use crate::tables::RetentionReductionKind as ReductionKind;
use kernel::{Finding, Place, Ratio, Severity, Units};

const KEY: &str = "office.capability.treatment_improvement";

/// 支援体制構築未実施, 情報公表未報告, 業務継続計画未策定, 虐待防止措置未実施: one line each.
pub(super) fn shares(work: &mut Work<'_>) {
    let reductions = &work.office().reductions;
    for (rule, applies, key) in [
        (Rule::SupportStructure, work.person().support_structure_missing, "person.support_structure_missing"),
        (Rule::Disclosure, reductions.disclosure, "office.reductions.disclosure"),
        (Rule::ContinuityPlan, reductions.continuity_plan, "office.reductions.continuity_plan"),
        (Rule::AbusePrevention, reductions.abuse_prevention, "office.reductions.abuse_prevention"),
    ] {
        if applies {
            share(work, rule, key);
        }
    }
}

fn share(work: &mut Work<'_>, rule: Rule, key: &'static str) {
    let (tables, month) = (work.tables, work.month());
    let Some(row) = tables.reduction(rule, ReductionKind::Share, 0, month) else {
        let periods: Vec<String> = tables.reduction_periods(rule).into_iter().map(since).collect();
        let reason = format!("{}があるのは{}で、{month} にはありません。", rule.info().name, periods.join("と"));
        return work.refuse(rule, reason, &[key]);
    };
    let base = Units(work.base_units);
    let Some(units) = base.times_half_up(row.ratio).map(|units| Units(-units.0)) else { return };
    let from = LineSource { rule, name: Text::Borrowed(row.name), seen: row.origin.verified() };
    if work.line(from, units, 1, &[]).is_none() {
        return;
    }
    let text = format!(
        "{}: {} × {} = {} → 四捨五入 {}単位を減らします",
        row.name,
        base.0,
        row.ratio,
        words::exact(base, row.ratio),
        -units.0
    );
    let inputs = vec![words::number("基本報酬の単位数", base.0), words::number("率", row.ratio)];
    work.step(rule, row.origin.source, inputs, units.0, text);
}

/// 処遇改善: a rate on all other units of the month, rounded half-up once.
pub(super) fn treatment(work: &mut Work<'_>) {
    let rule = Rule::TreatmentImprovement;
    let (tables, month, facts) = (work.tables, work.month(), work.facts);
    let classes = tables.treatment_classes(month);
    let Some(class) = facts.office.capability.treatment_improvement.as_deref() else {
        if !classes.is_empty() {
            work.not_filed(rule, KEY);
        }
        return;
    };
    let in_force = |row: &&crate::tables::TreatmentRow| row.class == class && row.origin.period.contains(month);
    let Some(row) = tables.treatment_rows().iter().find(in_force) else {
        let known: Vec<&str> = classes.iter().map(|class| class.class).collect();
        let reason = format!("処遇改善加算の区分「{class}」は {month} の就労定着支援の表にありません。");
        let fix = if known.is_empty() {
            "処遇改善加算が就労定着支援にあるのは2024年6月からです。".to_owned()
        } else {
            format!("この月の加算情報で、区分を {} から選び直してください。", known.join("・"))
        };
        return refused(work, "unknown_tier", reason, &fix);
    };
    let Some(per_mille) = row.per_mille else {
        let reason = format!("{}の {month} の率が表にないため、算定していません({})。", row.name, row.origin.source);
        let fix = "告示で率を確かめ、data/fees/retention/treatment_rates.csv の per_mille に出典とともに入れるか、手入力の明細に処遇改善加算の行を入力してください。";
        return refused(work, "treatment_rate_missing", reason, fix);
    };
    let total = work.out.lines.iter().map(|line| line.service_units.0).sum::<i64>() + manual::under_the_rate(work);
    let total = Units(total);
    let ratio = Ratio::new(i64::from(per_mille), 1000);
    let Some(units) = total.times_half_up(ratio).filter(|units| units.0 > 0) else {
        return work.refuse(rule, "元になる単位数がこの月にありません。", &[]);
    };
    let from = LineSource { rule, name: Text::Borrowed(row.name), seen: row.origin.verified() };
    if work.line(from, units, 1, &[]).is_none() {
        return;
    }
    let text =
        format!("{}: {} × {ratio} = {} → 四捨五入 {}単位", row.name, total.0, words::exact(total, ratio), units.0);
    let inputs = vec![words::number("他の単位数の合計", total.0), words::number("率", ratio)];
    work.step(rule, row.origin.source, inputs, units.0, text);
}

/// A class without a rate is a fault, unless the addition was typed by hand.
fn refused(work: &mut Work<'_>, code: &str, reason: String, fix: &str) {
    let rule = Rule::TreatmentImprovement;
    work.refuse(rule, reason.clone(), &[KEY]);
    let severity = if manual::has_treatment(work) { Severity::Notice } else { Severity::Fault };
    let place = Place::field(KEY, rule.info().name);
    work.find(Finding::new(code, severity, place, reason, fix).linked("additions"));
}
