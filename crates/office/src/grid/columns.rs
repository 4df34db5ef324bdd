//! Columns of the month grid, in the order of the 実績記録票.
use super::cells::own_cost_slot;
use fees::b_type::facts::{FeeClass, Office};

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 提供状況.
    Status,
    /// A clock time.
    Time,
    /// Yes or no.
    Flag,
    /// A small whole number.
    Number,
    /// Free text (備考).
    Text,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Field name, the key of the case format where it has one.
    pub key: &'static str,
    /// Heading, may hold a line break.
    pub label: &'static str,
    /// Kind of cell.
    pub kind: Kind,
    /// Always shown, or only when the office may need it.
    pub always: bool,
}

const fn column(key: &'static str, label: &'static str, kind: Kind, always: bool) -> Column {
    Column { key, label, kind, always }
}

const COLUMNS: &[Column] = &[
    column("status", "提供状況", Kind::Status, true),
    column("start", "開始", Kind::Time, true),
    column("end", "終了", Kind::Time, true),
    column("transport_out", "送迎 往", Kind::Flag, false),
    column("transport_back", "送迎 復", Kind::Flag, false),
    column("meal", "食事", Kind::Flag, false),
    column("absence_consulted", "欠席 相談", Kind::Flag, true),
    column("visit_minutes", "訪問 分", Kind::Number, false),
    column("visit_billed", "訪問 算定", Kind::Flag, false),
    column("medical", "医療 連携", Kind::Number, false),
    column("at_home_support", "在宅 支援", Kind::Flag, false),
    column("community_collaboration", "地域 協働", Kind::Flag, false),
    column("emergency_acceptance", "緊急 受入", Kind::Flag, false),
    column("over_capacity", "定員 超過", Kind::Flag, false),
    column("own_cost_1", "実費 1", Kind::Number, false),
    column("own_cost_2", "実費 2", Kind::Number, false),
    column("own_cost_3", "実費 3", Kind::Number, false),
    column("own_cost_4", "実費 4", Kind::Number, false),
    column("own_cost_5", "実費 5", Kind::Number, false),
    column("remark", "備考", Kind::Text, true),
];

/// All columns.
pub fn columns() -> &'static [Column] {
    COLUMNS
}

/// The columns an office needs every day; `all` shows the rest too. A column with a value in the month is always shown.
/// The columns of 本人実費 appear where the office has priced the item (`priced`), and only there.
pub fn visible(office: Option<&Office>, priced: [bool; 5], used: &dyn Fn(&str) -> bool, all: bool) -> Vec<Column> {
    let wanted = |key: &str| {
        let Some(office) = office else { return true };
        let flat = matches!(office.fee_class, FeeClass::IV | FeeClass::V | FeeClass::VI);
        match key {
            "transport_out" | "transport_back" => office.capability.transport.is_some(),
            "meal" => office.capability.meal_provision,
            "community_collaboration" => flat,
            "emergency_acceptance" => office.capability.community_base,
            _ => false,
        }
    };
    let shown = |column: &Column| match own_cost_slot(column.key) {
        Some(slot) => priced[slot] || used(column.key),
        None => all || column.always || wanted(column.key) || used(column.key),
    };
    COLUMNS.iter().copied().filter(shown).collect()
}
