//! 結果票の点検: a sheet against itself, and against the statement of an office that stands on it.
use super::ResultSheet;
use crate::{Dossier, Outcome};
use kernel::{Finding, OfficeNo, Place, Severity, Yen};

/// What contradicts the meaning of the results 1–3 on the sheet itself.
///
/// The code is that of the federation's check, `EJ08`, under which such a sheet would come back.
pub fn check(sheet: &ResultSheet) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut fault = |place: String, what: String| {
        findings.push(
            Finding::new(
                "EJ08",
                Severity::Fault,
                Place::named(place),
                what,
                "負担上限月額と各事業所の利用者負担額を確かめ、管理結果と管理結果後利用者負担額を計算し直してください",
            )
            .linked("month"),
        );
    };
    let Some(manager) = sheet.rows.first() else {
        fault("結果票の事業所".to_owned(), "事業所が一つもありません".to_owned());
        return findings;
    };
    let (_, burdens, managed) = sheet.sums();
    let cap = sheet.cap;
    for (row, number) in sheet.rows.iter().zip(1_u32..) {
        if row.managed < Yen(0) || row.managed > row.burden && !(sheet.result == 1 && number == 1) {
            fault(
                format!("項番{number} 管理結果後利用者負担額"),
                format!(
                    "管理結果後利用者負担額 {}円 が、利用者負担額 {}円 の範囲に入っていません",
                    row.managed, row.burden
                ),
            );
        }
    }
    match sheet.result {
        1 => {
            if manager.burden < cap {
                fault(
                    "管理結果".to_owned(),
                    format!(
                        "管理結果1ですが、管理事業所の利用者負担額 {}円 は負担上限月額 {cap}円 に達していません",
                        manager.burden
                    ),
                );
            }
            if manager.managed != cap {
                fault(
                    "項番1 管理結果後利用者負担額".to_owned(),
                    format!(
                        "管理結果1のとき管理事業所の額は負担上限月額 {cap}円 のはずですが {}円 です",
                        manager.managed
                    ),
                );
            }
            for (row, number) in sheet.rows.iter().zip(1_u32..).skip(1).filter(|(row, _)| row.managed != Yen(0)) {
                fault(
                    format!("項番{number} 管理結果後利用者負担額"),
                    format!("管理結果1のとき管理事業所のほかの額は0円のはずですが {}円 です", row.managed),
                );
            }
        }
        2 => {
            if burdens > cap {
                fault(
                    "管理結果".to_owned(),
                    format!("管理結果2ですが、利用者負担額の合計 {burdens}円 が負担上限月額 {cap}円 を超えています"),
                );
            }
            for (row, number) in sheet.rows.iter().zip(1_u32..).filter(|(row, _)| row.managed != row.burden) {
                fault(
                    format!("項番{number} 管理結果後利用者負担額"),
                    format!("管理結果2のとき額は利用者負担額 {}円 と同じはずですが {}円 です", row.burden, row.managed),
                );
            }
        }
        3 => {
            if manager.burden >= cap {
                fault(
                    "管理結果".to_owned(),
                    format!(
                        "管理事業所の利用者負担額だけで負担上限月額 {cap}円 に達しているので、管理結果は1のはずです"
                    ),
                );
            }
            if burdens <= cap {
                fault(
                    "管理結果".to_owned(),
                    format!(
                        "利用者負担額の合計 {burdens}円 が負担上限月額 {cap}円 を超えていないので、管理結果は2のはずです"
                    ),
                );
            } else if managed != cap {
                fault(
                    "合計 管理結果後利用者負担額".to_owned(),
                    format!("管理結果3のとき合計は負担上限月額 {cap}円 のはずですが {managed}円 です"),
                );
            }
            if manager.managed != manager.burden.min(cap) {
                fault(
                    "項番1 管理結果後利用者負担額".to_owned(),
                    "管理結果3のとき管理事業所の額は自分の利用者負担額のはずです".to_owned(),
                );
            }
        }
        other => fault("管理結果".to_owned(), format!("管理結果 {other} はありません。1・2・3 のどれかです")),
    }
    findings
}

/// What on an office's own statement differs from its row of the sheet: the result (`PP01`), the amount (`EJ13`), the
/// meaning of both together (`EJ16`), cap, cost and burden the sheet was made from (`M03`).
pub fn check_own(sheet: &ResultSheet, office_no: &OfficeNo, dossier: &Dossier, outcome: &Outcome) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut tell = |code: &str, severity, field: &str, label: &str, what: String| {
        let fix = "結果票と、この事業所の計算のどちらが正しいかを確かめてください。実績が変わったときは管理事業所が結果票を作り直します";
        findings.push(Finding::new(code, severity, Place::field(field, label), what, fix).linked("month"));
    };
    let Some((own, manages)) =
        sheet.rows.iter().zip(1..).find(|(row, _)| row.office_no == *office_no).map(|(row, number)| (row, number == 1))
    else {
        tell(
            "M03",
            Severity::Fault,
            "person.cap_management",
            "上限額管理結果票",
            "結果票にこの事業所の行がありません".to_owned(),
        );
        return findings;
    };
    if sheet.cap != dossier.burden.cap {
        let what = format!("結果票の負担上限月額 {}円 が、計算に使った {}円 と違います", sheet.cap, dossier.burden.cap);
        tell("M03", Severity::Fault, "person.burden_cap", "負担上限月額", what);
    }
    // an office that did not serve the person stands on the sheet with zeros
    let recalculated = (outcome.total_cost, outcome.cap_adjusted_burden);
    if own.total_cost != Yen(0) && (own.total_cost, own.burden) != recalculated {
        let what = format!(
            "結果票のこの事業所の行(総費用額 {}円、利用者負担額 {}円)が、今の計算({}円、{}円)と違います",
            own.total_cost, own.burden, outcome.total_cost, outcome.cap_adjusted_burden
        );
        tell("M03", Severity::Fault, "person.cap_management", "上限額管理結果票", what);
    }
    let Some(entered) = dossier.burden.cap_management else {
        let what = "結果票がありますが、この月の管理結果が入っていません".to_owned();
        tell("M01", Severity::Fault, "person.cap_management", "上限額管理", what);
        return findings;
    };
    if entered.result != sheet.result {
        let what = format!("管理結果 {} が、結果票の {} と違います", entered.result, sheet.result);
        tell("PP01", Severity::Warning, "person.cap_management.result", "管理結果", what);
    }
    if entered.amount != own.managed || outcome.managed_burden.is_some_and(|managed| managed != own.managed) {
        let what = format!("管理結果額 {}円 が、結果票のこの事業所の行の {}円 と違います", entered.amount, own.managed);
        tell("EJ13", Severity::Fault, "person.cap_management.amount", "管理結果額", what);
    }
    let expected = if manages { sheet.cap } else { Yen(0) };
    if entered.result == 1 && entered.amount != expected {
        let what = format!("管理結果1のとき、この事業所の額は {expected}円 のはずですが {}円 です", entered.amount);
        tell("EJ16", Severity::Fault, "person.cap_management.amount", "管理結果額", what);
    }
    if entered.by_this_office != manages {
        let what = if manages {
            "結果票ではこの事業所が管理事業所(項番1)です"
        } else {
            "結果票ではほかの事業所が管理事業所(項番1)です"
        };
        tell("M05", Severity::Fault, "person.cap_management.by_this_office", "上限額管理", what.to_owned());
    }
    findings
}
