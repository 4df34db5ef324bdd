//! 訪問・利用の記録 within an act: a sent visit is kept once, every later change is a version.
use super::{
    super::visit::{HeldDecision, Kept, Visit, VisitBody, VisitStaff, columns, refuse_unreadable, visit},
    VisitsWriter,
};
use crate::{
    claim_months::hold_open_for,
    codec::to_json,
    entity::visit as row,
    entry::EntityKind,
    error::{Result, StoreError},
};
use kernel::Month;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use std::collections::BTreeSet;

/// What became of a visit that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentVisit {
    /// The row of its key.
    pub id: i64,
    /// The version stored now; 1 when it was new.
    pub version: i64,
    /// Kept by this act. Otherwise the key was known: nothing was written, so let the act go without a commit.
    pub is_new: bool,
}

pub(super) const KEY_OF_ANOTHER: StoreError = StoreError::Taken { what: "この訪問の送信番号" };

/// A key is made by the device that sends: letters, digits and hyphens.
pub(super) fn refuse_bad_key(client_key: &str) -> Result<()> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if (8..=64).contains(&client_key.len()) && client_key.bytes().all(fits) {
        return Ok(());
    }
    Err(StoreError::Invalid {
        what: "訪問の送信番号が正しくありません",
        how_to_fix: "画面を開き直してから、もう一度保存してください",
    })
}

