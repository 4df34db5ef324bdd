//! 本文を持つ行: the one shape in which most rows are kept – an office, a version, a JSON body, and the columns that
//! give the row its place (person, month) – and the one way they are read and saved on the version that was seen.
use crate::{
    codec::{from_json, parse, to_json},
    entry::{EntityKind, Entry},
    error::{Result, StoreError},
    read::Reader,
    write::WriteTx,
};
use kernel::Month;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, ModelTrait, PrimaryKeyTrait, QueryFilter, Select,
    sea_query::{OnConflict, Value, ValueType},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A row of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonEntry<B> {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version to hand back.
    pub version: i64,
    /// What was entered.
    pub body: B,
}

/// The one row that a person (or a person's month) has, once something was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow<B> {
    /// Id; 0 when nothing was saved yet.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version to hand back; `None` when nothing was saved yet.
    pub version: Option<i64>,
    /// What is known.
    pub body: B,
}

impl<B: Default> PersonRow<B> {
    /// What is known before anything was saved.
    pub fn untouched(person_id: i64) -> PersonRow<B> {
        PersonRow { id: 0, person_id, version: None, body: B::default() }
    }
}

impl<B> From<PersonEntry<B>> for PersonRow<B> {
    fn from(entry: PersonEntry<B>) -> PersonRow<B> {
        PersonRow { id: entry.id, person_id: entry.person_id, version: Some(entry.version), body: entry.body }
    }
}

/// The one row that the office has at a place, once something was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeRow<B> {
    /// Id; 0 when nothing was saved yet.
    pub id: i64,
    /// Version to hand back; `None` when nothing was saved yet.
    pub version: Option<i64>,
    /// What is known.
    pub body: B,
}

impl<B> From<Entry<B>> for OfficeRow<B> {
    fn from(entry: Entry<B>) -> OfficeRow<B> {
        OfficeRow { id: entry.id, version: Some(entry.version), body: entry.body }
    }
}

/// A table of rows with a JSON body.
pub(crate) trait BodyRow: EntityTrait<PrimaryKey: PrimaryKeyTrait<ValueType = i64>> {
    const KIND: EntityKind;
    const ID: Self::Column;
    const OFFICE: Self::Column;
    const VERSION: Self::Column;
    const BODY: Self::Column;
}

/// A table of rows with a JSON body, each of a person.
pub(crate) trait OfPerson: BodyRow {
    const PERSON: Self::Column;
}

/// A table of rows with a JSON body, each of a month.
pub(crate) trait OfMonth: BodyRow {
    const MONTH: Self::Column;
}

macro_rules! body_rows {
    ($($table:ident: $kind:ident $(+ $trait:ident($const:ident = $column:ident))*;)*) => {$(
        impl BodyRow for crate::entity::$table::Entity {
            const KIND: EntityKind = EntityKind::$kind;
            const ID: Self::Column = crate::entity::$table::Column::Id;
            const OFFICE: Self::Column = crate::entity::$table::Column::OfficeId;
            const VERSION: Self::Column = crate::entity::$table::Column::Version;
            const BODY: Self::Column = crate::entity::$table::Column::Body;
        }
        $(impl $trait for crate::entity::$table::Entity {
            const $const: Self::Column = crate::entity::$table::Column::$column;
        })*
    )*};
}

body_rows! {
    cap_month: CapMonth + OfPerson(PERSON = PersonId) + OfMonth(MONTH = Month);
    month_facts: MonthFacts + OfPerson(PERSON = PersonId) + OfMonth(MONTH = Month);
    contract: Contract + OfPerson(PERSON = PersonId);
    employment: Employment + OfPerson(PERSON = PersonId);
    retention_facts: RetentionFacts + OfPerson(PERSON = PersonId);
    support_plan: SupportPlan + OfPerson(PERSON = PersonId);
    contact: Contact + OfPerson(PERSON = PersonId) + OfMonth(MONTH = Month);
    support_report: SupportReport + OfPerson(PERSON = PersonId) + OfMonth(MONTH = Month);
    retention_month: RetentionMonth + OfMonth(MONTH = Month);
    retention_rate: RetentionRate;
    retention_claim: RetentionClaim + OfPerson(PERSON = PersonId) + OfMonth(MONTH = Month);
    office_setting: OfficeSetting;
    community_office: CommunityOffice;
    price_overlay: PriceOverlay;
    pack_reading: PackReading;
}

/// A column and the value it has.
pub(crate) type Pin<E> = (<E as EntityTrait>::Column, Value);

/// The place of a row that a person has once.
pub(crate) fn of_person<E: OfPerson>(person_id: i64) -> Vec<Pin<E>> {
    vec![(E::PERSON, person_id.into())]
}

/// The place of a row that a person has once a month.
pub(crate) fn of_person_month<E: OfPerson + OfMonth>(person_id: i64, month: Month) -> Vec<Pin<E>> {
    vec![(E::PERSON, person_id.into()), (E::MONTH, month.to_string().into())]
}

