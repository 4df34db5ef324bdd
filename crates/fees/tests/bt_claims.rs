//! 操作説明書の数字 (checklist BT): what the manual of 2012 shows comes out to the unit, each sentence under its number.
#![allow(clippy::unwrap_used)]
use fees::b_type::facts::{
    Capability, DayFacts, DayStatus, FeeClass, ManualLine, MedicalV, MedicalVDay, MonthFacts, Office, OfficeReductions,
    Operator, Person, ServiceMonth,
};
use fees::b_type::{DailyLine, daily_lines};
use fees::{Assessment, FeeTables, b_type};
use kernel::{Month, Units};

/// 公立, 21人以上40人以下, 1型(7.5:1), 支給量22日.
fn facts(month: &str) -> ServiceMonth {
    ServiceMonth {
        service_month: month.parse().unwrap(),
        office: Office {
            operator: Operator::Public,
            capacity: 40,
            b_type_capacity: None,
            fee_class: FeeClass::I,
            average_wage_yen: None,
            wage_band_option: None,
            reform_2026: None,
            designated_on: None,
            capability: Capability::default(),
            reductions: OfficeReductions::default(),
        },
        person: Person { granted_days: Some(22), ..Person::default() },
        month: MonthFacts::default(),
        days: Vec::new(),
        manual_lines: Vec::new(),
    }
}

/// 公立, 20人以下, 10:1, 個別支援計画未作成.
fn small_office_without_plan() -> ServiceMonth {
    let mut facts = facts("2012-04");
    facts.office.capacity = 20;
    facts.office.fee_class = FeeClass::II;
    facts.person.plan_missing_month = Some(1);
    facts
}

fn attended(day: u8) -> DayFacts {
    let (start, end) = (Some("10:00".parse().unwrap()), Some("12:00".parse().unwrap()));
    DayFacts { day, start, end, ..DayFacts::default() }
}

fn on(day: u8, status: DayStatus) -> DayFacts {
    DayFacts { day, status, ..DayFacts::default() }
}

fn absent(day: u8) -> DayFacts {
    DayFacts { absence_consulted: true, ..on(day, DayStatus::Absent) }
}

/// 1日から9日: 4日と5日は欠席.
fn the_screen_of_april() -> ServiceMonth {
    let mut facts = facts("2012-04");
    facts.days = (1..=9).map(|day| if day == 4 || day == 5 { absent(day) } else { attended(day) }).collect();
    facts
}

fn hand(code: &str, units: i64, count: u32) -> ManualLine {
    ManualLine { code: code.parse().unwrap(), units: Units(units), count, name: None }
}

fn assess(facts: &ServiceMonth) -> Assessment {
    b_type::assess(FeeTables::builtin(), facts)
}

fn shown(facts: &ServiceMonth) -> Vec<DailyLine> {
    daily_lines(&assess(facts), facts)
}

fn line(result: &Assessment, code: &str) -> Option<(i64, u32, i64)> {
    let line = result.lines.iter().find(|line| line.code_text() == code)?;
    Some((line.units.0, line.count, line.service_units.0))
}

fn finding<'a>(result: &'a Assessment, code: &str) -> Option<&'a kernel::Finding> {
    result.findings.iter().find(|finding| finding.code == code)
}

#[test]
fn bt_39_the_first_of_april_2012_is_a_sunday_and_two_days_are_absences() {
    let month: Month = "2012-04".parse().unwrap();
    assert_eq!((month.day(1).unwrap().weekday_ja(), month.day(11).unwrap().weekday_ja()), ("日", "水"));
    let result = assess(&the_screen_of_april());
    let absences = result.lines.iter().find(|line| line.code_text() == "466040").unwrap();
    assert_eq!(absences.days, [4, 5]);
}

#[test]
fn bt_40_a_way_is_nought_or_one_and_a_third_way_is_told() {
    let mut facts = the_screen_of_april();
    facts.days[1].transport_out = 1;
    facts.days[1].transport_back = 1;
    assert!(finding(&assess(&facts), "transport_count").is_none());
    facts.days[1].transport_back = 2;
    assert!(finding(&assess(&facts), "transport_count").is_some());
}

