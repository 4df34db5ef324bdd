//! 簡単請求: the requested claims of 就労定着支援 as an Excel workbook with one row a person, in columns of our own.
use crate::claim_list::{PaperError, bordered, exact};
use claims::retention::{Marks, Person};
use kernel::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// What the sheet shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionClaim {
    /// 事業所番号.
    pub office_no: String,
    /// 事業所名.
    pub office_name: String,
    /// サービス提供年月 in the Japanese calendar, 「令和8年10月」.
    pub service_month: String,
    /// One row a person, in the order shown.
    pub rows: Vec<RetentionClaimRow>,
}

/// One person's claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionClaimRow {
    /// The texts, in the order of the columns.
    pub texts: Vec<String>,
    /// 上限月額, 単位数, 総費用額, 利用者負担額, 給付費請求額.
    pub numbers: [i64; 5],
}

/// Columns of text with their widths.
const TEXTS: [(&str, u32); 16] = [
    ("提供年月", 9),
    ("市町村番号", 9),
    ("受給者証番号", 13),
    ("氏名", 18),
    ("フリガナ", 20),
    ("契約日", 12),
    ("支援日", 14),
    ("支援レポート共有日", 12),
    ("基本区分", 30),
    ("地域連携会議", 16),
    ("初期加算 利用開始日", 12),
    ("特別地域の支援日", 14),
    ("上限額管理事業所", 13),
    ("上限額管理結果", 9),
    ("減算", 26),
    ("加算", 34),
];
/// Columns of numbers with their widths.
const NUMBERS: [(&str, u32); 5] =
    [("負担上限月額", 10), ("単位数", 10), ("総費用額", 11), ("利用者負担額", 11), ("給付費請求額", 11)];
const TITLE_ROW: u32 = 0;
const OFFICE_ROW: u32 = 1;
const HEADER_ROW: u32 = 3;
const FIRST_ROW: u32 = HEADER_ROW + 1;

/// Rules of reductions.
const REDUCTIONS: [&str; 7] = [
    "retention.support_staff_shortage",
    "retention.service_manager_shortage",
    "retention.plan_missing",
    "retention.support_structure",
    "retention.disclosure",
    "retention.continuity_plan",
    "retention.abuse_prevention",
];
/// The base fee.
const BASE: &str = "retention.base";
/// 初期加算.
const INITIAL: &str = "retention.initial";

impl RetentionClaimRow {
    /// The row of one person's assessed month.
    pub fn of(person: &Person) -> RetentionClaimRow {
        let Person { dossier, outcome } = person;
        let (month, claim) = (&dossier.month, &outcome.claim);
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let marks = person.marks();
        let days = |passes: fn(&Marks) -> bool| {
            let kept = marks.iter().filter(|(_, marks)| passes(marks));
            kept.map(|(day, _)| format!("{}日", day.number())).collect::<Vec<_>>().join("・")
        };
        let held: Vec<String> = marks
            .iter()
            .filter_map(|(day, marks)| {
                let tier = if marks.conference? == 1 { "(Ⅰ)" } else { "(Ⅱ)" };
                Some(format!("{tier} {}日", day.number()))
            })
            .collect();
        let names = |passes: &dyn Fn(&str) -> bool| {
            let kept = claim.lines.iter().filter(|line| passes(&line.rule));
            kept.map(|line| line.name.to_string()).collect::<Vec<_>>().join("、")
        };
        let reduced = |rule: &str| REDUCTIONS.contains(&rule);
        let reductions = claim.steps.iter().filter(|step| reduced(&step.rule)).map(|step| step.text.to_string());
        let reductions: Vec<String> = reductions.collect();
        let initial = claim.lines.iter().any(|line| line.rule == INITIAL);
        let card = dossier.card.as_ref();
        let cap = dossier.burden.cap_management;
        RetentionClaimRow {
            texts: vec![
                month.service_month.to_string(),
                card.map(|card| card.municipality_no.to_string()).unwrap_or_default(),
                card.map(|card| card.recipient_no.to_string()).unwrap_or_default(),
                dossier.name_print.clone().unwrap_or_else(|| dossier.name.clone()),
                dossier.name_kana.clone(),
                day(month.person.contract_on),
                outcome.support_days.iter().map(|day| format!("{}日", day.number())).collect::<Vec<_>>().join("・"),
                day(month.report_shared_on),
                names(&|rule| rule == BASE),
                held.join("、"),
                day(dossier.service_started_on.filter(|_| initial)),
                days(|marks| marks.special_area),
                card.and_then(|card| card.cap_manager.as_ref()).map(ToString::to_string).unwrap_or_default(),
                cap.map(|cap| cap.result.to_string()).unwrap_or_default(),
                reductions.join("、"),
                names(&|rule| rule != BASE && !reduced(rule)),
            ],
            numbers: [
                dossier.burden.cap.0,
                claim.total_units.0,
                claim.total_cost.0,
                claim.decided_burden.0,
                claim.benefit_claim.0,
            ],
        }
    }
}

/// 簡単請求 as an Excel workbook.
pub fn retention_claim(list: &RetentionClaim) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    // the library would write the hour of the day: the same list has to give the same bytes
    let no_clock = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("簡単請求").set_creation_datetime(&no_clock));
    let sheet = workbook.add_worksheet();
    sheet.set_name("簡単請求")?;
    head(sheet, list)?;
    let text = bordered().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let number = bordered().set_num_format("#,##0").set_align(FormatAlign::Top);
    for (index, row) in list.rows.iter().enumerate() {
        let at = FIRST_ROW + u32::try_from(index).unwrap_or(u32::MAX - FIRST_ROW);
        for (column, cell) in (0_u16..).zip(&row.texts) {
            sheet.write_string_with_format(at, column, cell, &text)?;
        }
        for (column, value) in (TEXTS.len() as u16..).zip(row.numbers) {
            let name = NUMBERS[usize::from(column) - TEXTS.len()].0;
            sheet.write_number_with_format(at, column, exact(value, index, name)?, &number)?;
        }
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.set_freeze_panes(FIRST_ROW, 5)?;
    Ok(workbook.save_to_buffer()?)
}

fn head(sheet: &mut Worksheet, list: &RetentionClaim) -> Result<(), PaperError> {
    let title = Format::new().set_bold().set_font_size(14);
    let header =
        bordered().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    sheet.write_string_with_format(TITLE_ROW, 0, format!("簡単請求 {}分", list.service_month), &title)?;
    let office = format!("事業所番号 {}  {}  {}名", list.office_no, list.office_name, list.rows.len());
    sheet.write_string(OFFICE_ROW, 0, office)?;
    for (column, (name, width)) in (0_u16..).zip(TEXTS.iter().chain(&NUMBERS)) {
        sheet.write_string_with_format(HEADER_ROW, column, *name, &header)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_row_height(HEADER_ROW, 45)?;
    Ok(())
}
