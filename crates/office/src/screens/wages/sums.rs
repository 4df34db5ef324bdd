//! 平均工賃月額の計算: wages of the year ÷ users a day ÷ 12, with the roundings of the notice (from 2024-04).
use kernel::Yen;

/// The calculation with what went into each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Average {
    /// Wages of the year.
    pub(super) paid: i64,
    /// 年間延べ利用者数.
    pub(super) user_days: u32,
    /// 年間開所日数.
    pub(super) opening_days: u32,
    /// 1日あたりの利用者数 in tenths, the second decimal rounded up.
    pub(super) users_in_tenths: i64,
    /// 平均工賃月額, half a yen rounded up.
    pub(super) yen: Yen,
}

/// `14.7`.
pub(super) fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// The average; `None` when there is nothing to divide by.
pub(super) fn average(paid: i64, user_days: u32, opening_days: u32) -> Option<Average> {
    if user_days == 0 || opening_days == 0 {
        return None;
    }
    let open = i64::from(opening_days);
    let users_in_tenths = (i64::from(user_days) * 10 + open - 1) / open;
    // paid ÷ (tenths ÷ 10) ÷ 12 = paid × 10 ÷ (tenths × 12), half up
    let (over, under) = (paid.checked_mul(10)?, users_in_tenths * 12);
    let yen = Yen((over.checked_mul(2)? + under) / (under * 2));
    Some(Average { paid, user_days, opening_days, users_in_tenths, yen })
}

impl Average {
    /// The steps in words.
    pub(super) fn steps(&self) -> Vec<String> {
        let Average { paid, user_days, opening_days, users_in_tenths, yen } = self;
        let users = tenths(*users_in_tenths);
        vec![
            format!("年間の工賃総額 {}円", Yen(*paid)),
            format!(
                "1日あたりの利用者数: 延べ利用者数 {user_days}人 ÷ 開所日数 {opening_days}日 → 小数第2位を切り上げ {users}人"
            ),
            format!("平均工賃月額: {}円 ÷ {users}人 ÷ 12か月 → 1円未満を四捨五入 {yen}円", Yen(*paid)),
        ]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_second_decimal_of_the_users_a_day_is_rounded_up() {
        // 14.679 → 14.7 (3,963 ÷ 270 = 14.677…), 14.61 → 14.7, 14.60 stays
        assert_eq!(average(1, 3_963, 270).unwrap().users_in_tenths, 147);
        assert_eq!(average(1, 1_461, 100).unwrap().users_in_tenths, 147);
        assert_eq!(average(1, 1_460, 100).unwrap().users_in_tenths, 146);
    }

    #[test]
    fn half_a_yen_is_rounded_up_and_less_is_dropped() {
        // one user a day: wages ÷ 12
        assert_eq!(average(12 * 15_000 + 6, 100, 100).unwrap().yen, Yen(15_001));
        assert_eq!(average(12 * 15_000 + 5, 100, 100).unwrap().yen, Yen(15_000));
        // 3,168,000 ÷ 14.7 ÷ 12 = 17,959.18…
        assert_eq!(average(3_168_000, 3_963, 270).unwrap().yen, Yen(17_959));
    }

    #[test]
    fn without_days_there_is_no_average() {
        assert_eq!(average(1_000, 0, 20), None);
        assert_eq!(average(1_000, 20, 0), None);
        assert_eq!(average(0, 20, 20).unwrap().yen, Yen(0));
    }
}
