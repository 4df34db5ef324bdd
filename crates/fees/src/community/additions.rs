//! 加算: those with codes of their own – 初回, 緊急時対応, 喀痰吸引等, 上限額管理 – within their limits.
use super::assessment::LineKind;
use super::facts::{Service, ServiceMonth};
use super::pack::{Addition, LimitSpan, Seen};
use super::prices::{Origin, Priced, source_title};
use super::terms::Terms;
use super::work::Work;
use crate::NotApplied;
use kernel::Day;

/// What a record or the month says about one addition.
struct Asked {
    id: &'static str,
    name: &'static str,
    key: &'static str,
    /// Days of the records that ask for it; one empty place when the month as a whole asks.
    days: Vec<Option<Day>>,
}

pub(super) fn add(work: &mut Work<'_>, month: &ServiceMonth, terms: &Terms<'_>) {
    if month.service != Service::Mobility {
        return;
    }
    for asked in asked(month, terms) {
        let Some(rule) = work.pack.additions.iter().find(|rule| rule.id == asked.id) else {
            if !asked.days.is_empty() {
                let reason = format!("{}の規則にありません", work.pack.identity.name);
                not(work, &asked, reason, &asked.days);
            }
            continue;
        };
        one(work, rule, &asked);
    }
}

fn asked(month: &ServiceMonth, terms: &Terms<'_>) -> [Asked; 4] {
    // those of the eve were claimed in their own month
    let mut visits: Vec<_> = month.visits.iter().filter(|visit| visit.date.month() == month.service_month).collect();
    visits.sort_by_key(|visit| (visit.date, visit.start));
    let days = |on: &dyn Fn(&super::facts::Visit) -> bool| {
        visits.iter().filter(|visit| on(visit)).map(|visit| Some(visit.date)).collect::<Vec<_>>()
    };
    [
        Asked { id: "first_time", name: "初回加算", key: "visits.first", days: days(&|visit| visit.first) },
        Asked {
            id: "emergency",
            name: "緊急時対応加算",
            key: "visits.emergency",
            days: days(&|visit| visit.emergency),
        },
        Asked {
            id: "suction",
            name: "喀痰吸引等支援体制加算",
            key: "visits.suction",
            days: days(&|visit| visit.suction),
        },
        Asked {
            id: "upper_limit_management",
            name: "利用者負担上限額管理加算",
            key: "person.cap_management.by_this_office",
            days: if terms.manages_cap { vec![None] } else { Vec::new() },
        },
    ]
}

fn one(work: &mut Work<'_>, rule: &Addition, asked: &Asked) {
    let care = if work.body_care { "body" } else { "no_body" };
    if asked.days.is_empty() {
        return not(work, asked, "記録に印がありません".to_owned(), &[]);
    }
    let (Some(code), Some(name)) = (rule.codes.get(care), rule.names.get(care)) else {
        let reason = if work.body_care {
            "身体介護のある人にはありません"
        } else {
            "身体介護のない人にはありません"
        };
        return not(work, asked, reason.to_owned(), &asked.days);
    };
    let (counted, over) = within(rule, &asked.days);
    let source = source_title(work.pack, &rule.source);
    for day in &counted {
        let price = Priced {
            amount: rule.amount,
            code: code.parse().ok(),
            verified: rule.confidence == Seen::S,
            origin: Origin::Pack,
            source: source.clone(),
        };
        work.count(LineKind::Addition, name, Ok(price), 1, *day);
    }
    if !over.is_empty() {
        let limit = rule.limit.map_or(String::new(), |limit| {
            let span = if limit.per == LimitSpan::Month { "1月" } else { "1日" };
            format!("{span}に{}回までです", limit.count)
        });
        not(work, asked, limit, &over);
    }
}

/// Those within the limit, in the order of the month, and those beyond it.
fn within(rule: &Addition, days: &[Option<Day>]) -> (Vec<Option<Day>>, Vec<Option<Day>>) {
    let (mut counted, mut over): (Vec<Option<Day>>, Vec<Option<Day>>) = (Vec::new(), Vec::new());
    for day in days {
        let used = match rule.limit {
            None => 0,
            Some(limit) if limit.per == LimitSpan::Month => counted.len(),
            Some(_) => counted.iter().filter(|other| *other == day).count(),
        };
        let fits = rule.limit.is_none_or(|limit| used < usize::from(limit.count));
        if fits { counted.push(*day) } else { over.push(*day) }
    }
    (counted, over)
}

fn not(work: &mut Work<'_>, asked: &Asked, reason: String, days: &[Option<Day>]) {
    let missing = if days.is_empty() { vec![asked.key.into()] } else { Vec::new() };
    work.not_applied.push(NotApplied {
        rule: format!("community.{}", asked.id).into(),
        name: asked.name.into(),
        reason: reason.into(),
        missing,
        days: days.iter().flatten().map(|day| day.number()).collect(),
    });
}
