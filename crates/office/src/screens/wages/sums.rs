//! 平均工賃月額の計算: the wages and days of a year put before the rule that holds for the month they are filed for.
use fees::{
    FeeTables,
    b_type::average_wage::{AverageWage, PaidWage, UsersOfDay, WagePeriod, average_wage},
};
use kernel::{Month, Yen};
use store::WageYear;

/// The average of a fiscal year; `days` are 延べ利用者数 and 開所日数 by month.
///
/// # Errors
/// A sentence when the tables do not say how to calculate for `filed_for`.
pub(super) fn average(
    tables: &FeeTables,
    months: &[Month; 12],
    filed_for: Month,
    wages: &[WageYear],
    days: &[(u32, u32)],
) -> Result<AverageWage, String> {
    let Some((method, _)) = tables.average_wage_method(filed_for) else {
        let month = filed_for.wareki();
        return Err(format!(
            "{month}に届け出る平均工賃月額の計算方法が表にありません。data/fees/b_type/average_wages.csv に行を加えてください。"
        ));
    };
    let paid = wages.iter().flat_map(|row| {
        let person = row.person_id.unsigned_abs();
        let by_month = months.iter().zip(row.months);
        by_month.filter_map(move |(month, yen)| Some(PaidWage { month: *month, person, yen: yen? }))
    });
    // the rule adds up the days of the year: a month's sum may stand on its first day
    let users = months.iter().zip(days).filter(|(_, (users, _))| *users > 0);
    let period = WagePeriod {
        method,
        from: months[0],
        months: 12,
        wages: paid.collect(),
        users: users.map(|(month, (users, _))| UsersOfDay { day: month.first_day(), users: *users }).collect(),
        opening_days: days.iter().map(|(_, open)| open).sum(),
    };
    Ok(average_wage(&period))
}

/// 平均工賃月額 as a number for the notice.
pub(super) fn for_notice(average: &AverageWage) -> Option<(Yen, u32)> {
    let yen = average.yen?;
    Some((yen, u32::try_from(yen.0).ok()?))
}
