//! 町をつくる: the offices with their notices, the people with their papers, and month after month of records.
use super::{
    close,
    community::{self, CommunityTown},
    days,
    filler::Filler,
    retention::{self, RetentionTown},
    stamp::at,
    town::{Town, TownCap, TownCard, TownOffice, TownPerson},
};
use anyhow::{Context, Result, bail};
use claims::CapManagement;
use jiff::Timestamp;
use kernel::{Day, Month, Yen};
use office::{
    App, Clock,
    actions::cap::{self as actions, Proposal},
    hash_password,
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    Actor, AuditEvent, AuditKind, CardBody, ContractBody, EntityKind, MonthFactsBody, NewAccount, OfficeScope,
    PersonBody, RelatedOffice, Role, Subject, ToldAmounts, WriteTx,
};

/// 決定サービスコード of 就労継続支援B型.
const DECISION: &str = "461000";

/// Fills an empty store with the town. The town's own clock says which day is today, whatever day it is outside.
pub(crate) async fn fill(app: &App, town: &Town) -> Result<()> {
    let app = &App { clock: Clock::starting_at(town.today), ..app.clone() };
    let began = at(
        town.office.iter().map(|office| office.first_month).min().context("町に事業所がありません")?.first_day(),
        7,
        0,
    );
    let offices = offices(app, town, began).await?;
    let mut accounts = accounts(app, town, &offices, began).await?;
    let mut people = BTreeMap::new();
    for office in &town.office {
        let office_id = *offices.get(office.id.as_str()).context("作られていない事業所")?;
        let accounts = accounts.remove(office.id.as_str()).unwrap_or_default();
        let filler = Filler { app, town, office, accounts, office_id, people: BTreeMap::new() };
        people.insert(office.id.as_str(), (office_id, filler.year().await?));
    }
    let town_47 = RetentionTown::builtin();
    let office_id = *offices.get(town_47.office.id.as_str()).context("作られていない事業所")?;
    let (source_id, source) = people.get("O1").context("引継ぎ元の事業所がありません")?;
    let own = accounts.remove(town_47.office.id.as_str()).unwrap_or_default();
    let source = (OfficeScope::for_setup(*source_id), source);
    retention::Desk::new(app, (town.seed, town_47), (office_id, own), source).year(began).await?;
    let outings = CommunityTown::builtin();
    let office_id = *offices.get(outings.office.id.as_str()).context("作られていない事業所")?;
    let own = accounts.remove(outings.office.id.as_str()).unwrap_or_default();
    community::Desk::new(app, (town.seed, outings), (office_id, own)).year(began).await
}

/// The offices by the ids of the data files.
async fn offices<'t>(app: &App, town: &'t Town, now: Timestamp) -> Result<BTreeMap<&'t str, i64>> {
    let mut ids = BTreeMap::new();
    for (key, body) in town.offices() {
        let tx = app.store.begin_account_level(None, now).await?;
        let id = tx.create_office(body).await?;
        tx.commit(AuditEvent::new(AuditKind::OfficeCreated, Subject::new(EntityKind::Office, id))).await?;
        ids.insert(key, id);
    }
    Ok(ids)
}

/// The accounts of each office by role: the first of a role acts in it; whoever is not there is stood in for by one that is.
async fn accounts<'t>(
    app: &App,
    town: &'t Town,
    offices: &BTreeMap<&str, i64>,
    now: Timestamp,
) -> Result<BTreeMap<&'t str, BTreeMap<Role, i64>>> {
    let office_id =
        |key: &str| offices.get(key).copied().with_context(|| format!("ログインの事業所 {key} がありません"));
    let mut made: BTreeMap<&str, BTreeMap<Role, i64>> = BTreeMap::new();
    for account in &town.account {
        let (hashing, password) = (app.hashing, account.password.clone());
        let password_phc = tokio::task::spawn_blocking(move || hash_password(hashing, &password)).await?;
        let tx = app.store.begin(&Actor::for_setup(office_id(&account.office)?), now).await?;
        let (login, display_name) = (account.login.clone(), account.display_name.clone());
        let new = NewAccount { login, display_name, password_phc, must_change: false };
        let id = tx.members().add(&new, account.role).await?;
        tx.commit(AuditEvent::new(AuditKind::AccountCreated, Subject::new(EntityKind::Account, id))).await?;
        made.entry(&account.office).or_default().entry(account.role).or_insert(id);
        for also in &account.also {
            let tx = app.store.begin_account_level(Some(id), now).await?;
            tx.grant(id, office_id(&also.office)?, also.role).await?;
            let event = AuditEvent::new(AuditKind::MembershipGranted, Subject::new(EntityKind::Account, id));
            tx.commit(event.with(json!({ "office": office_id(&also.office)?, "role": also.role }))).await?;
            made.entry(&also.office).or_default().entry(also.role).or_insert(id);
        }
    }
    Ok(made)
}

