//! 事業所 and 体制届: the office itself and what it has filed, dated.
use crate::{
    claim_months::closed_months,
    codec::{from_json, from_word, parse, parse_opt, to_json, word},
    db::Store,
    entity::{capability_notice, office},
    entry::{EntityKind, Entry},
    error::{Result, StoreError},
    repository::repository,
};
use claims::ClaimOffice;
use fees::b_type::facts::{self, Operator};
use kernel::{Day, Month, MunicipalityNo, OfficeNo, ServiceKind};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};

/// 事業所の基本情報.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeBody {
    /// 事業所番号.
    pub office_no: OfficeNo,
    /// 事業所名.
    pub name: String,
    /// What the office does.
    #[serde(rename = "service_type")]
    pub kind: ServiceKind,
    /// 地域区分: `特別区`, `1級地`…`7級地`, `その他`.
    pub area_class: String,
    /// 所在地の市町村番号.
    pub municipality_no: Option<MunicipalityNo>,
    /// 設置者.
    pub operator: Operator,
    /// 郵便番号.
    pub postal_code: String,
    /// 所在地.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// 代表者の職・氏名.
    pub representative: String,
    /// 指定年月日.
    pub designated_on: Option<Day>,
}

impl OfficeBody {
    /// The office as the official files name it.
    pub fn claim_office(&self) -> ClaimOffice {
        ClaimOffice { office_no: self.office_no.clone(), name: self.name.clone() }
    }
}

/// 体制届: what the office has filed, in force from a month until the next notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// First month in force.
    pub valid_from: Month,
    /// The facts that the rules read.
    pub office: facts::Office,
    /// 地域区分 from this month on, when it differs from that of the office.
    #[serde(default)]
    pub area_class: Option<String>,
    /// Where it comes from: 届出日, 文書番号.
    #[serde(default)]
    pub note: String,
}

impl Store {
    /// Every office of the installation, for the command line, demo and set-up. A request sees only that of its session.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn offices_for_setup(&self) -> Result<Vec<Entry<OfficeBody>>> {
        let rows = office::Entity::find().order_by_asc(office::Column::Id).all(&self.pool().exec()).await?;
        rows.iter().map(|row| Ok(Entry { id: row.id, version: row.version, body: body_of(row)? })).collect()
    }
}

repository! {
    /// 事業所 and 体制届 of the scope.
    office: OfficeData, OfficeWriter
}

fn body_of(row: &office::Model) -> Result<OfficeBody> {
    Ok(OfficeBody {
        office_no: parse("office", "office_no", &row.office_no)?,
        name: row.name.clone(),
        kind: parse("office", "service_type", &row.service_type)?,
        area_class: row.area_class.clone(),
        municipality_no: parse_opt("office", "municipality_no", row.municipality_no.as_ref())?,
        operator: from_word("office", "operator", &row.operator)?,
        postal_code: row.postal_code.clone(),
        address: row.address.clone(),
        phone: row.phone.clone(),
        representative: row.representative.clone(),
        designated_on: parse_opt("office", "designated_on", row.designated_on.as_ref())?,
    })
}

fn columns(body: &OfficeBody, version: i64) -> office::ActiveModel {
    office::ActiveModel {
        id: NotSet,
        office_no: Set(body.office_no.to_string()),
        name: Set(body.name.clone()),
        service_type: Set(body.kind.key().to_owned()),
        area_class: Set(body.area_class.clone()),
        municipality_no: Set(body.municipality_no.as_ref().map(ToString::to_string)),
        operator: Set(word(&body.operator)),
        postal_code: Set(body.postal_code.clone()),
        address: Set(body.address.clone()),
        phone: Set(body.phone.clone()),
        representative: Set(body.representative.clone()),
        designated_on: Set(body.designated_on.map(|day| day.to_string())),
        version: Set(version),
    }
}

/// Makes a new office; `Taken` when number and service exist.
pub(crate) async fn insert(tx: &DatabaseTransaction, body: &OfficeBody) -> Result<i64> {
    let made = number_taken(tx, body, 0).await?;
    if made {
        return Err(StoreError::Taken { what: "事業所番号" });
    }
    Ok(columns(body, 1).insert(tx).await?.id)
}

async fn number_taken(tx: &DatabaseTransaction, body: &OfficeBody, by_other_than: i64) -> Result<bool> {
    let other = office::Entity::find()
        .filter(office::Column::OfficeNo.eq(body.office_no.as_str()))
        .filter(office::Column::ServiceType.eq(body.kind.key()))
        .filter(office::Column::Id.ne(by_other_than))
        .one(tx)
        .await?;
    Ok(other.is_some())
}

fn notice_of(row: &capability_notice::Model) -> Result<Entry<Notice>> {
    let body = from_json("capability_notice", "body", &row.body)?;
    Ok(Entry { id: row.id, version: row.version, body })
}

/// The notice in force in a month: the last one that began by then.
pub(crate) fn in_force(notices: &[Entry<Notice>], month: Month) -> Option<&Entry<Notice>> {
    notices.iter().filter(|notice| notice.body.valid_from <= month).max_by_key(|notice| notice.body.valid_from)
}

