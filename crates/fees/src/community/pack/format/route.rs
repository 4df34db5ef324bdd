//! 請求先・期限・様式: where the claim goes, by when and on which papers.
use serde::{Deserialize, Serialize};

/// 請求先と期限.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// How the claim travels.
    pub kind: RouteKind,
    /// Day of the following month; empty where it is not known.
    #[serde(default)]
    pub deadline_day: Option<u8>,
    /// What happens when that day is closed, in the words of the source.
    #[serde(default)]
    pub deadline_note: Option<String>,
    /// Which way a closed day moves; empty where nothing is said.
    #[serde(default)]
    pub deadline_moves: Option<DeadlineMove>,
    /// Papers, by their names.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Whether a paper record goes with the claim.
    #[serde(default)]
    pub paper_record: Option<bool>,
    /// How the burden of a waived child is claimed.
    #[serde(default)]
    pub free_child_mechanism: FreeChildMechanism,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// Where a deadline goes that falls on a closed day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineMove {
    /// 次の開庁日.
    Next,
    /// 前の開庁日.
    Previous,
}

/// How the claim travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteKind {
    /// 国保連の請求情報作成ツール (かながわシステム).
    KanagawaTool,
    /// Papers to the municipality.
    MunicipalityDirect,
    /// 電子請求受付システム.
    KokuhorenNational,
}

/// How the burden of a waived child is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FreeChildMechanism {
    /// 児童無償 codes: decided burden 0, the whole cost claimed.
    ServiceCode,
    /// 自治体助成分請求額.
    MunicipalSubsidyField,
    /// No waiver.
    #[default]
    None,
}
