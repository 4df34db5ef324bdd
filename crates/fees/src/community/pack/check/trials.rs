//! 試し: each has a visit or a stay to try, and something it must give.
use super::problems::Problems;
use crate::community::pack::format::Pack;

pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    for (at, test) in pack.tests.iter().enumerate() {
        let path = format!("test.{at}");
        if test.visit.is_none() == test.day_minutes.is_none() {
            let mend = "移動支援は visit = [日, 開始, 終了]、日中一時支援は day_minutes = 分数 を書いてください";
            problems.add(&path, "bad_test", format!("試し「{}」の入力が読めません", test.id), mend);
        }
        if test.names.is_empty() && test.codes.is_empty() && test.amount.is_none() && test.held.is_empty() {
            let what = format!("試し「{}」は何も確かめていません", test.id);
            problems.add(&path, "empty_test", what, "names、codes、amount、held のどれかを書いてください");
        }
    }
}
