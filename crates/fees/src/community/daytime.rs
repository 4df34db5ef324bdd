//! 日中一時支援: stays → records by time class, with 単独型, 送迎 and 食事.
use super::entry::{BoxMark, Bracket, Entry, EntryKind, Helper};
use super::facts::{ServiceMonth, Visit};
use super::mobility::{Records, foreign_decisions};
use super::pack::{Boundary, DaytimeBox, DaytimeBoxKind, DaytimeRules, Pack, Price};
use super::template::fill;
use kernel::{Day, Finding, Place, Severity};
use std::collections::BTreeMap;

const DAY: u16 = 1440;

/// 時間区分: its number, the longest stay it covers, and its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StayClass {
    /// 1 = the shortest.
    pub bracket: Bracket,
    /// Price of the class.
    pub amount: i64,
}

/// The class of a stay; `None` when the table ends before, or has no classes.
///
/// ```
/// use fees::community::{pack::Packs, stay_class};
/// let pack = Packs::builtin().by_id("kamakura").unwrap();
/// let table = pack.prices.iter().find(|price| price.id == "day.base").unwrap();
/// let amounts: Vec<_> = [180, 181, 360, 361, 480].map(|minutes| stay_class(table, minutes).unwrap().amount).into();
/// assert_eq!(amounts, [306, 535, 535, 635, 735]);
/// ```
pub fn stay_class(price: &Price, minutes: u16) -> Option<StayClass> {
    let within = |upper: u16| match price.boundary.unwrap_or_default() {
        Boundary::UpperInclusive => minutes <= upper,
        Boundary::UpperExclusive => minutes < upper,
    };
    if let Some(at) = price.classes.iter().position(|class| within(class.up_to_minutes)) {
        let class = price.classes[at];
        let bracket = Bracket { number: u16::try_from(at).ok()? + 1, minutes: class.up_to_minutes };
        return Some(StayClass { bracket, amount: class.amount });
    }
    let (last, beyond) = (price.classes.last()?, price.beyond?);
    let over = minutes - last.up_to_minutes;
    let steps = match price.boundary.unwrap_or_default() {
        Boundary::UpperInclusive => over.div_ceil(beyond.step_minutes),
        Boundary::UpperExclusive => over / beyond.step_minutes + 1,
    };
    let number = u16::try_from(price.classes.len()).ok()? + steps;
    let bracket = Bracket { number, minutes: last.up_to_minutes + steps * beyond.step_minutes };
    let more = beyond.amount.checked_mul(i64::from(steps))?;
    Some(StayClass { bracket, amount: last.amount.checked_add(more)? })
}

pub(super) fn records(pack: &Pack, rules: &DaytimeRules, month: &ServiceMonth, free: bool) -> Records {
    let mut records = Records::default();
    let mut days: BTreeMap<Day, Vec<(usize, &Visit)>> = BTreeMap::new();
    for (at, stay) in month.visits.iter().enumerate() {
        if usable(month, stay, &mut records.findings) {
            foreign_decisions(pack, stay, &mut records.findings);
            days.entry(stay.date).or_default().push((at, stay));
        }
    }
    for (day, mut stays) in days {
        stays.sort_by_key(|(at, stay)| (stay.start, *at));
        let typed = Typed { pack, rules, month, free, day };
        typed.add(&mut records, &stays);
    }
    records
}

