//! B型の試験の事実: a 体制届, a card, a contract and days of use, as a claim of October 2026 needs them.
use super::{House, contract_body};
use claims::IncomeClass;
use fees::b_type::facts::{Capability, DayFacts, DayStatus, FeeClass, Office, Reform2026};
use kernel::Yen;
use store::{Actor, AuditEvent, AuditKind, CardBody, EntityKind, Notice, Subject, WriteTx};

/// 体制届 of an office of twenty, 報酬区分 II, with these additions.
pub fn notice(capability: Capability) -> Notice {
    Notice {
        valid_from: "2026-06".parse().unwrap(),
        office: Office {
            operator: Default::default(),
            capacity: 20,
            b_type_capacity: None,
            fee_class: FeeClass::II,
            average_wage_yen: Some(16_000),
            wage_band_option: None,
            reform_2026: Some(Reform2026::Exempt),
            designated_on: None,
            capability,
            reductions: Default::default(),
        },
        area_class: None,
        note: String::new(),
    }
}

/// Puts a 体制届 of an office on file.
pub async fn file_notice(house: &House, office: i64, capability: Capability) {
    let tx = house.app.store.begin(&Actor::for_setup(office), house.app.clock.now()).await.unwrap();
    let id = tx.office().add_notice(&notice(capability)).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::NoticeSaved, Subject::new(EntityKind::CapabilityNotice, id))).await.unwrap();
}

/// 受給者証番号 of the n-th person.
pub fn recipient_no(number: u32) -> String {
    format!("{:010}", 1_230_000_000 + number)
}

/// 受給者証 of the n-th person: fiscal 2026, 23 days, 一般1.
pub fn card_body(number: u32) -> CardBody {
    CardBody {
        recipient_no: recipient_no(number).parse().unwrap(),
        municipality_no: "131024".parse().unwrap(),
        valid_from: "2026-04-01".parse().unwrap(),
        decided_from: "2026-04-01".parse().unwrap(),
        decided_to: "2027-03-31".parse().unwrap(),
        granted_days: 23,
        burden_cap: Yen(9_300),
        income_class: Some(IncomeClass::General1),
        meal_eligible: false,
        cap_manager: None,
        subsidizing_municipality_no: None,
        detail: Default::default(),
    }
}

/// Gives a person a card, locked or not, and a contract.
pub async fn papers(tx: &WriteTx, person: i64, card: &CardBody, locked: bool) {
    let id = tx.cards().create(person, card).await.unwrap();
    if locked {
        tx.cards().lock(id, 1).await.unwrap();
    }
    tx.contracts().create(person, &contract_body("2026-04-01", 23)).await.unwrap();
}

/// A day from ten to three.
pub fn attended(day: u8) -> DayFacts {
    let time = |text: &str| Some(text.parse().unwrap());
    DayFacts { day, status: DayStatus::Attended, start: time("10:00"), end: time("15:00"), ..DayFacts::default() }
}
