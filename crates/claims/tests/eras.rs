//! 様式の時代: the statement before and after April 2012, 特別対策費, and what the files carry in each.
#![allow(clippy::unwrap_used)]
mod town;

use claims::statement::{BurdenBy, StatementForm, settle, settle_by};
use claims::{Burden, CapManagement, ClaimFile, ClaimPerson, files, outcome_of};
use fees::{Assessment, FeeTables, Line};
use kernel::{Severity, Units, Yen};
use proptest::prelude::*;
use records::{Layouts, ReadFile, Record, read_file};
use serde_json::json;
use town::{batch, dossier};

/// Lines typed by hand: code, units, whether they count into the benefit.
type Typed = [(&'static str, i64, bool)];

const LIMIT_ONLY: (&str, i64, bool) = ("465010", 150, true);

/// A month of hand lines only, settled without the fee rows of its era.
fn typed_month(month: &str, area_class: &str, typed: &Typed, sheet: Option<CapManagement>) -> ClaimPerson {
    let mut old = dossier(
        16,
        json!({
            "service": "b_type", "service_month": month,
            "office": { "area_class": area_class, "unit_price": "10.60", "capacity": 40, "fee_class": "I" },
            "person": { "burden_cap": 15000, "granted_days": 22 },
        }),
    );
    old.card.as_mut().unwrap().decided_from = "2009-04-01".parse().unwrap();
    old.card.as_mut().unwrap().cap_manager = sheet.map(|_| town::office().office_no);
    old.contract.as_mut().unwrap().from = "2009-04-01".parse().unwrap();
    old.service_started_on = Some("2009-04-01".parse().unwrap());
    old.burden.cap_management = sheet;
    let lines = typed.iter().map(|(code, units, _)| Line {
        code: Some(code.parse().unwrap()),
        name: "手入力".into(),
        units: Units(*units),
        count: 1,
        service_units: Units(*units),
        verified: true,
        days: Vec::new(),
        rule: "b_type.manual".into(),
        decision_code: "461000".into(),
    });
    let assessment = Assessment {
        lines: lines.collect(),
        total_units: Units(typed.iter().filter(|line| line.2).map(|line| line.1).sum()),
        claim_days: 1,
        service_days: 1,
        ..Assessment::default()
    };
    let outcome = outcome_of(FeeTables::builtin(), month.parse().unwrap(), assessment, &old.burden);
    ClaimPerson { dossier: old, outcome }
}

/// 465010 alone; result 3 with amount 0.
fn limit_only(month: &str, area_class: &str) -> ClaimPerson {
    let sheet = CapManagement { result: 3, amount: Yen(0), by_this_office: true };
    typed_month(month, area_class, &[LIMIT_ONLY], Some(sheet))
}

fn j11(person: ClaimPerson) -> ClaimFile {
    files::j11(&batch(vec![person]), Layouts::builtin()).unwrap()
}

fn row<'f>(file: &'f ReadFile, id: &str, kind: &str) -> &'f Record {
    let mut rows = file.records.iter().filter_map(|row| row.record.as_ref());
    rows.find(|row| row.kind() == (id, kind)).unwrap()
}

fn faults(file: &ClaimFile) -> Vec<String> {
    let found = files::check(&[(&file.name, &file.bytes)], Layouts::builtin(), FeeTables::builtin());
    let faults = found.into_iter().filter(|finding| finding.severity == Severity::Fault);
    faults.map(|finding| format!("{} {} {}", finding.code, finding.place.text, finding.what)).collect()
}

#[test]
fn bt_24_the_rate_of_90_is_that_of_the_form_until_march_2012() {
    for (month, rate) in [("2009-04", 90), ("2012-03", 90), ("2012-04", 0), ("2026-10", 0)] {
        assert_eq!(StatementForm::of(month.parse().unwrap()).unwrap().benefit_rate(), rate, "{month}");
    }
}

#[test]
fn bt_69_and_bt_70_a_limit_only_claim_until_march_2012_carries_rate_90_and_1590_1431_159() {
    let claimed = limit_only("2012-03", "特甲地");
    let outcome = claimed.outcome.clone();
    assert_eq!((outcome.total_units, outcome.total_cost), (Units(150), Yen(1_590)));
    assert_eq!((outcome.decided_burden, outcome.benefit_claim), (Yen(0), Yen(1_590)));
    let file = j11(claimed);
    let read = read_file(&file.bytes);
    let summary = row(&read, "J121", "04");
    for (item, value) in [
        ("benefit_units", 150),
        ("unit_price_milli_yen", 10_600),
        ("benefit_rate", 90),
        ("total_cost", 1_590),
        ("ten_percent_amount", 1_431),
        ("user_burden_2", 159),
        ("cap_adjusted_burden", 159),
        ("cap_managed_burden", 0),
        ("decided_burden", 0),
        ("benefit_claim", 1_590),
    ] {
        assert_eq!(summary.number(item), Some(value), "{item}");
    }
    assert_eq!(row(&read, "J121", "01").get("area_class_code"), Some("02"));
    assert_eq!(faults(&file), Vec::<String>::new());
}

