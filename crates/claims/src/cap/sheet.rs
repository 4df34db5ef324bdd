//! 管理結果票: a result sheet with the person and month it belongs to, as J411 carries it.
use super::ResultSheet;
use kernel::{Month, MunicipalityNo, OfficeNo, RecipientNo};
use serde::{Deserialize, Serialize};

/// 作成区分 of a result sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Creation {
    /// 1 新規.
    #[default]
    New,
    /// 2 修正: only after the first sheet was withdrawn.
    Corrected,
    /// 3 取消.
    Cancelled,
}

impl Creation {
    /// The code of J411-01 item 4.
    pub const fn code(self) -> u8 {
        match self {
            Creation::New => 1,
            Creation::Corrected => 2,
            Creation::Cancelled => 3,
        }
    }

    /// The creation class of a code.
    pub const fn of_code(code: i64) -> Option<Creation> {
        match code {
            1 => Some(Creation::New),
            2 => Some(Creation::Corrected),
            3 => Some(Creation::Cancelled),
            _ => None,
        }
    }
}

/// One person's sheet of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSheet {
    /// サービス提供年月.
    pub service_month: Month,
    /// 作成区分.
    pub creation: Creation,
    /// 市町村番号.
    pub municipality_no: MunicipalityNo,
    /// 上限額管理事業所, which is also row 1.
    pub manager: OfficeNo,
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// 支給決定者氏名カナ in half-width kana, when it is written.
    pub name_kana: Option<String>,
    /// Result and amounts.
    pub sheet: ResultSheet,
}
