//! 添付ファイル: papers that belong to a row, kept in the database with it – one transaction, one backup – and with the
//! hash by which `tasuki verify` finds a byte that changed.
use crate::{
    codec::{instant, sha256_hex},
    db::Store,
    entity::attachment as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
    retention::refuse_seen_in_frozen,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

mod accept;
mod pdf;

pub use accept::{ATTACHMENT_LIMIT, MediaType};

/// A file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentInfo {
    /// Id.
    pub id: i64,
    /// The kind of the row it belongs to.
    pub owner_kind: EntityKind,
    /// The id of that row.
    pub owner_id: i64,
    /// The name, cleaned.
    pub name: String,
    /// What the bytes are.
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Who attached it.
    pub account_id: Option<i64>,
    /// When.
    pub created_at: Timestamp,
    /// When it was taken away; the bytes stay.
    pub removed_at: Option<Timestamp>,
    /// Version to hand back.
    pub version: i64,
}

/// A file with its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What is known of it.
    pub info: AttachmentInfo,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The content is personal data and stays out of logs.
impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment {{ id: {}, size: {} }}", self.info.id, self.info.size)
    }
}

/// What a check of all files found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttachmentsChecked {
    /// Files looked at, those taken away included.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Ids of the files whose bytes differ from their hash or size.
    pub damaged: Vec<i64>,
}

/// Everything but the bytes.
#[derive(FromQueryResult)]
struct Row {
    id: i64,
    owner_kind: String,
    owner_id: i64,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    account_id: Option<i64>,
    created_at_ms: i64,
    removed_at_ms: Option<i64>,
    version: i64,
}

fn info(row: Row) -> Result<AttachmentInfo> {
    let corrupt = |column| StoreError::Corrupt { table: "attachment", column };
    Ok(AttachmentInfo {
        owner_kind: EntityKind::from_key(&row.owner_kind).map_err(|_| corrupt("owner_kind"))?,
        media_type: MediaType::from_name(&row.media_type).ok_or(corrupt("media_type"))?,
        size: u64::try_from(row.size).map_err(|_| corrupt("size"))?,
        created_at: instant("attachment", "created_at_ms", row.created_at_ms)?,
        removed_at: row.removed_at_ms.map(|ms| instant("attachment", "removed_at_ms", ms)).transpose()?,
        id: row.id,
        owner_id: row.owner_id,
        name: row.name,
        sha256: row.sha256,
        account_id: row.account_id,
        version: row.version,
    })
}

fn without_bytes(query: Select<row::Entity>) -> Select<row::Entity> {
    use row::Column::{
        AccountId, CreatedAtMs, Id, MediaType, Name, OwnerId, OwnerKind, RemovedAtMs, Sha256, Size, Version,
    };
    query.select_only().columns([
        Id,
        OwnerKind,
        OwnerId,
        Name,
        MediaType,
        Size,
        Sha256,
        AccountId,
        CreatedAtMs,
        RemovedAtMs,
        Version,
    ])
}

repository! {
    /// 添付ファイル of the scope.
    attachments: Attachments, AttachmentsWriter
}

impl Attachments<'_> {
    fn mine(&self) -> Select<row::Entity> {
        row::Entity::find().filter(row::Column::OfficeId.eq(self.at.office_id())).order_by_asc(row::Column::Id)
    }

    async fn infos(&self, query: Select<row::Entity>) -> Result<Vec<AttachmentInfo>> {
        let rows = without_bytes(query).into_model::<Row>().all(&self.at.exec()).await?;
        rows.into_iter().map(info).collect()
    }

    /// The files of a row, oldest first; those taken away too, marked.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(&self, kind: EntityKind, owner_id: i64) -> Result<Vec<AttachmentInfo>> {
        let his = self.mine().filter(row::Column::OwnerKind.eq(kind.key())).filter(row::Column::OwnerId.eq(owner_id));
        self.infos(his).await
    }

    /// The files of all rows of a kind, oldest first, without those taken away.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_kind(&self, kind: EntityKind) -> Result<Vec<AttachmentInfo>> {
        let kept = self.mine().filter(row::Column::RemovedAtMs.is_null());
        self.infos(kept.filter(row::Column::OwnerKind.eq(kind.key()))).await
    }

    /// One file without its bytes, also when it was taken away.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn info(&self, id: i64) -> Result<AttachmentInfo> {
        let found = self.infos(self.mine().filter(row::Column::Id.eq(id))).await?.pop();
        found.ok_or(EntityKind::Attachment.not_found())
    }

    /// One file with its bytes.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a file that was taken away; `Corrupt` when the bytes are no longer
    /// those that were attached.
    pub async fn get(&self, id: i64) -> Result<Attachment> {
        let info = self.info(id).await?;
        if info.removed_at.is_some() {
            return Err(EntityKind::Attachment.not_found());
        }
        let row = self.mine().filter(row::Column::Id.eq(id)).one(&self.at.exec()).await?;
        let bytes = row.ok_or(EntityKind::Attachment.not_found())?.bytes;
        if sha256_hex(&bytes) != info.sha256 {
            return Err(StoreError::Corrupt { table: "attachment", column: "bytes" });
        }
        Ok(Attachment { info, bytes })
    }
}

