//! 同姓同名: people of a list by names that tell them apart, with the 受給者証番号 where name and birthday are the same.
use crate::{
    desk::Desk,
    failure::Failure,
    view::{apart_by, told_apart_by},
};
use std::collections::HashMap;
use store::{CommunityMonth, Entry, PersonBody};

/// Everyone of the office.
pub(in crate::screens) async fn everyone(desk: &Desk) -> Result<Vec<Entry<PersonBody>>, Failure> {
    let cards = desk.read().community_cards().list().await?;
    let numbers: HashMap<i64, String> =
        cards.into_iter().map(|card| (card.person_id, card.body.recipient_no.to_string())).collect();
    Ok(apart_by(desk.read().people().list().await?, |id| numbers.get(&id).cloned()))
}

/// Names of the people of a month, in their order.
pub(in crate::screens) fn of_month(month: &CommunityMonth) -> Vec<String> {
    let people: Vec<Entry<PersonBody>> = month.people.iter().map(|person| person.person.clone()).collect();
    told_apart_by(&people, |id| {
        let person = month.people.iter().find(|person| person.person.id == id)?;
        Some(person.card()?.body.recipient_no.to_string())
    })
}
