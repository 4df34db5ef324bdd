//! 請求ファイル: J111/J121, J611 and J411 from closed outcomes, and the check of any such file.
mod area;
mod check;
mod invoice;
mod j11;
mod j41;
mod j61;
mod name;
mod record_items;
mod row;
mod write;

pub use check::check;
pub use j11::j11;
pub use j41::{ReadCapSheets, j41, read_j41};
pub use j61::j61;
pub(crate) use record_items::{is_cap_management, is_special_measure};

use crate::{ClaimOffice, Dossier, Outcome};
use kernel::Month;
use serde::{Deserialize, Serialize};

/// One person's month as it goes into the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimPerson {
    /// Who, on what card and contract, what happened.
    pub dossier: Dossier,
    /// The assessed month.
    pub outcome: Outcome,
}

/// Everything one set of files holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimBatch {
    /// The sender.
    pub office: ClaimOffice,
    /// サービス提供年月 the batch was made for; persons of other months (月遅れ) carry their own.
    pub service_month: Month,
    /// 処理対象年月: the month in which the federation processes the file.
    pub processing_month: Month,
    /// In the order of the files.
    pub persons: Vec<ClaimPerson>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimFileKind {
    /// 請求書・明細書 (J111, J121).
    Statements,
    /// サービス提供実績記録票 (J611).
    ServiceRecords,
    /// 利用者負担上限額管理結果票 (J411).
    CapSheets,
}

/// A file ready to be handed to the sending program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFile {
    /// At most 8 letters and digits with `.CSV`.
    pub name: String,
    /// MS932, CRLF.
    pub bytes: Vec<u8>,
    /// What it is for.
    pub kind: ClaimFileKind,
}
