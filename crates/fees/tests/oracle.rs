//! A second, slow calculation of the same month, written from the description of the rules alone: it shares no code
//! and no table with the crate. Both must agree on many random months.
//!
//! `TASUKI_ORACLE_MONTHS` sets the number of months (default 100,000).
#![allow(clippy::unwrap_used)]
use fees::b_type::facts::{
    Capability, DayFacts, DayStatus, DaysException, FeeClass, ManualLine, MedicalV, MedicalVDay, MonthFacts, Office,
    OfficeReductions, Operator, Person, Reform2026, ServiceMonth,
};
use fees::{FeeTables, b_type};
use kernel::{Month, Units};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    fn maybe<T>(&mut self, n: u64, value: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        if self.one_in(n) { Some(value(self)) } else { None }
    }
}

fn at(year: i16, month: i8) -> Month {
    Month::new(year, month).unwrap()
}

/// A month of the older revisions: mostly one for which base units are known, sometimes any month since 2009-03.
fn older_month(dice: &mut Dice) -> Month {
    if dice.one_in(12) {
        return at(2009, 3).plus_months(dice.below(181) as i32);
    }
    let (from, months) = dice.pick(&[(at(2012, 4), 24), (at(2015, 4), 36), (at(2018, 4), 18), (at(2021, 4), 36)]);
    from.plus_months(dice.below(months) as i32)
}

/// Gives the office a class, capacity and wage of which the older base units are known.
fn known_office(dice: &mut Dice, month: Month, office: &mut Office) {
    let small = 1 + dice.below(20) as u32;
    let middle = 21 + dice.below(20) as u32;
    let wage = dice.below(60_000) as u32;
    let first = dice.one_in(2);
    let (class, capacity, wage) = match month {
        month if month < at(2015, 4) && first => (FeeClass::I, middle, wage),
        month if month < at(2015, 4) => (FeeClass::II, small, wage),
        month if month < at(2018, 4) => (dice.pick(&[FeeClass::I, FeeClass::II]), office.capacity, wage),
        month if month < at(2021, 4) && first => (FeeClass::I, small, wage),
        month if month < at(2021, 4) => (FeeClass::I, middle, wage % 5_000),
        _ if dice.one_in(4) => (FeeClass::III, small, wage),
        _ => (FeeClass::I, office.capacity, wage),
    };
    (office.fee_class, office.capacity, office.average_wage_yen) = (class, capacity, Some(wage));
    office.reductions.short_hours = false;
    if month < at(2018, 4) {
        office.reductions.service_manager_shortage = None;
    }
}

