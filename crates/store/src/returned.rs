//! 請求し直す月: a person's month that came back (返戻), was withdrawn (過誤) or missed its file (月遅れ), until it is
//! claimed in the files of a later month. While such a case is open, and only for that person's month, the records of
//! an exported month can be corrected.
use crate::{
    codec::{from_json, from_word, parse, parse_opt, to_json, word},
    entity::claim_again as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
    write::WriteTx,
};
use claims::{Dossier, Outcome, lifecycle::MonthState};
use kernel::{Day, Month};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Why a month is claimed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgainKind {
    /// 返戻.
    Returned,
    /// 過誤.
    Withdrawn,
    /// 月遅れ: it was not in the files of its month.
    Late,
}

impl AgainKind {
    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            AgainKind::Returned => "返戻",
            AgainKind::Withdrawn => "過誤",
            AgainKind::Late => "月遅れ",
        }
    }
}

/// How far a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgainState {
    /// 過誤申立中: the municipality has not withdrawn the claim yet.
    Asked,
    /// To be corrected and claimed again.
    Open,
    /// Claimed again.
    Claimed,
    /// Ended without a new claim.
    Dropped,
}

impl AgainState {
    /// Whether something is left to do.
    pub const fn is_pending(self) -> bool {
        matches!(self, AgainState::Asked | AgainState::Open)
    }
}

/// What was written down about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgainBody {
    /// Why the month is claimed again.
    pub kind: AgainKind,
    /// Code and words of each reason, as the list of returns has them.
    pub reasons: Vec<(String, String)>,
    /// When the office noted it.
    pub known_on: Day,
    /// 申立書 sent to the municipality.
    #[serde(default)]
    pub sent_on: Option<Day>,
    /// Withdrawn by the municipality.
    #[serde(default)]
    pub withdrawn_on: Option<Day>,
    /// Why it ended without a new claim.
    #[serde(default)]
    pub dropped_because: String,
    /// 処理対象年月 of the file that claimed it again.
    #[serde(default)]
    pub processed_in: Option<Month>,
}

/// What is kept since the carrying month was closed: the facts and the result of the service of the office.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Snapshot {
    Community { community: (Value, Value) },
    Assessed { dossier: Box<Dossier>, outcome: Box<Outcome> },
}

/// A person's month to be claimed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgainCase {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// サービス提供年月.
    pub month: Month,
    /// How far it is.
    pub state: AgainState,
    /// The month whose files claim it again.
    pub carrier: Option<Month>,
    /// Version to hand back.
    pub version: i64,
    /// What was written down.
    pub body: AgainBody,
    /// Facts and result since the carrying month was closed.
    pub snapshot: Option<(Dossier, Outcome)>,
    /// The same of 地域生活支援事業, whose types this crate does not know.
    community: Option<(Value, Value)>,
}

impl AgainCase {
    /// Whether the records of the person's month may be corrected.
    pub fn is_open_for_correction(&self) -> bool {
        self.state == AgainState::Open && !self.is_frozen()
    }

    /// Whether the carrying month was closed with this case.
    pub fn is_frozen(&self) -> bool {
        self.snapshot.is_some() || self.community.is_some()
    }

    /// 地域生活支援事業: facts and result since the carrying month was closed.
    ///
    /// # Errors
    /// `Corrupt` when what is kept is not of these types.
    pub fn community<F: DeserializeOwned, O: DeserializeOwned>(&self) -> Result<Option<(F, O)>> {
        let corrupt = |_| StoreError::Corrupt { table: "claim_again", column: "snapshot" };
        let read = |(facts, outcome): &(Value, Value)| {
            let facts = serde_json::from_value(facts.clone()).map_err(corrupt)?;
            Ok((facts, serde_json::from_value(outcome.clone()).map_err(corrupt)?))
        };
        self.community.as_ref().map(read).transpose()
    }

    fn kept(&self) -> Option<Snapshot> {
        let assessed = self
            .snapshot
            .clone()
            .map(|(dossier, outcome)| Snapshot::Assessed { dossier: Box::new(dossier), outcome: Box::new(outcome) });
        assessed.or_else(|| self.community.clone().map(|community| Snapshot::Community { community }))
    }

    /// The words that stand in the history of what is corrected.
    fn why(&self) -> String {
        let codes: Vec<&str> = self.body.reasons.iter().map(|(code, _)| code.as_str()).collect();
        format!("{}のための訂正 {}", self.body.kind.label_ja(), codes.join(" ")).trim_end().to_owned()
    }
}

