//! 過誤と再請求: a person's month is claimed once; again only after it came back (返戻) or was withdrawn as a whole (過誤).
use crate::ClaimPerson;
use kernel::{Finding, Month, MunicipalityNo, Place, RecipientNo, Severity};
use serde::{Deserialize, Serialize};

/// The month of one person at one municipality, the unit of claims, returns and withdrawals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonMonth {
    /// 証記載市町村番号.
    pub municipality_no: MunicipalityNo,
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// サービス提供年月.
    pub service_month: Month,
}

impl PersonMonth {
    /// The key of a claim; `None` without a card.
    pub fn of(person: &ClaimPerson) -> Option<PersonMonth> {
        let card = person.dossier.card.as_ref()?;
        Some(PersonMonth {
            municipality_no: card.municipality_no.clone(),
            recipient_no: card.recipient_no.clone(),
            service_month: person.dossier.month.service_month,
        })
    }
}

/// What has happened to a claim once sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// 請求した.
    Claimed,
    /// 返戻: not paid, to be claimed again.
    Returned,
    /// 過誤申立: the municipality was asked to withdraw it; not yet withdrawn.
    WithdrawalAsked,
    /// 過誤: withdrawn, to be claimed again as a whole.
    Withdrawn,
}

impl Fate {
    /// What may follow.
    pub const fn allows(self, next: Fate) -> bool {
        matches!(
            (self, next),
            (Fate::Claimed, Fate::Returned | Fate::WithdrawalAsked)
                | (Fate::WithdrawalAsked, Fate::Withdrawn | Fate::Claimed)
                | (Fate::Returned | Fate::Withdrawn, Fate::Claimed)
        )
    }

    /// Whether the month may be claimed (again).
    pub const fn may_be_claimed(self) -> bool {
        self.allows(Fate::Claimed) && !matches!(self, Fate::WithdrawalAsked)
    }
}

/// One entry of the history of claims, oldest first in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Whose month.
    pub of: PersonMonth,
    /// What happened.
    pub fate: Fate,
    /// 処理対象年月 or the month in which it became known.
    pub in_month: Month,
}

/// 過誤申立: a whole person-month to be withdrawn, with the reason written on the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Whose month.
    pub of: PersonMonth,
    /// 申立事由.
    pub reason: String,
    /// 同月過誤: withdrawn and claimed again in the same processing month, by arrangement with the municipality.
    pub same_month: bool,
}

/// Where a person's month stands after its events; `None` when it was never claimed.
pub fn fate(events: &[Event], of: &PersonMonth) -> Option<Fate> {
    events.iter().rev().find(|event| event.of == *of).map(|event| event.fate)
}

/// Whether a 過誤申立 makes sense: only a claim that was sent and neither returned nor withdrawn yet.
pub fn check_withdrawal(withdrawal: &Withdrawal, events: &[Event]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut fault = |field: &str, label: &str, what: &str, fix: &str| {
        let place = Place::field(field, label);
        findings.push(Finding::new("withdrawal", Severity::Fault, place, what, fix).linked("month"));
    };
    let wrong = match fate(events, &withdrawal.of) {
        Some(Fate::Claimed) => None,
        Some(Fate::Returned) => Some(("返戻された請求に過誤申立は要りません", "直して、そのまま請求し直してください")),
        Some(Fate::WithdrawalAsked) => {
            Some(("この月の過誤申立はもう出ています", "市町村の処理が終わるのを待って請求し直してください"))
        }
        Some(Fate::Withdrawn) => Some(("この月の請求はもう取り下げられています", "直して、全部を請求し直してください")),
        None => Some(("この月はまだ請求していません", "過誤申立は、支払われた請求を取り下げるときに出します")),
    };
    if let Some((what, fix)) = wrong {
        fault("service_month", "サービス提供年月", what, fix);
    }
    if withdrawal.reason.trim().is_empty() {
        fault("reason", "申立事由", "申立事由がありません", "過誤申立書に書く事由を入力してください");
    }
    findings
}

/// F05 (EC.., ED01): a month that was claimed before may only be claimed again after a return or a withdrawal.
/// A 同月過誤 that was asked for lets the corrected claim go into the same file, with a warning.
pub fn check_claims(persons: &[ClaimPerson], events: &[Event], withdrawals: &[Withdrawal]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (person, number) in persons.iter().zip(1_u32..) {
        let Some(of) = PersonMonth::of(person) else { continue };
        let Some(fate) = fate(events, &of).filter(|fate| !fate.may_be_claimed()) else { continue };
        let same_month = withdrawals.iter().any(|withdrawal| withdrawal.of == of && withdrawal.same_month);
        let place = Place::named(format!("請求一覧の{number}人目 {}", of.service_month));
        let (severity, what, fix) = match fate {
            Fate::WithdrawalAsked if same_month => (
                Severity::Warning,
                "同月過誤として、取り下げと同じ月に請求し直します",
                "市町村が同月過誤として扱うことを確かめてから出力してください",
            ),
            Fate::WithdrawalAsked => (
                Severity::Fault,
                "過誤申立の処理が終わっていない月を請求しようとしています",
                "市町村の取り下げが済んだことを登録してから請求してください",
            ),
            _ => (
                Severity::Fault,
                "この月はもう請求しています",
                "返戻されたなら返戻の一覧を取り込み、支払われた請求を直すなら過誤申立をしてから請求してください",
            ),
        };
        findings.push(Finding::new("F05", severity, place, what, fix).linked("month"));
    }
    findings
}
