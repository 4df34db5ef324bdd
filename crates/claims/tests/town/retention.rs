//! 見本の人 of 就労定着支援 for the tests of files and pre-checks.
#![allow(dead_code, clippy::unwrap_used, unreachable_pub)]
use claims::case::RetentionCase;
use claims::retention::{self, Dossier, Person};
use claims::{Card, Contract};
use fees::FeeTables;
use kernel::Month;
use std::collections::BTreeMap;

pub fn month() -> Month {
    "2024-11".parse().unwrap()
}

/// The worked case with every addition.
pub const EVERYTHING: &str = include_str!("../../../../tests/golden/retention-g2.json");

pub fn dossier(number: u32, case: &str) -> Dossier {
    let (month, burden) = RetentionCase::parse(case).unwrap().facts();
    let person = &month.person;
    Dossier {
        person_key: format!("p{number}"),
        name: "見本 花子".to_owned(),
        name_kana: "ミホン ハナコ".to_owned(),
        name_print: None,
        card: Some(Card {
            recipient_no: format!("{number:010}").parse().unwrap(),
            municipality_no: "131016".parse().unwrap(),
            decided_from: person.decided_from.unwrap(),
            decided_to: person.decided_to.unwrap(),
            granted_days: 1,
            burden_cap: burden.cap,
            income_class: None,
            meal_eligible: false,
            cap_manager: None,
            subsidizing_municipality_no: None,
            locked: person.card_locked,
        }),
        contract: Some(Contract {
            from: person.contract_on.unwrap(),
            to: None,
            days: 1,
            provider_entry_no: "02".to_owned(),
            decision_code: FeeTables::builtin().retention().decision_code(month.service_month).unwrap().to_owned(),
        }),
        service_started_on: person.started_on.or(person.contract_on),
        service_ended_on: None,
        remarks: BTreeMap::from([(12, "会議あり".to_owned())]),
        month,
        burden,
    }
}

pub fn person(tables: &FeeTables, dossier: Dossier) -> Person {
    let outcome = retention::assess(tables, &dossier.month, &dossier.burden);
    Person { dossier, outcome }
}
