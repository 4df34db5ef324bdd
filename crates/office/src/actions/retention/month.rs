//! 保存された行から事実へ: what the office has entered of a month of 就労定着支援, as the rules read it. One place for lists,
//! records and claims, so that all of them see the same month.
use super::{
    conferences::{of_fiscal_year, used_conferences},
    person_facts,
};
use fees::FeeTables;
use fees::retention::{
    Category, category,
    facts::{
        AdditionsState, Billing, Capability, Contact, Means, Office, OfficeReductions, Person, ReportToEmployer,
        RetentionRate, ServiceMonth,
    },
    months,
};
use kernel::{Day, Month};
use store::{
    AttachmentInfo, Card, CheckedPlan, ContactBilling, ContactBody, ContactMeans, Employment, PlanUnmade,
    RetentionMonthBody, RetentionMonthFacts, RetentionPersonMonth, SupportPlan, SupportPlanBody, SupportReportBody,
    UnmadeMonths,
};

/// 本人 among those a report is shared with.
pub const PERSON: &str = "本人";
/// 事業主 among those a report is shared with.
pub const EMPLOYER: &str = "事業主";

/// 支援計画 ○: a plan with its PDF covers the month, or was made in it (the reduction runs to the month before); else ×.
pub fn has_plan(plans: &[(SupportPlan, Vec<AttachmentInfo>)], month: Month) -> bool {
    let stands = |plan: &SupportPlanBody| plan.covers(month) || plan.made_on.month() == month;
    plans.iter().any(|plan| stands(&plan.0.body) && has_file(plan))
}

/// Whether the office has said that a × month is reduced. What was said without an end holds until a plan stands.
fn is_unmade(unmade: &PlanUnmade, plans: &[(SupportPlan, Vec<AttachmentInfo>)], month: Month) -> bool {
    let without = |from: Month| {
        std::iter::successors(Some(from), |month| Some(month.next()))
            .take_while(|before| *before < month)
            .all(|before| !has_plan(plans, before))
    };
    let holds =
        |said: &UnmadeMonths| said.from <= month && said.to.map_or_else(|| without(said.from), |to| month <= to);
    !has_plan(plans, month) && unmade.times.iter().any(holds)
}

/// 計画未作成の何か月目か, where the office has said that a month is reduced: counted over the reduced months without a gap.
/// Never in a month with a plan.
pub fn plan_missing_month(
    unmade: &PlanUnmade,
    plans: &[(SupportPlan, Vec<AttachmentInfo>)],
    month: Month,
) -> Option<u32> {
    let reduced = |month: &Month| is_unmade(unmade, plans, *month);
    let run = std::iter::successors(Some(month), |month| Some(month.previous())).take_while(reduced);
    run.last().and_then(|first| months::plan_missing(first, None, month))
}

/// ○ or × of a person's month and what × takes: as the tick saw it, or as it stands.
pub fn plan_of(one: &RetentionPersonMonth, month: Month) -> CheckedPlan {
    one.claim.plan.unwrap_or_else(|| CheckedPlan {
        made: has_plan(&one.plans, month),
        unmade_month: plan_missing_month(&one.facts.body.plan_unmade, &one.plans, month),
    })
}

/// Whether the PDF that stands for the paper is there.
fn has_file((_, files): &(SupportPlan, Vec<AttachmentInfo>)) -> bool {
    files.iter().any(|file| file.removed_at.is_none())
}

/// Whether a person belongs to the lists of a month: in 定着支援期 at its beginning or end, or with a record in it.
pub fn concerns(tables: &FeeTables, month: Month, one: &RetentionPersonMonth) -> bool {
    let person = person_facts(&one.employments, &one.facts.body, None);
    let settled = |day: Day| category(tables, &person, day).category == Category::Settled;
    !one.contacts.is_empty() || settled(month.last_day()) || settled(month.first_day())
}

/// One contact.
pub fn contact(body: &ContactBody) -> Contact {
    Contact {
        date: body.on,
        means: match body.means {
            ContactMeans::FaceToFace => Means::FaceToFace,
            ContactMeans::Video => Means::Video,
            ContactMeans::Phone => Means::Phone,
            ContactMeans::Mail => Means::Mail,
        },
        billing: match body.billing {
            ContactBilling::Undecided => Billing::Undecided,
            ContactBilling::None => Billing::None,
            ContactBilling::Base => Billing::Base,
            ContactBilling::BaseAndConference1 => Billing::BaseAndConference1,
            ContactBilling::BaseAndConference2 => Billing::BaseAndConference2,
        },
        special_area: body.special_area,
    }
}