repository! {
    /// 請求し直す月 of the scope.
    again: Again, AgainWriter
}

fn case(row: row::Model) -> Result<AgainCase> {
    let snapshot: Option<Snapshot> =
        row.snapshot.as_deref().map(|text| from_json("claim_again", "snapshot", text)).transpose()?;
    let (snapshot, community) = match snapshot {
        Some(Snapshot::Assessed { dossier, outcome }) => (Some((*dossier, *outcome)), None),
        Some(Snapshot::Community { community }) => (None, Some(community)),
        None => (None, None),
    };
    Ok(AgainCase {
        id: row.id,
        person_id: row.person_id,
        month: parse("claim_again", "month", &row.month)?,
        state: from_word("claim_again", "state", &row.state)?,
        carrier: parse_opt("claim_again", "carrier", row.carrier.as_ref())?,
        version: row.version,
        body: from_json("claim_again", "body", &row.body)?,
        snapshot,
        community,
    })
}

impl Again<'_> {
    /// Every case, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<AgainCase>> {
        let rows = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .order_by_desc(row::Column::Id)
            .all(&self.at.exec())
            .await?;
        rows.into_iter().map(case).collect()
    }

    /// One case.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<AgainCase> {
        let mine = row::Entity::find_by_id(id).filter(row::Column::OfficeId.eq(self.at.office_id()));
        case(mine.one(&self.at.exec()).await?.ok_or(EntityKind::ClaimAgain.not_found())?)
    }

    /// The cases whose new claim goes with the files of a month, by service month and person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn carried_by(&self, carrier: Month) -> Result<Vec<AgainCase>> {
        let rows = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::Carrier.eq(carrier.to_string()))
            .order_by_asc(row::Column::Month)
            .order_by_asc(row::Column::PersonId)
            .all(&self.at.exec())
            .await?;
        rows.into_iter().map(case).collect()
    }

    /// The case that opens a person's month for correction, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn opening(&self, person_id: i64, month: Month) -> Result<Option<AgainCase>> {
        let rows = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::PersonId.eq(person_id))
            .filter(row::Column::Month.eq(month.to_string()))
            .all(&self.at.exec())
            .await?;
        let cases: Vec<AgainCase> = rows.into_iter().map(case).collect::<Result<_>>()?;
        Ok(cases.into_iter().find(AgainCase::is_open_for_correction))
    }

    /// Whether facts of a person's month can be changed: the month is open, or a case opens it for this person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn may_change(&self, person_id: i64, month: Month) -> Result<bool> {
        let open = self.at.claim_months().get(month).await?.state.is_open();
        Ok(open || self.opening(person_id, month).await?.is_some())
    }
}

const NOT_EXPORTED: StoreError = StoreError::Invalid {
    what: "まだ請求ファイルを出力していない月です",
    how_to_fix: "出力する前の月は、請求の画面で締めを解除して直してください",
};

const PENDING: StoreError = StoreError::Invalid {
    what: "この人のこの月には、終わっていない返戻・過誤・月遅れの件があります",
    how_to_fix: "その件を先に進めるか、終わらせてください",
};

