//! Official numbers against the vectors of real and invented numbers.
#![allow(clippy::unwrap_used)]
use kernel::{CorporateNo, MunicipalityNo, OfficeNo, looks_like_my_number};

fn rows(kind: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(include_str!("number_vectors.csv").as_bytes());
    let rows: Vec<(String, String)> = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[0] == kind)
        .map(|row| (row[1].to_owned(), row[2].to_owned()))
        .collect();
    assert!(!rows.is_empty(), "no vectors of kind {kind}");
    rows
}

#[test]
fn municipality_numbers_of_the_general_code_list_fit() {
    for (body, number) in rows("municipality_check") {
        assert!(number.starts_with(&body));
        assert!(number.parse::<MunicipalityNo>().unwrap().check_digit_fits(), "{number}");
    }
}

#[test]
fn office_numbers_fit_with_one_check_digit_only() {
    for (body, number) in rows("office_check") {
        let fitting: Vec<String> = (0..10)
            .map(|check| format!("{body}{check}"))
            .filter(|candidate| candidate.parse::<OfficeNo>().unwrap().check_digit_fits())
            .collect();
        assert_eq!(fitting, [number]);
    }
}

#[test]
fn sample_office_numbers_that_fail_the_check_are_still_numbers() {
    for (number, _) in rows("office_soft") {
        assert!(!number.parse::<OfficeNo>().unwrap().check_digit_fits(), "{number}");
    }
}

#[test]
fn corporate_numbers_are_checked_by_their_first_digit() {
    for (body, number) in rows("corporate_check") {
        assert!(number.ends_with(&body));
        assert!(number.parse::<CorporateNo>().unwrap().check_digit_fits(), "{number}");
    }
    for (number, _) in rows("corporate_soft") {
        assert!(!number.parse::<CorporateNo>().unwrap().check_digit_fits(), "{number}");
    }
}

#[test]
fn a_number_with_the_check_digit_of_a_my_number_is_noticed() {
    for (number, expected) in rows("mynumber") {
        assert_eq!(looks_like_my_number(&number), expected == "block", "{number}");
    }
}