/// Whether the report went to the employer: it may be left out where the person has not told the employer.
pub fn report_to_employer(report: &SupportReportBody, disclosed: Option<bool>) -> ReportToEmployer {
    if report.shared_on.is_none() || report.recipients.iter().any(|to| to == EMPLOYER) {
        return ReportToEmployer::Shared;
    }
    match (report.employer_left_out_reason.trim().is_empty(), disclosed) {
        (_, Some(true)) => ReportToEmployer::LeftOutDisclosed,
        (false, Some(false) | None) => ReportToEmployer::NotDisclosed,
        (true, Some(false) | None) => ReportToEmployer::LeftOut,
    }
}

/// Whether a report that was shared did not go to the person.
pub fn report_person_left_out(report: &SupportReportBody) -> bool {
    report.shared_on.is_some() && !report.recipients.iter().any(|to| to == PERSON)
}

/// The job of a month: of those that began by its end the last that still ran in it, else the last.
pub fn job_of(jobs: &[Employment], month: Month) -> Option<&Employment> {
    let begun = || jobs.iter().rev().filter(|job| job.body.hired_on.is_some_and(|hired| hired <= month.last_day()));
    let ran = |job: &&Employment| job.body.ended_on.is_none_or(|ended| month.first_day() <= ended);
    begun().find(ran).or_else(|| begun().next())
}

/// 加算情報 as facts of the office. A shortage is entered with the month in which it began and, once it is over, the month
/// in which it was solved: that one is still reduced.
pub fn office(body: &RetentionMonthBody, month: Month) -> Office {
    let nth = |starts: Option<Month>, solved: Option<Month>| {
        starts.and_then(|starts| months::shortage(starts, solved, month))
    };
    let over_tenth = body.support_staff_shortage_over_tenth;
    let (staff_solved, manager_solved) =
        (body.support_staff_shortage_solved_in, body.service_manager_shortage_solved_in);
    let began = body.support_staff_shortage_from;
    let staff = began.and_then(|began| months::staff_shortage_starts(began, over_tenth, staff_solved));
    let began = body.service_manager_shortage_from;
    let manager = began.and_then(|began| months::manager_shortage_starts(began, manager_solved));
    Office {
        retention: body.rate.map(|rate| RetentionRate { numerator: rate.numerator, denominator: rate.denominator }),
        users: body.users,
        capability: Capability {
            results_structure: body.results_structure,
            job_coach: body.job_coach,
            special_area: body.special_area,
            treatment_improvement: body.treatment_improvement.clone(),
        },
        reductions: OfficeReductions {
            support_staff_shortage_month: nth(staff, staff_solved),
            service_manager_shortage_month: nth(manager, manager_solved),
            disclosure: body.disclosure_missing,
            continuity_plan: body.continuity_plan_missing,
            abuse_prevention: body.abuse_prevention_missing,
        },
    }
}

/// The state of 加算情報 as the rules know it.
pub fn additions_state(state: store::AdditionsState) -> AdditionsState {
    match state {
        store::AdditionsState::None => AdditionsState::None,
        store::AdditionsState::Pending => AdditionsState::Pending,
        store::AdditionsState::Approved => AdditionsState::Approved,
    }
}

/// Everything the rules look at in one person's month.
pub fn service_month(
    tables: &FeeTables,
    office_month: &RetentionMonthFacts,
    one: &RetentionPersonMonth,
) -> ServiceMonth {
    let month = office_month.month;
    let used = used_conferences(tables, one, month);
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let last_eleven = month.plus_months(-11)..month;
    ServiceMonth {
        service_month: month,
        office: office(&office_month.additions.body, month),
        person: person(tables, office_month, one),
        contacts: one.contacts.iter().map(|row| contact(&row.body)).collect(),
        conferences_this_year: counted(of_fiscal_year(&used, month).count()),
        conferences_last_eleven_months: Some(counted(
            used.iter().filter(|one| last_eleven.contains(&one.month)).count(),
        )),
        report_shared_on: one.report.body.shared_on,
        report_to_employer: report_to_employer(
            &one.report.body,
            job_of(&one.employments, month).and_then(|job| job.body.disclosed_to_employer),
        ),
        report_person_left_out: report_person_left_out(&one.report.body),
        additions_state: additions_state(office_month.additions.state()),
        manual_lines: one.month_facts.manual_lines.clone(),
    }
}

/// 利用開始日: as typed, else the first day on which use was possible – six months of work, the contract, a decision. An
/// earlier decision counts too: a renewed card begins nothing.
fn started_on(tables: &FeeTables, one: &RetentionPersonMonth, employed_on: Option<Day>) -> Option<Day> {
    let first = || {
        let usable = employed_on.map(|hired| tables.retention().first_usable_on(hired));
        let ready = one.facts.body.contract_on.max(usable).filter(|_| one.facts.body.contract_on.is_some())?;
        let decisions = one.cards.iter().map(|card| &card.body).filter(|card| ready <= card.decided_to);
        Some(decisions.map(|card| card.decided_from).min().map_or(ready, |from| from.max(ready)))
    };
    one.person.body.started_on.or_else(first)
}

