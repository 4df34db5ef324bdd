//! 利用者負担: cap, cap management and municipal subsidy against the card and the result sheet.
use super::subject::Subject;
use crate::files::is_cap_management;
use crate::{CapManagement, Outcome};
use fees::FeeTables;
use kernel::{Finding, Place, Severity, Yen};

pub(super) fn check(subject: &Subject<'_>, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let month = subject.service_month;
    cap_of_card(subject, findings);
    cap_of_income(subject, tables, findings);
    subsidy(subject, findings);
    match subject.burden.cap_management {
        Some(sheet) => managed(subject, outcome, sheet, findings),
        None => unmanaged(subject, findings),
    }
    let claims_addition = outcome.lines.iter().any(|line| is_cap_management(line, month));
    if claims_addition && !subject.burden.cap_management.is_some_and(|sheet| sheet.by_this_office) {
        findings.push(
            Finding::new(
                "M05",
                Severity::Fault,
                Place::field("person.cap_management.by_this_office", "利用者負担上限額管理加算"),
                "管理事業所でないのに、利用者負担上限額管理加算が入っています",
                "この加算は管理事業所だけが請求できます。上限額管理の登録か、手入力の明細を直してください",
            )
            .linked("month"),
        );
    }
}

fn cap_of_card(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(card) = subject.card else { return };
    if card.burden_cap != subject.burden.cap {
        // a card that began inside the month may have followed one with another cap
        let renewed = card.decided_from > subject.service_month.first_day();
        findings.push(
            Finding::new(
                "R04",
                if renewed { Severity::Warning } else { Severity::Fault },
                Place::field("person.burden_cap", "負担上限月額"),
                format!(
                    "計算に使った負担上限月額 {}円 が受給者証の {}円 と違います",
                    subject.burden.cap, card.burden_cap
                ),
                "受給者証の負担上限月額と適用期間を確かめて、計算し直してください",
            )
            .linked("card"),
        );
    }
}

/// The cap that goes with the income class, as far as the table knows it. Cards with another cap exist.
fn cap_of_income(subject: &Subject<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let Some(class) = subject.card.and_then(|card| card.income_class) else { return };
    let Some(usual) = tables.income_cap(class.name(), subject.service_month) else { return };
    if usual != subject.burden.cap {
        findings.push(
            Finding::new(
                "R04",
                Severity::Warning,
                Place::field("card.income_class", "所得区分"),
                format!(
                    "所得区分「{}」の負担上限月額はふつう {usual}円 ですが、{}円 になっています",
                    class.name(),
                    subject.burden.cap
                ),
                "受給者証の所得区分と負担上限月額を見比べてください。受給者証のとおりなら、そのままで構いません",
            )
            .linked("card"),
        );
    }
}

fn subsidy(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let entitled = subject.card.is_some_and(|card| card.subsidizing_municipality_no.is_some());
    if subject.burden.municipal_subsidy.is_some() && !entitled {
        findings.push(
            Finding::new(
                "R05",
                Severity::Fault,
                Place::field("person.municipal_subsidy", "自治体助成分"),
                "自治体助成分がありますが、受給者証に助成自治体番号が登録されていません",
                "助成を受けられる人なら助成自治体番号を登録し、そうでなければ自治体助成分を消してください",
            )
            .linked("card"),
        );
    }
}

fn unmanaged(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let has_manager = subject.card.is_some_and(|card| card.cap_manager.is_some());
    if has_manager && subject.burden.cap > Yen(0) {
        findings.push(
            Finding::new(
                "M04",
                Severity::Warning,
                Place::field("person.cap_management", "上限額管理"),
                "受給者証に上限額管理事業所がありますが、この月の管理結果が入っていません",
                "上限額管理結果票が届いていれば管理結果と額を入力してください。ほかの事業所を使わなかった月なら、そのままで構いません",
            )
            .linked("month"),
        );
    }
}

fn managed(subject: &Subject<'_>, outcome: &Outcome, sheet: CapManagement, findings: &mut Vec<Finding>) {
    let manager = subject.card.and_then(|card| card.cap_manager.as_ref());
    if manager.is_none() {
        let (code, severity) = if sheet.by_this_office { ("M04", Severity::Warning) } else { ("M01", Severity::Fault) };
        findings.push(
            Finding::new(
                code,
                severity,
                Place::field("card.cap_manager", "上限額管理事業所"),
                "管理結果が入っていますが、受給者証に上限額管理事業所が登録されていません",
                "受給者証の上限額管理事業所の番号を登録してください。上限額管理の対象でなければ、管理結果を消してください",
            )
            .linked("card"),
        );
    }
    if let Some(what) = contradiction(subject, outcome, sheet) {
        findings.push(
            Finding::new(
                "M02",
                Severity::Fault,
                Place::field("person.cap_management", "上限額管理結果"),
                what,
                "上限額管理結果票の管理結果と、この事業所の行の額を見て直してください",
            )
            .linked("month"),
        );
    }
}

/// What contradicts the meaning of the results 1–3.
fn contradiction(subject: &Subject<'_>, outcome: &Outcome, sheet: CapManagement) -> Option<String> {
    // a manager who did not serve the person this month appears with 0 on the sheet, whatever the result
    if subject.addition_only {
        return (sheet.amount != Yen(0))
            .then(|| "利用がない月なのに、管理結果後利用者負担額が0円ではありません".to_owned());
    }
    let own = outcome.cap_adjusted_burden;
    let cap = subject.burden.cap;
    match sheet.result {
        1 if sheet.by_this_office && sheet.amount != cap => {
            Some(format!("管理結果1のとき、管理事業所の額は負担上限月額 {cap}円 のはずですが {}円 です", sheet.amount))
        }
        1 if !sheet.by_this_office && sheet.amount != Yen(0) => {
            Some(format!("管理結果1のとき、管理事業所でない事業所の額は0円のはずですが {}円 です", sheet.amount))
        }
        2 if sheet.amount != own => {
            Some(format!("管理結果2のとき、額はこの事業所の負担額 {own}円 と同じはずですが {}円 です", sheet.amount))
        }
        3 if sheet.by_this_office && own >= cap => Some(format!(
            "この事業所の負担額だけで負担上限月額 {cap}円 に達しているので、管理結果は3ではなく1のはずです"
        )),
        3 if sheet.by_this_office && sheet.amount != own => {
            Some(format!("管理結果3のとき、管理事業所の額は自分の負担額 {own}円 のはずですが {}円 です", sheet.amount))
        }
        1..=3 => None,
        other => Some(format!("管理結果 {other} はありません。1・2・3 のどれかです")),
    }
}
