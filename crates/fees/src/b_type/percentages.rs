//! 率の減算: one negative line a month, a share of the base units after reductions.
//!
//! How the official system makes these lines was not seen; every one is marked 未検証.
use super::days::DaySet;
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::Text;
use crate::tables::{ReductionKind, ReductionRow};
use kernel::{Finding, Place, Severity, Units};

/// Applies the special rule for new offices and the reductions for duties not met.
pub(super) fn apply(work: &mut Work<'_>) {
    new_office(work);
    let reductions = &work.office().reductions;
    for (rule, on) in [
        (Rule::PhysicalRestraint, reductions.physical_restraint),
        (Rule::AbusePrevention, reductions.abuse_prevention),
        (Rule::ContinuityPlan, reductions.continuity_plan),
        (Rule::Disclosure, reductions.disclosure),
    ] {
        if on {
            share(work, rule);
        }
    }
}

fn share(work: &mut Work<'_>, rule: Rule) {
    let tables = work.tables;
    let Some(row) = tables.reduction(rule, "", work.month()) else {
        let reason = format!("{}は {} にはまだありません。", rule.info().name, work.month());
        work.refuse(rule, reason, &[], DaySet::default());
        return;
    };
    if row.kind == ReductionKind::Daily {
        return a_day(work, row);
    }
    let Some(cut) = Units(work.base_units).times_half_up(row.ratio) else { return };
    let text = format!(
        "{}: 基本報酬 {} × {} = {} → 四捨五入して −{}単位",
        row.name,
        work.base_units,
        row.ratio,
        words::exact(Units(work.base_units), row.ratio),
        cut.0
    );
    put(work, row, cut, text);
}

/// The older form: a fixed number of units off every day with the base fee.
fn a_day(work: &mut Work<'_>, row: &ReductionRow) {
    let days = work.base;
    if days.is_empty() {
        work.no_day(row.rule);
        return;
    }
    let units = row.ratio.numerator();
    let Some(code) = &row.code else {
        let reason = format!(
            "{}({units}単位 × {}日)の {} のサービスコードが減算の表にないため、算定していません({})。",
            row.name,
            days.len(),
            work.month(),
            row.origin.source
        );
        work.by_hand(row.rule, reason);
        return;
    };
    let from = LineSource {
        rule: row.rule,
        code,
        name: Text::Borrowed(row.name),
        decision_code: Text::Borrowed(row.decision_code),
        verified: row.origin.verified(),
    };
    let Some(product) = work.line(from, Units(-units), days.len(), days) else { return };
    let text = format!("{} −{units}単位 × {}日 = {}単位", row.name, days.len(), product.0);
    work.step(row.rule, row.origin.source, vec![words::number("日数", days.len())], product.0, text);
}

/// 令和8年6月以降新規指定事業所特例: 984/1000 of the base units.
fn new_office(work: &mut Work<'_>) {
    let rule = Rule::NewOffice2026;
    let tables = work.tables;
    let Some(row) = tables.reduction(rule, "", work.month()) else { return };
    let Some(designated) = work.office().designated_on else {
        let reason = "指定年月日の入力がありません。令和8年6月以降に指定された事業所かどうかを確かめられません。";
        work.refuse(rule, reason, &["office.designated_on"], DaySet::default());
        return;
    };
    if designated.month() < row.origin.period.from {
        let reason = format!("指定年月日 {designated} は {} より前です。", row.origin.period.from);
        work.refuse(rule, reason, &[], DaySet::default());
        return;
    }
    let capability = &work.office().capability;
    if capability.visual_hearing_support.is_some() || capability.higher_brain_dysfunction_support {
        let reason = format!(
            "視覚・聴覚言語障害者支援体制加算か高次脳機能障害者支援体制加算を算定する事業所は除かれます({})。",
            row.origin.source
        );
        work.refuse(rule, reason, &[], DaySet::default());
        return;
    }
    if work.records.with(|record| record.medical == Some(4)).and(work.base) != DaySet::default() {
        let reason = format!("医療連携体制加算(Ⅳ)を算定する人は除かれます({})。", row.origin.source);
        work.refuse(rule, reason, &[], DaySet::default());
        return;
    }
    let Some(kept) = Units(work.base_units).times_half_up(row.ratio) else { return };
    let cut = Units(work.base_units - kept.0);
    let text = format!(
        "{}: 基本報酬 {} × {} = {} → 四捨五入 {}単位、差 −{}単位",
        row.name,
        work.base_units,
        row.ratio,
        words::exact(Units(work.base_units), row.ratio),
        kept.0,
        cut.0
    );
    put(work, row, cut, text);
    let what = "令和8年6月以降に指定された事業所として984/1000の特例を算定しています。対象から除かれる地域・法人の事業所かどうかは確かめていません。";
    let fix = "除かれる事業所の場合は、手入力の明細で差を戻すか、指定年月日の扱いを指定権者に確かめてください。";
    let place = Place::field("office.designated_on", "指定年月日");
    work.find(Finding::new("new_office_2026", Severity::Warning, place, what, fix).linked("office"));
}

fn put(work: &mut Work<'_>, row: &ReductionRow, cut: Units, text: String) {
    let Some(code) = &row.code else { return };
    if cut.0 <= 0 {
        work.no_day(row.rule);
        return;
    }
    let from = LineSource {
        rule: row.rule,
        code,
        name: Text::Borrowed(row.name),
        decision_code: Text::Borrowed(row.decision_code),
        verified: row.origin.verified(),
    };
    if work.line(from, Units(-cut.0), 1, DaySet::default()).is_none() {
        return;
    }
    let inputs = vec![words::number("基本報酬の単位数", work.base_units), words::number("率", row.ratio)];
    work.step(row.rule, row.origin.source, inputs, -cut.0, text);
}
