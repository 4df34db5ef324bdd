//! 市町村のきまり: which rules the program holds, for whom of our people, and one municipality's rules in words.
use super::{
    known::pack_of,
    masters::card_of,
    pack::pack,
    points::{PointLine, point_lines},
};
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    screens::people::{frame::shell_with, said::Said},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Html,
};
use fees::community::{
    pack::{Explanation, Packs, Section as Chapter},
    price_list,
};
use kernel::MunicipalityNo;
use std::collections::{BTreeMap, HashMap};
use store::{CommunityCard, Entry, PersonBody};
use ui::Shell;

/// Someone of ours whom a municipality's rules concern.
pub(super) struct Ours {
    pub(super) name: String,
    pub(super) href: String,
}

struct PackLine {
    name: String,
    edition: String,
    invented: bool,
    status: String,
    numbers: String,
    people: usize,
    href: String,
    current: bool,
}

struct UnknownLine {
    number: String,
    people: Vec<Ours>,
    /// What is known of it, though nothing can be claimed with it.
    known: Option<String>,
}

struct PartialLine {
    name: String,
    why: String,
    facts: Vec<(String, String)>,
    source: String,
}

#[derive(Template)]
#[template(path = "community/packs.html")]
struct PacksPage {
    shell: Shell,
    packs: Vec<PackLine>,
    unknown: Vec<UnknownLine>,
    partials: Vec<PartialLine>,
}

#[derive(Template)]
#[template(path = "community/pack.html")]
struct PackPage {
    shell: Shell,
    title: String,
    invented: bool,
    /// Contact, deadline, papers come first: they are what people look for.
    first: Vec<Chapter>,
    chapters: Vec<Chapter>,
    points: Vec<PointLine>,
    prices: Option<Chapter>,
    missing: usize,
    entered: usize,
    people: Vec<Ours>,
    base: String,
    list_href: String,
    sources: BTreeMap<String, String>,
}

/// People of the office with the certificate that counts today.
async fn people(desk: &Desk) -> Result<Vec<(Entry<PersonBody>, CommunityCard)>, Failure> {
    let today = desk.app.clock.today();
    let mut cards: HashMap<i64, Vec<CommunityCard>> = HashMap::new();
    for card in desk.read().community_cards().list().await? {
        cards.entry(card.person_id).or_default().push(card);
    }
    let here = |person: &Entry<PersonBody>| person.body.ended_on.is_none_or(|day| day >= today);
    let everyone = desk.read().people().list().await?.into_iter().filter(here);
    Ok(everyone
        .filter_map(|person| {
            let card = card_of(cards.get(&person.id)?.iter(), today)?.clone();
            Some((person, card))
        })
        .collect())
}

fn ours(desk: &Desk, person: &Entry<PersonBody>) -> Ours {
    Ours { name: person.body.name.clone(), href: format!("{}/people/{}/masters", desk.base, person.id) }
}

/// `GET /c/packs`.
pub(super) async fn list(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    let month = desk.app.clock.month();
    let people = people(&desk).await?;
    let of = |card: &CommunityCard| pack_of(&card.body.municipality_no, month);
    let packs = Packs::builtin();
    let mut lines: Vec<PackLine> = packs
        .all()
        .iter()
        .map(|pack| {
            let identity = &pack.identity;
            let numbers: Vec<String> = identity.certificate_numbers.iter().map(ToString::to_string).collect();
            PackLine {
                name: identity.name.clone(),
                edition: identity.edition.clone(),
                invented: identity.invented,
                status: identity.status.clone(),
                numbers: numbers.join("、"),
                people: people.iter().filter(|(_, card)| of(card) == Some(pack)).count(),
                href: format!("{}/c/packs/{}", desk.base, identity.id),
                current: identity.to.is_none_or(|to| month <= to),
            }
        })
        .collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.people), line.invented));
    let mut unknown: BTreeMap<&MunicipalityNo, Vec<Ours>> = BTreeMap::new();
    for (person, card) in people.iter().filter(|(_, card)| of(card).is_none()) {
        unknown.entry(&card.body.municipality_no).or_default().push(ours(&desk, person));
    }
    let unknown = unknown.into_iter().map(|(number, people)| UnknownLine {
        known: packs.partials().of(number).map(|partial| format!("{}: {}", partial.name, partial.why)),
        number: number.to_string(),
        people,
    });
    let partials = packs.partials().municipalities.iter().map(|partial| PartialLine {
        name: partial.name.clone(),
        why: partial.why.clone(),
        facts: partial.facts.iter().map(|fact| (fact.topic.clone(), fact.text.clone())).collect(),
        source: partial.source.clone(),
    });
    let page = PacksPage {
        shell: shell_with(&desk, Section::Rules, said.ok.as_deref()).await?,
        packs: lines,
        unknown: unknown.collect(),
        partials: partials.collect(),
    };
    Ok(Html(page.render()?))
}

/// `GET /c/packs/{pack}`: the rules in words.
pub(super) async fn show(
    desk: Desk,
    Path((_, id)): Path<(i64, String)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    let pack = pack(&id)?;
    let month = desk.app.clock.month();
    let Explanation { title, sections } = pack.explain();
    let mut chapters = Vec::new();
    let (mut first, mut prices) = (Vec::new(), None);
    for section in sections {
        match section.key {
            "identity" | "route" => first.push(section),
            "prices" => prices = Some(section),
            // the open points have a table of their own
            "points" => {}
            _ => chapters.push(section),
        }
    }
    let everyone = people(&desk).await?;
    let mine = everyone.iter().filter(|(_, card)| pack_of(&card.body.municipality_no, month) == Some(pack));
    let entered = desk.read().price_overlays().list().await?;
    let sources = pack.identity.sources.iter().map(|source| (source.id.clone(), source.title.clone()));
    let page = PackPage {
        shell: shell_with(&desk, Section::Rules, said.ok.as_deref()).await?,
        title,
        invented: pack.identity.invented,
        first,
        chapters,
        points: point_lines(&desk, pack).await?,
        prices,
        missing: price_list::missing_names(pack).len(),
        entered: entered.iter().filter(|row| row.body.pack == id).count(),
        people: mine.map(|(person, _)| ours(&desk, person)).collect(),
        base: format!("{}/c/packs/{id}", desk.base),
        list_href: format!("{}/c/packs", desk.base),
        sources: sources.collect(),
    };
    Ok(Html(page.render()?))
}
