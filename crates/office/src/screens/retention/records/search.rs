//! 記録をさがす: words in every note of the office – records, reports, plans, jobs, contracts, notes of people and of 加算情報
//! –, whoever and whenever.
use super::notes::{self, Note};
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    view::told_apart,
};
use askama::Template;
use axum::{extract::Query, response::Html};
use kernel::text::{full_width, search_key};
use serde::Deserialize;
use std::collections::HashMap;
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
    kind: String,
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

/// The first of the texts that holds one of the words; the beginning of the note where none shows it in one piece.
fn shown(note: &Note, words: &[&str]) -> Excerpt {
    let labelled = |label: &str, found: Excerpt| {
        let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
        Excerpt { before: format!("{label}{}", found.before), ..found }
    };
    let find = |word: &&str| {
        note.texts.iter().find_map(|(label, text)| {
            let found = excerpt(text, word).or_else(|| excerpt(&full_width(text), word))?;
            Some(labelled(label, found))
        })
    };
    words.iter().find_map(find).unwrap_or_else(|| {
        let first = note.texts.iter().find(|(_, text)| !text.is_empty());
        let before = first.map(|(_, text)| text.chars().take(2 * AROUND).collect()).unwrap_or_default();
        Excerpt { before, ..Excerpt::default() }
    })
}

/// `GET /t/search`.
pub(super) async fn show(desk: Desk, Query(query): Query<SearchQuery>) -> Result<Html<String>, Failure> {
    let typed = query.q.unwrap_or_default().trim().to_owned();
    let words: Vec<&str> = typed.split_whitespace().filter(|word| !search_key(word).is_empty()).collect();
    let searched = !words.is_empty();
    let people = desk.read().people().list().await?;
    let found = if searched { notes::holding(&desk, &people, &words).await? } else { Vec::new() };
    let names: HashMap<i64, String> = people.iter().map(|person| person.id).zip(told_apart(&people)).collect();
    let lines = found.into_iter().map(|note| Line {
        name: note.person_id.map_or_else(|| "(事業所)".to_owned(), |id| names.get(&id).cloned().unwrap_or_default()),
        excerpt: shown(&note, &words),
        day: note.when,
        kind: note.kind,
        href: note.href,
    });
    let page = SearchPage {
        shell: desk.shell(Section::Records).await?,
        lines: lines.collect(),
        searched,
        action: format!("{}/t/search", desk.base),
        records_href: desk.month_href(desk.app.clock.month(), "/records"),
        query: typed,
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
