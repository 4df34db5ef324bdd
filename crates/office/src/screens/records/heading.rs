//! 見出し: what the office and the card say about this person's month, above the grid.
use crate::{desk::Desk, failure::Failure};
use fees::b_type::facts::{Office, Operator};
use kernel::Month;

/// One fact of the heading.
pub(crate) struct Heading {
    pub(crate) name: &'static str,
    pub(crate) value: String,
}

/// 事業所の区分, 負担上限月額, 食事, 支給量, 契約 in force in the month.
pub(crate) async fn of(
    desk: &Desk,
    person_id: i64,
    month: Month,
    office: Option<&Office>,
) -> Result<Vec<Heading>, Failure> {
    let mut heading = Vec::new();
    if let Some(office) = office {
        heading.push(Heading { name: "事業所", value: office_class(desk, office, month) });
    }
    match desk.read().cards().in_force(person_id, month).await? {
        Some(card) => {
            heading.push(Heading { name: "負担上限月額", value: format!("{}円", card.body.burden_cap) });
            let meal = if card.body.meal_eligible { "対象" } else { "対象でない" };
            heading.push(Heading { name: "食事提供体制加算", value: meal.to_owned() });
            heading.push(Heading { name: "支給量", value: format!("{}日/月", card.body.granted_days) });
        }
        None => heading
            .push(Heading { name: "受給者証", value: "この月の受給者証がありません".to_owned() }),
    }
    Ok(heading)
}

fn office_class(desk: &Desk, office: &Office, month: Month) -> String {
    let operator = match office.operator {
        Operator::Public => "公立",
        Operator::Private => "民間",
    };
    match desk.app.tables.staffing_and_capacity(office.fee_class, office.capacity, month) {
        Some((staffing, band)) => format!("{operator} {band} {}型({staffing})", roman(office)),
        None => format!("{operator} 定員{}人 {}型", office.capacity, roman(office)),
    }
}

fn roman(office: &Office) -> &'static str {
    use fees::b_type::facts::FeeClass as F;
    match office.fee_class {
        F::I => "Ⅰ",
        F::II => "Ⅱ",
        F::III => "Ⅲ",
        F::IV => "Ⅳ",
        F::V => "Ⅴ",
        F::VI => "Ⅵ",
    }
}
