//! 地域の加算: 地域協働 (fee classes Ⅳ–Ⅵ) and 緊急時受入 (地域生活支援拠点等).
use super::super::rules::Rule;
use super::super::work::Work;
use super::on_base_days::on_base_days;

/// 地域協働加算.
pub(super) fn collaboration(work: &mut Work<'_>) {
    let rule = Rule::CommunityCollaboration;
    let wanted = work.records.with(|record| record.community_collaboration);
    if wanted.is_empty() && !work.exists(rule) {
        return;
    }
    // The class is asked first: an office of another class never needs the mark on the day.
    let Some(row) = work.row(rule, "", "days.community_collaboration") else { return };
    let days = on_base_days(work, rule, wanted);
    if !days.is_empty() {
        work.daily(row, days, Vec::new());
    }
}

/// 緊急時受入加算.
pub(super) fn emergency_acceptance(work: &mut Work<'_>) {
    let rule = Rule::EmergencyAcceptance;
    let wanted = work.records.with(|record| record.emergency_acceptance);
    if !work.office().capability.community_base {
        if work.exists(rule) {
            let reason = "地域生活支援拠点等の届出がありません。届出をしている場合は事業所の体制に入力してください。";
            work.refuse(rule, reason, &["office.capability.community_base"], wanted);
        }
        return;
    }
    let days = on_base_days(work, rule, wanted);
    if days.is_empty() {
        return;
    }
    let Some(row) = work.row(rule, "", "office.capability.community_base") else { return };
    work.daily(row, days, Vec::new());
}
