//! どの種類の事業所のページか: one rule for every address inside `/o/{office}` – which kinds of office have it, and what a
//! kind has in its place.
use kernel::ServiceKind::{self, BType, Community, Retention};

/// Pages outside `/b`, `/t` and `/c` that not every kind of office has: the first word of the address, the next word that
/// is not an id (nothing: every page behind the first word), and the kinds.
const PAGES: [(&str, &str, &[ServiceKind]); 25] = [
    ("wages", "", &[BType]),
    ("returned", "", &[BType]),
    // 単位数表 come in through the same address as people and records of B型
    ("import", "", &[BType, Retention]),
    ("import", "done", &[BType]),
    ("import", "stop", &[BType]),
    ("import", "people", &[BType]),
    ("import", "days", &[BType]),
    ("settings", "notices", &[BType]),
    ("settings", "form", &[BType]),
    ("settings", "wages", &[BType]),
    ("settings", "codes", &[BType, Retention]),
    ("settings", "approval", &[Retention]),
    ("settings", "occupations", &[Retention]),
    ("settings", "masters", &[Community]),
    ("people", "cards", &[BType, Retention]),
    ("people", "contracts", &[BType, Retention]),
    ("people", "exceptions", &[BType]),
    ("people", "months", &[BType]),
    ("people", "take-over", &[Retention]),
    ("people", "jobs", &[Retention]),
    ("people", "retention", &[Retention]),
    ("people", "leaving", &[Retention]),
    ("people", "resigned", &[Retention]),
    ("people", "plans", &[Retention]),
    ("people", "masters", &[Community]),
];

const EVERY: &[ServiceKind] = &ServiceKind::ALL;

/// The kinds of office that have the page of an address (without `/o/{office}`).
pub(crate) fn kinds(path: &str) -> &'static [ServiceKind] {
    let (first, page) = words(path);
    if let Some(kind) = EVERY.iter().find(|kind| kind.letter() == first) {
        return std::slice::from_ref(kind);
    }
    let find =
        |page: &str| PAGES.iter().find(|(place, word, _)| *place == first && *word == page).map(|(.., kinds)| *kinds);
    find(page).or_else(|| find("")).unwrap_or(EVERY)
}

/// What an office has in the place of a page of another kind: `/people/7/masters` for the papers of a person.
pub(crate) fn instead(path: &str, kind: ServiceKind) -> Option<String> {
    let (first, page) = words(path);
    let person = path.trim_matches('/').split('/').nth(1)?;
    let paper = matches!(page, "cards" | "contracts" | "exceptions" | "masters");
    if first != "people" || !paper || person.parse::<i64>().is_err() {
        return None;
    }
    let page = if kind == Community { "masters" } else { "cards" };
    Some(format!("/people/{person}/{page}"))
}

/// The first word of an address and the next that is not an id.
fn words(path: &str) -> (&str, &str) {
    let mut words = path.trim_matches('/').split('/');
    let first = words.next().unwrap_or_default();
    (first, words.find(|word| word.parse::<i64>().is_err()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_of_one_kind_of_office_is_known_by_its_address() {
        assert_eq!(kinds("/t/2026-11/claim"), [Retention]);
        assert_eq!(kinds("/people/7/leaving"), [Retention]);
        assert_eq!(kinds("/people/7/months/2026-11"), [BType]);
        assert_eq!(kinds("/settings/wages"), [BType]);
        assert_eq!(kinds("/wages/2025/people/7"), [BType]);
        assert_eq!(kinds("/people/7/cards/2/lock"), [BType, Retention]);
        for shared in ["/", "/people", "/people/7", "/people/new", "/settings", "/audit"] {
            assert_eq!(kinds(shared), ServiceKind::ALL, "{shared}");
        }
    }

    #[test]
    fn the_papers_of_a_person_are_found_where_the_kind_of_office_keeps_them() {
        assert_eq!(instead("/people/7/cards", Community).unwrap(), "/people/7/masters");
        assert_eq!(instead("/people/7/contracts/3", Community).unwrap(), "/people/7/masters");
        assert_eq!(instead("/people/7/masters/3", BType).unwrap(), "/people/7/cards");
        assert_eq!(instead("/people/7/jobs", Community), None);
        assert_eq!(instead("/settings/masters", BType), None);
    }
}