fn person(tables: &FeeTables, office_month: &RetentionMonthFacts, one: &RetentionPersonMonth) -> Person {
    let month = office_month.month;
    let card = one.card(month);
    let sheet = one.month_facts.cap_management;
    let managed_elsewhere = card
        .and_then(|card| card.body.cap_manager.as_ref())
        .is_some_and(|manager| *manager != office_month.office.office_no);
    let known = person_in(one, month);
    Person {
        started_on: started_on(tables, one, known.employed_on),
        plan_missing_month: plan_of(one, month).unmade_month,
        support_structure_missing: one.facts.body.support_structure_missing_from.is_some_and(|from| from <= month),
        cap_managed_here: sheet.is_some_and(|sheet| sheet.by_this_office),
        card_known: Some(card.is_some()),
        card_locked: card.is_some_and(|card| used_cards(one, card, month).all(|card| card.locked)),
        // a card always says it; without one the missing card is told
        burden_cap_known: card.map(|_| true),
        cap_result_known: managed_elsewhere.then_some(sheet.is_some()),
        ..known
    }
}

/// 更新された受給者証: the card of a month and those before it whose decisions go on into one another, newest first – the same
/// number at the same municipality.
fn renewed<'c>(cards: &'c [Card], card: &'c Card) -> Vec<&'c Card> {
    let mut chain = vec![card];
    let mut from = card.body.decided_from;
    for earlier in cards.iter().rev().filter(|earlier| earlier.body.valid_from < card.body.valid_from) {
        let (known, body) = (&card.body, &earlier.body);
        let same = body.recipient_no == known.recipient_no && body.municipality_no == known.municipality_no;
        if same && body.decided_from < from && from <= body.decided_to.plus_days(1) {
            from = body.decided_from;
            chain.push(earlier);
        }
    }
    chain
}

/// The cards that a month rests on: its own, and an earlier one in whose decision a support of the month lies.
fn used_cards<'c>(one: &'c RetentionPersonMonth, card: &'c Card, month: Month) -> impl Iterator<Item = &'c Card> {
    let asked = one.contacts.iter().map(|row| contact(&row.body)).filter(|contact| contact.billing.is_base());
    let days: Vec<Day> = asked.map(|contact| contact.date).filter(|day| day.month() == month).collect();
    let mut next = None;
    let chain = renewed(&one.cards, card).into_iter().map(move |card| (card, next.replace(card.body.decided_from)));
    chain
        .filter(move |(card, next)| {
            let lies = |day: &Day| card.body.decided_from <= *day && next.is_some_and(|next: Day| *day < next);
            next.is_none() || days.iter().any(lies)
        })
        .map(|(card, _)| card)
}

