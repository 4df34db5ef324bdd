//! An invented office with one person, in a database of its own.
use claims::lifecycle::MonthState;
use fees::b_type::facts::{Capability, DayFacts, FeeClass, Office, OfficeReductions, Operator};
use jiff::{SignedDuration, Timestamp};
use kernel::{Day, Month, Yen};
use scratch::Scratch;
use sea_orm::{Database, DatabaseConnection};
use store::{
    Actor, AuditEvent, AuditKind, CardBody, ContractBody, DayBody, EntityKind, NewAccount, Notice, OfficeBody,
    PersonBody, Reader, Role, Store, StoreConfig, Subject, WriteTx,
};

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) office: i64,
    pub(crate) person: i64,
    pub(crate) manager: i64,
    pub(crate) database: Scratch,
}

/// An instant of the invented year: so many minutes after its first morning.
pub(crate) fn at(minutes: i64) -> Timestamp {
    "2026-10-01T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn event(kind: AuditKind) -> AuditEvent {
    AuditEvent::new(kind, Subject::new(EntityKind::Person, 0))
}

pub(crate) fn attended(day: Day) -> DayBody {
    DayBody { facts: DayFacts { day: day.number(), ..DayFacts::default() }, ..DayBody::default() }
}

pub(crate) fn remarked(day: Day, remark: &str) -> DayBody {
    DayBody { remark: remark.to_owned(), ..attended(day) }
}

pub(crate) fn office_body(number: &str) -> OfficeBody {
    OfficeBody {
        office_no: number.parse().unwrap(),
        name: "みなと作業所".to_owned(),
        kind: Default::default(),
        area_class: "5級地".to_owned(),
        municipality_no: None,
        operator: Operator::Private,
        postal_code: "000-0000".to_owned(),
        address: "みなと野市1-1".to_owned(),
        phone: String::new(),
        representative: String::new(),
        designated_on: Some(day("2020-04-01")),
    }
}

pub(crate) fn notice(from: &str) -> Notice {
    Notice {
        valid_from: month(from),
        office: Office {
            operator: Operator::Private,
            capacity: 20,
            b_type_capacity: None,
            fee_class: FeeClass::I,
            average_wage_yen: Some(18_000),
            wage_band_option: None,
            reform_2026: None,
            designated_on: None,
            capability: Capability::default(),
            reductions: OfficeReductions::default(),
        },
        area_class: None,
        note: String::new(),
    }
}

pub(crate) fn card(valid_from: &str, cap: i64) -> CardBody {
    CardBody {
        recipient_no: "0000000017".parse().unwrap(),
        municipality_no: "131016".parse().unwrap(),
        valid_from: day(valid_from),
        decided_from: day("2026-04-01"),
        decided_to: day("2029-03-31"),
        granted_days: 22,
        burden_cap: Yen(cap),
        income_class: None,
        meal_eligible: true,
        cap_manager: None,
        subsidizing_municipality_no: None,
        detail: Default::default(),
    }
}

pub(crate) fn contract(from: &str, to: Option<&str>) -> ContractBody {
    ContractBody {
        from: day(from),
        to: to.map(day),
        days: 22,
        provider_entry_no: "01".to_owned(),
        decision_code: "461000".to_owned(),
    }
}

fn account(login: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        display_name: "職員".to_owned(),
        password_phc: "$argon2id$invented".to_owned(),
        must_change: false,
    }
}

impl World {
    pub(crate) async fn on_sqlite() -> World {
        World::settle(Scratch::sqlite()).await
    }

    pub(crate) async fn on_postgres() -> Option<World> {
        Some(World::settle(Scratch::postgres().await?).await)
    }

    async fn settle(database: Scratch) -> World {
        let store = open(database.url()).await;
        let (office, manager) = new_office(&store, "9910100016", "kanri").await;
        let tx = store.begin(&Actor::for_setup(office), at(0)).await.unwrap();
        let person = tx
            .people()
            .create(&PersonBody {
                name: "見本 太郎".into(),
                name_kana: "ミホン タロウ".into(),
                ..PersonBody::default()
            })
            .await
            .unwrap();
        tx.office().add_notice(&notice("2026-04")).await.unwrap();
        tx.commit(event(AuditKind::PersonCreated)).await.unwrap();
        World { store, office, person, manager, database }
    }

