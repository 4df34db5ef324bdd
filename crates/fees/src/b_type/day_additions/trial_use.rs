//! 体験利用支援加算: days on which the person tries another service, claimed by the sending office without the base fee.
use super::super::days::DaySet;
use super::super::facts::DayStatus;
use super::super::rules::Rule;
use super::super::work::Work;
use kernel::{Finding, Place, Severity};

const KEY: &str = "days.status";

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::TrialUse;
    let trial = work.records.status(DayStatus::TrialUse);
    let Some(first) = trial.first() else {
        if work.exists(rule) {
            work.no_day(rule);
            work.no_day(Rule::TrialUseCommunityBase);
        }
        return;
    };
    let what = "体験利用の日数はこの月の最初の体験利用の日から数えています。前の月から続く場合は区分が変わります。";
    let fix = "前の月から続いているときは、日数を確かめて手入力の明細で直してください。";
    let place = Place::on_day(first, "status", "提供状況");
    work.find(Finding::new("trial_use_days", Severity::Warning, place, what, fix).linked("day"));
    let Some((early, _)) = work.limit(rule, "first_days") else { return };
    let Some((most, source)) = work.limit(rule, "days") else { return };
    let claimed = trial.earliest(most);
    let over = trial.without(claimed);
    if !over.is_empty() {
        work.refuse(rule, format!("体験利用支援加算は{most}日までです({source})。"), &[], over);
    }
    let first_days = trial.earliest(early.min(most));
    for (tier, days) in [("1", first_days), ("2", claimed.without(first_days))] {
        put(work, rule, tier, days);
    }
    if work.office().capability.community_base {
        put(work, Rule::TrialUseCommunityBase, "", claimed);
    } else {
        work.not_filed(Rule::TrialUseCommunityBase, "office.capability.community_base");
    }
}

fn put(work: &mut Work<'_>, rule: Rule, tier: &str, days: DaySet) {
    if days.is_empty() {
        return;
    }
    let Some(row) = work.row(rule, tier, KEY) else { return };
    work.addition_only = work.addition_only.or(days);
    work.daily(row, days, Vec::new());
}
