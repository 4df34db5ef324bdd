//! 点検: what the masters lack for a claim, and what only the finished statement shows.
use super::facts::ClaimFacts;
use claims::community::{CommunityStatement, Service};
use fees::community::pack::Packs;
use kernel::{Day, Finding, MunicipalityNo, Place, Severity};
use std::collections::BTreeSet;
use store::{CommunityCard, CommunityMonth, CommunityPerson};

/// What card, contract and periods lack for the records of the month.
pub(super) fn masters(month: &CommunityMonth, person: &CommunityPerson) -> Vec<Finding> {
    let mut found = Vec::new();
    if !reads_a_visit(month, person) {
        return found;
    }
    let Some(card) = person.card() else {
        let fix = "受給者証を見て、利用者の受給者証の画面で登録してください";
        found.push(card_fault("card_missing", "受給者証", "この月に有効な受給者証がないため、請求できません", fix));
        return found;
    };
    let cities: BTreeSet<&MunicipalityNo> = person.cards.iter().map(|card| &card.body.municipality_no).collect();
    if cities.len() > 1 {
        let what = "月の途中で市町村が変わっています。一人の明細書を二つの市町村に分けることは、まだできません";
        let fix = "どちらの市町村に、どの日の分を請求するかを両方の市町村に確かめてください";
        found.push(card_fault("two_municipalities", "証記載市町村番号", what, fix));
    }
    for service in [Service::Mobility, Service::Daytime] {
        found.extend(undecided_days(month, person, card, service));
    }
    let (first, last) = (month.month.first_day(), month.month.last_day());
    if card.body.cap_from > last || card.body.cap_to < first {
        let fix = "新しい受給者証を見て、上限月額の適用期間を登録してください";
        found.push(card_fault("cap_period", "利用者上限月額適用期間", "上限月額の適用期間が、この月にありません", fix));
    }
    found.extend(income_fits(month, card));
    if card.locked.is_none() {
        let place = Place::field("locked", "受給者証");
        let fix = "受給者証の現物と照らし合わせて、ロックしてください";
        let what = "受給者証がロックされていません";
        found.push(Finding::new("card_unlocked", Severity::Warning, place, what, fix).linked("card"));
    }
    found
}

/// Whether there is a visit of the month. One that ran into it counts where the municipality names its days apart.
fn reads_a_visit(month: &CommunityMonth, person: &CommunityPerson) -> bool {
    let own = person.visits.iter().any(|visit| visit.body.day().month() == month.month);
    let pack = person.card().and_then(|card| Packs::builtin().choose(&card.body.municipality_no, month.month).ok());
    own || (!person.visits.is_empty() && pack.is_none_or(|(pack, _)| pack.split.tells_days_apart()))
}

/// Days of a service on which no 決定サービスコード runs.
fn undecided_days(
    month: &CommunityMonth,
    person: &CommunityPerson,
    card: &CommunityCard,
    service: Service,
) -> Option<Finding> {
    let covers = |day: Day| {
        let card = person.card_on(day).unwrap_or(card);
        card.body.decisions.iter().any(|one| one.service == service && (one.from..=one.to).contains(&day))
    };
    let visits =
        person.visits.iter().filter(|visit| visit.body.service == service && visit.body.day().month() == month.month);
    let days: BTreeSet<u8> = visits.map(|v| v.body.day()).filter(|day| !covers(*day)).map(Day::number).collect();
    if days.is_empty() {
        return None;
    }
    let told: Vec<String> = days.iter().map(|day| format!("{day}日")).collect();
    let what = format!("{}の支給決定のない日に記録があります({})", service.label_ja(), told.join("、"));
    let fix = "受給者証の決定サービスコードと有効期間を確かめるか、記録のサービスと日付を直してください";
    Some(card_fault("decision_missing", "決定サービスコード", &what, fix))
}

/// 所得区分 and 上限月額 that the municipality's table does not put together.
fn income_fits(month: &CommunityMonth, card: &CommunityCard) -> Option<Finding> {
    let (pack, _) = Packs::builtin().choose(&card.body.municipality_no, month.month).ok()?;
    let fits = pack.user.as_ref()?.income.get(&card.body.burden_cap.0.to_string())?;
    let income = card.body.income_class?;
    if fits.iter().any(|code| code == income.code()) {
        return None;
    }
    let place = Place::field("income_class", "所得区分");
    let what = format!("上限月額 {}円 に、所得区分 {} は合いません", card.body.burden_cap, income.code());
    let fix = format!("受給者証の上限月額を確かめてください。この上限月額の所得区分は {} です", fits.join("・"));
    Some(Finding::new("income_class", Severity::Warning, place, what, fix).linked("card"))
}

/// What shows on the finished statement: a burden whose 上限額管理 has no result yet.
pub(super) fn settled(facts: &ClaimFacts, statement: &CommunityStatement) -> Vec<Finding> {
    let charged = statement.total.is_some_and(|total| total.decided.0 > 0);
    if facts.cap_manager.is_none() || facts.burden.managed.is_some() || !charged {
        return Vec::new();
    }
    let place = Place::field("cap_management", "上限額管理");
    let what = "上限額管理事業所のある人ですが、管理結果が入っていません";
    let fix = "管理事業所から届いた結果票を見て、請求明細書の画面で管理結果と管理結果額を入れてください";
    vec![Finding::new("cap_result_missing", Severity::Fault, place, what, fix).linked("cap")]
}

fn card_fault(code: &str, place: &str, what: &str, fix: &str) -> Finding {
    Finding::new(code, Severity::Fault, Place::field(code, place), what, fix).linked("card")
}
