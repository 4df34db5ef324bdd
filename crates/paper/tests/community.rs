//! 地域生活支援事業の帳票: what the workbooks of a worked claim show, read back cell by cell.
#![allow(clippy::unwrap_used)]
use calamine::{Data, Reader, Xlsx};
use claims::case::{CommunityCase, Document};
use claims::community::Batch;
use paper::{ClaimHead, EntrySheet, community_claim, entry_sheet_csv, entry_sheet_workbook};
use std::io::Cursor;
use std::path::PathBuf;

fn case(name: &str) -> CommunityCase {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
    match Document::parse(&text).unwrap() {
        Document::Community(case) => *case,
        other => panic!("{other:?}"),
    }
}

fn texts(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

fn head() -> ClaimHead {
    ClaimHead {
        municipality_no: "142042".to_owned(),
        recipient_no: "1000000000".to_owned(),
        guardian: "ｶｸｳ ｵﾔ".to_owned(),
        child: "ｶｸｳ ｺ".to_owned(),
        office_no: "1460142042".to_owned(),
        office_name: "架空の事業所".to_owned(),
        service_month: "令和6年4月".to_owned(),
    }
}

/// Writes what the tests made where a person can open it, when asked to.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("TASUKI_KEEP_PAPERS") {
        std::fs::write(PathBuf::from(folder).join(name), bytes).unwrap();
    }
}

#[test]
fn cl_113_to_118_the_claim_of_the_waived_child_stands_in_the_rows_of_the_form() {
    let statements = [case("community-g1").assessed().statement, case("community-r6-4").assessed().statement];
    let batch = Batch::of("2024-05".parse().unwrap(), &statements);
    let bytes = community_claim(&batch, &[head(), head()], &statements).unwrap();
    keep("claim.xlsx", &bytes);
    let form = texts(&bytes, "明細書1");
    let row = |label: &str| form.iter().find(|row| row[0] == label).unwrap_or_else(|| panic!("{label}"))[1..].to_vec();
    let full = |label: &str| row(label).into_iter().take(2).collect::<Vec<_>>();
    assert_eq!(full("総費用額"), ["51,800", "51,800"]);
    assert_eq!(full("給付率に基づく請求額"), ["46,620", "46,620"]);
    assert_eq!(full("給付率に基づく利用者負担額②"), ["5,180", "5,180"]);
    assert_eq!(full("上限月額調整(①②の内少ない数)"), ["", ""]);
    assert_eq!(full("決定利用者負担額"), ["0", "0"]);
    assert_eq!(full("請求額 給付費"), ["51,800", "51,800"]);
    assert_eq!((row("給付率")[0].as_str(), row("単位数単価")[0].as_str()), ("90/100", "10.000円/単位"));
    let line = row("移動支援身無 児童無償 6H");
    assert_eq!(line[..4], ["011571", "1036", "5", "5180"]);
    let blocked = texts(&bytes, "明細書2");
    assert!(blocked.iter().flatten().any(|text| text.contains("単価の分からない明細があるため")), "{blocked:?}");
    let totals = texts(&bytes, "合計");
    let city = totals.iter().find(|row| row[0] == "鎌倉市 計").unwrap();
    assert_eq!(city[5..9], ["未確定"; 4], "a sum without one of its parts is no sum");
}

#[test]
fn late_claims_stand_with_their_month_and_are_summed_by_municipality() {
    let mut other = case("community-g6").assessed().statement;
    other.service_month = "2024-03".parse().unwrap();
    let statements = [case("community-g1").assessed().statement, case("community-g3").assessed().statement, other];
    let batch = Batch::of("2024-05".parse().unwrap(), &statements);
    let bytes = community_claim(&batch, &[head(), head(), head()], &statements).unwrap();
    let totals = texts(&bytes, "合計");
    let cities: Vec<_> = totals.iter().filter(|row| row[0].ends_with(" 計")).cloned().collect();
    assert_eq!(cities[0][5..8], ["158800", "9300", "149500"]);
    assert_eq!(cities[1][0], "千葉市 計");
    assert_eq!(totals.iter().filter(|row| row[4] == "月遅れ" && row[0] != "市町村").count(), 2);
    assert!(Batch::of("2024-04".parse().unwrap(), &statements).findings.iter().any(|f| f.code == "claim_month_early"));
}

