//! 集計情報: tables of one fiscal year as an Excel workbook, one sheet a table.
use crate::claim_list::{PaperError, bordered};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

/// What the workbook shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryBook {
    /// 事業所名.
    pub office_name: String,
    /// 「2026年度」.
    pub year: String,
    /// The tables, a sheet each.
    pub tables: Vec<SummaryTable>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryTable {
    /// Name of the sheet.
    pub title: String,
    /// Headings of the numbers.
    pub columns: Vec<String>,
    /// Rows: class and its numbers; `None` where the day has not come yet.
    pub rows: Vec<(String, Vec<Option<u32>>)>,
}

const HEADER_ROW: u32 = 2;

/// 集計情報 as an Excel workbook.
pub fn summary_book(book: &SummaryBook) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    // the library would write the hour of the day: the same tables have to give the same bytes
    let no_clock = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("集計情報").set_creation_datetime(&no_clock));
    let title = Format::new().set_bold().set_font_size(14);
    let header = bordered().set_bold().set_align(FormatAlign::Center);
    let (text, number) = (bordered(), bordered().set_num_format("#,##0"));
    for table in &book.tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&table.title)?;
        let heading = format!("{} {} {}", book.office_name, book.year, table.title);
        sheet.write_string_with_format(0, 0, heading, &title)?;
        sheet.write_string_with_format(HEADER_ROW, 0, "区分", &header)?;
        sheet.set_column_width(0, 24)?;
        for (column, name) in (1_u16..).zip(&table.columns) {
            sheet.write_string_with_format(HEADER_ROW, column, name, &header)?;
        }
        for (at, (label, numbers)) in (HEADER_ROW + 1..).zip(&table.rows) {
            sheet.write_string_with_format(at, 0, label, &text)?;
            for (column, value) in (1_u16..).zip(numbers) {
                match value {
                    Some(value) => sheet.write_number_with_format(at, column, *value, &number)?,
                    None => sheet.write_blank(at, column, &number)?,
                };
            }
        }
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_freeze_panes(HEADER_ROW + 1, 1)?;
    }
    Ok(workbook.save_to_buffer()?)
}
