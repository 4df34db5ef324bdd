//! A statement with two service types: the cap is used up in their order.
#![allow(clippy::unwrap_used)]
use claims::files;
use fees::FeeTables;
use kernel::Finding;
use records::{Envelope, Layouts, Record, Writer};

fn record(kind: &str, items: &[(&str, i64)]) -> Record {
    let mut record = Record::new(Layouts::builtin(), "J121", kind).unwrap();
    record.set("service_year_month", "202407").set("municipality_no", "131016").set("office_no", "9910100016");
    record.set("certificate_no", "0000000016");
    for (item, value) in items {
        record.set(item, *value);
    }
    record
}

/// 45: 6,000 units, 46: 8,000 units, both at 10.00 yen, cap 9,300.
fn check(adjusted: (i64, i64)) -> Vec<Finding> {
    let mut rows = vec![record(
        "01",
        &[
            ("area_class_code", 23),
            ("a_type_provider_reduction_measure", 1),
            ("burden_cap_monthly", 9_300),
            ("a_type_reduction_target", 1),
            ("sum_benefit_units", 14_000),
            ("sum_total_cost", 140_000),
            ("sum_cap_adjusted_burden", 14_000),
            ("sum_adjusted_burden", adjusted.0 + adjusted.1),
            ("sum_decided_burden", adjusted.0 + adjusted.1),
            ("sum_benefit_claim", 140_000 - adjusted.0 - adjusted.1),
        ],
    )];
    for kind in [45, 46] {
        rows.push(record("02", &[("service_type_code", kind), ("start_date", 20_240_401), ("use_days", 10)]));
    }
    for (code, units) in [("451000", 6_000), ("462061", 8_000)] {
        let mut line = record("03", &[("unit", units), ("count", 1), ("service_units", units)]);
        line.set("service_code", code);
        rows.push(line);
    }
    for (kind, units, adjusted) in [(45, 6_000, adjusted.0), (46, 8_000, adjusted.1)] {
        rows.push(record(
            "04",
            &[
                ("service_type_code", kind),
                ("aggregation_class_no", 1),
                ("service_use_days", 10),
                ("benefit_units", units),
                ("unit_price_milli_yen", 10_000),
                ("benefit_rate", 0),
                ("total_cost", units * 10),
                ("ten_percent_amount", units),
                ("user_burden_2", units),
                ("cap_adjusted_burden", units),
                ("adjusted_burden", adjusted),
                ("decided_burden", adjusted),
                ("benefit_claim", units * 10 - adjusted),
            ],
        ));
    }
    let mut contract = record("05", &[("contract_amount", 2_200), ("contract_start_date", 20_240_401)]);
    contract.set("decision_service_code", "461000").set("provider_entry_no", "01");
    rows.push(contract);
    let envelope = Envelope {
        data_kind: "J12".to_owned(),
        office_no: "9910100016".parse().unwrap(),
        media_class: "1".to_owned(),
        processing_month: "2024-08".parse().unwrap(),
    };
    let bytes = Writer::new(Layouts::builtin()).write(&envelope, &rows).unwrap();
    files::check(&[("J12.CSV", &bytes)], Layouts::builtin(), FeeTables::builtin())
}

fn wrong_amounts(findings: &[Finding]) -> Vec<(Option<u32>, Option<&str>)> {
    let adjusted = |finding: &&Finding| finding.place.field.as_deref() == Some("adjusted_burden");
    let of_sums = findings.iter().filter(|finding| finding.code == "C03").filter(adjusted);
    of_sums.map(|finding| (finding.place.line, finding.place.field.as_deref())).collect()
}

#[test]
fn the_second_service_gets_what_the_first_leaves_of_the_cap() {
    assert_eq!(wrong_amounts(&check((6_000, 3_300))), []);
}

#[test]
fn a_cap_used_twice_is_told_at_the_service_concerned() {
    assert_eq!(wrong_amounts(&check((6_000, 8_000))), [(Some(8), Some("adjusted_burden"))]);
    assert_eq!(
        wrong_amounts(&check((1_300, 8_000))),
        [(Some(7), Some("adjusted_burden")), (Some(8), Some("adjusted_burden"))]
    );
}
