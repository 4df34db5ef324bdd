//! 事例と事実: the way from the document to the facts the rules read, and back.
use super::{RetentionCase, RetentionCaseOffice, RetentionCasePerson};
use crate::Burden;
use crate::case::common::{CaseCapManagement, CaseManualLine, Service, half_width};
use fees::retention::facts::{Office, Person, ServiceMonth};
use kernel::Yen;

impl RetentionCase {
    /// The facts and the burden the document describes.
    pub fn facts(&self) -> (ServiceMonth, Burden) {
        let month = ServiceMonth {
            service_month: self.service_month,
            office: Office {
                retention: self.office.retention,
                users: self.office.users,
                capability: self.office.capability.clone(),
                reductions: self.office.reductions.clone(),
            },
            person: self.person.facts(),
            contacts: self.contacts.clone(),
            conferences_this_year: self.conferences_this_year,
            conferences_last_eleven_months: self.conferences_last_eleven_months,
            report_shared_on: self.report_shared_on,
            report_to_employer: self.report_to_employer,
            report_person_left_out: self.report_person_left_out,
            additions_state: self.additions_state,
            manual_lines: self.manual_lines.iter().map(CaseManualLine::facts).collect(),
        };
        let burden = Burden {
            area_class: self.office.area_class.clone(),
            unit_price: self.office.unit_price,
            // an unknown cap blocks the claim, so that no amount is ever claimed by this zero
            cap: self.person.burden_cap.unwrap_or(Yen(0)),
            income_class: self.person.income_class,
            cap_management: self.person.cap_management.map(Into::into),
            municipal_subsidy: self.person.municipal_subsidy,
        };
        (month, burden)
    }

    /// The document that describes these facts: what a bug report or a support ticket carries. Holds no names.
    pub fn from_facts(month: &ServiceMonth, burden: &Burden) -> RetentionCase {
        let office = &month.office;
        RetentionCase {
            service: Service::Retention,
            service_month: month.service_month,
            office: RetentionCaseOffice {
                area_class: half_width(&burden.area_class),
                unit_price: burden.unit_price,
                retention: office.retention,
                users: office.users,
                capability: office.capability.clone(),
                reductions: office.reductions.clone(),
            },
            person: RetentionCasePerson::of(&month.person, burden),
            contacts: month.contacts.clone(),
            conferences_this_year: month.conferences_this_year,
            conferences_last_eleven_months: month.conferences_last_eleven_months,
            report_shared_on: month.report_shared_on,
            report_to_employer: month.report_to_employer,
            report_person_left_out: month.report_person_left_out,
            additions_state: month.additions_state,
            manual_lines: month.manual_lines.iter().map(CaseManualLine::of).collect(),
        }
    }
}

impl RetentionCasePerson {
    fn facts(&self) -> Person {
        let sheet = self.cap_management;
        Person {
            employed_on: self.employed_on,
            contract_on: self.contract_on,
            contract_end_on: self.contract_end_on,
            decided_from: self.decided_from,
            decided_to: self.decided_to,
            resigned_on: self.resigned_on,
            left_on: self.left_on,
            declined: self.declined,
            declined_on: self.declined_on,
            taken_over: self.taken_over,
            re_employed_on: self.re_employed_on,
            job_changes: self.job_changes.clone(),
            from_other_provider: self.from_other_provider,
            started_on: self.started_on,
            plan_missing_month: self.plan_missing_month,
            support_structure_missing: self.support_structure_missing,
            card_known: self.card_known,
            card_locked: self.card_locked,
            cap_managed_here: sheet.is_some_and(|sheet| sheet.by_this_office),
            burden_cap_known: Some(self.burden_cap.is_some()),
            cap_result_known: self.cap_managed_elsewhere.then_some(sheet.is_some()),
        }
    }

    fn of(person: &Person, burden: &Burden) -> RetentionCasePerson {
        RetentionCasePerson {
            burden_cap: (person.burden_cap_known != Some(false)).then_some(burden.cap),
            income_class: burden.income_class,
            cap_management: burden.cap_management.map(|sheet| CaseCapManagement {
                result: sheet.result,
                amount: sheet.amount,
                by_this_office: sheet.by_this_office || person.cap_managed_here,
            }),
            cap_managed_elsewhere: person.cap_result_known.is_some(),
            municipal_subsidy: burden.municipal_subsidy,
            employed_on: person.employed_on,
            contract_on: person.contract_on,
            contract_end_on: person.contract_end_on,
            decided_from: person.decided_from,
            decided_to: person.decided_to,
            resigned_on: person.resigned_on,
            left_on: person.left_on,
            declined: person.declined,
            declined_on: person.declined_on,
            taken_over: person.taken_over,
            re_employed_on: person.re_employed_on,
            job_changes: person.job_changes.clone(),
            from_other_provider: person.from_other_provider,
            started_on: person.started_on,
            plan_missing_month: person.plan_missing_month,
            support_structure_missing: person.support_structure_missing,
            card_known: person.card_known,
            card_locked: person.card_locked,
        }
    }
}