#[test]
fn cl_60_the_entry_sheet_of_the_seed_month_can_be_typed_from_top_to_bottom() {
    let result = case("community-g5").assessed();
    let mut sheet = EntrySheet::of(&result.assessment, fees_pack());
    sheet.decision = "010005".to_owned();
    sheet.recipient_no = "1234567890".to_owned();
    assert_eq!(sheet.box_labels[..2], ["通学支援加算0.5H", "通学支援加算1H"]);
    let bytes = entry_sheet_workbook(&[sheet]).unwrap();
    keep("entry.xlsx", &bytes);
    let rows = texts(&bytes, "1_010005");
    let header = rows.iter().position(|row| row[0] == "No.").unwrap();
    assert_eq!(rows.len() - header - 1, 13);
    let sixth = &rows[header + 6];
    assert_eq!(
        (sixth[2].as_str(), sixth[3].as_str(), sixth[6].as_str(), sixth[7].as_str(), sixth[11].as_str()),
        ("4", "火", "2330", "2359", "0029")
    );
    assert_eq!((sixth[4].as_str(), sixth[5].as_str(), sixth[10].as_str()), ("2330", "2359", "0029"), "計画 = 実績");
    assert!(rows.iter().flatten().any(|text| text == "2023/04"));
    assert_eq!((sixth[13].as_str(), sixth[14].as_str()), ("移動支援身体介護あり", "深夜"));
    assert_eq!(rows[header + 1][20], "1", "加算1 of the first row");
}

#[test]
fn a_held_visit_has_one_row_without_anything_to_type() {
    let text = r#"{ "service": "mobility", "service_month": "2023-04", "pack": "kamakura",
        "person": { "body_care": true, "burden_cap": 0 },
        "visits": [
            { "date": "2023-04-03", "start": "0900", "end": "1000" },
            { "date": "2023-04-04", "start": "0740", "end": "0840", "helpers": 2 },
            { "date": "2023-04-05", "start": "0900", "end": "0930" }
        ] }"#;
    let Document::Community(case) = Document::parse(text).unwrap() else { panic!("a case of 移動支援") };
    let sheet = EntrySheet::of(&case.assessed().assessment, case.rules());
    let csv = entry_sheet_csv(std::slice::from_ref(&sheet));
    let book = texts(&entry_sheet_workbook(&[sheet]).unwrap(), "1_");
    let book: Vec<_> = book.into_iter().skip_while(|row| row[0] != "No.").skip(1).collect();
    let printed: Vec<String> = book.into_iter().map(|row| row.join(",")).collect();
    let of_csv = |line: &str| line.split(',').skip(12).collect::<Vec<_>>().join(",");
    for rows in [csv.lines().skip(1).map(of_csv).collect(), printed] {
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert!(rows[0].starts_with("1,1:日単位,3,月,0900,1000,0900,1000,,,0100,0100,1,"), "{}", rows[0]);
        let held = format!(",,4,火,,,0740,0840{}保留:決めてから入力,,U-02", ",".repeat(19));
        assert!(rows[1].starts_with(&held), "{}", rows[1]);
        assert!(rows[2].starts_with("2,") && rows[2].contains(",□,"), "{}", rows[2]);
        assert!(!rows[1].contains("早朝") && !rows[1].contains("移動支援"), "{}", rows[1]);
    }
}

#[test]
fn what_the_tool_will_not_show_by_itself_stands_in_the_remarks() {
    let remarks = |start: &str, end: &str, choice: &str| {
        let text = format!(
            r#"{{ "service": "mobility", "service_month": "2023-04", "pack": "kamakura",
                "person": {{ "body_care": true, "burden_cap": 0 }},
                "visits": [{{ "date": "2023-04-04", "start": "{start}", "end": "{end}",
                              "decisions": [{{ "point": "U-09", "choice": "{choice}" }}] }}] }}"#
        );
        let Document::Community(case) = Document::parse(&text).unwrap() else { panic!("a case of 移動支援") };
        let sheet = EntrySheet::of(&case.assessed().assessment, case.rules());
        sheet.rows.into_iter().map(|row| (row.minutes, row.remark)).collect::<Vec<_>>()
    };
    let merged = remarks("2300", "0010", "merge");
    assert_eq!(merged, [("0059".to_owned(), "時間区分は0時の反対側の10分を足したもの(U-09)".to_owned())]);
    let kept = remarks("2359", "0030", "keep_band");
    assert_eq!(kept[0], ("0000".to_owned(), "0分の記録。ツールに入れられるか市町村に確認".to_owned()));
    assert_eq!(kept[1], ("0030".to_owned(), String::new()));
}

fn fees_pack() -> &'static claims::community::Pack {
    case("community-g5").rules()
}
