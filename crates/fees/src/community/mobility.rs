//! 移動支援: visits as worked → records of the tool, visit by visit and helper by helper.
use super::entry::{Entry, EntryKind, Helper, Unbilled};
use super::facts::{Commute, ServiceMonth, Visit};
use super::groups::{Group, groups};
use super::names::{Spoken, commute_box};
use super::pack::{Boundary, MobilityRules, Pack};
use super::split::{Dropped, Split, SplitLine, SplitTrouble, Worked, split};
use kernel::{Day, Finding, Place, Severity};

const DAY: u16 = 1440;

/// What the visits of a month make.
#[derive(Default)]
pub(super) struct Records {
    pub(super) entries: Vec<Entry>,
    pub(super) unbilled: Vec<Unbilled>,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn records(pack: &Pack, rules: &MobilityRules, month: &ServiceMonth, free: bool) -> Records {
    let mut records = Records::default();
    let usable = |(_, visit): &(usize, &Visit)| usable(pack, month, visit, &mut records.findings);
    let visits: Vec<(usize, &Visit)> = month.visits.iter().enumerate().filter(usable).collect();
    for group in groups(pack, month, visits) {
        for &helper in group.helpers() {
            let worked = Worked {
                stretches: &group.stretches,
                deducted_minutes: group.deducted,
                body_care: month.person.body_care,
                second_helper: helper == Helper::Second,
                decisions: &group.decisions,
            };
            match split(pack, &worked) {
                Ok(mut made) => {
                    group.ask(&mut made);
                    let typed = Typed { pack, rules, month, group: &group, helper, free };
                    typed.add(&mut records, &made);
                }
                Err(trouble) => {
                    records.findings.push(told(group.date, trouble));
                    break;
                }
            }
        }
    }
    let service_month = month.service_month;
    records.entries.retain(|entry| entry.date.month() == service_month);
    records.unbilled.retain(|dropped| dropped.date.month() == service_month);
    records
}

fn told(date: Day, trouble: SplitTrouble) -> Finding {
    let (field, label, mend) = match trouble {
        SplitTrouble::NoTime => ("start", "時間", "開始・終了・算定外の時間を確かめてください"),
        SplitTrouble::DeductionSomewhere => ("deducted_start", "算定外", "算定外の開始時刻を入れてください"),
        SplitTrouble::Scattered => ("start", "時間", "間をおいた分を別の訪問として入れてください"),
        SplitTrouble::NoTariff => {
            ("date", "日付", "市町村パックに料金(mobility.body、mobility.no_body)を加えてください")
        }
    };
    Finding::new("split", Severity::Fault, Place::on_day(date.number(), field, label), trouble.to_string(), mend)
        .linked("day")
}

/// Whether a visit can be looked at; what is wrong with it is told beside its day.
pub(super) fn usable(pack: &Pack, month: &ServiceMonth, visit: &Visit, findings: &mut Vec<Finding>) -> bool {
    let day = visit.date.number();
    let eve = visit.date == month.service_month.previous().last_day();
    if eve && visit.passes_midnight() && !pack.split.tells_days_apart() {
        // wholly of the month it began in
        return false;
    }
    let mut fault = |field: &str, label: &str, what: &str, mend: &str| {
        let place = Place::on_day(day, field, label);
        findings.push(Finding::new("visit_time", Severity::Fault, place, what, mend).linked("day"));
        false
    };
    if visit.start >= DAY || visit.end > DAY || visit.deducted_start.is_some_and(|from| from >= DAY) {
        return fault("start", "時間", "0000〜2359の時刻ではありません", "4桁の時刻(2400は使えません)で入れてください");
    }
    if visit.deducted_minutes >= visit.worked_minutes() {
        return fault(
            "deducted_minutes",
            "算定外",
            "算定外の時間が訪問の時間以上です",
            "算定外の時間を確かめてください",
        );
    }
    let outside = visit.deducted_start.is_some_and(|from| {
        let from = if from < visit.start { from + DAY } else { from };
        from + visit.deducted_minutes > visit.start + visit.worked_minutes()
    });
    if outside {
        return fault(
            "deducted_start",
            "算定外",
            "算定外の時間が訪問の外にあります",
            "算定外の開始時刻を確かめてください",
        );
    }
    let read = eve && pack.reads_of_the_eve(visit, &month.decisions);
    if visit.date.month() != month.service_month && !read {
        return fault("date", "日付", "この月の日付ではありません", "サービス提供月の日付を入れてください");
    }
    foreign_decisions(pack, visit, findings);
    true
}

/// Choices on a visit that its municipality does not offer.
pub(super) fn foreign_decisions(pack: &Pack, visit: &Visit, findings: &mut Vec<Finding>) {
    for foreign in pack.foreign_decisions(&visit.decisions) {
        let what = format!("{} の判断「{}」は、この市町村の規則にありません", foreign.point, foreign.choice);
        let place = Place::on_day(visit.date.number(), "decisions", "判断");
        findings.push(
            Finding::new("foreign_decision", Severity::Fault, place, what, "もう一度選んでください").linked("day"),
        );
    }
}

/// One record in the making.
struct Typed<'a> {
    pack: &'a Pack,
    rules: &'a MobilityRules,
    month: &'a ServiceMonth,
    group: &'a Group<'a>,
    helper: Helper,
    free: bool,
}

