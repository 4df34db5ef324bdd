//! 単位数単価: yen of one unit by 地域区分, for every service.
use super::csv::{Sheet, TableError};
use super::period::Origin;
use kernel::{Finding, Month, Place, Severity, UnitPrice};

/// 単位数単価 of one area class.
#[derive(Clone, Debug)]
pub struct UnitPriceRow {
    /// 地域区分 as people write it (`3級地`).
    pub area_class: &'static str,
    /// Yen of one unit.
    pub price: UnitPrice,
    /// Notice.
    pub source: &'static str,
    /// Whether the row was seen in the notice.
    pub verified: bool,
    pub(crate) origin: Origin,
}

impl UnitPriceRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<UnitPriceRow>, TableError> {
        sheet.each(|row| {
            let origin = row.origin()?;
            Ok(UnitPriceRow {
                area_class: row.text("area_class")?,
                price: row.text("price")?.parse().map_err(|_| row.bad("price", "10.60 のような円"))?,
                source: origin.source,
                verified: origin.verified(),
                origin,
            })
        })
    }
}

/// 単位数単価 of an area class in a month, from one of the tables of prices.
#[expect(clippy::result_large_err, reason = "one shape of finding in the whole house; asked once a month")]
pub(super) fn price_of<'t>(
    rows: &'t [UnitPriceRow],
    file: &str,
    area_class: &str,
    month: Month,
) -> Result<&'t UnitPriceRow, Finding> {
    let in_force = || rows.iter().filter(|row| row.origin.period.contains(month));
    in_force().find(|row| row.area_class == area_class).ok_or_else(|| {
        let known: Vec<&str> = in_force().map(|row| row.area_class).collect();
        let fix = if known.is_empty() {
            format!("単価の欄に告示の単価を入力するか、data/{file} にその月の行を加えてください。")
        } else {
            format!("地域区分は {} から選んでください。", known.join("・"))
        };
        Finding::new(
            "fee_row_missing",
            Severity::Fault,
            Place::field("office.area_class", "地域区分"),
            format!("単位数単価表に {month} の「{area_class}」の行がありません。"),
            fix,
        )
        .linked("office")
    })
}

/// 地域区分 of a month, dearest first.
pub(super) fn area_classes(rows: &[UnitPriceRow], month: Month) -> Vec<&'static str> {
    let mut rows: Vec<&UnitPriceRow> = rows.iter().filter(|row| row.origin.period.contains(month)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.price));
    rows.into_iter().map(|row| row.area_class).collect()
}
