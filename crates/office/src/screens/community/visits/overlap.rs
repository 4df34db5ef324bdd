//! 時間の重なり: visits that share a minute with one that is typed, sent or copied – of the same person, or of the same
//! helper elsewhere.
use super::form;
use crate::{desk::Desk, failure::Failure};
use fees::community::facts::Helpers;
use store::{Visit, VisitBody, VisitStaff};

/// Two visits that cannot both be.
pub(crate) struct Overlap {
    /// The stored one.
    other: Visit,
    /// The same person's; else the same helper's with somebody else.
    same_person: bool,
}

/// Whether two records of one person need the same helper: the record of a second helper runs beside the first.
fn at_once(one: &VisitBody, other: &VisitBody) -> bool {
    let (one, other) = (one.facts.helpers, other.facts.helpers);
    one == other || one == Helpers::Both || other == Helpers::Both
}

/// Whether two records of one person cannot both be.
pub(super) fn excludes(one: &VisitBody, other: &VisitBody) -> bool {
    one.overlaps(other) && at_once(one, other)
}

/// The stored visits that overlap; `except` is the stored visit itself.
pub(crate) async fn found(
    desk: &Desk,
    person_id: i64,
    body: &VisitBody,
    except: Option<i64>,
) -> Result<Vec<Overlap>, Failure> {
    let own = desk.read().visits().person_overlaps(person_id, body, except).await?;
    let own = own.into_iter().filter(|other| at_once(body, &other.body));
    let mut found: Vec<Overlap> = own.map(|other| Overlap { other, same_person: true }).collect();
    for other in desk.read().visits().helper_overlaps(body, except).await? {
        if other.person_id != person_id || !at_once(body, &other.body) {
            found.push(Overlap { other, same_person: false });
        }
    }
    Ok(found)
}

/// Overlaps in words, with names: for a screen of the office.
pub(crate) async fn told(
    desk: &Desk,
    person_id: i64,
    body: &VisitBody,
    except: Option<i64>,
) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    for overlap in found(desk, person_id, body, except).await? {
        let (day, span) = (overlap.other.body.day().number(), form::span(&overlap.other.body));
        if overlap.same_person {
            words.push(format!("同じ利用者の {day}日 {span} の記録と時間が重なっています{}", second_helper(body)));
            continue;
        }
        let keys: Vec<String> = body.staff.iter().map(VisitStaff::key).collect();
        let who = overlap.other.body.staff.iter().find(|one| keys.contains(&one.key()));
        let who = who.map_or("", |one| one.name.as_str());
        let whose = desk.read().people().get(overlap.other.person_id).await?.body.name;
        words.push(format!("ヘルパー {who} さんは {day}日 {span} に {whose} さんの訪問があり、時間が重なっています"));
    }
    Ok(words)
}

/// A second helper is a record of its own; a stay has none.
fn second_helper(body: &VisitBody) -> &'static str {
    match body.service {
        fees::community::facts::Service::Mobility => "。二人目のヘルパーなら「二人目だけの記録」を選んでください",
        fees::community::facts::Service::Daytime => "",
    }
}

/// Overlaps of a visit that a phone has sent, times only: what a phone keeps names nobody. Empty without one.
pub(crate) async fn notice(desk: &Desk, person_id: i64, body: &VisitBody, id: i64) -> Result<String, Failure> {
    let one = |overlap: &Overlap| {
        let (day, span) = (overlap.other.body.day().number(), form::span(&overlap.other.body));
        format!("{}{day}日 {span}", if overlap.same_person { "同じ利用者の" } else { "あなたの別の訪問 " })
    };
    let others: Vec<String> = found(desk, person_id, body, Some(id)).await?.iter().map(one).collect();
    if others.is_empty() {
        return Ok(String::new());
    }
    let (day, span) = (body.day().number(), form::span(body));
    Ok(format!(
        "注意: 送った {day}日 {span} は保存しましたが、{} と時間が重なっています。事務所に伝えて、どちらかを直してください。",
        others.join("、")
    ))
}
