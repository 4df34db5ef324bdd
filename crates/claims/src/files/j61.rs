//! J61: サービス提供実績記録票 of form 1701 (就労継続支援), one basic record a person and one record a day.
use super::{ClaimBatch, ClaimFile, ClaimFileKind, ClaimPerson, name, record_items, row::Row, write};
use crate::{Card, ClaimOffice};
use fees::Line;
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::{Day, Finding, Month, Place, Severity, text};
use records::Layouts;

/// 様式種別番号 of 就労継続支援.
pub(super) const FORM: &str = "1701";
/// 初期加算 lasts 30 days, the first included.
const INITIAL_DAYS_AFTER_FIRST: i32 = 29;

/// Service records of everyone with a record, or what keeps them from being written. `None` when the batch holds
/// nothing but 利用者負担上限額管理加算: such a month is claimed by the statement alone.
pub fn j61(batch: &ClaimBatch, layouts: &Layouts) -> Result<Option<ClaimFile>, Vec<Finding>> {
    let records: Vec<ServiceRecord> = batch.persons.iter().map(|person| person.record(&batch.office)).collect();
    j61_of(&batch.office, batch.processing_month, &records, layouts)
}

/// Service records of whatever services one office number has. `None` when no month has anything to record.
///
/// # Errors
/// Everything that a record lacks, each place with the number of the person in the list.
pub fn j61_of(
    office: &ClaimOffice,
    processing_month: Month,
    records: &[ServiceRecord],
    layouts: &Layouts,
) -> Result<Option<ClaimFile>, Vec<Finding>> {
    let mut findings = Vec::new();
    for (record, number) in records.iter().zip(1_u32..) {
        findings.extend(record.lacking.iter().cloned().map(|mut finding| {
            finding.place.text = format!("{number}人目 {}", finding.place.text);
            finding
        }));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let rows: Vec<Row> = records.iter().flat_map(|record| record.rows.iter().cloned()).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let bytes = write::of(office, processing_month, "J61", &rows, layouts)?;
    let name = name::of("J61", processing_month);
    Ok(Some(ClaimFile { name, bytes, kind: ClaimFileKind::ServiceRecords }))
}

/// 実績記録票一枚: the records of one person's month, or what it lacks. Each service makes it in its own form.
#[derive(Clone, Debug, Default)]
pub struct ServiceRecord {
    pub(super) rows: Vec<Row>,
    pub(super) lacking: Vec<Finding>,
}

impl ServiceRecord {
    /// A record that cannot be written without a card.
    pub(super) fn without_card() -> ServiceRecord {
        let what = "有効な受給者証がありません";
        let lacking =
            Finding::new("F02", Severity::Fault, Place::named("受給者証"), what, "受給者証を登録してください")
                .linked("card");
        ServiceRecord { rows: Vec::new(), lacking: vec![lacking] }
    }
}

impl ClaimPerson {
    /// The service record of this month; empty when nothing is recorded.
    pub fn record(&self, office: &ClaimOffice) -> ServiceRecord {
        let recorded: Vec<&DayFacts> = self.recorded_days().collect();
        match &self.dossier.card {
            _ if recorded.is_empty() => ServiceRecord::default(),
            Some(card) => {
                let mut record = ServiceRecord::default();
                Sheet { office, person: self, card }.write(&recorded, &mut record.rows);
                record
            }
            None => ServiceRecord::without_card(),
        }
    }

    fn lines_of<'p>(&'p self, rule: &'p str) -> impl Iterator<Item = &'p Line> {
        self.outcome.lines.iter().filter(move |line| line.rule == rule)
    }

    fn claims_on(&self, rule: &str, day: u8) -> bool {
        self.lines_of(rule).any(|line| line.days.contains(&day))
    }

    fn count(&self, rule: &str) -> u32 {
        self.lines_of(rule).map(|line| line.count).sum()
    }

    /// Service days, and absences whose addition is claimed; plain absences are not recorded.
    fn recorded_days(&self) -> impl Iterator<Item = &DayFacts> {
        self.dossier
            .month
            .days
            .iter()
            .filter(|day| day.status != DayStatus::Absent || self.claims_on("b_type.absence", day.day))
    }
}

struct Sheet<'b> {
    office: &'b ClaimOffice,
    person: &'b ClaimPerson,
    card: &'b Card,
}

/// Sums over the day records, which the basic record repeats.
#[derive(Default)]
struct Totals {
    trips: u32,
    meals: u32,
    visits: u32,
    visits_billed: u32,
    offsite: u32,
    medical: u32,
    trial: u32,
    community: u32,
    emergency: u32,
}