impl VisitsWriter<'_> {
    /// Keeps a visit that was sent, exactly once: the same key again gives the row that is there, whatever it says by now.
    ///
    /// # Errors
    /// `MonthClosed` for a new visit of a closed month, `NotFound` for a person or a helper of another office, `Taken`
    /// when the key belongs to a visit of another person, `Invalid`.
    pub async fn create(&self, person_id: i64, client_key: &str, body: &VisitBody) -> Result<SentVisit> {
        refuse_bad_key(client_key)?;
        self.at.people().get(person_id).await?;
        if let Some(known) = self.row_of_key(client_key).await? {
            return sent(&known, person_id, false);
        }
        refuse_unreadable(body)?;
        self.refuse_strange_staff(&body.staff).await?;
        self.hold(person_id, body.months()).await?;
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(person_id),
            client_key: Set(client_key.to_owned()),
            cleared: Set(false),
            decisions: Set("[]".to_owned()),
            changed_at_ms: Set(self.tx.act.now_ms()),
            version: Set(1),
            ..columns(body)
        };
        let unless_there = OnConflict::columns([row::Column::OfficeId, row::Column::ClientKey]).do_nothing().to_owned();
        let made = row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?;
        let stored = self.row_of_key(client_key).await?.ok_or(EntityKind::Visit.not_found())?;
        if made == 1 {
            self.keep(stored.id, 1, Some(Kept { visit: body.clone(), decisions: Vec::new() })).await?;
        }
        sent(&stored, person_id, made == 1)
    }

    /// Corrects a visit; gives the new version. When what the rules read has changed, its decisions go (the history keeps
    /// them): the point has to be decided anew.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `MonthClosed` for the old and for the new month, `Invalid`.
    pub async fn update(&self, id: i64, body: &VisitBody, expected: i64) -> Result<i64> {
        refuse_unreadable(body)?;
        let stored = self.get(id).await?;
        let new_staff: Vec<VisitStaff> =
            body.staff.iter().filter(|one| !stored.body.staff.contains(one)).cloned().collect();
        self.refuse_strange_staff(&new_staff).await?;
        let decisions = if stored.body.differs_for_rules(body) { Vec::new() } else { stored.decisions.clone() };
        self.put(stored.person_id, id, stored.body.months(), Some(Kept { visit: body.clone(), decisions }), expected)
            .await
    }

    /// Deletes a visit; its history stays and [`restore`](Self::restore) brings it back. Gives the version of the
    /// deletion.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `MonthClosed`.
    pub async fn delete(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        self.put(stored.person_id, id, stored.body.months(), None, expected).await
    }

    /// 元に戻す: saves what `version` said, decisions included, as the newest version. `expected` is the version stored
    /// now (also that of a deletion).
    ///
    /// # Errors
    /// `NotFound` for an unknown version, `Conflict`, `MonthClosed`.
    pub async fn restore(&self, id: i64, version: i64, expected: i64) -> Result<i64> {
        let stored = self.row(id).await?;
        let kept: Option<Kept> = self.at.history().body(EntityKind::Visit, id, version).await?;
        let before = if stored.cleared { BTreeSet::new() } else { visit(stored.clone())?.body.months() };
        self.put(stored.person_id, id, before, kept, expected).await
    }

    /// 保留の判断: a person chooses a reading of a point that the rules do not settle. A choice on the same point before
    /// is replaced (the history keeps it). Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `MonthClosed`; `Invalid` without a reason.
    pub async fn decide(&self, id: i64, point: &str, choice: &str, why: &str, expected: i64) -> Result<i64> {
        if point.is_empty() || choice.is_empty() || why.trim().is_empty() {
            return Err(StoreError::Invalid {
                what: "保留の判断には、選んだ読み方と理由が必要です",
                how_to_fix: "読み方を選び、理由(市町村の回答など)を入力してください",
            });
        }
        let decision = HeldDecision {
            point: point.to_owned(),
            choice: choice.to_owned(),
            why: why.trim().to_owned(),
            account_id: self.tx.act.account_id,
            at: self.tx.act.now,
        };
        let stored = self.get(id).await?;
        let decisions = others(&stored, point).chain([decision]).collect();
        self.put_decisions(stored, decisions, expected).await
    }

    /// Takes a choice back: the point is held again. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `MonthClosed`.
    pub async fn undecide(&self, id: i64, point: &str, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        let decisions = others(&stored, point).collect();
        self.put_decisions(stored, decisions, expected).await
    }

    async fn put_decisions(&self, stored: Visit, mut decisions: Vec<HeldDecision>, expected: i64) -> Result<i64> {
        decisions.sort_by(|one, other| one.point.cmp(&other.point));
        let months = stored.body.months();
        self.put(stored.person_id, stored.id, months, Some(Kept { visit: stored.body, decisions }), expected).await
    }

    /// Writes the next version; nothing kept clears the visit. `before` are the months that read it until now.
    async fn put(
        &self,
        person_id: i64,
        id: i64,
        mut before: BTreeSet<Month>,
        kept: Option<Kept>,
        expected: i64,
    ) -> Result<i64> {
        before.extend(kept.iter().flat_map(|kept| kept.visit.months()));
        self.hold(person_id, before).await?;
        // A deleted visit keeps its columns: its day and person still tell which month has changed.
        let set = kept.as_ref().map_or_else(row::ActiveModel::default, |kept| row::ActiveModel {
            decisions: Set(to_json(&kept.decisions)),
            ..columns(&kept.visit)
        });
        let done = row::Entity::update_many()
            .set(row::ActiveModel {
                cleared: Set(kept.is_none()),
                changed_at_ms: Set(self.tx.act.now_ms()),
                version: Set(expected + 1),
                ..set
            })
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::Visit.conflict(Some(self.row(id).await?.version)));
        }
        self.keep(id, expected + 1, kept).await?;
        Ok(expected + 1)
    }

    async fn keep(&self, id: i64, version: i64, kept: Option<Kept>) -> Result<()> {
        self.tx.act.keep(self.at.office_id(), EntityKind::Visit, id, version, &kept).await
    }

    /// Refuses when one of the months is closed for the person; otherwise keeps them open until this act ends.
    pub(super) async fn hold(&self, person_id: i64, months: BTreeSet<Month>) -> Result<()> {
        for month in months {
            hold_open_for(self.tx, person_id, month).await?;
        }
        Ok(())
    }

    /// Helpers with an account must work in this office.
    pub(super) async fn refuse_strange_staff(&self, staff: &[VisitStaff]) -> Result<()> {
        let accounts: BTreeSet<i64> = staff.iter().filter_map(|one| one.account_id).collect();
        for account_id in accounts {
            self.at.members().get(account_id).await?;
        }
        Ok(())
    }
}

fn others<'v>(stored: &'v Visit, point: &'v str) -> impl Iterator<Item = HeldDecision> + 'v {
    stored.decisions.iter().filter(move |known| known.point != point).cloned()
}

fn sent(stored: &row::Model, person_id: i64, is_new: bool) -> Result<SentVisit> {
    if stored.person_id != person_id {
        return Err(KEY_OF_ANOTHER);
    }
    Ok(SentVisit { id: stored.id, version: stored.version, is_new })
}
