//! The yen of a statement: worked numbers, cap management, subsidy, and what must hold for every claim.
#![allow(clippy::unwrap_used)]
use claims::statement::settle;
use claims::{Burden, CapManagement};
use kernel::{Severity, UnitPrice, Units, Yen};
use proptest::prelude::*;

fn burden(cap: i64) -> Burden {
    Burden {
        area_class: "その他".to_owned(),
        unit_price: None,
        cap: Yen(cap),
        income_class: None,
        cap_management: None,
        municipal_subsidy: None,
    }
}

fn price(text: &str) -> UnitPrice {
    text.parse().unwrap()
}

#[test]
fn numbers_another_program_asserts_come_out_the_same() {
    for (units, yen, cost, tenth) in [
        (637 * 22, "10.91", 152_892, 15_289),
        (490 * 20, "10.00", 98_000, 9_800),
        (746 * 23, "11.14", 191_140, 19_114),
        (15_972, "10.91", 174_254, 17_425),
        (17_457, "10.91", 190_455, 19_045),
        (11_252, "10.00", 112_520, 11_252),
        (15_485, "10.91", 168_941, 16_894),
        (837 * 23 + 2_021, "11.14", 236_970, 23_697),
        (2_468, "11.20", 27_641, 2_764),
        (3_716, "10.60", 39_389, 3_938),
        (150, "10.60", 1_590, 159),
    ] {
        let amounts = settle(Units(units), price(yen), &burden(37_200)).amounts;
        assert_eq!((amounts.total_cost, amounts.ten_percent), (Yen(cost), Yen(tenth)), "{units} × {yen}");
        assert_eq!(amounts.benefit_claim, Yen(cost - tenth), "{units} × {yen}");
    }
}

#[test]
fn the_benefit_is_the_cost_less_the_burden_and_never_nine_tenths() {
    let amounts = settle(Units(3_716), price("10.60"), &burden(9_300)).amounts;
    assert_eq!(amounts.benefit_claim, Yen(35_451));
}

#[test]
fn a_person_with_cap_0_pays_nothing() {
    let amounts = settle(Units(3_716), price("10.60"), &burden(0)).amounts;
    assert_eq!((amounts.decided_burden, amounts.benefit_claim), (Yen(0), Yen(39_389)));
}

#[test]
fn under_cap_management_the_amount_of_the_sheet_is_decided() {
    let sheet = CapManagement { result: 3, amount: Yen(5_300), by_this_office: false };
    let settled = settle(Units(19_068), price("10.91"), &Burden { cap_management: Some(sheet), ..burden(9_300) });
    assert_eq!(settled.findings, []);
    assert_eq!(settled.amounts.managed_burden, Some(Yen(5_300)));
    assert_eq!((settled.amounts.decided_burden, settled.amounts.benefit_claim), (Yen(5_300), Yen(202_731)));
}

#[test]
fn a_sheet_with_more_than_the_own_burden_is_a_fault() {
    let sheet = CapManagement { result: 3, amount: Yen(4_000), by_this_office: false };
    let settled = settle(Units(3_716), price("10.60"), &Burden { cap_management: Some(sheet), ..burden(9_300) });
    assert_eq!((settled.findings[0].code.as_str(), settled.findings[0].severity), ("M02", Severity::Fault));
}

#[test]
fn a_subsidy_above_the_decided_burden_is_a_fault() {
    let settled =
        settle(Units(3_716), price("10.60"), &Burden { municipal_subsidy: Some(Yen(3_939)), ..burden(9_300) });
    assert_eq!((settled.findings[0].code.as_str(), settled.findings[0].severity), ("R05", Severity::Fault));
    let whole = settle(Units(3_716), price("10.60"), &Burden { municipal_subsidy: Some(Yen(3_938)), ..burden(9_300) });
    assert_eq!((whole.findings.len(), whole.amounts.municipal_subsidy), (0, Some(Yen(3_938))));
}

#[test]
fn units_too_large_to_multiply_are_a_fault_and_no_amount() {
    for units in [i64::MAX, i64::MAX / 10_000, -1] {
        let settled = settle(Units(units), price("10.60"), &burden(9_300));
        assert_eq!(settled.findings[0].severity, Severity::Fault);
        assert_eq!(settled.amounts.total_cost, Yen(0));
    }
}

proptest! {
    #[test]
    fn whatever_is_claimed_cost_is_benefit_and_burden(
        units in 0_i64..10_000_000,
        milli in 1_i64..=99_999,
        cap in 0_i64..100_000,
        sheet in proptest::option::of((1_u8..=3, -10_i64..200_000)),
        subsidy in proptest::option::of(-10_i64..200_000),
    ) {
        let facts = Burden {
            cap_management: sheet.map(|(result, amount)| CapManagement { result, amount: Yen(amount), by_this_office: false }),
            municipal_subsidy: subsidy.map(Yen),
            ..burden(cap)
        };
        let settled = settle(Units(units), UnitPrice::from_milli_yen(milli).unwrap(), &facts);
        let amounts = settled.amounts;
        prop_assert_eq!(amounts.total_cost, Yen(amounts.benefit_claim.0 + amounts.decided_burden.0));
        prop_assert!(Yen(0) <= amounts.decided_burden && amounts.decided_burden <= facts.cap);
        prop_assert!(amounts.decided_burden <= amounts.cap_adjusted_burden);
        prop_assert!(amounts.cap_adjusted_burden <= amounts.ten_percent);
        prop_assert!(amounts.ten_percent.0 * 10 <= amounts.total_cost.0);
        prop_assert!(amounts.total_cost.0 - amounts.ten_percent.0 * 10 < 10);
        if let Some(paid) = amounts.municipal_subsidy {
            prop_assert!(Yen(0) <= paid && paid <= amounts.decided_burden);
        }
        let clean = sheet.is_none_or(|(_, amount)| (0..=amounts.cap_adjusted_burden.0).contains(&amount))
            && subsidy.is_none_or(|amount| (0..=amounts.decided_burden.0).contains(&amount));
        prop_assert_eq!(clean, settled.findings.is_empty());
    }
}
