//! 上限額管理: what the offices of a person told each other about one month, and the result sheet.
use crate::{
    claim_months::hold_open_for,
    codec::{from_json, to_json},
    entity::cap_month as row,
    entry::EntityKind,
    error::Result,
    write::repository,
};
use claims::cap::ResultSheet;
use kernel::{Day, Month, OfficeNo, Yen};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// What a related office charges, as its 利用者負担額一覧表 says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldAmounts {
    /// 総費用額.
    pub total_cost: Yen,
    /// 利用者負担額.
    pub burden: Yen,
}

/// 関係事業所 of a person in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedOffice {
    /// 事業所番号.
    pub office_no: OfficeNo,
    /// 事業所名.
    pub name: String,
    /// サービス種類コード, which gives the place in the official order.
    pub service_type: String,
    /// What it told; `None` while its list is missing.
    pub amounts: Option<ToldAmounts>,
    /// When the list came.
    pub received_on: Option<Day>,
}

/// The result sheet as decided here or received, with its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSheet {
    /// The sheet.
    pub sheet: ResultSheet,
    /// Decided here; otherwise received from the managing office.
    pub by_this_office: bool,
    /// When it was decided or received.
    pub on: Day,
}

/// 上限額管理 of one person's month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CapBody {
    /// 関係事業所, in the order entered (it decides inside a rank).
    pub others: Vec<RelatedOffice>,
    /// 結果票.
    pub kept: Option<KeptSheet>,
    /// When this office sent its 利用者負担額一覧表.
    pub list_sent_on: Option<Day>,
    /// When this office sent the result sheet.
    pub sheet_sent_on: Option<Day>,
}

impl CapBody {
    /// The same without the days on which something was sent: what a closed month keeps.
    fn content(&self) -> CapBody {
        CapBody { list_sent_on: None, sheet_sent_on: None, ..self.clone() }
    }
}

/// 上限額管理 of one person's month with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapRow {
    /// Id; 0 when nothing was saved yet.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version to hand back; `None` when nothing was saved yet.
    pub version: Option<i64>,
    /// What is known.
    pub body: CapBody,
}

repository! {
    /// 上限額管理 of the scope.
    Caps, CapsWriter
}

fn cap(row: row::Model) -> Result<CapRow> {
    let body = from_json("cap_month", "body", &row.body)?;
    Ok(CapRow { id: row.id, person_id: row.person_id, version: Some(row.version), body })
}

impl Caps<'_> {
    /// Everyone of a month of whom something is known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<CapRow>> {
        let rows = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::Month.eq(month.to_string()))
            .order_by_asc(row::Column::PersonId)
            .all(&self.at.exec())
            .await?;
        rows.into_iter().map(cap).collect()
    }

    /// One person's month; the empty one when nothing was saved.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<CapRow> {
        self.at.people().get(person_id).await?;
        let found = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::PersonId.eq(person_id))
            .filter(row::Column::Month.eq(month.to_string()))
            .one(&self.at.exec())
            .await?;
        let found = found.map(cap).transpose()?;
        Ok(found.unwrap_or_else(|| CapRow { id: 0, person_id, version: None, body: CapBody::default() }))
    }

    /// 関係事業所 of the person's last month before this one: a proposal, without amounts.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn offices_before(&self, person_id: i64, month: Month) -> Result<Vec<RelatedOffice>> {
        self.at.people().get(person_id).await?;
        let last = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::PersonId.eq(person_id))
            .filter(row::Column::Month.lt(month.to_string()))
            .order_by_desc(row::Column::Month)
            .one(&self.at.exec())
            .await?;
        let others = last.map(cap).transpose()?.map(|row| row.body.others).unwrap_or_default();
        Ok(others.into_iter().map(|office| RelatedOffice { amounts: None, received_on: None, ..office }).collect())
    }
}

impl CapsWriter<'_> {
    /// Saves one person's month; gives the new version. `expected` is `None` when nothing was saved yet. In a closed
    /// month only the days of sending may still be noted.
    ///
    /// # Errors
    /// `Conflict`, `MonthClosed`, `NotFound` for a person of another office.
    pub async fn save(&self, person_id: i64, month: Month, body: &CapBody, expected: Option<i64>) -> Result<i64> {
        let stored = self.get(person_id, month).await?;
        if stored.version != expected {
            return Err(EntityKind::CapMonth.conflict(stored.version));
        }
        if stored.body.content() != body.content() {
            hold_open_for(self.tx, person_id, month).await?;
        }
        let next = expected.unwrap_or(0) + 1;
        let written = match expected {
            None => {
                let new = row::ActiveModel {
                    office_id: Set(self.at.office_id()),
                    person_id: Set(person_id),
                    month: Set(month.to_string()),
                    body: Set(to_json(body)),
                    version: Set(1),
                    ..Default::default()
                };
                let unless_there =
                    OnConflict::columns([row::Column::PersonId, row::Column::Month]).do_nothing().to_owned();
                row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?
            }
            Some(expected) => {
                let done = row::Entity::update_many()
                    .set(row::ActiveModel { body: Set(to_json(body)), version: Set(next), ..Default::default() })
                    .filter(row::Column::Id.eq(stored.id))
                    .filter(row::Column::Version.eq(expected))
                    .exec(self.tx.act.tx())
                    .await?;
                done.rows_affected
            }
        };
        let now = self.get(person_id, month).await?;
        if written == 0 {
            return Err(EntityKind::CapMonth.conflict(now.version));
        }
        self.tx.act.keep(self.at.office_id(), EntityKind::CapMonth, now.id, next, body).await?;
        Ok(next)
    }
}
