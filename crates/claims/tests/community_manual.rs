//! 鎌倉市の請求マニュアル: what the generated 請求明細書 must show, item by item, and the points of the burden acted on by name.
#![allow(clippy::unwrap_used)]
use claims::community::{
    Amounts, Batch, CommunityBurden, CommunityStatement, FormRow, ManagedCap, is_late, rows, settle,
};
use fees::community::assess::{Terms, assess};
use fees::community::facts::{Commute, Decision, Helpers, IncomeClass, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::{CommunityAssessment, LineKind};
use kernel::{Severity, Yen};
use std::collections::BTreeMap;

fn kamakura() -> &'static Pack {
    Packs::builtin().by_id("kamakura").unwrap()
}

fn visit(date: &str, start: u16, end: u16) -> Visit {
    Visit::new(date.parse().unwrap(), start, end)
}

fn month(service: Service, month: &str, visits: Vec<Visit>, free: bool) -> ServiceMonth {
    ServiceMonth {
        service,
        service_month: month.parse().unwrap(),
        person: Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(free),
            body_care: false,
            severe: false,
            income: Some(IncomeClass::General2),
        },
        single_facility_office: false,
        visits,
        decisions: Vec::new(),
    }
}

fn burden(cap: i64) -> CommunityBurden {
    CommunityBurden { cap: Some(Yen(cap)), rate_percent: Some(10), ..CommunityBurden::default() }
}

/// The sample of the manual: a waived child, six hours on five days of 令和6年4月, 上限月額 37,200.
fn sample_month() -> ServiceMonth {
    let days = [6, 13, 20, 27, 29];
    let visits = days.map(|day| visit(&format!("2024-04-{day:02}"), 540, 900)).to_vec();
    month(Service::Mobility, "2024-04", visits, true)
}

fn part(facts: &ServiceMonth) -> CommunityAssessment {
    assess(kamakura(), facts, &Terms::default()).unwrap()
}

fn sample() -> CommunityStatement {
    settle(kamakura(), "2024-04".parse().unwrap(), &[part(&sample_month())], &burden(37_200))
}

fn amounts(statement: &CommunityStatement) -> Vec<Amounts> {
    statement.columns.iter().map(|column| column.amounts.unwrap()).collect()
}

fn row(statement: &CommunityStatement, label: &str) -> FormRow {
    let found = rows(statement).into_iter().find(|row| row.label == label);
    found.unwrap_or_else(|| panic!("{label}"))
}

fn one(statement: &CommunityStatement, label: &str) -> (String, String) {
    let found = row(statement, label);
    assert_eq!(found.values.len(), 1);
    (found.values[0].clone(), found.total)
}