impl AgainWriter<'_> {
    /// Notes a case; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office; `Invalid` when the month was not exported, or a case is pending.
    pub async fn add(&self, person_id: i64, month: Month, state: AgainState, body: &AgainBody) -> Result<i64> {
        self.at.people().get(person_id).await?;
        if self.tx.claim_months().hold(month).await?.state != MonthState::Exported {
            return Err(NOT_EXPORTED);
        }
        let mut known = self.list().await?.into_iter();
        if known.any(|case| case.person_id == person_id && case.month == month && case.state.is_pending()) {
            return Err(PENDING);
        }
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(person_id),
            month: Set(month.to_string()),
            body: Set(to_json(body)),
            version: Set(1),
            state: Set(word(&state)),
            carrier: Set(None),
            snapshot: Set(None),
            ..Default::default()
        };
        let id = new.insert(self.tx.act.tx()).await?.id;
        self.keep(id, 1, state, None, body).await?;
        Ok(id)
    }

    /// Moves a case on: its state, what is written down, the month that carries the new claim. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `MonthClosed` when the carrying month, old or new, is closed; `Invalid` when it does not
    /// come after the service month.
    pub async fn update(
        &self,
        id: i64,
        expected: i64,
        state: AgainState,
        carrier: Option<Month>,
        body: &AgainBody,
    ) -> Result<i64> {
        let stored = self.get(id).await?;
        if carrier.is_some_and(|carrier| carrier <= stored.month) {
            return Err(StoreError::Invalid {
                what: "請求し直す月が、サービス提供月より後ではありません",
                how_to_fix: "これから請求する、後の月を選んでください",
            });
        }
        let mut months: Vec<Month> = stored.carrier.into_iter().chain(carrier).collect();
        months.sort_unstable();
        for month in months {
            if !self.tx.claim_months().hold(month).await?.state.is_open() {
                return Err(StoreError::MonthClosed { month });
            }
        }
        self.put(&stored, expected, state, carrier, body, None).await
    }

    /// 締め of the carrying month: facts and result of the case are kept; from now on its records are closed again.
    ///
    /// # Errors
    /// `NotFound`, `MonthClosed` when the carrying month is closed already.
    pub async fn freeze(&self, id: i64, dossier: &Dossier, outcome: &Outcome) -> Result<()> {
        let (dossier, outcome) = (Box::new(dossier.clone()), Box::new(outcome.clone()));
        self.keep_frozen(id, Snapshot::Assessed { dossier, outcome }).await
    }

    /// [`freeze`](Self::freeze) of 地域生活支援事業: facts and result are the caller's types.
    ///
    /// # Errors
    /// `NotFound`, `MonthClosed` when the carrying month is closed already.
    pub async fn freeze_community<F: Serialize, O: Serialize>(&self, id: i64, facts: &F, outcome: &O) -> Result<()> {
        let text = to_json(&(facts, outcome));
        let community = from_json("claim_again", "snapshot", &text)?;
        self.keep_frozen(id, Snapshot::Community { community }).await
    }

    async fn keep_frozen(&self, id: i64, kept: Snapshot) -> Result<()> {
        let stored = self.get(id).await?;
        if let Some(month) = stored.carrier
            && !self.tx.claim_months().hold(month).await?.state.is_open()
        {
            return Err(StoreError::MonthClosed { month });
        }
        self.put(&stored, stored.version, stored.state, stored.carrier, &stored.body, Some(kept)).await?;
        Ok(())
    }

    /// The carrying month was opened again: so are the records of its cases.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn thaw(&self, carrier: Month) -> Result<()> {
        for stored in self.carried_by(carrier).await? {
            if stored.state == AgainState::Open && stored.is_frozen() {
                self.put(&stored, stored.version, stored.state, stored.carrier, &stored.body, None).await?;
            }
        }
        Ok(())
    }

    /// 出力 of the carrying month: its cases are claimed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn claimed(&self, carrier: Month, processing_month: Month) -> Result<()> {
        for stored in self.carried_by(carrier).await? {
            let Some(kept) = stored.kept().filter(|_| stored.state == AgainState::Open) else { continue };
            let body = AgainBody { processed_in: Some(processing_month), ..stored.body.clone() };
            self.put(&stored, stored.version, AgainState::Claimed, stored.carrier, &body, Some(kept)).await?;
        }
        Ok(())
    }

    async fn put(
        &self,
        stored: &AgainCase,
        expected: i64,
        state: AgainState,
        carrier: Option<Month>,
        body: &AgainBody,
        snapshot: Option<Snapshot>,
    ) -> Result<i64> {
        let done = row::Entity::update_many()
            .set(row::ActiveModel {
                body: Set(to_json(body)),
                version: Set(expected + 1),
                state: Set(word(&state)),
                carrier: Set(carrier.map(|month| month.to_string())),
                snapshot: Set(snapshot.as_ref().map(to_json)),
                ..Default::default()
            })
            .filter(row::Column::Id.eq(stored.id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::ClaimAgain.conflict(Some(self.get(stored.id).await?.version)));
        }
        self.keep(stored.id, expected + 1, state, carrier, body).await?;
        Ok(expected + 1)
    }

    async fn keep(
        &self,
        id: i64,
        version: i64,
        state: AgainState,
        carrier: Option<Month>,
        body: &AgainBody,
    ) -> Result<()> {
        let kept = serde_json::json!({ "state": state, "carrier": carrier, "case": body });
        self.tx.act.keep(self.at.office_id(), EntityKind::ClaimAgain, id, version, &kept).await
    }
}

/// Whether a case opens a person's month; if so, its reason goes into the history of everything this act changes.
pub(crate) async fn opens(tx: &WriteTx, person_id: i64, month: Month) -> Result<bool> {
    let Some(case) = tx.read().again().opening(person_id, month).await? else { return Ok(false) };
    tx.act.through_door(case.why());
    Ok(true)
}
