//! 市の1か月: how long 2,000 persons with 40,000 visits take from the database through the rules and back.
//! `cargo xtask bench community` runs it in a release build and makes a section of docs/BENCHMARKS.md of its figures;
//! by hand: `cargo run --release -p store --example city_month -- 200` (persons).
use claims::community::{CommunityBurden, CommunityStatement, settle};
use fees::community::{
    CommunityAssessment,
    assess::{Terms, assess},
    facts::{IncomeClass, Service, ServiceMonth, Visit},
    pack::Packs,
};
use jiff::Timestamp;
use kernel::{Day, Month, Severity, Yen};
use serde_json::json;
use std::{error::Error, path::Path, time::Instant};
use store::{
    Actor, AuditEvent, AuditKind, CommunityCardBody, CommunityMonth, CommunityOfficeBody, CommunityPerson,
    DecidedService, EntityKind, NewVisit, OfficeBody, OfficeScope, PersonBody, Store, StoreConfig, Subject, VisitBody,
    VisitStaff, WriteTx,
};

type Any<T> = Result<T, Box<dyn Error>>;

/// What is stored of one person: the facts, and the assessments with the statement.
type Claim = (i64, Vec<ServiceMonth>, (Vec<CommunityAssessment>, CommunityStatement));

/// Visits of one person.
const VISITS: usize = 20;
/// Rounds whose median counts, after one to warm up.
const ROUNDS: usize = 5;
/// The certificates of the invented municipalities.
const MUNICIPALITIES: [&str; 3] = ["992011", "992020", "992038"];

