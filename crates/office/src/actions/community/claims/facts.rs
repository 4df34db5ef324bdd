//! 請求の事実 of one person and month, as 締め keeps them.
use claims::community::CommunityBurden;
use fees::community::{facts::ServiceMonth, prices::Overlay};
use kernel::{Finding, Month, MunicipalityNo, OfficeNo};
use serde::{Deserialize, Serialize};

/// One service of a person's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFacts {
    /// What the rules read.
    pub month: ServiceMonth,
    /// Ids of the visits, in the order of the facts.
    pub visit_ids: Vec<i64>,
    /// Planned start and end of each, minutes since midnight.
    pub planned: Vec<Option<(u16, u16)>>,
    /// 決定サービスコード.
    pub decision: Option<String>,
    /// 契約支給量 × 100.
    pub contract_x100: Option<u32>,
}

/// Everything a person's claim rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimFacts {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub name_kana: String,
    /// サービス提供年月.
    pub service_month: Month,
    /// 証記載市町村番号; `None` without a card.
    pub municipality_no: Option<MunicipalityNo>,
    /// 受給者証番号.
    pub recipient_no: String,
    /// 支給決定者氏名.
    pub guardian_kana: String,
    /// 支給決定児童氏名.
    pub child_kana: String,
    /// Id of the pack of the month; `None` where there is none.
    pub pack: Option<String>,
    /// 移動支援, 日中一時支援: those with a record.
    pub parts: Vec<PartFacts>,
    /// What the certificate says of the burden.
    pub burden: CommunityBurden,
    /// 上限額管理事業所.
    pub cap_manager: Option<OfficeNo>,
    /// This office manages the cap and has told the result.
    pub manages_cap: bool,
    /// 単価の登録 of the municipality in the month.
    pub overlays: Vec<Overlay>,
    /// What the masters lack for a claim.
    pub checks: Vec<Finding>,
}
