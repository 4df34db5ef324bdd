//! 年度: its months, its people, and how fields and addresses name them.
use crate::{desk::Desk, failure::Failure};
use kernel::Month;
use store::{Entry, PersonBody};

/// 年度 of the address.
pub(super) fn year_of(text: &str) -> Result<i16, Failure> {
    text.parse().ok().filter(|year| (2006..=2099).contains(year)).ok_or(Failure::NotFound)
}

/// April to March.
pub(super) fn months(year: i16) -> [Month; 12] {
    let april = Month::new(year, 4).expect("April exists in every year of the address");
    std::array::from_fn(|at| april.plus_months(i32::try_from(at).unwrap_or_default()))
}

/// Field of a month: `m4`.
pub(super) fn month_key(month: Month) -> String {
    format!("m{}", month.month())
}

/// The people of a fiscal year.
pub(super) async fn people(desk: &Desk, year: i16) -> Result<Vec<Entry<PersonBody>>, Failure> {
    let [first, .., last] = months(year);
    let mut people = crate::view::apart(desk.read().people().list().await?);
    people.retain(|person| {
        person.body.started_on.is_none_or(|day| day <= last.last_day())
            && person.body.ended_on.is_none_or(|day| day >= first.first_day())
    });
    Ok(people)
}
