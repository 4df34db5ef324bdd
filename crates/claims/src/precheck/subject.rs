//! 点検の対象: what the checks look at of one person's month, whatever the service.
use crate::cap::addition_only;
use crate::{Burden, Card, Contract, Dossier, Outcome};
use fees::b_type::facts::DayStatus;
use kernel::{Day, Month};
use std::collections::BTreeMap;

/// One person's month as the checks that all services share see it.
pub(crate) struct Subject<'p> {
    /// サービス提供年月.
    pub(crate) service_month: Month,
    /// 氏名 as typed.
    pub(crate) name: &'p str,
    /// フリガナ.
    pub(crate) name_kana: &'p str,
    /// 印字用氏名.
    pub(crate) name_print: Option<&'p str>,
    /// 受給者証 in force.
    pub(crate) card: Option<&'p Card>,
    /// 契約 in force.
    pub(crate) contract: Option<&'p Contract>,
    /// First day served under the continuing contract.
    pub(crate) service_started_on: Option<Day>,
    /// Last service day, when the use ended in the month.
    pub(crate) service_ended_on: Option<Day>,
    /// What turns units into yen.
    pub(crate) burden: &'p Burden,
    /// 備考 of the record sheet by day.
    pub(crate) remarks: &'p BTreeMap<u8, String>,
    /// Days on which something is claimed or could be, ascending.
    pub(crate) used: Vec<Day>,
    /// Nothing but 利用者負担上限額管理加算 is claimed.
    pub(crate) addition_only: bool,
}

impl<'p> Subject<'p> {
    /// A month of 就労継続支援B型.
    pub(super) fn b_type(dossier: &'p Dossier, outcome: &Outcome) -> Subject<'p> {
        let month = dossier.month.service_month;
        let days = dossier.month.days.iter();
        let used = days.filter(|day| day.status != DayStatus::Absent || day.absence_consulted);
        Subject {
            service_month: month,
            name: &dossier.name,
            name_kana: &dossier.name_kana,
            name_print: dossier.name_print.as_deref(),
            card: dossier.card.as_ref(),
            contract: dossier.contract.as_ref(),
            service_started_on: dossier.service_started_on,
            service_ended_on: dossier.service_ended_on,
            burden: &dossier.burden,
            remarks: &dossier.remarks,
            used: used.filter_map(|day| month.day(day.day)).collect(),
            addition_only: addition_only(dossier, outcome),
        }
    }
}
