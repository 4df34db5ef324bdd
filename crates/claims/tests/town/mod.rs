//! 見本の町: invented dossiers for the tests of files and pre-checks.
#![allow(dead_code, clippy::unwrap_used, unreachable_pub)]
use claims::case::Case;
use claims::{Card, ClaimBatch, ClaimOffice, ClaimPerson, Contract, Dossier, assess};
use fees::FeeTables;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn office() -> ClaimOffice {
    ClaimOffice { office_no: "9910100016".parse().unwrap(), name: "たすき作業所".to_owned() }
}

/// A month with many kinds of days at an office that has filed what they need.
pub fn busy_month() -> Value {
    let mut days = Vec::new();
    for day in [1, 2, 3, 4, 5, 8, 9, 10, 11, 12] {
        days.push(json!({ "day": day, "start": "10:00", "end": "15:00", "meal": true, "transport_out": 1,
            "transport_back": i32::from(day != 12) }));
    }
    days.push(json!({ "day": 15, "status": "absent", "absence_consulted": true }));
    days.push(json!({ "day": 16, "status": "absent" }));
    days.push(json!({ "day": 17, "status": "offsite_support" }));
    days.push(json!({ "day": 18, "status": "home_visit", "start": "10:00", "end": "11:30", "visit_minutes": 90,
        "visit_billed": true }));
    days.push(json!({ "day": 19, "start": "10:00", "end": "15:00", "medical": 2 }));
    days.push(json!({ "day": 22, "start": "10:00", "end": "15:00", "emergency_acceptance": true }));
    json!({
        "service": "b_type", "service_month": "2024-07",
        "office": { "area_class": "3級地", "capacity": 20, "fee_class": "II", "average_wage_yen": 16000,
            "capability": { "welfare_professional_staffing": "I", "transport": "I", "meal_provision": true,
                "community_base": true, "treatment_improvement": "I" } },
        "person": { "burden_cap": 9300, "granted_days": 23, "meal_eligible": true, "started_on": "2024-06-17" },
        "days": days
    })
}

pub fn dossier(number: u32, case: Value) -> Dossier {
    let (month, burden) = Case::from_value(case).unwrap().facts();
    Dossier {
        person_key: format!("p{number}"),
        name: "見本 太郎".to_owned(),
        name_kana: "ミホン タロウ".to_owned(),
        name_print: None,
        card: Some(Card {
            recipient_no: format!("{number:010}").parse().unwrap(),
            municipality_no: "131016".parse().unwrap(),
            decided_from: "2024-04-01".parse().unwrap(),
            decided_to: "2027-03-31".parse().unwrap(),
            granted_days: 23,
            burden_cap: burden.cap,
            income_class: None,
            meal_eligible: true,
            cap_manager: None,
            subsidizing_municipality_no: None,
            locked: true,
        }),
        contract: Some(Contract {
            from: "2024-04-01".parse().unwrap(),
            to: None,
            days: 23,
            provider_entry_no: "01".to_owned(),
            decision_code: "461000".to_owned(),
        }),
        service_started_on: Some("2024-06-17".parse().unwrap()),
        service_ended_on: None,
        month,
        burden,
        remarks: BTreeMap::from([(17, "日報あり".to_owned())]),
        offsite_days_before: 3,
        intensive_started_on: None,
    }
}

pub fn person(dossier: Dossier) -> ClaimPerson {
    let outcome = assess(FeeTables::builtin(), &dossier.month, &dossier.burden);
    ClaimPerson { dossier, outcome }
}

pub fn batch(persons: Vec<ClaimPerson>) -> ClaimBatch {
    ClaimBatch {
        office: office(),
        service_month: "2024-07".parse().unwrap(),
        processing_month: "2024-08".parse().unwrap(),
        persons,
    }
}
