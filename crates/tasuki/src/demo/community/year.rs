//! おでかけの一年: what O3 does in the demo's year, month after month.
use super::{
    close,
    desk::Desk,
    town::{CommunityTownPerson, TownCertificate},
    visits,
};
use crate::demo::stamp::at;
use anyhow::{Context, Result};
use jiff::Timestamp;
use kernel::Month;
use office::actions::{
    community::{
        claims::{NewCase, open_case},
        masters::{lock_card, save_card, save_office},
        visits::{Choosing, Sent, copy_all, decide, send},
    },
    known::Known,
    people::save_person,
};
use store::{AgainKind, CommunityCardBody, DecidedService, PersonBody, Role};

impl<'t> Desk<'t> {
    /// The whole year.
    pub(in super::super) async fn year(mut self, began: Timestamp) -> Result<()> {
        for member in self.app.store.read(&self.scope()).members().list().await? {
            self.helpers.insert(member.display_name.replace("(見本)", ""), member.account_id);
        }
        for (place, month) in self.town.office.months().enumerate() {
            let said = || format!("{} {month}", self.town.office.id);
            self.masters(began, month, place == 0).await.with_context(said)?;
            self.papers(month, place == 0).await.with_context(said)?;
            self.records(month).await.with_context(said)?;
            self.late(month).await.with_context(said)?;
            if month <= self.town.office.exported_until {
                close::month(&self, month).await.with_context(said)?;
            }
        }
        Ok(())
    }

    /// 事業所情報 that begins in the month.
    async fn masters(&self, began: Timestamp, month: Month, first: bool) -> Result<()> {
        let due = self.town.master.iter().filter(|master| is_due(master.valid_from.month(), month, first));
        for master in due {
            let now = began.max(at(month.first_day(), 8, 30));
            save_office(&self.app.store, &self.actor(Role::Manager), now, None, master).await?;
        }
        Ok(())
    }

    /// 利用者 and 受給者証 that begin in the month; whoever leaves in it is ended on its last day.
    async fn papers(&mut self, month: Month, first: bool) -> Result<()> {
        let (store, manager) = (&self.app.store, self.actor(Role::Manager));
        let now = at(month.first_day(), 9, 0);
        for person in &self.town.person {
            if is_due(person.started_on.month(), month, first) {
                let id = save_person(store, &manager, now, None, &person_body(person)).await?;
                self.people.insert(&person.id, id);
            }
            let Some(&id) = self.people.get(person.id.as_str()) else { continue };
            for card in person.card.iter().filter(|card| is_due(card.valid_from.month(), month, first)) {
                self.certificate(now, id, person, card).await?;
            }
            if person.ended_on.is_some_and(|end| end.month() == month) {
                let known = store.read(&self.scope()).people().get(id).await?;
                let body = PersonBody { ended_on: person.ended_on, ..known.body };
                let known = Known { id, version: known.version };
                save_person(store, &manager, at(month.last_day(), 16, 0), Some(known), &body).await?;
            }
        }
        Ok(())
    }

    async fn certificate(
        &self,
        now: Timestamp,
        person_id: i64,
        person: &CommunityTownPerson,
        card: &TownCertificate,
    ) -> Result<()> {
        let (store, manager) = (&self.app.store, self.actor(Role::Manager));
        let id = save_card(store, &manager, now, person_id, None, &self.certificate_body(person, card)?).await?;
        if card.locked {
            lock_card(store, &manager, now, person_id, Known { id, version: 1 }, true, "").await?;
        }
        Ok(())
    }

