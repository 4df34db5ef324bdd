//! 点検の表: every id and every code that can be known has a wrong month that is found and a right month that is silent;
//! `docs/PRECHECKS.md` is written from the same tables (`TASUKI_WRITE_DOCS=1 cargo test -p claims --test precheck_table`).
#![allow(clippy::unwrap_used)]
mod town;

use Wrong::{Again, File, Files, Office, Own, Person, Sheet};
use claims::cap::{self, CapCase, CapOffice, ResultSheet};
use claims::withdrawal::{Event, Fate, PersonMonth, check_claims};
use claims::{CapManagement, ClaimPerson, Dossier, files, precheck};
use fees::FeeTables;
use fees::b_type::facts::ManualLine;
use kernel::{Finding, Severity, Units, Yen};
use records::{Layouts, ms932};
use std::collections::BTreeSet;
use std::fmt::Write;
use town::{busy_month, dossier, office, person};

const SAMPLES: [&str; 3] = [
    include_str!("fixtures/sample_J11.utf8.csv"),
    include_str!("fixtures/sample_J61.utf8.csv"),
    include_str!("fixtures/sample_J41.utf8.csv"),
];
const ERROR_CODES: &str = include_str!("../../../data/claims/error_codes.csv");
const PRECHECKS: &str = include_str!("../../../data/claims/prechecks.csv");
/// Known only where the office knows of other offices' days, which no fact says.
const NOT_KNOWN: &str = "X06";

/// A month with one thing wrong.
enum Wrong {
    /// A fact of the person's month.
    Person(fn(&mut Dossier)),
    /// The list of persons.
    Office(fn(&mut Vec<ClaimPerson>)),
    /// One item of the sample files: which file, the text and what stands there instead.
    File(usize, &'static str, &'static str),
    /// Lines of the sample files.
    Files(fn(&mut [String; 3])),
    /// The result sheet.
    Sheet(fn(&mut ResultSheet)),
    /// What the office entered from the sheet.
    Own(fn(&mut CapManagement)),
    /// A second claim of the month.
    Again,
}

struct Seeded {
    /// Our id.
    id: &'static str,
    /// The code of the finding, when it is not the id.
    found: &'static str,
    /// Codes of the federation it stands for.
    codes: &'static [&'static str],
    /// What is wrong, for the report.
    what: &'static str,
    wrong: Wrong,
}

const fn seed(
    id: &'static str,
    found: &'static str,
    codes: &'static [&'static str],
    what: &'static str,
    wrong: Wrong,
) -> Seeded {
    Seeded { id, found, codes, what, wrong }
}

fn typed(dossier: &mut Dossier, code: &str, units: i64, count: u32) {
    let line = ManualLine { code: code.parse().unwrap(), units: Units(units), count, name: None };
    dossier.month.manual_lines.push(line);
}

/// Item `item` (from 1, as the layout counts) of line `line` (from 1).
fn set(text: &mut String, line: usize, item: usize, value: &str) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut items: Vec<String> = lines[line - 1].split(',').map(str::to_owned).collect();
    items[item + 1] = value.to_owned();
    lines[line - 1] = items.join(",");
    *text = lines.join("\n") + "\n";
}

/// Two data records change places; the running numbers stay right.
fn swap(text: &mut String, a: usize, b: usize) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let record = |line: &str| line.splitn(3, ',').nth(2).unwrap().to_owned();
    let (first, second) = (record(&lines[a - 1]), record(&lines[b - 1]));
    lines[a - 1] = format!("2,{a},{second}");
    lines[b - 1] = format!("2,{b},{first}");
    *text = lines.join("\n") + "\n";
}

