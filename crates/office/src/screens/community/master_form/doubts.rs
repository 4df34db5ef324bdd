//! 保存のあとで見てほしいこと: what looks odd in a saved version of the person's master.
use super::{
    super::{choices::ages, known::pack_of},
    derived::{age, is_adult},
};
use store::{CommunityCardBody, DecidedService, PersonBody};

/// What should be looked at, though it was saved.
pub(in super::super) fn warnings(body: &CommunityCardBody, person: &PersonBody) -> Vec<String> {
    let mut found = Vec::new();
    if !body.municipality_no.check_digit_fits() {
        found.push(
            "証記載市町村番号の最後の桁(検査数字)が合いません。証をもう一度見て、違っていれば直してください。"
                .to_owned(),
        );
    }
    if pack_of(&body.municipality_no, body.valid_from.month()).is_none() {
        found.push(format!(
            "市町村番号 {} はきまりの登録がない市町村です。記録はできますが、きまりが加わるまで請求はできません。",
            body.municipality_no
        ));
    }
    let out = |decided: &&DecidedService| decided.from < body.certified_from || decided.to > body.certified_to;
    if body.decisions.iter().any(|decided| out(&decided)) {
        found.push("決定サービスコードの期間が支給決定期間の外に出ています。証を確かめてください。".to_owned());
    }
    let Some(born) = person.born_on else {
        found.push(
            "生年月日が登録されていないため、無償化と年齢の確認ができません。「基本」で登録してください。".to_owned(),
        );
        return found;
    };
    let (years, ages) = (age(born, body.valid_from), ages());
    let (cap, adult) = (body.burden_cap, ages.adult_age);
    let child = years < adult;
    let doubt = match (cap.0 == ages.cap_of_children, cap.0 == ages.cap_of_adults) {
        (true, _) if !child => Some("未満"),
        (_, true) if child => Some("以上"),
        _ => None,
    };
    if let Some(side) = doubt {
        found.push(format!(
            "負担上限月額{cap}円は{adult}歳{side}の額です(適用年月日に{years}歳)。証を確かめてください。"
        ));
    }
    if child && body.child_kana.is_empty() {
        found.push(format!("{adult}歳未満ですが、支給決定児童氏名が空です。"));
    }
    if body.severe && child && is_adult(born, body.certified_to) {
        found.push(format!(
            "期間の途中で{adult}歳になります。重度加算の障害種別が変わるため、その日からの版を追加登録してください。"
        ));
    }
    found
}
