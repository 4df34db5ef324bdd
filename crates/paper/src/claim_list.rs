//! 請求一覧: an Excel workbook with one row a person and a row of totals.
use claims::{Dossier, Outcome};
use kernel::{UnitPrice, Units, Yen};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError, Workbook, Worksheet,
    XlsxError,
};

/// What the sheet shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimList {
    /// 事業所番号.
    pub office_no: String,
    /// 事業所名.
    pub office_name: String,
    /// サービス提供年月 in the Japanese calendar, 「令和8年10月」.
    pub service_month: String,
    /// One row a person, in the order shown.
    pub rows: Vec<ClaimListRow>,
}

/// One person's claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimListRow {
    /// 受給者証番号.
    pub recipient_no: String,
    /// 氏名.
    pub name: String,
    /// 利用日数.
    pub claim_days: u32,
    /// 給付単位数.
    pub total_units: Units,
    /// 単位数単価.
    pub unit_price: Option<UnitPrice>,
    /// 総費用額.
    pub total_cost: Yen,
    /// 1割相当額.
    pub ten_percent: Yen,
    /// 利用者負担上限月額.
    pub burden_cap: Yen,
    /// 上限額管理後利用者負担額.
    pub managed_burden: Option<Yen>,
    /// 決定利用者負担額.
    pub decided_burden: Yen,
    /// 給付費.
    pub benefit_claim: Yen,
    /// 自治体助成分請求額.
    pub municipal_subsidy: Option<Yen>,
}

impl ClaimListRow {
    /// The row of one person's assessed month.
    pub fn of(dossier: &Dossier, outcome: &Outcome) -> ClaimListRow {
        ClaimListRow {
            recipient_no: dossier.card.as_ref().map(|card| card.recipient_no.to_string()).unwrap_or_default(),
            name: dossier.name_print.clone().unwrap_or_else(|| dossier.name.clone()),
            claim_days: outcome.claim_days,
            total_units: outcome.total_units,
            unit_price: outcome.unit_price,
            total_cost: outcome.total_cost,
            ten_percent: outcome.ten_percent,
            burden_cap: dossier.burden.cap,
            managed_burden: outcome.managed_burden,
            decided_burden: outcome.decided_burden,
            benefit_claim: outcome.benefit_claim,
            municipal_subsidy: outcome.municipal_subsidy,
        }
    }
}

/// Why a sheet could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The workbook could not be put together.
    #[error("請求一覧のExcelを作れませんでした。人数と文字数を確かめて、もう一度作ってください({0})")]
    Workbook(#[from] XlsxError),
    /// A number is larger than a cell of a workbook holds exactly.
    #[error("{row}行目の「{column}」が大きすぎて、Excelに正しく書けません。明細の単位数と回数を見直してください")]
    TooLarge {
        /// Row of the list, from 1.
        row: usize,
        /// Column name.
        column: &'static str,
    },
}

/// Column names as the official statement prints them, with their widths.
const COLUMNS: [(&str, u32); 12] = [
    ("受給者証番号", 13),
    ("氏名", 20),
    ("利用日数", 9),
    ("給付単位数", 11),
    ("単位数単価", 11),
    ("総費用額", 12),
    ("１割相当額", 11),
    ("利用者負担上限月額", 11),
    ("上限額管理後利用者負担額", 12),
    ("決定利用者負担額", 11),
    ("給付費", 12),
    ("自治体助成分請求額", 11),
];

/// Columns that are added up: days, units, and all yen but the cap.
const SUMMED: [u16; 8] = [2, 3, 5, 6, 8, 9, 10, 11];
const TITLE_ROW: u32 = 0;
const OFFICE_ROW: u32 = 1;
const HEADER_ROW: u32 = 3;
const FIRST_ROW: u32 = HEADER_ROW + 1;

/// 請求一覧 as an Excel workbook.
pub fn claim_list(list: &ClaimList) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    // the library would write the hour of the day: the same list has to give the same bytes
    let no_clock = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("請求一覧").set_creation_datetime(&no_clock));
    let sheet = workbook.add_worksheet();
    sheet.set_name("請求一覧")?;
    head(sheet, list)?;
    for (i, row) in list.rows.iter().enumerate() {
        write_row(sheet, i, row)?;
    }
    totals(sheet, &list.rows)?;
    print_setup(sheet, list.rows.len())?;
    Ok(workbook.save_to_buffer()?)
}

