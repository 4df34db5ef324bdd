//! 利用者: the people the office serves.
use crate::{
    codec::parse_opt,
    entity::person,
    entry::{EntityKind, Entry},
    error::Result,
    repository::repository,
};
use kernel::{Day, text::search_key};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, Select,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use serde::{Deserialize, Serialize};

/// 利用者の基本情報.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonBody {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub name_kana: String,
    /// 印字用氏名, when the name cannot be written in MS932.
    pub name_print: Option<String>,
    /// 生年月日.
    pub born_on: Option<Day>,
    /// 利用開始日.
    pub started_on: Option<Day>,
    /// 利用終了日.
    pub ended_on: Option<Day>,
    /// 備考.
    pub note: String,
}

repository! {
    /// 利用者 of the scope.
    people: People, PeopleWriter
}

fn entry(row: person::Model) -> Result<Entry<PersonBody>> {
    let body = PersonBody {
        born_on: parse_opt("person", "born_on", row.born_on.as_ref())?,
        started_on: parse_opt("person", "started_on", row.started_on.as_ref())?,
        ended_on: parse_opt("person", "ended_on", row.ended_on.as_ref())?,
        name: row.name,
        name_kana: row.name_kana,
        name_print: row.name_print,
        note: row.note,
    };
    Ok(Entry { id: row.id, version: row.version, body })
}

fn columns(body: &PersonBody, version: i64) -> person::ActiveModel {
    let text = |day: Option<Day>| Set(day.map(|day| day.to_string()));
    person::ActiveModel {
        id: NotSet,
        office_id: NotSet,
        name: Set(body.name.clone()),
        name_kana: Set(body.name_kana.clone()),
        name_print: Set(body.name_print.clone()),
        search_key: Set(format!("{}\n{}", search_key(&body.name), search_key(&body.name_kana))),
        born_on: text(body.born_on),
        started_on: text(body.started_on),
        ended_on: text(body.ended_on),
        note: Set(body.note.clone()),
        version: Set(version),
    }
}

impl People<'_> {
    fn mine(&self) -> Select<person::Entity> {
        person::Entity::find().filter(person::Column::OfficeId.eq(self.at.office_id()))
    }

    /// Everyone, in the order of フリガナ.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<Entry<PersonBody>>> {
        sorted(self.mine().all(&self.at.exec()).await?)
    }

    /// Everyone whose name or フリガナ holds the text, whatever kana and width it is typed in.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn search(&self, text: &str) -> Result<Vec<Entry<PersonBody>>> {
        let holds = Expr::col(person::Column::SearchKey).like(like_search(text));
        sorted(self.mine().filter(holds).all(&self.at.exec()).await?)
    }

    /// One person.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<Entry<PersonBody>> {
        let row = self.mine().filter(person::Column::Id.eq(id)).one(&self.at.exec()).await?;
        entry(row.ok_or(EntityKind::Person.not_found())?)
    }
}

/// Asks for rows whose search key holds the text.
pub(crate) fn like_search(text: &str) -> LikeExpr {
    let escaped: String = search_key(text)
        .chars()
        .flat_map(|c| ['\\'].into_iter().filter(move |_| "%_\\".contains(c)).chain([c]))
        .collect();
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// Sorted here and not by the engine, so that both engines give one order.
fn sorted(rows: Vec<person::Model>) -> Result<Vec<Entry<PersonBody>>> {
    let mut people = rows.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    people.sort_by_cached_key(|person| (search_key(&person.body.name_kana), person.id));
    Ok(people)
}

impl PeopleWriter<'_> {
    /// Registers a person; gives the id.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create(&self, body: &PersonBody) -> Result<i64> {
        let office_id = self.at.office_id();
        let row = person::ActiveModel { office_id: Set(office_id), ..columns(body, 1) };
        let id = row.insert(self.tx.act.tx()).await?.id;
        self.tx.act.keep(office_id, EntityKind::Person, id, 1, body).await?;
        Ok(id)
    }

    /// Changes a person; gives the new version.
    ///
    /// # Errors
    /// `NotFound` for an id of another office, `Conflict` on an old version.
    pub async fn update(&self, id: i64, body: &PersonBody, expected: i64) -> Result<i64> {
        let office_id = self.at.office_id();
        let done = person::Entity::update_many()
            .set(columns(body, expected + 1))
            .filter(person::Column::Id.eq(id))
            .filter(person::Column::OfficeId.eq(office_id))
            .filter(person::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::Person.conflict(Some(self.get(id).await?.version)));
        }
        self.tx.act.keep(office_id, EntityKind::Person, id, expected + 1, body).await?;
        Ok(expected + 1)
    }
}
