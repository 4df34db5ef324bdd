//! 事例: the document of 移動支援 or 日中一時支援 as typed values.
use crate::IncomeClass;
use crate::case::common::{CaseCapManagement, is_default};
use fees::community::facts::{Decision, Service};
use fees::community::pack::Currency;
use kernel::{Day, Month, MunicipalityNo, ServiceCode, Yen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One case document of 地域生活支援事業.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityCase {
    /// 移動支援 or 日中一時支援.
    pub service: Service,
    /// サービス提供年月.
    pub service_month: Month,
    /// Id of the municipality's pack.
    pub pack: String,
    /// Prices of a test: name → 単位 or 円.
    #[serde(default, skip_serializing_if = "is_default")]
    pub prices: BTreeMap<String, i64>,
    /// 単価の登録.
    #[serde(default, skip_serializing_if = "is_default")]
    pub overlays: Vec<CommunityCaseOverlay>,
    /// Office facts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub office: CommunityCaseOffice,
    /// Person facts.
    pub person: CommunityCasePerson,
    /// Visits or stays as worked.
    #[serde(default)]
    pub visits: Vec<CommunityCaseVisit>,
    /// Choices that hold for the whole month.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decisions: Vec<Decision>,
}

/// `office` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CommunityCaseOffice {
    /// The office gives 日中一時支援 alone.
    pub single_facility: bool,
}

/// One of `overlays` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityCaseOverlay {
    /// Printed name.
    pub name: String,
    /// 単位 or 円.
    pub amount: i64,
    /// Which of the two.
    #[serde(default, skip_serializing_if = "is_default")]
    pub currency: Currency,
    /// First service month.
    pub valid_from: Month,
    /// Last service month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Month>,
    /// Paper.
    pub source: String,
    /// When it was read.
    pub read_on: Day,
    /// サービスコード that the paper prints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ServiceCode>,
}

/// `person` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CommunityCasePerson {
    /// 証記載市町村番号; has to be one of the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality_no: Option<MunicipalityNo>,
    /// 負担上限月額.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burden_cap: Option<Yen>,
    /// 所得区分.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub income_class: Option<IncomeClass>,
    /// 利用者負担率.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burden_rate_percent: Option<u8>,
    /// 上限額管理.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap_management: Option<CaseCapManagement>,
    /// 決定サービスコード.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_code: Option<String>,
    /// Birthday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born_on: Option<Day>,
    /// 無償化対象児童 said outright.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_child: Option<bool>,
    /// 契約支給量 × 100: hours, or days of 日中一時支援.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_hours_x100: Option<u32>,
    /// 身体介護; not given = as the decision code says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_care: Option<bool>,
    /// 障害種別 of the tool: 1 and 2 are 重度.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disability_kind: Option<String>,
}

/// 通園・通学・通所: the whole visit, or the hours of its box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Commute {
    /// `true` = the whole visit.
    Whole(bool),
    /// `"0.5H"` … `"2H"`.
    Hours(String),
}

/// One of `visits` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityCaseVisit {
    /// Day it began.
    pub date: Day,
    /// `"0730"`.
    pub start: String,
    /// `"0030"`; not after `start` = the next day.
    pub end: String,
    /// 1 = the first helper's record, 2 = a record of the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<u8>,
    /// 2 = two helpers all the time, a record for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpers: Option<u8>,
    /// 通園・通学・通所.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commute: Option<Commute>,
    /// 算定外 minutes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deducted_minutes: u16,
    /// When they began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deducted_start: Option<String>,
    /// 緊急時対応.
    #[serde(default, skip_serializing_if = "is_default")]
    pub emergency: bool,
    /// 初回.
    #[serde(default, skip_serializing_if = "is_default")]
    pub first: bool,
    /// 喀痰吸引等.
    #[serde(default, skip_serializing_if = "is_default")]
    pub suction: bool,
    /// 送迎.
    #[serde(default, skip_serializing_if = "is_default")]
    pub transport: u8,
    /// 食事提供.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meal: bool,
    /// 単独型.
    #[serde(default, skip_serializing_if = "is_default")]
    pub single_facility: bool,
    /// Accepts whatever is suggested where the rules do not settle.
    #[serde(default, skip_serializing_if = "is_default")]
    pub accept: bool,
    /// Choices on points the rules do not settle.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decisions: Vec<Decision>,
}
