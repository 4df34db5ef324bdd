//! 返戻・過誤・月遅れ: a month is claimed once, comes back or is withdrawn as a whole, and travels with its own month.
#![allow(clippy::unwrap_used)]
mod town;

use claims::returned::{self, Returned};
use claims::withdrawal::{Event, Fate, PersonMonth, Withdrawal, check_claims, check_withdrawal, fate};
use claims::{ClaimPerson, files};
use fees::FeeTables;
use kernel::{Finding, Severity};
use records::{Layouts, ms932, read_file};
use serde_json::json;
use town::{batch, busy_month, dossier, person};

const LIST: &str = "受給者証番号,提供年月,エラーコード,内容\r\n\
    0000000016,2024-07,EG13,支給決定期間の外\r\n\
    16,令和6年7月,pt44,食事の回数\r\n\
    0000000024,202406,,理由の記載なし\r\n";

#[test]
fn a_list_typed_by_hand_becomes_one_to_do_a_month() {
    for bytes in [LIST.as_bytes().to_vec(), ms932::encode(LIST).unwrap()] {
        let read = returned::read(&bytes);
        assert_eq!(read.findings, []);
        let to_do = returned::to_do(&read.returned, &[]);
        let shown: Vec<(String, &str, usize)> = to_do
            .iter()
            .map(|one| (one.service_month.to_string(), one.recipient_no.as_str(), one.reasons.len()))
            .collect();
        assert_eq!(shown, [("2024-06".to_owned(), "0000000024", 1), ("2024-07".to_owned(), "0000000016", 2)]);
        assert_eq!(to_do[1].reasons[1].0, "PT44");
    }
}

