//! 医療連携体制加算 Ⅰ–Ⅳ・Ⅵ: one tier a person and day. Ⅴ is a month line.
use super::super::days::DaySet;
use super::super::rules::Rule;
use super::super::work::Work;
use super::on_base_days::on_base_days;
use kernel::{Finding, Place, Severity};

const TIERS: [&str; 8] = ["1", "2", "3", "4", "4-1", "4-2", "4-3", "6"];

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::Medical;
    let wanted = work.records.with(|record| record.medical.is_some());
    if wanted.is_empty() && !work.exists(rule) {
        return;
    }
    let days = on_base_days(work, rule, wanted);
    if days.is_empty() {
        return;
    }
    let Some((most, _)) = work.limit(rule, "nursed_at_once") else { return };
    let mut by_tier = [DaySet::default(); TIERS.len()];
    for day in days.iter() {
        let Some(record) = work.records.of(day) else { continue };
        let tier = match (record.medical, record.medical_recipients) {
            (Some(1), _) => "1",
            (Some(2), _) => "2",
            (Some(3), _) => "3",
            // Until 2021-03 one tier 4 for everybody, whatever the number of persons.
            (Some(4), _) if work.tier_exists(rule, "4") => "4",
            (Some(4), Some(1)) => "4-1",
            (Some(4), Some(2)) => "4-2",
            (Some(4), Some(persons)) if persons > 2 && u32::from(persons) <= most => "4-3",
            (Some(4), _) => {
                let what = format!(
                    "医療連携体制加算(Ⅳ)は看護を受けた人数(1〜{most}人)で単位数が決まりますが、その入力がありません。"
                );
                work.find(fault(
                    "missing_medical_recipients",
                    day,
                    "medical_recipients",
                    what,
                    "その日に看護を受けた人数を入力してください。",
                ));
                continue;
            }
            (Some(6), _) => "6",
            (other, _) => {
                let what = format!("医療連携体制加算の区分「{}」はありません。", other.unwrap_or_default());
                work.find(fault(
                    "unknown_tier",
                    day,
                    "medical",
                    what,
                    "区分は1・2・3・4・6から選んでください。Ⅴは月の医療連携に入力します。",
                ));
                continue;
            }
        };
        if let Some(at) = TIERS.iter().position(|known| *known == tier) {
            by_tier[at].insert(day);
        }
    }
    let sorted = by_tier.iter().fold(DaySet::default(), |sum, days| sum.or(*days));
    let unsorted = days.without(sorted);
    if !unsorted.is_empty() {
        work.refuse(rule, "区分を決められない日です。", &["days.medical", "days.medical_recipients"], unsorted);
    }
    for (tier, days) in TIERS.into_iter().zip(by_tier) {
        if days.is_empty() {
            continue;
        }
        let Some(row) = work.row(rule, tier, "days.medical") else { continue };
        work.daily(row, days, Vec::new());
    }
}

fn fault(code: &str, day: u8, field: &str, what: String, fix: &str) -> Finding {
    Finding::new(code, Severity::Fault, Place::on_day(day, field, "医療連携"), what, fix).linked("day")
}
