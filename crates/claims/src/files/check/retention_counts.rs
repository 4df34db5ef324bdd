//! 明細と実績記録票の対応 of 就労定着支援 (X02): what is claimed shows on the record. Its codes are known by the name the
//! loaded code table gives them; a code that no table knows is passed over here (C02 tells of it).
use super::located::{Located, Set};
use super::totals::days_with;
use fees::FeeTables;
use kernel::{Finding, Month, ServiceCode, Severity};
use std::sync::LazyLock;

/// `name,item,counted,valid_from,valid_to,source,confidence`.
const TABLE: &str = include_str!("../../../../../data/claims/retention_record_items.csv");

/// How the claimed count shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// As often as there are days with the item.
    Days,
    /// Once, when there is a day with the item.
    Once,
    /// Once, when the basic record has the item.
    Start,
}

struct Item {
    name: &'static str,
    item: &'static str,
    counted: Counted,
    from: Month,
    to: Option<Month>,
}

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| TABLE.lines().skip(1).map(|line| item(line).expect("the checked-in table is readable")).collect());

fn item(line: &'static str) -> Option<Item> {
    let mut cells = line.split(',');
    let (name, item) = (cells.next()?, cells.next()?);
    let counted = match cells.next()? {
        "days" => Counted::Days,
        "once" => Counted::Once,
        "start" => Counted::Start,
        _ => return None,
    };
    let (from, to) = (cells.next()?.parse().ok()?, cells.next()?);
    Some(Item { name, item, counted, from, to: if to.is_empty() { None } else { Some(to.parse().ok()?) } })
}

pub(super) fn check(statement: &Set<'_>, record: &Set<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let Some((basic, month)) = record.basic().and_then(|basic| Some((basic, basic.month()?))) else { return };
    let named: Vec<(&Located<'_>, &str)> =
        statement.rows("03").iter().filter_map(|line| Some((line, name(line, month, tables)?))).collect();
    // a line of an unknown code may be any of the additions
    if named.len() < statement.rows("03").len() {
        return;
    }
    for item in ITEMS.iter().filter(|item| item.from <= month && item.to.is_none_or(|to| month <= to)) {
        let lines: Vec<&Located<'_>> =
            named.iter().filter(|(_, name)| name.starts_with(item.name)).map(|(line, _)| *line).collect();
        let claimed: i64 = lines.iter().map(|line| line.number("count")).sum();
        let recorded = match item.counted {
            Counted::Days => days_with(record, item.item),
            Counted::Once => days_with(record, item.item).min(1),
            Counted::Start => i64::from(basic.number(item.item) != 0),
        };
        let Some(row) = lines.first().copied().or(statement.first()).filter(|_| claimed != recorded) else { continue };
        findings.push(row.finding(
            "X02",
            Severity::Fault,
            "count",
            format!("{}の回数 {claimed} が、実績記録票の {recorded}回 と違います", item.name),
            "明細と実績記録票のどちらが正しいかを確かめて、同じにしてください",
        ));
    }
}

/// The name of a code of 就労定着支援 in the loaded table.
fn name<'t>(line: &Located<'_>, month: Month, tables: &'t FeeTables) -> Option<&'t str> {
    let code: ServiceCode = line.text("service_code").parse().ok()?;
    tables.code(&code, month).map(|entry| entry.name)
}
