//! 1回と数える訪問: which visits of a month count as one, helper by helper, where a municipality joins what lies close.
use super::entry::{Held, Helper};
use super::facts::{Commute, Decision, Helpers, ServiceMonth, Visit};
use super::pack::Pack;
use super::split::Split;
use kernel::Day;
use std::collections::BTreeMap;

const DAY: u16 = 1440;

/// The point of a visit of two helpers close to one of one helper.
const HELPERS_CHANGE: &str = "CB-03";
/// Its reading under which the two stay apart.
const APART: &str = "apart";

/// Visits of one helper, or of two the whole time, that count as one.
pub(super) struct Group<'a> {
    pub(super) date: Day,
    pub(super) members: Vec<(usize, &'a Visit)>,
    pub(super) stretches: Vec<(u16, u16)>,
    /// What of them was 通園・通学・通所, visit by visit.
    pub(super) commuting: Vec<(u16, u16)>,
    pub(super) deducted: u16,
    pub(super) decisions: Vec<Decision>,
    helpers: Helpers,
    /// Visits with another number of helpers lie close: the point was read, and waits while nobody decided.
    change: Option<Option<Held>>,
}

impl<'a> Group<'a> {
    fn of(month: &ServiceMonth, helpers: Helpers, (at, visit): (usize, &'a Visit)) -> Group<'a> {
        Group {
            date: visit.date,
            members: vec![(at, visit)],
            stretches: stretches(visit),
            commuting: commuting(visit),
            deducted: loose_deduction(visit),
            decisions: visit.decisions.iter().chain(&month.decisions).cloned().collect(),
            helpers,
            change: None,
        }
    }

    /// Whose records the group makes.
    pub(super) fn helpers(&self) -> &'static [Helper] {
        match self.helpers {
            Helpers::First => &[Helper::First],
            Helpers::Second => &[Helper::Second],
            Helpers::Both => &[Helper::First, Helper::Second],
        }
    }

    /// The helper whose record is made first.
    pub(super) fn lead(&self) -> Helper {
        self.helpers()[0]
    }

    /// Notes on the lines that the number of helpers changed among the visits.
    pub(super) fn ask(&self, made: &mut Split) {
        let Some(held) = &self.change else { return };
        for line in &mut made.lines {
            line.rules.push(HELPERS_CHANGE.to_owned());
            line.rules.sort();
            line.held.extend(held.clone());
        }
    }

    fn join(&mut self, (at, visit): (usize, &'a Visit), shift: u16) {
        let shifted = |own: Vec<(u16, u16)>| own.into_iter().map(move |(from, to)| (from + shift, to + shift));
        self.stretches.extend(shifted(stretches(visit)));
        self.commuting.extend(shifted(commuting(visit)));
        self.deducted += loose_deduction(visit);
        self.decisions.extend(visit.decisions.iter().cloned());
        self.members.push((at, visit));
    }

    fn numbers(&self) -> impl Iterator<Item = usize> {
        self.members.iter().map(|(at, _)| *at)
    }

    fn changes_helpers(&self) -> bool {
        self.members.windows(2).any(|pair| pair[0].1.helpers != pair[1].1.helpers)
    }
}

/// Visits in order of time, put together where the municipality counts a short gap as one visit.
pub(super) fn groups<'a>(pack: &Pack, month: &ServiceMonth, mut visits: Vec<(usize, &'a Visit)>) -> Vec<Group<'a>> {
    let gap = pack.joining_gap(&month.decisions);
    visits.sort_by_key(|(at, visit)| (visit.date, visit.start, *at));
    if gap == 0 {
        return visits.into_iter().map(|one| Group::of(month, one.1.helpers, one)).collect();
    }
    let by_helpers = joined(month, gap, &visits, |visit| visit.helpers);
    if pack.point(HELPERS_CHANGE).is_none() {
        return by_helpers;
    }
    let mut first = of_helper(pack, month, (Helpers::First, gap), &visits);
    for mut second in of_helper(pack, month, (Helpers::Second, gap), &visits) {
        let same = |one: &&mut Group<'_>| {
            one.change.is_none() && second.change.is_none() && one.numbers().eq(second.numbers())
        };
        match first.iter_mut().find(same) {
            Some(one) => one.helpers = Helpers::Both,
            None => {
                second.helpers = Helpers::Second;
                first.push(second);
            }
        }
    }
    first
}

