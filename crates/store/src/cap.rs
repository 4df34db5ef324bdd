//! 上限額管理: what the offices of a person told each other about one month, and the result sheet.
use crate::{
    body_row::{
        PersonRow, entry, find, of_month, of_person, of_person_month, person_entries, person_row, save_person_month,
    },
    claim_months::hold_open_for,
    entity::cap_month as row,
    entry::EntityKind,
    error::Result,
    repository::repository,
};
use claims::{cap::ResultSheet, community::ManagedCap};
use kernel::{Day, Month, OfficeNo, Yen};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
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
    /// 地域生活支援事業: what the managing office's result says for this office; that service has no place in a sheet.
    pub told: Option<ManagedCap>,
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
pub type CapRow = PersonRow<CapBody>;

repository! {
    /// 上限額管理 of the scope.
    caps: Caps, CapsWriter
}

impl Caps<'_> {
    /// Everyone of a month of whom something is known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<CapRow>> {
        let all = find::<row::Entity>(self.at, &of_month::<row::Entity>(month)).order_by_asc(row::Column::PersonId);
        Ok(person_entries(self.at, all).await?.into_iter().map(Into::into).collect())
    }

    /// One person's month; the empty one when nothing was saved.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<CapRow> {
        person_row::<row::Entity, _>(self.at, person_id, &of_person_month::<row::Entity>(person_id, month)).await
    }

    /// 関係事業所 of the person's last month before this one: a proposal, without amounts.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn offices_before(&self, person_id: i64, month: Month) -> Result<Vec<RelatedOffice>> {
        self.at.people().get(person_id).await?;
        let last = find::<row::Entity>(self.at, &of_person::<row::Entity>(person_id))
            .filter(row::Column::Month.lt(month.to_string()))
            .order_by_desc(row::Column::Month)
            .one(&self.at.exec())
            .await?;
        let last = last.as_ref().map(entry::<row::Entity, CapBody>).transpose()?;
        let others = last.map(|row| row.body.others).unwrap_or_default();
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
        save_person_month::<row::Entity, _>(self.tx, person_id, month, body, expected).await
    }
}
