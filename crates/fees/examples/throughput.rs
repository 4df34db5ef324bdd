//! How long a claim month of many persons takes: `cargo run --release -p fees --example throughput -- 100000`.
use fees::b_type::facts::{DayFacts, DayStatus, ServiceMonth};
use fees::{FeeTables, b_type};
use std::time::Instant;

const FACTS: &str = r#"{
  "service_month": "2024-07",
  "office": {
    "capacity": 20, "fee_class": "II", "average_wage_yen": 16000,
    "capability": {
      "welfare_professional_staffing": 1, "meal_provision": true, "transport": 1, "target_wage_instructor": true,
      "treatment_improvement": "I"
    }
  },
  "person": { "meal_eligible": true, "granted_days": 23, "started_on": "2024-06-20" },
  "month": {}, "manual_lines": [], "days": []
}"#;

fn main() {
    let persons: u32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(30);
    let mut facts: ServiceMonth = serde_json::from_str(FACTS).expect("the facts above are well formed");
    facts.days = (1..=31)
        .map(|day| DayFacts {
            day,
            status: if day % 7 == 0 { DayStatus::Absent } else { DayStatus::Attended },
            start: "10:00".parse().ok(),
            end: "15:00".parse().ok(),
            transport_out: 1,
            transport_back: 1,
            meal: day % 7 != 0,
            absence_consulted: day % 7 == 0,
            ..DayFacts::default()
        })
        .collect();
    let start = Instant::now();
    let tables = FeeTables::builtin();
    println!("tables: {} µs", start.elapsed().as_micros());
    let start = Instant::now();
    let mut units = 0;
    for _ in 0..persons {
        units += b_type::assess(tables, &facts).total_units.0;
    }
    println!("{persons} persons: {} µs, {units} units", start.elapsed().as_micros());
}
