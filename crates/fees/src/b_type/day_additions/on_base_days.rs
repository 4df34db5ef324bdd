//! 基本報酬の日だけ: additions that go with the base fee.
use crate::b_type::days::DaySet;
use crate::b_type::rules::Rule;
use crate::b_type::work::Work;

/// The wanted days that carry the base fee; tells about the others, and when there is none at all.
pub(super) fn on_base_days(work: &mut Work<'_>, rule: Rule, wanted: DaySet) -> DaySet {
    if wanted.is_empty() {
        work.no_day(rule);
        return wanted;
    }
    let outside = wanted.without(work.base);
    if !outside.is_empty() {
        work.refuse(rule, "基本報酬を算定しない日には算定できません。", &[], outside);
    }
    wanted.and(work.base)
}
