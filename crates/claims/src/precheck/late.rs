//! 月遅れ: the months of a file against the month in which it is processed.
use crate::ClaimBatch;
use kernel::{Finding, Month, Place, Severity};

/// F04: a month is claimed after it has ended; a notice for every month older than usual, so that none slips in unseen.
pub fn late(batch: &ClaimBatch) -> Vec<Finding> {
    late_of(batch.processing_month, batch.persons.iter().map(|person| person.dossier.month.service_month))
}

/// The same for the service months of whatever list, in its order.
pub fn late_of(processing_month: Month, months: impl Iterator<Item = Month>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let usual = processing_month.previous();
    for (month, number) in months.zip(1_u32..) {
        let place = Place::named(format!("請求一覧の{number}人目 サービス提供年月"));
        if month >= processing_month {
            let what = format!("処理対象年月 {processing_month} に、まだ終わっていない {month} の分は請求できません");
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
