//! 地域連携会議実施加算 (until 2024-03 定着支援連携促進加算): one a month, four a year, Ⅰ and Ⅱ together.
use super::counted::{put, row};
use super::facts::Billing;
use super::rules::Rule;
use super::words;
use super::work::Work;
use kernel::{Day, Finding, Place, Severity};

const KEY: &str = "contacts[].billing";

/// A support marked with a conference.
#[derive(Clone, Copy)]
struct Held {
    day: Day,
    /// 1 = Ⅰ, 2 = Ⅱ.
    kind: u8,
}

/// The addition under its name of the month.
fn rule_of(work: &Work<'_>) -> Rule {
    let old = work.tables.exists(Rule::ConferenceBefore2024, work.month());
    if old { Rule::ConferenceBefore2024 } else { Rule::Conference }
}

/// Whether the month has a conference that the addition may be claimed for, the limit of the year left aside.
pub(super) fn is_held(work: &mut Work<'_>) -> bool {
    let rule = rule_of(work);
    let kinds = if rule == Rule::ConferenceBefore2024 { 1..=1 } else { 1..=2 };
    work.tables.exists(rule, work.month()) && held(work, rule).iter().any(|one| kinds.contains(&one.kind))
}

pub(super) fn apply(work: &mut Work<'_>) {
    let month = work.month();
    let rule = rule_of(work);
    let old = rule == Rule::ConferenceBefore2024;
    let held = held(work, rule);
    if held.is_empty() {
        if work.tables.exists(rule, month) && !work.out.not_applied.iter().any(|told| told.rule == rule.info().id) {
            work.no_day(rule);
        }
        return;
    }
    if old && held.iter().any(|one| one.kind == 2) {
        let reason = "会議(Ⅱ)は2024年4月からの区分です。それより前は定着支援連携促進加算だけです。";
        let days: Vec<Day> = held.iter().filter(|one| one.kind == 2).map(|one| one.day).collect();
        work.refuse_on(rule, reason, &[KEY], &days);
    }
    let mut held: Vec<Held> = held.into_iter().filter(|one| !old || one.kind == 1).collect();
    // Of several the one with more units, then the earlier.
    held.sort_by_key(|one| (one.kind, one.day));
    let Some(first) = held.first().copied() else { return };
    let tier = match (old, first.kind) {
        (true, _) => "",
        (false, 1) => "1",
        (false, _) => "2",
    };
    let Some(row) = row(work, rule, tier, KEY) else { return };
    let (Some(a_month), Some(a_year)) = (limit(work, rule, "times_a_month"), limit(work, rule, "times_a_year")) else {
        return;
    };
    let used = work.facts.conferences_this_year;
    let left = a_year.saturating_sub(used);
    if left == 0 {
        let days: Vec<Day> = held.iter().map(|one| one.day).collect();
        let reason = format!(
            "今年度はすでに{used}回算定しています。ⅠとⅡ合わせて年{a_year}回までのため、会議の加算はつきません(基本報酬は請求できます)。"
        );
        work.refuse_on(rule, reason, &["conferences_this_year"], &days);
        return;
    }
    let taken = usize::try_from(a_month.min(left)).unwrap_or(usize::MAX);
    for one in held.iter().take(taken) {
        put(work, row, &[one.day]);
    }
    if held.len() > taken {
        let days: Vec<Day> = held.iter().skip(taken).map(|one| one.day).collect();
        let reason = format!("ⅠとⅡ合わせて月{a_month}回までです。{}の分は算定していません。", words::days(&days));
        work.refuse_on(rule, reason, &[KEY], &days);
    }
    rolling_year(work, a_year);
}

fn limit(work: &mut Work<'_>, rule: Rule, name: &str) -> Option<u32> {
    let found = work.tables.limit(rule, name, work.month());
    if found.is_none() {
        let fix = "data/fees/retention/limits.csv にその月の行を加えてください。";
        work.missing_row(rule, "算定の境目の表", name, fix);
    }
    found.map(|(value, _)| value)
}

/// Conferences on days that count; the others are told.
fn held(work: &mut Work<'_>, rule: Rule) -> Vec<Held> {
    let month = work.month();
    let (mut counted, mut others) = (Vec::<Held>::new(), Vec::new());
    for contact in work.facts.contacts.iter().filter(|contact| contact.date.month() == month) {
        let kind = match contact.billing {
            Billing::BaseAndConference1 => 1,
            Billing::BaseAndConference2 => 2,
            Billing::Undecided | Billing::None | Billing::Base => continue,
        };
        if work.days.contains(&contact.date) {
            counted.push(Held { day: contact.date, kind });
        } else {
            others.push(contact.date);
        }
    }
    if !others.is_empty() {
        let reason = "会議の印があるのは、基本報酬の支援に数えない日です。";
        work.refuse_on(rule, reason, &[KEY], &others);
    }
    counted
}

/// No source says whether the year is a fiscal one: five within twelve months are told.
fn rolling_year(work: &mut Work<'_>, a_year: u32) {
    let Some(before) = work.facts.conferences_last_eleven_months.filter(|before| a_year <= *before) else { return };
    let what = format!(
        "この月を含む12か月で会議の加算が{}回になります。年度で数えると{a_year}回以内ですが、年の数え方は公表資料で確かめられていません。",
        before.saturating_add(1)
    );
    let fix = "年度で数えるか直近の12か月で数えるかを、指定権者に確かめてください。";
    let place = Place::field("conferences_last_eleven_months", "会議の回数");
    work.find(Finding::new("conference_rolling_year", Severity::Warning, place, what, fix).linked("contact"));
}
