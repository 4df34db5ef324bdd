//! 受給者証と契約: the claim must lie inside what was decided and agreed.
use super::subject::Subject;
use crate::{Card, Contract, Dossier, Outcome};
use kernel::{Day, Finding, Place, Severity};

/// Card, contract and dates of a month in which something happened.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    match subject.card {
        Some(card) => card_in_force(subject, card, findings),
        None => findings.push(
            Finding::new(
                "R01",
                Severity::Fault,
                Place::field("card", "受給者証"),
                "この月に有効な受給者証が登録されていません",
                "受給者証を見て、番号・支給決定期間・支給量・負担上限月額を登録してください",
            )
            .linked("card"),
        ),
    }
    match subject.contract {
        Some(contract) => contract_in_force(subject, contract, findings),
        None => findings.push(
            Finding::new(
                "C01",
                Severity::Fault,
                Place::field("contract", "契約"),
                "この月に有効な契約が登録されていません",
                "契約開始年月日・契約支給量・事業者記入欄番号を登録してください",
            )
            .linked("contract"),
        ),
    }
    dates(subject, findings);
}

/// Days used before `from` or after `to`.
fn outside(subject: &Subject<'_>, from: Option<Day>, to: Option<Day>) -> Vec<u8> {
    let used = subject.used.iter();
    let outside = used.filter(|date| from.is_some_and(|from| **date < from) || to.is_some_and(|to| **date > to));
    outside.map(|date| date.number()).collect()
}

fn on_first(days: &[u8], label: &str) -> Place {
    let mut place = Place::named(format!("{} {label}", days_text(days)));
    place.day = days.first().copied();
    place
}

fn card_in_force(subject: &Subject<'_>, card: &Card, findings: &mut Vec<Finding>) {
    if !card.locked {
        findings.push(
            Finding::new(
                "card_unlocked",
                Severity::Fault,
                Place::field("card.locked", "受給者証"),
                "受給者証の内容が確認済みになっていません",
                "受給者証の現物と照らし合わせて、確認済みにしてください",
            )
            .linked("card"),
        );
    }
    let month = subject.service_month;
    if card.decided_to < month.first_day() || card.decided_from > month.last_day() {
        findings.push(
            Finding::new(
                "R01",
                Severity::Fault,
                Place::field("card.decided_to", "支給決定期間"),
                format!(
                    "支給決定期間({} から {} まで)が、この月にかかっていません",
                    card.decided_from, card.decided_to
                ),
                "新しい受給者証の支給決定期間を登録してください。更新されていないときは市町村に確かめてください",
            )
            .linked("card"),
        );
        return;
    }
    let before = outside(subject, Some(card.decided_from), None);
    // the dossier holds the last card of the month: under a continuing contract the days before had an earlier card
    let renewed = subject.contract.is_some_and(|contract| contract.from < card.decided_from);
    outside_decision(card, &before, if renewed { Severity::Warning } else { Severity::Fault }, findings);
    outside_decision(card, &outside(subject, None, Some(card.decided_to)), Severity::Fault, findings);
}

fn outside_decision(card: &Card, days: &[u8], severity: Severity, findings: &mut Vec<Finding>) {
    if days.is_empty() {
        return;
    }
    findings.push(
        Finding::new(
            "R01",
            severity,
            on_first(days, "支給決定期間"),
            format!("支給決定期間({} から {} まで)の外に利用の記録があります", card.decided_from, card.decided_to),
            "日付の入力か、受給者証の支給決定期間を直してください。前の受給者証の期間に入る日なら、そのままで構いません",
        )
        .linked("day"),
    );
}

fn contract_in_force(subject: &Subject<'_>, contract: &Contract, findings: &mut Vec<Finding>) {
    // the dossier holds the contract that began last: under a continuing use the days before had an earlier one
    let renewed = subject.service_started_on.is_some_and(|started| started < contract.from);
    let before = outside(subject, Some(contract.from), None);
    outside_contract(contract, &before, if renewed { Severity::Warning } else { Severity::Fault }, findings);
    outside_contract(contract, &outside(subject, None, contract.to), Severity::Fault, findings);
    if let Some(card) = subject.card
        && (contract.from > card.decided_to || contract.to.is_some_and(|to| to < card.decided_from))
    {
        findings.push(
            Finding::new(
                "R01",
                Severity::Fault,
                Place::field("contract.from", "契約期間"),
                "契約期間が支給決定期間と重なっていません",
                "契約開始・終了年月日と、受給者証の支給決定期間を見比べて直してください",
            )
            .linked("contract"),
        );
    }
    if contract.provider_entry_no.len() != 2 || !contract.provider_entry_no.bytes().all(|b| b.is_ascii_digit()) {
        findings.push(
            Finding::new(
                "F02",
                Severity::Fault,
                Place::field("contract.provider_entry_no", "事業者記入欄番号"),
                "事業者記入欄番号が2桁の数字ではありません",
                "受給者証の事業者記入欄の番号を2桁で入力してください(例 01)",
            )
            .linked("contract"),
        );
    }
}

