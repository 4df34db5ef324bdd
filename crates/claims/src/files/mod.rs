//! 請求ファイル: J111/J121, J611 and J411 from closed outcomes, and the check of any such file.
mod area;
mod check;
mod forms;
mod invoice;
mod j11;
mod j121;
mod j41;
mod j61;
mod name;
mod record_items;
pub(crate) mod retention_record;
mod row;
mod statement;
mod write;

pub use check::check;
pub use forms::RecordForm;
pub use j11::{j11, j11_of};
pub use j41::{ReadCapSheets, j41, read_j41};
pub use j61::{ServiceRecord, j61, j61_of};
pub(crate) use record_items::{is_cap_management, is_special_measure};
pub use statement::StatementFacts;

use crate::{ClaimOffice, Dossier, Outcome};
use kernel::Month;
use serde::{Deserialize, Serialize};

/// サービス種類コード of 就労継続支援B型.
const B_TYPE: &str = "46";

/// One person's month as it goes into the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimPerson {
    /// Who, on what card and contract, what happened.
    pub dossier: Dossier,
    /// The assessed month.
    pub outcome: Outcome,
}

impl ClaimPerson {
    /// What the statement takes of this month.
    pub fn statement(&self) -> StatementFacts<'_> {
        let dossier = &self.dossier;
        StatementFacts {
            service_month: dossier.month.service_month,
            service_type: B_TYPE,
            name_kana: &dossier.name_kana,
            card: dossier.card.as_ref(),
            contract: dossier.contract.as_ref(),
            started_on: dossier.service_started_on,
            ended_on: dossier.service_ended_on,
            days_exception: dossier.month.person.days_exception,
            burden: &dossier.burden,
            outcome: &self.outcome,
        }
    }
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
