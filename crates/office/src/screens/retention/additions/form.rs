//! 加算情報の用紙: what the office says of itself for a month – area and price, 就労定着率, additions, reductions.
use crate::screens::people::{
    read,
    sheet::{Field, Group, Sheet},
};
use fees::{RetentionTables, retention::Rule};
use kernel::{Month, UnitPrice, typed};
use store::{RateCount, RetentionMonthBody};
use ui::{Choice, Form};

/// No 処遇改善加算.
const NO_CLASS: &str = "none";

fn yes_no() -> [Choice; 2] {
    [Choice::new("1", "有"), Choice::new("0", "無")]
}

/// The price of the table for an area.
pub(super) fn price(tables: &RetentionTables, area: &str, month: Month) -> Option<UnitPrice> {
    tables.unit_price(area, month).ok().map(|row| row.price)
}

/// The fields of a month: what does not exist in it is not asked.
pub(super) fn sheet(tables: &RetentionTables, month: Month) -> Sheet {
    let areas = tables.area_classes(month).into_iter().map(|area| {
        let price = price(tables, area, month).map(|price| format!("({price}円)")).unwrap_or_default();
        Choice::new(area, format!("{area}{price}"))
    });
    let mut groups = vec![
        Group::new(
            "地域と単価",
            vec![
                Field::select("area_class", "地域区分", areas).required(),
                Field::short("unit_price", "単位数単価(円)").required().hint("地域区分の横に出ている額。例: 10.36"),
                Field::check("price_differs", "表と違う単価を使う").hint("告示や指定通知で確かめたときだけ"),
            ],
        ),
        Group::new("就労定着率", {
            let mut fields = vec![
                Field::short("numerator", "働き続けている人(分子)").required(),
                Field::short("denominator", "利用した人(分母)").required(),
            ];
            if tables.asks_users(month) {
                fields.push(
                    Field::short("users", "利用者数").required().hint("2024年3月までは、人数の区分で報酬が変わります"),
                );
            }
            fields
        }),
    ];
    let mut additions = vec![
        Field::select("results_structure", "就労定着実績体制加算", yes_no()).required(),
        Field::select("job_coach", "職場適応援助者養成研修修了者配置体制加算", yes_no()).required(),
        Field::select("special_area", "特別地域加算", yes_no())
            .required()
            .hint("定められた地域の人を支援している事業所"),
    ];
    let classes = tables.treatment_classes(month);
    if !classes.is_empty() {
        let of_class = classes.into_iter().map(|class| {
            let unknown = if class.rate_known { "" } else { "(率が未登録のため算定できません)" };
            Choice::new(class.class, format!("{}{unknown}", class.name))
        });
        let choices = std::iter::once(Choice::new(NO_CLASS, "算定しない")).chain(of_class);
        additions.push(Field::select("treatment_improvement", "処遇改善加算の区分", choices).required());
    }
    groups.push(Group::new("加算", additions));
    groups.push(Group::new(
        "サービス管理責任者の欠如",
        vec![
            Field::month("manager_from", "サービス管理責任者が欠けた月")
                .hint("減算は翌々月からです。翌月の末までに解消したときは、減算はありません"),
            Field::month("manager_solved", "サービス管理責任者の欠如が解消した月")
                .hint("まだ欠けているときは空のまま。減算は解消した月までです"),
        ],
    ));
    groups.push(Group::new(
        "就労定着支援員の欠如",
        vec![
            Field::month("staff_from", "就労定着支援員が欠けた月"),
            Field::month("staff_solved", "就労定着支援員の欠如が解消した月")
                .hint("まだ欠けているときは空のまま。減算は解消した月までです"),
            Field::check("staff_over_tenth", "就労定着支援員が1割を超えて足りない")
                .hint("1割を超えると減算は翌月から。1割までは翌々月からで、翌月の末までに解消したときはありません"),
        ],
    ));
    let reductions = [
        (Rule::Disclosure, Field::check("disclosure", "情報公表未報告減算に当たる")),
        (Rule::ContinuityPlan, Field::check("continuity_plan", "業務継続計画未策定減算に当たる")),
        (Rule::AbusePrevention, Field::check("abuse_prevention", "虐待防止措置未実施減算に当たる")),
    ];
    let reductions: Vec<Field> =
        reductions.into_iter().filter(|(rule, _)| tables.exists(*rule, month)).map(|(_, field)| field).collect();
    if !reductions.is_empty() {
        groups.push(Group::new("そのほかの減算", reductions));
    }
    groups.push(Group::new("備考", vec![Field::long("note", "備考")]));
    Sheet(groups)
}

