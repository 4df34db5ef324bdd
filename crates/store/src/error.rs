//! 保存のエラー: what can go wrong between a use case and the database, in words for people.
use crate::retention::ClaimStage;
use kernel::Month;
use sea_orm::DbErr;

/// Why the store refused. The text is for people and holds no personal data; `source()` is for developers only.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such row in this office (also: it belongs to another office).
    #[error("{what}が見つかりません。この事業所にないか、削除されています。一覧から開き直してください")]
    NotFound {
        /// Japanese name of the thing.
        what: &'static str,
    },
    /// Someone else saved first (楽観ロック).
    #[error(
        "{what}は、開いたあとに、ほかの画面か別の人が保存しました。最新の内容を確かめてから、もう一度保存してください"
    )]
    Conflict {
        /// Japanese name of the thing.
        what: &'static str,
        /// The version that is stored now; `None` when the row has been cleared or was never there.
        current: Option<i64>,
    },
    /// The month is closed; its facts can no longer change.
    #[error("{}は締めてあるため変更できません。直すときは、請求の画面で締めを解除してください(出力した月は、月遅れ・返戻・過誤の手続きで直します)", month.wareki())]
    MonthClosed {
        /// The closed month.
        month: Month,
    },
    /// A claim of 就労定着支援 rests on it.
    #[error("{}の請求に使う内容のため変更できません({})。{}", month.wareki(), stage.label_ja(), stage.way_out_ja())]
    Frozen {
        /// The month of the claim.
        month: Month,
        /// How far the claim is.
        stage: ClaimStage,
    },
    /// Requested claims rest on the 加算情報 of the month.
    #[error("{}の加算情報は請求に使っているため変更できません。請求一覧で、この月の「請求キャンセル」をしてから直してください", month.wareki())]
    AdditionsInUse {
        /// The month.
        month: Month,
    },
    /// The account's role does not allow it.
    #[error("{what}は、{who}だけができます。その役割の人に頼むか、設定の「職員」で役割を確かめてください")]
    NotAllowed {
        /// What was tried.
        what: &'static str,
        /// Who may do it.
        who: &'static str,
    },
    /// No 体制届 is in force in the month.
    #[error(
        "{}に有効な体制届(事業所の届出事項)がありません。設定の「体制届」で、この月以前から有効な届出を登録してください", month.wareki()
    )]
    NoNotice {
        /// The month asked for.
        month: Month,
    },
    /// The card was checked and locked.
    #[error("受給者証はロックされています。内容を直すときは、先にロックを解除してください")]
    CardLocked,
    /// A value that must be unique is in use.
    #[error("{what}はすでに使われています。別の値にするか、登録済みのものを開いて直してください")]
    Taken {
        /// Japanese name of the value.
        what: &'static str,
    },
    /// A value does not fit the row it should stand in.
    #[error("{what}。{how_to_fix}")]
    Invalid {
        /// What is wrong.
        what: &'static str,
        /// How to mend it.
        how_to_fix: &'static str,
    },
    /// A file is not taken in; the words name the file and how to mend it.
    #[error("{0}")]
    Refused(String),
    /// Sign-in was tried too often.
    #[error("サインインの失敗が続いたため、{wait_seconds}秒待ってから、もう一度お試しください")]
    TooSoon {
        /// Seconds to wait.
        wait_seconds: i64,
    },
    /// The audit chain does not hold together.
    #[error(
        "監査記録が壊れています(事業所 {office_id}、{seq} 番目)。データベースが外から書き換えられたおそれがあります。バックアップと比べてください"
    )]
    AuditBroken {
        /// Office of the chain; 0 = accounts.
        office_id: i64,
        /// First event that does not fit.
        seq: i64,
    },
    /// A stored value cannot be read.
    #[error("保存された値を読めません(表 {table}、項目 {column})。バックアップから戻すか、保守担当に連絡してください")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
    },
    /// The data was written by a newer release.
    #[error("このデータは新しい版の Tasuki で作られています。プログラムを更新してから開いてください")]
    NewerData,
    /// Other writers kept the database busy.
    #[error("ほかの保存が続いているため書き込めませんでした。少し待ってから、もう一度保存してください")]
    Busy,
    /// The operating system gave no random bytes.
    #[error("乱数を得られないため、安全にサインインできません。この機械の設定を保守担当に確かめてください")]
    NoRandomness,
    /// The database answered with an error.
    #[error("データベースに保存・読み出しができませんでした。空き容量と接続を確かめて、もう一度お試しください")]
    Database(#[from] DbErr),
}

/// What a repository call gives.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
