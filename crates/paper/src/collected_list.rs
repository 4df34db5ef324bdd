//! 徴収金額の一覧: an Excel workbook with one row a person, one column an item, and sums both ways.
use crate::PaperError;
use kernel::Yen;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

/// What the sheet shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectedList {
    /// 事業所番号.
    pub office_no: String,
    /// 事業所名.
    pub office_name: String,
    /// サービス提供年月, 「令和8年10月」.
    pub service_month: String,
    /// Names of the items.
    pub columns: Vec<String>,
    /// One row a person.
    pub rows: Vec<CollectedRow>,
}

/// What one person pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectedRow {
    /// 氏名.
    pub name: String,
    /// Amounts in the order of the columns.
    pub amounts: Vec<Yen>,
}

impl CollectedRow {
    /// All items together.
    pub fn total(&self) -> Yen {
        Yen(self.amounts.iter().map(|yen| yen.0).sum())
    }
}

impl CollectedList {
    /// The sums of the columns.
    pub fn sums(&self) -> Vec<Yen> {
        let sum = |column: usize| self.rows.iter().filter_map(|row| row.amounts.get(column)).map(|yen| yen.0).sum();
        (0..self.columns.len()).map(|column| Yen(sum(column))).collect()
    }
}

const HEADER_ROW: u32 = 3;

/// 徴収金額の一覧 as an Excel workbook.
pub fn collected_list(list: &CollectedList) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    // the library would write the hour of the day: the same list has to give the same bytes
    let no_clock = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("徴収金額").set_creation_datetime(&no_clock));
    let sheet = workbook.add_worksheet();
    sheet.set_name("徴収金額")?;
    let title = Format::new().set_bold().set_font_size(14);
    let bordered = Format::new().set_border(FormatBorder::Thin);
    let header = bordered.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let (text, number) = (bordered.clone().set_num_format("@"), bordered.set_num_format("#,##0"));
    sheet.write_string_with_format(0, 0, format!("徴収金額 {}分", list.service_month), &title)?;
    sheet.write_string(1, 0, format!("事業所番号 {}  {}", list.office_no, list.office_name))?;
    let names = ["氏名"].into_iter().chain(list.columns.iter().map(String::as_str)).chain(["合計"]);
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string_with_format(HEADER_ROW, column, name, &header)?;
        sheet.set_column_width(column, if column == 0 { 20 } else { 12 })?;
    }
    let sums = CollectedRow { name: "合計".to_owned(), amounts: list.sums() };
    for (at, row) in (HEADER_ROW + 1..).zip(list.rows.iter().chain([&sums])) {
        sheet.write_string_with_format(at, 0, &row.name, &text)?;
        for (column, amount) in (1_u16..).zip(row.amounts.iter().copied().chain([row.total()])) {
            sheet.write_number_with_format(at, column, exact(amount, at)?, &number)?;
        }
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    Ok(workbook.save_to_buffer()?)
}

/// A whole number as a cell holds it; cells are exact up to 2^53.
fn exact(amount: Yen, row: u32) -> Result<f64, PaperError> {
    const LIMIT: u64 = 1 << 53;
    let row = usize::try_from(row - HEADER_ROW).unwrap_or_default();
    if amount.0.unsigned_abs() > LIMIT {
        Err(PaperError::TooLarge { row, column: "徴収金額" })
    } else {
        Ok(amount.0 as f64)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sums_go_both_ways_and_the_same_list_gives_the_same_bytes() {
        let row =
            |name: &str, amounts: [i64; 2]| CollectedRow { name: name.to_owned(), amounts: amounts.map(Yen).to_vec() };
        let list = CollectedList {
            columns: vec!["利用者負担額".to_owned(), "食事".to_owned()],
            rows: vec![row("架空 一", [9_300, 1_200]), row("架空 二", [0, 300])],
            ..CollectedList::default()
        };
        assert_eq!(list.rows[0].total(), Yen(10_500));
        assert_eq!(list.sums(), [Yen(9_300), Yen(1_500)]);
        assert_eq!(collected_list(&list).unwrap(), collected_list(&list).unwrap());
        let huge = CollectedList { rows: vec![row("架空 一", [1 << 60, 0])], ..list };
        assert!(collected_list(&huge).is_err());
    }
}
