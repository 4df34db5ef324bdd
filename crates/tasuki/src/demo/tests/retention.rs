//! 汐風サポート: every case of the data file is really there.
use super::world::{SHARED, World, block_on};
use crate::demo::retention::RetentionTown;
use fees::{
    FeeTables,
    retention::{Category, category},
};
use kernel::{Day, Month, looks_like_my_number};
use office::actions::retention::{
    claims::{MonthClaim, PersonClaim, RowState},
    person_facts,
};
use std::collections::BTreeMap;
use store::{AdditionsState, Intent, Reader};

const O2: i64 = 3;

fn in_o2<F: AsyncFnOnce(Look)>(look: F) {
    block_on(async { look(Look { world: World::open(&SHARED).await }).await });
}

struct Look {
    world: World,
}

impl Look {
    fn at(&self) -> Reader<'_> {
        self.world.at(O2)
    }

    /// The people of the data file are registered in an order of its own: they are found by name or, when taken over, by card.
    async fn id(&self, person: &str) -> i64 {
        let known = RetentionTown::builtin().person.iter().find(|known| known.id == person).unwrap();
        let people = self.at().people().list().await.unwrap();
        let cards = self.at().cards().list().await.unwrap();
        let by_card =
            cards.iter().find(|card| Some(&card.body.recipient_no) == known.recipient_no()).map(|c| c.person_id);
        let name = known.names(super::super::Town::builtin().seed).0;
        by_card.or_else(|| people.iter().find(|one| one.body.name == name).map(|one| one.id)).unwrap()
    }

    async fn month(&self, month: &str) -> MonthClaim {
        MonthClaim::read(self.at(), FeeTables::builtin(), month.parse().unwrap()).await.unwrap()
    }

    async fn person(&self, person: &str, month: &str) -> PersonClaim {
        let id = self.id(person).await;
        self.month(month).await.people.into_iter().find(|found| found.person_id == id).unwrap()
    }

    async fn category(&self, person: &str, day: &str) -> Category {
        let id = self.id(person).await;
        let jobs = self.at().employments().of_person(id).await.unwrap();
        let facts = self.at().retention_facts().get(id).await.unwrap().body;
        category(FeeTables::builtin(), &person_facts(&jobs, &facts, None), day.parse::<Day>().unwrap()).category
    }
}

fn codes(found: &PersonClaim) -> Vec<&str> {
    found.blocks.iter().map(|block| block.code.as_str()).collect()
}

fn pays(found: &PersonClaim, rule: &str) -> bool {
    found.person.outcome.claim.lines.iter().any(|line| line.rule == rule)
}

#[test]
fn every_finished_month_is_sent_and_only_october_waits() {
    in_o2(async |look| {
        for month in RetentionTown::builtin().office.months() {
            let claim = look.month(&month.to_string()).await;
            let sent = claim.in_state(RowState::Sent).count();
            let waits: Vec<_> = claim.people.iter().filter(|one| one.state() != RowState::Sent).map(codes).collect();
            if month == "2026-10".parse::<Month>().unwrap() {
                assert_eq!((claim.additions, sent), (AdditionsState::Pending, 0));
                continue;
            }
            assert_eq!(claim.additions, AdditionsState::Approved, "{month}");
            let missing = usize::from(month == "2026-08".parse::<Month>().unwrap()) * 2;
            assert_eq!(waits.len(), missing, "{month} {waits:?}");
            assert!(sent >= 4, "{month} {sent}");
        }
        assert_eq!(look.month("2026-11").await.additions, AdditionsState::None);
    });
}

#[test]
fn the_additions_hold_only_what_the_form_of_their_month_asks() {
    in_o2(async |look| {
        for month in RetentionTown::builtin().office.months() {
            let body = look.at().retention_months().get(month).await.unwrap().body;
            assert_eq!(body.users.is_some(), FeeTables::builtin().retention().asks_users(month), "{month}");
        }
    });
}

#[test]
fn the_additions_hold_the_rate_of_the_list_of_their_year() {
    in_o2(async |look| {
        for (year, month) in [(2025, "2026-03"), (2026, "2026-04"), (2026, "2026-10")] {
            let list = look.at().retention_rates().get(year).await.unwrap().body.people;
            let included = || list.iter().filter(|person| person.included);
            let counted = (included().filter(|person| person.working).count(), included().count());
            let rate = look.at().retention_months().get(month.parse().unwrap()).await.unwrap().body.rate.unwrap();
            assert_eq!((rate.numerator as usize, rate.denominator as usize), counted, "{month}");
        }
    });
}

#[test]
fn october_shows_each_reason_once_the_additions_are_approved() {
    in_o2(async |look| {
        for (person, expected) in [
            ("T01", vec!["billing_undecided", "additions_pending", "no_counted_contact", "report_not_shared"]),
            ("T02", vec!["additions_pending"]),
            ("T03", vec!["card_unlocked", "additions_pending"]),
            ("T05", vec!["additions_pending"]),
            ("T06", vec!["additions_pending", "report_not_shared"]),
        ] {
            assert_eq!(codes(&look.person(person, "2026-10").await), expected, "{person}");
        }
        let plan = look.person("T06", "2026-10").await.plan;
        assert!(plan.pdf_missing && plan.is_undecided());
    });
}