const SEEDED: &[Seeded] = &[
    seed("F01", "F01", &["AA01"], "フリガナに使えない記号「'」", File(0, "ﾃｽﾄ ﾀﾛｳ", "ﾃｽﾄ'ﾀﾛｳ")),
    seed("F01", "F01", &[], "フリガナを半角カナにできない", Person(|d| d.name_kana = "見本".to_owned())),
    seed(
        "F01",
        "AA06",
        &["AA06"],
        "明細書の項目が一つ足りない",
        File(0, "1,9300,1,,,,,,,19523", "1,9300,1,,,,,,19523"),
    ),
    seed("F01", "AA07", &["AA07"], "知らない交換情報識別番号", File(0, "J111,02", "J999,02")),
    seed("F01", "AA02", &["AA02"], "知らないレコード種別", File(0, "J121,02,202511", "J121,09,202511")),
    seed("F01", "F01", &["AC02"], "提供年月に英字", File(0, "J121,02,202511", "J121,02,2025AB")),
    seed("F01", "F01", &["AC04"], "単位数が7桁", File(0, "462986,805,20", "462986,1234567,20")),
    seed("F01", "F01", &["AC05"], "受給者証番号に小文字", File(0, "1000000016,46,2024", "100000001a,46,2024")),
    seed("F01", "F01", &["AC06"], "市町村番号が5桁", File(0, "J121,02,202511,131011", "J121,02,202511,13101")),
    seed("F01", "F01", &["AE03"], "摘要に半角の英字", File(0, "805,20,16100,", "805,20,16100,ABC")),
    seed("F01", "F01", &["AE06"], "フリガナに小文字", File(0, "\"ﾃｽﾄ ﾀﾛｳ\"", "ﾃｽﾄa")),
    seed("F01", "F01", &["AE07"], "単位数に英字", File(0, "462986,805,20", "462986,8X5,20")),
    seed("F01", "F01", &["EA04"], "集計欄分類番号が7", File(0, ",46,1,21,19523", ",46,7,21,19523")),
    seed("F01", "F01", &["EA59"], "施設外支援の値が9", Files(|f| set(&mut f[1], 4, 29, "9"))),
    seed("F02", "F02", &["AC01"], "受給者証番号が空", File(0, "1310000011,1000000016,46,2024", "1310000011,,46,2024")),
    seed("F02", "F02", &["AE01"], "単位数単価が空", File(0, "19523,10570,0", "19523,,0")),
    seed(
        "F02",
        "F02",
        &["AA04"],
        "契約情報のレコードがない",
        File(0, "J121,05,202511,131011,1310000011,1000000016", "J121,05,202511,131011,1310000011,1000000024"),
    ),
    seed("F02", "AA05", &["AA05"], "一人分のレコードの順番が入れかわっている", Files(|f| swap(&mut f[0], 5, 6))),
    seed("F02", "AA05", &["AA05"], "一人分のレコードが離れている", Files(|f| swap(&mut f[0], 13, 15))),
    seed("F02", "F02", &[], "終了時間がない", Person(|d| d.month.days[0].end = None)),
    seed("F03", "F03", &[], "レコード件数が違う", File(0, "1,1,0,20,J11", "1,1,0,21,J11")),
    seed(
        "F03",
        "AG01",
        &["AG01"],
        "ほかの事業所のレコードがある",
        File(0, "J121,02,202511,131011,1310000011", "J121,02,202511,131011,1310000029"),
    ),
    seed("F04", "F04", &["AC03"], "提供年月が13月", File(0, "J121,02,202511", "J121,02,202513")),
    seed("F04", "F04", &["AE05"], "開始年月日が暦にない", File(0, "46,20240401,,20", "46,20240431,,20")),
    seed(
        "F04",
        "F04",
        &["EL04"],
        "終了年月日が別の月",
        Person(|d| d.service_ended_on = Some("2024-06-30".parse().unwrap())),
    ),
    seed("F05", "F05", &["ED01"], "同じ人が請求の一覧に二人", Office(|persons| persons.push(persons[0].clone()))),
    seed("F05", "F05", &["EC.."], "返戻も過誤もない月をもう一度請求", Again),
    seed(
        "F06",
        "F06",
        &["EG02"],
        "市町村番号の検査数字が合わない",
        Person(|d| d.card.as_mut().unwrap().municipality_no = "131017".parse().unwrap()),
    ),
    seed(
        "O01",
        "O01",
        &["EE09"],
        "指定より前の月",
        Person(|d| d.month.office.designated_on = Some("2024-08-01".parse().unwrap())),
    ),
    seed("O01", "O01", &["EE20"], "地域区分と単価が合わない", File(0, ",,15,1,9300", ",,13,1,9300")),
    seed("O02", "O02", &[], "届け出ていないピアサポートの手入力", Person(|d| typed(d, "466890", 100, 1))),
    seed(
        "R01",
        "R01",
        &["EG03"],
        "支給決定が切れている",
        Person(|d| d.card.as_mut().unwrap().decided_to = "2024-06-30".parse().unwrap()),
    ),
    seed(
        "R01",
        "R01",
        &["EG13"],
        "支給決定が月の途中で終わる",
        Person(|d| d.card.as_mut().unwrap().decided_to = "2024-07-10".parse().unwrap()),
    ),
    seed(
        "R01",
        "R01",
        &["EG50"],
        "支給決定より前の利用日",
        Person(|d| d.card.as_mut().unwrap().decided_from = "2024-07-03".parse().unwrap()),
    ),
    seed(
        "R01",
        "R01",
        &["EG61"],
        "契約が支給決定期間の後",
        Person(|d| {
            d.card.as_mut().unwrap().decided_to = "2024-07-31".parse().unwrap();
            d.contract.as_mut().unwrap().from = "2024-08-01".parse().unwrap();
        }),
    ),
    seed("R02", "R02", &["EG28"], "契約支給量が支給量より多い", Person(|d| d.contract.as_mut().unwrap().days = 24)),
    seed("R03", "R03", &[], "利用日数が契約支給量より多い", Person(|d| d.contract.as_mut().unwrap().days = 12)),
    seed("R03", "R03", &[], "ファイルの基本報酬の回数が契約支給量より多い", File(0, "461000,02200", "461000,01900")),
    seed("R04", "R04", &[], "負担上限月額が受給者証と違う", Person(|d| d.card.as_mut().unwrap().burden_cap = Yen(0))),
    seed("R05", "R05", &["EG19"], "助成自治体番号のない助成", Person(|d| d.burden.municipal_subsidy = Some(Yen(100)))),
    seed("C01", "C01", &["EE26"], "契約がない", Person(|d| d.contract = None)),
    seed("C02", "C02", &[], "コード表にないサービスコード", File(0, "466590,21", "468999,21")),
    seed(
        "C02",
        "special_measure_period",
        &["EE39"],
        "平成25年4月以後の特別対策費",
        Person(|d| typed(d, "469990", 100, 1)),
    ),
    seed("C03", "C03", &[], "総費用額が1円違う", File(0, "10570,0,206358", "10570,0,206359")),
    seed("C04", "C04", &[], "手入力を合わせて欠席時対応が5回", Person(|d| typed(d, "466040", 94, 4))),
    seed("C04", "C04", &[], "初期加算が30日を超える手入力", Person(|d| typed(d, "465050", 30, 21))),
    seed("C04", "C04", &[], "施設外支援の累計が181日", Files(|f| set(&mut f[1], 2, 54, "181"))),
    seed(
        "C04",
        "C04",
        &[],
        "初期加算の30日目が違う",
        Files(|f| {
            set(&mut f[1], 2, 70, "20251101");
            set(&mut f[1], 2, 71, "20251201");
        }),
    ),
    seed("X02", "X02", &["PQ84"], "明細にない初期加算が記録にある", Files(|f| set(&mut f[1], 2, 72, "5"))),
    seed(
        "R01",
        "R01",
        &["EG61"],
        "ファイルの契約が翌月から",
        File(0, "461000,02200,20240401", "461000,02200,20251201"),
    ),
    seed("C04", "C04", &[], "ファイルの上限額管理加算が2回", File(0, "465010,150,1,150", "465010,150,2,300")),
    seed(
        "M01",
        "M01",
        &["EG17", "EJ16"],
        "管理事業所のない管理結果",
        Person(|d| {
            d.burden.cap_management = Some(CapManagement { result: 2, amount: Yen(9_300), by_this_office: false });
        }),
    ),
    seed("M02", "M02", &["EJ13"], "管理結果額が集計と違う", File(0, ",1310000011,3,4909,", ",1310000011,3,4908,")),
    seed("M02", "EJ08", &["EJ08"], "結果票の調整額の合計が上限に足りない", Sheet(|s| s.rows[1].managed = Yen(4_000))),
    seed("M02", "EJ08", &["EJ08"], "J41の調整額が上限に足りない", File(2, ",60000,6000,4391", ",60000,6000,4390")),
    seed(
        "M02",
        "EJ08",
        &["EJ08"],
        "J41の項番1が管理事業所でない",
        File(2, ",1,1310000011,49097", ",1,1310000037,49097"),
    ),
    seed("M02", "EJ13", &["EJ13"], "入力した額が結果票の行と違う", Own(|own| own.amount = Yen(4_301))),
    seed("M02", "EJ16", &["EJ16"], "管理結果1なのに額がある", Own(|own| own.result = 1)),
    seed("M03", "PP01", &["PP01"], "入力した管理結果が結果票と違う", Own(|own| own.result = 2)),
    seed("M03", "M03", &["PP01"], "明細書とJ41の管理結果が違う", File(0, ",1310000011,3,4909,", ",1310000011,2,4909,")),
    seed(
        "M04",
        "M04",
        &["EG17"],
        "管理事業所があるのに管理結果がない",
        Person(|d| d.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap())),
    ),
    seed("M05", "M05", &[], "管理事業所でないのに上限額管理加算", Person(|d| typed(d, "465010", 150, 1))),
    seed(
        "M05",
        "M05",
        &[],
        "ファイルの管理事業所がほかの事業所",
        File(0, ",1310000011,3,4909,", ",1310000029,3,4909,"),
    ),
    seed("X01", "X01", &[], "実績記録票が別の人のもの", Files(|f| f[1] = f[1].replace("1000000024", "1000000032"))),
    seed("X02", "X02", &["PQ84"], "食事の回数が記録より多い", File(0, "465070,30,19,570", "465070,30,20,600")),
    seed("X03", "X03", &[], "送迎の合計が日ごとの記録と違う", File(1, ",38,", ",37,")),
    seed("X04", "X04", &["PT44", "PT46"], "欠席の日に食事提供", Files(|f| set(&mut f[1], 3, 32, "1"))),
    seed("X05", "X05", &[], "終了時間が開始時間より前", File(1, ",1000,1500,", ",1000,0930,")),
    seed("X05", "X05", &[], "時計にない時刻", File(1, ",1000,1500,", ",1000,1560,")),
    seed("X07", "X07", &[], "片道の送迎が1日に2回", Files(|f| set(&mut f[1], 4, 21, "2"))),
];