    fn certificate_body(&self, person: &CommunityTownPerson, card: &TownCertificate) -> Result<CommunityCardBody> {
        let here = self.town.office.body.municipality_no.clone();
        let municipality_no = card.municipality_no.clone().or(here).context("市町村番号のない事業所")?;
        let (from, to) = (card.valid_from, card.to);
        let decisions: Vec<DecidedService> = (card.decisions.iter())
            .map(|decided| DecidedService {
                code: decided.code.clone(),
                service: decided.service,
                body_care: decided.body_care,
                amount_x100: decided.amount_x100,
                from,
                to,
            })
            .collect();
        let with_body = decisions.iter().any(|decided| decided.body_care);
        let child = card.guardian_kana.is_some();
        Ok(CommunityCardBody {
            valid_from: from,
            municipality_no,
            recipient_no: card.recipient_no.clone(),
            guardian_kana: card.guardian_kana.clone().unwrap_or_else(|| person.kana.clone()),
            child_kana: if child { person.kana.clone() } else { String::new() },
            disability_kind: "8".to_owned(),
            state_class: if with_body { "1" } else { "5" }.to_owned(),
            support_class: "99".to_owned(),
            certified_from: from,
            certified_to: to,
            income_class: Some(card.income_class),
            burden_cap: card.burden_cap,
            cap_from: from,
            cap_to: to,
            burden_rate: 10,
            severe: card.severe,
            cap_manager: card.cap_manager.clone(),
            decisions,
            service_started_on: Some(person.started_on),
            waiver: None,
        })
    }

    /// The month's visits: the weekly ones of a person in one act, the single ones as they came.
    async fn records(&self, month: Month) -> Result<()> {
        let (store, staff) = (&self.app.store, self.actor(Role::SupportStaff));
        for person in &self.town.person {
            let Some(&id) = self.people.get(person.id.as_str()) else { continue };
            let usual = visits::usual(self.seed, person, month, &self.helpers);
            let copies: Vec<_> = usual.into_iter().map(|body| (visits::key(person, &body), body)).collect();
            if !copies.is_empty() {
                copy_all(store, &staff, at(month.last_day(), 18, 0), (id, month), &copies).await?;
            }
            for (told, body) in visits::single(person, month, &self.helpers) {
                let now = at(body.day().plus_days(1), 9, 0);
                let client_key = visits::key(person, &body);
                let sent =
                    send(store, &staff, now, Sent { person_id: id, client_key: &client_key, body: &body }).await?;
                let Some(held) = &told.held else { continue };
                let choosing = Choosing { point: &held.point, choice: Some(&held.choice), why: &held.why };
                let (known, later) = (Known { id: sent.id, version: sent.version }, at(month.last_day(), 18, 30));
                decide(store, &self.actor(Role::Manager), later, id, known, choosing).await?;
            }
        }
        Ok(())
    }

    /// Visits of an exported month that were found in this one: the person's month is opened and goes out with this one.
    async fn late(&self, month: Month) -> Result<()> {
        for person in &self.town.person {
            let Some(&id) = self.people.get(person.id.as_str()) else { continue };
            for (on, body) in visits::late(person, month, &self.helpers) {
                let (now, of) = (at(on, 11, 0), body.day().month());
                let (kind, carrier) = (AgainKind::Late, Some(month));
                let reason = "記録もれを翌月に見つけた".to_owned();
                let case = NewCase { person_id: id, month: of, kind, reason, known_on: on, carrier };
                open_case(self.app, &self.actor(Role::Manager), now, &case).await?;
                let client_key = visits::key(person, &body);
                let sent = Sent { person_id: id, client_key: &client_key, body: &body };
                send(&self.app.store, &self.actor(Role::SupportStaff), now, sent).await?;
            }
        }
        Ok(())
    }
}

/// Whether something that begins in a month is entered in this one.
fn is_due(from: Month, month: Month, first: bool) -> bool {
    from == month || (first && from < month)
}

/// 利用者; nobody knows of an end before it comes. The note names the cases, so that a newcomer finds them in docs/demo.md.
fn person_body(person: &CommunityTownPerson) -> PersonBody {
    let cases = person.awkward.join("、");
    let note = match (person.note.as_str(), cases.as_str()) {
        (note, "") => note.to_owned(),
        ("", cases) => format!("見本の事例: {cases}"),
        (note, cases) => format!("{note}\n見本の事例: {cases}"),
    };
    PersonBody {
        name: person.name.clone(),
        name_kana: person.kana.clone(),
        name_print: None,
        born_on: Some(person.born_on),
        started_on: Some(person.started_on),
        ended_on: None,
        note,
    }
}
