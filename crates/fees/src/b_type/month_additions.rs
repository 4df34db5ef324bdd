//! 月ごとの加算, in the order of the notice.
use super::days::DaySet;
use super::rules::Rule;
use super::words;
use super::work::Work;
use kernel::{Finding, Place, Ratio, Severity, Units};

const IN_ORDER: &[fn(&mut Work<'_>)] =
    &[transition_coordination, medical_v, cap_management, peer_support, intensive_support];

/// Applies every addition of the month.
pub(super) fn apply(work: &mut Work<'_>) {
    for rule in IN_ORDER {
        rule(work);
    }
}

/// 就労移行連携加算: once.
fn transition_coordination(work: &mut Work<'_>) {
    let times = work.facts.month.transition_coordination;
    times_of_month(work, Rule::TransitionCoordination, times, "month.transition_coordination");
}

/// 集中的支援加算: up to four times a month.
fn intensive_support(work: &mut Work<'_>) {
    let times = work.facts.month.intensive_support;
    times_of_month(work, Rule::IntensiveSupport, times, "month.intensive_support");
}

fn times_of_month(work: &mut Work<'_>, rule: Rule, times: u32, key: &'static str) {
    if times == 0 {
        if work.exists(rule) {
            work.refuse(rule, "この月の回数の入力がありません。", &[key], DaySet::default());
        }
        return;
    }
    let Some((most, source)) = work.limit(rule, "times_a_month") else { return };
    let Some(row) = work.row(rule, "", key) else { return };
    if times > most {
        let name = rule.info().name;
        let reason = format!("{name}は月{most}回までです({source})。{times}回のうち{most}回を算定しています。");
        work.refuse(rule, reason.clone(), &[], DaySet::default());
        let fix = "回数を確かめてください。";
        work.find(Finding::new("times_limit", Severity::Warning, Place::field(key, name), reason, fix).linked("month"));
    }
    work.addition(
        row,
        Units(row.units),
        times.min(most),
        DaySet::default(),
        vec![words::number("入力した回数", times)],
    );
}

/// 利用者負担上限額管理加算: once a month, also without any day.
fn cap_management(work: &mut Work<'_>) {
    let rule = Rule::CapManagement;
    if !work.person().cap_managed_here {
        if work.exists(rule) {
            let reason = "この事業所が利用者負担の上限額管理をした入力がありません。";
            work.refuse(rule, reason, &["person.cap_management.by_this_office"], DaySet::default());
        }
        return;
    }
    let Some(row) = work.row(rule, "", "person.cap_management.by_this_office") else { return };
    work.addition(row, Units(row.units), 1, DaySet::default(), Vec::new());
}

/// ピアサポート実施加算: once a month for a person served in the month, fee classes Ⅳ–Ⅵ.
fn peer_support(work: &mut Work<'_>) {
    let rule = Rule::PeerSupport;
    const KEY: &str = "office.capability.peer_support";
    if !work.office().capability.peer_support {
        if work.exists(rule) {
            work.not_filed(rule, KEY);
        }
        return;
    }
    let Some(row) = work.row(rule, "", KEY) else { return };
    if work.base.is_empty() {
        work.no_day(rule);
        return;
    }
    work.addition(row, Units(row.units), 1, DaySet::default(), Vec::new());
}

/// 医療連携体制加算(Ⅴ): units × nurses ÷ recipients, cut off each day, added over the month.
fn medical_v(work: &mut Work<'_>) {
    let rule = Rule::MedicalV;
    const KEY: &str = "month.medical_v";
    let facts = work.facts;
    let Some(medical) = facts.month.medical_v.as_ref().filter(|medical| !medical.days.is_empty()) else {
        if work.exists(rule) {
            work.refuse(rule, "看護職員が指導した日の入力がありません。", &[KEY], DaySet::default());
        }
        return;
    };
    let Some(row) = work.row(rule, "", KEY) else { return };
    if medical.recipients == 0 {
        let what = "医療連携体制加算(Ⅴ)の対象者数が0人です。";
        work.refuse(rule, what, &["month.medical_v.recipients"], DaySet::default());
        let place = Place::field("month.medical_v.recipients", "対象者数");
        work.find(
            Finding::new("missing_recipients", Severity::Fault, place, what, "対象者数を入力してください。")
                .linked("month"),
        );
        return;
    }
    let mut sum = 0_i64;
    let mut seen = DaySet::default();
    for day in &medical.days {
        if day.day == 0 || day.day > work.month().days() || seen.contains(day.day) {
            let what = format!("医療連携体制加算(Ⅴ)の{}日は、この月にないか2回あります。", day.day);
            let place = Place::on_day(day.day, "medical_v", "医療連携(Ⅴ)");
            work.find(
                Finding::new("medical_v_day", Severity::Fault, place, what, "日付を直してください。").linked("month"),
            );
            continue;
        }
        seen.insert(day.day);
        let share = Ratio::new(i64::from(day.nurses), i64::from(medical.recipients));
        let Some(units) = Units(row.units).times_floor(share) else { continue };
        sum += units.0;
        let text =
            format!("{}日: {} × {} ÷ {} → 切捨て {}単位", day.day, row.units, day.nurses, medical.recipients, units.0);
        let inputs = vec![words::number("看護職員数", day.nurses), words::number("対象者数", medical.recipients)];
        work.step(rule, row.origin.source, inputs, units.0, text);
    }
    if sum == 0 {
        work.refuse(rule, "1日分の単位数が切り捨てで0になります。", &[], seen);
        return;
    }
    work.addition(row, Units(sum), 1, seen, Vec::new());
}