fn of_person(dossier: Dossier) -> Vec<Finding> {
    let claimed = person(dossier);
    let mut found = precheck::person(&claimed.dossier, &claimed.outcome, FeeTables::builtin());
    found.extend(claimed.outcome.findings);
    found
}

fn of_files(texts: &[String; 3]) -> Vec<Finding> {
    let bytes: Vec<Vec<u8>> = texts.iter().map(|text| ms932::encode(&text.replace('\n', "\r\n")).unwrap()).collect();
    let named: Vec<(&str, &[u8])> =
        ["J11.CSV", "J61.CSV", "J41.CSV"].into_iter().zip(bytes.iter().map(Vec::as_slice)).collect();
    files::check(&named, Layouts::builtin(), FeeTables::builtin())
}

/// A sheet of another manager on which this office stands second with 4,300 yen.
fn sheet(claimed: &ClaimPerson) -> ResultSheet {
    let at = |office_no, cost, burden| CapOffice {
        office_no,
        name: String::new(),
        service_type: "46".to_owned(),
        total_cost: cost,
        burden,
    };
    let own = at(office().office_no, claimed.outcome.total_cost, claimed.outcome.cap_adjusted_burden);
    let manager = at("9910100024".parse().unwrap(), Yen(60_000), Yen(5_000));
    cap::decide(&CapCase { cap: Yen(9_300), manager, others: vec![own] }).unwrap()
}

