//! 記録のほかに要るもの: prices entered by hand, the contract, and what the month needs for its additions.
use super::codes::CodeTable;
use super::prices::Overlay;
use std::collections::BTreeMap;

/// What stands beside the visits: prices entered by hand, the contract, and what the month needs for its additions.
#[derive(Clone, Debug, Default)]
pub struct Terms<'a> {
    /// 単価の登録; those of other packs and months are left aside.
    pub overlays: &'a [Overlay],
    /// Prices of a test, by name; they win over everything and are marked.
    pub test_prices: BTreeMap<String, i64>,
    /// The code table of the pack; `None` = the built-in one.
    pub codes: Option<&'a CodeTable>,
    /// 契約支給量 × 100: hours (移動支援) or days (日中一時支援).
    pub contract_x100: Option<u32>,
    /// This office manages the person's cap in the month (上限額管理加算).
    pub manages_cap: bool,
}
