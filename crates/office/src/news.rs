//! お知らせ: what changed in the program, newest first, from `data/notices.toml`.
use kernel::{Day, ServiceKind};
use serde::Deserialize;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../../data/notices.toml");

/// One entry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct News {
    /// 日付.
    pub(crate) date: Day,
    /// What it is about, in a few words.
    pub(crate) title: String,
    /// What can be done now, one sentence an entry.
    pub(crate) text: Vec<String>,
    /// The kinds of offices it concerns; all when absent.
    #[serde(default)]
    kinds: Vec<ServiceKind>,
}

#[derive(Deserialize)]
struct NewsFile {
    notice: Vec<News>,
}

/// Newest first. The file is compiled in and read by a test.
static ALL: LazyLock<Vec<News>> = LazyLock::new(|| {
    let mut all = toml::from_str::<NewsFile>(TEXT).map(|file| file.notice).unwrap_or_default();
    all.sort_by_key(|news| std::cmp::Reverse(news.date));
    all
});

/// The entries that concern a kind of office, newest first.
pub(crate) fn of_kind(kind: ServiceKind) -> impl Iterator<Item = &'static News> {
    ALL.iter().filter(move |news| news.kinds.is_empty() || news.kinds.contains(&kind))
}

/// The newest entry for a kind of office, in one line.
pub(crate) fn newest(kind: ServiceKind) -> Option<String> {
    of_kind(kind).next().map(|news| format!("{} {}", news.date.short_wareki(), news.title))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_notices_are_readable_and_every_kind_of_office_has_one() {
        toml::from_str::<NewsFile>(TEXT).unwrap();
        assert!(ALL.iter().all(|news| !news.title.is_empty() && !news.text.is_empty()));
        for kind in ServiceKind::ALL {
            assert!(newest(kind).is_some(), "{kind}");
        }
    }
}
