//! 請求の段階 of 就労定着支援: how far a claim is, and the way back.

/// How far a person's claim of a month is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimStage {
    /// センター長チェック.
    Checked,
    /// 請求中.
    Requested,
    /// 送信済.
    Sent,
}

impl ClaimStage {
    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            ClaimStage::Checked => "センター長チェック済み",
            ClaimStage::Requested => "請求中",
            ClaimStage::Sent => "送信済み",
        }
    }

    /// What has to be done before the month can be corrected.
    pub const fn way_out_ja(self) -> &'static str {
        match self {
            ClaimStage::Checked => "請求一覧で、この人のこの月のセンター長チェックを外してから直してください",
            ClaimStage::Requested => "請求一覧で「請求キャンセル」をし、センター長チェックを外してから直してください",
            ClaimStage::Sent => {
                "請求一覧で、理由を書いて「請求キャンセル」をし、センター長チェックを外してから直してください(支払われたあとは過誤の手続きも要ります)"
            }
        }
    }
}