#[test]
fn a_to_do_is_gone_when_the_month_was_claimed_again() {
    let read = returned::read(LIST.as_bytes());
    let again = [("0000000016".parse().unwrap(), "2024-07".parse().unwrap())];
    assert_eq!(returned::to_do(&read.returned, &again).len(), 1);
    let other_month = [("0000000016".parse().unwrap(), "2024-08".parse().unwrap())];
    assert_eq!(returned::to_do(&read.returned, &other_month).len(), 2);
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_the_others_are_kept() {
    for (from, to, place) in [
        ("0000000016,2024-07", "00000000x6,2024-07", "2行目 受給者証番号"),
        ("0000000016,2024-07", "00000000161,2024-07", "2行目 受給者証番号"),
        ("0000000016,2024-07", ",2024-07", "2行目 受給者証番号"),
        ("202406", "2024-13", "4行目 提供年月"),
        ("202406", "", "4行目 提供年月"),
    ] {
        let read = returned::read(LIST.replacen(from, to, 1).as_bytes());
        assert_eq!(read.returned.len(), 2, "{to}");
        assert_eq!(read.findings[0].place.text, place);
        assert!(!read.findings[0].what.contains("00000000"), "numbers of persons are not repeated");
    }
    let headless = returned::read(b"a,b\r\n1,2\r\n");
    assert!(headless.findings[0].what.contains("受給者証番号") && headless.returned.is_empty());
}

fn month_of(claimed: &ClaimPerson) -> PersonMonth {
    PersonMonth::of(claimed).unwrap()
}

fn event(of: &PersonMonth, fate: Fate, month: &str) -> Event {
    Event { of: of.clone(), fate, in_month: month.parse().unwrap() }
}

fn told(findings: &[Finding]) -> Vec<(&str, Severity)> {
    findings.iter().map(|finding| (finding.code.as_str(), finding.severity)).collect()
}

#[test]
fn f05_a_month_is_claimed_again_only_after_a_return_or_a_withdrawal() {
    let persons = [person(dossier(16, busy_month()))];
    let of = month_of(&persons[0]);
    let check = |fates: &[Fate]| {
        let events: Vec<Event> = fates.iter().map(|fate| event(&of, *fate, "2024-08")).collect();
        told(&check_claims(&persons, &events, &[]))
            .into_iter()
            .map(|(code, severity)| (code.to_owned(), severity))
            .collect::<Vec<_>>()
    };
    let fault = vec![("F05".to_owned(), Severity::Fault)];
    assert_eq!(check(&[]), []);
    assert_eq!(check(&[Fate::Claimed]), fault);
    assert_eq!(check(&[Fate::Claimed, Fate::Returned]), []);
    assert_eq!(check(&[Fate::Claimed, Fate::Returned, Fate::Claimed]), fault);
    assert_eq!(check(&[Fate::Claimed, Fate::WithdrawalAsked]), fault);
    assert_eq!(check(&[Fate::Claimed, Fate::WithdrawalAsked, Fate::Withdrawn]), []);
    assert_eq!(check(&[Fate::Claimed, Fate::WithdrawalAsked, Fate::Claimed]), fault, "the withdrawal was refused");
    // another person's or month's claim is nobody's hindrance
    let other = PersonMonth { service_month: "2024-06".parse().unwrap(), ..of.clone() };
    assert_eq!(check_claims(&persons, &[event(&other, Fate::Claimed, "2024-07")], &[]), []);
}

#[test]
fn a_withdrawal_in_the_same_month_lets_the_corrected_claim_through_with_a_warning() {
    let persons = [person(dossier(16, busy_month()))];
    let of = month_of(&persons[0]);
    let events = [event(&of, Fate::Claimed, "2024-08"), event(&of, Fate::WithdrawalAsked, "2024-10")];
    let withdrawal = Withdrawal { of, reason: "食事の回数の誤り".to_owned(), same_month: true };
    assert_eq!(told(&check_claims(&persons, &events, &[withdrawal])), [("F05", Severity::Warning)]);
}

#[test]
fn only_a_claim_that_stands_can_be_withdrawn_and_only_with_a_reason() {
    let of = month_of(&person(dossier(16, busy_month())));
    let withdrawal = |reason: &str| Withdrawal { of: of.clone(), reason: reason.to_owned(), same_month: false };
    let after = |fates: &[Fate], reason: &str| {
        let events: Vec<Event> = fates.iter().map(|fate| event(&of, *fate, "2024-08")).collect();
        check_withdrawal(&withdrawal(reason), &events).len()
    };
    assert_eq!(after(&[Fate::Claimed], "回数の誤り"), 0);
    assert_eq!(after(&[Fate::Claimed], " "), 1);
    assert_eq!(after(&[], "回数の誤り"), 1);
    assert_eq!(after(&[Fate::Claimed, Fate::Returned], "回数の誤り"), 1);
    assert_eq!(after(&[Fate::Claimed, Fate::WithdrawalAsked], "回数の誤り"), 1);
    assert_eq!(after(&[Fate::Claimed, Fate::WithdrawalAsked, Fate::Withdrawn], "回数の誤り"), 1);
}

#[test]
fn a_claim_has_one_way_to_go_at_a_time() {
    let fates = [Fate::Claimed, Fate::Returned, Fate::WithdrawalAsked, Fate::Withdrawn];
    let ways: Vec<(Fate, Fate)> = fates
        .iter()
        .flat_map(|from| fates.iter().map(move |to| (*from, *to)))
        .filter(|(from, to)| from.allows(*to))
        .collect();
    assert_eq!(ways.len(), 6);
    assert!(!Fate::Returned.allows(Fate::Withdrawn) && !Fate::Claimed.allows(Fate::Withdrawn));
    let of = month_of(&person(dossier(16, busy_month())));
    assert_eq!(fate(&[], &of), None);
}

#[test]
fn late_months_travel_in_one_file_with_an_invoice_of_their_own() {
    let of_month = |number, month: &str, elsewhere: bool| {
        let mut case = busy_month();
        case["service_month"] = json!(month);
        case["person"]["started_on"] = json!("2024-04-01");
        let mut late = dossier(number, case);
        late.service_started_on = Some("2024-04-01".parse().unwrap());
        if elsewhere {
            late.card.as_mut().unwrap().municipality_no = "092015".parse().unwrap();
        }
        person(late)
    };
    let persons = vec![
        of_month(16, "2024-07", false),
        of_month(16, "2024-05", false),
        of_month(24, "2024-05", false),
        of_month(32, "2024-05", true),
    ];
    let claimed: i64 = persons.iter().map(|person| person.outcome.benefit_claim.0).sum();
    let batch = batch(persons);
    let j11 = files::j11(&batch, Layouts::builtin()).unwrap();
    let j61 = files::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    let read = read_file(&j11.bytes);
    let invoices: Vec<(String, String, i64)> = read
        .records
        .iter()
        .filter_map(|row| row.record.as_ref())
        .filter(|record| record.kind() == ("J111", "01"))
        .map(|record| {
            let text = |item| record.get(item).unwrap().to_owned();
            (text("municipality_no"), text("service_year_month"), record.number("total_count").unwrap())
        })
        .collect();
    let expected = [("092015", "202405", 1), ("131016", "202405", 2), ("131016", "202407", 1)];
    assert_eq!(invoices, expected.map(|(city, month, count)| (city.to_owned(), month.to_owned(), count)));
    let faults: Vec<Finding> =
        files::check(&[(&j11.name, &j11.bytes), (&j61.name, &j61.bytes)], Layouts::builtin(), FeeTables::builtin())
            .into_iter()
            .filter(|finding| finding.severity == Severity::Fault)
            .collect();
    assert_eq!(faults, []);
    let invoiced: i64 = read
        .records
        .iter()
        .filter_map(|row| row.record.as_ref())
        .filter(|record| record.kind() == ("J111", "01"))
        .map(|record| record.number("claim_amount").unwrap())
        .sum();
    assert_eq!(invoiced, claimed);
}

#[test]
fn a_return_keeps_its_words_through_storage() {
    let one = Returned {
        recipient_no: "0000000016".parse().unwrap(),
        service_month: "2024-07".parse().unwrap(),
        error_code: "EG13".to_owned(),
        reason: "支給決定期間の外".to_owned(),
    };
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Returned>(&text).unwrap(), one);
}

#[test]
fn f04_a_month_is_claimed_after_it_has_ended_and_a_late_one_is_pointed_out() {
    for (processing, expected) in [
        ("2024-07", vec![("F04", Severity::Fault)]),
        ("2024-06", vec![("F04", Severity::Fault)]),
        ("2024-08", vec![]),
        ("2024-09", vec![("late_claim", Severity::Notice)]),
    ] {
        let mut batch = batch(vec![person(dossier(16, busy_month()))]);
        batch.processing_month = processing.parse().unwrap();
        assert_eq!(told(&claims::precheck::late(&batch)), expected, "{processing}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(500) })]
    #[test]
    fn whatever_bytes_come_a_list_of_returns_is_read_or_refused(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
        line in "[0-9,\"年月-]{0,40}",
    ) {
        let read = returned::read(&bytes);
        proptest::prop_assert!(read.returned.is_empty() || !bytes.is_empty());
        let with_head = format!("受給者証番号,提供年月\n{line}\n");
        let read = returned::read(with_head.as_bytes());
        proptest::prop_assert!(read.returned.len() <= 1);
    }
}
