//! The facts of one person's month that a claim rests on: what `store` reads and everything below uses.
use fees::b_type::facts::ServiceMonth;
use kernel::{Day, MunicipalityNo, OfficeNo, RecipientNo, UnitPrice, Yen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 所得区分.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IncomeClass {
    /// 生活保護.
    #[serde(rename = "生活保護")]
    PublicAssistance,
    /// 低所得.
    #[serde(rename = "低所得")]
    Low,
    /// 低所得1.
    #[serde(rename = "低所得1")]
    Low1,
    /// 低所得2.
    #[serde(rename = "低所得2")]
    Low2,
    /// 一般1.
    #[serde(rename = "一般1")]
    General1,
    /// 一般2.
    #[serde(rename = "一般2")]
    General2,
}

impl IncomeClass {
    /// The word on the card and in the table of caps.
    pub const fn name(self) -> &'static str {
        match self {
            IncomeClass::PublicAssistance => "生活保護",
            IncomeClass::Low => "低所得",
            IncomeClass::Low1 => "低所得1",
            IncomeClass::Low2 => "低所得2",
            IncomeClass::General1 => "一般1",
            IncomeClass::General2 => "一般2",
        }
    }
}

/// 上限額管理 of the month, as the result sheet says for this office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapManagement {
    /// 管理結果 1, 2 or 3.
    pub result: u8,
    /// 管理結果後利用者負担額 of this office.
    pub amount: Yen,
    /// This office manages the cap (adds 利用者負担上限額管理加算).
    #[serde(default)]
    pub by_this_office: bool,
}

/// What turns units into yen and burden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burden {
    /// 地域区分: `特別区`, `1級地`…`7級地`, `その他`.
    pub area_class: String,
    /// Overrides the table's unit price.
    #[serde(default)]
    pub unit_price: Option<UnitPrice>,
    /// 負担上限月額①.
    pub cap: Yen,
    /// 所得区分.
    #[serde(default)]
    pub income_class: Option<IncomeClass>,
    /// 上限額管理.
    #[serde(default)]
    pub cap_management: Option<CapManagement>,
    /// 自治体助成分請求額 the municipality pays of the decided burden.
    #[serde(default)]
    pub municipal_subsidy: Option<Yen>,
}

/// 受給者証 in force in the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// 証記載市町村番号.
    pub municipality_no: MunicipalityNo,
    /// 支給決定期間 from.
    pub decided_from: Day,
    /// 支給決定期間 to.
    pub decided_to: Day,
    /// 支給量, days a month.
    pub granted_days: u32,
    /// 負担上限月額.
    pub burden_cap: Yen,
    /// 所得区分.
    pub income_class: Option<IncomeClass>,
    /// 食事提供体制加算 対象.
    pub meal_eligible: bool,
    /// 上限額管理事業所 printed on the card.
    pub cap_manager: Option<OfficeNo>,
    /// 助成自治体番号.
    pub subsidizing_municipality_no: Option<MunicipalityNo>,
    /// The card was checked against the paper and locked; claims need it.
    pub locked: bool,
}

/// 契約 in force in the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// 契約開始年月日.
    pub from: Day,
    /// 契約終了年月日.
    pub to: Option<Day>,
    /// 契約支給量, days a month.
    pub days: u32,
    /// 事業者記入欄番号, two digits.
    pub provider_entry_no: String,
    /// 決定サービスコード (461000).
    pub decision_code: String,
}

/// One person's month: who, on what card and contract, what happened.
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
    /// 契約 in force, if any.
    pub contract: Option<Contract>,
    /// First day served under the continuing contract (J121-02.8).
    pub service_started_on: Option<Day>,
    /// Last service day, when the use ended in the month (J121-02.9).
    pub service_ended_on: Option<Day>,
    /// The facts that the rules read.
    pub month: ServiceMonth,
    /// What turns units into yen.
    pub burden: Burden,
    /// 備考 of the record sheet by day.
    pub remarks: BTreeMap<u8, String>,
    /// 施設外支援 days from April to the month before (累計 = this + this month).
    pub offsite_days_before: u32,
    /// 集中的支援 start day.
    pub intensive_started_on: Option<Day>,
}

/// The office as the files name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimOffice {
    /// 事業所番号.
    pub office_no: OfficeNo,
    /// 事業所名.
    pub name: String,
}