fn random_month(dice: &mut Dice) -> ServiceMonth {
    let older = dice.one_in(2);
    let newer = at(2024, 4).plus_months(dice.below(36) as i32);
    let month = if older { older_month(dice) } else { newer };
    let class = dice.pick(&[FeeClass::I, FeeClass::II, FeeClass::III, FeeClass::IV, FeeClass::V, FeeClass::VI]);
    let classes = ["I", "II", "III", "IV", "I-i", "I-ro", "II-i", "II-ro", "V-1", "V-9", "V-14"];
    let capability = Capability {
        welfare_professional_staffing: dice.maybe(2, |d| 1 + d.below(3) as u8),
        visual_hearing_support: dice.maybe(6, |d| 1 + d.below(2) as u8),
        higher_brain_dysfunction_support: dice.one_in(8),
        severe_support: dice.maybe(5, |d| 1 + d.below(2) as u8),
        employment_transition_support: dice.maybe(9, |d| d.below(4) as u32),
        target_wage_instructor: dice.one_in(2),
        target_wage_achievement: dice.one_in(2),
        transport: dice.maybe(2, |d| 1 + d.below(2) as u8),
        transport_same_site: dice.one_in(4),
        meal_provision: dice.one_in(2),
        peer_support: dice.one_in(2),
        community_base: dice.one_in(3),
        treatment_improvement: dice.maybe(2, |d| d.pick(&classes).to_owned()),
    };
    let reductions = OfficeReductions {
        staff_shortage: dice.maybe(12, |d| 1 + d.below(2) as u8),
        service_manager_shortage: dice.maybe(12, |d| 1 + d.below(2) as u8),
        over_capacity: dice.one_in(15),
        short_hours: dice.one_in(8),
        physical_restraint: dice.one_in(12),
        abuse_prevention: dice.one_in(12),
        continuity_plan: dice.one_in(12),
        disclosure: dice.one_in(12),
    };
    let designated = month.plus_months(dice.below(6) as i32 - 4).first_day();
    let mut office = Office {
        operator: if dice.one_in(4) { Operator::Public } else { Operator::Private },
        capacity: 1 + dice.below(100) as u32,
        b_type_capacity: dice.maybe(4, |d| 1 + d.below(100) as u32),
        fee_class: class,
        average_wage_yen: dice.below(20).gt(&0).then(|| dice.below(60_000) as u32),
        wage_band_option: None,
        reform_2026: dice.below(20).gt(&0).then(|| dice.pick(&[Reform2026::Subject, Reform2026::Exempt])),
        designated_on: dice.maybe(3, |_| designated),
        capability,
        reductions,
    };
    if older {
        // Two fee classes until 2021-03, four until 2024-03.
        let all = [FeeClass::I, FeeClass::II, FeeClass::III, FeeClass::IV];
        office.fee_class = dice.pick(if month < at(2021, 4) { &all[..2] } else { &all });
        if !dice.one_in(12) {
            known_office(dice, month, &mut office);
        }
    }
    let from = month.plus_months(dice.below(4) as i32 - 2);
    let exception =
        |d: &mut Dice| DaysException { from, to: from.plus_months(6), total: 160, used: d.below(165) as u32 };
    let person = Person {
        granted_days: dice.maybe(2, |d| d.below(32) as u32),
        days_exception: dice.maybe(6, exception),
        meal_eligible: dice.one_in(2),
        started_on: dice.maybe(2, |d| month.first_day().plus_days(d.below(70) as i32 - 40)),
        plan_missing_month: dice.maybe(8, |d| 1 + d.below(5) as u32),
        offsite_days_used: if dice.one_in(4) { 170 + dice.below(15) as u32 } else { 0 },
        cap_managed_here: dice.one_in(4),
    };
    let attended_odds = 1 + dice.below(5);
    let mut days = Vec::new();
    for day in 1..=month.days() {
        if dice.one_in(5) || (dice.one_in(3) && attended_odds > 1) || attended_odds == 5 {
            continue;
        }
        days.push(random_day(dice, day));
    }
    let nurse_days = |d: &mut Dice| {
        let count = d.below(4) as u8;
        let days = (0..count).map(|at| MedicalVDay { day: 1 + at * 5, nurses: 1 + d.below(3) as u32 }).collect();
        MedicalV { recipients: 1 + d.below(7) as u32, days }
    };
    let month_facts = MonthFacts {
        intensive_support: dice.maybe(8, |d| d.below(6) as u32).unwrap_or(0),
        transition_coordination: dice.maybe(12, |d| d.below(3) as u32).unwrap_or(0),
        medical_v: dice.maybe(6, nurse_days),
        social_life_support: dice.maybe(10, |d| d.below(25) as u32).unwrap_or(0),
    };
    let hand = |d: &mut Dice| {
        let code = d.pick(&["469990", "469991", "465041", "465120", "462061", "466715"]).parse().unwrap();
        ManualLine { code, units: Units(d.below(2_000) as i64), count: 1 + d.below(3) as u32, name: None }
    };
    let manual_lines = dice.maybe(6, hand).into_iter().collect();
    ServiceMonth { service_month: month, office, person, month: month_facts, days, manual_lines }
}

fn random_day(dice: &mut Dice, day: u8) -> DayFacts {
    let usual = [DayStatus::Attended; 5];
    let rare = [DayStatus::Absent, DayStatus::OffsiteSupport, DayStatus::HomeVisit, DayStatus::TrialUse];
    let status = if dice.one_in(5) { dice.pick(&rare) } else { dice.pick(&usual) };
    DayFacts {
        day,
        status,
        start: dice.maybe(2, |_| "10:00".parse().unwrap()),
        end: None,
        transport_out: dice.below(2) as u8,
        transport_back: dice.below(2) as u8,
        meal: dice.one_in(2),
        absence_consulted: !dice.one_in(4),
        visit_minutes: dice.below(6).gt(&0).then(|| 30 + dice.below(60) as u32),
        visit_billed: !dice.one_in(4),
        medical: dice.maybe(10, |d| d.pick(&[1, 2, 3, 4, 6])),
        medical_recipients: dice.maybe(2, |d| 1 + d.below(8) as u8),
        at_home_support: dice.one_in(12),
        community_collaboration: dice.one_in(4),
        emergency_acceptance: dice.one_in(12),
        over_capacity: dice.one_in(12),
    }
}

