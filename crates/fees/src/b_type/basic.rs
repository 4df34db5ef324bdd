//! 基本報酬: the base row of the month, and its lines.
use super::days::DaySet;
use super::reductions::{self, Reduced};
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::Text;
use crate::tables::BaseRow;
use kernel::{Finding, Place, Severity, Units};

/// Puts the lines of the base fee; `false` when the tables or the facts do not give a row.
pub(super) fn apply(work: &mut Work<'_>) -> bool {
    if work.base.is_empty() {
        work.no_day(Rule::Basic);
        return true;
    }
    let Some(row) = select(work) else { return false };
    work.base_row = Some(row);
    explain(work, row);
    let master = work.office().reductions.over_capacity;
    let over = if master { work.base } else { work.base.and(work.records.with(|record| record.over_capacity)) };
    let normal = work.base.without(over);
    let mut parts: Vec<(Reduced, DaySet)> = Vec::with_capacity(2);
    for (crowded, days) in [(false, normal), (true, over)] {
        if days.is_empty() {
            continue;
        }
        let Some(reduced) = reductions::reduce(work, row, crowded) else { return false };
        // A shortage may weigh more than the crowd of the day: then both kinds of day have one code.
        match parts.iter_mut().find(|(other, _)| other.code == reduced.code) {
            Some((_, together)) => *together = together.or(days),
            None => parts.push((reduced, days)),
        }
    }
    // The line whose first day is earlier comes first.
    parts.sort_by_key(|(_, days)| days.first());
    for (reduced, days) in parts {
        put(work, row, reduced, days);
    }
    true
}

fn put(work: &mut Work<'_>, row: &BaseRow, reduced: Reduced, days: DaySet) {
    let name = reduced.name.clone();
    let from = LineSource {
        rule: Rule::Basic,
        code: &reduced.code,
        name: reduced.name,
        decision_code: Text::Borrowed(row.decision_code),
        verified: reduced.verified,
    };
    let Some(product) = work.line(from, reduced.units, days.len(), days) else { return };
    work.base_units += product.0;
    let inputs = vec![words::number("単位数", reduced.units.0), words::number("日数", days.len())];
    let text = format!("{name} {}単位 × {}日 = {}単位", reduced.units.0, days.len(), product.0);
    work.step(Rule::Basic, row.origin.source, inputs, product.0, text);
}

fn explain(work: &mut Work<'_>, row: &BaseRow) {
    let office = work.office();
    let mut inputs = vec![
        words::number("定員", office.capacity),
        words::fact("報酬区分", words::class(office.fee_class)),
        words::fact("人員配置", row.staffing),
    ];
    if let Some(wage) = office.average_wage_yen {
        inputs.push(words::number("平均工賃月額", wage));
    }
    if let Some(option) = office.wage_band_option {
        inputs.push(words::number("平均工賃月額区分", option));
    }
    let text = format!("{}({}) 1日 {}単位", row.name, row.code, row.units);
    work.step(Rule::Basic, row.origin.source, inputs, row.units, text);
}

fn select<'a>(work: &mut Work<'a>) -> Option<&'a BaseRow> {
    let office = work.office();
    let (tables, month) = (work.tables, work.month());
    if office.capacity == 0 {
        work.find(fault(
            "missing_capacity",
            "office.capacity",
            "定員",
            "定員が0人です。",
            "事業所の定員を入力してください。",
        ));
        return None;
    }
    let candidates = || {
        tables
            .base_rows(month)
            .filter(|row| row.fee_class == office.fee_class && row.capacity.contains(office.capacity))
    };
    let mut keys = format!("報酬区分{} 定員{}人", words::class(office.fee_class), office.capacity);
    let fix = "事業所の報酬区分・定員・工賃を確かめるか、data/fees/b_type/base_rates.csv に行を加えてください。";
    let partly = tables
        .era(month)
        .filter(|era| !era.complete)
        .map(|era| format!("{}の単位数表は一部しか入っていません。{fix}", era.name));
    let fix = partly.as_deref().unwrap_or(fix);
    let Some(first) = candidates().next() else {
        if let Some(wage) = office.average_wage_yen {
            keys.push_str(&format!(" 平均工賃月額{wage}円"));
        }
        work.missing_row(Rule::Basic, "就労継続支援B型 基本報酬表", &keys, fix);
        return None;
    };
    if first.wage.is_none() {
        check_option(work, first);
        return Some(first);
    }
    let reform_fits = |row: &&BaseRow| row.reform.is_none() || row.reform == office.reform_2026;
    let Some(wage) = office.average_wage_yen else {
        let Some(option) = office.wage_band_option else {
            let what = format!(
                "報酬区分{}の単位数は平均工賃月額で決まりますが、入力がありません。",
                words::class(office.fee_class)
            );
            let how = "事業所の平均工賃月額、または平均工賃月額区分を入力してください。";
            work.find(fault("missing_average_wage", "office.average_wage_yen", "平均工賃月額", what, how));
            return None;
        };
        let bit = 1_u32.checked_shl(u32::from(option)).unwrap_or(0);
        // The option number itself says to which family of bands the office belongs.
        let mut found = candidates().filter(|row| row.wage_options & bit != 0);
        let found = found.find(|row| office.reform_2026.is_none() || reform_fits(row));
        if found.is_none() {
            let keys = format!("{keys} 平均工賃月額区分{option}");
            work.missing_row(Rule::Basic, "就労継続支援B型 基本報酬表", &keys, fix);
        }
        return found;
    };
    let in_band =
        |row: &&BaseRow| row.wage.is_some_and(|(from, below)| from <= wage && below.is_none_or(|below| wage < below));
    let needs_standing = candidates().filter(in_band).all(|row| row.reform.is_some());
    if needs_standing && office.reform_2026.is_none() && candidates().any(|row| in_band(&row)) {
        let what = format!(
            "平均工賃月額{wage}円の区分は、2026年6月の改定の対象かどうかで単位数が変わりますが、入力がありません。"
        );
        let how = "事業所の「令和8年6月改定」に、改定対象か対象外かを入力してください。";
        work.find(fault("missing_reform_2026", "office.reform_2026", "令和8年6月改定", what, how));
        return None;
    }
    let found = candidates().filter(in_band).find(reform_fits);
    match found {
        Some(row) => check_option(work, row),
        None => {
            work.missing_row(Rule::Basic, "就労継続支援B型 基本報酬表", &format!("{keys} 平均工賃月額{wage}円"), fix)
        }
    }
    found
}

/// Warns when the filed option number belongs to another row than the facts.
fn check_option(work: &mut Work<'_>, row: &BaseRow) {
    let Some(option) = work.office().wage_band_option else { return };
    if 1_u32.checked_shl(u32::from(option)).is_some_and(|bit| row.wage_options & bit != 0) {
        return;
    }
    let what =
        format!("平均工賃月額区分{option}は、算定に使った行({} {}単位)の区分と違います。", row.name, Units(row.units));
    let how = "平均工賃月額・報酬区分・平均工賃月額区分のどれが正しいかを体制届で確かめてください。";
    let place = Place::field("office.wage_band_option", "平均工賃月額区分");
    work.find(Finding::new("wage_band_conflict", Severity::Warning, place, what, how).linked("office"));
}

fn fault(code: &str, field: &str, label: &str, what: impl Into<String>, how: &str) -> Finding {
    Finding::new(code, Severity::Fault, Place::field(field, label), what, how).linked("office")
}
