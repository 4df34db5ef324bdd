//! 事業所情報 of 地域生活支援事業: one version per 適用年月日 – 追加登録 adds one, 更新 corrects one. An office that serves
//! several municipalities may keep a line of versions for one of them beside its common line.
use crate::{
    body_row::{Change, by_id, find, insert, update},
    claim_months::closed_months,
    codec::{from_json, instant},
    entity::community_office as row,
    error::{Result, StoreError},
    repository::repository,
};
use jiff::Timestamp;
use kernel::{Day, MunicipalityNo};
use sea_orm::QueryOrder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The eight 体制の有無 of the office master; a structure that is not listed is 「0:無」.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportStructure {
    /// 喀痰吸引等体制.
    Suction,
    /// 自立支援体制.
    Independence,
    /// 指導員加配体制.
    ExtraInstructor,
    /// 食事指導体制.
    MealGuidance,
    /// 医療連携体制.
    MedicalLiaison,
    /// 栄養士体制.
    Dietitian,
    /// 行動支援加配体制.
    ExtraBehaviourSupport,
    /// 視覚聴覚言語障害者支援体制.
    SensorySupport,
}

impl SupportStructure {
    /// All eight in the order of the screen.
    pub const ALL: [SupportStructure; 8] = [
        SupportStructure::Suction,
        SupportStructure::Independence,
        SupportStructure::ExtraInstructor,
        SupportStructure::MealGuidance,
        SupportStructure::MedicalLiaison,
        SupportStructure::Dietitian,
        SupportStructure::ExtraBehaviourSupport,
        SupportStructure::SensorySupport,
    ];

    /// The label of the screen, without 「の有無」.
    pub const fn label_ja(self) -> &'static str {
        match self {
            SupportStructure::Suction => "喀痰吸引等体制",
            SupportStructure::Independence => "自立支援体制",
            SupportStructure::ExtraInstructor => "指導員加配体制",
            SupportStructure::MealGuidance => "食事指導体制",
            SupportStructure::MedicalLiaison => "医療連携体制",
            SupportStructure::Dietitian => "栄養士体制",
            SupportStructure::ExtraBehaviourSupport => "行動支援加配体制",
            SupportStructure::SensorySupport => "視覚聴覚言語障害者支援体制",
        }
    }
}

/// What the office master says from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityOfficeBody {
    /// 適用年月日: first day in force.
    pub valid_from: Day,
    /// The municipality this line of versions is for; `None` = every municipality without a line of its own.
    pub municipality_no: Option<MunicipalityNo>,
    /// 電話番号.
    pub phone: String,
    /// 事業区分 as a code, `2` = 地活.
    pub business_class: String,
    /// 指定有効開始年月日.
    pub designated_from: Day,
    /// 指定有効終了年月日; 2099-12-31 = designated without an end.
    pub designated_to: Day,
    /// 利用定員; 999 = none.
    pub capacity: u32,
    /// 人員配置区分 as a code, `01` = 1型.
    pub staffing_class: String,
    /// 特別地域フラグ.
    pub special_area: bool,
    /// The office gives 日中一時支援 alone and may therefore mark 単独型.
    #[serde(default)]
    pub single_facility: bool,
    /// Structures that the office has.
    #[serde(default)]
    pub structures: BTreeSet<SupportStructure>,
}

/// A version of the office master by its 適用年月日.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityOffice {
    /// Id.
    pub id: i64,
    /// Version of the row.
    pub version: i64,
    /// 更新年月日, as an instant.
    pub changed_at: Timestamp,
    /// What it says.
    pub body: CommunityOfficeBody,
}

repository! {
    /// 事業所情報 (地域生活支援事業) of the scope.
    community_office: CommunityOffices, CommunityOfficesWriter
}

fn office(row: row::Model) -> Result<CommunityOffice> {
    Ok(CommunityOffice {
        id: row.id,
        version: row.version,
        changed_at: instant("community_office", "changed_at_ms", row.changed_at_ms)?,
        body: from_json("community_office", "body", &row.body)?,
    })
}

/// The column that the index reads: the empty text for the common line.
fn line(municipality_no: Option<&MunicipalityNo>) -> String {
    municipality_no.map(ToString::to_string).unwrap_or_default()
}

/// The version in force on a day for a municipality: the newest of its own line, else the newest of the common line.
pub(crate) fn in_force<'o>(
    offices: &'o [CommunityOffice],
    municipality_no: Option<&MunicipalityNo>,
    day: Day,
) -> Option<&'o CommunityOffice> {
    let newest = |of: Option<&MunicipalityNo>| {
        let begun = offices.iter().filter(|o| o.body.municipality_no.as_ref() == of && o.body.valid_from <= day);
        begun.max_by_key(|o| o.body.valid_from)
    };
    municipality_no.and_then(|own| newest(Some(own))).or_else(|| newest(None))
}

