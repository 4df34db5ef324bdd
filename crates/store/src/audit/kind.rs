//! 監査記録の種類: the closed list of acts.
use crate::error::{Result, StoreError};
use serde::{Deserialize, Serialize};

/// What an act did. The list is closed: a new act is a new row here, with its Japanese name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    /// 初期設定.
    SetUp,
    /// サインイン.
    SignedIn,
    /// サインイン失敗.
    SignInFailed,
    /// サインアウト.
    SignedOut,
    /// サインインの取消し.
    SessionsEnded,
    /// 事業所の切替え.
    OfficeSwitched,
    /// パスワードの変更.
    PasswordChanged,
    /// ログイン利用者の登録.
    AccountCreated,
    /// ログイン利用者の変更.
    AccountUpdated,
    /// ログイン利用者の停止.
    AccountDisabled,
    /// ログイン利用者の再開.
    AccountEnabled,
    /// 権限の付与.
    MembershipGranted,
    /// 権限の取消し.
    MembershipRevoked,
    /// 事業所の登録.
    OfficeCreated,
    /// 事業所の変更.
    OfficeUpdated,
    /// 全体の設定の保存.
    SettingSaved,
    /// 体制届の保存.
    NoticeSaved,
    /// 利用者の登録.
    PersonCreated,
    /// 利用者の変更.
    PersonUpdated,
    /// 受給者証の保存.
    CardSaved,
    /// 受給者証のロック.
    CardLocked,
    /// 受給者証のロック解除.
    CardUnlocked,
    /// 契約の保存.
    ContractSaved,
    /// 利用日数の特例の保存.
    DaysExceptionSaved,
    /// 記録の保存.
    DaySaved,
    /// 記録の一括保存.
    DaysSaved,
    /// 記録の削除.
    DayDeleted,
    /// 記録を元に戻す.
    DayRestored,
    /// 月の事実の保存.
    MonthFactsSaved,
    /// 請求計算の開始.
    ClaimRunStarted,
    /// 請求計算の終了.
    ClaimRunFinished,
    /// 請求計算.
    ClaimCalculated,
    /// 請求月の手続き.
    MonthStepTaken,
    /// 月の締め.
    MonthClosed,
    /// 月の締めの解除.
    MonthReopened,
    /// 請求ファイルの作成.
    ClaimFilesMade,
    /// 帳票の印刷.
    Printed,
    /// 書出し.
    Exported,
    /// 取込み.
    Imported,
    /// 個人情報の閲覧.
    PersonalDataRead,
    /// 設定の変更.
    SettingChanged,
    /// 単価・様式事項の保存.
    PricesSaved,
    /// 工賃の保存.
    WagesSaved,
    /// 上限額管理の保存.
    CapSaved,
    /// 返戻・過誤の手続き.
    ClaimAgainSaved,
    /// 地域生活支援事業の事業所情報の保存.
    CommunityOfficeSaved,
    /// 地域生活支援事業の利用者情報の保存.
    CommunityCardSaved,
    /// 地域生活支援事業の利用者情報のロック.
    CommunityCardLocked,
    /// 地域生活支援事業の利用者情報のロック解除.
    CommunityCardUnlocked,
    /// 訪問・利用の記録の保存.
    VisitSaved,
    /// 訪問・利用の記録の一括保存.
    VisitsSaved,
    /// 訪問・利用の記録の削除.
    VisitDeleted,
    /// 訪問・利用の記録を元に戻す.
    VisitRestored,
    /// 保留の判断.
    HeldPointDecided,
    /// 入力した単価の保存.
    PriceOverlaySaved,
    /// 市町村の決まりの読み方の保存.
    PackReadingSaved,
    /// 就労の保存.
    EmploymentSaved,
    /// 契約・退所の保存.
    RetentionFactsSaved,
    /// 支援計画の保存.
    SupportPlanSaved,
    /// ファイルの添付.
    AttachmentAdded,
    /// 添付ファイルの取消し.
    AttachmentRemoved,
    /// 支援記録の保存.
    ContactSaved,
    /// 支援レポートの保存.
    SupportReportSaved,
    /// 加算情報の登録.
    RetentionMonthSaved,
    /// 加算情報の承認.
    RetentionMonthApproved,
    /// 就労定着率の名簿の保存.
    RetentionRateSaved,
    /// サービスコードの手での割り当て.
    CodeAssigned,
    /// サービスコードの割り当ての取消し.
    CodeUnassigned,
    /// センター長チェック.
    ChiefChecked,
    /// センター長チェックの取消し.
    ChiefUnchecked,
    /// 請求する.
    ClaimRequested,
    /// 請求キャンセル.
    ClaimRequestCancelled,
    /// 請求の送信済み.
    ClaimSent,
    /// ほかの事業所への引継ぎ.
    PersonHandedOver,
    /// ほかの事業所からの引継ぎ.
    PersonTakenOver,
}

