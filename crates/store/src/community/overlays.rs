//! 事業所が入力した単価: prices that the rules of a municipality do not hold, read from a paper by the office – dated,
//! with source and day of reading, and marked in every print.
use crate::{
    body_row::{Change, create, find, remove, update},
    claim_months::{closed_months, lock_office},
    codec::{from_json, instant},
    entity::price_overlay as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
};
use fees::community::prices::Overlay;
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, Select, sea_query::LockType};

/// An entered price with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceOverlay {
    /// Id.
    pub id: i64,
    /// Version of the row.
    pub version: i64,
    /// Last change.
    pub changed_at: Timestamp,
    /// The price.
    pub body: Overlay,
}

repository! {
    /// 事業所が入力した単価 of the scope.
    price_overlays: PriceOverlays, PriceOverlaysWriter
}

fn overlay(row: row::Model) -> Result<PriceOverlay> {
    Ok(PriceOverlay {
        id: row.id,
        version: row.version,
        changed_at: instant("price_overlay", "changed_at_ms", row.changed_at_ms)?,
        body: from_json("price_overlay", "body", &row.body)?,
    })
}

impl PriceOverlays<'_> {
    fn mine(&self) -> Select<row::Entity> {
        find(self.at, &[(row::Column::Cleared, false.into())])
    }

    /// Every price, by municipality, name and first month.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<PriceOverlay>> {
        let rows = self.mine().order_by_asc(row::Column::Id).all(&self.at.exec()).await?;
        let mut all = rows.into_iter().map(overlay).collect::<Result<Vec<_>>>()?;
        let key = |one: &PriceOverlay| (one.body.pack.clone(), one.body.name.clone(), one.body.valid_from);
        all.sort_by_cached_key(key);
        Ok(all)
    }

    /// The prices in force in a month.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn in_force(&self, month: Month) -> Result<Vec<PriceOverlay>> {
        Ok(self.list().await?.into_iter().filter(|one| one.body.in_force(month)).collect())
    }

    /// One price.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a removed price.
    pub async fn get(&self, id: i64) -> Result<PriceOverlay> {
        let found = self.mine().filter(row::Column::Id.eq(id)).one(&self.at.exec()).await?;
        overlay(found.ok_or(EntityKind::PriceOverlay.not_found())?)
    }

    /// The stored price of the same name in a month of this one: what an import names before it refuses a line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn clash(&self, body: &Overlay, except: Option<i64>) -> Result<Option<PriceOverlay>> {
        let clashes = |other: &PriceOverlay| Some(other.id) != except && other.body.meets(body);
        Ok(self.list().await?.into_iter().find(clashes))
    }
}

impl PriceOverlaysWriter<'_> {
    /// Enters a price; gives its id.
    ///
    /// # Errors
    /// `Taken` when the name has a price in one of the months, `Invalid`, `MonthClosed`.
    pub async fn add(&self, body: &Overlay) -> Result<i64> {
        self.refuse(body, None).await?;
        create::<row::Entity, _>(self.tx, &[(row::Column::Cleared, false.into())], self.change(body)).await
    }

    /// Corrects a price, or ends it; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Taken`, `Invalid`; `MonthClosed` when a closed month counted with it.
    pub async fn update(&self, id: i64, body: &Overlay, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        self.refuse(body, Some(&stored)).await?;
        update::<row::Entity, _>(self.tx, id, self.change(body), expected).await
    }

    /// Takes a price away; its history stays. Gives the version of the removal.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `MonthClosed` when a closed month counted with it.
    pub async fn remove(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        self.refuse_in_closed_months(&stored.body, None).await?;
        remove::<row::Entity>(self.tx, id, row::Column::Cleared, expected).await
    }

    fn change<'b>(&self, body: &'b Overlay) -> Change<'b, row::Entity, Overlay> {
        let beside = vec![
            (row::Column::Pack, body.pack.clone().into()),
            (row::Column::Price, body.name.clone().into()),
            (row::Column::ValidFrom, body.valid_from.to_string().into()),
            (row::Column::ValidTo, body.valid_to.map(|month| month.to_string()).into()),
            (row::Column::ChangedAtMs, self.tx.act.now_ms().into()),
        ];
        Change { body, beside }
    }

    async fn refuse(&self, body: &Overlay, stored: Option<&PriceOverlay>) -> Result<()> {
        refuse_incomplete(body)?;
        // Prices of an office are entered one act at a time, so that no two acts miss each other's row.
        lock_office(self.tx, LockType::NoKeyUpdate).await?;
        if self.clash(body, stored.map(|stored| stored.id)).await?.is_some() {
            return Err(StoreError::Taken { what: "この名前・この月の単価" });
        }
        match stored {
            Some(stored) => self.refuse_in_closed_months(&stored.body, Some(body)).await,
            // Nothing can have been claimed with a price that was not there.
            None => Ok(()),
        }
    }

    async fn refuse_in_closed_months(&self, was: &Overlay, is: Option<&Overlay>) -> Result<()> {
        let same = |now: &Overlay| {
            (&now.pack, &now.name, now.amount, now.currency) == (&was.pack, &was.name, was.amount, was.currency)
        };
        let lost = |month: &Month| was.in_force(*month) && !is.is_some_and(|now| now.in_force(*month) && same(now));
        match closed_months(self.tx).await?.into_iter().find(lost) {
            Some(month) => Err(StoreError::MonthClosed { month }),
            None => Ok(()),
        }
    }
}

fn refuse_incomplete(body: &Overlay) -> Result<()> {
    if [&body.pack, &body.name, &body.source].iter().any(|text| text.trim().is_empty()) || body.amount < 1 {
        return Err(StoreError::Invalid {
            what: "単価の名前・出典・金額のどれかがありません",
            how_to_fix: "名前と、単価を読み取った資料の名前を入力し、単価は1以上の整数にしてください",
        });
    }
    if body.valid_to.is_some_and(|to| to < body.valid_from) {
        return Err(StoreError::Invalid {
            what: "単価の終了月が開始月より前です",
            how_to_fix: "終了月を開始月以後の月にしてください",
        });
    }
    Ok(())
}
