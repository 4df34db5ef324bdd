//! 鎌倉市の請求マニュアル: the record screen of the tool and the printed 請求明細書, item by item, read back from the workbooks.
#![allow(clippy::unwrap_used)]
use calamine::{Data, Reader, Xlsx};
use claims::case::{CommunityCase, Document};
use claims::community::{Batch, CommunityStatement, ManagedCap};
use kernel::Yen;
use paper::{ClaimHead, EntrySheet, community_claim, entry_sheet_workbook};
use std::io::Cursor;
use std::path::PathBuf;

fn case(name: &str) -> CommunityCase {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    read(&std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap())
}

fn read(text: &str) -> CommunityCase {
    match Document::parse(text).unwrap() {
        Document::Community(case) => *case,
        other => panic!("{other:?}"),
    }
}

fn texts(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// Writes what the tests made where a person can open it, when asked to.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("TASUKI_KEEP_PAPERS") {
        std::fs::write(PathBuf::from(folder).join(name), bytes).unwrap();
    }
}

/// The entry sheet of a case with the person of the manual's sample, as rows of texts.
fn entry(case: &CommunityCase, decision: &str) -> Vec<Vec<String>> {
    let result = case.assessed();
    let mut sheet = EntrySheet::of(&result.assessment, case.rules());
    sheet.office_no = "1460142042".to_owned();
    sheet.office_name = "鎌倉市地活事業所".to_owned();
    sheet.municipality_no = "142042".to_owned();
    sheet.recipient_no = "1234567890".to_owned();
    sheet.guardian_kana = "ｶﾏｸﾗﾀﾛｳ".to_owned();
    sheet.child_kana = "ｶﾏｸﾗｼﾞﾛｳ".to_owned();
    sheet.decision = decision.to_owned();
    sheet.burden_cap = "0".to_owned();
    sheet.burden_rate = "10".to_owned();
    sheet.contract_amount = "1000".to_owned();
    let bytes = entry_sheet_workbook(&[sheet]).unwrap();
    keep(&format!("entry-{}.xlsx", decision.split(':').next().unwrap()), &bytes);
    let code: String = decision.chars().take_while(char::is_ascii_digit).collect();
    texts(&bytes, &format!("1_{code}"))
}

/// The text right of a label of the header.
fn head(rows: &[Vec<String>], label: &str) -> String {
    let row = rows.iter().find(|row| row.iter().any(|cell| cell == label)).unwrap_or_else(|| panic!("{label}"));
    let at = row.iter().position(|cell| cell == label).unwrap();
    row[at + 1..].iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default()
}

/// Column by its name, from the first record on.
fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let header = rows.iter().position(|row| row[0] == "No.").unwrap();
    let at = rows[header].iter().position(|cell| cell == name).unwrap_or_else(|| panic!("{name}: {:?}", rows[header]));
    rows[header + 1..].iter().map(|row| row[at].clone()).collect()
}

#[test]
fn cl_58_the_header_and_the_fields_of_an_entry_stand_on_the_sheet() {
    let rows = entry(&case("community-g5"), "010005:移動支援(身体介護あり)");
    for (label, value) in [
        ("サービス提供年月", "2023/04"),
        ("証記載市町村番号", "142042"),
        ("受給者証番号", "1234567890"),
        ("支給決定者氏名", "ｶﾏｸﾗﾀﾛｳ"),
        ("支給決定児童氏名", "ｶﾏｸﾗｼﾞﾛｳ"),
        ("決定サービスコード", "010005:移動支援(身体介護あり)"),
        ("負担上限月額", "0"),
        ("利用者負担率", "10"),
        ("契約支給量", "1000"),
    ] {
        assert_eq!(head(&rows, label), value, "{label}");
    }
    assert!(column(&rows, "算定区分").iter().all(|class| class == "1:日単位"));
    assert_eq!(column(&rows, "曜日").concat(), "土土日月月火水木金土土日日");
}