impl AttachmentsWriter<'_> {
    /// Attaches a file to a row of this office; gives its id. The name is cleaned, the bytes are looked at.
    ///
    /// # Errors
    /// `NotFound` when the office has no such row; `Refused` with words for a file that is empty, too large, of another
    /// kind than its name says, or has a program inside.
    pub async fn add(&self, kind: EntityKind, owner_id: i64, name: &str, bytes: &[u8]) -> Result<i64> {
        self.at.history().of(kind, owner_id).await?;
        if kind == EntityKind::SupportPlan {
            self.at.support_plans().get(owner_id).await?;
        }
        let accepted = accept::accept(name, bytes).map_err(StoreError::Refused)?;
        let sha256 = sha256_hex(bytes);
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            owner_kind: Set(kind.key().to_owned()),
            owner_id: Set(owner_id),
            name: Set(accepted.name.clone()),
            media_type: Set(accepted.media_type.name().to_owned()),
            size: Set(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
            sha256: Set(sha256.clone()),
            bytes: Set(bytes.to_vec()),
            account_id: Set(self.tx.account_id()),
            created_at_ms: Set(self.tx.act.now_ms()),
            version: Set(1),
            ..Default::default()
        };
        let id = new.insert(self.tx.act.tx()).await?.id;
        let kept = serde_json::json!({
            "owner_kind": kind, "owner_id": owner_id, "name": accepted.name,
            "media_type": accepted.media_type.name(), "size": bytes.len(), "sha256": sha256, "removed": false,
        });
        self.tx.act.keep(self.at.office_id(), EntityKind::Attachment, id, 1, &kept).await?;
        Ok(id)
    }

    /// Takes a file away: it is marked and no longer handed out, its bytes stay. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `Frozen` when a ticked or requested month rests on the plan it belongs to.
    pub async fn remove(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.info(id).await?;
        if stored.removed_at.is_some() {
            return Err(EntityKind::Attachment.not_found());
        }
        if stored.owner_kind == EntityKind::SupportPlan
            && let Ok(plan) = self.at.support_plans().get(stored.owner_id).await
        {
            refuse_seen_in_frozen(self.tx, plan.person_id, |month| plan.body.covers(month)).await?;
        }
        let done = row::Entity::update_many()
            .set(row::ActiveModel {
                removed_at_ms: Set(Some(self.tx.act.now_ms())),
                removed_by: Set(self.tx.account_id()),
                version: Set(expected + 1),
                ..Default::default()
            })
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::Attachment.conflict(Some(self.info(id).await?.version)));
        }
        let kept = serde_json::json!({ "name": stored.name, "sha256": stored.sha256, "removed": true });
        self.tx.act.keep(self.at.office_id(), EntityKind::Attachment, id, expected + 1, &kept).await?;
        Ok(expected + 1)
    }
}

impl Store {
    /// Reads every file of every office again and compares it with its hash and size.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn verify_attachments(&self) -> Result<AttachmentsChecked> {
        let mut checked = AttachmentsChecked::default();
        let mut after = 0;
        // One at a time: a file may have ten megabytes.
        loop {
            let next = row::Entity::find().filter(row::Column::Id.gt(after)).order_by_asc(row::Column::Id);
            let Some(file) = next.one(&self.pool().exec()).await? else { return Ok(checked) };
            after = file.id;
            checked.files += 1;
            checked.bytes += file.bytes.len() as u64;
            let fits = i64::try_from(file.bytes.len()) == Ok(file.size) && sha256_hex(&file.bytes) == file.sha256;
            if !fits {
                checked.damaged.push(file.id);
            }
        }
    }
}