#[test]
fn bt_65_and_bt_67_the_golden_limit_only_month_becomes_a_statement_with_any_result_and_amount_0() {
    let text = include_str!("../../../tests/golden/GC03a.json");
    for result in 1..=3 {
        let mut case: serde_json::Value = serde_json::from_str(text).unwrap();
        case["person"]["cap_management"]["result"] = json!(result);
        let mut alone = dossier(16, case);
        alone.card.as_mut().unwrap().decided_from = "2009-04-01".parse().unwrap();
        alone.contract.as_mut().unwrap().from = "2009-04-01".parse().unwrap();
        alone.card.as_mut().unwrap().cap_manager = Some(town::office().office_no);
        alone.service_started_on = Some("2009-04-01".parse().unwrap());
        let claimed = town::person(alone);
        let by_rate = claimed.outcome.steps.iter().find(|step| step.rule == "statement.claim_by_rate").unwrap();
        assert_eq!((by_rate.value, claimed.outcome.ten_percent), (1_431, Yen(159)));
        let found = claims::precheck::person(&claimed.dossier, &claimed.outcome, FeeTables::builtin());
        let wrong: Vec<&str> =
            found.iter().filter(|f| f.severity == Severity::Fault).map(|f| f.what.as_str()).collect();
        assert_eq!(wrong, Vec::<&str>::new(), "result {result}");
        let batch = batch(vec![claimed]);
        // bt_66: such a month is sent without a service record, and that is no error
        assert_eq!(files::j61(&batch, Layouts::builtin()).unwrap(), None);
        let file = files::j11(&batch, Layouts::builtin()).unwrap();
        let read = read_file(&file.bytes);
        let basic = row(&read, "J121", "01");
        assert_eq!((basic.number("cap_result"), basic.number("cap_result_amount")), (Some(result), Some(0)));
        assert_eq!(row(&read, "J121", "03").get("service_code"), Some("465010"));
        assert_eq!(row(&read, "J121", "04").number("ten_percent_amount"), Some(1_431));
        assert_eq!(faults(&file), Vec::<String>::new());
    }
}

#[test]
fn bt_66_a_statement_without_its_record_is_an_error_unless_it_claims_cap_management_alone() {
    let served = town::person(dossier(16, town::busy_month()));
    let mut case = town::busy_month();
    case["days"] = json!([]);
    case["person"]["cap_management"] = json!({ "result": 2, "amount": 0, "by_this_office": true });
    let mut alone = dossier(24, case);
    alone.card.as_mut().unwrap().cap_manager = Some(town::office().office_no);
    let both = batch(vec![served.clone(), town::person(alone)]);
    let j11 = files::j11(&both, Layouts::builtin()).unwrap();
    let x01 = |records: &ClaimFile| {
        let pair: [(&str, &[u8]); 2] = [(&j11.name, &j11.bytes), (&records.name, &records.bytes)];
        let found = files::check(&pair, Layouts::builtin(), FeeTables::builtin());
        found.iter().filter(|finding| finding.code == "X01").count()
    };
    let j61 = files::j61(&both, Layouts::builtin()).unwrap().unwrap();
    assert_eq!(x01(&j61), 0, "cap management alone needs no record");
    let mut elsewhere = served;
    elsewhere.dossier.card.as_mut().unwrap().recipient_no = "0000000032".parse().unwrap();
    let others = files::j61(&batch(vec![elsewhere]), Layouts::builtin()).unwrap().unwrap();
    assert_eq!(x01(&others), 2, "a statement without record, and a record without statement");
}

#[test]
fn bt_70_the_same_claim_since_april_2012_carries_the_tenth_and_rate_0() {
    let file = j11(limit_only("2012-04", "3級地"));
    let read = read_file(&file.bytes);
    let summary = row(&read, "J121", "04");
    for (item, value) in [("benefit_rate", 0), ("ten_percent_amount", 159), ("user_burden_2", 159)] {
        assert_eq!(summary.number(item), Some(value), "{item}");
    }
    assert_eq!(faults(&file), Vec::<String>::new());
}

#[test]
fn a_statement_in_the_form_of_the_other_era_is_told() {
    let old = j11(limit_only("2012-03", "特甲地"));
    let text = |file: &ClaimFile| records::ms932::decode(&file.bytes).unwrap().text;
    let altered = text(&old).replace("10600,90,1590,1431,159", "10600,0,1590,159,159");
    assert_ne!(altered, text(&old));
    let bytes = records::ms932::encode(&altered).unwrap();
    let found = files::check(&[("J11.CSV", &bytes)], Layouts::builtin(), FeeTables::builtin());
    let items: Vec<&str> = found
        .iter()
        .filter(|finding| finding.severity == Severity::Fault)
        .filter_map(|finding| finding.place.field.as_deref())
        .collect();
    assert_eq!(items, ["benefit_rate", "ten_percent_amount"]);
}