/// What the slow calculation says: (code or rule, units, count), total, base days, claim days, service days.
#[derive(Debug, PartialEq)]
struct Claim {
    lines: Vec<(String, i64, u32)>,
    total: i64,
    base_days: u32,
    claim_days: u32,
    service_days: u32,
}

fn half_up(value: i64, upper: i64, lower: i64) -> i64 {
    (value * upper * 2 + lower).div_euclid(lower * 2)
}

fn flat(class: FeeClass) -> bool {
    matches!(class, FeeClass::IV | FeeClass::V | FeeClass::VI)
}

fn capacity_column(persons: u32) -> usize {
    match persons {
        0..=20 => 0,
        21..=40 => 1,
        41..=60 => 2,
        61..=80 => 3,
        _ => 4,
    }
}

/// The revision whose base units hold in the month.
fn era(month: Month) -> Option<&'static str> {
    let eras = [
        ("H24", at(2012, 4), at(2014, 3)),
        ("H27", at(2015, 4), at(2018, 3)),
        ("H30", at(2018, 4), at(2019, 9)),
        ("R3", at(2021, 4), at(2024, 3)),
        ("R6", at(2024, 4), at(2099, 3)),
    ];
    eras.iter().find(|(_, from, to)| *from <= month && month <= *to).map(|(name, ..)| *name)
}

/// Base units and the code when it is printed (capacity up to 20, since 2024-04).
fn base_units(f: &ServiceMonth) -> Option<(i64, Option<String>)> {
    let class = format!("{:?}", f.office.fee_class);
    let revised = f.service_month >= at(2026, 6);
    let mut era = era(f.service_month)?;
    if !flat(f.office.fee_class)
        && revised
        && f.office.average_wage_yen? >= 15_000
        && f.office.reform_2026? == Reform2026::Subject
    {
        era = "R8";
    }
    let mut best: Option<(u32, Vec<&str>)> = None;
    for line in include_str!("oracle_rates.txt").lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split(' ').collect();
        if cells[0] != era || cells[1] != class {
            continue;
        }
        if cells[2] == "flat" {
            best = Some((0, cells));
            continue;
        }
        let from: u32 = cells[2].parse().unwrap();
        if from <= f.office.average_wage_yen? && best.as_ref().is_none_or(|(b, _)| from >= *b) {
            best = Some((from, cells));
        }
    }
    let (_, cells) = best?;
    let column = capacity_column(f.office.capacity);
    let code = (column == 0 && f.service_month >= at(2024, 4)).then(|| cells[8].to_owned());
    Some((cells[3 + column].parse().ok()?, code))
}

/// Units of a day after reductions, and whether any reduction was made.
fn reduced_units(f: &ServiceMonth, base: i64, crowded: bool) -> (i64, bool) {
    let public = f.office.operator == Operator::Public;
    let short = f.office.reductions.short_hours && flat(f.office.fee_class);
    // Until March 2018 a missing plan cost a twentieth, and a shortage had one step only.
    let old = f.service_month < at(2018, 4);
    let plan = f.person.plan_missing_month.map(|month| if old { 95 } else { 70 - 20 * i64::from(month > 2) });
    let level = |level: Option<u8>| level.map(|level| if old || level == 1 { 70 } else { 50 });
    let start = {
        let mut units = base;
        if public {
            units = half_up(units, 965, 1000);
        }
        if short {
            units = half_up(units, 70, 100);
        }
        units
    };
    let with_plan = |units: i64| plan.map_or(units, |rate| half_up(units, rate, 100));
    let mut results = Vec::new();
    if crowded {
        results.push(with_plan(half_up(start, 70, 100)));
    }
    if let Some(rate) = level(f.office.reductions.staff_shortage) {
        results.push(with_plan(half_up(start, rate, 100)));
    }
    if let Some(rate) = level(f.office.reductions.service_manager_shortage) {
        results.push(half_up(start, rate, 100));
    }
    let changed = public || short || plan.is_some() || !results.is_empty();
    (results.into_iter().min().unwrap_or_else(|| with_plan(start)), changed)
}

