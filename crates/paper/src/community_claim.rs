//! 地域生活支援事業の請求明細書: one sheet a person in the order of the printed form, and the totals by municipality.
use crate::PaperError;
use claims::community::{Batch, CommunityStatement, is_late, rows};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// Who a statement is for and from: what the form prints above the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimHead {
    /// 市町村番号.
    pub municipality_no: String,
    /// 受給者証番号.
    pub recipient_no: String,
    /// 支給決定障害者等氏名.
    pub guardian: String,
    /// 支給決定に係る障害児氏名; empty for adults.
    pub child: String,
    /// 指定事業所番号.
    pub office_no: String,
    /// 事業者及びその事業所の名称.
    pub office_name: String,
    /// サービス提供年月 in the Japanese calendar, 「令和6年4月」.
    pub service_month: String,
}

/// 請求明細書 of everyone in a claim month as an Excel workbook: totals first, then one sheet a person.
///
/// `people` and `statements` stand in the same order. An amount that is not known is written as a word, never as a number.
///
/// # Errors
/// [`PaperError`] when the workbook cannot be put together.
pub fn community_claim(
    batch: &Batch,
    people: &[ClaimHead],
    statements: &[CommunityStatement],
) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    // the library would write the hour of the day: the same claim has to give the same bytes
    let no_clock = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("請求明細書").set_creation_datetime(&no_clock));
    totals(workbook.add_worksheet(), batch, people, statements)?;
    for (number, (head, statement)) in (1..).zip(people.iter().zip(statements)) {
        sheet(workbook.add_worksheet(), number, head, statement)?;
    }
    Ok(workbook.save_to_buffer()?)
}

const TOTAL_COLUMNS: [(&str, u32); 9] = [
    ("市町村", 16),
    ("サービス提供年月", 14),
    ("受給者証番号", 13),
    ("氏名", 20),
    ("月遅れ", 8),
    ("総費用額", 12),
    ("決定利用者負担額", 12),
    ("請求額 給付費", 12),
    ("無償化された額", 12),
];
const UNKNOWN: &str = "未確定";

fn totals(
    page: &mut Worksheet,
    batch: &Batch,
    people: &[ClaimHead],
    statements: &[CommunityStatement],
) -> Result<(), PaperError> {
    page.set_name("合計")?;
    page.write_string_with_format(0, 0, format!("地域生活支援事業 請求 {}", batch.claim_month.wareki()), &title())?;
    let header = cell().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    for (column, (name, width)) in (0_u16..).zip(TOTAL_COLUMNS) {
        page.write_string_with_format(2, column, name, &header)?;
        page.set_column_width(column, width)?;
    }
    let mut at = 3;
    for city in &batch.municipalities {
        for place in &city.statements {
            let (Some(head), Some(statement)) = (people.get(*place), statements.get(*place)) else { continue };
            let late = if is_late(statement.service_month, batch.claim_month) { "月遅れ" } else { "" };
            let name = if head.child.is_empty() { &head.guardian } else { &head.child };
            for (column, text) in
                (0_u16..).zip([city.municipality.as_str(), &head.service_month, &head.recipient_no, name, late])
            {
                page.write_string_with_format(at, column, text, &cell().set_num_format("@"))?;
            }
            let total = statement.total.filter(|_| statement.claimable());
            let amounts = [
                total.map(|total| total.cost.0),
                total.map(|total| total.decided.0),
                total.map(|total| total.benefit.0),
                total.map(|total| total.freed.unwrap_or_default().0),
            ];
            numbers(page, at, &amounts, &cell())?;
            at += 1;
        }
        let bold = cell().set_bold();
        page.write_string_with_format(at, 0, format!("{} 計", city.municipality), &bold)?;
        for column in 1..5 {
            page.write_blank(at, column, &bold)?;
        }
        let sums = city.sums;
        page.write_string_with_format(at, 3, format!("{}件", city.statements.len()), &bold)?;
        let amounts = [
            sums.map(|sums| sums.cost.0),
            sums.map(|sums| sums.decided.0),
            sums.map(|sums| sums.benefit.0),
            sums.map(|sums| sums.freed.0),
        ];
        numbers(page, at, &amounts, &bold)?;
        at += 1;
    }
    for finding in &batch.findings {
        page.write_string(at + 1, 0, format!("{}: {}。{}", finding.place.text, finding.what, finding.how_to_fix))?;
        at += 1;
    }
    print_setup(page, true)?;
    page.set_repeat_rows(2, 2)?;
    Ok(())
}