#[tokio::main]
async fn main() -> Any<()> {
    let people = std::env::args().nth(1).map_or(Ok(2_000), |text| text.parse())?;
    let folder = std::env::temp_dir().join(format!("tasuki-city-month-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let figures = measure(&folder, people).await;
    std::fs::remove_dir_all(&folder)?;
    println!("{}", figures?);
    Ok(())
}

async fn measure(folder: &Path, people: usize) -> Any<serde_json::Value> {
    let file = folder.join("data.db");
    let store = Store::open(&StoreConfig { url: format!("sqlite:{}", file.display()) }).await?;
    let month: Month = "2026-10".parse()?;
    let actor = Actor::for_setup(office(&store).await?);
    let mut rows = Vec::new();
    let mut once = |what: &str, begun: Instant| rows.push((what.to_owned(), 1, begun.elapsed().as_nanos()));

    let begun = Instant::now();
    let ids = register(&store, &actor, people).await?;
    once("register persons and certificates, each with its history", begun);
    let new = visits(&ids, month)?;
    let begun = Instant::now();
    let tx = store.begin(&actor, now()?).await?;
    let made = tx.visits().create_all(&new).await?;
    commit(tx, AuditKind::VisitsSaved).await?;
    once("keep the visits, each with its history", begun);
    let begun = Instant::now();
    if tx_of(&store, &actor).await?.visits().create_all(&new).await? != 0 || made != people * VISITS {
        return Err("the visits were not kept exactly once".into());
    }
    once("receive all of them again: nothing is kept twice", begun);

    let (read_ns, read) = read_month(&store, &actor.office, month).await?;
    rows.push(("read the month".to_owned(), ROUNDS, read_ns));
    let (assess_ns, claims) = assess_all(&read)?;
    rows.push(("assess and settle, every step explained".to_owned(), ROUNDS, assess_ns));
    let begun = Instant::now();
    let tx = store.begin(&actor, now()?).await?;
    tx.claim_results().save_all(month, &claims).await?;
    commit(tx, AuditKind::ClaimCalculated).await?;
    rows.push(("store facts and results, each with its history".to_owned(), 1, begun.elapsed().as_nanos()));
    let begun = Instant::now();
    let stored = store.read(&actor.office).claim_results();
    let stored = stored.of_month::<Vec<ServiceMonth>, serde_json::Value>(month).await?;
    rows.push(("read the results".to_owned(), 1, begun.elapsed().as_nanos()));
    if stored.len() != people {
        return Err("a result is missing".into());
    }
    store.close().await?;
    let assessed = || claims.iter().flat_map(|(_, _, (assessments, _))| assessments);
    let steps: usize = assessed().map(|one| one.steps.len()).sum::<usize>()
        + claims.iter().map(|(_, _, (_, statement))| statement.steps.len()).sum::<usize>();
    let mut stored_bytes = 0;
    for (_, facts, outcome) in &claims {
        stored_bytes += serde_json::to_vec(&(facts, outcome))?.len();
    }
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(what, rounds, ns)| json!({ "what": what, "rounds": rounds, "median_ns": ns as u64 }))
        .collect();
    Ok(json!({
        "people": people,
        "visits": made,
        "lines": assessed().map(|one| one.lines.len()).sum::<usize>(),
        "steps": steps,
        "stored_bytes": stored_bytes,
        "file_bytes": std::fs::metadata(&file)?.len(),
        "rows": rows,
    }))
}

fn now() -> Any<Timestamp> {
    Ok("2026-11-02T00:00:00Z".parse()?)
}

async fn tx_of(store: &Store, actor: &Actor) -> Any<WriteTx> {
    Ok(store.begin(actor, now()?).await?)
}

async fn commit(tx: WriteTx, kind: AuditKind) -> Any<()> {
    Ok(tx.commit(AuditEvent::new(kind, Subject::new(EntityKind::Office, 0))).await?)
}

async fn office(store: &Store) -> Any<i64> {
    let tx = store.begin_account_level(None, now()?).await?;
    let body = OfficeBody {
        office_no: "9960100015".parse()?,
        name: "おでかけ".to_owned(),
        kind: kernel::ServiceKind::Community,
        area_class: "その他".to_owned(),
        municipality_no: None,
        operator: fees::b_type::facts::Operator::Private,
        postal_code: String::new(),
        address: String::new(),
        phone: String::new(),
        representative: String::new(),
        designated_on: None,
    };
    let office = tx.create_office(&body).await?;
    tx.commit(AuditEvent::new(AuditKind::SetUp, Subject::new(EntityKind::Office, office))).await?;
    Ok(office)
}

async fn register(store: &Store, actor: &Actor, people: usize) -> Any<Vec<i64>> {
    let tx = tx_of(store, actor).await?;
    let master = CommunityOfficeBody {
        valid_from: "2023-04-01".parse()?,
        municipality_no: None,
        phone: String::new(),
        business_class: "2".to_owned(),
        designated_from: "2023-04-01".parse()?,
        designated_to: "2099-12-31".parse()?,
        capacity: 999,
        staffing_class: "01".to_owned(),
        special_area: false,
        single_facility: false,
        structures: Default::default(),
    };
    tx.community_office().add(&master).await?;
    let mut ids = Vec::with_capacity(people);
    for number in 0..people {
        let born_on = if number.is_multiple_of(4) { "2012-05-05" } else { "1980-05-05" };
        let body = PersonBody {
            name: format!("見本 {number}"),
            name_kana: format!("ミホン {number}"),
            born_on: Some(born_on.parse()?),
            ..PersonBody::default()
        };
        let id = tx.people().create(&body).await?;
        tx.community_cards().add(id, &certificate(number)?).await?;
        ids.push(id);
    }
    commit(tx, AuditKind::Imported).await?;
    Ok(ids)
}

fn certificate(number: usize) -> Any<CommunityCardBody> {
    let (from, to): (Day, Day) = ("2026-04-01".parse()?, "2027-03-31".parse()?);
    let child = number.is_multiple_of(4);
    let decided = |code: &str, service, amount_x100| DecidedService {
        code: code.to_owned(),
        service,
        body_care: code == "010005",
        amount_x100,
        from,
        to,
    };
    let mobility = if number.is_multiple_of(2) { "010005" } else { "010004" };
    Ok(CommunityCardBody {
        valid_from: from,
        municipality_no: MUNICIPALITIES[number % MUNICIPALITIES.len()].parse()?,
        recipient_no: format!("{:010}", number + 1).parse()?,
        guardian_kana: "ミホン".to_owned(),
        child_kana: String::new(),
        disability_kind: "8".to_owned(),
        state_class: "5".to_owned(),
        support_class: "99".to_owned(),
        certified_from: from,
        certified_to: to,
        income_class: Some(IncomeClass::General1),
        burden_cap: Yen(if child { 4_600 } else { 9_300 }),
        cap_from: from,
        cap_to: to,
        burden_rate: 10,
        severe: false,
        cap_manager: None,
        decisions: vec![decided(mobility, Service::Mobility, 5_000), decided("020003", Service::Daytime, 1_000)],
        service_started_on: Some(from),
        waiver: None,
    })
}

/// Three visits in four are 移動支援 at hours that every rule set settles, some over midnight; the rest are stays.
fn visits(people: &[i64], month: Month) -> Any<Vec<NewVisit>> {
    const HOURS: [(u16, u16); 6] = [(460, 500), (450, 510), (600, 660), (1410, 30), (465, 495), (840, 1020)];
    const STAYS: [(u16, u16); 2] = [(600, 960), (570, 750)];
    let mut all = Vec::with_capacity(people.len() * VISITS);
    for (number, person_id) in people.iter().enumerate() {
        for visit in 0..VISITS {
            let stay = visit % 4 == 3;
            let (start, end) = if stay { STAYS[visit / 4 % 2] } else { HOURS[(number + visit) % HOURS.len()] };
            let day = month.day(u8::try_from(visit + 1)?).ok_or("no such day")?;
            let mut facts = Visit::new(day, start, end);
            facts.transport = if stay { 2 } else { 0 };
            let service = if stay { Service::Daytime } else { Service::Mobility };
            let staff = vec![VisitStaff { name: format!("職員 {}", (number + visit) % 300), account_id: None }];
            let body = VisitBody { staff, ..VisitBody::new(service, facts) };
            all.push(NewVisit { person_id: *person_id, client_key: format!("bench-{number}-{visit}"), body });
        }
    }
    Ok(all)
}

async fn read_month(store: &Store, scope: &OfficeScope, month: Month) -> Any<(u128, CommunityMonth)> {
    let mut read = store.read(scope).community_month(month).await?;
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        read = store.read(scope).community_month(month).await?;
        rounds.push(begun.elapsed().as_nanos());
    }
    Ok((median(rounds), read))
}

