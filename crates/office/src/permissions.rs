//! 権限: which role may do what, as one table.
use store::Role;

/// An act that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Write the daily records.
    Record,
    /// Write persons, cards, contracts.
    EditPeople,
    /// Check a card against the paper and lock it.
    LockCard,
    /// Write the office and its 体制届.
    EditOffice,
    /// Decide a point that the rules of a municipality leave open (地域生活支援事業).
    DecideHeld,
    /// Run the claims, close and check a month, undo a step.
    Claim,
    /// Approve a checked month.
    Approve,
    /// Press 加算情報 the second time (就労定着支援).
    ApproveAdditions,
    /// センター長チェック (就労定着支援).
    ChiefCheck,
    /// Write the official files.
    Export,
    /// Make and stop accounts.
    ManageAccounts,
    /// Read the audit log.
    ReadAudit,
}

impl Permission {
    /// The act in words, for the refusal.
    pub const fn label_ja(self) -> &'static str {
        match self {
            Permission::Record => "記録の入力",
            Permission::EditPeople => "利用者・受給者証・契約の編集",
            Permission::LockCard => "受給者証のロック",
            Permission::EditOffice => "事業所と加算届の編集",
            Permission::DecideHeld => "保留の判断",
            Permission::Claim => "請求の計算・締め・点検",
            Permission::Approve => "請求の承認",
            Permission::ApproveAdditions => "加算情報の承認",
            Permission::ChiefCheck => "センター長チェック",
            Permission::Export => "請求ファイルの出力",
            Permission::ManageAccounts => "職員の登録",
            Permission::ReadAudit => "監査記録の閲覧",
        }
    }
}

/// Whether a role may do an act.
///
/// ```
/// use office::{Permission, may};
/// use store::Role;
/// assert!(may(Role::SupportStaff, Permission::Record));
/// assert!(!may(Role::SupportStaff, Permission::Approve));
/// assert!(!may(Role::Viewer, Permission::Record));
/// ```
pub const fn may(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::Manager => true,
        Role::SupportStaff => matches!(permission, P::Record),
        Role::ServiceManager => {
            matches!(
                permission,
                P::Record | P::EditPeople | P::LockCard | P::ApproveAdditions | P::ChiefCheck | P::DecideHeld
            )
        }
        Role::ClaimsClerk => {
            matches!(permission, P::Record | P::EditPeople | P::LockCard | P::Claim | P::Export | P::DecideHeld)
        }
        Role::Viewer => matches!(permission, P::ReadAudit),
    }
}