impl CommunityOffices<'_> {
    /// Every version, by municipality (the common line first) and 適用年月日.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<CommunityOffice>> {
        let rows = find::<row::Entity>(self.at, &[]);
        let rows = rows.order_by_asc(row::Column::MunicipalityNo).order_by_asc(row::Column::ValidFrom);
        rows.all(&self.at.exec()).await?.into_iter().map(office).collect()
    }

    /// One version.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<CommunityOffice> {
        office(by_id::<row::Entity>(self.at, id).await?)
    }

    /// The version in force on a day: that of the municipality when it has a line of its own, else the common one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn in_force(
        &self,
        municipality_no: Option<&MunicipalityNo>,
        day: Day,
    ) -> Result<Option<CommunityOffice>> {
        Ok(in_force(&self.list().await?, municipality_no, day).cloned())
    }
}

const TAKEN: StoreError = StoreError::Taken { what: "事業所情報の適用年月日" };

impl CommunityOfficesWriter<'_> {
    /// 追加登録: a new version; gives its id.
    ///
    /// # Errors
    /// `Taken` when one of the same municipality begins on the same day, `Invalid`, `MonthClosed` when a closed month
    /// would read another version.
    pub async fn add(&self, body: &CommunityOfficeBody) -> Result<i64> {
        refuse_backwards(body)?;
        let before = self.list().await?;
        let mut after = before.clone();
        after.push(CommunityOffice { id: 0, version: 1, changed_at: self.tx.act.now, body: body.clone() });
        self.refuse_in_closed_months(&before, &after).await?;
        let key = [row::Column::OfficeId, row::Column::MunicipalityNo, row::Column::ValidFrom];
        insert::<row::Entity, _>(self.tx, &[], &key, self.change(body)).await?.ok_or(TAKEN)
    }

    /// 更新: corrects a version; gives the new version of the row.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
    pub async fn update(&self, id: i64, body: &CommunityOfficeBody, expected: i64) -> Result<i64> {
        refuse_backwards(body)?;
        self.get(id).await?;
        let before = self.list().await?;
        if before.iter().any(|other| other.id != id && same_place(&other.body, body)) {
            return Err(TAKEN);
        }
        let mut after = before.clone();
        after.iter_mut().filter(|other| other.id == id).for_each(|other| other.body = body.clone());
        self.refuse_in_closed_months(&before, &after).await?;
        update::<row::Entity, _>(self.tx, id, self.change(body), expected).await
    }

    fn change<'b>(&self, body: &'b CommunityOfficeBody) -> Change<'b, row::Entity, CommunityOfficeBody> {
        let beside = vec![
            (row::Column::MunicipalityNo, line(body.municipality_no.as_ref()).into()),
            (row::Column::ValidFrom, body.valid_from.to_string().into()),
            (row::Column::ChangedAtMs, self.tx.act.now_ms().into()),
        ];
        Change { body, beside }
    }

    /// A closed month keeps, on each of its days and for each municipality, what the master said; the telephone number
    /// is no fact of a claim.
    async fn refuse_in_closed_months(&self, before: &[CommunityOffice], after: &[CommunityOffice]) -> Result<()> {
        let municipalities: BTreeSet<Option<&MunicipalityNo>> =
            before.iter().chain(after).map(|o| o.body.municipality_no.as_ref()).chain([None]).collect();
        let reads = |offices: &[CommunityOffice], of: Option<&MunicipalityNo>, day: Day| {
            let found = in_force(offices, of, day)?;
            Some(CommunityOfficeBody { phone: String::new(), ..found.body.clone() })
        };
        for month in closed_months(self.tx).await? {
            let changed = |day: Day| municipalities.iter().any(|of| reads(before, *of, day) != reads(after, *of, day));
            if month.each_day().any(changed) {
                return Err(StoreError::MonthClosed { month });
            }
        }
        Ok(())
    }
}

fn same_place(one: &CommunityOfficeBody, other: &CommunityOfficeBody) -> bool {
    one.municipality_no == other.municipality_no && one.valid_from == other.valid_from
}

fn refuse_backwards(body: &CommunityOfficeBody) -> Result<()> {
    if body.designated_to >= body.designated_from {
        return Ok(());
    }
    Err(StoreError::Invalid {
        what: "指定有効終了年月日が開始年月日より前です",
        how_to_fix: "終了年月日を開始年月日以後の日にしてください(期限のない指定は 2099年12月31日)",
    })
}
