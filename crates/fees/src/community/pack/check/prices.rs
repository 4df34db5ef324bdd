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
        amounts(price, &path, problems);
    }
    for (at, addition) in pack.additions.iter().enumerate() {
        at_least_one(addition.amount, &format!("addition.{at}.amount"), &addition.id, problems);
    }
    for (at, band) in pack.bands.iter().enumerate().filter(|(_, band)| band.multiplier_percent == Some(0)) {
        let what = format!("時間帯「{}」の multiplier_percent が0です", band.id);
        let fix = "加算がなければ100、25%増しなら125を書き、わからなければこの行を消してください";
        problems.add(&format!("band.{at}.multiplier_percent"), "price_not_positive", what, fix);
    }
}

/// Zero is no price: what is not known has no number, and whom nobody charges stands under the burden.
fn at_least_one(amount: i64, path: &str, name: &str, problems: &mut Problems<'_, '_>) -> bool {
    if amount < 1 {
        let what = format!("料金「{name}」に {amount} があります");
        let fix = "1以上の数を書いてください。わからない料金は status = \"unknown\" にし、\
                   利用者が払わないだけなら [burden] か [free_child] に書いてください";
        problems.add(path, "price_not_positive", what, fix);
    }
    amount >= 1
}

/// Every number of a price is one, and a longer time does not cost less.
fn amounts(price: &Price, path: &str, problems: &mut Problems<'_, '_>) {
    let classes: Vec<i64> = price.classes.iter().map(|class| class.amount).collect();
    for (key, field, row) in [("brackets", "", &price.brackets), ("classes", ".amount", &classes)] {
        let mut whole = true;
        for (at, amount) in row.iter().enumerate() {
            whole &= at_least_one(*amount, &format!("{path}.{key}.{at}{field}"), &price.id, problems);
        }
        if let Some(at) = row.windows(2).position(|pair| pair[0] > pair[1]).filter(|_| whole) {
            let what = format!("料金「{}」が、長い時間で安くなっています({} → {})", price.id, row[at], row[at + 1]);
            let fix = "その時間までの合計の料金を、短い順に書いてください";
            problems.add(&format!("{path}.{key}.{}{field}", at + 1), "price_falls", what, fix);
        }
    }
    if let Some(amount) = price.amount {
        at_least_one(amount, &format!("{path}.amount"), &price.id, problems);
    }
    for (at, point) in price.points.iter().enumerate() {
        at_least_one(point.amount, &format!("{path}.point.{at}.amount"), &point.name, problems);
    }
    let same = "増えないときは、最後の数をくり返すか、最後の区分を1440分までにして、この行を消してください";
    if let Some(step) = price.step.filter(|step| *step < 1) {
        let what = format!("料金「{}」の step が {step} です", price.id);
        problems.add(&format!("{path}.step"), "price_not_positive", what, same);
    }
    if let Some(beyond) = price.beyond.filter(|beyond| beyond.amount < 1) {
        let what = format!("料金「{}」の beyond の amount が {} です", price.id, beyond.amount);
        problems.add(&format!("{path}.beyond.amount"), "price_not_positive", what, same);
    }
    if price.second_helper_percent == Some(0) {
        let what = format!("料金「{}」の second_helper_percent が0です", price.id);
        let fix = "同じ料金なら100を書き、わからなければこの行を消してください";
        problems.add(&format!("{path}.second_helper_percent"), "price_not_positive", what, fix);
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
