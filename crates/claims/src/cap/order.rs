//! 優先順位: in which order the offices of a person use up the cap, read from `data/claims/cap_order.csv`.
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/claims/cap_order.csv");

/// One service type and its rank after the managing office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapRank {
    /// 1 comes first after the managing office.
    pub rank: u8,
    /// 日中活動系, 訪問系, …
    pub rank_name: &'static str,
    /// サービス種類コード.
    pub service_type: &'static str,
    /// サービス種類 in words.
    pub service_name: &'static str,
}

static RANKS: LazyLock<Vec<CapRank>> = LazyLock::new(|| {
    TABLE.lines().skip(1).map(|line| row(line).expect("the checked-in order of offices is readable")).collect()
});

fn row(line: &'static str) -> Option<CapRank> {
    let mut cells = line.split(',');
    let (service_type, service_name) = (cells.next()?, cells.next()?);
    Some(CapRank { rank: cells.next()?.parse().ok()?, rank_name: cells.next()?, service_type, service_name })
}

/// Every service type that may stand on a result sheet, in the official order.
pub fn ranks() -> &'static [CapRank] {
    &RANKS
}

/// The rank of a service type code (`46`).
///
/// ```
/// use claims::cap::rank_of;
/// assert_eq!(rank_of("46").map(|found| (found.rank, found.rank_name)), Some((1, "日中活動系")));
/// assert_eq!(rank_of("24").map(|found| found.rank), Some(4));
/// assert_eq!(rank_of("99"), None);
/// ```
pub fn rank_of(service_type: &str) -> Option<&'static CapRank> {
    RANKS.iter().find(|found| found.service_type == service_type)
}