/// The groups of the records of one helper. Where visits of two helpers and of one lie close, the reading of the point
/// says whether the helper's time goes on.
fn of_helper<'a>(
    pack: &Pack,
    month: &ServiceMonth,
    (helper, gap): (Helpers, u16),
    visits: &[(usize, &'a Visit)],
) -> Vec<Group<'a>> {
    let there = |visit: &Visit| visit.helpers == helper || visit.helpers == Helpers::Both;
    let own: Vec<(usize, &Visit)> = visits.iter().copied().filter(|(_, visit)| there(visit)).collect();
    let mut groups = Vec::new();
    for mut group in joined(month, gap, &own, |_| helper) {
        let choice = group.changes_helpers().then(|| pack.choice(HELPERS_CHANGE, &group.decisions)).flatten();
        match choice {
            Some(choice) if choice.reading == APART => {
                for mut part in joined(month, gap, &group.members, |visit| visit.helpers) {
                    part.helpers = helper;
                    part.change = Some(choice.held.clone());
                    groups.push(part);
                }
            }
            Some(choice) => {
                group.change = Some(choice.held);
                groups.push(group);
            }
            None => groups.push(group),
        }
    }
    groups
}

/// Visits in order of time; those with the same key that follow within the gap are one.
fn joined<'a>(
    month: &ServiceMonth,
    gap: u16,
    visits: &[(usize, &'a Visit)],
    key: impl Fn(&Visit) -> Helpers,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut open: BTreeMap<Helpers, usize> = BTreeMap::new();
    for &(at, visit) in visits {
        let helpers = key(visit);
        if let Some(group) = open.get(&helpers).and_then(|index| groups.get_mut(*index))
            && let Some(shift) = follows(group, visit, gap)
        {
            group.join((at, visit), shift);
            continue;
        }
        open.insert(helpers, groups.len());
        groups.push(Group::of(month, helpers, (at, visit)));
    }
    groups
}

/// Minutes by which the clock of a visit lies behind that of the group, when it follows within the gap.
fn follows(group: &Group<'_>, visit: &Visit, gap: u16) -> Option<u16> {
    let shift = if visit.date == group.date {
        0
    } else if visit.date == group.date.plus_days(1) {
        DAY
    } else {
        return None;
    };
    let end = group.stretches.last()?.1;
    let start = visit.start + shift;
    let fits = start >= end && start - end < gap && visit.start + visit.worked_minutes() + shift <= 2 * DAY;
    fits.then_some(shift)
}

/// The worked stretches of a visit, 算定外 of known time taken out.
fn stretches(visit: &Visit) -> Vec<(u16, u16)> {
    let (start, end) = (visit.start, visit.start + visit.worked_minutes());
    let Some(from) = visit.deducted_start.filter(|_| visit.deducted_minutes > 0) else { return vec![(start, end)] };
    let from = if from < start { from + DAY } else { from };
    let from = from.min(end);
    let to = (from + visit.deducted_minutes).min(end);
    [(start, from), (to, end)].into_iter().filter(|(from, to)| from < to).collect()
}

/// The part of a visit that was 通園・通学・通所: its first worked minutes, as many as were told.
fn commuting(visit: &Visit) -> Vec<(u16, u16)> {
    let mut left = match visit.commute {
        None => 0,
        Some(Commute::Whole) => u16::MAX,
        Some(Commute::Minutes(minutes)) => minutes,
    };
    let mut own = stretches(visit);
    for (from, to) in &mut own {
        *to = from.saturating_add(left).min(*to);
        left -= *to - *from;
    }
    own.retain(|(from, to)| from < to);
    own
}

/// Minutes of a visit that nobody can place.
fn loose_deduction(visit: &Visit) -> u16 {
    if visit.deducted_start.is_some() { 0 } else { visit.deducted_minutes }
}
