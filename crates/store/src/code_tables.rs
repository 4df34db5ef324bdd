//! 公式のサービスコード表: every official file that was taken in, byte for byte, newest last. The tables in use are the
//! built-in ones and these on top, so they belong to the installation, whoever of an office took them in.
use crate::{
    codec::{instant, sha256_hex},
    db::Store,
    entity::code_table as row,
    error::{Result, StoreError},
    write::WriteTx,
};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryOrder};

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeTable {
    /// Id; later files have larger ones.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it changed, in words of the caller.
    pub summary: String,
    /// When.
    pub created_at: Timestamp,
    /// By whom; `None` for the command line.
    pub account_id: Option<i64>,
}

impl Store {
    /// All files taken in, in the order in which they came.
    ///
    /// # Errors
    /// `Corrupt` when the bytes of one no longer fit their SHA-256.
    pub async fn code_tables(&self) -> Result<Vec<CodeTable>> {
        let rows = row::Entity::find().order_by_asc(row::Column::Id).all(&self.pool().exec()).await?;
        rows.into_iter()
            .map(|row| {
                if sha256_hex(&row.bytes) != row.sha256 {
                    return Err(StoreError::Corrupt { table: "code_table", column: "bytes" });
                }
                Ok(CodeTable {
                    created_at: instant("code_table", "created_at_ms", row.created_at_ms)?,
                    id: row.id,
                    name: row.name,
                    sha256: row.sha256,
                    bytes: row.bytes,
                    summary: row.summary,
                    account_id: row.account_id,
                })
            })
            .collect()
    }
}

impl WriteTx {
    /// Keeps an official code table; gives its id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_code_table(&self, name: &str, bytes: &[u8], summary: &str) -> Result<i64> {
        let new = row::ActiveModel {
            office_id: Set(self.scope.office_id()),
            account_id: Set(self.act.account_id),
            name: Set(name.to_owned()),
            sha256: Set(sha256_hex(bytes)),
            bytes: Set(bytes.to_vec()),
            summary: Set(summary.to_owned()),
            created_at_ms: Set(self.act.now_ms()),
            ..Default::default()
        };
        Ok(new.insert(self.act.tx()).await?.id)
    }
}
