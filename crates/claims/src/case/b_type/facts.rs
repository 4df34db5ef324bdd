//! 事例と事実: the way from the document to the facts the rules read, and back.
use super::{Case, CaseCapability, CaseDay, CaseMonth, CaseOffice, CasePerson, Persons, Tier};
use crate::Burden;
use crate::case::{CaseCapManagement, CaseManualLine, Service, shape::half_width};
use fees::b_type::facts::{Capability, DayFacts, MonthFacts, Office, Person, ServiceMonth};

impl Case {
    /// The facts and the burden the document describes.
    pub fn facts(&self) -> (ServiceMonth, Burden) {
        let mut days: Vec<DayFacts> = self.days.iter().map(day_facts).collect();
        days.sort_by_key(|day| day.day);
        let month = ServiceMonth {
            service_month: self.service_month,
            office: self.office_facts(),
            person: self.person_facts(),
            month: MonthFacts {
                intensive_support: self.month.intensive_support,
                transition_coordination: self.month.transition_coordination,
                medical_v: self.month.medical_v.clone(),
                social_life_support: self.month.social_life_support,
            },
            days,
            manual_lines: self.manual_lines.iter().map(CaseManualLine::facts).collect(),
        };
        let burden = Burden {
            area_class: self.office.area_class.clone(),
            unit_price: self.office.unit_price,
            cap: self.person.burden_cap,
            income_class: self.person.income_class,
            cap_management: self.person.cap_management.map(Into::into),
            municipal_subsidy: self.person.municipal_subsidy,
        };
        (month, burden)
    }

    fn office_facts(&self) -> Office {
        let office = &self.office;
        let filed = &office.capability;
        Office {
            operator: office.operator,
            capacity: office.capacity,
            b_type_capacity: office.b_type_capacity,
            fee_class: office.fee_class,
            average_wage_yen: office.average_wage_yen,
            wage_band_option: office.wage_band_option,
            reform_2026: office.reform_2026,
            designated_on: office.designated_on,
            capability: Capability {
                welfare_professional_staffing: filed.welfare_professional_staffing.map(Tier::number),
                visual_hearing_support: filed.visual_hearing_support.map(Tier::number),
                higher_brain_dysfunction_support: filed.higher_brain_dysfunction_support,
                severe_support: filed.severe_support.map(Tier::number),
                employment_transition_support: filed.employment_transition_support.map(|given| given.persons),
                target_wage_instructor: filed.target_wage_instructor,
                target_wage_achievement: filed.target_wage_achievement,
                transport: filed.transport.map(Tier::number),
                transport_same_site: filed.transport_same_site,
                meal_provision: filed.meal_provision,
                peer_support: filed.peer_support,
                community_base: filed.community_base,
                treatment_improvement: filed.treatment_improvement.clone(),
            },
            reductions: office.reductions.clone(),
        }
    }

    fn person_facts(&self) -> Person {
        let person = &self.person;
        Person {
            granted_days: person.granted_days,
            days_exception: person.days_exception,
            meal_eligible: person.meal_eligible,
            started_on: person.started_on,
            plan_missing_month: person.plan_missing_month,
            offsite_days_used: person.offsite_days_used,
            cap_managed_here: person.cap_management.is_some_and(|sheet| sheet.by_this_office),
        }
    }

    /// The document that describes these facts: what a bug report or a support ticket carries. Holds no names.
    pub fn from_facts(month: &ServiceMonth, burden: &Burden) -> Case {
        let office = &month.office;
        let filed = &office.capability;
        let person = &month.person;
        let tier = |number: Option<u8>| number.and_then(Tier::from_number);
        Case {
            service: Service::BType,
            service_month: month.service_month,
            office: CaseOffice {
                area_class: half_width(&burden.area_class),
                unit_price: burden.unit_price,
                operator: office.operator,
                capacity: office.capacity,
                b_type_capacity: office.b_type_capacity,
                fee_class: office.fee_class,
                average_wage_yen: office.average_wage_yen,
                wage_band_option: office.wage_band_option,
                reform_2026: office.reform_2026,
                designated_on: office.designated_on,
                capability: CaseCapability {
                    welfare_professional_staffing: tier(filed.welfare_professional_staffing),
                    visual_hearing_support: tier(filed.visual_hearing_support),
                    higher_brain_dysfunction_support: filed.higher_brain_dysfunction_support,
                    severe_support: tier(filed.severe_support),
                    employment_transition_support: filed
                        .employment_transition_support
                        .map(|persons| Persons { persons }),
                    target_wage_instructor: filed.target_wage_instructor,
                    target_wage_achievement: filed.target_wage_achievement,
                    transport: tier(filed.transport),
                    transport_same_site: filed.transport_same_site,
                    meal_provision: filed.meal_provision,
                    peer_support: filed.peer_support,
                    community_base: filed.community_base,
                    treatment_improvement: filed.treatment_improvement.clone(),
                },
                reductions: office.reductions.clone(),
            },
            person: CasePerson {
                burden_cap: burden.cap,
                income_class: burden.income_class,
                cap_management: burden.cap_management.map(|sheet| CaseCapManagement {
                    result: sheet.result,
                    amount: sheet.amount,
                    by_this_office: sheet.by_this_office || person.cap_managed_here,
                }),
                municipal_subsidy: burden.municipal_subsidy,
                granted_days: person.granted_days,
                days_exception: person.days_exception,
                meal_eligible: person.meal_eligible,
                started_on: person.started_on,
                plan_missing_month: person.plan_missing_month,
                offsite_days_used: person.offsite_days_used,
            },
            month: CaseMonth {
                intensive_support: month.month.intensive_support,
                transition_coordination: month.month.transition_coordination,
                medical_v: month.month.medical_v.clone(),
                social_life_support: month.month.social_life_support,
            },
            days: month.days.iter().map(case_day).collect(),
            manual_lines: month.manual_lines.iter().map(CaseManualLine::of).collect(),
        }
    }
}

fn day_facts(day: &CaseDay) -> DayFacts {
    DayFacts {
        day: day.day,
        status: day.status,
        start: day.start,
        end: day.end,
        transport_out: day.transport_out,
        transport_back: day.transport_back,
        meal: day.meal,
        absence_consulted: day.absence_consulted,
        visit_minutes: day.visit_minutes,
        visit_billed: day.visit_billed,
        medical: day.medical,
        medical_recipients: day.medical_recipients,
        at_home_support: day.at_home_support,
        community_collaboration: day.community_collaboration,
        emergency_acceptance: day.emergency_acceptance,
        over_capacity: day.over_capacity,
    }
}

fn case_day(day: &DayFacts) -> CaseDay {
    CaseDay {
        day: day.day,
        status: day.status,
        start: day.start,
        end: day.end,
        // one trip a way is all the rules count and all the format holds
        transport_out: day.transport_out.min(1),
        transport_back: day.transport_back.min(1),
        meal: day.meal,
        absence_consulted: day.absence_consulted,
        visit_minutes: day.visit_minutes,
        visit_billed: day.visit_billed,
        medical: day.medical,
        medical_recipients: day.medical_recipients,
        at_home_support: day.at_home_support,
        community_collaboration: day.community_collaboration,
        emergency_acceptance: day.emergency_acceptance,
        over_capacity: day.over_capacity,
    }
}
