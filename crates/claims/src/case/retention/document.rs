//! 事例: the document as typed values.
use crate::IncomeClass;
use crate::case::common::{CaseCapManagement, CaseManualLine, Service, is_default};
use crate::case::typed::{prune, typed};
use crate::case::{CaseError, strict_json};
use fees::retention::facts::{
    AdditionsState, Capability, Contact, JobChange, OfficeReductions, ReportToEmployer, RetentionRate,
};
use kernel::{Day, Month, UnitPrice, Yen};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One case document of 就労定着支援.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionCase {
    /// Which service.
    pub service: Service,
    /// サービス提供年月.
    pub service_month: Month,
    /// Office facts (加算情報).
    pub office: RetentionCaseOffice,
    /// Person facts.
    pub person: RetentionCasePerson,
    /// Supports of the month.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Conferences claimed earlier in the fiscal year.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conferences_this_year: u32,
    /// Conferences claimed in the eleven months before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conferences_last_eleven_months: Option<u32>,
    /// 支援レポート共有日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_shared_on: Option<Day>,
    /// Whether the employer got the report.
    #[serde(default, skip_serializing_if = "is_default")]
    pub report_to_employer: ReportToEmployer,
    /// The person did not get the report.
    #[serde(default, skip_serializing_if = "is_default")]
    pub report_person_left_out: bool,
    /// State of the 加算情報.
    #[serde(default)]
    pub additions_state: AdditionsState,
    /// Lines typed by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manual_lines: Vec<CaseManualLine>,
}

/// `office` of a case of 就労定着支援.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionCaseOffice {
    /// 地域区分.
    pub area_class: String,
    /// 単位数単価 instead of the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<UnitPrice>,
    /// 就労定着率 as two counts of people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<RetentionRate>,
    /// Number of users, until 2024-03.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    /// 加算の届出.
    #[serde(default, skip_serializing_if = "is_default")]
    pub capability: Capability,
    /// 減算の状況.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reductions: OfficeReductions,
}

/// `person` of a case of 就労定着支援.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionCasePerson {
    /// 負担上限月額; absent = not known, which blocks the claim.
    pub burden_cap: Option<Yen>,
    /// 所得区分.
    pub income_class: Option<IncomeClass>,
    /// 上限額管理.
    pub cap_management: Option<CaseCapManagement>,
    /// Another office manages the cap, so that its result is needed.
    pub cap_managed_elsewhere: bool,
    /// 自治体助成分.
    pub municipal_subsidy: Option<Yen>,
    /// 雇用開始日.
    pub employed_on: Option<Day>,
    /// 契約日.
    pub contract_on: Option<Day>,
    /// 契約終了日.
    pub contract_end_on: Option<Day>,
    /// 支給決定期間 from.
    pub decided_from: Option<Day>,
    /// 支給決定期間 to.
    pub decided_to: Option<Day>,
    /// 退職日.
    pub resigned_on: Option<Day>,
    /// 退所日.
    pub left_on: Option<Day>,
    /// 利用意向なし.
    pub declined: bool,
    /// 断った日.
    pub declined_on: Option<Day>,
    /// Taken over from the office's own records without a hire date.
    pub taken_over: bool,
    /// Hire date after `resigned_on`.
    pub re_employed_on: Option<Day>,
    /// Job changes before that one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub job_changes: Vec<JobChange>,
    /// Sent by an office not run as one with this one.
    pub from_other_provider: bool,
    /// 利用開始日.
    pub started_on: Option<Day>,
    /// n-th month without a plan.
    pub plan_missing_month: Option<u32>,
    /// 支援体制構築未実施.
    pub support_structure_missing: bool,
    /// Whether a 受給者証 is in force in the month.
    pub card_known: Option<bool>,
    /// 受給者証ロック.
    pub card_locked: bool,
}

impl RetentionCase {
    /// Reads a document; whatever is not understood is refused.
    ///
    /// # Errors
    /// [`CaseError`] with the path, the value found and what is allowed there.
    pub fn parse(text: &str) -> Result<RetentionCase, CaseError> {
        RetentionCase::from_value(strict_json::read(text)?)
    }

    /// Reads a document that is already JSON.
    ///
    /// # Errors
    /// As [`RetentionCase::parse`].
    pub fn from_value(mut value: Value) -> Result<RetentionCase, CaseError> {
        super::CASE.check("", &mut value)?;
        let case: RetentionCase = typed(&value)?;
        case.check_dates()?;
        Ok(case)
    }

    /// Contacts lie in the month; a rate has no more people at work than people; job changes run forward.
    fn check_dates(&self) -> Result<(), CaseError> {
        let month = self.service_month;
        for (i, contact) in self.contacts.iter().enumerate() {
            if contact.date.month() != month {
                let value = Value::String(contact.date.to_string());
                return Err(CaseError::at(&format!("contacts[{i}].date"), &value, format!("{month} の日付")));
            }
        }
        if let Some(rate) = self.office.retention.filter(|rate| rate.numerator > rate.denominator) {
            let allowed = format!("分母 {} までの人数", rate.denominator);
            return Err(CaseError::at("office.retention.numerator", &rate.numerator.into(), allowed));
        }
        for (i, change) in self.person.job_changes.iter().enumerate() {
            if change.re_employed_on <= change.resigned_on {
                let path = format!("person.job_changes[{i}].re_employed_on");
                let value = Value::String(change.re_employed_on.to_string());
                return Err(CaseError::at(&path, &value, format!("{} より後の日付", change.resigned_on)));
            }
        }
        Ok(())
    }

    /// The document as JSON; what is not given stays out.
    pub fn to_json(&self) -> Value {
        let mut value = serde_json::to_value(self).expect("a case holds only JSON values");
        prune(&mut value);
        value
    }
}
