//! 請求ファイル: the files made for a month, byte for byte. A file is never replaced; making it again adds one.
use crate::{
    codec::{instant, sha256_hex},
    entity::claim_file as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
};
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A file of a month, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFile {
    /// Id.
    pub id: i64,
    /// Kind: `J11`, `J61`, `J41`, `pdf` …
    pub kind: String,
    /// File name.
    pub name: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom; `None` for set-up.
    pub account_id: Option<i64>,
}

repository! {
    /// 請求ファイル of the scope.
    claim_files: ClaimFiles, ClaimFilesWriter
}

type Head = (i64, String, String, String, i64, Option<i64>);

fn file((id, kind, name, sha256, created_at_ms, account_id): Head) -> Result<ClaimFile> {
    let created_at = instant("claim_file", "created_at_ms", created_at_ms)?;
    Ok(ClaimFile { id, kind, name, sha256, created_at, account_id })
}

impl ClaimFiles<'_> {
    /// The files of a month, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<ClaimFile>> {
        let claim_month = self.at.claim_months().get(month).await?;
        let heads: Vec<Head> = row::Entity::find()
            .select_only()
            .columns([
                row::Column::Id,
                row::Column::Kind,
                row::Column::Name,
                row::Column::Sha256,
                row::Column::CreatedAtMs,
                row::Column::AccountId,
            ])
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::ClaimMonthId.eq(claim_month.id))
            .order_by_desc(row::Column::Id)
            .into_tuple()
            .all(&self.at.exec())
            .await?;
        heads.into_iter().map(file).collect()
    }

    /// One file with its bytes.
    ///
    /// # Errors
    /// `NotFound` for an id of another office, `Corrupt` when the bytes no longer fit their SHA-256.
    pub async fn get(&self, id: i64) -> Result<(ClaimFile, Vec<u8>)> {
        let mine = row::Entity::find_by_id(id).filter(row::Column::OfficeId.eq(self.at.office_id()));
        let row = mine.one(&self.at.exec()).await?.ok_or(EntityKind::ClaimFile.not_found())?;
        if sha256_hex(&row.bytes) != row.sha256 {
            return Err(StoreError::Corrupt { table: "claim_file", column: "bytes" });
        }
        let head = (row.id, row.kind, row.name, row.sha256, row.created_at_ms, row.account_id);
        Ok((file(head)?, row.bytes))
    }
}

impl ClaimFilesWriter<'_> {
    /// Keeps a file of a month; gives its id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add(&self, month: Month, kind: &str, name: &str, bytes: &[u8]) -> Result<i64> {
        let claim_month = self.tx.claim_months().hold(month).await?;
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            claim_month_id: Set(claim_month.id),
            kind: Set(kind.to_owned()),
            name: Set(name.to_owned()),
            sha256: Set(sha256_hex(bytes)),
            bytes: Set(bytes.to_vec()),
            created_at_ms: Set(self.tx.act.now_ms()),
            account_id: Set(self.tx.act.account_id),
            ..Default::default()
        };
        Ok(new.insert(self.tx.act.tx()).await?.id)
    }
}
