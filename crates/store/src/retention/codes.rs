//! サービスコードの手での割り当て: which official code stands for a line of 就労定着支援 whose official name differs from ours,
//! as a person of this office said – who and when. Undoing takes the entry away; its history stays.
use super::mark::Mark;
use crate::{
    body_row::{Change, OfficeRow, Pin, office_row, save},
    entity::office_setting as row,
    error::{Result, StoreError},
    repository::repository,
};
use kernel::{Month, ServiceCode, Units};
use serde::{Deserialize, Serialize};

/// A line and the row of the official table that a person gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedCode {
    /// Name of the line.
    pub line: String,
    /// サービスコード.
    pub code: ServiceCode,
    /// サービス内容略称 of the official table.
    pub official_name: String,
    /// 合成単位数 of the official table; `None` for shares and rates.
    pub units: Option<Units>,
    /// First month.
    pub from: Month,
    /// Last month, where the table gives one.
    pub to: Option<Month>,
    /// The official file (name and SHA-256).
    pub source: String,
    /// Who said so, and when.
    pub by: Option<Mark>,
}

impl AssignedCode {
    /// Whether both hold in some month.
    pub fn meets(&self, other: &AssignedCode) -> bool {
        let ends_before = |to: Option<Month>, from: Month| to.is_some_and(|to| to < from);
        !ends_before(self.to, other.from) && !ends_before(other.to, self.from)
    }
}

/// What the office has assigned by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignedCodesBody {
    /// In the order in which they were assigned.
    pub codes: Vec<AssignedCode>,
}

repository! {
    /// 手で割り当てたサービスコード of the scope.
    retention_codes: RetentionCodes, RetentionCodesWriter
}

fn place() -> [Pin<row::Entity>; 1] {
    [(row::Column::Name, "retention_codes".into())]
}

const TWICE: StoreError = StoreError::Invalid {
    what: "この行かこのコードは、もう割り当ててあります",
    how_to_fix: "先に割り当てを取り消してから、もう一度選んでください",
};
const NOT_THERE: StoreError = StoreError::Invalid {
    what: "この割り当てはもうありません",
    how_to_fix: "画面を開き直して、いまの割り当てを確かめてください",
};

impl RetentionCodes<'_> {
    /// What is assigned; nothing when nothing was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self) -> Result<OfficeRow<AssignedCodesBody>> {
        office_row::<row::Entity, _>(self.at, &place()).await
    }
}

impl RetentionCodesWriter<'_> {
    /// Assigns a code to a line, marked with who acts now; gives the new version.
    ///
    /// # Errors
    /// `Conflict`; `Invalid` when the line, or the code, is assigned in one of the months already.
    pub async fn assign(&self, code: AssignedCode, expected: Option<i64>) -> Result<i64> {
        let mut body = self.get().await?.body;
        let rival = |known: &&AssignedCode| (known.line == code.line || known.code == code.code) && known.meets(&code);
        if body.codes.iter().any(|known| rival(&known)) {
            return Err(TWICE);
        }
        body.codes.push(AssignedCode { by: Some(Mark::of(self.tx)), ..code });
        self.put(&body, expected).await
    }

    /// Takes an assignment back; gives it and the new version.
    ///
    /// # Errors
    /// `Conflict`; `Invalid` when it is not there any more.
    pub async fn unassign(&self, line: &str, from: Month, expected: Option<i64>) -> Result<(AssignedCode, i64)> {
        let mut body = self.get().await?.body;
        let at = body.codes.iter().position(|known| known.line == line && known.from == from).ok_or(NOT_THERE)?;
        let gone = body.codes.remove(at);
        Ok((gone, self.put(&body, expected).await?))
    }

    async fn put(&self, body: &AssignedCodesBody, expected: Option<i64>) -> Result<i64> {
        let unique = [row::Column::OfficeId, row::Column::Name];
        Ok(save::<row::Entity, _>(self.tx, &place(), &unique, Change::of(body), expected).await?.1)
    }
}
