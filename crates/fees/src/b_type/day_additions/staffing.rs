//! 体制の加算: staff the office has filed, on every day with the base fee.
use super::super::rules::Rule;
use super::super::work::Work;

/// 福祉専門職員配置等加算 Ⅰ–Ⅲ.
pub(super) fn welfare_professional(work: &mut Work<'_>) {
    let tier = work.office().capability.welfare_professional_staffing;
    tiered(work, Rule::WelfareProfessionalStaffing, tier, "office.capability.welfare_professional_staffing");
}

/// 視覚・聴覚言語障害者支援体制加算 Ⅰ–Ⅱ.
pub(super) fn visual_hearing(work: &mut Work<'_>) {
    let tier = work.office().capability.visual_hearing_support;
    tiered(work, Rule::VisualHearingSupport, tier, "office.capability.visual_hearing_support");
}

/// 高次脳機能障害者支援体制加算.
pub(super) fn higher_brain_dysfunction(work: &mut Work<'_>) {
    let filed = work.office().capability.higher_brain_dysfunction_support;
    let tier = filed.then_some("");
    every_day(work, Rule::HigherBrainDysfunctionSupport, tier, "office.capability.higher_brain_dysfunction_support");
}

/// 重度者支援体制加算 Ⅰ–Ⅱ, by the capacity of B型 alone.
pub(super) fn severe(work: &mut Work<'_>) {
    let tier = work.office().capability.severe_support;
    tiered(work, Rule::SevereSupport, tier, "office.capability.severe_support");
}

fn tiered(work: &mut Work<'_>, rule: Rule, tier: Option<u8>, key: &'static str) {
    let tier = tier.filter(|tier| *tier > 0).map(|tier| tier.to_string());
    every_day(work, rule, tier.as_deref(), key);
}

/// One count on every day with the base fee, when filed.
pub(super) fn every_day(work: &mut Work<'_>, rule: Rule, tier: Option<&str>, key: &'static str) {
    let Some(tier) = tier else {
        if work.exists(rule) {
            work.not_filed(rule, key);
        }
        return;
    };
    let Some(row) = work.row(rule, tier, key) else { return };
    if work.base.is_empty() {
        work.no_day(rule);
        return;
    }
    work.daily(row, work.base, Vec::new());
}