#[test]
fn all_six_states_are_there_and_one_changes_by_itself() {
    in_o2(async |look| {
        for (person, expected) in [
            ("T01", Category::Settled),
            ("T04", Category::LeftJob),
            ("T07", Category::LeftService),
            ("T08", Category::Transition),
            ("T09", Category::NoContract),
            ("T10", Category::Declined),
        ] {
            assert_eq!(look.category(person, "2026-11-05").await, expected, "{person}");
        }
        assert_ne!(look.category("T10", "2026-05-10").await, Category::Declined);
        assert_eq!(look.category("T08", "2026-12-01").await, Category::Settled);
    });
}

#[test]
fn dates_of_the_use_are_as_told() {
    in_o2(async |look| {
        assert_eq!(look.category("T01", "2026-02-28").await, Category::Transition, "AW-39");
        assert_eq!(look.category("T01", "2026-03-01").await, Category::Settled, "AW-39");
        let june = look.person("T04", "2026-06").await;
        assert!(june.state() == RowState::Sent && june.person.outcome.support_days.len() == 1, "AW-42");
        let last = look.at().employments().of_person(look.id("T05").await).await.unwrap()[0].body.hired_on.unwrap();
        assert_eq!(FeeTables::builtin().retention().last_usable_on(last).to_string(), "2026-11-30", "AW-43");
        assert_eq!(look.category("T03", "2026-04-01").await, Category::Settled, "one job change within a month");
        assert!(pays(&look.person("T04", "2026-01").await, "retention.initial"), "初期加算");
        assert!(!pays(&look.person("T04", "2026-02").await, "retention.initial"), "初期加算");
    });
}

#[test]
fn contacts_and_conferences_are_as_told() {
    in_o2(async |look| {
        let may = look.person("T02", "2026-05").await;
        assert_eq!((may.contacts, may.person.outcome.support_days.len()), (2, 1), "AW-40");
        assert_eq!(may.state(), RowState::Sent, "AW-40");
        let august = look.person("T03", "2026-08").await;
        assert_eq!((august.contacts, august.state()), (0, RowState::NoRecord), "AW-41");
        let mut paid = BTreeMap::new();
        for month in ["2026-04", "2026-05", "2026-06", "2026-07", "2026-09", "2026-10"] {
            paid.insert(month, pays(&look.person("T02", month).await, "retention.conference"));
        }
        let expected = [true, false, true, true, true, false];
        assert!(paid.values().eq(&expected), "{paid:?}");
        // What the month says once its 加算情報 are approved.
        let mut october = look.person("T02", "2026-10").await.person.dossier;
        october.month.additions_state = fees::retention::facts::AdditionsState::Approved;
        let outcome = claims::retention::assess(FeeTables::builtin(), &october.month, &october.burden);
        assert!(outcome.claim.total_units.0 > 0, "the month itself is paid");
        let told = &outcome.claim.not_applied;
        assert!(told.iter().any(|one| one.rule == "retention.conference" && one.reason.contains("4回")), "{told:?}");
    });
}

#[test]
fn a_plan_without_its_paper_is_reduced_for_two_months() {
    in_o2(async |look| {
        for (month, nth) in [("2026-03", None), ("2026-04", Some(1)), ("2026-05", Some(2)), ("2026-06", None)] {
            let found = look.person("T03", month).await;
            assert_eq!(found.person.dossier.month.person.plan_missing_month, nth, "{month}");
        }
        let checked = look.world.store.verify_attachments().await.unwrap();
        assert!(checked.files > 10 && checked.damaged.is_empty(), "{checked:?}");
    });
}

#[test]
fn an_employer_who_knows_nothing_and_a_my_number_are_as_told() {
    in_o2(async |look| {
        let id = look.id("T06").await;
        let jobs = look.at().employments().of_person(id).await.unwrap();
        assert_eq!(jobs[0].body.disclosed_to_employer, Some(false));
        assert_eq!(look.person("T06", "2026-08").await.state(), RowState::Sent);
        let notes = look.at().contacts().of_person_month(id, "2026-10".parse().unwrap()).await.unwrap();
        let holds = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(looks_like_my_number);
        assert!(notes.iter().any(|note| holds(&note.body.text)), "AW-64");
        let declined = look.id("T10").await;
        assert_eq!(look.at().retention_facts().get(declined).await.unwrap().body.intent, Intent::Declines);
    });
}

#[test]
fn three_people_were_taken_over_from_the_workshop() {
    in_o2(async |look| {
        let from = look.at().retention_facts().list().await.unwrap();
        assert_eq!(from.iter().filter(|row| row.body.taken_from.is_some_and(|from| from.office_id == 1)).count(), 3);
        let there = look.world.at(1).cards().list().await.unwrap();
        for card in look
            .at()
            .cards()
            .list()
            .await
            .unwrap()
            .iter()
            .filter(|card| ["9900000125", "9900000126", "9900000127"].contains(&card.body.recipient_no.as_str()))
        {
            let same = there.iter().find(|known| known.body.recipient_no == card.body.recipient_no).unwrap();
            let name = look.at().people().get(card.person_id).await.unwrap().body.name;
            assert_eq!(look.world.at(1).people().get(same.person_id).await.unwrap().body.name, name);
        }
    });
}
