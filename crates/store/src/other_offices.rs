//! ほかの事業所: the other offices in which the account of a session works, and taking a person over from one of them
//! (引継ぎ) so that nobody types name and card twice.
use crate::{
    accounts::Role,
    audit::{AuditEvent, AuditKind, Subject},
    codec::{from_word, parse},
    db::{Conn, Store},
    entity::{membership, office},
    entry::EntityKind,
    error::{Result, StoreError},
    people::PersonBody,
    person_facts::{CardBody, CardDetail},
    read::Reader,
    retention::{RetentionFactsBody, TakenFrom},
    scope::{Actor, OfficeScope},
    sessions::Session,
    write::WriteTx,
};
use jiff::Timestamp;
use kernel::ServiceKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// Another office in which the account works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherOffice {
    /// The pass to its repositories.
    pub scope: OfficeScope,
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: ServiceKind,
    /// The role of the account there.
    pub role: Role,
}

const TAKEN_ALREADY: StoreError = StoreError::Invalid {
    what: "この人は、もう引き継いであります",
    how_to_fix: "利用者一覧で名前を探し、その人の画面で直してください",
};

impl Store {
    /// The other offices in which the account of a session works, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn offices_of(&self, session: &Session) -> Result<Vec<OtherOffice>> {
        let exec = self.pool().exec();
        let members = membership::Entity::find()
            .filter(membership::Column::AccountId.eq(session.account_id))
            .filter(membership::Column::OfficeId.ne(session.scope().office_id()))
            .all(&exec)
            .await?;
        let ids = members.iter().map(|member| member.office_id);
        let offices = office::Entity::find().filter(office::Column::Id.is_in(ids)).all(&exec).await?;
        let mut found = Vec::new();
        for office in offices {
            let Some(member) = members.iter().find(|member| member.office_id == office.id) else { continue };
            found.push(OtherOffice {
                scope: OfficeScope::of_member(office.id),
                name: office.name,
                kind: parse("office", "service_type", &office.service_type)?,
                role: from_word("membership", "role", &member.role)?,
            });
        }
        found.sort_by(|a, b| (&a.name, a.scope.office_id()).cmp(&(&b.name, b.scope.office_id())));
        Ok(found)
    }

    /// 引継ぎ: makes a person of another office, with the newest card (unlocked, to be checked against the paper), a person
    /// of the actor's office too; gives the new id. Both offices keep an audit event; all of it is one act.
    ///
    /// # Errors
    /// `NotFound` for a person the other office does not have, and when the account does not work there; `Invalid` when
    /// the person was taken over before.
    pub async fn take_over(&self, actor: &Actor, now: Timestamp, from: &OfficeScope, person_id: i64) -> Result<i64> {
        let tx = self.begin(actor, now).await?;
        refuse_stranger(&tx, from).await?;
        let there = Reader::new(tx.act.conn(), *from, self.prices());
        let person = there.people().get(person_id).await?.body;
        let cards = there.cards().of_person(person_id).await?;
        let source = there.office().current().await?.body;
        let taken_from = TakenFrom { office_id: from.office_id(), person_id };
        let known = tx.read().retention_facts().list().await?;
        if known.iter().any(|row| row.body.taken_from == Some(taken_from)) {
            return Err(TAKEN_ALREADY);
        }
        let id = tx.people().create(&carried(person)).await?;
        if let Some(card) = cards.into_iter().max_by_key(|card| card.body.valid_from) {
            tx.cards().create(id, &unseen(card.body)).await?;
        }
        let facts = RetentionFactsBody {
            taken_over: true,
            taken_from: Some(taken_from),
            previous_service: source.kind.label_ja().to_owned(),
            previous_office: source.name,
            ..RetentionFactsBody::default()
        };
        tx.retention_facts().save(id, &facts, None).await?;
        let (here, there) = (actor.office.office_id(), from.office_id());
        let given = AuditEvent::new(AuditKind::PersonHandedOver, Subject::new(EntityKind::Person, person_id))
            .with(json!({ "to_office": here, "as_person": id }));
        let taken = AuditEvent::new(AuditKind::PersonTakenOver, Subject::new(EntityKind::Person, id))
            .with(json!({ "from_office": there, "from_person": person_id }));
        tx.act.commit_in_both(taken, there, given).await?;
        Ok(id)
    }
}

/// Refuses a scope of an office in which the acting account does not work. Programs without an account may.
async fn refuse_stranger(tx: &WriteTx, from: &OfficeScope) -> Result<()> {
    let Some(account_id) = tx.account_id() else { return Ok(()) };
    let conn: Conn<'_> = tx.act.conn();
    let member = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account_id))
        .filter(membership::Column::OfficeId.eq(from.office_id()))
        .one(&conn.exec())
        .await?;
    member.map(|_| ()).ok_or(EntityKind::Membership.not_found())
}

/// What of a person goes along: who they are, not how long they came there nor what was noted there.
fn carried(person: PersonBody) -> PersonBody {
    PersonBody { started_on: None, ended_on: None, note: String::new(), ..person }
}

/// The card as it has to be looked at again here.
fn unseen(card: CardBody) -> CardBody {
    let detail = CardDetail { original_seen_on: None, contracted_x100: None, provided_x100: None, ..card.detail };
    CardBody { detail, ..card }
}
