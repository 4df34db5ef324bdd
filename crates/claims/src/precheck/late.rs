//! 月遅れ: the months of a file against the month in which it is processed.
use crate::ClaimBatch;
use kernel::{Finding, Place, Severity};

/// F04: a month is claimed after it has ended; a notice for every month older than usual, so that none slips in unseen.
pub fn late(batch: &ClaimBatch) -> Vec<Finding> {
    let mut findings = Vec::new();
    let usual = batch.processing_month.previous();
    for (person, number) in batch.persons.iter().zip(1_u32..) {
        let month = person.dossier.month.service_month;
        let place = Place::named(format!("請求一覧の{number}人目 サービス提供年月"));
        if month >= batch.processing_month {
            let what =
                format!("処理対象年月 {} に、まだ終わっていない {month} の分は請求できません", batch.processing_month);
            let fix = "提供年月か処理対象年月を直してください。請求は提供した月の翌月からです";
            findings.push(Finding::new("F04", Severity::Fault, place, what, fix).linked("month"));
        } else if month < usual {
            let what = format!("{month} の分は月遅れの請求です");
            let fix =
                "返戻か請求もれの分なら、そのままで構いません。この月の分として別の請求書が同じファイルに入ります";
            findings.push(Finding::new("late_claim", Severity::Notice, place, what, fix).linked("month"));
        }
    }
    findings
}