impl<'t> Filler<'t> {
    /// The whole year; gives the ids in the store of the people of the data file.
    async fn year(mut self) -> Result<BTreeMap<&'t str, i64>> {
        for month in self.office.months() {
            let first = month == self.office.first_month;
            self.papers(month, first).await.with_context(|| format!("{} {month} の届出と受給者証", self.office.id))?;
            self.records(month).await.with_context(|| format!("{} {month} の記録", self.office.id))?;
            close::month(&self, month).await.with_context(|| format!("{} {month} の請求", self.office.id))?;
        }
        Ok(self.people)
    }

    /// What is filed and handed in by this month.
    async fn papers(&mut self, month: Month, first: bool) -> Result<()> {
        let is_due = |from: Month| from == month || (first && from < month);
        let now = at(month.first_day(), 9, 0);
        let manager = self.actor(Role::Manager);
        for notice in self.office.notice.iter().filter(|notice| is_due(notice.valid_from)) {
            let tx = self.app.store.begin(&manager, now).await?;
            let id = tx.office().add_notice(notice).await?;
            tx.commit(AuditEvent::new(AuditKind::NoticeSaved, Subject::new(EntityKind::CapabilityNotice, id))).await?;
        }
        for person in self.town.people_of(self.office) {
            if is_due(person.started_on.month()) {
                let tx = self.app.store.begin(&manager, now).await?;
                let id = register(&tx, self.town.seed, person).await?;
                tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, id))).await?;
                self.people.insert(&person.id, id);
            }
            let Some(&id) = self.people.get(person.id.as_str()) else { continue };
            for card in person.card.iter().filter(|card| is_due(card.valid_from.month())) {
                self.card(id, card, now).await?;
            }
        }
        Ok(())
    }

    async fn card(&self, person_id: i64, card: &TownCard, now: Timestamp) -> Result<()> {
        let manager = self.actor(Role::Manager);
        let body = card_body(self.office, card)?;
        let tx = self.app.store.begin(&manager, now).await?;
        let id = tx.cards().create(person_id, &body).await?;
        tx.commit(AuditEvent::new(AuditKind::CardSaved, Subject::new(EntityKind::RecipientCard, id))).await?;
        if card.locked {
            let tx = self.app.store.begin(&manager, now).await?;
            tx.cards().lock(id, 1).await?;
            tx.commit(AuditEvent::new(AuditKind::CardLocked, Subject::new(EntityKind::RecipientCard, id))).await?;
        }
        Ok(())
    }

    /// The days of everyone, one act a person, and what is known of the month as a whole.
    async fn records(&self, month: Month) -> Result<()> {
        let (staff, now) = (self.actor(Role::SupportStaff), at(month.last_day(), 17, 30));
        for (person, id) in self.people() {
            let records = days::of_month(self.town, self.office, person, self.app.holidays, month);
            if !records.is_empty() {
                let tx = self.app.store.begin(&staff, now).await?;
                for (day, body) in &records {
                    tx.days().save(id, *day, body, None).await?;
                }
                let detail = json!({ "month": month.to_string(), "days": records.len() });
                let event = AuditEvent::new(AuditKind::DaysSaved, Subject::new(EntityKind::Person, id)).with(detail);
                tx.commit(event).await?;
            }
            self.month_facts(person, id, month).await?;
        }
        Ok(())
    }

    async fn month_facts(&self, person: &TownPerson, id: i64, month: Month) -> Result<()> {
        let known = person.month_facts.iter().find(|known| known.month == month);
        let mut body = known.map(|known| known.facts.clone()).unwrap_or_default();
        let cap = person.cap.iter().find(|cap| cap.from <= month && month <= cap.to);
        if let Some(cap) = cap.filter(|cap| !cap.by_this_office) {
            body.cap_management = Some(self.received(id, month, cap).await?);
        }
        if body != MonthFactsBody::default() {
            self.save_facts(id, month, &body).await?;
        }
        match cap.filter(|cap| cap.by_this_office) {
            Some(cap) => self.manage(id, month, cap).await,
            None => Ok(()),
        }
    }

    async fn save_facts(&self, id: i64, month: Month, body: &MonthFactsBody) -> Result<()> {
        let tx = self.app.store.begin(&self.actor(Role::Manager), at(month.next().first_day(), 9, 30)).await?;
        let facts = tx.month_facts().save(id, month, body, None).await?;
        let detail = json!({ "month": month.to_string(), "version": facts });
        let event = AuditEvent::new(AuditKind::MonthFactsSaved, Subject::new(EntityKind::Person, id)).with(detail);
        Ok(tx.commit(event).await?)
    }

    /// What the sheet of the managing partner says of us, worked out from both burdens.
    async fn received(&self, person_id: i64, month: Month, cap: &TownCap) -> Result<CapManagement> {
        let dossier = self.app.store.read(&self.scope()).dossier(person_id, month).await?;
        let own = claims::assess(self.app.tables, &dossier.month, &dossier.burden).cap_adjusted_burden;
        let most = dossier.burden.cap;
        let (result, amount) = if cap.others >= most {
            (1, Yen(0))
        } else if own.0 + cap.others.0 <= most.0 {
            (2, own)
        } else {
            (3, Yen(most.0 - cap.others.0))
        };
        Ok(CapManagement { result, amount, by_this_office: false })
    }

    /// We manage: the partner's list comes in on the 2nd, the sheet is decided on it.
    async fn manage(&self, person_id: i64, month: Month, cap: &TownCap) -> Result<()> {
        let partner = &self.town.partner;
        let day = month.next().first_day().plus_days(1);
        let told = RelatedOffice {
            office_no: partner.office_no.clone(),
            name: partner.name.clone(),
            service_type: partner.service_type.clone(),
            amounts: Some(ToldAmounts { total_cost: Yen(cap.others.0 * 10), burden: cap.others }),
            received_on: Some(day),
        };
        let (actor, now, about) = (self.actor(Role::Manager), at(day, 9, 40), (person_id, month));
        actions::save_offices(self.app, &actor, now, about, None, vec![told]).await?;
        let row = self.app.store.read(&self.scope()).caps().get(person_id, month).await?;
        match actions::decide(self.app, &actor, now, about, row.version).await? {
            Proposal::Sheet(_) => Ok(()),
            other => bail!("上限額管理結果票を決められません: {other:?}"),
        }
    }
}