#[test]
fn bt_41_a_day_shows_code_name_units_count_and_service_units() {
    let lines = shown(&the_screen_of_april());
    let days: Vec<u8> = lines.iter().map(|line| line.day).collect();
    assert_eq!(days, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert!(lines.iter().all(|line| line.count == 1 && line.service_units == line.units));
}

#[test]
fn bt_42_an_attended_day_is_461113_with_504_units() {
    let lines = shown(&the_screen_of_april());
    for day in [1, 2, 3, 6, 7, 8, 9] {
        let line = lines.iter().find(|line| line.day == day).unwrap();
        let shown = (line.code_text(), line.name.as_ref(), line.units.0, line.count, line.service_units.0);
        assert_eq!(shown, ("461113", "就継ＢⅠ２・地公体", 504, 1, 504), "{day}日");
    }
}

#[test]
fn bt_43_a_day_of_absence_is_466040_with_94_units() {
    let lines = shown(&the_screen_of_april());
    for day in [4, 5] {
        let line = lines.iter().find(|line| line.day == day).unwrap();
        let shown = (line.code_text(), line.name.as_ref(), line.units.0, line.service_units.0);
        assert_eq!(shown, ("466040", "就継Ｂ欠席時対応加算", 94, 94), "{day}日");
    }
}

#[test]
fn bt_44_the_nine_lines_are_3716_units_and_39389_yen() {
    let result = assess(&the_screen_of_april());
    assert_eq!(result.total_units, Units(3_716));
    let price = FeeTables::builtin().unit_price("名古屋市", "2012-04".parse().unwrap()).unwrap().price;
    assert_eq!(result.total_units.cost_floor(price).unwrap().0, 39_389);
    let lines = shown(&the_screen_of_april());
    assert_eq!(lines.iter().map(|line| line.service_units.0).sum::<i64>(), 3_716);
}

#[test]
fn bt_46_a_start_is_needed_and_an_end_is_not() {
    let mut facts = facts("2012-04");
    facts.days = vec![DayFacts { end: None, ..attended(2) }];
    assert!(finding(&assess(&facts), "missing_time").is_none());
    facts.days[0].start = None;
    assert_eq!(finding(&assess(&facts), "missing_time").unwrap().place.day, Some(2));
}

#[test]
fn bt_47_visits_are_coded_twice_a_month_and_only_with_the_tick() {
    let mut facts = facts("2012-04");
    let visit =
        |day, billed| DayFacts { visit_minutes: Some(60), visit_billed: billed, ..on(day, DayStatus::HomeVisit) };
    facts.days = vec![visit(2, true), visit(9, false), visit(16, true), visit(23, true)];
    let result = assess(&facts);
    let visits = result.lines.iter().find(|line| line.code_text() == "465601").unwrap();
    assert_eq!((visits.units.0, visits.days.as_slice()), (280, &[2, 16][..]));
    assert!(finding(&result, "home_visit_limit").is_some());
}

#[test]
fn bt_48_a_meal_needs_an_eligible_person_and_does_not_go_with_visit_or_offsite_support() {
    let mut facts = facts("2012-04");
    facts.office.capability.meal_provision = true;
    let meal = |status, day| DayFacts { meal: true, ..DayFacts { status, ..attended(day) } };
    facts.days = vec![meal(DayStatus::Attended, 2), meal(DayStatus::OffsiteSupport, 3), meal(DayStatus::HomeVisit, 4)];
    assert_eq!(line(&assess(&facts), "465070"), None);
    facts.person.meal_eligible = true;
    let result = assess(&facts);
    assert_eq!(line(&result, "465070"), Some((42, 1, 42)));
    assert!(finding(&result, "meal_excluded").is_some());
}

#[test]
fn bt_49_offsite_support_carries_the_base_fee_and_no_times() {
    let mut facts = facts("2012-04");
    facts.days = vec![on(2, DayStatus::OffsiteSupport)];
    let result = assess(&facts);
    assert_eq!(line(&result, "461113"), Some((504, 1, 504)));
    assert!(finding(&result, "offsite_time").is_none());
    facts.days[0].start = Some("10:00".parse().unwrap());
    assert!(finding(&assess(&facts), "offsite_time").is_some());
}

#[test]
fn bt_50_over_capacity_in_the_office_master_wins_over_the_day() {
    let mut facts = facts("2012-04");
    facts.days = vec![attended(2), DayFacts { over_capacity: true, ..attended(3) }];
    let by_day = assess(&facts);
    assert_eq!(line(&by_day, "461113"), Some((504, 1, 504)));
    assert_eq!(line(&by_day, "468113"), Some((353, 1, 353)));
    facts.office.reductions.over_capacity = true;
    let by_master = assess(&facts);
    assert_eq!((line(&by_master, "461113"), line(&by_master, "468113")), (None, Some((353, 2, 706))));
}

#[test]
fn bt_54_an_addition_counts_the_days_of_the_month() {
    let mut facts = the_screen_of_april();
    facts.person.started_on = Some("2012-03-03".parse().unwrap());
    assert_eq!(line(&assess(&facts), "465050"), Some((30, 1, 30)));
}

#[test]
fn bt_55_the_groups_of_additions_are_rules_or_hand_lines() {
    let rules = ["初期", "視覚・聴覚言語", "就労移行支援体制", "目標工賃達成加算", "重度者支援", "福祉専門職員"];
    let more = ["医療連携体制加算", "医療連携体制加算(Ⅴ)", "目標工賃達成指導員"];
    for name in rules.iter().chain(&more) {
        assert!(b_type::RULES.iter().any(|rule| rule.name.starts_with(name)), "{name}");
    }
    let tables = FeeTables::builtin();
    let work = |month: &str| tables.hand_lines(month.parse().unwrap()).find(|line| line.name == "施設外就労加算");
    assert_eq!(work("2012-04").unwrap().units, Some(Units(100)));
    assert!(work("2021-04").is_none());
}

#[test]
fn bt_56_the_first_addition_needs_the_day_use_began() {
    let mut facts = the_screen_of_april();
    let without = assess(&facts);
    let reason = without.not_applied.iter().find(|reason| reason.rule == "b_type.initial").unwrap();
    assert_eq!(reason.missing, ["person.started_on"]);
    facts.person.started_on = Some("2012-04-01".parse().unwrap());
    let result = assess(&facts);
    let step = result.steps.iter().find(|step| step.rule == "b_type.initial").unwrap();
    assert!(step.inputs.iter().any(|fact| fact.name == "30日目" && fact.value == "2012-04-30"));
    assert_eq!(line(&result, "465050"), Some((30, 7, 210)));
}

#[test]
fn bt_57_days_of_offsite_support_add_up_over_the_year() {
    let mut facts = facts("2012-04");
    facts.person.offsite_days_used = 179;
    facts.days = vec![on(2, DayStatus::OffsiteSupport), on(3, DayStatus::OffsiteSupport)];
    let result = assess(&facts);
    assert_eq!(result.base_days, 1);
    let step = result.steps.iter().find(|step| step.rule == "b_type.offsite_support");
    // The year is exceeded, so the rule is told as a reason with its limit.
    assert_eq!(step.unwrap().value, 180);
    assert!(finding(&result, "offsite_limit").is_some());
}

#[test]
fn bt_59_the_settlement_line_is_added_by_hand_beside_the_calculated_ones() {
    let mut facts = the_screen_of_april();
    facts.manual_lines = vec![hand("469990", 120, 7)];
    let lines = shown(&facts);
    let last = lines.last().unwrap();
    assert_eq!((last.day, last.code_text(), last.name.as_ref()), (0, "469990", "就継Ｂ新体系定着支援"));
    assert_eq!(lines.len(), 10);
}

#[test]
fn bt_60_the_product_of_units_and_days_is_shown() {
    let mut facts = the_screen_of_april();
    facts.manual_lines = vec![hand("469990", 120, 7)];
    assert_eq!(line(&assess(&facts), "469990"), Some((120, 7, 840)));
    assert_eq!(assess(&facts).total_units, Units(3_716));
}

#[test]
fn bt_61_calculating_again_keeps_the_hand_lines() {
    let mut facts = the_screen_of_april();
    facts.manual_lines = vec![hand("469990", 120, 7)];
    let first = assess(&facts);
    facts.days.truncate(3);
    let again = assess(&facts);
    assert_eq!(line(&first, "469990"), line(&again, "469990"));
    assert_eq!(line(&again, "461113"), Some((504, 3, 1_512)));
}

#[test]
fn bt_62_the_list_of_hand_lines_stands_in_the_order_of_the_manual() {
    let tables = FeeTables::builtin();
    let codes = |month: &str| -> Vec<String> {
        tables
            .hand_lines(month.parse().unwrap())
            .filter_map(|line| line.code.as_ref().map(ToString::to_string))
            .collect()
    };
    let reduced = ["469244", "469251", "469252", "469253", "469254", "469311", "469312", "469313", "469314"];
    let mut in_2012 = reduced.to_vec();
    in_2012.extend(["469990", "469992"]);
    assert_eq!(codes("2012-04"), in_2012);
    assert_eq!(codes("2012-03"), ["469991"]);
}

#[test]
fn bt_63_the_sample_line_of_the_transition_is_1500_units() {
    let mut facts = facts("2012-03");
    facts.manual_lines = vec![hand("469991", 1_500, 1)];
    let result = assess(&facts);
    assert_eq!(line(&result, "469991"), Some((1_500, 1, 1_500)));
    assert_eq!(result.total_units, Units(0));
}

#[test]
fn bt_65_cap_management_alone_is_one_line_of_150_units() {
    for month in ["2009-04", "2011-02", "2012-04", "2014-10", "2020-05", "2024-07"] {
        let mut facts = facts(month);
        facts.person.cap_managed_here = true;
        let result = assess(&facts);
        assert_eq!(line(&result, "465010"), Some((150, 1, 150)), "{month}");
        assert_eq!((result.lines.len(), result.total_units, result.claim_days), (1, Units(150), 1), "{month}");
        assert!(result.lines[0].verified && result.findings.is_empty(), "{month} {:?}", result.findings);
    }
}

fn nurses() -> Option<MedicalV> {
    let days = vec![MedicalVDay { day: 1, nurses: 2 }, MedicalVDay { day: 20, nurses: 1 }];
    Some(MedicalV { recipients: 3, days })
}

#[test]
fn bt_76_medical_iii_stands_on_day_00_and_may_be_typed() {
    let mut facts = facts("2012-04");
    facts.manual_lines = vec![hand("469992", 499, 1)];
    let typed = shown(&facts);
    assert_eq!((typed[0].day, typed[0].code_text(), typed[0].service_units.0), (0, "469992", 499));
    facts.manual_lines.clear();
    facts.month.medical_v = nurses();
    let helped = shown(&facts);
    assert_eq!((helped[0].day, helped[0].name.as_ref()), (0, "就継Ｂ医療連携体制加算Ⅲ"));
}

#[test]
fn bt_77_a_day_is_500_by_nurses_over_recipients_cut_off() {
    for (nurses, recipients, units) in [(1, 1, 500), (1, 2, 250), (2, 3, 333), (1, 3, 166), (3, 7, 214)] {
        let mut facts = facts("2012-04");
        facts.month.medical_v = Some(MedicalV { recipients, days: vec![MedicalVDay { day: 1, nurses }] });
        assert_eq!(line(&assess(&facts), "469992"), Some((units, 1, units)), "{nurses} ÷ {recipients}");
    }
}

#[test]
fn bt_78_the_example_is_333_and_166_which_is_499() {
    let mut facts = facts("2012-04");
    facts.month.medical_v = nurses();
    let result = assess(&facts);
    let steps: Vec<i64> =
        result.steps.iter().filter(|step| step.rule == "b_type.medical_v").map(|step| step.value).collect();
    assert_eq!(steps, [333, 166, 499]);
}

#[test]
fn bt_79_the_month_is_not_rounded_as_a_whole() {
    let mut facts = facts("2012-04");
    facts.month.medical_v = nurses();
    assert_ne!(assess(&facts).total_units, Units(500 * 3 / 3));
}

#[test]
fn bt_80_a_small_public_office_without_plan_is_461254_with_489_units() {
    let mut facts = small_office_without_plan();
    facts.days = (7..=13).map(attended).collect();
    let lines = shown(&facts);
    assert_eq!(lines.len(), 7);
    for line in &lines {
        let shown = (line.code_text(), line.name.as_ref(), line.units.0);
        assert_eq!(shown, ("461254", "就継ＢⅡ１・地公体・未計画", 489));
    }
    assert!(assess(&facts).lines[0].verified);
}

#[test]
fn bt_81_the_screen_says_500_and_the_calculation_499() {
    let mut facts = small_office_without_plan();
    facts.days = (7..=13).map(attended).collect();
    facts.month.medical_v = nurses();
    assert_eq!(line(&assess(&facts), "469992"), Some((499, 1, 499)));
}

#[test]
fn bt_82_the_list_holds_the_reductions_and_their_combinations() {
    let tables = FeeTables::builtin();
    let names: Vec<&str> = tables.hand_lines("2012-04".parse().unwrap()).map(|line| line.name).collect();
    for ending in ["・人欠", "・人欠・未計画", "・地公体・人欠", "・地公体・人欠・未計画"] {
        assert!(names.iter().any(|name| name.ends_with(ending)), "{ending}");
    }
}

#[test]
fn bt_85_the_first_worked_month_is_seven_days_and_two_absences() {
    let result = assess(&the_screen_of_april());
    assert_eq!(line(&result, "461113"), Some((504, 7, 3_528)));
    assert_eq!(line(&result, "466040"), Some((94, 2, 188)));
    assert_eq!((result.lines.len(), result.claim_days, result.service_days), (2, 7, 9));
    assert!(result.lines.iter().all(|line| line.verified));
}

#[test]
fn bt_86_a_fifth_absence_of_the_month_is_not_coded() {
    let mut facts = facts("2012-04");
    facts.days = (2..=6).map(absent).collect();
    let result = assess(&facts);
    assert_eq!(line(&result, "466040"), Some((94, 4, 376)));
    assert!(finding(&result, "absence_limit").is_some());
}

#[test]
fn bt_87_the_thirtieth_day_counts_the_first_one() {
    let mut facts = facts("2009-05");
    facts.person.started_on = Some("2009-04-01".parse().unwrap());
    let result = assess(&facts);
    let reason = result.not_applied.iter().find(|reason| reason.rule == "b_type.initial").unwrap();
    assert!(reason.reason.contains("30日目は 2009-04-30"), "{}", reason.reason);
}

#[test]
fn bt_88_shortage_plan_and_operator_choose_the_code() {
    let code = |change: &dyn Fn(&mut ServiceMonth)| {
        let mut facts = small_office_without_plan();
        facts.office.operator = Operator::Private;
        facts.person.plan_missing_month = None;
        facts.days = vec![attended(2)];
        change(&mut facts);
        let result = assess(&facts);
        (result.lines[0].code_text().to_owned(), result.lines[0].name.to_string(), result.lines[0].units.0)
    };
    let line = |code: &str, name: &str, units| (code.to_owned(), name.to_owned(), units);
    assert_eq!(code(&|_| {}), line("461251", "就継ＢⅡ１", 534));
    assert_eq!(code(&|facts| facts.office.operator = Operator::Public), line("461253", "就継ＢⅡ１・地公体", 515));
    assert_eq!(code(&|facts| facts.person.plan_missing_month = Some(3)), line("461252", "就継ＢⅡ１・未計画", 507));
    let short = |facts: &mut ServiceMonth| facts.office.reductions.staff_shortage = Some(1);
    assert_eq!(code(&short), line("469251", "就継ＢⅡ１・人欠", 374));
    let all = |facts: &mut ServiceMonth| {
        short(facts);
        facts.office.operator = Operator::Public;
        facts.person.plan_missing_month = Some(1);
    };
    assert_eq!(code(&all), line("469254", "就継ＢⅡ１・地公体・人欠・未計画", 343));
}

#[test]
fn bt_89_a_code_of_another_service_type_is_refused() {
    let mut facts = the_screen_of_april();
    facts.manual_lines = vec![hand("481113", 504, 1)];
    let result = assess(&facts);
    let fault = finding(&result, "manual_line_unusable").unwrap();
    assert!(fault.what.contains("46から始まり"), "{}", fault.what);
    assert_eq!(line(&result, "481113"), None);
}
