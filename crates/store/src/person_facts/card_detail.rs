//! 受給者証の記載事項: what the paper says beside what every claim reads – for forms, lists and checks.
use kernel::{Day, MunicipalityNo, OfficeNo, Yen};
use serde::{Deserialize, Serialize};

/// What else a card says. All of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardDetail {
    /// 申請中: the paper has not come yet.
    pub applied_for: bool,
    /// 交付年月日.
    pub issued_on: Option<Day>,
    /// 居住地.
    pub address: String,
    /// 支給市町村名.
    pub municipality_name: String,
    /// 発送先市町村番号; `None`: the same as 請求先.
    pub sending_municipality_no: Option<MunicipalityNo>,
    /// 障害種別: 身体.
    pub physical: bool,
    /// 障害種別: 知的.
    pub intellectual: bool,
    /// 障害種別: 精神.
    pub mental: bool,
    /// 障害種別: 難病等.
    pub intractable: bool,
    /// 障害支援区分, as printed.
    pub support_class: String,
    /// 認定有効期間 from.
    pub certified_from: Option<Day>,
    /// 認定有効期間 to.
    pub certified_to: Option<Day>,
    /// サービス種別: 決定サービスコード, where the contract does not say it.
    pub decision_code: String,
    /// 支給量等 as printed, with its unit.
    pub granted_text: String,
    /// 予備欄・特記事項.
    pub remarks: Vec<String>,
    /// 計画相談.
    pub planning: CardPlanning,
    /// 負担上限月額の適用期間 from.
    pub cap_from: Option<Day>,
    /// 負担上限月額の適用期間 to.
    pub cap_to: Option<Day>,
    /// 上限額管理対象者; `None` where the paper does not say.
    pub cap_managed: Option<bool>,
    /// 上限額管理事業所名.
    pub cap_manager_name: String,
    /// 特例: 軽減後上限額.
    pub reduced_cap: Option<Yen>,
    /// 契約支給量 of the page for offices, hundredths of its unit.
    pub contracted_x100: Option<u32>,
    /// 提供終了月中の既提供量, hundredths of the unit.
    pub provided_x100: Option<u32>,
    /// 原本確認日.
    pub original_seen_on: Option<Day>,
}

/// 計画相談 as the card names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardPlanning {
    /// 指定特定相談支援事業所名.
    pub office_name: String,
    /// Its 事業所番号.
    pub office_no: Option<OfficeNo>,
    /// 支給期間 from.
    pub from: Option<Day>,
    /// 支給期間 to.
    pub to: Option<Day>,
    /// モニタリング期間, as printed.
    pub monitoring: String,
}