/// Stored values as the form shows them.
pub(super) fn show(body: &RetentionMonthBody, tables: &RetentionTables, month: Month) -> Form {
    let mut form = Form::default();
    form.set("area_class", &body.area_class);
    form.set_some("unit_price", body.unit_price.or_else(|| price(tables, &body.area_class, month)));
    read::tick(&mut form, "price_differs", body.unit_price.is_some());
    if let Some(rate) = body.rate {
        form.set("numerator", rate.numerator).set("denominator", rate.denominator);
    }
    form.set_some("users", body.users);
    for (name, on) in [
        ("results_structure", body.results_structure),
        ("job_coach", body.job_coach),
        ("special_area", body.special_area),
    ] {
        form.set(name, if on { "1" } else { "0" });
    }
    form.set("treatment_improvement", body.treatment_improvement.as_deref().unwrap_or(NO_CLASS));
    form.set_some("manager_from", body.service_manager_shortage_from);
    form.set_some("manager_solved", body.service_manager_shortage_solved_in);
    form.set_some("staff_from", body.support_staff_shortage_from);
    form.set_some("staff_solved", body.support_staff_shortage_solved_in);
    read::tick(&mut form, "staff_over_tenth", body.support_staff_shortage_over_tenth);
    read::tick(&mut form, "disclosure", body.disclosure_missing);
    read::tick(&mut form, "continuity_plan", body.continuity_plan_missing);
    read::tick(&mut form, "abuse_prevention", body.abuse_prevention_missing);
    form.set("note", &body.note);
    form
}

/// What was typed.
pub(super) fn read(form: &mut Form, tables: &RetentionTables, month: Month) -> Option<RetentionMonthBody> {
    sheet(tables, month).need(form);
    let area_class = form.value("area_class").to_owned();
    let unit_price = unit_price(form, tables, &area_class, month);
    let rate = rate(form);
    let users = if tables.asks_users(month) { read::whole(form, "users", "利用者数", 1..=9_999) } else { None };
    let manager_from = read::month(form, "manager_from");
    let staff_from = read::month(form, "staff_from");
    for (name, found) in [("manager_from", manager_from), ("staff_from", staff_from)] {
        if found.is_some_and(|from| from > month) {
            form.fail(name, format!("欠けた月が{}より後です。月を直すか、空にしてください", month.wareki()));
        }
    }
    let manager_solved = solved(form, "manager_solved", "manager_from", manager_from);
    let staff_solved = solved(form, "staff_solved", "staff_from", staff_from);
    if form.checked("staff_over_tenth") && form.text("staff_from").is_none() {
        form.fail("staff_from", "就労定着支援員が欠けた月が入っていません。欠けた月を書くか、印を外してください");
    }
    let note = read::note(form, "note", "備考");
    let exists = |rule| tables.exists(rule, month);
    let class = form.text("treatment_improvement").filter(|class| *class != NO_CLASS).map(str::to_owned);
    form.is_ok().then(|| RetentionMonthBody {
        area_class,
        unit_price,
        rate,
        users,
        results_structure: form.is("results_structure", "1"),
        job_coach: form.is("job_coach", "1"),
        special_area: form.is("special_area", "1"),
        treatment_improvement: class,
        service_manager_shortage_from: manager_from,
        service_manager_shortage_solved_in: manager_solved,
        support_staff_shortage_from: staff_from,
        support_staff_shortage_solved_in: staff_solved,
        support_staff_shortage_over_tenth: form.checked("staff_over_tenth"),
        disclosure_missing: exists(Rule::Disclosure) && form.checked("disclosure"),
        continuity_plan_missing: exists(Rule::ContinuityPlan) && form.checked("continuity_plan"),
        abuse_prevention_missing: exists(Rule::AbusePrevention) && form.checked("abuse_prevention"),
        note,
    })
}

/// 解消した月 of a shortage: not before the month in which it began.
fn solved(form: &mut Form, name: &str, from_name: &str, from: Option<Month>) -> Option<Month> {
    let found = read::month(form, name)?;
    match from {
        None if form.text(from_name).is_none() => {
            form.fail(from_name, "欠けた月が入っていません。欠けた月を書くか、解消した月を空にしてください");
        }
        Some(from) if found < from => {
            let message = format!("解消した月が、欠けた月({})より前です。どちらかの月を直してください", from.wareki());
            form.fail(name, message);
        }
        _ => {}
    }
    Some(found)
}

/// Values of the month before, for this one: a shortage that is over is not said again.
pub(super) fn carried(body: &RetentionMonthBody, month: Month) -> RetentionMonthBody {
    let mut body = body.clone();
    let over = |solved: Option<Month>| solved.is_some_and(|solved| solved < month);
    if over(body.service_manager_shortage_solved_in) {
        (body.service_manager_shortage_from, body.service_manager_shortage_solved_in) = (None, None);
    }
    if over(body.support_staff_shortage_solved_in) {
        (body.support_staff_shortage_from, body.support_staff_shortage_solved_in) = (None, None);
        body.support_staff_shortage_over_tenth = false;
    }
    body
}