fn numbers(page: &mut Worksheet, at: u32, amounts: &[Option<i64>; 4], format: &Format) -> Result<(), PaperError> {
    for (column, amount) in (5_u16..).zip(amounts) {
        match amount {
            Some(amount) => {
                let number = exact(*amount, at)?;
                page.write_number_with_format(at, column, number, &format.clone().set_num_format("#,##0"))?
            }
            None => page.write_string_with_format(at, column, UNKNOWN, format)?,
        };
    }
    Ok(())
}

fn sheet(
    page: &mut Worksheet,
    number: usize,
    head: &ClaimHead,
    statement: &CommunityStatement,
) -> Result<(), PaperError> {
    // a name of a person in the name of a sheet could be cut or refused
    page.set_name(format!("明細書{number}"))?;
    for (column, width) in (0_u16..).zip([34, 13, 13, 10, 14, 16]) {
        page.set_column_width(column, width)?;
    }
    page.write_string_with_format(0, 0, "地域生活支援給付費等明細書", &title())?;
    let mut at = header(page, head, statement)?;
    at = days(page, at + 1)?;
    at = lines(page, at + 1, statement)?;
    at = columns(page, at + 1, statement)?;
    if !statement.claimable() {
        let missing = statement.missing_prices.join("、");
        let why = match statement.missing_prices.is_empty() {
            true => "保留の記録か、直すところがあるため、請求できません".to_owned(),
            false => format!("単価の分からない明細があるため、合計は出していません: {missing}"),
        };
        page.write_string_with_format(at + 1, 0, why, &Format::new().set_bold())?;
    }
    print_setup(page, false)
}

fn header(page: &mut Worksheet, head: &ClaimHead, statement: &CommunityStatement) -> Result<u32, PaperError> {
    let cap = statement.burden.cap.map(|cap| cap.to_string()).unwrap_or_default();
    let managed = statement.burden.managed.as_ref();
    let fields = [
        ("市町村番号", head.municipality_no.clone()),
        ("助成自治体番号", String::new()),
        ("サービス提供年月", format!("{}分", head.service_month)),
        ("受給者証番号", head.recipient_no.clone()),
        ("指定事業所番号", head.office_no.clone()),
        ("事業者及びその事業所の名称", head.office_name.clone()),
        ("支給決定障害者等氏名", head.guardian.clone()),
        ("支給決定に係る障害児氏名", head.child.clone()),
        ("地域区分", String::new()),
        ("就労継続支援A型事業者負担減免措置実施", String::new()),
        ("就労継続支援A型減免対象者", String::new()),
        ("利用者負担上限月額①", cap),
        ("上限額管理事業所 指定事業所番号", managed.map(|m| m.office_no.clone()).unwrap_or_default()),
        ("上限額管理事業所 事業所名称", managed.map(|m| m.office_name.clone()).unwrap_or_default()),
        ("管理結果", managed.map(|m| m.result.to_string()).unwrap_or_default()),
        ("管理結果額", managed.map(|m| m.amount.to_string()).unwrap_or_default()),
    ];
    let label = cell().set_background_color("EEEEEE");
    for (at, (name, value)) in (2_u32..).zip(&fields) {
        page.write_string_with_format(at, 0, *name, &label)?;
        page.merge_range(at, 1, at, 3, value, &cell().set_num_format("@"))?;
    }
    Ok(2 + fields.len() as u32)
}

