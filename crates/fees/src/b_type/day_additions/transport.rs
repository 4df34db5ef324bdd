//! 送迎加算: each way counts one.
use super::super::facts::DayStatus;
use super::super::rules::Rule;
use super::super::work::Work;
use super::on_base_days::on_base_days;
use crate::Text;
use kernel::Units;

const KEY: &str = "office.capability.transport";

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::Transport;
    let driven = |record: &super::super::facts::DayFacts| record.transport_out > 0 || record.transport_back > 0;
    let wanted = work.records.with(|record| driven(record) && record.status != DayStatus::Absent);
    let capability = &work.office().capability;
    let tier: Option<Text> = match (capability.transport, capability.transport_same_site) {
        (None | Some(0), _) => None,
        (Some(1), false) => Some(Text::Borrowed("1")),
        (Some(2), false) => Some(Text::Borrowed("2")),
        (Some(tier), false) => Some(Text::Owned(tier.to_string())),
        (Some(tier), true) => Some(Text::Owned(format!("{tier}-same-site"))),
    };
    let Some(tier) = tier else {
        if work.exists(rule) {
            work.refuse(rule, rule.info().not_filed, &[KEY], wanted);
        }
        return;
    };
    let days = on_base_days(work, rule, wanted);
    if days.is_empty() {
        return;
    }
    let ways = work.records.each().filter(|record| days.contains(record.day));
    let count =
        ways.map(|record| u32::from(record.transport_out.min(1)) + u32::from(record.transport_back.min(1))).sum();
    let Some(row) = work.row(rule, &tier, KEY) else { return };
    work.addition(row, Units(row.units), count, days, Vec::new());
}
