//! 改定ごとの月: what each revision before 2024-04 gives, and what it refuses by name.
use crate::support::{assess, attended, finding, line, lines, reasons};
use fees::b_type::facts::{FeeClass, Operator, ServiceMonth};
use fees::{Assessment, FeeTables};

/// A private office of that time with one attended day.
fn of(month: &str, class: FeeClass, capacity: u32, wage: Option<u32>) -> Assessment {
    with(month, class, capacity, wage, |_| {})
}

fn with(
    month: &str,
    class: FeeClass,
    capacity: u32,
    wage: Option<u32>,
    change: impl FnOnce(&mut ServiceMonth),
) -> Assessment {
    assess(month, |facts| {
        facts.office.fee_class = class;
        facts.office.capacity = capacity;
        facts.office.average_wage_yen = wage;
        facts.days = vec![attended(3)];
        change(facts);
    })
}

#[test]
fn every_revision_has_units_of_its_own() {
    let units = |month, class, capacity, wage| of(month, class, capacity, wage).total_units.0;
    assert_eq!(units("2014-03", FeeClass::I, 40, None), 522);
    assert_eq!(units("2015-04", FeeClass::I, 40, None), 519);
    assert_eq!(units("2018-03", FeeClass::II, 100, None), 416);
    assert_eq!(units("2018-04", FeeClass::I, 20, Some(30_000)), 621);
    assert_eq!(units("2019-09", FeeClass::I, 30, Some(4_999)), 500);
    assert_eq!(units("2021-04", FeeClass::I, 61, Some(35_000)), 552);
    assert_eq!(units("2024-03", FeeClass::III, 20, None), 556);
    assert_eq!(units("2024-04", FeeClass::III, 20, Some(0)), 490);
}

#[test]
fn a_row_that_was_not_found_is_refused_with_month_class_capacity_and_wage() {
    for (month, class, capacity, wage, words) in [
        ("2009-10", FeeClass::I, 20, None, "2009-10 の行がありません(報酬区分Ⅰ 定員20人)"),
        ("2012-04", FeeClass::I, 20, None, "2012-04 の行がありません(報酬区分Ⅰ 定員20人)"),
        ("2014-04", FeeClass::I, 40, None, "2014-04 の行がありません(報酬区分Ⅰ 定員40人)"),
        ("2019-09", FeeClass::I, 30, Some(5_000), "2019-09 の行がありません(報酬区分Ⅰ 定員30人 平均工賃月額5000円)"),
        ("2019-10", FeeClass::I, 20, Some(16_000), "2019-10 の行がありません(報酬区分Ⅰ 定員20人 平均工賃月額16000円)"),
        ("2021-04", FeeClass::II, 20, Some(16_000), "2021-04 の行がありません(報酬区分Ⅱ 定員20人 平均工賃月額16000円)"),
        ("2021-04", FeeClass::III, 21, None, "2021-04 の行がありません(報酬区分Ⅲ 定員21人)"),
        ("2023-01", FeeClass::VI, 20, None, "2023-01 の行がありません(報酬区分Ⅵ 定員20人)"),
    ] {
        let result = of(month, class, capacity, wage);
        let fault = finding(&result, "fee_row_missing").unwrap();
        assert!(fault.what.contains(words), "{}", fault.what);
        assert!(fault.how_to_fix.contains("改定"), "{}", fault.how_to_fix);
        assert!(result.lines.is_empty() && result.total_units.0 == 0);
    }
}

#[test]
fn a_month_before_the_first_revision_is_refused_whole() {
    let result = assess("2009-03", |facts| facts.person.cap_managed_here = true);
    assert!(result.lines.is_empty());
    assert_eq!(finding(&result, "fee_row_missing").unwrap().place.field.as_deref(), Some("service_month"));
}

#[test]
fn what_was_not_seen_is_shown_as_unverified() {
    let result = of("2016-05", FeeClass::I, 20, None);
    assert_eq!((result.lines[0].code_text(), result.lines[0].verified), ("461151", false));
    assert!(finding(&result, "unverified_code").is_some());
    let public = with("2012-04", FeeClass::I, 40, None, |facts| facts.office.operator = Operator::Public);
    assert_eq!((public.lines[0].code_text(), public.lines[0].verified), ("461113", true));
}

#[test]
fn a_shortage_and_a_missing_plan_have_one_step_until_march_2018() {
    let code = |month: &str, class, wage, shortage, plan| {
        let result = with(month, class, 20, wage, |facts| {
            facts.office.reductions.staff_shortage = shortage;
            facts.person.plan_missing_month = plan;
        });
        (result.lines[0].units.0, result.lines[0].name.to_string())
    };
    assert_eq!(code("2018-03", FeeClass::I, None, Some(1), None), (409, "就継ＢⅠ１・人欠".to_owned()));
    assert_eq!(code("2018-03", FeeClass::I, None, Some(2), None).0, 409);
    assert_eq!(code("2018-03", FeeClass::I, None, None, Some(9)), (555, "就継ＢⅠ１・未計画".to_owned()));
    let wage = Some(50_000);
    assert_eq!(code("2018-04", FeeClass::I, wage, Some(2), None), (323, "就継ＢⅠ１１・人欠２".to_owned()));
    assert_eq!(code("2018-04", FeeClass::I, wage, None, Some(9)), (323, "就継ＢⅠ１１・未計画２".to_owned()));
}

