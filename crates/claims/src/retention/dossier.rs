//! 一人の一か月の事実 of 就労定着支援: who, on what card and contract, what happened.
use crate::{Burden, Card, Contract};
use fees::retention::facts::ServiceMonth;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One person's month of 就労定着支援.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Opaque key of the person (links on screens); never in files.
    pub person_key: String,
    /// 氏名 as typed (may hold characters that MS932 lacks).
    pub name: String,
    /// フリガナ, full-width katakana as typed.
    pub name_kana: String,
    /// 印字用氏名 when the name cannot be written in MS932.
    pub name_print: Option<String>,
    /// 受給者証 in force, if any. The last one of the month when it changed inside the month.
    pub card: Option<Card>,
    /// 契約 in force, if any. `days` is 契約支給量 as it stands on the card: its unit is not known for this service, so
    /// it is written as entered and compared with nothing.
    pub contract: Option<Contract>,
    /// 利用開始日 (J121-02.8).
    pub service_started_on: Option<Day>,
    /// 利用終了日, when the use ended in the month (J121-02.9).
    pub service_ended_on: Option<Day>,
    /// The facts that the rules read.
    pub month: ServiceMonth,
    /// What turns units into yen.
    pub burden: Burden,
    /// 備考 of the record sheet by day.
    #[serde(default)]
    pub remarks: BTreeMap<u8, String>,
}