/// 日数の欄: part of the form, and blank for these services.
fn days(page: &mut Worksheet, at: u32) -> Result<u32, PaperError> {
    const ROWS: u32 = 4;
    let bold = cell().set_bold().set_align(FormatAlign::Center);
    let names = ["種別", "開始年月日", "終了年月日", "利用日数", "外泊日数", "入院日数"];
    for (column, name) in (0_u16..).zip(names) {
        page.write_string_with_format(at, column, name, &bold)?;
        for row in at + 1..=at + ROWS {
            page.write_blank(row, column, &cell())?;
        }
    }
    Ok(at + ROWS + 1)
}

fn lines(page: &mut Worksheet, at: u32, statement: &CommunityStatement) -> Result<u32, PaperError> {
    let yen = statement.columns.iter().all(|column| column.totals.is_none_or(|totals| totals.units.is_none()));
    let yen = yen && statement.columns.iter().any(|column| column.totals.is_some());
    let names = if yen {
        ["サービス内容", "サービスコード", "円", "回数", "サービス費用", "摘要"]
    } else {
        ["サービス内容", "サービスコード", "単位数", "回数", "サービス単位数", "摘要"]
    };
    let bold = cell().set_bold().set_align(FormatAlign::Center);
    for (column, name) in (0_u16..).zip(names) {
        page.write_string_with_format(at, column, name, &bold)?;
    }
    let mut row = at + 1;
    let number = cell().set_num_format("#,##0");
    for (_, line) in &statement.lines {
        page.write_string_with_format(row, 0, &line.name, &cell())?;
        let code = line.code.as_ref().map(|code| code.as_str()).unwrap_or_default();
        page.write_string_with_format(row, 1, code, &cell().set_num_format("@"))?;
        for (column, amount) in [(2, line.amount), (3, Some(i64::from(line.count))), (4, line.total)] {
            match amount {
                Some(amount) => page.write_number_with_format(row, column, exact(amount, row)?, &number)?,
                None => page.write_string_with_format(row, column, UNKNOWN, &cell())?,
            };
        }
        let mark = match (line.origin, line.verified) {
            (None, _) => "単価不明",
            (Some(claims::community::PriceOrigin::Overlay), _) => "登録した単価",
            (Some(_), false) => "未検証",
            _ => "",
        };
        page.write_string_with_format(row, 5, mark, &cell())?;
        row += 1;
    }
    Ok(row)
}

fn columns(page: &mut Worksheet, at: u32, statement: &CommunityStatement) -> Result<u32, PaperError> {
    let bold = cell().set_bold().set_align(FormatAlign::Center);
    let total_column = statement.columns.len() as u16 + 1;
    page.write_string_with_format(at, 0, "集計", &bold)?;
    for column in 1..total_column {
        page.write_string_with_format(at, column, "サービス", &bold)?;
    }
    page.write_string_with_format(at, total_column, "合計", &bold)?;
    let right = cell().set_align(FormatAlign::Right);
    let mut row_at = at + 1;
    for row in rows(statement) {
        page.write_string_with_format(row_at, 0, row.label, &cell().set_background_color("EEEEEE"))?;
        for (column, value) in (1_u16..).zip(row.values.iter().chain([&row.total])) {
            page.write_string_with_format(row_at, column, value, &right)?;
        }
        row_at += 1;
    }
    Ok(row_at)
}

fn print_setup(page: &mut Worksheet, landscape: bool) -> Result<(), PaperError> {
    const A4: u8 = 9;
    if landscape {
        page.set_landscape();
    }
    page.set_paper_size(A4);
    page.set_print_fit_to_pages(1, 0);
    page.set_footer("&C&P / &N");
    Ok(())
}

/// A whole number as a cell holds it; cells are exact up to 2^53.
fn exact(amount: i64, row: u32) -> Result<f64, PaperError> {
    const LIMIT: u64 = 1 << 53;
    let row = usize::try_from(row).unwrap_or_default();
    if amount.unsigned_abs() > LIMIT {
        Err(PaperError::TooLarge { row, column: "請求明細書" })
    } else {
        Ok(amount as f64)
    }
}

fn cell() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}

fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}
