//! 加算の印: what may be marked on a visit besides its times – exactly the additions that the municipality of the person has.
use fees::community::{
    facts::{Service, Visit},
    pack::Packs,
};
use store::{CommunityMonth, CommunityPerson};
use ui::Form;

/// A mark on a visit of 移動支援 that asks for an addition.
pub(super) struct Mark {
    /// Name of the field.
    pub(super) field: &'static str,
    /// Word beside the box.
    pub(super) label: &'static str,
    /// Id of the addition in the rules of a municipality.
    pub(super) rule: &'static str,
    get: fn(&Visit) -> bool,
    set: fn(&mut Visit, bool),
}

impl Mark {
    pub(super) fn is_on(&self, visit: &Visit) -> bool {
        (self.get)(visit)
    }

    pub(super) fn put(&self, visit: &mut Visit, on: bool) {
        (self.set)(visit, on);
    }
}

/// All of them.
pub(super) const MARKS: [Mark; 3] = [
    Mark {
        field: "emergency",
        label: "緊急",
        rule: "emergency",
        get: |visit| visit.emergency,
        set: |visit, on| visit.emergency = on,
    },
    Mark {
        field: "first",
        label: "初回",
        rule: "first_time",
        get: |visit| visit.first,
        set: |visit, on| visit.first = on,
    },
    Mark {
        field: "suction",
        label: "喀痰吸引",
        rule: "suction",
        get: |visit| visit.suction,
        set: |visit, on| visit.suction = on,
    },
];

/// Field and label of the marks to offer: those of the rules for such a person, and one that is ticked already. While
/// nobody can say whose rules hold, all of them.
pub(super) fn offered(
    month: &CommunityMonth,
    person: &CommunityPerson,
    form: &Form,
) -> Vec<(&'static str, &'static str)> {
    let rules = person.card().and_then(|card| {
        let (pack, _) = Packs::builtin().choose(&card.body.municipality_no, month.month).ok()?;
        let decided = super::reading::decided(card, Service::Mobility, month.month);
        Some((pack, decided.map(|decided| if decided.body_care { "body" } else { "no_body" })))
    });
    let has = |mark: &&Mark| {
        let Some((pack, care)) = rules else { return true };
        let rule = pack.additions.iter().find(|rule| rule.id == mark.rule);
        rule.is_some_and(|rule| care.is_none_or(|care| rule.codes.contains_key(care))) || form.checked(mark.field)
    };
    MARKS.iter().filter(has).map(|mark| (mark.field, mark.label)).collect()
}