#[test]
fn cl_59_there_are_seven_columns_of_slots() {
    let rows = entry(&case("community-g5"), "010005");
    for slot in 1..=7 {
        assert_eq!(column(&rows, &format!("サービス特定内容{slot}")).len(), 13);
    }
    let header = rows.iter().find(|row| row[0] == "No.").unwrap();
    assert!(!header.iter().any(|name| name == "サービス特定内容8"));
}

#[test]
fn cl_60_the_columns_of_the_list_are_all_there_in_its_order() {
    let rows = entry(&case("community-g5"), "010005");
    let header = rows.iter().find(|row| row[0] == "No.").unwrap();
    let list = [
        "No.",
        "日付",
        "曜日",
        "計画開始",
        "計画終了",
        "実績開始",
        "実績終了",
        "算定外開始",
        "算定外終了",
        "計画時間数",
        "全算定時間",
        "算定日数",
        "加算1",
        "加算2",
        "加算3",
        "加算4",
        "加算5",
        "単価基準値",
        "請求サービスコード名称",
        "備考",
    ];
    let places: Vec<usize> = list
        .iter()
        .map(|name| {
            header.iter().position(|cell| cell.starts_with(name)).unwrap_or_else(|| panic!("{name}: {header:?}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(column(&rows, "単価基準値").iter().all(String::is_empty), "the tool works it out");
}

#[test]
fn cl_61_times_and_durations_are_four_digits_and_every_record_is_one_day() {
    let rows = entry(&case("community-g5"), "010005");
    for name in ["実績開始", "実績終了", "計画時間数", "全算定時間"] {
        for cell in column(&rows, name) {
            assert!(cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit()), "{name} {cell}");
        }
    }
    assert_eq!((column(&rows, "実績開始")[0].as_str(), column(&rows, "全算定時間")[0].as_str()), ("1000", "0030"));
    assert!(column(&rows, "算定日数").iter().all(|days| days == "1"));
}

#[test]
fn cl_58_60_minutes_that_do_not_count_stand_in_their_columns() {
    let text = r#"{ "service": "mobility", "service_month": "2023-04", "pack": "kamakura",
        "person": { "decision_code": "010005", "burden_cap": 0, "income_class": "低所得1", "waived_child": false },
        "visits": [{ "date": "2023-04-12", "start": "0900", "end": "1100",
                     "deducted_minutes": 20, "deducted_start": "0930" }] }"#;
    let case = read(text);
    let rows = entry(&case, "010005");
    let one = |name: &str| column(&rows, name).concat();
    assert_eq!((one("実績開始"), one("実績終了"), one("全算定時間")), ("0900".into(), "1100".into(), "0140".into()));
    assert_eq!((one("算定外開始"), one("算定外終了")), ("0930".to_owned(), "0950".to_owned()));
    assert_eq!(one("備考"), "");
    // nobody said when: the columns stay blank and the remark says what is missing
    let rows = entry(&read(&text.replace(r#", "deducted_start": "0930""#, "")), "010005");
    let one = |name: &str| column(&rows, name).concat();
    assert_eq!((one("全算定時間"), one("算定外開始")), ("0140".to_owned(), String::new()));
    assert_eq!(one("備考"), "算定外 20分(開始時刻の記録なし)");
}

#[test]
fn cl_56_78_100_105_the_boxes_of_the_month_are_named_over_their_columns() {
    let labels = |case: &CommunityCase| {
        let made = case.assessed();
        EntrySheet::of(&made.assessment, case.rules()).box_labels
    };
    assert_eq!(
        labels(&case("community-g5")),
        ["通学支援加算0.5H", "通学支援加算1H", "通学支援加算1.5H", "通学支援加算2H", ""]
    );
    assert_eq!(labels(&case("community-r6-4")), [""; 5], "no boxes for 移動支援 from April 2024");
    let mut stays = case("community-g2");
    stays.service_month = "2024-03".parse().unwrap();
    stays.visits.clear();
    assert_eq!(labels(&stays), ["送迎加算", "食事提供体制加算", "", "", ""]);
    stays.service_month = "2024-04".parse().unwrap();
    assert_eq!(labels(&stays), ["送迎加算", "食事提供体制加算", "送迎加算児童無償", "食事提供体制加算児童", ""]);
}

fn sample_head() -> ClaimHead {
    ClaimHead {
        municipality_no: "142042".to_owned(),
        recipient_no: "1000000000".to_owned(),
        guardian: "ﾑｼｮｳｶｵﾔ".to_owned(),
        child: "ﾑｼｮｳｶｺ".to_owned(),
        office_no: "1460142042".to_owned(),
        office_name: "鎌倉市地活事業所".to_owned(),
        service_month: "令和6年4月".to_owned(),
    }
}

/// The page of one statement.
fn page(statement: CommunityStatement) -> Vec<Vec<String>> {
    let statements = [statement];
    let batch = Batch::of("2024-05".parse().unwrap(), &statements);
    let bytes = community_claim(&batch, &[sample_head()], &statements).unwrap();
    keep("statement.xlsx", &bytes);
    texts(&bytes, "明細書1")
}

fn sample() -> CommunityStatement {
    case("community-g1").assessed().statement
}

#[test]
fn cl_110_the_header_of_the_claim_detail_is_that_of_the_sample() {
    let form = page(sample());
    for (label, value) in [
        ("市町村番号", "142042"),
        ("助成自治体番号", ""),
        ("サービス提供年月", "令和6年4月分"),
        ("受給者証番号", "1000000000"),
        ("支給決定障害者等氏名", "ﾑｼｮｳｶｵﾔ"),
        ("支給決定に係る障害児氏名", "ﾑｼｮｳｶｺ"),
        ("指定事業所番号", "1460142042"),
        ("事業者及びその事業所の名称", "鎌倉市地活事業所"),
        ("地域区分", ""),
        ("利用者負担上限月額①", "37,200"),
        ("就労継続支援A型事業者負担減免措置実施", ""),
        ("就労継続支援A型減免対象者", ""),
    ] {
        assert_eq!(head(&form, label), value, "{label}");
    }
}

#[test]
fn cl_111_the_block_of_the_cap_management_is_blank_without_a_manager_and_filled_with_one() {
    let labels = ["上限額管理事業所 指定事業所番号", "上限額管理事業所 事業所名称", "管理結果", "管理結果額"];
    let form = page(sample());
    assert_eq!(labels.map(|label| head(&form, label)), [""; 4]);
    let mut managed = sample();
    managed.burden.managed = Some(ManagedCap {
        office_no: "1499999990".to_owned(),
        office_name: "架空の管理事業所".to_owned(),
        result: 3,
        amount: Yen(1_300),
    });
    let form = page(managed);
    assert_eq!(labels.map(|label| head(&form, label)), ["1499999990", "架空の管理事業所", "3", "1,300"]);
}

#[test]
fn cl_112_the_block_of_the_days_is_there_and_blank() {
    let form = page(sample());
    for label in ["種別", "開始年月日", "終了年月日", "利用日数", "外泊日数", "入院日数"] {
        let at = form.iter().position(|row| row.iter().any(|cell| cell == label)).unwrap_or_else(|| panic!("{label}"));
        let column = form[at].iter().position(|cell| cell == label).unwrap();
        for below in &form[at + 1..=at + 4] {
            assert_eq!(below[column], "", "{label}");
        }
    }
}

#[test]
fn cl_113_the_lines_have_service_code_units_count_product_and_remarks() {
    let form = page(sample());
    let at = form.iter().position(|row| row[0] == "サービス内容").unwrap();
    assert_eq!(form[at][..6], ["サービス内容", "サービスコード", "単位数", "回数", "サービス単位数", "摘要"]);
    assert_eq!(form[at + 1][..6], ["移動支援身無 児童無償 6H", "011571", "1036", "5", "5180", ""]);
}