fn managed(own: CapManagement) -> ClaimPerson {
    let mut managed = dossier(16, busy_month());
    managed.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap());
    managed.burden.cap_management = Some(own);
    person(managed)
}

const RIGHT: CapManagement = CapManagement { result: 3, amount: Yen(4_300), by_this_office: false };

/// What is found in the wrong month, and in the right one it was made from.
fn both(wrong: &Wrong) -> (Vec<Finding>, Vec<Finding>) {
    let right_person = || dossier(16, busy_month());
    let samples = || SAMPLES.map(str::to_owned);
    match wrong {
        Person(change) => {
            let mut changed = right_person();
            change(&mut changed);
            (of_person(changed), of_person(right_person()))
        }
        Office(change) => {
            let right = vec![person(right_person()), person(dossier(24, busy_month()))];
            let mut changed = right.clone();
            change(&mut changed);
            (precheck::office(&office(), &changed), precheck::office(&office(), &right))
        }
        File(at, from, to) => {
            let mut changed = samples();
            changed[*at] = changed[*at].replacen(from, to, 1);
            assert_ne!(changed[*at], SAMPLES[*at], "{from} does not stand in the sample");
            (of_files(&changed), of_files(&samples()))
        }
        Files(change) => {
            let mut changed = samples();
            change(&mut changed);
            (of_files(&changed), of_files(&samples()))
        }
        Sheet(change) => {
            let right = sheet(&managed(RIGHT));
            let mut changed = right.clone();
            change(&mut changed);
            (cap::check(&changed), cap::check(&right))
        }
        Own(change) => {
            let found = |own| {
                let claimed = managed(own);
                cap::check_own(&sheet(&claimed), &office().office_no, &claimed.dossier, &claimed.outcome)
            };
            let mut changed = RIGHT;
            change(&mut changed);
            (found(changed), found(RIGHT))
        }
        Again => {
            let persons = [person(right_person())];
            let of = PersonMonth::of(&persons[0]).unwrap();
            let event = |fate| Event { of: of.clone(), fate, in_month: "2024-08".parse().unwrap() };
            let returned = [event(Fate::Claimed), event(Fate::Returned)];
            (check_claims(&persons, &returned[..1], &[]), check_claims(&persons, &returned, &[]))
        }
    }
}