impl AuditKind {
    /// All kinds, in order.
    pub const ALL: &[AuditKind] = &[
        AuditKind::SetUp,
        AuditKind::SignedIn,
        AuditKind::SignInFailed,
        AuditKind::SignedOut,
        AuditKind::SessionsEnded,
        AuditKind::OfficeSwitched,
        AuditKind::PasswordChanged,
        AuditKind::AccountCreated,
        AuditKind::AccountUpdated,
        AuditKind::AccountDisabled,
        AuditKind::AccountEnabled,
        AuditKind::MembershipGranted,
        AuditKind::MembershipRevoked,
        AuditKind::OfficeCreated,
        AuditKind::OfficeUpdated,
        AuditKind::SettingSaved,
        AuditKind::NoticeSaved,
        AuditKind::PersonCreated,
        AuditKind::PersonUpdated,
        AuditKind::CardSaved,
        AuditKind::CardLocked,
        AuditKind::CardUnlocked,
        AuditKind::ContractSaved,
        AuditKind::DaysExceptionSaved,
        AuditKind::DaySaved,
        AuditKind::DaysSaved,
        AuditKind::DayDeleted,
        AuditKind::DayRestored,
        AuditKind::MonthFactsSaved,
        AuditKind::ClaimRunStarted,
        AuditKind::ClaimRunFinished,
        AuditKind::ClaimCalculated,
        AuditKind::MonthStepTaken,
        AuditKind::MonthClosed,
        AuditKind::MonthReopened,
        AuditKind::ClaimFilesMade,
        AuditKind::Printed,
        AuditKind::Exported,
        AuditKind::Imported,
        AuditKind::PersonalDataRead,
        AuditKind::SettingChanged,
        AuditKind::PricesSaved,
        AuditKind::WagesSaved,
        AuditKind::CapSaved,
        AuditKind::ClaimAgainSaved,
        AuditKind::CommunityOfficeSaved,
        AuditKind::CommunityCardSaved,
        AuditKind::CommunityCardLocked,
        AuditKind::CommunityCardUnlocked,
        AuditKind::VisitSaved,
        AuditKind::VisitsSaved,
        AuditKind::VisitDeleted,
        AuditKind::VisitRestored,
        AuditKind::HeldPointDecided,
        AuditKind::PriceOverlaySaved,
        AuditKind::PackReadingSaved,
        AuditKind::EmploymentSaved,
        AuditKind::RetentionFactsSaved,
        AuditKind::SupportPlanSaved,
        AuditKind::AttachmentAdded,
        AuditKind::AttachmentRemoved,
        AuditKind::ContactSaved,
        AuditKind::SupportReportSaved,
        AuditKind::RetentionMonthSaved,
        AuditKind::RetentionMonthApproved,
        AuditKind::RetentionRateSaved,
        AuditKind::CodeAssigned,
        AuditKind::CodeUnassigned,
        AuditKind::ChiefChecked,
        AuditKind::ChiefUnchecked,
        AuditKind::ClaimRequested,
        AuditKind::ClaimRequestCancelled,
        AuditKind::ClaimSent,
        AuditKind::PersonHandedOver,
        AuditKind::PersonTakenOver,
    ];

