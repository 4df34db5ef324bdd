//! したことの一覧: everything that is done in O2 in the demo's year, with its instant; sorted, it is the year.
use super::{
    super::stamp::at,
    town::{RetentionPerson, RetentionTown},
    words,
};
use jiff::Timestamp;
use kernel::{Day, Holidays, Month};
use store::{ContactBody, SupportReportBody};

/// One deed. Numbers are places in the lists of the person.
#[derive(Clone, Debug)]
pub(super) enum Deed<'t> {
    Register(&'t RetentionPerson),
    Card(&'t RetentionPerson, usize),
    Job(&'t RetentionPerson, usize),
    /// 利用意向と契約.
    Use(&'t RetentionPerson),
    Leave(&'t RetentionPerson),
    Resign(&'t RetentionPerson),
    Plan(&'t RetentionPerson, usize),
    Monitor(&'t RetentionPerson, usize),
    Contact(&'t RetentionPerson, ContactBody),
    Report(&'t RetentionPerson, Month, SupportReportBody),
    /// 加算情報, first press.
    Additions(Month),
    /// 加算情報, second press.
    Approve(Month),
    /// The list of the 就労定着率.
    Rate(usize),
    /// センター長チェック and 請求する.
    Request(Month),
    Sent(Month),
}

/// Collects deeds.
struct Agenda<'t> {
    seed: u64,
    town: &'t RetentionTown,
    holidays: &'t Holidays,
    deeds: Vec<(Timestamp, Deed<'t>)>,
}

/// The whole year, in the order in which it happened.
pub(super) fn of_year<'t>(seed: u64, town: &'t RetentionTown, holidays: &'t Holidays) -> Vec<(Timestamp, Deed<'t>)> {
    let mut agenda = Agenda { seed, town, holidays, deeds: Vec::new() };
    for person in &town.person {
        agenda.papers(person);
        agenda.records(person);
    }
    for (place, list) in town.rate.iter().enumerate() {
        agenda.add(list.entered_on, (15, 0), Deed::Rate(place));
    }
    for month in town.office.months() {
        agenda.month(month);
    }
    agenda.deeds.sort_by_key(|(at, _)| *at);
    agenda.deeds
}

impl<'t> Agenda<'t> {
    fn add(&mut self, day: Day, (hour, minute): (i8, i8), deed: Deed<'t>) {
        self.deeds.push((at(day, hour, minute), deed));
    }

    /// 利用者, 受給者証, 就労, 契約, 計画, 退所.
    fn papers(&mut self, person: &'t RetentionPerson) {
        let known = person.registered_on;
        self.add(known, (9, 0), Deed::Register(person));
        for (place, card) in person.card.iter().enumerate() {
            self.add(card.valid_from.max(known), (9, 10), Deed::Card(person, place));
        }
        for (place, job) in person.job.iter().enumerate() {
            self.add(job.hired_on.unwrap_or(known).max(known), (9, 20), Deed::Job(person, place));
        }
        if let Some(day) = person.use_on() {
            self.add(day, (9, 30), Deed::Use(person));
        }
        for (place, plan) in person.plan.iter().enumerate() {
            self.add(plan.body.made_on.max(known), (14, 0), Deed::Plan(person, place));
            if let Some(day) = plan.body.monitored_on.first() {
                self.add(*day, (16, 0), Deed::Monitor(person, place));
            }
        }
        if let Some(day) = person.left_on {
            self.add(day, (18, 0), Deed::Leave(person));
        }
        if let Some(day) = person.resigned_on {
            self.add(day.plus_days(1), (10, 0), Deed::Resign(person));
        }
    }

    /// 支援記録と支援レポート.
    fn records(&mut self, person: &'t RetentionPerson) {
        for month in self.town.office.months() {
            let special = person.month.iter().find(|special| special.month == month);
            let supported = person.is_supported(month);
            let contacts = match special {
                Some(special) => special.contacts.clone(),
                None if supported => words::contacts(self.seed, person, month, self.holidays),
                None => Vec::new(),
            };
            let last = contacts.iter().map(|contact| contact.on).max();
            for contact in contacts {
                self.add(contact.on, (17, 0), Deed::Contact(person, contact));
            }
            if let (true, Some(last)) = (supported, last) {
                let shared = !special.is_some_and(|special| special.unshared);
                let report = words::report(self.seed, person, month, shared.then_some(last));
                self.add(last, (17, 30), Deed::Report(person, month, report));
            }
        }
    }

    /// 加算情報 at the end of the month, the claim at the beginning of the next.
    fn month(&mut self, month: Month) {
        let office = &self.town.office;
        self.add(month.last_day(), (17, 40), Deed::Additions(month));
        if month <= office.approved_until {
            self.add(month.next().first_day().plus_days(1), (9, 0), Deed::Approve(month));
        }
        if month <= office.sent_until {
            self.add(month.next().first_day().plus_days(4), (10, 0), Deed::Request(month));
            self.add(month.next().first_day().plus_days(7), (11, 0), Deed::Sent(month));
        }
    }
}
