//! 汐風サポートの一年: does each deed by the action that the button of its screen calls.
use super::{
    claim,
    deeds::{Deed, of_year},
    desk::Desk,
    pdf,
    town::{RetentionCard, RetentionPerson},
};
use anyhow::{Context, Result};
use jiff::Timestamp;
use kernel::{Day, Month};
use office::actions::{
    known::Known,
    people::{lock_card, save_card, save_contract, save_person},
    retention::{
        additions,
        people::{FactsPart, Previous, save_employment, save_facts},
        plans::{self, NewFile},
        records, settings,
    },
};
use store::{
    CardBody, CardDetail, ContractBody, EmploymentBody, PersonBody, RatePerson, RetentionRateBody, Role,
    SupportPlanBody,
};

/// 決定サービスコード of 就労定着支援.
const DECISION: &str = "471000";
/// サービス管理責任者, who writes the plans.
const AUTHOR: &str = "網代 修一";

impl<'t> Desk<'t> {
    /// The whole year.
    pub(in super::super) async fn year(mut self, began: Timestamp) -> Result<()> {
        let (store, office) = (&self.app.store, &self.town.office);
        let version = store.read(&self.scope()).office().current().await?.version;
        let manager = self.actor(Role::Manager);
        settings::save_office(store, &manager, began, version, &office.body, Some(office.capacity)).await?;
        for (now, deed) in of_year(self.seed, self.town, self.app.holidays) {
            let said = format!("{} {now} {}", office.id, name(&deed));
            self.act(now, deed).await.context(said)?;
        }
        Ok(())
    }

    async fn act(&mut self, now: Timestamp, deed: Deed<'t>) -> Result<()> {
        match deed {
            Deed::Register(person) => self.register(now, person).await,
            Deed::Card(person, place) => self.card(now, person, place).await,
            Deed::Job(person, place) => self.job(now, person, place).await,
            Deed::Use(person) => self.begin_use(now, person).await,
            Deed::Leave(person) => self.leave(now, person).await,
            Deed::Resign(person) => self.resign(now, person).await,
            Deed::Plan(person, place) => self.plan(now, person, place).await,
            Deed::Monitor(person, place) => self.monitor(now, person, place).await,
            Deed::Contact(person, body) => {
                let (store, actor) = (&self.app.store, self.actor(Role::SupportStaff));
                records::save_contact(store, &actor, now, self.id(person)?, None, &body).await?;
                Ok(())
            }
            Deed::Report(person, month, body) => {
                let (store, actor) = (&self.app.store, self.actor(Role::SupportStaff));
                Ok(records::save_report(store, &actor, now, (self.id(person)?, month), None, &body).await?)
            }
            Deed::Additions(month) => self.additions(now, month).await,
            Deed::Approve(month) => {
                let version = self.app.store.read(&self.scope()).retention_months().get(month).await?.version;
                let version = version.context("登録されていない加算情報")?;
                let manager = self.actor(Role::Manager);
                Ok(additions::approve(&self.app.store, &manager, now, month, version).await?)
            }
            Deed::Rate(place) => self.rate(now, place).await,
            Deed::Request(month) => claim::ask(self, now, month).await,
            Deed::Sent(month) => claim::sent(self, now, month).await,
        }
    }

    fn id(&self, person: &RetentionPerson) -> Result<i64> {
        self.people.get(person.id.as_str()).copied().with_context(|| format!("まだ登録のない人 {}", person.id))
    }

    /// 利用者: taken over from O1, or typed.
    async fn register(&mut self, now: Timestamp, person: &'t RetentionPerson) -> Result<()> {
        let (store, manager) = (&self.app.store, self.actor(Role::Manager));
        let note = note(person);
        let id = match &person.from {
            Some(from) => {
                let (scope, people) = &self.source;
                let there = *people.get(from.as_str()).with_context(|| format!("いない人 {from}"))?;
                let id = store.take_over(&self.actor(Role::ServiceManager), now, scope, there).await?;
                let taken = store.read(&self.scope()).people().get(id).await?;
                if !note.is_empty() {
                    let (known, body) = (Known { id, version: taken.version }, PersonBody { note, ..taken.body });
                    save_person(store, &manager, now, Some(known), &body).await?;
                }
                id
            }
            None => {
                let (name, name_kana) = person.names(self.seed);
                let (born_on, started_on, ended_on) = (person.born_on, None, None);
                let body = PersonBody { name, name_kana, name_print: None, born_on, started_on, ended_on, note };
                save_person(store, &manager, now, None, &body).await?
            }
        };
        self.people.insert(&person.id, id);
        Ok(())
    }