impl OfficeData<'_> {
    /// The office of the scope.
    ///
    /// # Errors
    /// `NotFound` when it does not exist.
    pub async fn current(&self) -> Result<Entry<OfficeBody>> {
        let id = self.at.office_id();
        let row = office::Entity::find_by_id(id).one(&self.at.exec()).await?;
        let row = row.ok_or(EntityKind::Office.not_found())?;
        Ok(Entry { id, version: row.version, body: body_of(&row)? })
    }

    /// All notices, earliest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn notices(&self) -> Result<Vec<Entry<Notice>>> {
        let rows = capability_notice::Entity::find()
            .filter(capability_notice::Column::OfficeId.eq(self.at.office_id()))
            .order_by_asc(capability_notice::Column::ValidFrom)
            .all(&self.at.exec())
            .await?;
        rows.iter().map(notice_of).collect()
    }

    /// One notice.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn notice(&self, id: i64) -> Result<Entry<Notice>> {
        let found = self.notices().await?.into_iter().find(|notice| notice.id == id);
        found.ok_or(EntityKind::CapabilityNotice.not_found())
    }

    /// The notice in force in a month.
    ///
    /// # Errors
    /// [`StoreError::NoNotice`] when none is.
    pub async fn notice_in_force(&self, month: Month) -> Result<Entry<Notice>> {
        in_force(&self.notices().await?, month).cloned().ok_or(StoreError::NoNotice { month })
    }
}

impl OfficeWriter<'_> {
    /// Changes the office; gives the new version.
    ///
    /// # Errors
    /// `Conflict` on an old version, `Taken` for a number in use.
    pub async fn update(&self, body: &OfficeBody, expected: i64) -> Result<i64> {
        let (tx, id) = (self.tx.act.tx(), self.at.office_id());
        if number_taken(tx, body, id).await? {
            return Err(StoreError::Taken { what: "事業所番号" });
        }
        let done = office::Entity::update_many()
            .set(columns(body, expected + 1))
            .filter(office::Column::Id.eq(id))
            .filter(office::Column::Version.eq(expected))
            .exec(tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::Office.conflict(Some(self.current().await?.version)));
        }
        self.tx.act.keep(id, EntityKind::Office, id, expected + 1, body).await?;
        Ok(expected + 1)
    }

    /// Files a new notice; gives its id.
    ///
    /// # Errors
    /// `Taken` when one begins in the same month, `MonthClosed` when a closed month would change.
    pub async fn add_notice(&self, notice: &Notice) -> Result<i64> {
        let before = self.notices().await?;
        let mut after = before.clone();
        after.push(Entry { id: 0, version: 1, body: notice.clone() });
        self.refuse_in_closed_months(&before, &after).await?;
        let row = capability_notice::ActiveModel {
            office_id: Set(self.at.office_id()),
            valid_from: Set(notice.valid_from.to_string()),
            body: Set(to_json(notice)),
            version: Set(1),
            ..Default::default()
        };
        let made = capability_notice::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([capability_notice::Column::OfficeId, capability_notice::Column::ValidFrom])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(self.tx.act.tx())
            .await?;
        if made == 0 {
            return Err(StoreError::Taken { what: "体制届の適用開始月" });
        }
        let id = self.notice_in_force(notice.valid_from).await?.id;
        self.tx.act.keep(self.at.office_id(), EntityKind::CapabilityNotice, id, 1, notice).await?;
        Ok(id)
    }

    /// Changes a notice; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Taken`, `MonthClosed`.
    pub async fn update_notice(&self, id: i64, notice: &Notice, expected: i64) -> Result<i64> {
        self.notice(id).await?;
        let before = self.notices().await?;
        if before.iter().any(|other| other.id != id && other.body.valid_from == notice.valid_from) {
            return Err(StoreError::Taken { what: "体制届の適用開始月" });
        }
        let mut after = before.clone();
        after.iter_mut().filter(|other| other.id == id).for_each(|other| other.body = notice.clone());
        self.refuse_in_closed_months(&before, &after).await?;
        let done = capability_notice::Entity::update_many()
            .set(capability_notice::ActiveModel {
                valid_from: Set(notice.valid_from.to_string()),
                body: Set(to_json(notice)),
                version: Set(expected + 1),
                ..Default::default()
            })
            .filter(capability_notice::Column::Id.eq(id))
            .filter(capability_notice::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::CapabilityNotice.conflict(Some(self.notice(id).await?.version)));
        }
        self.tx.act.keep(self.at.office_id(), EntityKind::CapabilityNotice, id, expected + 1, notice).await?;
        Ok(expected + 1)
    }

    async fn refuse_in_closed_months(&self, before: &[Entry<Notice>], after: &[Entry<Notice>]) -> Result<()> {
        let changed =
            |month: &Month| in_force(before, *month).map(|n| &n.body) != in_force(after, *month).map(|n| &n.body);
        match closed_months(self.tx).await?.into_iter().find(changed) {
            Some(month) => Err(StoreError::MonthClosed { month }),
            None => Ok(()),
        }
    }
}
