//! 計時: medians of five, in whole nanoseconds.
use std::hint::black_box;
use std::time::Instant;

/// Rounds whose median counts.
pub(super) const ROUNDS: usize = 5;

/// A median and what the work returned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// Median time of one round.
    pub(super) median_ns: u128,
    /// Control sum of the work.
    pub(super) sum: i64,
}

/// Does the work once to warm up, then five times.
pub(super) fn measure(work: impl Fn() -> i64) -> Measured {
    let sum = black_box(work());
    let mut rounds: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            black_box(work());
            started.elapsed().as_nanos()
        })
        .collect();
    rounds.sort_unstable();
    Measured { median_ns: rounds[ROUNDS / 2], sum }
}

/// How many of `count` things a second.
pub(super) fn per_second(count: usize, median_ns: u128) -> u128 {
    count as u128 * 1_000_000_000 / median_ns.max(1)
}

/// `1234567` → `1,234,567`.
pub(super) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Nanoseconds for people: µs below a millisecond, else ms, three figures behind the point.
pub(super) fn duration(ns: u128) -> String {
    let (whole, unit) = if ns < 1_000_000 { (ns, "µs") } else { (ns / 1_000, "ms") };
    format!("{}.{:03} {unit}", grouped(whole / 1_000), whole % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn durations_are_told_in_the_unit_that_fits() {
        assert_eq!(duration(1_500), "1.500 µs");
        assert_eq!(duration(2_034_000), "2.034 ms");
    }

    #[test]
    fn rates_come_from_the_median() {
        assert_eq!(per_second(30, 1_000_000), 30_000);
    }
}