    /// 受給者証, locked by the one who looked at the paper. The card that came with a person is made the one of this use.
    async fn card(&self, now: Timestamp, person: &RetentionPerson, place: usize) -> Result<()> {
        let (store, staff, id) = (&self.app.store, self.actor(Role::SupportStaff), self.id(person)?);
        let card = person.card.get(place).context("受給者証")?;
        let came = store.read(&self.scope()).cards().of_person(id).await?;
        let known = came.first().filter(|_| person.from.is_some() && place == 0);
        let known = known.map(|card| Known { id: card.id, version: card.version });
        let card_id = save_card(store, &staff, now, id, known, &self.card_body(card)?).await?;
        if card.locked {
            let version = store.read(&self.scope()).cards().get(card_id).await?.version;
            let known = Known { id: card_id, version };
            lock_card(store, &self.actor(Role::Manager), now, id, known, true, "").await?;
        }
        Ok(())
    }

    fn card_body(&self, card: &RetentionCard) -> Result<CardBody> {
        let here = self.town.office.body.municipality_no.clone();
        let municipality_no = card.municipality_no.clone().or(here).context("市町村番号のない事業所")?;
        let detail = CardDetail {
            mental: true,
            decision_code: DECISION.to_owned(),
            granted_text: "各月の日数".to_owned(),
            original_seen_on: card.locked.then_some(card.valid_from),
            ..CardDetail::default()
        };
        Ok(CardBody {
            recipient_no: card.recipient_no.clone(),
            municipality_no,
            valid_from: card.valid_from,
            decided_from: card.valid_from,
            decided_to: card.decided_to,
            granted_days: 31,
            burden_cap: card.burden_cap,
            income_class: Some(card.income_class),
            meal_eligible: false,
            cap_manager: None,
            subsidizing_municipality_no: None,
            detail,
        })
    }

    /// 就労: a job that follows another ends it in the same act.
    async fn job(&mut self, now: Timestamp, person: &'t RetentionPerson, place: usize) -> Result<()> {
        let (store, staff, id) = (&self.app.store, self.actor(Role::SupportStaff), self.id(person)?);
        let body = person.job.get(place).context("就労")?;
        let previous = match (self.jobs.get(person.id.as_str()), place.checked_sub(1)) {
            (Some(known), Some(before)) => {
                let body = person.job.get(before).context("前の就労")?.clone();
                Some(Previous { known: *known, body })
            }
            _ => None,
        };
        // Nobody knows of an end before it comes.
        let open = EmploymentBody { ended_on: None, end_reason: String::new(), ..body.clone() };
        let job = save_employment(store, &staff, now, id, None, &open, previous.as_ref()).await?;
        self.jobs.insert(&person.id, Known { id: job, version: 1 });
        Ok(())
    }

    /// 利用意向と契約, with 利用開始日 when the use begins.
    async fn begin_use(&self, now: Timestamp, person: &RetentionPerson) -> Result<()> {
        let (store, staff, id) = (&self.app.store, self.actor(Role::SupportStaff), self.id(person)?);
        let stored = store.read(&self.scope()).retention_facts().get(id).await?;
        let mut typed = stored.body;
        (typed.intent, typed.contract_on) = (person.intent, person.contract_on);
        typed.declined_on = person.declined_on;
        if person.from.is_none() {
            typed.from_other_provider = person.from_other_provider;
            typed.previous_service.clone_from(&person.previous_service);
            typed.previous_office.clone_from(&person.previous_office);
        }
        save_facts((store, self.app.tables), &staff, now, id, (FactsPart::Use, stored.version), &typed).await?;
        let Some(from) = person.contract_on.filter(|_| !person.card.is_empty()) else { return Ok(()) };
        let known = store.read(&self.scope()).people().get(id).await?;
        let body = PersonBody { started_on: Some(from), ..known.body };
        save_person(store, &staff, now, Some(Known { id, version: known.version }), &body).await?;
        let contract = ContractBody {
            from,
            to: None,
            days: 31,
            provider_entry_no: "01".to_owned(),
            decision_code: DECISION.to_owned(),
        };
        save_contract(store, &staff, now, id, None, &contract).await?;
        Ok(())
    }

    async fn leave(&self, now: Timestamp, person: &RetentionPerson) -> Result<()> {
        let (store, staff, id) = (&self.app.store, self.actor(Role::SupportStaff), self.id(person)?);
        let stored = store.read(&self.scope()).retention_facts().get(id).await?;
        let mut typed = stored.body;
        (typed.left_on, typed.left_reason) = (person.left_on, person.left_reason.clone());
        save_facts((store, self.app.tables), &staff, now, id, (FactsPart::Leaving, stored.version), &typed).await?;
        self.end(now, id, person.left_on).await
    }

    async fn resign(&self, now: Timestamp, person: &RetentionPerson) -> Result<()> {
        let (store, staff, id) = (&self.app.store, self.actor(Role::SupportStaff), self.id(person)?);
        let known = *self.jobs.get(person.id.as_str()).context("就労のない人の退職")?;
        let job = person.job.last().context("就労のない人の退職")?;
        save_employment(store, &staff, now, id, Some(known), job, None).await?;
        let stored = store.read(&self.scope()).retention_facts().get(id).await?;
        let mut typed = stored.body;
        (typed.resigned_on, typed.resigned_reason) = (person.resigned_on, person.resigned_reason.clone());
        save_facts((store, self.app.tables), &staff, now, id, (FactsPart::Resigned, stored.version), &typed).await?;
        self.end(now, id, person.resigned_on).await
    }