    /// The name in the table.
    pub const fn key(self) -> &'static str {
        match self {
            AuditKind::SetUp => "set_up",
            AuditKind::SignedIn => "signed_in",
            AuditKind::SignInFailed => "sign_in_failed",
            AuditKind::SignedOut => "signed_out",
            AuditKind::SessionsEnded => "sessions_ended",
            AuditKind::OfficeSwitched => "office_switched",
            AuditKind::PasswordChanged => "password_changed",
            AuditKind::AccountCreated => "account_created",
            AuditKind::AccountUpdated => "account_updated",
            AuditKind::AccountDisabled => "account_disabled",
            AuditKind::AccountEnabled => "account_enabled",
            AuditKind::MembershipGranted => "membership_granted",
            AuditKind::MembershipRevoked => "membership_revoked",
            AuditKind::OfficeCreated => "office_created",
            AuditKind::OfficeUpdated => "office_updated",
            AuditKind::SettingSaved => "setting_saved",
            AuditKind::NoticeSaved => "notice_saved",
            AuditKind::PersonCreated => "person_created",
            AuditKind::PersonUpdated => "person_updated",
            AuditKind::CardSaved => "card_saved",
            AuditKind::CardLocked => "card_locked",
            AuditKind::CardUnlocked => "card_unlocked",
            AuditKind::ContractSaved => "contract_saved",
            AuditKind::DaysExceptionSaved => "days_exception_saved",
            AuditKind::DaySaved => "day_saved",
            AuditKind::DaysSaved => "days_saved",
            AuditKind::DayDeleted => "day_deleted",
            AuditKind::DayRestored => "day_restored",
            AuditKind::MonthFactsSaved => "month_facts_saved",
            AuditKind::ClaimRunStarted => "claim_run_started",
            AuditKind::ClaimRunFinished => "claim_run_finished",
            AuditKind::ClaimCalculated => "claim_calculated",
            AuditKind::MonthStepTaken => "month_step_taken",
            AuditKind::MonthClosed => "month_closed",
            AuditKind::MonthReopened => "month_reopened",
            AuditKind::ClaimFilesMade => "claim_files_made",
            AuditKind::Printed => "printed",
            AuditKind::Exported => "exported",
            AuditKind::Imported => "imported",
            AuditKind::PersonalDataRead => "personal_data_read",
            AuditKind::SettingChanged => "setting_changed",
            AuditKind::PricesSaved => "prices_saved",
            AuditKind::WagesSaved => "wages_saved",
            AuditKind::CapSaved => "cap_saved",
            AuditKind::ClaimAgainSaved => "claim_again_saved",
            AuditKind::CommunityOfficeSaved => "community_office_saved",
            AuditKind::CommunityCardSaved => "community_card_saved",
            AuditKind::CommunityCardLocked => "community_card_locked",
            AuditKind::CommunityCardUnlocked => "community_card_unlocked",
            AuditKind::VisitSaved => "visit_saved",
            AuditKind::VisitsSaved => "visits_saved",
            AuditKind::VisitDeleted => "visit_deleted",
            AuditKind::VisitRestored => "visit_restored",
            AuditKind::HeldPointDecided => "held_point_decided",
            AuditKind::PriceOverlaySaved => "price_overlay_saved",
            AuditKind::PackReadingSaved => "pack_reading_saved",
            AuditKind::EmploymentSaved => "employment_saved",
            AuditKind::RetentionFactsSaved => "retention_facts_saved",
            AuditKind::SupportPlanSaved => "support_plan_saved",
            AuditKind::AttachmentAdded => "attachment_added",
            AuditKind::AttachmentRemoved => "attachment_removed",
            AuditKind::ContactSaved => "contact_saved",
            AuditKind::SupportReportSaved => "support_report_saved",
            AuditKind::RetentionMonthSaved => "retention_month_saved",
            AuditKind::RetentionMonthApproved => "retention_month_approved",
            AuditKind::RetentionRateSaved => "retention_rate_saved",
            AuditKind::CodeAssigned => "code_assigned",
            AuditKind::CodeUnassigned => "code_unassigned",
            AuditKind::ChiefChecked => "chief_checked",
            AuditKind::ChiefUnchecked => "chief_unchecked",
            AuditKind::ClaimRequested => "claim_requested",
            AuditKind::ClaimRequestCancelled => "claim_request_cancelled",
            AuditKind::ClaimSent => "claim_sent",
            AuditKind::PersonHandedOver => "person_handed_over",
            AuditKind::PersonTakenOver => "person_taken_over",
        }
    }

    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            AuditKind::SetUp => "初期設定",
            AuditKind::SignedIn => "サインイン",
            AuditKind::SignInFailed => "サインイン失敗",
            AuditKind::SignedOut => "サインアウト",
            AuditKind::SessionsEnded => "サインインの取消し",
            AuditKind::OfficeSwitched => "事業所の切替え",
            AuditKind::PasswordChanged => "パスワードの変更",
            AuditKind::AccountCreated => "ログイン利用者の登録",
            AuditKind::AccountUpdated => "ログイン利用者の変更",
            AuditKind::AccountDisabled => "ログイン利用者の停止",
            AuditKind::AccountEnabled => "ログイン利用者の再開",
            AuditKind::MembershipGranted => "権限の付与",
            AuditKind::MembershipRevoked => "権限の取消し",
            AuditKind::OfficeCreated => "事業所の登録",
            AuditKind::OfficeUpdated => "事業所の変更",
            AuditKind::SettingSaved => "全体の設定の保存",
            AuditKind::NoticeSaved => "体制届の保存",
            AuditKind::PersonCreated => "利用者の登録",
            AuditKind::PersonUpdated => "利用者の変更",
            AuditKind::CardSaved => "受給者証の保存",
            AuditKind::CardLocked => "受給者証のロック",
            AuditKind::CardUnlocked => "受給者証のロック解除",
            AuditKind::ContractSaved => "契約の保存",
            AuditKind::DaysExceptionSaved => "利用日数の特例の保存",
            AuditKind::DaySaved => "記録の保存",
            AuditKind::DaysSaved => "記録の一括保存",
            AuditKind::DayDeleted => "記録の削除",
            AuditKind::DayRestored => "記録を元に戻す",
            AuditKind::MonthFactsSaved => "月の事実の保存",
            AuditKind::ClaimRunStarted => "請求計算の開始",
            AuditKind::ClaimRunFinished => "請求計算の終了",
            AuditKind::ClaimCalculated => "請求計算",
            AuditKind::MonthStepTaken => "請求月の手続き",
            AuditKind::MonthClosed => "月の締め",
            AuditKind::MonthReopened => "月の締めの解除",
            AuditKind::ClaimFilesMade => "請求ファイルの作成",
            AuditKind::Printed => "帳票の印刷",
            AuditKind::Exported => "書出し",
            AuditKind::Imported => "取込み",
            AuditKind::PersonalDataRead => "個人情報の閲覧",
            AuditKind::SettingChanged => "設定の変更",
            AuditKind::PricesSaved => "単価・様式事項の保存",
            AuditKind::WagesSaved => "工賃の保存",
            AuditKind::CapSaved => "上限額管理の保存",
            AuditKind::ClaimAgainSaved => "返戻・過誤の手続き",
            AuditKind::CommunityOfficeSaved => "地域生活支援事業の事業所情報の保存",
            AuditKind::CommunityCardSaved => "地域生活支援事業の利用者情報の保存",
            AuditKind::CommunityCardLocked => "地域生活支援事業の利用者情報のロック",
            AuditKind::CommunityCardUnlocked => "地域生活支援事業の利用者情報のロック解除",
            AuditKind::VisitSaved => "訪問・利用の記録の保存",
            AuditKind::VisitsSaved => "訪問・利用の記録の一括保存",
            AuditKind::VisitDeleted => "訪問・利用の記録の削除",
            AuditKind::VisitRestored => "訪問・利用の記録を元に戻す",
            AuditKind::HeldPointDecided => "保留の判断",
            AuditKind::PriceOverlaySaved => "入力した単価の保存",
            AuditKind::PackReadingSaved => "市町村の決まりの読み方の保存",
            AuditKind::EmploymentSaved => "就労の保存",
            AuditKind::RetentionFactsSaved => "契約・退所の保存",
            AuditKind::SupportPlanSaved => "支援計画の保存",
            AuditKind::AttachmentAdded => "ファイルの添付",
            AuditKind::AttachmentRemoved => "添付ファイルの取消し",
            AuditKind::ContactSaved => "支援記録の保存",
            AuditKind::SupportReportSaved => "支援レポートの保存",
            AuditKind::RetentionMonthSaved => "加算情報の登録",
            AuditKind::RetentionMonthApproved => "加算情報の承認",
            AuditKind::RetentionRateSaved => "就労定着率の名簿の保存",
            AuditKind::CodeAssigned => "サービスコードの手での割り当て",
            AuditKind::CodeUnassigned => "サービスコードの割り当ての取消し",
            AuditKind::ChiefChecked => "センター長チェック",
            AuditKind::ChiefUnchecked => "センター長チェックの取消し",
            AuditKind::ClaimRequested => "請求する",
            AuditKind::ClaimRequestCancelled => "請求キャンセル",
            AuditKind::ClaimSent => "請求の送信済み",
            AuditKind::PersonHandedOver => "ほかの事業所への引継ぎ",
            AuditKind::PersonTakenOver => "ほかの事業所からの引継ぎ",
        }
    }

    /// From the name in the table.
    pub(crate) fn from_key(key: &str) -> Result<AuditKind> {
        let found = AuditKind::ALL.iter().copied().find(|kind| kind.key() == key);
        found.ok_or(StoreError::Corrupt { table: "audit_event", column: "kind" })
    }
}
