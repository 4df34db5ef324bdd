//! 就労移行支援体制加算: units × persons who settled in jobs (until 2018-03 once), on every day with the base fee.
use super::super::facts::Reform2026;
use super::super::rules::Rule;
use super::super::words;
use super::super::work::Work;
use kernel::Units;

const KEY: &str = "office.capability.employment_transition_support";

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::EmploymentTransitionSupport;
    let persons = work.office().capability.employment_transition_support.unwrap_or(0);
    if persons == 0 {
        if work.exists(rule) {
            work.not_filed(rule, KEY);
        }
        return;
    }
    let Some(base) = work.base_row else {
        work.no_day(rule);
        return;
    };
    let (month, capacity, class) = (work.month(), work.b_type_capacity(), work.office().fee_class);
    let tables = work.tables;
    let row = tables.addition_rows(rule).iter().find(|row| {
        let wage = row.wage_from_yen.is_none_or(|from| base.wage.is_some_and(|(base_from, _)| from <= base_from));
        // Offices subject to the 2026-06 revision have bands, and so codes, of their own.
        let standing = base.reform != Some(Reform2026::Subject);
        row.origin.period.contains(month)
            && row.fee_classes.contains(class)
            && row.capacity.contains(capacity)
            && wage
            && standing
    });
    let Some(row) = row else {
        if typed_by_hand(work) {
            work.refuse(rule, "手入力の明細にこの加算のコードがあるため、計算では加えていません。", &[], work.base);
            return;
        }
        let keys = format!("報酬区分{} 定員{capacity}人 {}", words::class(class), base.name);
        let fix = "サービスコード表でコードと単位数を調べ、手入力の明細で入力するか、data/fees/b_type/additions.csv に行を加えてください。";
        work.missing_row(rule, "就労移行支援体制加算の表", &keys, fix);
        return;
    };
    let factor = if row.times_persons { i64::from(persons) } else { 1 };
    let Some(units) = row.units.checked_mul(factor) else { return };
    let inputs = vec![words::number("1人当たりの単位数", row.units), words::number("就労定着者数", persons)];
    work.addition(row, Units(units), work.base.len(), work.base, inputs);
}

fn typed_by_hand(work: &Work<'_>) -> bool {
    work.facts.manual_lines.iter().any(|line| {
        let entry = work.tables.code(&line.code, work.month());
        entry
            .and_then(|entry| entry.group)
            .is_some_and(|group| group.starts_with(Rule::EmploymentTransitionSupport.info().name))
    })
}