/// The place of a row that the office has once a month; with it, all rows of a month are found too.
pub(crate) fn of_month<E: OfMonth>(month: Month) -> Vec<Pin<E>> {
    vec![(E::MONTH, month.to_string().into())]
}

/// The rows of the office that have these values.
pub(crate) fn find<E: BodyRow>(at: Reader<'_>, pins: &[Pin<E>]) -> Select<E> {
    let mine = E::find().filter(E::OFFICE.eq(at.office_id()));
    pins.iter().fold(mine, |query, (column, value)| query.filter(column.eq(value.clone())))
}

/// A column of a row as the table holds it.
fn column<E: BodyRow, T: ValueType>(model: &E::Model, column: E::Column, name: &'static str) -> Result<T> {
    let corrupt = StoreError::Corrupt { table: E::KIND.key(), column: name };
    T::try_from(model.get(column)).map_err(|_| corrupt)
}

/// The row as a value.
pub(crate) fn entry<E: BodyRow, B: DeserializeOwned>(model: &E::Model) -> Result<Entry<B>> {
    let body: String = column::<E, _>(model, E::BODY, "body")?;
    Ok(Entry {
        id: column::<E, _>(model, E::ID, "id")?,
        version: column::<E, _>(model, E::VERSION, "version")?,
        body: from_json(E::KIND.key(), "body", &body)?,
    })
}

/// The row of a person as a value.
pub(crate) fn person_entry<E: OfPerson, B: DeserializeOwned>(model: &E::Model) -> Result<PersonEntry<B>> {
    let Entry { id, version, body } = entry::<E, B>(model)?;
    Ok(PersonEntry { id, person_id: column::<E, _>(model, E::PERSON, "person_id")?, version, body })
}

/// The month of a row.
pub(crate) fn month_of<E: OfMonth>(model: &E::Model) -> Result<Month> {
    parse(E::KIND.key(), "month", &column::<E, String>(model, E::MONTH, "month")?)
}

/// Everything a query finds, as values.
pub(crate) async fn person_entries<E: OfPerson, B: DeserializeOwned>(
    at: Reader<'_>,
    query: Select<E>,
) -> Result<Vec<PersonEntry<B>>> {
    query.all(&at.exec()).await?.iter().map(person_entry::<E, B>).collect()
}

/// The one row of a person at a place; the untouched one when nothing was saved.
///
/// # Errors
/// `NotFound` for a person of another office.
pub(crate) async fn person_row<E: OfPerson, B: DeserializeOwned + Default>(
    at: Reader<'_>,
    person_id: i64,
    place: &[Pin<E>],
) -> Result<PersonRow<B>> {
    at.people().get(person_id).await?;
    let found = find::<E>(at, place).one(&at.exec()).await?;
    let found = found.as_ref().map(person_entry::<E, B>).transpose()?;
    Ok(found.map_or_else(|| PersonRow::untouched(person_id), Into::into))
}

/// The one row of the office at a place; the untouched one when nothing was saved.
pub(crate) async fn office_row<E: BodyRow, B: DeserializeOwned + Default>(
    at: Reader<'_>,
    place: &[Pin<E>],
) -> Result<OfficeRow<B>> {
    let found = find::<E>(at, place).one(&at.exec()).await?;
    let untouched = || OfficeRow { id: 0, version: None, body: B::default() };
    found.as_ref().map_or_else(|| Ok(untouched()), |row| Ok(entry::<E, B>(row)?.into()))
}

/// One row by its id.
///
/// # Errors
/// `NotFound` for an id of another office.
pub(crate) async fn by_id<E: BodyRow>(at: Reader<'_>, id: i64) -> Result<E::Model> {
    find::<E>(at, &[(E::ID, id.into())]).one(&at.exec()).await?.ok_or(E::KIND.not_found())
}

/// A new version of a row: what it says, and what further columns hold.
pub(crate) struct Change<'b, E: EntityTrait, B> {
    /// What the row says.
    pub(crate) body: &'b B,
    /// Columns beside the body.
    pub(crate) beside: Vec<Pin<E>>,
}

impl<'b, E: EntityTrait, B> Change<'b, E, B> {
    /// A change of the body alone.
    pub(crate) const fn of(body: &'b B) -> Self {
        Change { body, beside: Vec::new() }
    }
}

fn active<E: EntityTrait>(pins: impl IntoIterator<Item = Pin<E>>) -> E::ActiveModel {
    let mut row = <E::ActiveModel as ActiveModelTrait>::default();
    for (column, value) in pins {
        row.set(column, value);
    }
    row
}