    /// Another office with its own person in the same database.
    pub(crate) async fn neighbour(&self) -> (i64, i64) {
        let (office, _) = new_office(&self.store, "9910100024", "tonari").await;
        let tx = self.store.begin(&Actor::for_setup(office), at(0)).await.unwrap();
        let person = tx.people().create(&PersonBody { name: "隣 花子".into(), ..PersonBody::default() }).await.unwrap();
        tx.commit(event(AuditKind::PersonCreated)).await.unwrap();
        (office, person)
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor { account_id: Some(self.manager), ..Actor::for_setup(self.office) }
    }

    pub(crate) fn read(&self) -> Reader<'_> {
        self.store.read(&self.actor().office)
    }

    pub(crate) async fn begin(&self) -> WriteTx {
        self.store.begin(&self.actor(), at(1)).await.unwrap()
    }

    /// Another account of the office, in a role.
    pub(crate) async fn member(&self, login: &str, role: Role) -> Actor {
        let tx = self.begin().await;
        let account = tx.members().add(&account(login), role).await.unwrap();
        tx.commit(event(AuditKind::AccountCreated)).await.unwrap();
        Actor { account_id: Some(account), ..self.actor() }
    }

    /// Saves one day as an act of its own.
    pub(crate) async fn save(&self, on: &str, body: DayBody, expected: Option<i64>) -> store::Result<i64> {
        let tx = self.begin().await;
        let version = tx.days().save(self.person, day(on), &body, expected).await?;
        tx.commit(event(AuditKind::DaySaved)).await?;
        Ok(version)
    }

    pub(crate) async fn close_month(&self, text: &str) {
        let tx = self.begin().await;
        let version = tx.claim_months().hold(month(text)).await.unwrap().version;
        tx.claim_months().step(month(text), version, MonthState::Closed).await.unwrap();
        tx.commit(event(AuditKind::MonthClosed)).await.unwrap();
    }

    /// A connection beside the store, to do what the store never does.
    pub(crate) async fn raw(&self) -> DatabaseConnection {
        Database::connect(self.database.url()).await.unwrap()
    }
}

/// The store of a database.
pub(crate) async fn open(url: &str) -> Store {
    Store::open(&StoreConfig { url: url.to_owned() }).await.unwrap()
}

async fn new_office(store: &Store, number: &str, login: &str) -> (i64, i64) {
    let tx = store.begin_account_level(None, at(0)).await.unwrap();
    let office = tx.create_office(&office_body(number)).await.unwrap();
    let manager = tx.create_account(&account(login)).await.unwrap();
    tx.grant(manager, office, Role::Manager).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::SetUp, Subject::new(EntityKind::Office, office))).await.unwrap();
    (office, manager)
}

pub(crate) fn new_account(login: &str) -> NewAccount {
    account(login)
}

/// A plan of 就労定着支援 over a period.
pub(crate) fn plan(from: &str, to: &str) -> store::SupportPlanBody {
    store::SupportPlanBody {
        made_on: day(from),
        from: day(from),
        to: day(to),
        author: "見本 責任".to_owned(),
        goals: "長く働く".to_owned(),
        wishes: String::new(),
        supports: String::new(),
        next_monitoring_on: None,
        monitored_on: Vec::new(),
        explained_on: None,
        agreed_on: None,
        delivered_on: None,
        note: String::new(),
    }
}

/// A quick contact of 就労定着支援 on a day.
pub(crate) fn contact(on: &str, text: &str) -> store::ContactBody {
    store::ContactBody {
        on: day(on),
        start: None,
        end: None,
        means: store::ContactMeans::FaceToFace,
        place: store::ContactPlace::Center,
        with_whom: String::new(),
        kind: store::ContactKind::Simple,
        billing: store::ContactBilling::Base,
        special_area: false,
        text: text.to_owned(),
        staff: String::new(),
    }
}

/// A paper as people attach it.
pub(crate) const PAPER: &[u8] = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n";