#[test]
fn every_seeded_wrong_month_is_found_and_the_right_month_is_silent() {
    for seeded in SEEDED {
        let (wrong, right) = both(&seeded.wrong);
        let is = |finding: &&Finding| finding.code == seeded.found;
        let Some(found) = wrong.iter().find(is) else {
            panic!("{} {}: {:?}", seeded.found, seeded.what, wrong);
        };
        assert!(
            !found.what.is_empty() && !found.how_to_fix.is_empty() && !found.place.text.is_empty(),
            "{}",
            seeded.what
        );
        for number in ["1000000016", "1000000024", "0000000016"] {
            assert!(!found.what.contains(number) && !found.how_to_fix.contains(number), "{}", seeded.what);
        }
        assert_eq!(right.iter().find(is), None, "{} is silent without: {}", seeded.found, seeded.what);
    }
}

fn level(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Fault => "fault",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    }
}

/// Rows of a table as cells.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split(',').collect())
}

#[test]
fn every_id_and_every_code_that_can_be_known_has_its_wrong_month() {
    let ids: BTreeSet<&str> = SEEDED.iter().map(|seeded| seeded.id).collect();
    for row in rows(PRECHECKS) {
        assert_eq!(ids.contains(row[0]), row[0] != NOT_KNOWN, "{}", row[0]);
    }
    for row in rows(PRECHECKS).filter(|row| row[0] != NOT_KNOWN) {
        let found = SEEDED.iter().filter(|seeded| seeded.id == row[0] && seeded.found == row[0]);
        let at_level = |seeded: &Seeded| {
            let (wrong, _) = both(&seeded.wrong);
            wrong.iter().any(|finding| finding.code == row[0] && level(finding) == row[1])
        };
        assert!(found.into_iter().any(at_level), "{} is found as a {}", row[0], row[1]);
    }
    for row in rows(ERROR_CODES) {
        assert_eq!(row.len(), 10, "{}", row[0]);
        let (code, checks, remark) = (row[0], row[4], row[5]);
        let with_code: BTreeSet<&str> =
            SEEDED.iter().filter(|seeded| seeded.codes.contains(&code)).map(|seeded| seeded.found).collect();
        let named: BTreeSet<&str> = checks.split_whitespace().collect();
        assert_eq!(with_code.is_empty(), checks.is_empty(), "{code} has a check and a wrong month, or neither");
        assert!(with_code.is_subset(&named), "{code}: {with_code:?} are not among {checks}");
        assert!(!checks.is_empty() || !remark.is_empty(), "{code}: a code without a check says why");
    }
    let known: BTreeSet<&str> = rows(ERROR_CODES).map(|row| row[0]).collect();
    for code in SEEDED.iter().flat_map(|seeded| seeded.codes) {
        assert!(known.contains(code), "{code} is not in data/claims/error_codes.csv");
    }
}