fn usable(month: &ServiceMonth, stay: &Visit, findings: &mut Vec<Finding>) -> bool {
    let mut fault = |field: &str, label: &str, what: &str, mend: &str| {
        let place = Place::on_day(stay.date.number(), field, label);
        findings.push(Finding::new("stay_time", Severity::Fault, place, what, mend).linked("day"));
        false
    };
    if stay.date.month() != month.service_month {
        return fault("date", "日付", "この月の日付ではありません", "サービス提供月の日付を入れてください");
    }
    if stay.start >= DAY || stay.end > DAY || stay.end <= stay.start {
        return fault("end", "終了時間", "終了が開始より前です", "日中一時支援は1日の中の時刻で入れてください");
    }
    if stay.deducted_minutes >= stay.worked_minutes() {
        return fault(
            "deducted_minutes",
            "算定外",
            "算定外の時間が利用の時間以上です",
            "算定外の時間を確かめてください",
        );
    }
    let inside = |from: u16| {
        let within = stay.start <= from && from < stay.end;
        within && stay.deducted_minutes <= stay.end - from
    };
    if stay.deducted_minutes > 0 && stay.deducted_start.is_some_and(|from| !inside(from)) {
        return fault(
            "deducted_start",
            "算定外",
            "算定外の時間が利用の外にあります",
            "算定外の開始時刻を確かめてください",
        );
    }
    if stay.transport > 2 {
        return fault("transport", "送迎", "送迎は 0・1・2 のどれかです", "片道は1、往復は2を入れてください");
    }
    true
}

/// The stays of one day.
struct Typed<'a> {
    pack: &'a Pack,
    rules: &'a DaytimeRules,
    month: &'a ServiceMonth,
    free: bool,
    day: Day,
}

