//! 請求一覧 read back the way another program reads it.
#![allow(clippy::unwrap_used)]
use calamine::{Data, Reader, Xlsx};
use kernel::{Units, Yen};
use paper::{ClaimList, ClaimListRow, claim_list};
use std::io::Cursor;

fn row(name: &str, units: i64, cost: i64) -> ClaimListRow {
    ClaimListRow {
        recipient_no: "0000000114".to_owned(),
        name: name.to_owned(),
        claim_days: 21,
        total_units: Units(units),
        unit_price: Some("10.86".parse().unwrap()),
        total_cost: Yen(cost),
        ten_percent: Yen(cost / 10),
        burden_cap: Yen(9_300),
        managed_burden: None,
        decided_burden: Yen(9_300),
        benefit_claim: Yen(cost - 9_300),
        municipal_subsidy: None,
    }
}

fn list(rows: Vec<ClaimListRow>) -> ClaimList {
    ClaimList {
        office_no: "9910100016".to_owned(),
        office_name: "たすき作業所".to_owned(),
        service_month: "令和6年7月".to_owned(),
        rows,
    }
}

fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn every_person_is_a_row_and_the_totals_are_sums() {
    let bytes = claim_list(&list(vec![row("佐藤 花子", 16_390, 177_995), row("鈴木 一郎", 6_001, 62_050)])).unwrap();
    let mut book = read(bytes);
    let sheet = book.worksheet_range("請求一覧").unwrap();
    assert_eq!(sheet.get_value((0, 0)), Some(&Data::String("請求一覧 令和6年7月分".to_owned())));
    assert_eq!(sheet.get_value((3, 6)), Some(&Data::String("１割相当額".to_owned())));
    assert_eq!(sheet.get_value((4, 0)), Some(&Data::String("0000000114".to_owned())));
    assert_eq!(sheet.get_value((4, 5)), Some(&Data::Float(177_995.0)));
    assert_eq!(sheet.get_value((4, 4)), Some(&Data::Float(10.86)));
    assert_eq!(sheet.get_value((6, 0)), Some(&Data::String("合計".to_owned())));
    assert_eq!(sheet.get_value((6, 3)), Some(&Data::Float(22_391.0)));
    assert_eq!(sheet.get_value((6, 5)), Some(&Data::Float(240_045.0)));
    let formulas = book.worksheet_formula("請求一覧").unwrap();
    assert_eq!(formulas.get_value((6, 5)), Some(&"SUM(F5:F6)".to_owned()));
}

#[test]
fn a_name_that_looks_like_a_formula_stays_a_name() {
    for name in ["=1+1", "+81", "-1", "@SUM(A1)", "\tx"] {
        let bytes = claim_list(&list(vec![row(name, 1, 10)])).unwrap();
        let mut book = read(bytes);
        let sheet = book.worksheet_range("請求一覧").unwrap();
        assert_eq!(sheet.get_value((4, 1)), Some(&Data::String(name.to_owned())));
        let formulas = book.worksheet_formula("請求一覧").unwrap();
        assert!(formulas.get_value((4, 1)).is_none_or(String::is_empty));
    }
}

#[test]
fn an_empty_month_gives_a_sheet_with_zero_totals() {
    let mut book = read(claim_list(&list(Vec::new())).unwrap());
    let sheet = book.worksheet_range("請求一覧").unwrap();
    assert_eq!(sheet.get_value((4, 5)), Some(&Data::Float(0.0)));
}

#[test]
fn an_amount_a_cell_cannot_hold_is_refused() {
    let refused = claim_list(&list(vec![row("佐藤", i64::MAX, 10)])).unwrap_err();
    assert!(refused.to_string().contains("給付単位数"), "{refused}");
}

#[test]
fn the_same_list_gives_the_same_bytes_at_any_hour() {
    let list = list(vec![row("佐藤 花子", 16_390, 177_995)]);
    let first = claim_list(&list).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(claim_list(&list).unwrap(), first);
}
