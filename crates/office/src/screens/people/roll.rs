//! 名簿に共通すること: what is asked for, whom a text finds, the card that counts, the addresses of tabs – whatever the office does.
use super::{read::typed_width, said::Said};
use crate::{desk::Desk, failure::Failure};
use axum::{extract::Query, http::Uri};
use kernel::{Day, typed};
use serde::Deserialize;
use std::collections::HashSet;
use store::Card;

/// Fewest digits that are searched for as a recipient number.
const FEWEST_DIGITS: usize = 3;

/// Ids of those whom a text finds: by name, フリガナ or recipient number.
pub(crate) async fn found(desk: &Desk, text: &str, cards: &[Card]) -> Result<HashSet<i64>, Failure> {
    let mut ids: HashSet<i64> = desk.read().people().search(text).await?.into_iter().map(|person| person.id).collect();
    let digits = typed::digits(&typed_width(text)).unwrap_or_default();
    if digits.len() >= FEWEST_DIGITS {
        let by_number = cards.iter().filter(|card| card.body.recipient_no.as_str().contains(&digits));
        ids.extend(by_number.map(|card| card.person_id));
    }
    Ok(ids)
}

/// The card of a person that counts today: the newest that has begun, otherwise the first to come.
pub(crate) fn card_of<'c>(cards: impl Iterator<Item = &'c Card> + Clone, today: Day) -> Option<&'c Card> {
    let begun = cards.clone().filter(|card| card.body.valid_from <= today).max_by_key(|card| card.body.valid_from);
    begun.or_else(|| cards.min_by_key(|card| card.body.valid_from))
}

/// An address with what is searched for and the state.
pub(crate) fn address(path: &str, text: &str, state: Option<&str>) -> String {
    let mut link = form_urlencoded::Serializer::new(format!("{path}?"));
    if !text.is_empty() {
        link.append_pair("q", text);
    }
    if let Some(state) = state {
        link.append_pair("state", state);
    }
    link.finish()
}

/// What stands behind the `?` of a list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    q: Option<String>,
    /// The tab that is wanted.
    pub(crate) state: Option<String>,
    #[serde(flatten)]
    pub(crate) said: Said,
}

impl ListQuery {
    /// That of an address; nothing is asked for where it cannot be read.
    pub(crate) fn of(address: &Uri) -> ListQuery {
        Query::try_from_uri(address).map(|Query(query)| query).unwrap_or_default()
    }

    /// What is searched for; empty for everyone.
    pub(crate) fn text(&self) -> &str {
        self.q.as_deref().unwrap_or_default().trim()
    }
}