/// The flat classes of 2021-04 – 2024-03 were Ⅲ and Ⅳ.
fn flat_of_2021(f: &ServiceMonth) -> bool {
    let then = at(2021, 4) <= f.service_month && f.service_month < at(2024, 4);
    then && matches!(f.office.fee_class, FeeClass::III | FeeClass::IV)
}

fn treatment(class: &str, month: Month) -> Option<(&'static str, i64)> {
    if month < at(2024, 6) {
        return None;
    }
    if month < at(2026, 6) {
        return Some(match class {
            "I" => ("465120", 93),
            "II" => ("465121", 91),
            "III" => ("465122", 76),
            "IV" => ("465123", 62),
            "V-1" if month <= at(2025, 3) => ("465124", 80),
            "V-9" if month <= at(2025, 3) => ("465132", 59),
            "V-14" if month <= at(2025, 3) => ("465137", 31),
            _ => return None,
        });
    }
    Some(match class {
        "I-i" => ("465120", 105),
        "I-ro" => ("465174", 109),
        "II-i" => ("465121", 103),
        "II-ro" => ("465175", 107),
        "III" => ("465122", 88),
        "IV" => ("465123", 74),
        _ => return None,
    })
}

fn slow(f: &ServiceMonth) -> Option<Claim> {
    let now = f.service_month;
    if now < at(2009, 4) {
        return None;
    }
    let (office, capability, person) = (&f.office, &f.office.capability, &f.person);
    let alone = capacity_column(office.b_type_capacity.unwrap_or(office.capacity));
    let month_days = u32::from(f.service_month.days());
    let mut allowed = person.granted_days.unwrap_or(month_days - 8);
    if let Some(x) = person.days_exception
        && x.from <= f.service_month
        && f.service_month <= x.to
    {
        allowed = x.total.saturating_sub(x.used);
    }
    let mut daily: Vec<(String, i64)> = Vec::new();
    let (mut absences, mut visits, mut trials, mut offsite, mut base_days, mut only_addition) = (0, 0, 0, 0, 0, 0);
    let mut base_sum = 0;
    let mut medical_four = false;
    let rate = base_units(f);
    let mut add = |code: &str, units: i64| daily.push((code.to_owned(), units));
    for day in &f.days {
        match day.status {
            DayStatus::Absent => {
                if day.absence_consulted && absences < 4 {
                    absences += 1;
                    add("466040", 94);
                }
                continue;
            }
            DayStatus::HomeVisit => {
                if let Some(minutes) = day.visit_minutes
                    && day.visit_billed
                    && visits < 2
                {
                    visits += 1;
                    only_addition += 1;
                    if minutes < 60 { add("465600", 187) } else { add("465601", 280) }
                }
                continue;
            }
            DayStatus::TrialUse => {
                trials += 1;
                if trials <= 15 && now >= at(2018, 4) {
                    only_addition += 1;
                    if trials <= 5 {
                        add("467590", 500)
                    } else {
                        add("467591", 250)
                    }
                    if capability.community_base {
                        add("467592", 50);
                    }
                }
                continue;
            }
            DayStatus::OffsiteSupport => {
                offsite += 1;
                if person.offsite_days_used + offsite > 180 {
                    continue;
                }
            }
            DayStatus::Attended => {}
        }
        if base_days == allowed {
            continue;
        }
        base_days += 1;
        let no_row = (office.reductions.short_hours && now < at(2024, 4))
            || (office.reductions.service_manager_shortage.is_some() && now < at(2018, 4));
        if no_row {
            return None;
        }
        let (units, code) = rate.clone()?;
        let public_without_plan = (now < at(2014, 4)
            && units == 534
            && office.operator == Operator::Public
            && person.plan_missing_month.is_some())
        .then_some("461254");
        let (units, changed) = reduced_units(f, units, office.reductions.over_capacity || day.over_capacity);
        base_sum += units;
        match code {
            Some(code) if !changed => add(&code, units),
            // The one older code whose units were seen as well.
            _ if units == 489 && public_without_plan.is_some() => add("461254", units),
            _ => add("base", units),
        }
        match capability.welfare_professional_staffing {
            Some(1) if now < at(2015, 4) => add("466035", 10),
            Some(2) if now < at(2015, 4) => add("466036", 6),
            Some(_) if now < at(2015, 4) => {}
            Some(1) => add("466037", 15),
            Some(2) => add("466035", 10),
            Some(3) => add("466036", 6),
            _ => {}
        }
        match capability.visual_hearing_support {
            Some(1) if now < at(2024, 4) => add("465060", 41),
            Some(_) if now < at(2024, 4) => {}
            Some(1) => add("465061", 51),
            Some(2) => add("465060", 41),
            _ => {}
        }
        if capability.higher_brain_dysfunction_support && now >= at(2024, 4) {
            add("465078", 41);
        }
        match capability.severe_support {
            Some(1) => add("severe", [56, 50, 47, 46, 45][alone]),
            Some(2) => add("severe", [28, 25, 24, 23, 22][alone]),
            _ => {}
        }
        if let Some(persons) = capability.employment_transition_support
            && persons > 0
        {
            let first = office.fee_class == FeeClass::I;
            if now < at(2018, 4) {
                add("465240", 26);
            } else if now < at(2021, 4) {
                let units = if first { [42, 18, 10, 7, 6][alone] } else { [39, 17, 9, 7, 5][alone] };
                let code = 465_240 + alone + if first { 0 } else { 5 };
                add(&code.to_string(), units * i64::from(persons));
            }
        }
        if let Some(persons) = capability.employment_transition_support
            && persons > 0
            && now >= at(2024, 4)
            && office.fee_class == FeeClass::I
            && alone == 0
            && office.average_wage_yen.is_some_and(|wage| wage >= 45_000)
            && (f.service_month < at(2026, 6) || office.reform_2026 == Some(Reform2026::Exempt))
        {
            add("465240", 93 * i64::from(persons));
        }
        // The codes of the older instructor are not known: nothing is claimed.
        if matches!(office.fee_class, FeeClass::I | FeeClass::IV)
            && capability.target_wage_instructor
            && now >= at(2024, 4)
        {
            add("instructor", [45, 40, 38, 37, 36][alone]);
            if capability.target_wage_achievement {
                add("465087", 10);
            }
        }
        if let Some(start) = person.started_on {
            let today = f.service_month.day(day.day).unwrap();
            if today >= start && today <= start.plus_days(29) {
                add("465050", 30);
            }
        }
        if day.community_collaboration && (flat(office.fee_class) || flat_of_2021(f)) {
            add("466885", 30);
        }
        if day.emergency_acceptance && capability.community_base && now >= at(2024, 4) {
            add("465086", 100);
        }
        match (day.medical, day.medical_recipients) {
            // The codes of the older tiers are not known: nothing is claimed.
            _ if now < at(2021, 4) => {}
            (Some(1), _) => add("466065", 32),
            (Some(2), _) => add("466066", 63),
            (Some(3), _) => add("466067", 125),
            (Some(6), _) => add("466068", 100),
            (Some(4), Some(1)) => add("466080", 800),
            (Some(4), Some(2)) => add("466081", 500),
            (Some(4), Some(_)) => add("466082", 400),
            _ => {}
        }
        medical_four |= day.medical == Some(4);
        for way in [day.transport_out, day.transport_back] {
            if way == 1 {
                match (capability.transport, capability.transport_same_site) {
                    _ if now < at(2012, 4) => {}
                    (Some(1), false) if now < at(2018, 4) => add("466590", 27),
                    (Some(2), false) if at(2015, 4) <= now && now < at(2018, 4) => add("466591", 13),
                    _ if now < at(2018, 4) => {}
                    (Some(1), false) => add("466590", 21),
                    (Some(1), true) => add("466592", 15),
                    (Some(2), false) => add("466591", 10),
                    (Some(2), true) => add("466593", 7),
                    _ => {}
                }
            }
        }
        if day.meal && day.status == DayStatus::Attended && capability.meal_provision && person.meal_eligible {
            add("465070", if now < at(2015, 4) { 42 } else { 30 });
        }
        if day.at_home_support && now >= at(2018, 4) {
            add("466875", 300);
        }
    }
    let mut lines: Vec<(String, i64, u32)> = Vec::new();
    for (code, units) in daily {
        match lines.iter_mut().find(|line| line.0 == code && line.1 == units) {
            Some(line) => line.2 += 1,
            None => lines.push((code, units, 1)),
        }
    }
    let mut once = |code: &str, units: i64, count: u32| {
        if count > 0 && units != 0 {
            lines.push((code.to_owned(), units, count));
        }
    };
    let from = |first: Month, count: u32| if now < first { 0 } else { count };
    once("466880", 480, from(at(2018, 4), f.month.social_life_support.min(base_days)));
    once("465270", 1000, from(at(2021, 4), f.month.transition_coordination.min(1)));
    if let Some(medical) = &f.month.medical_v
        && now >= at(2012, 4)
    {
        let sum = medical.days.iter().map(|day| 500 * i64::from(day.nurses) / i64::from(medical.recipients)).sum();
        once("469992", sum, 1);
    }
    if person.cap_managed_here {
        once("465010", 150, 1);
    }
    if capability.peer_support && (flat(office.fee_class) || flat_of_2021(f)) && base_days > 0 {
        once("466890", 100, 1);
    }
    once("465041", 1000, from(at(2024, 4), f.month.intensive_support.min(4)));
    let june_2026 = at(2026, 6).first_day();
    let new_office = f.service_month.first_day() >= june_2026
        && office.designated_on.is_some_and(|day| day >= june_2026)
        && capability.visual_hearing_support.is_none()
        && !capability.higher_brain_dysfunction_support
        && !medical_four;
    if new_office {
        once("46Z006", half_up(base_sum, 984, 1000) - base_sum, 1);
    }
    // Before 2024-04: five units a day under a code that is not known.
    if office.reductions.physical_restraint && now >= at(2024, 4) {
        once("46Z034", -half_up(base_sum, 1, 100), 1);
    }
    if office.reductions.abuse_prevention && now >= at(2024, 4) {
        once("46Z051", -half_up(base_sum, 1, 100), 1);
    }
    if office.reductions.continuity_plan && f.service_month >= at(2025, 4) {
        once("46Z064", -half_up(base_sum, 1, 100), 1);
    }
    if office.reductions.disclosure && now >= at(2024, 4) {
        once("46Z084", -half_up(base_sum, 5, 100), 1);
    }
    let mut total: i64 = lines.iter().map(|line| line.1 * i64::from(line.2)).sum();
    let mut under_rate = total;
    let mut typed = 0;
    for line in &f.manual_lines {
        let units = line.units.0 * i64::from(line.count);
        let code = line.code.as_str();
        if code == "469990" || code == "469991" {
            continue;
        }
        typed += units;
        // 処遇改善 lines of the time carry no 処遇改善 of their own.
        let old_rate = code == "466715" && f.service_month <= Month::new(2024, 5).unwrap();
        let new_rate = code == "465120" && f.service_month >= at(2024, 6);
        if !old_rate && !new_rate {
            under_rate += units;
        }
    }
    if let Some(class) = &capability.treatment_improvement
        && let Some((code, rate)) = treatment(class, f.service_month)
        && under_rate > 0
    {
        let units = half_up(under_rate, rate, 1000);
        lines.push((code.to_owned(), units, 1));
        total += units;
    }
    total += typed;
    for line in &f.manual_lines {
        lines.push(("manual".to_owned(), line.units.0, line.count));
    }
    let mut claim_days = base_days + only_addition;
    let mut service_days = claim_days + absences;
    if service_days == 0 && person.cap_managed_here {
        (claim_days, service_days) = (1, 1);
    }
    lines.sort();
    Some(Claim { lines, total, base_days, claim_days, service_days })
}

