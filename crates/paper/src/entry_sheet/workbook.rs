//! 入力用一覧 in Excel: widths, borders and the page of each sheet.
use super::{BOXES, EntrySheet, EntrySheetRow, SLOTS};
use crate::PaperError;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet,
};

/// 入力用一覧 as an Excel workbook with one sheet a person and 決定サービスコード.
///
/// # Errors
/// [`PaperError`] when the workbook cannot be put together.
pub fn entry_sheet_workbook(sheets: &[EntrySheet]) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    // the library would write the hour of the day: the same list has to give the same bytes
    let no_clock = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("入力用一覧").set_creation_datetime(&no_clock));
    for (number, sheet) in (1..).zip(sheets) {
        write_sheet(workbook.add_worksheet(), number, sheet)?;
    }
    if sheets.is_empty() {
        workbook.add_worksheet().set_name("入力用一覧")?.write_string(0, 0, "この月の記録はありません")?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Width of a column nobody has to fill.
const BLANK: u32 = 2;
/// Widths that hold a label and a value of the header.
const LABEL_WIDTH: u32 = 16;
const VALUE_WIDTH: u32 = 26;

fn write_sheet(page: &mut Worksheet, number: usize, sheet: &EntrySheet) -> Result<(), PaperError> {
    // a name of a person in the name of a sheet could be cut or refused: the number and the decision code are enough
    let code: String = sheet.decision.chars().take_while(char::is_ascii_digit).collect();
    page.set_name(format!("{number}_{code}"))?;
    let title = Format::new().set_bold().set_font_size(14);
    // a label stands over two columns that may be narrow
    let label = bordered().set_background_color("EEEEEE").set_shrink();
    let text = bordered().set_num_format("@");
    page.write_string_with_format(0, 0, sheet.title(), &title)?;
    let mut at = 1;
    let columns = sheet.columns();
    let used = |column: usize| !sheet.rows.iter().all(|row| unused(row, column));
    let widths: Vec<u32> =
        columns.iter().enumerate().map(|(at, name)| if used(at) { width(name) } else { BLANK }).collect();
    let places = head_places(&widths);
    for fields in sheet.head().chunks(places.len()) {
        for ([name_at, value_at], (name, value)) in places.iter().zip(fields) {
            across(page, at, *name_at, name, &label)?;
            across(page, at, *value_at, value, &text)?;
        }
        at += 1;
    }
    for warning in &sheet.warnings {
        page.write_string_with_format(at, 0, format!("注意: {warning}"), &Format::new().set_bold())?;
        at += 1;
    }
    at += 1;
    let header = bordered().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_font_size(8);
    let upright = bordered().set_align(FormatAlign::Center).set_font_size(7).set_rotation(90);
    for (column, (name, width)) in (0_u16..).zip(columns.iter().zip(&widths)) {
        // columns nobody has to fill keep their place and give their room to the others
        page.set_column_width(column, *width)?;
        let format = if *width == BLANK { &upright } else { &header };
        page.write_string_with_format(at, column, name, format)?;
    }
    page.set_row_height(at, 90)?;
    let first = at + 1;
    let wrapped = text.set_text_wrap().set_align(FormatAlign::VerticalCenter);
    for (at, (number, row)) in (first..).zip(sheet.numbered()) {
        for (column, cell) in (0_u16..).zip(sheet.cells(number, row)) {
            page.write_string_with_format(at, column, &cell, &wrapped)?;
        }
    }
    let last_column = columns.len() as u16 - 1;
    let last_row = first + sheet.rows.len().saturating_sub(1) as u32;
    // times such as 0730 are text on purpose
    page.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    page.set_margins(0.3, 0.3, 0.4, 0.6, 0.3, 0.3);
    page.set_repeat_rows(at, at)?;
    page.set_freeze_panes(first, 4)?;
    page.set_footer("&C&P / &N");
    Ok(())
}

/// First and last column of label and value, pair by pair, wide enough to be read whatever is left blank.
fn head_places(widths: &[u32]) -> Vec<[[u16; 2]; 2]> {
    let mut places = Vec::new();
    let mut next = 0;
    let mut span = |least: u32| {
        let first = next;
        let mut sum = 0;
        while sum < least {
            sum += widths.get(next)?;
            next += 1;
        }
        Some([u16::try_from(first).ok()?, u16::try_from(next).ok()? - 1])
    };
    while let (Some(label), Some(value)) = (span(LABEL_WIDTH), span(VALUE_WIDTH)) {
        places.push([label, value]);
    }
    // a sheet narrower than one pair does not occur; two columns are always there
    if places.is_empty() { vec![[[0, 0], [1, 1]]] } else { places }
}

fn across(
    page: &mut Worksheet,
    row: u32,
    [first, last]: [u16; 2],
    text: &str,
    format: &Format,
) -> Result<(), PaperError> {
    if first == last {
        page.write_string_with_format(row, first, text, format)?;
    } else {
        page.merge_range(row, first, row, last, text, format)?;
    }
    Ok(())
}

/// Whether a drop-down, a box or a time the tool has is left blank in a record.
fn unused(row: &EntrySheetRow, column: usize) -> bool {
    const SLOT: usize = 13;
    const BOX: usize = SLOT + SLOTS;
    const NORM: usize = BOX + BOXES;
    const REMARK: usize = NORM + 3;
    match column {
        4 | 5 => row.planned.is_none(),
        8 | 9 => row.deducted.is_none(),
        NORM => true,
        REMARK => row.remark.is_empty(),
        SLOT..BOX => row.slots[column - SLOT].is_empty(),
        _ => (BOX..BOX + BOXES).contains(&column) && row.boxes[column - BOX].is_none(),
    }
}

fn width(name: &str) -> u32 {
    match name {
        "No." | "日付" | "曜日" | "確認" | "算定日数" => 4,
        "算定区分" => 9,
        "請求サービスコード名称" => 36,
        "サービス特定内容1" => 22,
        "備考" => 14,
        _ if name.starts_with("サービス特定内容") => 18,
        _ => 6,
    }
}

fn bordered() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}
