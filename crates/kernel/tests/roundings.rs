//! Named roundings against slow formulations that count instead of dividing.
#![allow(clippy::unwrap_used)]
use kernel::{Ratio, UnitPrice, Units, Yen};
use proptest::prelude::*;

/// The largest whole number not above `numerator / denominator`, found by stepping.
fn floor_by_steps(numerator: i128, denominator: i128) -> i128 {
    let mut at = 0;
    let mut step = 1i128 << 80;
    while step > 0 {
        while (at + step) * denominator <= numerator {
            at += step;
        }
        while at * denominator > numerator {
            at -= step;
        }
        step /= 2;
    }
    at
}

/// Rounding as done by hand: cut the sign off, cut the fraction off, look whether a half or more is left, put the sign back.
fn half_up_by_hand(numerator: i128, denominator: i128) -> i128 {
    let size = numerator.abs();
    let whole = floor_by_steps(size, denominator);
    let left = size - whole * denominator;
    let rounded = if left + left >= denominator { whole + 1 } else { whole };
    if numerator < 0 { -rounded } else { rounded }
}

proptest! {
    #[test]
    fn a_tenth_is_cut_off(yen in 0i64..100_000_000) {
        prop_assert_eq!(i128::from(Yen(yen).ten_percent_floor().0), floor_by_steps(yen.into(), 10));
    }

    #[test]
    fn cost_is_cut_off_once(units in 0i64..10_000_000, milli in 1i64..=99_999) {
        let cost = Units(units).cost_floor(UnitPrice::from_milli_yen(milli).unwrap()).unwrap();
        prop_assert_eq!(i128::from(cost.0), floor_by_steps(i128::from(units) * i128::from(milli), 1000));
    }

    #[test]
    fn a_share_of_units_is_rounded_half_away_from_zero(units in -1_000_000i64..1_000_000, n in 0i64..2000, d in 1i64..2000) {
        let share = Units(units).times_half_up(Ratio::new(n, d)).unwrap();
        prop_assert_eq!(i128::from(share.0), half_up_by_hand(i128::from(units) * i128::from(n), d.into()));
    }

    #[test]
    fn a_share_of_units_is_cut_off(units in -1_000_000i64..1_000_000, n in 0i64..2000, d in 1i64..2000) {
        let share = Units(units).times_floor(Ratio::new(n, d)).unwrap();
        prop_assert_eq!(i128::from(share.0), floor_by_steps(i128::from(units) * i128::from(n), d.into()));
    }

    #[test]
    fn a_price_reads_back_as_it_is_written(milli in 1i64..=99_999) {
        let price = UnitPrice::from_milli_yen(milli).unwrap();
        prop_assert_eq!(price.to_string().parse::<UnitPrice>(), Ok(price));
    }
}

#[test]
fn exact_halves_go_away_from_zero() {
    let half = Ratio::new(1, 2);
    let table = [(1, 1), (3, 2), (5, 3), (-1, -1), (-3, -2), (0, 0), (2, 1)];
    for (units, expected) in table {
        assert_eq!(Units(units).times_half_up(half), Some(Units(expected)), "{units}");
    }
}

#[test]
fn too_large_is_no_answer() {
    assert_eq!(Units(i64::MAX).times_half_up(Ratio::new(2, 1)), None);
    assert_eq!(Units(i64::MAX).cost_floor(UnitPrice::from_milli_yen(10_000).unwrap()), None);
}