    /// 利用終了日 of the person and of the contract.
    async fn end(&self, now: Timestamp, id: i64, on: Option<Day>) -> Result<()> {
        let (store, staff) = (&self.app.store, self.actor(Role::SupportStaff));
        let known = store.read(&self.scope()).people().get(id).await?;
        let body = PersonBody { ended_on: on, ..known.body };
        save_person(store, &staff, now, Some(Known { id, version: known.version }), &body).await?;
        for contract in store.read(&self.scope()).contracts().of_person(id).await? {
            let known = Known { id: contract.id, version: contract.version };
            let body = ContractBody { to: on, ..contract.body };
            save_contract(store, &staff, now, id, Some(known), &body).await?;
        }
        Ok(())
    }

    async fn plan(&mut self, now: Timestamp, person: &'t RetentionPerson, place: usize) -> Result<()> {
        let (store, id) = (&self.app.store, self.id(person)?);
        let plan = person.plan.get(place).context("支援計画")?;
        let page = pdf::page(&format!("Tasuki demo: plan of {} from {}", person.id, plan.body.from));
        let name = format!("支援計画_{}.pdf", plan.body.from);
        let file = plan.pdf.then_some(NewFile { name: &name, bytes: &page });
        let agreed = plan.body.made_on;
        let body = SupportPlanBody {
            author: AUTHOR.to_owned(),
            wishes: "長く働き続けたい".to_owned(),
            monitored_on: Vec::new(),
            explained_on: Some(agreed),
            agreed_on: plan.pdf.then_some(agreed),
            delivered_on: plan.pdf.then_some(agreed),
            ..plan.body.clone()
        };
        let made = plans::save(store, &self.actor(Role::Manager), now, id, None, (&body, file)).await?;
        self.plans.insert((&person.id, place), made);
        Ok(())
    }

    async fn monitor(&self, now: Timestamp, person: &'t RetentionPerson, place: usize) -> Result<()> {
        let (store, id) = (&self.app.store, self.id(person)?);
        let plan = *self.plans.get(&(person.id.as_str(), place)).context("まだない支援計画")?;
        let stored = store.read(&self.scope()).support_plans().get(plan).await?;
        let monitored_on = person.plan.get(place).context("支援計画")?.body.monitored_on.clone();
        let (known, body) =
            (Known { id: plan, version: stored.version }, SupportPlanBody { monitored_on, ..stored.body });
        plans::save(store, &self.actor(Role::Manager), now, id, Some(known), (&body, None)).await?;
        Ok(())
    }

    async fn additions(&self, now: Timestamp, month: Month) -> Result<()> {
        let of_month = self.town.additions.iter().rev().find(|known| known.from <= month);
        let body = &of_month.context("加算情報のない月")?.body;
        additions::register(&self.app.store, &self.actor(Role::SupportStaff), now, month, None, body).await?;
        Ok(())
    }

    async fn rate(&self, now: Timestamp, place: usize) -> Result<()> {
        let list = self.town.rate.get(place).context("就労定着率の名簿")?;
        let people = list.people.iter().map(|one| {
            let person_id = one
                .person
                .as_ref()
                .map(|id| self.people.get(id.as_str()).copied().with_context(|| format!("名簿にいない人 {id}")));
            Ok(RatePerson {
                person_id: person_id.transpose()?,
                name: one.name.clone(),
                started_on: Some(one.started_on),
                working: one.working,
                included: one.included,
                reason: one.reason.clone(),
            })
        });
        let body = RetentionRateBody { people: people.collect::<Result<_>>()?, note: list.note.clone() };
        let manager = self.actor(Role::Manager);
        Ok(additions::save_rate(&self.app.store, &manager, now, list.fiscal_year, None, &body).await?)
    }
}

/// The note names the cases, so that a newcomer finds them in docs/demo.md.
fn note(person: &RetentionPerson) -> String {
    if person.awkward.is_empty() { String::new() } else { format!("見本の事例: {}", person.awkward.join("、")) }
}

/// What a deed is called in an error of the filling.
fn name(deed: &Deed<'_>) -> String {
    match deed {
        Deed::Register(person) | Deed::Use(person) | Deed::Leave(person) | Deed::Resign(person) => {
            format!("{} の登録・契約・退所", person.id)
        }
        Deed::Card(person, _) => format!("{} の受給者証", person.id),
        Deed::Job(person, _) => format!("{} の就労", person.id),
        Deed::Plan(person, _) | Deed::Monitor(person, _) => format!("{} の支援計画", person.id),
        Deed::Contact(person, _) => format!("{} の支援記録", person.id),
        Deed::Report(person, ..) => format!("{} の支援レポート", person.id),
        Deed::Additions(month) | Deed::Approve(month) => format!("{month} の加算情報"),
        Deed::Rate(_) => "就労定着率の名簿".to_owned(),
        Deed::Request(month) | Deed::Sent(month) => format!("{month} の請求"),
    }
}