/// The crate's answer in the words of the slow calculation.
fn fast(f: &ServiceMonth) -> Option<Claim> {
    let result = b_type::assess(FeeTables::builtin(), f);
    let refused = ["missing_average_wage", "missing_reform_2026"];
    let without = ["基本報酬", "短時間利用減算", "サービス管理責任者欠員減算", "サービス提供年月"];
    let no_table = result.findings.iter().any(|finding| {
        refused.contains(&finding.code.as_str())
            || (finding.code == "fee_row_missing" && without.contains(&finding.place.text.as_str()))
    });
    if no_table {
        assert!(result.lines.is_empty());
        return None;
    }
    let printed = |line: &fees::Line| match line.rule.as_ref() {
        "b_type.basic" if !line.verified || f.office.capacity > 20 => "base".to_owned(),
        "b_type.severe_support" => "severe".to_owned(),
        "b_type.target_wage_instructor" => "instructor".to_owned(),
        "b_type.manual" => "manual".to_owned(),
        _ => line.code_ja().to_owned(),
    };
    let mut lines: Vec<(String, i64, u32)> = Vec::new();
    for line in &result.lines {
        assert_eq!(line.service_units.0, line.units.0 * i64::from(line.count));
        lines.push((printed(line), line.units.0, line.count));
    }
    lines.sort();
    let (total, base_days) = (result.total_units.0, result.base_days);
    Some(Claim { lines, total, base_days, claim_days: result.claim_days, service_days: result.service_days })
}

