//! 記録をさがす: words in the notes of every contact, whoever and whenever.
use super::words::{MEANS, label};
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    view::told_apart,
};
use askama::Template;
use axum::{extract::Query, response::Html};
use kernel::text::search_key;
use serde::Deserialize;
use std::collections::HashMap;
use store::{Contact, ContactKind};
use ui::Shell;

/// Characters before and after the words found.
const AROUND: usize = 40;

/// `?q=…`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SearchQuery {
    q: Option<String>,
}

/// A piece of a note: what stands before the words, the words, what stands behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Excerpt {
    before: String,
    hit: String,
    after: String,
}

struct Line {
    name: String,
    day: String,
    means: &'static str,
    kind: &'static str,
    excerpt: Excerpt,
    href: String,
}

#[derive(Template)]
#[template(path = "retention/search.html")]
struct SearchPage {
    shell: Shell,
    query: String,
    searched: bool,
    lines: Vec<Line>,
    action: String,
    records_href: String,
}

/// The place of the words in a text, read as the search reads it: any width, any kana, without spaces.
fn excerpt(text: &str, words: &str) -> Option<Excerpt> {
    let key: Vec<char> = search_key(words).chars().collect();
    let chars: Vec<char> = text.chars().collect();
    // each letter of the key with the letter of the text it came from
    let mut read: Vec<(char, usize)> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        read.extend(search_key(&c.to_string()).chars().map(|c| (c, at)));
    }
    let fits = |window: &&[(char, usize)]| window.iter().map(|(c, _)| c).eq(key.iter());
    let found = if key.is_empty() { None } else { read.windows(key.len()).find(fits) }?;
    let (from, to) = (found.first()?.1, found.last()?.1 + 1);
    let (start, end) = (from.saturating_sub(AROUND), (to + AROUND).min(chars.len()));
    let piece = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let more = |is_more: bool| if is_more { "…" } else { "" };
    Some(Excerpt {
        before: format!("{}{}", more(start > 0), piece(start, from)),
        hit: piece(from, to),
        after: format!("{}{}", piece(to, end), more(end < chars.len())),
    })
}

/// The first of the texts that holds the words; the beginning of the note where none shows them in one piece.
fn shown(row: &Contact, words: &str) -> Excerpt {
    let body = &row.body;
    let beside = [("相手 ", &body.with_whom), ("職員 ", &body.staff)];
    let found = excerpt(&body.text, words).or_else(|| {
        beside.into_iter().find_map(|(label, text)| {
            let found = excerpt(text, words)?;
            Some(Excerpt { before: format!("{label}{}", found.before), ..found })
        })
    });
    found.unwrap_or_else(|| Excerpt { before: body.text.chars().take(2 * AROUND).collect(), ..Excerpt::default() })
}

/// `GET /t/search`.
pub(super) async fn show(desk: Desk, Query(query): Query<SearchQuery>) -> Result<Html<String>, Failure> {
    let words = query.q.unwrap_or_default().trim().to_owned();
    let searched = !search_key(&words).is_empty();
    let found = if searched { desk.read().contacts().search(&words).await? } else { Vec::new() };
    let people = desk.read().people().list().await?;
    let names: HashMap<i64, String> = people.iter().map(|person| person.id).zip(told_apart(&people)).collect();
    let lines = found.iter().map(|row| {
        let (month, id) = (row.body.on.month(), row.person_id);
        let (kind, rest) = match row.body.kind {
            ContactKind::Full => ("詳細", String::new()),
            ContactKind::Simple => ("簡易", format!("/quick/{}", row.id)),
        };
        Line {
            name: names.get(&id).cloned().unwrap_or_default(),
            day: row.body.on.both(),
            means: label(&MEANS, &row.body.means),
            kind,
            excerpt: shown(row, &words),
            href: desk.month_href(month, &format!("/records/{id}{rest}")),
        }
    });
    let page = SearchPage {
        shell: desk.shell(Section::Records).await?,
        lines: lines.collect(),
        query: words,
        searched,
        action: format!("{}/t/search", desk.base),
        records_href: desk.month_href(desk.app.clock.month(), "/records"),
    };
    Ok(Html(page.render()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn words_are_found_in_any_kana_and_width_and_shown_as_written() {
        let found = excerpt("上司より、ミスが減ったとの評価。ＰＣ入力も順調。", "pc 入力").unwrap();
        assert_eq!((found.hit.as_str(), found.after.as_str()), ("ＰＣ入力", "も順調。"));
        assert_eq!(excerpt("ミスが減った", "みすが").unwrap().hit, "ミスが");
        assert_eq!(excerpt("ミスが減った", "遅刻"), None);
        assert_eq!(excerpt("ミスが減った", " "), None);
    }

    #[test]
    fn a_long_note_is_cut_around_the_words() {
        let text = format!("{}面談{}", "あ".repeat(100), "い".repeat(100));
        let found = excerpt(&text, "面談").unwrap();
        assert_eq!((found.before.chars().count(), found.after.chars().count()), (41, 41));
        assert!(found.before.starts_with('…') && found.after.ends_with('…'));
    }
}