#[test]
fn bt_63_and_bt_72_special_measures_stand_beside_the_benefit_and_bear_no_burden() {
    // (month, code, in the benefit, special)
    for (month, class, code) in [("2012-03", "特甲地", "469991"), ("2012-04", "3級地", "469990")] {
        let sheet = CapManagement { result: 2, amount: Yen(159), by_this_office: true };
        let claimed = typed_month(month, class, &[LIMIT_ONLY, (code, 1_500, false)], Some(sheet));
        let outcome = claimed.outcome.clone();
        assert_eq!(outcome.total_units, Units(150), "{month}");
        assert_eq!(outcome.special_measure, Some(Yen(15_900)), "1,500 units at 10.60");
        assert_eq!((outcome.decided_burden, outcome.benefit_claim), (Yen(159), Yen(1_431)));
        let file = j11(claimed);
        let read = read_file(&file.bytes);
        for (id, kind, item, value) in [
            ("J121", "04", "benefit_units", 150),
            ("J121", "04", "special_measure", 15_900),
            ("J121", "01", "sum_special_measure", 15_900),
            ("J111", "02", "special_measure_claim", 15_900),
            ("J111", "02", "user_burden", 159),
            ("J111", "01", "sub_benefit_special_measure_claim", 15_900),
            ("J111", "01", "total_special_measure_claim", 15_900),
            ("J111", "01", "claim_amount", 1_431 + 15_900),
        ] {
            assert_eq!(row(&read, id, kind).number(item), Some(value), "{month} {id}-{kind} {item}");
        }
        assert_eq!(faults(&file), Vec::<String>::new());
    }
}

#[test]
fn bt_59_and_bt_60_a_hand_line_of_a_real_month_gives_units_times_count_and_its_yen() {
    let mut case: serde_json::Value = serde_json::from_str(include_str!("../../../tests/golden/GC01b.json")).unwrap();
    case["manual_lines"] = json!([{ "code": "469990", "units": 30, "count": 7 }]);
    let mut typed = dossier(16, case);
    typed.card.as_mut().unwrap().decided_from = "2009-04-01".parse().unwrap();
    let outcome = town::person(typed).outcome;
    let line = outcome.lines.iter().find(|line| line.code_text() == "469990").unwrap();
    assert_eq!(line.service_units, Units(210));
    assert_eq!(
        (outcome.total_units, outcome.decided_burden, outcome.benefit_claim),
        (Units(3_716), Yen(3_938), Yen(35_451))
    );
    assert_eq!(outcome.special_measure, Some(Yen(2_226)), "210 units at 10.60");
}

#[test]
fn bt_72_after_march_2013_there_is_no_column_for_special_measures() {
    let claimed = typed_month("2013-04", "3級地", &[LIMIT_ONLY, ("469990", 1_500, false)], None);
    assert_eq!(claimed.outcome.special_measure, None);
    let found = claimed.outcome.findings.iter().find(|finding| finding.code == "special_measure_period").unwrap();
    assert_eq!(found.severity, Severity::Fault);
    assert!(files::j11(&batch(vec![claimed]), Layouts::builtin()).is_err());
}

#[test]
fn bt_72_a_statement_without_special_measure_or_subsidy_leaves_their_items_empty() {
    let read = read_file(&j11(limit_only("2012-04", "3級地")).bytes);
    for (id, kind, item) in [
        ("J121", "04", "special_measure"),
        ("J121", "04", "municipal_subsidy"),
        ("J121", "01", "sum_special_measure"),
        ("J121", "01", "subsidizing_municipality_no"),
        ("J121", "04", "special_benefit_claim"),
        ("J111", "01", "total_special_measure_claim"),
        ("J111", "01", "total_municipal_subsidy"),
    ] {
        assert_eq!(row(&read, id, kind).get(item), Some(""), "{id}-{kind} {item}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]
    #[test]
    fn by_rate_the_user_bears_at_most_a_yen_more_than_by_tenth(units in 0_i64..60_000, milli in 10_000_i64..12_000, cap in 0_i64..40_000) {
        let burden = Burden {
            area_class: "特甲地".to_owned(), unit_price: None, cap: Yen(cap), income_class: None,
            cap_management: None, municipal_subsidy: None,
        };
        let price = kernel::UnitPrice::from_milli_yen(milli).unwrap();
        let by_rate = settle_by(BurdenBy::Rate(90), Units(units), price, &burden).amounts;
        let by_tenth = settle(Units(units), price, &burden).amounts;
        prop_assert_eq!(by_rate.total_cost, by_tenth.total_cost);
        prop_assert!((0..=1).contains(&(by_rate.ten_percent.0 - by_tenth.ten_percent.0)));
        prop_assert_eq!(by_rate.benefit_claim.0 + by_rate.decided_burden.0, by_rate.total_cost.0);
        prop_assert!(by_rate.decided_burden.0 <= cap);
    }
}
