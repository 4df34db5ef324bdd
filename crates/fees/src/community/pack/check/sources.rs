//! 出典: every table that says something about the municipality names one of its papers.
use super::problems::Problems;
use crate::community::pack::format::{Pack, PriceShape, PriceStatus};

/// Every table that says something about the municipality names one of its papers.
pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    let mut named: Vec<(String, &str, &'static str)> = vec![
        ("route".to_owned(), &pack.route.source, "no_source"),
        ("split".to_owned(), &pack.split.source, "no_source"),
        ("burden".to_owned(), &pack.burden.source, "no_source"),
    ];
    let tables: [(&str, Option<&str>); 5] = [
        ("tool", pack.tool.as_ref().map(|t| t.source.as_str())),
        ("office_defaults", pack.office_defaults.as_ref().map(|t| t.source.as_str())),
        ("user", pack.user.as_ref().map(|t| t.source.as_str())),
        ("free_child", pack.free_child.as_ref().map(|t| t.source.as_str())),
        ("limits", pack.limits.as_ref().map(|t| t.source.as_str())),
    ];
    named.extend(tables.iter().filter_map(|(path, source)| source.map(|s| ((*path).to_owned(), s, "no_source"))));
    named.extend(pack.codes.iter().map(|t| ("codes".to_owned(), t.source.as_str(), "no_source")));
    let numbered = |table: &str, at: usize| format!("{table}.{at}");
    named.extend(pack.bands.iter().enumerate().map(|(i, t)| (numbered("band", i), t.source.as_str(), "no_source")));
    named.extend(
        pack.points.iter().enumerate().map(|(i, t)| (numbered("unsettled", i), t.source.as_str(), "no_source")),
    );
    named.extend(pack.periods.iter().enumerate().map(|(i, t)| (numbered("period", i), t.source.as_str(), "no_source")));
    named.extend(
        pack.additions
            .iter()
            .enumerate()
            .map(|(i, t)| (numbered("addition", i), t.source.as_str(), "price_without_source")),
    );
    for (i, price) in pack.prices.iter().enumerate() {
        if price.status == PriceStatus::Known && price.shape != Some(PriceShape::Points) {
            named.push((numbered("price", i), &price.source, "price_without_source"));
        }
        let points = price.points.iter().enumerate();
        named.extend(points.map(|(p, t)| (format!("price.{i}.point.{p}"), t.source.as_str(), "price_without_source")));
    }
    let known: Vec<&str> = pack.identity.sources.iter().map(|source| source.id.as_str()).collect();
    for (path, source, code) in named {
        if source.trim().is_empty() {
            let what = if code == "price_without_source" {
                "料金に出典がありません"
            } else {
                "出典がありません"
            };
            let mend = format!("この表に source = \"…\"({})を書いてください", known.join("、"));
            problems.add(&path, code, what, mend);
        } else if !known.is_empty() && !known.contains(&source) {
            let mend = format!("[[pack.source]] に加えるか、{} のどれかにしてください", known.join("、"));
            problems.add(
                &format!("{path}.source"),
                "unknown_source",
                format!("出典「{source}」が一覧にありません"),
                mend,
            );
        }
    }
}