impl Typed<'_> {
    fn add(&self, records: &mut Records, stays: &[(usize, &Visit)]) {
        let decisions: Vec<_> =
            stays.iter().flat_map(|(_, stay)| &stay.decisions).chain(&self.month.decisions).cloned().collect();
        let several = (stays.len() > 1).then(|| self.pack.choice("U-20", &decisions)).flatten();
        if let (Some(choice), [(first, start), .., (_, end)]) = (&several, stays)
            && choice.reading == "sum"
        {
            let minutes = stays.iter().map(|(_, stay)| net(stay)).sum();
            let all: Vec<&Visit> = stays.iter().map(|(_, stay)| *stay).collect();
            let mut entry = self.entry(records, *first, (start.start, end.end), minutes, &all);
            entry.rules = vec!["U-20".to_owned()];
            entry.held.extend(choice.held.clone());
            records.entries.push(entry);
            return;
        }
        for (at, stay) in stays {
            let mut entry = self.entry(records, *at, (stay.start, stay.end), net(stay), &[stay]);
            if let Some(choice) = &several {
                entry.rules = vec!["U-20".to_owned()];
                entry.held.extend(choice.held.clone());
            }
            records.entries.push(entry);
        }
    }

    fn entry(
        &self,
        records: &mut Records,
        visit: usize,
        (start, end): (u16, u16),
        minutes: u16,
        stays: &[&Visit],
    ) -> Entry {
        // the tool takes 2359 for the end of the day and counts by what is typed
        let minutes = if end == DAY { minutes.saturating_sub(1) } else { minutes };
        let class = self.class(minutes);
        if class.is_none() {
            let what = format!("{minutes}分の時間区分が料金表にありません");
            self.tell(records, "end", "時間", Severity::Fault, what, "市町村パックの day.base を確かめてください");
        }
        let number = class.map_or_else(String::new, |class| class.number.to_string());
        let template = self.rules.name_free.as_ref().filter(|_| self.free).unwrap_or(&self.rules.name);
        Entry {
            visit,
            kind: EntryKind::Stay,
            date: self.day,
            start,
            end: end.min(1439),
            minutes,
            deducted: deducted(stays),
            counted_minutes: minutes,
            band: None,
            band_label: String::new(),
            bracket: class.unwrap_or(Bracket { number: 0, minutes: 0 }),
            helper: Helper::First,
            free: self.free,
            slots: self.slots(records, stays),
            boxes: self.boxes(records, stays),
            service_name: fill(template, &[("class", &number)]),
            rules: vec!["D-1".to_owned()],
            held: Vec::new(),
            reason: format!("{minutes}分は時間区分{number}"),
        }
    }

    /// The classes are those of the table of the person; where a severe person's has none, those of the others.
    fn class(&self, minutes: u16) -> Option<Bracket> {
        let table = |id: &str| self.pack.prices.iter().find(|price| price.id == id && !price.classes.is_empty());
        let own = table("day.severe").filter(|_| self.month.person.severe);
        stay_class(own.or_else(|| table("day.base"))?, minutes).map(|class| class.bracket)
    }

    fn slots(&self, records: &mut Records, stays: &[&Visit]) -> Vec<String> {
        let kind = self.rules.slot1_free.as_ref().filter(|_| self.free).unwrap_or(&self.rules.slot1);
        let mut slots = vec![kind.clone()];
        if !stays.iter().any(|stay| stay.single_facility) {
            return slots;
        }
        match &self.rules.slot_single {
            Some(slot) if self.month.single_facility_office => slots.push(slot.clone()),
            Some(_) => {
                let what = "単独型は、日中一時支援だけを行う事業所でなければ選べません".to_owned();
                let mend = "単独型の印を外すか、事業所の設定を確かめてください";
                self.tell(records, "single_facility", "単独型", Severity::Fault, what, mend);
            }
            None => {
                let what = format!("{}には単独型がありません", self.pack.identity.name);
                self.tell(records, "single_facility", "単独型", Severity::Fault, what, "単独型の印を外してください");
            }
        }
        slots
    }

    fn boxes(&self, records: &mut Records, stays: &[&Visit]) -> Vec<BoxMark> {
        let rides: u8 = stays.iter().map(|stay| stay.transport).sum::<u8>().min(2);
        let meal = stays.iter().any(|stay| stay.meal);
        let mut marks = Vec::new();
        for (kind, value, field, label) in [
            (DaytimeBoxKind::Transport, rides, "transport", "送迎加算"),
            (DaytimeBoxKind::Meal, u8::from(meal), "meal", "食事提供体制加算"),
        ] {
            if value == 0 {
                continue;
            }
            // a period without boxes for waived children has one set for all
            let has_free = self.rules.boxes.iter().any(|mark| mark.free);
            let own = |mark: &&DaytimeBox| mark.kind == kind && mark.free == (self.free && has_free);
            let Some(mark) = self.rules.boxes.iter().find(own) else {
                let what = format!("{}には{label}がありません", self.pack.identity.name);
                self.tell(records, field, label, Severity::Fault, what, "印を外すか、規則を確かめてください");
                continue;
            };
            if self.allowed(records, mark, field, label) {
                marks.push(BoxMark { index: mark.index, label: mark.label.clone(), value });
            }
        }
        marks.sort_by_key(|mark| mark.index);
        marks
    }

    fn allowed(&self, records: &mut Records, mark: &DaytimeBox, field: &str, label: &str) -> bool {
        if mark.income.is_empty() {
            return true;
        }
        let Some(income) = self.month.person.income else {
            let what = format!("所得区分がわからないため、{label}をつけられるか決まりません");
            self.tell(records, field, label, Severity::Fault, what, "受給者の所得区分を入れてください");
            return false;
        };
        if mark.income.iter().any(|code| code == income.code()) {
            return true;
        }
        let what = format!("{label}は所得区分 {} の人だけにつきます", mark.income.join("・"));
        self.tell(
            records,
            field,
            label,
            Severity::Warning,
            what,
            "つけずに計算しました。印を外すか、所得区分を確かめてください",
        );
        false
    }

    fn tell(&self, records: &mut Records, field: &str, label: &str, severity: Severity, what: String, mend: &str) {
        let place = Place::on_day(self.day.number(), field, label);
        records.findings.push(Finding::new(field, severity, place, what, mend).linked("day"));
    }
}

/// 算定外 of known time, and what lies between stays that are summed.
fn deducted(stays: &[&Visit]) -> Vec<(u16, u16)> {
    let own =
        stays.iter().filter_map(|stay| Some((stay.deducted_start?, stay.deducted_start? + stay.deducted_minutes)));
    let between = stays.windows(2).map(|pair| (pair[0].end, pair[1].start));
    let mut all: Vec<(u16, u16)> = own.chain(between).filter(|(from, to)| from < to).collect();
    all.sort_unstable();
    all
}

fn net(stay: &Visit) -> u16 {
    stay.worked_minutes() - stay.deducted_minutes
}