#[test]
fn the_names_of_reduced_codes_are_those_of_the_month() {
    let tables = FeeTables::builtin();
    let name = |month: &str| tables.code_name(&"462004".parse().unwrap(), month.parse().unwrap()).map(str::to_owned);
    assert_eq!(name("2022-04").as_deref(), Some("就継ＢⅠ１１・地公体"));
    assert_eq!(name("2024-04").as_deref(), Some("就継ＢⅡ１１・地公体"));
    assert_eq!(name("2014-04"), None);
}

#[test]
fn older_additions_have_the_units_of_their_time() {
    let filed = |month: &str, class, wage| {
        with(month, class, 20, wage, |facts| {
            let capability = &mut facts.office.capability;
            capability.welfare_professional_staffing = Some(1);
            capability.visual_hearing_support = Some(1);
            capability.severe_support = Some(2);
            capability.employment_transition_support = Some(3);
            capability.transport = Some(1);
            capability.meal_provision = true;
            facts.person.meal_eligible = true;
            facts.days[0].meal = true;
            facts.days[0].transport_out = 1;
        })
    };
    let h24 = filed("2012-04", FeeClass::II, None);
    assert_eq!(
        lines(&h24)[1..],
        [
            ("466035", 10, 1),
            ("465060", 41, 1),
            ("465815", 28, 1),
            ("465240", 26, 1),
            ("465070", 42, 1),
            ("466590", 27, 1)
        ]
    );
    let h30 = filed("2018-04", FeeClass::I, Some(50_000));
    assert_eq!(
        lines(&h30)[1..],
        [
            ("466037", 15, 1),
            ("465060", 41, 1),
            ("465815", 28, 1),
            ("465240", 126, 1),
            ("465070", 30, 1),
            ("466590", 21, 1)
        ]
    );
    let r3 = filed("2021-04", FeeClass::I, Some(50_000));
    assert_eq!(line(&r3, "465240"), None);
    assert!(finding(&r3, "fee_row_missing").unwrap().what.contains("就労移行支援体制加算の表に 2021-04"));
}

#[test]
fn an_addition_whose_code_is_not_known_is_left_to_a_hand_line() {
    let result = with("2016-05", FeeClass::I, 20, None, |facts| {
        facts.office.capability.target_wage_instructor = true;
        facts.office.capability.target_wage_achievement = true;
        facts.days[0].medical = Some(4);
    });
    assert_eq!(result.lines.len(), 1);
    for (rule, words) in [
        ("b_type.target_wage_instructor", "89単位"),
        ("b_type.target_wage_achievement", "目標工賃達成加算(Ⅰ) 69単位"),
        ("b_type.medical", "100単位"),
    ] {
        let reason = reasons(&result, rule)[0];
        assert!(reason.reason.contains(words), "{}", reason.reason);
        assert_eq!(reason.missing, ["manual_lines"]);
    }
    let told = result.findings.iter().filter(|finding| finding.code == "fee_code_missing").count();
    assert_eq!(told, 3);
}

#[test]
fn physical_restraint_was_five_units_a_day_until_march_2024() {
    let cut = |month: &str, class, wage| {
        with(month, class, 20, wage, |facts| facts.office.reductions.physical_restraint = true)
    };
    let before = cut("2024-03", FeeClass::I, Some(0));
    assert!(reasons(&before, "b_type.physical_restraint")[0].reason.contains("5単位 × 1日"));
    assert!(finding(&before, "fee_code_missing").is_some());
    assert_eq!(line(&cut("2024-04", FeeClass::I, Some(0)), "46Z034"), Some((-6, 1)));
    let none = cut("2018-03", FeeClass::I, None);
    assert!(reasons(&none, "b_type.physical_restraint")[0].reason.contains("2018-03 にはまだありません"));
}

#[test]
fn prices_and_day_limits_go_back_to_the_first_revision() {
    let tables = FeeTables::builtin();
    let price = |area: &str, month: &str| {
        let row = tables.unit_price(area, month.parse().unwrap()).ok()?;
        Some((row.price.milli_yen(), row.verified))
    };
    assert_eq!(price("特甲地", "2009-04"), Some((10_570, true)));
    assert_eq!(price("丙地", "2012-03"), Some((10_000, true)));
    assert_eq!(price("名古屋市", "2013-04"), Some((10_630, false)));
    assert_eq!(price("3級地", "2015-04"), Some((10_680, false)));
    assert_eq!(price("1級地", "2018-04"), Some((11_140, true)));
    assert_eq!(price("7級地", "2015-04"), None);
    assert_eq!(tables.standard_days("2009-04".parse().unwrap()), 22);
}
