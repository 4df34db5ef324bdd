//! How many visits a second are assessed, with records, prices, reasons and steps.
//!
//! `cargo run --release -p fees --example community_throughput`
#![allow(clippy::unwrap_used)]
use fees::community::assess::{Terms, assess};
use fees::community::facts::{Person, Service, ServiceMonth, Visit};
use fees::community::pack::Packs;
use std::time::Instant;

const MONTHS: u32 = 5_000;
const VISITS: u16 = 20;

fn main() {
    for (id, number) in [("kamakura", "142042"), ("chiba-city", "121002"), ("kawazoe", "992038")] {
        let pack = Packs::builtin().by_id(id).unwrap();
        let service_month: kernel::Month = "2026-10".parse().unwrap();
        // starts and lengths that touch every band and some borders
        let visit = |at: u16| {
            let day = service_month.day((at + 1) as u8).unwrap();
            let start = (at * 67 + 360) % 1380;
            Visit::new(day, start, start + 30 + at % 3 * 30)
        };
        let month = ServiceMonth {
            service: Service::Mobility,
            service_month,
            person: Person {
                municipality_no: number.parse().unwrap(),
                born_on: Some("1990-04-02".parse().unwrap()),
                waived_child: None,
                body_care: true,
                severe: false,
                income: None,
            },
            single_facility_office: false,
            visits: (0..VISITS).map(visit).collect(),
            decisions: Vec::new(),
        };
        let terms = Terms::default();
        let mut steps = 0;
        let begun = Instant::now();
        for _ in 0..MONTHS {
            steps += assess(pack, &month, &terms).unwrap().steps.len();
        }
        let spent = begun.elapsed();
        let visits = u128::from(MONTHS) * u128::from(VISITS);
        let a_second = visits * 1_000_000_000 / spent.as_nanos().max(1);
        println!("{id}: {visits} visits, {steps} steps in {} ms = {a_second} visits a second", spent.as_millis());
    }
}
