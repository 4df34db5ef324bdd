//! 実績記録票 of 就労定着支援: one basic record a person and one record for each day with the base fee or an addition.
use super::forms::RecordForm;
use super::j61::ServiceRecord;
use super::row::Row;
use crate::retention::{Dossier, Outcome};
use crate::{Card, ClaimOffice};
use fees::retention::facts::{Billing, Contact};
use kernel::{Day, Month, text};
use std::collections::BTreeMap;

/// The addition of the special areas.
const SPECIAL_AREA: &str = "retention.special_area";
/// 地域連携会議実施加算 and what it was called before.
const CONFERENCES: [&str; 2] = ["retention.conference", "retention.conference_before_2024"];
/// 初期加算.
const INITIAL: &str = "retention.initial";

/// What is claimed on one day, as the record sheet marks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// 算定日数: support that counts for the base fee.
    pub base: bool,
    /// 特別地域加算.
    pub special_area: bool,
    /// 地域連携会議実施加算: 1 = (Ⅰ), 2 = (Ⅱ).
    pub conference: Option<u8>,
}

/// The record of a month; empty when nothing of it is claimed by days.
pub(crate) fn of(office: &ClaimOffice, form: &RecordForm, dossier: &Dossier, outcome: &Outcome) -> ServiceRecord {
    let marks = marks(dossier, outcome);
    if marks.is_empty() {
        return ServiceRecord::default();
    }
    let Some(card) = &dossier.card else { return ServiceRecord::without_card() };
    let sheet = Sheet { office, form, card, dossier, outcome };
    let mut rows = vec![sheet.basic(&marks)];
    rows.extend(marks.iter().map(|(day, marks)| sheet.day(*day, *marks)));
    ServiceRecord { rows, lacking: Vec::new() }
}

/// The marks of the month by day: what its lines rest on, whatever the contacts ask for.
pub(crate) fn marks(dossier: &Dossier, outcome: &Outcome) -> BTreeMap<Day, Marks> {
    let month = dossier.month.service_month;
    let mut marks: BTreeMap<Day, Marks> = BTreeMap::new();
    if !outcome.claimable {
        return marks;
    }
    for day in outcome.support_days.iter().filter(|day| day.month() == month) {
        marks.entry(*day).or_default().base = true;
    }
    for contact in dossier.month.contacts.iter().filter(|contact| contact.date.month() == month) {
        if contact.special_area && claims(outcome, SPECIAL_AREA, contact.date, month) {
            marks.entry(contact.date).or_default().special_area = true;
        }
        let held = CONFERENCES.iter().any(|rule| claims(outcome, rule, contact.date, month));
        if let Some(tier) = conference(contact).filter(|_| held) {
            // of two on a day the one with more units is claimed
            let slot = &mut marks.entry(contact.date).or_default().conference;
            *slot = Some(slot.map_or(tier, |known| known.min(tier)));
        }
    }
    marks
}

/// Whether a line of the rule rests on the day. A line of the whole month rests on all of its days.
fn claims(outcome: &Outcome, rule: &str, date: Day, month: Month) -> bool {
    let mut lines = outcome.claim.lines.iter().filter(|line| line.rule == rule);
    lines.any(|line| date.month() == month && (line.days.is_empty() || line.days.contains(&date.number())))
}

fn conference(contact: &Contact) -> Option<u8> {
    match contact.billing {
        Billing::BaseAndConference1 => Some(1),
        Billing::BaseAndConference2 => Some(2),
        _ => None,
    }
}

struct Sheet<'p> {
    office: &'p ClaimOffice,
    form: &'p RecordForm,
    card: &'p Card,
    dossier: &'p Dossier,
    outcome: &'p Outcome,
}

impl Sheet<'_> {
    fn keyed(&self, record_type: &'static str) -> Row {
        Row::new("J611", record_type)
            .put("service_year_month", self.dossier.month.service_month.yyyymm())
            .put("municipality_no", &self.card.municipality_no)
            .put("office_no", &self.office.office_no)
            .put("certificate_no", &self.card.recipient_no)
            .put("form_no", &self.form.number)
    }

    /// J611-01 基本情報: the sums of the days, 利用開始日 in the month of 初期加算, 支援レポート共有日.
    fn basic(&self, marks: &BTreeMap<Day, Marks>) -> Row {
        let count = |of: fn(&Marks) -> bool| marks.values().filter(|marks| of(marks)).count() as u32;
        let initial = self.outcome.claim.lines.iter().any(|line| line.rule == INITIAL);
        let started = self.dossier.service_started_on;
        self.keyed("01")
            .put_count("calc_days_total", count(|marks| marks.base))
            .put_some("initial_addition_start_date", started.filter(|_| initial).map(Day::yyyymmdd))
            .put_count("special_area_count", count(|marks| marks.special_area))
            .put_count("retention_coop_count", count(|marks| marks.conference.is_some()))
            .put_some("support_report_shared_date", self.dossier.month.report_shared_on.map(Day::yyyymmdd))
    }

    /// J611-02 明細情報.
    fn day(&self, day: Day, marks: Marks) -> Row {
        let remark = self.dossier.remarks.get(&day.number()).map(|remark| text::full_width(remark));
        self.keyed("02")
            .put("day", format!("{:02}", day.number()))
            .put_some("remarks", remark)
            .put_some("calc_day_flag", marks.base.then_some(1))
            .put_some("special_area", marks.special_area.then_some(1))
            .put_some("retention_coop", marks.conference)
    }
}
