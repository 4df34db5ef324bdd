//! The program against a second calculation of the same table, pair by pair of start and end.
#![allow(clippy::unwrap_used)]
#[path = "community/oracle.rs"]
mod oracle;

use fees::community::facts::{Person, Service, ServiceMonth, Visit};
use fees::community::pack::Packs;
use fees::community::sheet;
use kernel::Day;

struct Court {
    month: ServiceMonth,
    day: Day,
    held: usize,
    lines: usize,
}

impl Court {
    fn new() -> Court {
        let person = Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(false),
            body_care: true,
            severe: false,
            income: None,
        };
        let (service_month, day) = ("2023-04".parse().unwrap(), "2023-04-12".parse().unwrap());
        let (visits, decisions) = (Vec::new(), Vec::new());
        let service = Service::Mobility;
        let month = ServiceMonth { service, service_month, person, single_facility_office: false, visits, decisions };
        Court { month, day, held: 0, lines: 0 }
    }

    fn hear(&mut self, start: u16, end: u16) {
        self.month.visits = vec![Visit::new(self.day, start, end)];
        let sheet = sheet(Packs::builtin().by_id("kamakura").unwrap(), &self.month).unwrap();
        let made: Vec<oracle::Row> = sheet
            .entries
            .iter()
            .map(|e| {
                let name = e.service_name.strip_prefix("移動支援 身体介護有 ").unwrap().to_owned();
                (u8::from(e.date != self.day), e.start, e.end, e.minutes, name)
            })
            .collect();
        let (rows, asks) = oracle::expected(start, end);
        assert_eq!((made, sheet.is_held()), (rows, asks), "{start} – {end} minutes after midnight");
        self.held += usize::from(asks);
        self.lines += sheet.entries.len();
    }
}

#[test]
fn a_second_calculation_agrees_on_a_sample_of_all_starts_and_ends() {
    let mut court = Court::new();
    let mut pairs = 0;
    // every start; steps that share no factor with the day, so that all lengths and borders are met
    for start in 0..1440_u16 {
        for step in 0..36_u16 {
            court.hear(start, (start + 1 + step * 41 + start % 41) % 1440);
            pairs += 1;
        }
    }
    // and all short visits across each border, where the rules bite
    for border in [0, 360, 480, 1080, 1320_u16] {
        for before in 0..62_u16 {
            for after in 0..62_u16 {
                court.hear((1440 + border - before) % 1440, (border + after) % 1440);
                pairs += 1;
            }
        }
    }
    println!("{pairs} pairs, {} held, {} lines", court.held, court.lines);
    assert!(pairs >= 50_000 && court.held > 1_000);
}

#[test]
#[ignore = "all 2,073,600 pairs: `cargo xtask test --only splitting` runs it in release"]
fn a_second_calculation_agrees_on_every_start_and_end_of_a_day() {
    let mut court = Court::new();
    let mut pairs = 0_u32;
    for start in 0..1440 {
        for end in 0..1440 {
            court.hear(start, end);
            pairs += 1;
        }
    }
    println!("splitting: {pairs} pairs of start and end agree, {} held, {} lines", court.held, court.lines);
    assert_eq!(pairs, 1440 * 1440);
}