fn report() -> String {
    let mut out = String::from(
        "# Prechecks\n\nWritten by `crates/claims/tests/precheck_table.rs` from `data/claims/prechecks.csv`, `data/claims/error_codes.csv` \
         and the seeded wrong months of that test; do not edit. Each wrong month is found, and the right month it was made from is silent.\n\n\
         ## Our checks\n\n| id | level | what must hold | seeded wrong months (found as) |\n|---|---|---|---|\n",
    );
    for row in rows(PRECHECKS) {
        let seeded: Vec<String> = SEEDED
            .iter()
            .filter(|seeded| seeded.id == row[0])
            .map(|seeded| format!("{}({})", seeded.what, seeded.found))
            .collect();
        let seeded = if seeded.is_empty() {
            "– 事業所の記録からはわからない".to_owned()
        } else {
            seeded.join("、")
        };
        writeln!(out, "| {} | {} | {} | {seeded} |", row[0], row[1], row[2]).unwrap();
    }
    out.push_str(
        "\n## Codes of the federation\n\n| code | severity | stage | meaning | our findings | seeded wrong month, or why there is none | confidence |\n|---|---|---|---|---|---|---|\n",
    );
    for row in rows(ERROR_CODES) {
        let months: Vec<&str> =
            SEEDED.iter().filter(|seeded| seeded.codes.contains(&row[0])).map(|seeded| seeded.what).collect();
        let last: Vec<String> =
            [months.join("、"), row[5].to_owned()].into_iter().filter(|text| !text.is_empty()).collect();
        let last = last.join("。");
        writeln!(out, "| {} | {} | {} | {} | {} | {last} | {} |", row[0], row[1], row[2], row[3], row[4], row[9])
            .unwrap();
    }
    out
}

#[test]
fn the_report_is_the_one_in_docs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/PRECHECKS.md");
    if std::env::var_os("TASUKI_WRITE_DOCS").is_some() {
        std::fs::write(path, report()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == report(),
        "docs/PRECHECKS.md is old: TASUKI_WRITE_DOCS=1 cargo test -p claims --test precheck_table"
    );
}

#[test]
fn a_case_of_the_town_is_a_right_month() {
    let mut found = of_person(dossier(16, busy_month()));
    found.retain(|finding| finding.severity != Severity::Notice);
    assert_eq!(found, []);
}
