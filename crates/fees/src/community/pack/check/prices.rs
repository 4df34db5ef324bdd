//! 料金: each is told once a month, and has a number where it says so.
use super::problems::Problems;
use crate::community::pack::format::{Pack, Price, PriceShape, PriceStatus};
use crate::tables::Period;
use std::collections::BTreeMap;

pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    let first = pack.periods.iter().map(|period| period.from).min();
    let months = |price: &Price| price.from.or(first).map(|from| Period { from, to: price.to });
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, price) in pack.prices.iter().enumerate() {
        let path = format!("price.{at}");
        for other in &pack.prices[..at] {
            let same = price.id == other.id && price.severe == other.severe;
            let meet = months(price).zip(months(other)).is_some_and(|(left, right)| left.overlaps(right));
            if same && meet {
                let what = format!("料金「{}」が同じ月に2回書かれています", price.id);
                problems.add(
                    &format!("{path}.id"),
                    "price_twice",
                    what,
                    "古いほうの to に最後の月を書くか、一方を消してください",
                );
            }
        }
        for (p, point) in price.points.iter().enumerate() {
            if names.insert(&point.name, at).is_some() {
                let what = format!("「{}」の料金が2回書かれています", point.name);
                problems.add(&format!("{path}.point.{p}"), "price_twice", what, "一方を消してください");
            }
        }
        number(price, &path, problems);
    }
}

fn number(price: &Price, path: &str, problems: &mut Problems<'_, '_>) {
    let has = !price.brackets.is_empty() || !price.classes.is_empty() || price.amount.is_some();
    if price.status == PriceStatus::Unknown {
        if has {
            let what = format!("料金「{}」は unknown なのに数があります", price.id);
            problems.add(path, "unknown_with_number", what, "数を消すか、status の行を消してください");
        }
        return;
    }
    let complete = match price.shape {
        Some(PriceShape::Brackets) => !price.brackets.is_empty(),
        Some(PriceShape::TimeClass) => !price.classes.is_empty(),
        Some(PriceShape::PercentOfTable) => !price.classes.is_empty() && price.amount.is_some(),
        Some(PriceShape::Flat) => price.amount.is_some(),
        Some(PriceShape::Points) => !price.points.is_empty(),
        None => false,
    };
    if !complete {
        let what = format!("料金「{}」に数がありません", price.id);
        problems.add(
            path,
            "price_without_number",
            what,
            "shape と数を書くか、わからなければ status = \"unknown\" にしてください",
        );
    }
    if price.classes.windows(2).any(|pair| pair[0].up_to_minutes >= pair[1].up_to_minutes) {
        let what = format!("料金「{}」の時間区分が小さい順になっていません", price.id);
        problems.add(&format!("{path}.classes"), "classes_unsorted", what, "up_to_minutes の小さい順に並べてください");
    }
    if price.beyond.is_some_and(|beyond| beyond.step_minutes == 0) {
        problems.add(&format!("{path}.beyond"), "bad_step", "step_minutes が0分です", "1以上にしてください");
    }
    if price.confidence.is_none() && price.shape != Some(PriceShape::Points) {
        let what = format!("料金「{}」に確からしさがありません", price.id);
        problems.add(path, "no_confidence", what, "confidence = \"S\"(公式の表で確認)か \"K\"、\"?\" を書いてください");
    }
}