/// The note names the cases, so that a newcomer finds them in docs/demo.md.
fn note(person: &TownPerson) -> String {
    let cases = person.awkward.join("、");
    match (person.note.as_str(), cases.as_str()) {
        (note, "") => note.to_owned(),
        ("", cases) => format!("見本の事例: {cases}"),
        (note, cases) => format!("{note}\n見本の事例: {cases}"),
    }
}

/// 利用者 with the contract and the exceptions.
async fn register(tx: &WriteTx, seed: u64, person: &TownPerson) -> Result<i64> {
    let (name, name_kana) = person.names(seed);
    let id = tx
        .people()
        .create(&PersonBody {
            name,
            name_kana,
            name_print: person.print.clone(),
            born_on: Some(person.born_on),
            started_on: Some(person.started_on),
            ended_on: person.ended_on,
            note: note(person),
        })
        .await?;
    let card = person.card.first().context("受給者証のない人")?;
    let contract = ContractBody {
        from: person.started_on,
        to: person.ended_on,
        days: card.contract_days.unwrap_or(card.granted_days),
        provider_entry_no: "01".to_owned(),
        decision_code: DECISION.to_owned(),
    };
    tx.contracts().create(id, &contract).await?;
    for exception in &person.exception {
        tx.exceptions().create(id, exception).await?;
    }
    Ok(id)
}

fn card_body(office: &TownOffice, card: &TownCard) -> Result<CardBody> {
    let of_office = || office.body.municipality_no.clone().context("市町村番号のない事業所");
    let low = matches!(
        card.income_class,
        claims::IncomeClass::PublicAssistance
            | claims::IncomeClass::Low
            | claims::IncomeClass::Low1
            | claims::IncomeClass::Low2
    );
    let decided_from: Day = card.decided_from.unwrap_or(card.valid_from);
    Ok(CardBody {
        recipient_no: card.recipient_no.clone(),
        municipality_no: card.municipality_no.clone().map_or_else(of_office, Ok)?,
        valid_from: card.valid_from,
        decided_from,
        decided_to: card.decided_to,
        granted_days: card.granted_days,
        burden_cap: card.burden_cap,
        income_class: Some(card.income_class),
        meal_eligible: low,
        cap_manager: card.cap_manager.clone(),
        subsidizing_municipality_no: None,
        detail: Default::default(),
    })
}