impl Sheet<'_> {
    fn write(&self, recorded: &[&DayFacts], rows: &mut Vec<Row>) {
        let mut totals = Totals::default();
        let days: Vec<Row> = recorded.iter().map(|day| self.day(day, &mut totals)).collect();
        rows.push(self.basic(&totals));
        rows.extend(days);
    }

    fn keyed(&self, record_type: &'static str) -> Row {
        Row::new("J611", record_type)
            .put("service_year_month", self.person.dossier.month.service_month.yyyymm())
            .put("municipality_no", &self.card.municipality_no)
            .put("office_no", &self.office.office_no)
            .put("certificate_no", &self.card.recipient_no)
            .put("form_no", FORM)
    }

    /// J611-01 基本情報.
    fn basic(&self, totals: &Totals) -> Row {
        let person = self.person;
        let mut row = self
            .keyed("01")
            .put_count("pickup_count", totals.trips)
            .put_count("meal_provision_count", totals.meals)
            .put_count("visit_support_special_provided_count", totals.visits)
            .put_count("visit_support_special_calc_count", totals.visits_billed)
            .put_count("offsite_support_days_month", totals.offsite);
        if totals.offsite > 0 {
            row = row.put("offsite_support_days_cumulative", person.dossier.offsite_days_before + totals.offsite);
        }
        let initial = person.count("b_type.initial");
        if let (Some(first), true) = (person.dossier.month.person.started_on, initial > 0) {
            row = row
                .put("initial_addition_start_date", first.yyyymmdd())
                .put("initial_addition_day30", first.plus_days(INITIAL_DAYS_AFTER_FIRST).yyyymmdd())
                .put("initial_addition_days_month", initial);
        }
        let intensive = person.count("b_type.intensive_support");
        let intensive_start = person.dossier.intensive_started_on.filter(|_| intensive > 0).map(Day::yyyymmdd);
        row.put_count("medical_coordination_count", totals.medical)
            .put_count("trial_use_support_count", totals.trial)
            .put_count("regional_collaboration_count", totals.community)
            .put_some("intensive_support_start_date", intensive_start)
            .put_count("intensive_support_count", intensive)
            .put_count("emergency_acceptance_count", totals.emergency)
    }

    /// J611-02 明細情報.
    fn day(&self, day: &DayFacts, totals: &mut Totals) -> Row {
        let row = self.keyed("02").put("day", format!("{:02}", day.day));
        let row = match day.status {
            DayStatus::Absent => row.put("provision_status", 8),
            DayStatus::OffsiteSupport => {
                totals.offsite += 1;
                row.put("offsite_support", 1)
            }
            DayStatus::HomeVisit => self.visit(day, timed(row, day), totals),
            DayStatus::TrialUse => self.trial(day, timed(row, day), totals),
            DayStatus::Attended => timed(row, day),
        };
        let row = self.additions(day, row, totals);
        row.put_some("remarks", self.person.dossier.remarks.get(&day.day).map(|remark| text::full_width(remark)))
    }

    /// 訪問支援特別加算: hours served × 100 and, when claimed, whole hours by plan (part of an hour counts as one).
    fn visit(&self, day: &DayFacts, row: Row, totals: &mut Totals) -> Row {
        totals.visits += 1;
        let served = match (day.start, day.end) {
            (Some(start), Some(end)) if end > start => Some(u32::from(end.minutes() - start.minutes())),
            _ => day.visit_minutes,
        };
        let row = row.put_some("visit_support_special_provided_hours", served.map(|minutes| (minutes * 100 + 30) / 60));
        if !self.person.claims_on("b_type.home_visit", day.day) {
            return row;
        }
        totals.visits_billed += 1;
        row.put_some("visit_support_special_calc_hours", day.visit_minutes.map(|minutes| minutes.div_ceil(60).max(1)))
    }

    /// 体験利用支援加算: the code decides Ⅰ or Ⅱ.
    fn trial(&self, day: &DayFacts, row: Row, totals: &mut Totals) -> Row {
        let month = self.person.dossier.month.service_month;
        let mut lines = self.person.lines_of("b_type.trial_use").filter(|line| line.days.contains(&day.day));
        let tier = lines.find_map(|line| record_items::of(line.code_text(), month)?.value);
        totals.trial += u32::from(tier.is_some());
        row.put_some("trial_use_support", tier)
    }

    /// Additions of the day, only where they are claimed.
    fn additions(&self, day: &DayFacts, mut row: Row, totals: &mut Totals) -> Row {
        let claimed = |rule: &str| self.person.claims_on(rule, day.day);
        if claimed("b_type.transport") {
            totals.trips += u32::from(day.transport_out.min(1)) + u32::from(day.transport_back.min(1));
            row = row
                .put_count("pickup_outbound", u32::from(day.transport_out.min(1)))
                .put_count("pickup_return", u32::from(day.transport_back.min(1)));
        }
        if claimed("b_type.meal_provision") {
            totals.meals += 1;
            row = row.put("meal_provision", 1);
        }
        if claimed("b_type.medical") {
            totals.medical += 1;
            row = row.put_some("medical_coordination", day.medical);
        }
        if claimed("b_type.community_collaboration") {
            totals.community += 1;
            row = row.put("regional_collaboration", 1);
        }
        if claimed("b_type.emergency_acceptance") {
            totals.emergency += 1;
            row = row.put("emergency_acceptance", 1);
        }
        row
    }
}

fn timed(row: Row, day: &DayFacts) -> Row {
    row.put_some("start_time", day.start.map(|time| time.hhmm())).put_some("end_time", day.end.map(|time| time.hhmm()))
}