fn head(sheet: &mut Worksheet, list: &ClaimList) -> Result<(), PaperError> {
    let title = Format::new().set_bold().set_font_size(14);
    let header =
        bordered().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    sheet.write_string_with_format(TITLE_ROW, 0, format!("請求一覧 {}分", list.service_month), &title)?;
    sheet.write_string(OFFICE_ROW, 0, format!("事業所番号 {}  {}", list.office_no, list.office_name))?;
    for (column, (name, width)) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(HEADER_ROW, column, name, &header)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(HEADER_ROW, 45)?;
    Ok(())
}

fn write_row(sheet: &mut Worksheet, index: usize, row: &ClaimListRow) -> Result<(), PaperError> {
    let at = FIRST_ROW + index as u32;
    let text = bordered().set_num_format("@");
    let integer = bordered().set_num_format("#,##0");
    let price = bordered().set_num_format("0.00#");
    sheet.write_string_with_format(at, 0, &row.recipient_no, &text)?;
    sheet.write_string_with_format(at, 1, &row.name, &text)?;
    let numbers = [
        (2, Some(i64::from(row.claim_days))),
        (3, Some(row.total_units.0)),
        (5, Some(row.total_cost.0)),
        (6, Some(row.ten_percent.0)),
        (7, Some(row.burden_cap.0)),
        (8, row.managed_burden.map(|yen| yen.0)),
        (9, Some(row.decided_burden.0)),
        (10, Some(row.benefit_claim.0)),
        (11, row.municipal_subsidy.map(|yen| yen.0)),
    ];
    for (column, number) in numbers {
        match number {
            Some(number) => {
                sheet.write_number_with_format(at, column, exact(number, index, named(column))?, &integer)?
            }
            None => sheet.write_blank(at, column, &integer)?,
        };
    }
    match row.unit_price {
        // a price has five digits at most: the text reads back as the same decimal number
        Some(value) => {
            let number: f64 = value.to_string().parse().map_err(|_| too_large(index, named(4)))?;
            sheet.write_number_with_format(at, 4, number, &price)?
        }
        None => sheet.write_blank(at, 4, &price)?,
    };
    Ok(())
}

/// The row of sums: a formula for those who edit the sheet, with the value for those who only look at it.
fn totals(sheet: &mut Worksheet, rows: &[ClaimListRow]) -> Result<(), PaperError> {
    let at = FIRST_ROW + rows.len() as u32;
    let bold = bordered().set_bold().set_num_format("#,##0");
    for column in 0..COLUMNS.len() as u16 {
        sheet.write_blank(at, column, &bold)?;
    }
    sheet.write_string_with_format(at, 0, "合計", &bold)?;
    sheet.write_string_with_format(at, 1, format!("{}名", rows.len()), &bold)?;
    for column in SUMMED {
        let sum: i64 = rows.iter().map(|row| summed(row, column)).sum();
        exact(sum, rows.len(), named(column))?;
        if rows.is_empty() {
            sheet.write_number_with_format(at, column, 0, &bold)?;
            continue;
        }
        let letter = char::from(b'A' + column as u8);
        let range = format!("=SUM({letter}{}:{letter}{})", FIRST_ROW + 1, at);
        sheet.write_formula_with_format(at, column, Formula::new(range).set_result(sum.to_string()), &bold)?;
    }
    Ok(())
}

fn summed(row: &ClaimListRow, column: u16) -> i64 {
    match column {
        2 => i64::from(row.claim_days),
        3 => row.total_units.0,
        5 => row.total_cost.0,
        6 => row.ten_percent.0,
        8 => row.managed_burden.map_or(0, |yen| yen.0),
        9 => row.decided_burden.0,
        10 => row.benefit_claim.0,
        _ => row.municipal_subsidy.map_or(0, |yen| yen.0),
    }
}

fn print_setup(sheet: &mut Worksheet, rows: usize) -> Result<(), PaperError> {
    const A4: u8 = 9;
    // certificate numbers are text on purpose
    sheet.ignore_error_range(
        FIRST_ROW,
        0,
        FIRST_ROW + rows.saturating_sub(1) as u32,
        0,
        IgnoreError::NumberStoredAsText,
    )?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.set_freeze_panes(FIRST_ROW, 2)?;
    sheet.set_footer("&C&P / &N");
    Ok(())
}

/// A whole number as a cell holds it; cells are exact up to 2^53.
pub(crate) fn exact(number: i64, index: usize, column: &'static str) -> Result<f64, PaperError> {
    const LIMIT: u64 = 1 << 53;
    if number.unsigned_abs() > LIMIT { Err(too_large(index, column)) } else { Ok(number as f64) }
}

fn too_large(index: usize, column: &'static str) -> PaperError {
    PaperError::TooLarge { row: index + 1, column }
}

/// Name of a column.
fn named(column: u16) -> &'static str {
    COLUMNS[usize::from(column)].0
}

pub(crate) fn bordered() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}