/// The price where it is another than that of the table; a difference is said, never slipped in.
fn unit_price(form: &mut Form, tables: &RetentionTables, area: &str, month: Month) -> Option<UnitPrice> {
    let typed = form.read("unit_price", |text| {
        let milli = typed::decimal(text.trim_end_matches('円'), 3).map_err(|error| error.to_string())?;
        UnitPrice::from_milli_yen(milli).ok_or_else(|| "単位数単価は 10.36 のように、円で書いてください".to_owned())
    })?;
    form.set("unit_price", typed);
    let of_table = price(tables, area, month);
    if of_table == Some(typed) {
        read::tick(form, "price_differs", false);
        return None;
    }
    if let (Some(of_table), false) = (of_table, form.checked("price_differs")) {
        form.fail(
            "unit_price",
            format!(
                "{area}の単価は{of_table}円です。額を直すか、確かめたうえで「表と違う単価を使う」に印を付けてください"
            ),
        );
    }
    Some(typed)
}

fn rate(form: &mut Form) -> Option<RateCount> {
    let numerator = read::whole(form, "numerator", "分子", 0..=9_999);
    let denominator = read::whole(form, "denominator", "分母", 1..=9_999);
    if let (Some(numerator), Some(denominator)) = (numerator, denominator)
        && numerator > denominator
    {
        form.fail("numerator", "分子が分母より多くなっています。どちらかの人数を直してください");
    }
    Some(RateCount { numerator: numerator?, denominator: denominator? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use fees::FeeTables;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn form() -> Form {
        let mut form = Form::default();
        form.set("area_class", "6級地")
            .set("unit_price", "10.36円")
            .set("numerator", "１７")
            .set("denominator", "20人");
        form.set("results_structure", "1").set("job_coach", "0").set("special_area", "0");
        form.set("treatment_improvement", "I").set("users", "18");
        form
    }

    #[test]
    fn values_survive_the_form_in_every_era() {
        let tables = FeeTables::builtin().retention();
        for month in [month("2023-10"), month("2024-05"), month("2024-10"), month("2026-10")] {
            let mut form = form();
            if tables.treatment_classes(month).is_empty() {
                form.set("treatment_improvement", "");
            }
            if month.year() == 2026 {
                form.set("treatment_improvement", "I-i");
            }
            let body = read(&mut form, tables, month).unwrap_or_else(|| panic!("{month} {:?}", form.errors()));
            assert_eq!(body.users.is_some(), month.fiscal_year() < 2024, "{month}");
            assert_eq!(read(&mut show(&body, tables, month), tables, month), Some(body), "{month}");
        }
    }

    #[test]
    fn a_price_that_differs_from_the_table_is_said() {
        let tables = FeeTables::builtin().retention();
        let mut form = form();
        form.set("unit_price", "11.20");
        assert_eq!(read(&mut form, tables, month("2024-10")), None);
        assert!(form.error("unit_price").unwrap().contains("10.36円"));
        let mut said = self::form();
        said.set("unit_price", "11.20").set("price_differs", "1");
        let body = read(&mut said, tables, month("2024-10")).unwrap();
        assert_eq!(body.unit_price, Some("11.20".parse().unwrap()));
    }

    #[test]
    fn a_shortage_has_the_month_in_which_it_was_solved() {
        let tables = FeeTables::builtin().retention();
        let typed = |from: &str, solved: &str| {
            let mut form = form();
            form.set("staff_from", from).set("staff_solved", solved).set("staff_over_tenth", "1");
            let body = read(&mut form, tables, month("2024-10"));
            (body, form.error("staff_from").is_some(), form.error("staff_solved").is_some())
        };
        let body = typed("R6.7", "2024/9").0.unwrap();
        assert_eq!(body.support_staff_shortage_solved_in, Some(month("2024-09")));
        assert_eq!(typed("R6.7", "R6.6"), (None, false, true), "solved before it began");
        assert_eq!(typed("", "R6.9"), (None, true, false), "solved and never begun");
        assert_eq!(carried(&body, month("2024-09")), body);
        let next = carried(&body, month("2024-10"));
        assert_eq!((next.support_staff_shortage_from, next.support_staff_shortage_solved_in), (None, None));
        assert!(!next.support_staff_shortage_over_tenth);
    }

    #[test]
    fn every_required_field_is_named_when_it_is_empty() {
        let tables = FeeTables::builtin().retention();
        let mut form = Form::default();
        assert_eq!(read(&mut form, tables, month("2024-10")), None);
        let named: Vec<&str> = form.errors().into_iter().map(|(name, _)| name).collect();
        assert_eq!(
            named,
            [
                "area_class",
                "unit_price",
                "numerator",
                "denominator",
                "results_structure",
                "job_coach",
                "special_area",
                "treatment_improvement"
            ]
        );
    }
}