fn both(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

#[test]
fn cl_03_the_detail_follows_from_the_records_and_from_nothing_else() {
    let mut facts = sample_month();
    let lines = |facts: &ServiceMonth| {
        let made = settle(kamakura(), facts.service_month, &[part(facts)], &burden(37_200));
        made.lines.iter().map(|(_, line)| (line.name.clone(), line.count, line.days.clone())).collect::<Vec<_>>()
    };
    let name = "移動支援身無 児童無償 6H".to_owned();
    assert_eq!(lines(&facts), [(name.clone(), 5, vec![6, 13, 20, 27, 29])]);
    facts.visits.remove(1);
    assert_eq!(lines(&facts), [(name, 4, vec![6, 20, 27, 29])]);
    facts.visits.clear();
    assert_eq!(lines(&facts), []);
    // every count of a line is a record of the sheet
    let made = part(&sample_month());
    let counted: u32 = made.lines.iter().filter(|line| line.kind == LineKind::Service).map(|line| line.count).sum();
    assert_eq!(counted as usize, made.entries.len());
}

#[test]
fn cl_10_late_claims_stand_beside_current_ones_in_one_claim_month() {
    let day = |service_month: &str, free| {
        let stay = visit(&format!("{service_month}-08"), 540, 900);
        let facts = month(Service::Daytime, service_month, vec![stay], free);
        settle(kamakura(), facts.service_month, &[part(&facts)], &burden(9_300))
    };
    // the claim months of the manual's screens
    let [april, may_24] = ["2023-05", "2024-05"].map(|text| text.parse().unwrap());
    assert!(!is_late("2023-04".parse().unwrap(), april));
    assert!(is_late("2024-03".parse().unwrap(), may_24));
    assert!(!is_late("2024-04".parse().unwrap(), may_24));
    let statements = [day("2024-04", true), day("2024-03", false)];
    let batch = Batch::of(may_24, &statements);
    assert_eq!(batch.municipalities.len(), 1);
    let city = &batch.municipalities[0];
    assert_eq!(city.statements, [1, 0], "the older month first");
    let sums = city.sums.unwrap();
    // 5,350 with a burden of 535, and 5,350 waived
    assert_eq!((sums.statements, sums.cost, sums.decided, sums.benefit), (2, Yen(10_700), Yen(535), Yen(10_165)));
    // a month cannot be claimed in itself
    assert_eq!(Batch::of("2024-04".parse().unwrap(), &statements).findings.len(), 1);
}

#[test]
fn cl_80_the_sample_s_person_pays_by_cap_and_rate_only_when_not_waived() {
    let user = kamakura().user.as_ref().unwrap();
    let mobility = user.mobility.as_ref().unwrap();
    assert_eq!(mobility.decision_codes.get("without_body").map(String::as_str), Some("010004"));
    assert_eq!((user.rate, user.income.get("37200").cloned()), (10, Some(vec!["05".to_owned()])));
    let decided = |free: bool| {
        let mut facts = sample_month();
        facts.person.waived_child = Some(free);
        let test_prices: BTreeMap<String, i64> = [("移動支援 身体介護無 6H".to_owned(), 1036)].into();
        let made = assess(kamakura(), &facts, &Terms { test_prices, ..Terms::default() }).unwrap();
        settle(kamakura(), facts.service_month, &[made], &burden(37_200)).total.unwrap().decided
    };
    assert_eq!((decided(true), decided(false)), (Yen(0), Yen(5_180)));
}

#[test]
fn cl_107_the_lines_of_a_waived_child_bear_the_waived_names() {
    assert!(sample().lines.iter().all(|(_, line)| line.name.contains("児童無償")));
    let mut facts = sample_month();
    (facts.visits[0].helpers, facts.visits[0].commute) = (Helpers::Both, Some(Commute::Whole));
    facts.visits.push(visit("2024-04-30", 1140, 1200));
    let many = part(&facts);
    assert_eq!(many.lines.len(), 5);
    assert!(many.lines.iter().all(|line| line.name.contains("児童無償")), "{:?}", many.lines);
    let stays = part(&month(Service::Daytime, "2024-04", vec![visit("2024-04-08", 540, 900)], true));
    assert!(stays.lines.iter().all(|line| line.name.contains("児童無償")));
    facts.person.waived_child = Some(false);
    assert!(part(&facts).lines.iter().all(|line| !line.name.contains("児童無償")));
}

#[test]
fn cl_108_the_burden_by_rate_is_the_lower_of_a_tenth_and_the_cap() {
    let with_cap = |cap: i64| {
        let made = settle(kamakura(), "2024-04".parse().unwrap(), &[part(&sample_month())], &burden(cap));
        amounts(&made)[0].rate_burden
    };
    assert_eq!(
        [37_200, 9_300, 5_181, 5_180, 5_179, 4_600, 0].map(with_cap),
        [5_180, 5_180, 5_180, 5_180, 5_179, 4_600, 0].map(Yen)
    );
}

#[test]
fn cl_109_the_decided_burden_of_a_waived_child_is_0_whatever_the_cap() {
    for cap in [0, 4_600, 9_300, 37_200] {
        let made = settle(kamakura(), "2024-04".parse().unwrap(), &[part(&sample_month())], &burden(cap));
        assert_eq!((amounts(&made)[0].decided, made.total.unwrap().user_pays), (Yen(0), Yen(0)));
        assert_eq!(made.total.unwrap().benefit, Yen(51_800));
        assert!(made.claimable());
    }
}

#[test]
fn cl_113_the_line_has_its_code_and_units_times_count() {
    let made = sample();
    assert_eq!(made.lines.len(), 1);
    let line = &made.lines[0].1;
    assert_eq!(line.name, "移動支援身無 児童無償 6H");
    assert_eq!(line.code.as_ref().map(|code| code.as_str()), Some("011571"));
    assert_eq!((line.amount, line.count, line.total), (Some(1_036), 5, Some(5_180)));
}

#[test]
fn cl_114_the_column_is_type_01_with_the_days_of_use() {
    let made = sample();
    assert_eq!(row(&made, "サービス種類").values, ["01 移動支援"]);
    assert_eq!(row(&made, "サービス利用日数").values, ["5日"]);
    // two visits on one day are one day of use
    let mut facts = sample_month();
    facts.visits.push(visit("2024-04-06", 960, 1020));
    let twice = settle(kamakura(), facts.service_month, &[part(&facts)], &burden(37_200));
    assert_eq!(row(&twice, "サービス利用日数").values, ["5日"]);
}

#[test]
fn cl_115_units_and_the_price_of_a_unit() {
    let made = sample();
    assert_eq!(row(&made, "給付単位数").values, ["5,180"]);
    assert_eq!(row(&made, "単位数単価").values, ["10.000円/単位"]);
}

#[test]
fn cl_116_rate_cost_claim_and_burden_by_rate() {
    let made = sample();
    assert_eq!(row(&made, "給付率").values, ["90/100"]);
    assert_eq!(one(&made, "総費用額"), both("51,800"));
    assert_eq!(one(&made, "給付率に基づく請求額"), both("46,620"));
    assert_eq!(one(&made, "給付率に基づく利用者負担額②"), both("5,180"));
}

#[test]
fn cl_117_the_rows_of_caps_and_reductions_are_there_and_blank() {
    let made = sample();
    for label in [
        "上限月額調整(①②の内少ない数)",
        "A型減免 事業者減免額",
        "A型減免 減免後利用者負担額",
        "調整後利用者負担額",
        "上限額管理後利用者負担額",
    ] {
        assert_eq!(one(&made, label), both(""), "{label}");
    }
}

#[test]
fn cl_118_nothing_is_decided_and_the_whole_cost_is_claimed() {
    let made = sample();
    assert_eq!(one(&made, "決定利用者負担額"), both("0"));
    assert_eq!(one(&made, "請求額 給付費"), both("51,800"));
    assert_eq!(one(&made, "請求額 特別対策費"), both(""));
    assert_eq!(one(&made, "請求額 自治体助成分"), both(""), "no separate subsidy in this system");
}

// what nobody had tested: the points of the burden, packs of other kinds

fn decided(choices: &[(&str, &str)]) -> Vec<Decision> {
    choices.iter().map(|(p, c)| Decision { point: (*p).into(), choice: (*c).into() }).collect()
}

/// 20 stays of six hours (107,000 yen) and 移動支援 of 100,000 yen of one paying person.
fn two_services(burden: &CommunityBurden) -> CommunityStatement {
    let stays = (1..=20).map(|day| visit(&format!("2024-04-{day:02}"), 540, 900)).collect();
    let rides = (1..=10).map(|day| visit(&format!("2024-04-{day:02}"), 960, 1020)).collect();
    let test_prices: BTreeMap<String, i64> = [("移動支援 身体介護無 1H".to_owned(), 1_000)].into();
    let rides = assess(
        kamakura(),
        &month(Service::Mobility, "2024-04", rides, false),
        &Terms { test_prices, ..Terms::default() },
    );
    let parts = [part(&month(Service::Daytime, "2024-04", stays, false)), rides.unwrap()];
    settle(kamakura(), "2024-04".parse().unwrap(), &parts, burden)
}

#[test]
fn u_22_one_cap_holds_over_both_services_unless_the_city_caps_each() {
    let shared = two_services(&burden(12_000));
    let of = |made: &CommunityStatement| amounts(made).iter().map(|row| row.decided.0).collect::<Vec<_>>();
    // 01 first: 10,000, and 2,000 are left of the cap for 02
    assert_eq!(
        shared.columns.iter().map(|column| column.service).collect::<Vec<_>>(),
        [Service::Mobility, Service::Daytime]
    );
    assert_eq!(of(&shared), [10_000, 2_000]);
    let total = shared.total.unwrap();
    assert_eq!((total.decided, total.after_cap, total.benefit), (Yen(12_000), Yen(12_000), Yen(195_000)));
    assert_eq!(row(&shared, "調整後利用者負担額").values, ["10,000", "2,000"]);
    // the cap row is each service against the cap, the row below shares it
    assert_eq!(row(&shared, "上限月額調整(①②の内少ない数)").values, ["10,000", "10,700"]);
    let apart = two_services(&CommunityBurden { decisions: decided(&[("U-22", "cap_per_service")]), ..burden(10_500) });
    assert_eq!(of(&apart), [10_000, 10_500]);
    assert_eq!(row(&apart, "調整後利用者負担額").values, ["", ""]);
    // a cap used up by the first service leaves nothing
    assert_eq!(of(&two_services(&burden(9_300))), [9_300, 0]);
}

#[test]
fn u_22_a_manager_s_amount_is_spent_over_both_services_and_never_twice() {
    let managed = |amount: i64| {
        let sheet = ManagedCap { office_no: String::new(), office_name: String::new(), result: 3, amount: Yen(amount) };
        two_services(&CommunityBurden { managed: Some(sheet), ..burden(37_200) })
    };
    let of = |made: &CommunityStatement| amounts(made).iter().map(|row| row.decided.0).collect::<Vec<_>>();
    assert_eq!(of(&managed(12_500)), [10_000, 2_500]);
    assert_eq!(of(&managed(0)), [0, 0]);
    assert_eq!(of(&managed(20_700)), [10_000, 10_700]);
    // more than this office's own burden cannot come from a result sheet
    let over = managed(20_701);
    assert!(over.total.is_none() && over.findings.iter().any(|f| f.code == "managed_over"));
}

#[test]
fn a_cap_result_that_contradicts_its_number_stops_the_claim() {
    let told = |result: u8, amount: i64, here: Option<bool>| {
        let sheet = ManagedCap { office_no: String::new(), office_name: String::new(), result, amount: Yen(amount) };
        let made = two_services(&CommunityBurden { managed: Some(sheet), managed_here: here, ..burden(37_200) });
        (made.claimable(), made.findings.into_iter().find(|f| f.code == "managed_contradicts").map(|f| f.what))
    };
    // the own burden is 10,000 + 10,700
    assert_eq!(told(2, 20_700, None), (true, None));
    let (claimable, what) = told(2, 1_000, None);
    assert!(!claimable && what.unwrap().contains("20,700円 と同じはずですが 1,000円"));
    assert_eq!(told(1, 0, Some(false)), (true, None));
    assert!(told(1, 500, Some(false)).1.unwrap().contains("0円のはず"));
    assert!(told(1, 20_700, Some(true)).1.unwrap().contains("37,200円 のはず"));
    assert_eq!(told(3, 20_700, Some(true)), (true, None));
    assert!(told(3, 500, Some(true)).1.unwrap().contains("自分の負担額 20,700円"));
    assert_eq!(told(3, 500, Some(false)), (true, None));
    assert!(told(4, 500, None).1.unwrap().contains("1・2・3"));
}

#[test]
fn u_11_the_burden_by_rate_of_a_paying_person_is_a_reading_of_the_print_only() {
    let print = |choice: &str| {
        let made = two_services(&CommunityBurden { decisions: decided(&[("U-11", choice)]), ..burden(9_300) });
        let printed = row(&made, "給付率に基づく利用者負担額②").values;
        (printed, made.total.unwrap().decided, made.total.unwrap().benefit)
    };
    let [capped, tenth] = ["min_with_cap", "ten_percent"].map(print);
    assert_eq!(capped.0, ["9,300", "9,300"]);
    assert_eq!(tenth.0, ["10,000", "10,700"]);
    assert_eq!((capped.1, capped.2), (tenth.1, tenth.2));
    // the default of the pack
    assert_eq!(row(&two_services(&burden(9_300)), "給付率に基づく利用者負担額②").values, capped.0);
}

/// 山手町 (invented, in yen) with other words in its table of the burden.
fn yamate(from: &str, to: &str) -> Pack {
    let text = include_str!("../../../data/municipal/yamate.toml");
    assert!(text.contains(from), "{from}");
    Pack::read("yamate.toml", &text.replace(from, to)).unwrap_or_else(|error| panic!("{error}"))
}

fn in_yen(pack: &Pack, service: Service, visits: Vec<Visit>, prices: &[(&str, i64)]) -> CommunityAssessment {
    let facts = month(service, "2026-10", visits, false);
    let test_prices = prices.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect();
    let made = assess(pack, &facts, &Terms { test_prices, ..Terms::default() }).unwrap();
    assert!(made.held.is_empty(), "{:?}", made.held);
    made
}

const HOUR: &str = "移動支援 身体介護無 1H";

#[test]
fn a_burden_in_tens_of_yen_is_cut_once_from_the_whole_cost() {
    let pack = yamate("floor10", "floor10");
    let of = |price: i64, count: u8| {
        let visits = (1..=count).map(|day| visit(&format!("2026-10-{day:02}"), 600, 645)).collect();
        let made = in_yen(&pack, Service::Mobility, visits, &[(HOUR, price)]);
        let total = settle(&pack, "2026-10".parse().unwrap(), &[made], &burden(37_200)).total.unwrap();
        (total.cost.0, total.decided.0, total.benefit.0, total.rate_claim.0)
    };
    // 2,345 → 234.5 → 230; three of them 7,035 → 703.5 → 700, not 690
    assert_eq!(of(2_345, 1), (2_345, 230, 2_115, 2_115));
    assert_eq!(of(2_345, 3), (7_035, 700, 6_335, 6_335));
    assert_eq!(of(2_399, 1).1, 230);
    assert_eq!(of(2_400, 1).1, 240);
    assert_eq!(of(99, 1), (99, 0, 99, 99));
    let to_the_yen = yamate("floor10", "floor1");
    let made = in_yen(&to_the_yen, Service::Mobility, vec![visit("2026-10-01", 600, 645)], &[(HOUR, 2_345)]);
    assert_eq!(
        settle(&to_the_yen, "2026-10".parse().unwrap(), &[made], &burden(37_200)).total.unwrap().decided,
        Yen(234)
    );
}

#[test]
fn free_hours_of_a_month_cost_nothing_and_the_hours_beyond_them_are_shared() {
    let pack = yamate("rounding = \"floor10\"", "rounding = \"floor10\"\nfree_hours_per_month = 2");
    let of = |visits: Vec<Visit>| {
        let made = in_yen(&pack, Service::Mobility, visits, &[(HOUR, 2_000)]);
        settle(&pack, "2026-10".parse().unwrap(), &[made], &burden(37_200))
    };
    let days = |count: u8| (1..=count).map(|day| visit(&format!("2026-10-{day:02}"), 600, 660)).collect::<Vec<_>>();
    let decided = |made: &CommunityStatement| made.total.map(|total| (total.cost.0, total.decided.0, total.benefit.0));
    assert_eq!(decided(&of(days(1))), Some((2_000, 0, 2_000)));
    assert_eq!(decided(&of(days(2))), Some((4_000, 0, 4_000)));
    assert_eq!(decided(&of(days(3))), Some((6_000, 200, 5_800)));
    assert_eq!(decided(&of(days(5))), Some((10_000, 600, 9_400)));
    // a visit on both sides of the two hours: nothing says how its price is divided
    let mut over = days(1);
    over.push(visit("2026-10-02", 600, 645));
    over.push(visit("2026-10-03", 600, 645));
    let over = of(over);
    assert!(over.total.is_none() && !over.claimable());
    let told = over.findings.iter().find(|finding| finding.severity == Severity::Fault).unwrap();
    assert_eq!((told.code.as_str(), told.place.day), ("free_hours_straddle", Some(3)));
}

#[test]
fn free_hours_are_hours_of_mobility_and_free_no_stay() {
    let pack = yamate("rounding = \"floor10\"", "rounding = \"floor10\"\nfree_hours_per_month = 2");
    let stay = in_yen(&pack, Service::Daytime, vec![visit("2026-10-01", 540, 720)], &[]);
    let total = settle(&pack, "2026-10".parse().unwrap(), &[stay], &burden(37_200)).total.unwrap();
    assert_eq!((total.cost, total.decided), (Yen(3_000), Yen(300)));
}

#[test]
fn where_the_city_has_a_field_of_its_own_the_freed_burden_is_claimed_in_it() {
    let text = include_str!("../../../data/municipal/kamakura.toml");
    let text =
        text.replace("free_child_mechanism = \"service-code\"", "free_child_mechanism = \"municipal-subsidy-field\"");
    let pack = Pack::read("kamakura.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    let made = assess(&pack, &sample_month(), &Terms::default()).unwrap();
    let settled = |cap: i64| settle(&pack, "2024-04".parse().unwrap(), std::slice::from_ref(&made), &burden(cap));
    let total = settled(37_200).total.unwrap();
    assert_eq!((total.decided, total.user_pays), (Yen(5_180), Yen(0)));
    assert_eq!((total.benefit, total.subsidy, total.freed), (Yen(46_620), Some(Yen(5_180)), Some(Yen(5_180))));
    assert_eq!(one(&settled(37_200), "請求額 自治体助成分"), both("5,180"));
    // the field takes what the cap leaves, and both together are the cost
    let total = settled(4_600).total.unwrap();
    assert_eq!((total.benefit, total.subsidy), (Yen(47_200), Some(Yen(4_600))));
}

#[test]
fn a_month_without_a_record_is_no_claim() {
    let facts = month(Service::Mobility, "2024-04", vec![], true);
    let made = settle(kamakura(), facts.service_month, &[part(&facts)], &burden(37_200));
    assert!(made.is_empty() && !made.claimable(), "nothing was done and nothing can be claimed");
    assert_eq!(made.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["nothing_to_claim"]);
    // it takes nothing from the sums of the others
    let batch = Batch::of("2024-05".parse().unwrap(), &[made, sample()]);
    assert_eq!(batch.municipalities[0].statements, [1]);
    assert_eq!(batch.municipalities[0].sums.unwrap().cost, Yen(51_800));
}