fn outside_contract(contract: &Contract, days: &[u8], severity: Severity, findings: &mut Vec<Finding>) {
    if days.is_empty() {
        return;
    }
    let to = contract.to.map_or_else(String::new, |to| format!(" {to} まで"));
    findings.push(
        Finding::new(
            "contract_period",
            severity,
            on_first(days, "契約期間"),
            format!("契約期間({} から{to})の外に利用の記録があります", contract.from),
            "日付の入力か、契約開始・終了年月日を直してください。前の契約の期間に入る日なら、そのままで構いません",
        )
        .linked("contract"),
    );
}

/// 支給量 and 契約支給量 of a service counted in days.
pub(super) fn amounts(dossier: &Dossier, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let granted = dossier.card.as_ref().map(|card| card.granted_days);
    let agreed = dossier.contract.as_ref().map(|contract| contract.days);
    if let (Some(granted), Some(agreed)) = (granted, agreed)
        && agreed > granted
    {
        findings.push(
            Finding::new(
                "R02",
                Severity::Warning,
                Place::field("contract.days", "契約支給量"),
                format!("契約支給量 {agreed}日 が支給量 {granted}日 を超えています"),
                "受給者証の支給量と契約支給量を見比べて直してください",
            )
            .linked("contract"),
        );
    }
    if dossier.month.person.days_exception.is_some() {
        return;
    }
    for (limit, label, link) in [(granted, "支給量", "card"), (agreed, "契約支給量", "contract")] {
        let Some(limit) = limit else { continue };
        if outcome.base_days > limit {
            findings.push(
                Finding::new(
                    "R03",
                    Severity::Fault,
                    Place::field("days", label),
                    format!("基本報酬を算定した日数 {}日 が{label} {limit}日 を超えています", outcome.base_days),
                    format!("記録の日数か{label}を直してください。利用日数の特例を受けているときは、特例の期間と総日数を登録してください"),
                )
                .linked(link),
            );
        }
    }
}

/// 開始年月日 and 終了年月日 of the statement.
fn dates(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let month = subject.service_month;
    let last_used = subject.used.last().copied();
    match subject.service_started_on {
        Some(started) => {
            let late = last_used.is_some_and(|last| started > last) || started > month.last_day();
            if late || Day::new(2006, 4, 1).is_ok_and(|first| started < first) {
                findings.push(
                    Finding::new(
                        "F04",
                        Severity::Fault,
                        Place::field("service_started_on", "サービス開始年月日"),
                        format!("サービス開始年月日 {started} が、この月の利用日と合いません"),
                        "この事業所を初めて利用した日(2006年4月1日以後)を入力してください",
                    )
                    .linked("person"),
                );
            }
        }
        None => findings.push(
            Finding::new(
                "F02",
                Severity::Fault,
                Place::field("service_started_on", "サービス開始年月日"),
                "サービス開始年月日がありません",
                "今の契約で初めて利用した日を入力してください",
            )
            .linked("person"),
        ),
    }
    if let Some(ended) = subject.service_ended_on
        && ended.month() != month
    {
        findings.push(
            Finding::new(
                "F04",
                Severity::Fault,
                Place::field("service_ended_on", "サービス終了年月日"),
                format!("サービス終了年月日 {ended} が、この月の日付ではありません"),
                "終了年月日は、利用が終わった月にだけ、最後の利用日を入力してください",
            )
            .linked("person"),
        );
    }
}

/// Days as people say them: 「3日、5日」.
fn days_text(days: &[u8]) -> String {
    days.iter().map(|day| format!("{day}日")).collect::<Vec<_>>().join("、")
}
