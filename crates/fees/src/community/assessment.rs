//! 算定結果: what one person, service and month of 地域生活支援事業 may claim, with reasons.
use super::facts::Service;
use super::pack::Currency;
use super::prices::Origin;
use super::{Entry, Held, Unbilled};
use crate::{NotApplied, Step};
use kernel::{Day, Finding, Month, ServiceCode, UnitPrice, Units, Yen};
use serde::{Deserialize, Serialize};

/// What a line of the claim is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Records of the month.
    Service,
    /// Boxes and slots of records (通学支援加算, 送迎加算, 単独型 …).
    Box,
    /// 加算 with codes of their own (初回, 緊急時対応 …).
    Addition,
}

/// One line of the 請求明細書: everything of one name and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityLine {
    /// What it is made of.
    pub kind: LineKind,
    /// サービスコード; `None` where the municipality prints none or nobody has seen it.
    pub code: Option<ServiceCode>,
    /// Name the municipality prints.
    pub name: String,
    /// 単位 or 円 of one; `None` when nobody has said.
    pub amount: Option<i64>,
    /// 回数.
    pub count: u32,
    /// `amount` × `count`.
    pub total: Option<i64>,
    /// Days of the month it rests on.
    pub days: Vec<u8>,
    /// Whether code and price were seen in the municipality's own paper.
    pub verified: bool,
    /// Where the price comes from; `None` without one.
    pub origin: Option<Origin>,
    /// The paper of the price.
    pub source: String,
}

/// 保留: a record that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRecord {
    /// Number of the visit in the facts.
    pub visit: usize,
    /// Day of the record.
    pub date: Day,
    /// From, minutes since midnight.
    pub start: u16,
    /// To, as the tool takes it.
    pub end: u16,
    /// Name it would have under the suggestion.
    pub service_name: String,
    /// The question.
    pub point: Held,
}

/// The sum of a month's lines; made only when every line has a price and nothing is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// 給付単位数; `None` where the tariff is in yen.
    pub units: Option<Units>,
    /// 単位数単価; `None` where the tariff is in yen.
    pub unit_price: Option<UnitPrice>,
    /// 総費用額.
    pub cost: Yen,
}

/// How much of the contract is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// 移動支援: minutes shown, both helpers, without addition lines (U-16).
    Minutes {
        /// Used.
        used: u32,
        /// Contracted; `None` when the facts do not say.
        contracted: Option<u32>,
    },
    /// 日中一時支援: days.
    Days {
        /// Used.
        used: u32,
        /// Contracted, × 100; `None` when the facts do not say.
        contracted_x100: Option<u32>,
    },
}

/// What may be claimed for one person, service and month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityAssessment {
    /// Which service.
    pub service: Service,
    /// サービス提供年月: chose the rules.
    pub service_month: Month,
    /// Id of the pack.
    pub pack: String,
    /// 市町村名.
    pub municipality: String,
    /// Edition of the pack, kept with the claim.
    pub edition: String,
    /// Period of the pack.
    pub period: String,
    /// サービス種類コード (01, 02), where the municipality has one.
    pub service_type: Option<String>,
    /// 無償化対象児童.
    pub free: bool,
    /// 単位 or 円.
    pub currency: Currency,
    /// Records in the order of the entry sheet, the held ones under their suggestion.
    pub entries: Vec<Entry>,
    /// What waits for a person; their records are in no line.
    pub held: Vec<HeldRecord>,
    /// Lines in the order in which their names first appear, then boxes, then additions.
    pub lines: Vec<CommunityLine>,
    /// Names without a price, each once.
    pub missing_prices: Vec<String>,
    /// サービス利用日数: days with a record that is not held.
    pub days: u32,
    /// Use of the contract.
    pub usage: Usage,
    /// The sum; `None` while a price is missing or a record is held.
    pub totals: Option<Totals>,
    /// Minutes a decision left out.
    pub unbilled: Vec<Unbilled>,
    /// Rules that did not apply, with reasons.
    pub not_applied: Vec<NotApplied>,
    /// What has to be mended or known.
    pub findings: Vec<Finding>,
    /// The calculation.
    pub steps: Vec<Step>,
}

impl CommunityAssessment {
    /// 給付単位数 or 円 of the lines; `None` with the totals.
    pub fn amount(&self) -> Option<i64> {
        self.totals.map(|totals| totals.units.map_or(totals.cost.0, |units| units.0))
    }
}