#[test]
fn two_calculations_agree_on_many_random_months() {
    let months: u64 = std::env::var("TASUKI_ORACLE_MONTHS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let mut dice = Dice(46);
    let mut claimed = 0_u64;
    for number in 0..months {
        let facts = random_month(&mut dice);
        let (expected, found) = (slow(&facts), fast(&facts));
        claimed += u64::from(expected.is_some());
        assert_eq!(found, expected, "month {number}: {}", serde_json::to_string_pretty(&facts).unwrap());
    }
    assert!(claimed * 10 > months * 8, "most random months must be claimable: {claimed} of {months}");
}

/// 日ごとの明細: the same units and counts by code as the statement, by day, the month lines at the end.
#[test]
fn the_lines_of_the_days_add_up_to_the_statement() {
    let mut dice = Dice(99);
    let mut by_day = 0;
    for _ in 0..4_000 {
        let facts = random_month(&mut dice);
        let result = b_type::assess(FeeTables::builtin(), &facts);
        let shown = b_type::daily_lines(&result, &facts);
        let sums = |lines: Vec<(String, i64, u32, i64)>| {
            let mut sums = std::collections::BTreeMap::new();
            for (code, units, count, product) in lines {
                let sum = sums.entry((code, units)).or_insert((0, 0));
                *sum = (sum.0 + count, sum.1 + product);
            }
            sums
        };
        let days =
            shown.iter().map(|line| (line.code_text().to_owned(), line.units.0, line.count, line.service_units.0));
        let lines = result.lines.iter();
        let lines = lines.map(|line| (line.code_ja().to_owned(), line.units.0, line.count, line.service_units.0));
        assert_eq!(sums(days.collect()), sums(lines.collect()));
        let order: Vec<u8> = shown.iter().map(|line| if line.day == 0 { 32 } else { line.day }).collect();
        assert!(order.is_sorted());
        assert!(shown.iter().all(|line| line.service_units.0 == line.units.0 * i64::from(line.count)));
        by_day += shown.iter().filter(|line| line.day > 0).count();
    }
    assert!(by_day > 100_000, "{by_day}");
}

/// Every addition of the month is claimed, or the clerk is told why not.
#[test]
fn no_addition_is_passed_over_in_silence() {
    let mut dice = Dice(7);
    for _ in 0..4_000 {
        let facts = random_month(&mut dice);
        let result = b_type::assess(FeeTables::builtin(), &facts);
        if facts.service_month < at(2024, 4) || result.base_days == 0 || result.lines.is_empty() {
            continue;
        }
        for info in b_type::RULES.iter().filter(|info| info.name.contains("加算")) {
            let told = result.lines.iter().any(|line| line.rule == info.id)
                || result.not_applied.iter().any(|reason| reason.rule == info.id);
            let unified = info.id != "b_type.treatment_improvement" || facts.service_month >= at(2024, 6);
            assert!(told || !unified, "{} in {}", info.id, serde_json::to_string_pretty(&facts).unwrap());
        }
    }
}