/// Inserts the first version; gives its id, or `None` when a row stands at one of the `unique` columns already.
pub(crate) async fn insert<E: BodyRow, B: Serialize + Sync>(
    tx: &WriteTx,
    place: &[Pin<E>],
    unique: &[E::Column],
    change: Change<'_, E, B>,
) -> Result<Option<i64>> {
    let own = [
        (E::OFFICE, Value::from(tx.scope.office_id())),
        (E::VERSION, Value::from(1_i64)),
        (E::BODY, Value::from(to_json(change.body))),
    ];
    let new = active::<E>(own.into_iter().chain(place.iter().cloned()).chain(change.beside));
    let mut insert = E::insert(new);
    if !unique.is_empty() {
        insert = insert.on_conflict(OnConflict::columns(unique.iter().copied()).do_nothing().to_owned());
    }
    let id = match insert.exec(tx.act.tx()).await {
        Err(DbErr::RecordNotInserted) => return Ok(None),
        done => done?.last_insert_id,
    };
    tx.act.keep(tx.scope.office_id(), E::KIND, id, 1, change.body).await?;
    Ok(Some(id))
}

/// Inserts a row of which there may be many; gives its id.
pub(crate) async fn create<E: BodyRow, B: Serialize + Sync>(
    tx: &WriteTx,
    place: &[Pin<E>],
    change: Change<'_, E, B>,
) -> Result<i64> {
    insert(tx, place, &[], change).await?.ok_or(E::KIND.not_found())
}

/// Writes the next version of a row; gives it. `expected` is the version that was on the screen.
///
/// # Errors
/// `NotFound` for an id of another office, `Conflict` on an old version.
pub(crate) async fn update<E: BodyRow, B: Serialize + Sync>(
    tx: &WriteTx,
    id: i64,
    change: Change<'_, E, B>,
    expected: i64,
) -> Result<i64> {
    let body = (E::BODY, Value::from(to_json(change.body)));
    set::<E>(tx, id, change.beside.into_iter().chain([body]), expected).await?;
    tx.act.keep(tx.scope.office_id(), E::KIND, id, expected + 1, change.body).await?;
    Ok(expected + 1)
}

/// Marks a row as removed: its next version has no body. Gives that version.
///
/// # Errors
/// `NotFound` for an id of another office, `Conflict` on an old version.
pub(crate) async fn remove<E: BodyRow>(tx: &WriteTx, id: i64, mark: E::Column, expected: i64) -> Result<i64> {
    set::<E>(tx, id, [(mark, true.into())], expected).await?;
    tx.act.keep(tx.scope.office_id(), E::KIND, id, expected + 1, &serde_json::Value::Null).await?;
    Ok(expected + 1)
}

/// Sets columns of a row that is still at the expected version.
async fn set<E: BodyRow>(
    tx: &WriteTx,
    id: i64,
    columns: impl IntoIterator<Item = Pin<E>>,
    expected: i64,
) -> Result<()> {
    let next = (E::VERSION, Value::from(expected + 1));
    let done = E::update_many()
        .set(active::<E>(columns.into_iter().chain([next])))
        .filter(E::ID.eq(id))
        .filter(E::OFFICE.eq(tx.scope.office_id()))
        .filter(E::VERSION.eq(expected))
        .exec(tx.act.tx())
        .await?;
    if done.rows_affected > 0 {
        return Ok(());
    }
    let stored = by_id::<E>(tx.read(), id).await?;
    Err(E::KIND.conflict(Some(column::<E, _>(&stored, E::VERSION, "version")?)))
}

/// Saves the one row at a place; gives its id and new version. `expected` is `None` when nothing was saved yet.
///
/// # Errors
/// `Conflict` when someone else saved first.
pub(crate) async fn save<E: BodyRow, B: Serialize + Sync>(
    tx: &WriteTx,
    place: &[Pin<E>],
    unique: &[E::Column],
    change: Change<'_, E, B>,
    expected: Option<i64>,
) -> Result<(i64, i64)> {
    let at = tx.read();
    let stored = find::<E>(at, place).one(&at.exec()).await?;
    let (id, version) = match &stored {
        Some(row) => (column::<E, i64>(row, E::ID, "id")?, Some(column::<E, i64>(row, E::VERSION, "version")?)),
        None => (0, None),
    };
    if version != expected {
        return Err(E::KIND.conflict(version));
    }
    if let Some(expected) = expected {
        return Ok((id, update(tx, id, change, expected).await?));
    }
    if let Some(id) = insert(tx, place, unique, change).await? {
        return Ok((id, 1));
    }
    let first = find::<E>(at, place).one(&at.exec()).await?;
    let version = first.as_ref().map(|row| column::<E, i64>(row, E::VERSION, "version")).transpose()?;
    Err(E::KIND.conflict(version))
}

/// Saves the one row of a person's month; gives its new version. `expected` is `None` when nothing was saved yet.
///
/// # Errors
/// `Conflict` when someone else saved first.
pub(crate) async fn save_person_month<E: OfPerson + OfMonth, B: Serialize + Sync>(
    tx: &WriteTx,
    person_id: i64,
    month: Month,
    body: &B,
    expected: Option<i64>,
) -> Result<i64> {
    let place = of_person_month::<E>(person_id, month);
    Ok(save::<E, B>(tx, &place, &[E::PERSON, E::MONTH], Change::of(body), expected).await?.1)
}