fn assess_all(month: &CommunityMonth) -> Any<(u128, Vec<Claim>)> {
    let all = || month.people.iter().map(|person| claim(month, person)).collect::<Any<Vec<Claim>>>();
    let mut claims = all()?;
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        claims = all()?;
        rounds.push(begun.elapsed().as_nanos());
    }
    for (_, _, (_, statement)) in &claims {
        let fault = statement.findings.iter().find(|finding| finding.severity == Severity::Fault);
        if !statement.claimable() {
            return Err(format!("a statement of {} cannot be claimed: {fault:?}", statement.pack).into());
        }
    }
    Ok((median(rounds), claims))
}

fn claim(month: &CommunityMonth, person: &CommunityPerson) -> Any<Claim> {
    let card = &person.card().ok_or("no certificate")?.body;
    let (pack, _) = Packs::builtin().choose(&card.municipality_no, month.month)?;
    let overlays = month.overlays();
    let (mut facts, mut assessments) = (Vec::new(), Vec::new());
    for service in [Service::Mobility, Service::Daytime] {
        let Some(of_service) = month.facts(person, service, &pack.identity.id) else { continue };
        let terms = Terms { overlays: &overlays, contract_x100: of_service.contract_x100, ..Terms::default() };
        assessments.push(assess(pack, &of_service.month, &terms)?);
        facts.push(of_service.month);
    }
    let burden = CommunityBurden {
        cap: Some(card.burden_cap),
        rate_percent: Some(card.burden_rate),
        income: card.income_class,
        managed: None,
        managed_here: None,
        decisions: month.decisions(&pack.identity.id),
    };
    let statement = settle(pack, month.month, &assessments, &burden);
    Ok((person.person.id, facts, (assessments, statement)))
}

fn median(mut rounds: Vec<u128>) -> u128 {
    rounds.sort_unstable();
    rounds[rounds.len() / 2]
}
