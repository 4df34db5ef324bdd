//! 誰のきまりか: the municipality, its edition and the papers the other tables point at.
use kernel::{Month, MunicipalityNo, UnitPrice};
use serde::{Deserialize, Serialize};

/// Who the pack is for and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Key, also the file name: `kamakura`.
    pub id: String,
    /// 市町村名.
    pub name: String,
    /// 都道府県.
    pub prefecture: String,
    /// Five digits of the 全国地方公共団体コード.
    pub jis_code: String,
    /// Further codes served by the same rules.
    #[serde(default)]
    pub also: Vec<String>,
    /// 証記載市町村番号 as printed on certificates; empty where none was seen.
    #[serde(default)]
    pub certificate_numbers: Vec<MunicipalityNo>,
    /// Edition of the municipality's papers.
    pub edition: String,
    /// First service month this edition decides; empty = from the first period.
    #[serde(default)]
    pub from: Option<Month>,
    /// Last service month, inclusive; empty = in force.
    #[serde(default)]
    pub to: Option<Month>,
    /// Earlier service months are refused by name.
    #[serde(default)]
    pub earliest_service_month: Option<Month>,
    /// `true` for towns that do not exist.
    #[serde(default)]
    pub invented: bool,
    /// What is whole and what is missing.
    pub status: String,
    /// 単位 or 円.
    #[serde(default)]
    pub currency: Currency,
    /// 単位数単価, where the tariff is in units.
    #[serde(default)]
    pub unit_price: Option<UnitPrice>,
    /// 事業区分 in the office master.
    #[serde(default)]
    pub designation_codes: Vec<String>,
    /// Whom to ask.
    #[serde(default)]
    pub contact: Option<String>,
    /// What is to be asked.
    #[serde(default)]
    pub review_note: Option<String>,
    /// The papers the other tables point at.
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
}

/// 単位 or 円.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Currency {
    /// 単位.
    #[default]
    Units,
    /// 円.
    Yen,
}

/// A paper or page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Key used in `source = "…"`.
    pub id: String,
    /// Title and date.
    pub title: String,
}
