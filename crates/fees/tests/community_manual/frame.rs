//! 目的・主なポイント・対象・お問い合わせ.
use crate::support::{boxes, kamakura, list, month, of, rides, visit};
use fees::community::assess::{Terms, assess};
use fees::community::facts::{Commute, Service};
use fees::community::pack::{NoPack, Packs, RouteKind};
use fees::community::{LineKind, sheet};

#[test]
fn cl_01_the_rules_carry_the_edition_of_the_manual_and_every_assessment_keeps_it() {
    let pack = kamakura();
    assert_eq!((pack.identity.name.as_str(), pack.identity.edition.as_str()), ("鎌倉市", "2024-05"));
    assert!(pack.identity.sources.iter().any(|source| source.title.contains("令和6年5月更新")));
    let facts = month(Service::Mobility, "2024-04", vec![visit("2024-04-01", "0800", "0900")]);
    assert_eq!(assess(pack, &facts, &Terms::default()).unwrap().edition, "2024-05");
}

#[test]
fn cl_02_the_claim_is_typed_into_the_tool_of_the_federation() {
    assert_eq!(kamakura().route.kind, RouteKind::KanagawaTool);
    let text = kamakura().explain().to_text();
    assert!(text.contains("国保連の請求情報作成ツール") && text.contains("かながわ"), "{text}");
}

#[test]
fn cl_04_no_paper_record_is_asked_for() {
    assert_eq!(kamakura().route.paper_record, Some(false));
    assert!(kamakura().route.forms.is_empty(), "no paper of the city goes with the claim");
}

#[test]
fn cl_05_the_burden_is_waived_from_april_2024_until_the_month_in_which_eighteen_is_reached() {
    let waived = |born: &str, service_month: &str| {
        let mut facts = month(Service::Mobility, service_month, vec![]);
        facts.person.waived_child = None;
        facts.person.born_on = Some(born.parse().unwrap());
        of(&facts).free
    };
    // full eighteen on 15 May 2024 (in law on the 14th): that whole month is still waived
    let months = ["2024-03", "2024-04", "2024-05", "2024-06"];
    assert_eq!(months.map(|month| waived("2006-05-15", month)), [false, true, true, false]);
    assert_eq!(["2024-03", "2024-04"].map(|month| waived("2015-10-20", month)), [false, true]);
    assert!(!waived("1990-01-15", "2024-04"));
}

#[test]
fn cl_06_the_service_month_and_nothing_else_picks_the_rules() {
    let to_school = |date: &str| {
        let mut visit = visit(date, "0800", "0900");
        visit.commute = Some(Commute::Whole);
        rides(vec![visit], false, false)
    };
    let (march, april) = (to_school("2024-03-29"), to_school("2024-04-01"));
    assert_eq!((march.period.as_str(), april.period.as_str()), ("R6.3", "R6.4"));
    assert_eq!((march.entries.len(), boxes(&march)[0].len()), (1, 1), "a box until March");
    assert_eq!((april.entries.len(), boxes(&april).concat()), (2, vec![]), "a record of its own from April");
}

#[test]
fn cl_07_months_up_to_march_2022_are_refused_and_april_2022_is_the_first() {
    let on = |service_month: &str, date: &str| {
        sheet(kamakura(), &month(Service::Mobility, service_month, vec![visit(date, "1000", "1030")]))
    };
    assert!(matches!(on("2022-03", "2022-03-31"), Err(NoPack::TooEarly { .. })));
    assert_eq!(on("2022-04", "2022-04-01").unwrap().entries.len(), 1);
}

#[test]
fn cl_08_the_city_of_the_certificate_decides_for_both_services_and_other_cities_do_not() {
    let packs = Packs::builtin();
    let month = "2024-04".parse().unwrap();
    let (pack, period) = packs.choose(&"142042".parse().unwrap(), month).unwrap();
    assert_eq!(pack.identity.name, "鎌倉市");
    assert!(period.mobility.is_some() && period.daytime.is_some());
    // the next town, served by the same office, is not under these rules
    assert!(packs.choose(&"142085".parse().unwrap(), month).is_err());
}

#[test]
fn cl_09_the_addition_of_the_prefecture_is_no_rule_of_the_city() {
    assert!(kamakura().additions.is_empty());
    let mut marked = visit("2024-04-01", "0800", "0900");
    (marked.first, marked.emergency, marked.suction) = (true, true, true);
    let facts = month(Service::Mobility, "2024-04", vec![marked]);
    let made = assess(kamakura(), &facts, &Terms { manages_cap: true, ..Terms::default() }).unwrap();
    assert!(made.lines.iter().all(|line| line.kind == LineKind::Service), "{:?}", made.lines);
    assert_eq!(made.not_applied.len(), 4, "each is refused with a reason: {:?}", made.not_applied);
    assert!(made.not_applied.iter().all(|rule| rule.reason.contains("鎌倉市")));
}

#[test]
fn cl_11_the_desk_to_ask_stands_in_the_rules_with_its_telephone() {
    let contact = kamakura().identity.contact.as_deref().unwrap();
    assert!(contact.contains("障害福祉課 障害福祉担当"), "{contact}");
    assert!(contact.contains("0467-61-3974"), "{contact}");
    assert!(kamakura().explain().to_text().contains(contact));
}

#[test]
fn cl_66_a_night_at_the_turn_of_the_rules_belongs_to_both_sets_day_by_day() {
    let night = || vec![visit("2024-03-31", "2330", "0030")];
    let of = |service_month: &str| of(&month(Service::Mobility, service_month, night()));
    assert_eq!(list(&of("2024-03")), ["31 2330-2359 0029 移動支援 身体介護無 深夜 0.5H"]);
    assert_eq!(list(&of("2024-04")), ["1 0000-0030 0030 移動支援 身体介護無 深夜 0.5H"]);
    assert_eq!((of("2024-03").period.as_str(), of("2024-04").period.as_str()), ("R6.3", "R6.4"));
}
