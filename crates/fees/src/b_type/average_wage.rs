//! 平均工賃月額: how the average monthly wage is worked out.

/// How the 平均工賃月額 is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WageMethod {
    /// Wages of the period ÷ (user-days ÷ opening days) ÷ months, from 2024-04.
    DailyAverage,
    /// Wages of the period ÷ the sum of persons paid in each month, before.
    MonthlyPayees,
}
