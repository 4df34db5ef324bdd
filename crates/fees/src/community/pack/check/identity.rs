//! 誰のきまりか: the edition, its papers and its months.
use super::problems::Problems;
use crate::community::pack::format::{Currency, Pack};

pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    let identity = &pack.identity;
    if pack.schema != 1 {
        problems.add(
            "schema",
            "unknown_schema",
            format!("この形({})は読めません", pack.schema),
            "schema = 1 にしてください",
        );
    }
    if identity.sources.is_empty() {
        let mend = "[[pack.source]] に id と title(資料名と年月)を書いてください";
        problems.add("pack", "no_source", "出典が1つもありません", mend);
    }
    if identity.currency == Currency::Units && identity.unit_price.is_none() {
        let mend = "unit_price = \"10.000\" のように書くか、円の料金表なら currency = \"yen\" にしてください";
        problems.add("pack", "no_unit_price", "単位数単価がありません", mend);
    }
    if identity.to.zip(identity.from).is_some_and(|(to, from)| to < from) {
        problems.add(
            "pack.to",
            "inverted_period",
            "有効な月の終わりが始まりより前です",
            "from と to を確かめてください",
        );
    }
    if pack.route.deadline_day.is_some_and(|day| !(1..=31).contains(&day)) {
        problems.add("route.deadline_day", "bad_day", "締切の日が1〜31にありません", "日にちを確かめてください");
    }
}
