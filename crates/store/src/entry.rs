//! 版: what every row that people enter has in common.
use crate::error::{Result, StoreError};
use serde::{Deserialize, Serialize};

/// A row that people enter: its id, its version, what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<B> {
    /// Id, unique in its table.
    pub id: i64,
    /// 1 for the first version; every change adds one.
    pub version: i64,
    /// What was entered.
    pub body: B,
}

/// The kinds of things that have versions or stand in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// 事業所.
    Office,
    /// 体制届.
    CapabilityNotice,
    /// ログイン利用者.
    Account,
    /// 所属.
    Membership,
    /// サインインの状態.
    Session,
    /// 利用者.
    Person,
    /// 受給者証.
    RecipientCard,
    /// 契約.
    Contract,
    /// 利用日数の特例.
    DaysException,
    /// 記録の1日.
    DayRecord,
    /// 1人1月の事実.
    MonthFacts,
    /// 請求月.
    ClaimMonth,
    /// 請求結果.
    ClaimResult,
    /// 請求ファイル.
    ClaimFile,
    /// 請求計算の実行.
    ClaimRun,
    /// 設定.
    Setting,
    /// 単価・様式事項.
    PriceList,
    /// 1人1年度の工賃.
    WageYear,
    /// 工賃の基礎の日数.
    WageBasis,
    /// 1人1月の上限額管理.
    CapMonth,
    /// 請求し直す1人1月.
    ClaimAgain,
    /// 地域生活支援事業の事業所情報.
    CommunityOffice,
    /// 地域生活支援事業の利用者情報.
    CommunityCard,
    /// 訪問・利用の記録.
    Visit,
    /// 事業所が入力した単価.
    PriceOverlay,
    /// 市町村の決まりの読み方.
    PackReading,
    /// 就労.
    Employment,
    /// 契約・退所(就労定着支援).
    RetentionFacts,
    /// 就労定着支援計画.
    SupportPlan,
    /// 添付ファイル.
    Attachment,
    /// 支援記録.
    Contact,
    /// 支援レポート.
    SupportReport,
    /// 加算情報.
    RetentionMonth,
    /// 就労定着率の名簿.
    RetentionRate,
    /// 請求の手続き(就労定着支援).
    RetentionClaim,
    /// 事業所の設定.
    OfficeSetting,
}

impl EntityKind {
    /// The name in the tables.
    pub const fn key(self) -> &'static str {
        match self {
            EntityKind::Office => "office",
            EntityKind::CapabilityNotice => "capability_notice",
            EntityKind::Account => "account",
            EntityKind::Membership => "membership",
            EntityKind::Session => "session",
            EntityKind::Person => "person",
            EntityKind::RecipientCard => "recipient_card",
            EntityKind::Contract => "contract",
            EntityKind::DaysException => "days_exception",
            EntityKind::DayRecord => "day_record",
            EntityKind::MonthFacts => "month_facts",
            EntityKind::ClaimMonth => "claim_month",
            EntityKind::ClaimResult => "claim_result",
            EntityKind::ClaimFile => "claim_file",
            EntityKind::ClaimRun => "claim_run",
            EntityKind::Setting => "setting",
            EntityKind::PriceList => "price_list",
            EntityKind::WageYear => "wage_year",
            EntityKind::WageBasis => "wage_basis",
            EntityKind::CapMonth => "cap_month",
            EntityKind::ClaimAgain => "claim_again",
            EntityKind::CommunityOffice => "community_office",
            EntityKind::CommunityCard => "community_card",
            EntityKind::Visit => "visit",
            EntityKind::PriceOverlay => "price_overlay",
            EntityKind::PackReading => "pack_reading",
            EntityKind::Employment => "employment",
            EntityKind::RetentionFacts => "retention_facts",
            EntityKind::SupportPlan => "support_plan",
            EntityKind::Attachment => "attachment",
            EntityKind::Contact => "contact",
            EntityKind::SupportReport => "support_report",
            EntityKind::RetentionMonth => "retention_month",
            EntityKind::RetentionRate => "retention_rate",
            EntityKind::RetentionClaim => "retention_claim",
            EntityKind::OfficeSetting => "office_setting",
        }
    }

    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            EntityKind::Office => "事業所",
            EntityKind::CapabilityNotice => "体制届",
            EntityKind::Account => "ログイン利用者",
            EntityKind::Membership => "所属",
            EntityKind::Session => "サインイン",
            EntityKind::Person => "利用者",
            EntityKind::RecipientCard => "受給者証",
            EntityKind::Contract => "契約",
            EntityKind::DaysException => "利用日数の特例",
            EntityKind::DayRecord => "サービス提供記録",
            EntityKind::MonthFacts => "月の事実",
            EntityKind::ClaimMonth => "請求月",
            EntityKind::ClaimResult => "請求結果",
            EntityKind::ClaimFile => "請求ファイル",
            EntityKind::ClaimRun => "請求計算",
            EntityKind::Setting => "設定",
            EntityKind::PriceList => "単価・様式事項",
            EntityKind::WageYear => "工賃",
            EntityKind::WageBasis => "工賃の基礎の日数",
            EntityKind::CapMonth => "上限額管理",
            EntityKind::ClaimAgain => "返戻・過誤・月遅れの件",
            EntityKind::CommunityOffice => "地域生活支援事業の事業所情報",
            EntityKind::CommunityCard => "地域生活支援事業の利用者情報",
            EntityKind::Visit => "訪問・利用の記録",
            EntityKind::PriceOverlay => "事業所が入力した単価",
            EntityKind::PackReading => "市町村の決まりの読み方",
            EntityKind::Employment => "就労",
            EntityKind::RetentionFacts => "契約・退所(就労定着支援)",
            EntityKind::SupportPlan => "就労定着支援計画",
            EntityKind::Attachment => "添付ファイル",
            EntityKind::Contact => "支援記録",
            EntityKind::SupportReport => "支援レポート",
            EntityKind::RetentionMonth => "加算情報",
            EntityKind::RetentionRate => "就労定着率の名簿",
            EntityKind::RetentionClaim => "請求の手続き(就労定着支援)",
            EntityKind::OfficeSetting => "事業所の設定",
        }
    }

    /// From the name in the tables.
    pub(crate) fn from_key(key: &str) -> Result<EntityKind> {
        serde_json::from_value(serde_json::Value::String(key.to_owned()))
            .map_err(|_| StoreError::Corrupt { table: "audit_event", column: "subject_kind" })
    }

    /// The answer to an id that this office does not have.
    pub(crate) const fn not_found(self) -> StoreError {
        StoreError::NotFound { what: self.label_ja() }
    }

    /// The answer to a save on an old version.
    pub(crate) const fn conflict(self, current: Option<i64>) -> StoreError {
        StoreError::Conflict { what: self.label_ja(), current }
    }
}