/// What any month knows of the person: jobs, contract, leaving, and the card in force in that month. Decisions that go on
/// into one another are one.
pub(in crate::actions::retention) fn person_in(one: &RetentionPersonMonth, month: Month) -> Person {
    let card = one.card(month);
    let person = person_facts(&one.employments, &one.facts.body, card);
    let decided_from = card.and_then(|card| renewed(&one.cards, card).last().map(|first| first.body.decided_from));
    Person { decided_from, ..person }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use store::{EntityKind, MediaType};

    fn day(text: &str) -> kernel::Day {
        text.parse().unwrap()
    }

    fn plan(made: &str, from: &str, to: &str) -> (SupportPlan, Vec<AttachmentInfo>) {
        let body = SupportPlanBody {
            made_on: day(made),
            from: day(from),
            to: day(to),
            author: String::new(),
            goals: String::new(),
            wishes: String::new(),
            supports: String::new(),
            next_monitoring_on: None,
            monitored_on: Vec::new(),
            explained_on: None,
            agreed_on: None,
            delivered_on: None,
            note: String::new(),
        };
        let file = AttachmentInfo {
            id: 1,
            owner_kind: EntityKind::SupportPlan,
            owner_id: 1,
            name: "計画.pdf".to_owned(),
            media_type: MediaType::Pdf,
            size: 1,
            sha256: String::new(),
            account_id: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            removed_at: None,
            version: 1,
        };
        (SupportPlan { id: 1, person_id: 1, version: 1, body }, vec![file])
    }

    #[test]
    fn a_missing_plan_is_reduced_until_the_month_before_it_is_made() {
        let mut unmade = PlanUnmade::default();
        unmade.say(UnmadeMonths { from: "2024-05".parse().unwrap(), to: None });
        let plans = [plan("2023-10-01", "2023-10-01", "2024-04-30"), plan("2024-08-05", "2024-08-05", "2025-01-31")];
        let nth = |unmade: &PlanUnmade, month: &str| plan_missing_month(unmade, &plans, month.parse().unwrap());
        assert_eq!(["2024-05", "2024-07", "2024-08"].map(|month| nth(&unmade, month)), [Some(1), Some(3), None]);
        assert_eq!(nth(&unmade, "2025-02"), None, "what was said of the first time is not said of the next");
        unmade.say(UnmadeMonths { from: "2025-02".parse().unwrap(), to: None });
        assert_eq!(["2024-06", "2025-01", "2025-03"].map(|month| nth(&unmade, month)), [Some(2), None, Some(2)]);
    }

    #[test]
    fn months_said_one_after_the_other_are_counted_on_and_a_plan_between_them_begins_anew() {
        let mut unmade = PlanUnmade::default();
        for (from, to) in [("2024-05", Some("2024-06")), ("2024-07", Some("2025-12"))] {
            unmade.say(UnmadeMonths { from: from.parse().unwrap(), to: to.map(|to| to.parse().unwrap()) });
        }
        let plans = [plan("2024-08-05", "2024-09-01", "2025-01-31")];
        let nth = |month: &str| plan_missing_month(&unmade, &plans, month.parse().unwrap());
        assert_eq!(
            ["2024-06", "2024-07", "2024-08"].map(nth),
            [Some(2), Some(3), None],
            "made in August for September"
        );
        assert_eq!(["2024-09", "2025-01", "2025-02", "2025-03"].map(nth), [None, None, Some(1), Some(2)]);
    }

    #[test]
    fn the_employer_may_be_left_out_only_where_nothing_was_disclosed() {
        let mut report = SupportReportBody { shared_on: Some(day("2024-10-25")), ..SupportReportBody::default() };
        assert_eq!(report_to_employer(&report, Some(false)), ReportToEmployer::LeftOut);
        report.employer_left_out_reason = "開示していないため".to_owned();
        assert_eq!(report_to_employer(&report, Some(false)), ReportToEmployer::NotDisclosed);
        assert_eq!(report_to_employer(&report, None), ReportToEmployer::NotDisclosed);
        assert_eq!(report_to_employer(&report, Some(true)), ReportToEmployer::LeftOutDisclosed);
        report.recipients = vec![EMPLOYER.to_owned()];
        assert_eq!(report_to_employer(&report, Some(true)), ReportToEmployer::Shared);
    }

    #[test]
    fn a_report_goes_to_the_person_whoever_else_gets_it() {
        let mut report = SupportReportBody { recipients: vec![EMPLOYER.to_owned()], ..SupportReportBody::default() };
        assert!(!report_person_left_out(&report), "nothing was shared yet");
        report.shared_on = Some(day("2024-10-25"));
        assert!(report_person_left_out(&report));
        report.recipients.push(PERSON.to_owned());
        assert!(!report_person_left_out(&report));
    }

    #[test]
    fn a_shortage_is_reduced_from_the_month_that_the_notice_names() {
        let mut body = RetentionMonthBody {
            support_staff_shortage_from: Some("2024-05".parse().unwrap()),
            ..RetentionMonthBody::default()
        };
        let nth = |body: &RetentionMonthBody, month: &str| {
            office(body, month.parse().unwrap()).reductions.support_staff_shortage_month
        };
        assert_eq!([nth(&body, "2024-06"), nth(&body, "2024-07")], [None, Some(1)]);
        body.support_staff_shortage_over_tenth = true;
        assert_eq!([nth(&body, "2024-05"), nth(&body, "2024-06"), nth(&body, "2024-08")], [None, Some(1), Some(3)]);
    }

    #[test]
    fn the_month_in_which_a_shortage_is_solved_is_the_last_that_is_reduced() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let body = |solved: &str| RetentionMonthBody {
            support_staff_shortage_from: Some(month("2024-05")),
            support_staff_shortage_solved_in: Some(month(solved)),
            service_manager_shortage_from: Some(month("2024-05")),
            service_manager_shortage_solved_in: Some(month(solved)),
            ..RetentionMonthBody::default()
        };
        let nth = |solved: &str, of: &str| {
            let reductions = office(&body(solved), month(of)).reductions;
            assert_eq!(reductions.support_staff_shortage_month, reductions.service_manager_shortage_month);
            reductions.support_staff_shortage_month
        };
        assert_eq!([nth("2024-08", "2024-07"), nth("2024-08", "2024-08")], [Some(1), Some(2)]);
        assert_eq!(nth("2024-08", "2024-09"), None);
        // solved by the end of the month after: nothing is reduced
        assert_eq!(nth("2024-06", "2024-07"), None);
    }
}
