//! 手で割り当てたコード. Codes and official names are invented: none of them is an official one.
use crate::support::{facts, month};
use fees::import::{self, CodeRow, Import};
use fees::{FeeTables, SlotByHand, retention};
use serde_json::{Value, json};

const HEADING: &str = "サービスコード|サービス内容略称|合成単位数|算定単位";
const BEST: &str = "就労定着支援 就労定着率95%以上";
const EIGHTY: &str = "就労定着支援 就労定着率80%以上90%未満";

fn import(lines: &[&str]) -> Import {
    let rows: Vec<Vec<String>> =
        [HEADING].iter().chain(lines).map(|line| line.split('|').map(str::to_owned).collect()).collect();
    import::read(FeeTables::builtin(), &rows, month("2024-06"), "invented-47.csv")
}

/// Tables with an invented official table whose names are not ours.
fn tables() -> FeeTables {
    let lines = [
        "47ZZ01|就定Ａ|3512|1月につき",
        "47ZZ02|就定Ｂ|2768|1月につき",
        "47ZZ03|就定Ｂ・未計画１|1939|1月につき",
        "47ZZ04|就定処遇Ⅰ||1月につき",
        "47ZZ05|初期加算|900|1月につき",
    ];
    FeeTables::builtin().with_import(&import(&lines))
}

fn row<'t>(tables: &'t FeeTables, code: &str) -> &'t CodeRow {
    let rows = tables.retention().left_over(month("2024-10"));
    rows.into_iter().find(|row| row.code.as_str() == code).unwrap()
}

fn given(tables: &FeeTables, line: &str, code: &str) -> SlotByHand {
    tables.retention().by_hand(line, month("2024-10"), row(tables, code)).unwrap()
}

fn refused(tables: &FeeTables, line: &str, at: &str, row: &CodeRow) -> String {
    tables.retention().by_hand(line, month(at), row).unwrap_err().code
}

/// Name, code, units, verified of each line.
fn lines(tables: &FeeTables, change: Value) -> Vec<(String, Option<String>, i64, bool)> {
    let result = retention::assess(tables, &facts(change));
    let of = |line: &fees::Line| {
        (line.name.to_string(), line.code.as_ref().map(ToString::to_string), line.units.0, line.verified)
    };
    result.assessment.lines.iter().map(of).collect()
}

#[test]
fn rows_without_a_line_wait_for_a_person_and_nothing_is_given_out_by_itself() {
    let tables = tables();
    let left: Vec<&str> = tables.retention().left_over(month("2024-10")).iter().map(|row| row.code.as_str()).collect();
    assert_eq!(left, ["47ZZ01", "47ZZ02", "47ZZ03", "47ZZ04"], "the one with our name has its line");
    assert_eq!(tables.retention().left_over(month("2024-05")), Vec::<&CodeRow>::new());
    assert_eq!(lines(&tables, json!({})), [(EIGHTY.to_owned(), None, 2768, true)]);
}

#[test]
fn a_code_given_by_hand_stands_in_the_line_from_its_month_on() {
    let tables = tables();
    let after = tables.with_slots_by_hand(&[given(&tables, EIGHTY, "47ZZ02")]);
    assert_eq!(lines(&after, json!({})), [(EIGHTY.to_owned(), Some("47ZZ02".to_owned()), 2768, true)]);
    let slot = after.retention().slot(EIGHTY, month("2024-10")).unwrap();
    assert!(slot.by_hand && slot.source().contains("手で割り当て: 47ZZ02 就定Ｂ"), "{}", slot.source());
    assert!(after.retention().slot(EIGHTY, month("2024-05")).unwrap().code.is_none(), "before the table it is open");
    assert_eq!(after.code(&"47ZZ02".parse().unwrap(), month("2024-10")).unwrap().name, EIGHTY);
    assert_eq!(after.lint(), []);
    let left = after.retention().left_over(month("2024-10"));
    assert!(left.iter().all(|row| row.code.as_str() != "47ZZ02"), "it is no candidate any more");
    assert!(tables.retention().slot(EIGHTY, month("2024-10")).unwrap().code.is_none(), "other offices keep theirs");
}

#[test]
fn what_cannot_stand_in_a_line_is_refused_by_name() {
    let tables = tables();
    let other = CodeRow { code: "46ZZ01".parse().unwrap(), ..row(&tables, "47ZZ01").clone() };
    assert_eq!(refused(&tables, BEST, "2024-10", &other), "code_of_other_service");
    assert_eq!(refused(&tables, BEST, "2024-10", row(&tables, "47ZZ02")), "slot_units");
    assert_eq!(refused(&tables, BEST, "2024-10", row(&tables, "47ZZ04")), "slot_units");
    assert_eq!(refused(&tables, BEST, "2024-05", row(&tables, "47ZZ01")), "code_period");
    assert_eq!(refused(&tables, "そのような行", "2024-10", row(&tables, "47ZZ01")), "slot_unknown");
    assert_eq!(refused(&tables, "初期加算", "2024-10", row(&tables, "47ZZ01")), "slot_taken");
    let of_initial = CodeRow { code: "47ZZ05".parse().unwrap(), ..row(&tables, "47ZZ01").clone() };
    assert_eq!(refused(&tables, BEST, "2024-10", &of_initial), "code_taken");
}

#[test]
fn units_that_were_only_worked_out_give_way_to_the_printed_ones() {
    let tables = tables();
    let line = format!("{EIGHTY} 人欠/計画未作成 70%");
    let unmade = json!({ "person": { "plan_missing_month": 1 } });
    assert_eq!(lines(&tables, unmade.clone()), [(line.clone(), None, 1938, false)]);
    let after = tables.with_slots_by_hand(&[given(&tables, &line, "47ZZ03")]);
    assert_eq!(lines(&after, unmade), [(line, Some("47ZZ03".to_owned()), 1939, true)]);
}

#[test]
fn a_code_without_units_leaves_the_rate_as_doubtful_as_it_was() {
    let tables = tables();
    let line = "福祉・介護職員等処遇改善加算(Ⅰ)";
    let after = tables.with_slots_by_hand(&[given(&tables, line, "47ZZ04")]);
    let with = json!({ "office": { "capability": { "treatment_improvement": "I" } } });
    let found = lines(&after, with).into_iter().find(|(name, ..)| name == line).unwrap();
    assert_eq!((found.1.as_deref(), found.3), (Some("47ZZ04"), false));
}

#[test]
fn a_later_official_table_that_names_the_line_wins() {
    let tables = tables();
    let by_hand = [given(&tables, BEST, "47ZZ01"), given(&tables, EIGHTY, "47ZZ02")];
    let named = format!("47YY01|{BEST}|3512|");
    let moved = format!("47ZZ02|{EIGHTY}|2768|");
    let later = tables.with_import(&import(&[&named, &moved])).with_slots_by_hand(&by_hand);
    for (line, code) in [(BEST, "47YY01"), (EIGHTY, "47ZZ02")] {
        let slot = later.retention().slot(line, month("2024-10")).unwrap();
        assert_eq!((slot.code.as_ref().unwrap().as_str(), slot.by_hand), (code, false));
    }
    assert_eq!(later.lint(), []);
}