impl Typed<'_> {
    fn add(&self, records: &mut Records, made: &Split) {
        let lead = self.lead();
        self.check_commute(records);
        for (at, line) in made.lines.iter().enumerate() {
            let mut support = self.entry(lead, line);
            if at == 0 {
                self.mark_box(&mut support, made);
            }
            records.entries.push(support);
            records.entries.extend(self.commute_line(lead, line));
        }
        let unknown = self.rules.commute_boxes.is_empty() && self.rules.commute_line.is_none();
        if self.commutes() && unknown && self.is_own(self.group.date) {
            let place = Place::on_day(self.group.date.number(), "commute", "通園・通学・通所");
            let what = format!("{}には通園・通学・通所の加算がありません", self.pack.identity.name);
            let mend = "加算なしで計算しました。印を外すか、規則を確かめてください";
            records.findings.push(Finding::new("no_commute", Severity::Notice, place, what, mend).linked("day"));
        }
        records.unbilled.extend(made.dropped.iter().map(|dropped| self.unbilled(lead, dropped)));
    }

    /// The visit whose records they are: of those put together the first that has a part in the month.
    fn lead(&self) -> usize {
        let there = |visit: &Visit| self.is_own(visit.date) || visit.passes_midnight();
        self.group.members.iter().find(|(_, visit)| there(visit)).map_or(0, |(at, _)| *at)
    }

    fn unbilled(&self, visit: usize, dropped: &Dropped) -> Unbilled {
        Unbilled {
            visit,
            date: self.group.date.plus_days(i32::from(dropped.day)),
            start: dropped.start,
            end: dropped.end,
            rule: dropped.rule.clone(),
            reason: dropped.reason.clone(),
        }
    }

    /// What is wrong with a visit of the eve is told in its own month.
    fn is_own(&self, date: Day) -> bool {
        date.month() == self.month.service_month
    }

    fn commutes(&self) -> bool {
        !self.group.commuting.is_empty()
    }

    /// The support on the way cannot be longer than the visit: than its box until 2024-03, than its 時間区分 afterwards.
    fn check_commute(&self, records: &mut Records) {
        let known = !self.rules.commute_boxes.is_empty() || self.rules.commute_line.is_some();
        if !known || self.helper != self.group.lead() {
            return;
        }
        for (_, visit) in self.group.members.iter().filter(|(_, visit)| self.is_own(visit.date)) {
            let Some(Commute::Minutes(minutes)) = visit.commute else { continue };
            let worked = visit.worked_minutes() - visit.deducted_minutes;
            if self.commute_class(minutes) <= self.commute_class(worked) {
                continue;
            }
            let place = Place::on_day(visit.date.number(), "commute", "通園・通学・通所");
            let what = format!("通園・通学・通所の時間({minutes}分)が、訪問の時間({worked}分)の欄を超えています");
            let mend = "訪問のうち、通園・通学・通所に要した時間を入れてください";
            records.findings.push(Finding::new("commute", Severity::Fault, place, what, mend).linked("day"));
        }
    }

    /// Which box, or which bracket of the line, a time of support on the way falls into.
    fn commute_class(&self, minutes: u16) -> usize {
        let boxes = &self.rules.commute_boxes;
        if boxes.is_empty() {
            return usize::from(self.pack.split.bracket(minutes, Boundary::UpperInclusive).number);
        }
        boxes.iter().position(|mark| minutes <= mark.up_to_minutes).unwrap_or(boxes.len())
    }

    fn spoken<'s>(&'s self, line: &'s SplitLine) -> Spoken<'s> {
        let band = line.band.and_then(|at| self.pack.bands.get(at));
        let premium = band.filter(|band| band.rank > 0);
        Spoken {
            pack: self.pack,
            rules: self.rules,
            decisions: &self.group.decisions,
            body_care: self.month.person.body_care,
            free: self.free,
            second: self.helper == Helper::Second,
            bracket: line.bracket,
            band: premium.map_or("", |band| band.label.as_str()),
            band_slot: premium.and_then(|band| band.slot.as_deref()),
        }
    }

    fn entry(&self, visit: usize, line: &SplitLine) -> Entry {
        let spoken = self.spoken(line);
        Entry {
            visit,
            kind: EntryKind::Support,
            date: self.group.date.plus_days(i32::from(line.day)),
            start: line.start,
            end: line.end,
            minutes: line.minutes,
            deducted: line.deducted.clone(),
            counted_minutes: line.counted_minutes,
            band: line.band.and_then(|at| self.pack.bands.get(at)).map(|band| band.id.clone()),
            band_label: spoken.band.to_owned(),
            bracket: line.bracket,
            helper: self.helper,
            free: self.free,
            slots: spoken.slots(false),
            boxes: Vec::new(),
            service_name: line.composite.clone().unwrap_or_else(|| spoken.support()),
            rules: line.rules.clone(),
            held: line.held.clone(),
            reason: line.reason.clone(),
        }
    }

    /// 通学支援加算 until 2024-03: one box, on the first record of the visit, by the time of the support.
    fn mark_box(&self, entry: &mut Entry, made: &Split) {
        if !self.commutes() || self.rules.commute_boxes.is_empty() {
            return;
        }
        let (mark, rounded) = commute_box(self.pack, self.rules, self.box_minutes(made), &self.group.decisions);
        entry.boxes.extend(mark);
        if rounded {
            entry.rules.push("U-12".to_owned());
        }
    }

    /// The time a box speaks for: shown minutes where the whole visit was on the way, else what was told. Minutes of a
    /// month that has lines instead of boxes are left to its lines.
    fn box_minutes(&self, made: &Split) -> u16 {
        let whole = self.group.members.iter().all(|(_, visit)| visit.commute == Some(Commute::Whole));
        let lines = |day: u8| made.lines.iter().filter(move |line| line.day == day).map(|line| line.minutes);
        let told = |visit: &Visit| match visit.commute {
            None => 0,
            Some(Commute::Whole) => visit.worked_minutes() - visit.deducted_minutes,
            Some(Commute::Minutes(minutes)) => minutes,
        };
        let first_day = || self.group.commuting.iter().map(|(from, to)| to.min(&DAY).saturating_sub(*from)).sum();
        match (whole, self.lines_from_tomorrow()) {
            (true, false) => lines(0).chain(lines(1)).sum(),
            (true, true) => lines(0).sum(),
            (false, false) => self.group.members.iter().map(|(_, visit)| told(visit)).sum(),
            (false, true) => first_day(),
        }
    }

    /// Whether the second day of the visit lies in a month whose rules have no boxes any more.
    fn lines_from_tomorrow(&self) -> bool {
        let next = self.group.date.plus_days(1).month();
        let rules = self.pack.period(next).ok().and_then(|period| period.mobility.as_ref());
        let reaches = self.group.stretches.last().is_some_and(|(_, to)| *to > DAY);
        reaches && next != self.group.date.month() && rules.is_some_and(|rules| rules.commute_boxes.is_empty())
    }

    /// 通園・通学・通所加算 from 2024-04: a line of its own beside each line of the support, over what of it was on the
    /// way.
    fn commute_line(&self, visit: usize, line: &SplitLine) -> Option<Entry> {
        let name_of = |line: &SplitLine| self.spoken(line).commute();
        name_of(line)?;
        let own = self.on_the_way(line)?;
        let spoken = self.spoken(&own);
        let band = if spoken.commute_takes_band() { spoken.band.to_owned() } else { String::new() };
        let mut entry = self.entry(visit, &own);
        entry.rules.push("U-15".to_owned());
        if !self.free {
            entry.rules.push("U-13".to_owned());
        }
        Some(Entry {
            kind: EntryKind::CommuteLine,
            band: entry.band.filter(|_| !band.is_empty()),
            band_label: band,
            slots: spoken.slots(true),
            service_name: name_of(&own)?,
            reason: "支援と同じ時間の加算の行".to_owned(),
            ..entry
        })
    }

    /// What of a line was 通園・通学・通所; none where nothing was.
    fn on_the_way(&self, line: &SplitLine) -> Option<SplitLine> {
        let midnight = u16::from(line.day) * DAY;
        let end = if line.end <= line.start { line.end + DAY } else { line.end };
        let end = if end == DAY - 1 { DAY } else { end };
        let (start, end) = (midnight + line.start, midnight + end);
        let inside = self.group.commuting.iter().map(|(from, to)| (*from.max(&start), *to.min(&end)));
        let inside: Vec<(u16, u16)> = inside.filter(|(from, to)| from < to).collect();
        let minutes: u16 = inside.iter().map(|(from, to)| to - from).sum();
        let (first, last) = inside.first().zip(inside.last())?;
        if minutes >= line.minutes {
            return Some(line.clone());
        }
        let over_midnight = self.pack.split.cut_at_midnight && last.1 - midnight == DAY;
        let shown = minutes - u16::from(over_midnight);
        let gaps = inside.windows(2).map(|pair| (pair[0].1 - midnight, pair[1].0 - midnight));
        Some(SplitLine {
            start: first.0 - midnight,
            end: (last.1 - midnight - u16::from(over_midnight)) % DAY,
            minutes: shown,
            counted_minutes: shown,
            deducted: gaps.filter(|(from, to)| from < to).collect(),
            bracket: self.pack.split.bracket(shown, self.pack.split.bracket_boundary),
            ..line.clone()
        })
    }
}
