//! おでかけ: every case of the data file is really there.
use super::world::{SHARED, World, block_on};
use crate::demo::community::CommunityTown;
use claims::lifecycle::MonthState;
use fees::community::{Entry, Helper, Waiver, facts::Service};
use kernel::Severity;
use office::actions::community::claims::{MonthClaim, PersonClaim};
use store::Reader;

const O3: i64 = 4;

fn in_o3<F: AsyncFnOnce(Look)>(look: F) {
    block_on(async { look(Look { world: World::open(&SHARED).await }).await });
}

struct Look {
    world: World,
}

impl Look {
    fn at(&self) -> Reader<'_> {
        self.world.at(O3)
    }

    async fn month(&self, month: &str) -> MonthClaim {
        let month = month.parse().unwrap();
        let state = self.at().claim_months().get(month).await.unwrap().state;
        MonthClaim::read(self.at(), month, state).await.unwrap()
    }

    async fn person(&self, person: &str, month: &str) -> PersonClaim {
        let known = CommunityTown::builtin().person.iter().find(|known| known.id == person).unwrap();
        let number = known.card[0].recipient_no.as_str();
        let people = self.month(month).await.people;
        people.into_iter().find(|found| found.facts.recipient_no == number).unwrap()
    }

    /// Start, end and name of the lines of a person's day.
    async fn lines(&self, person: &str, day: &str) -> Vec<(u16, u16, String)> {
        let month = &day[..7];
        let day = day.parse().unwrap();
        let found = self.person(person, month).await;
        let lines = entries(&found).filter(|entry| entry.date == day);
        lines.map(|entry| (entry.start, entry.end, entry.service_name.clone())).collect()
    }
}

fn entries(found: &PersonClaim) -> impl Iterator<Item = &Entry> {
    found.outcome.assessments.iter().flat_map(|part| &part.entries)
}

fn names(lines: &[(u16, u16, String)]) -> Vec<&str> {
    lines.iter().map(|(_, _, name)| name.as_str()).collect()
}

#[test]
fn finished_months_went_out_and_october_waits() {
    in_o3(async |look| {
        for month in CommunityTown::builtin().office.months() {
            let state = look.at().claim_months().get(month).await.unwrap().state;
            let claim = look.month(&month.to_string()).await;
            if month.to_string() == "2026-10" {
                assert_eq!(state, MonthState::Open);
                assert_eq!(claim.people.iter().map(PersonClaim::held).sum::<usize>(), 1, "one point waits");
                assert!(claim.count(Severity::Fault) > 0);
                continue;
            }
            assert_eq!((state, claim.count(Severity::Fault)), (MonthState::Exported, 0), "{month}");
            assert!(!look.at().claim_files().of_month(month).await.unwrap().is_empty(), "{month}");
            assert_eq!(claim.cities().len(), 3, "{month}: three municipalities");
        }
    });
}

#[test]
fn visits_are_split_as_told() {
    in_o3(async |look| {
        let midnight = [look.lines("G01", "2026-10-16").await, look.lines("G01", "2026-10-17").await];
        let night = "移動支援 身体介護有 深夜 0.5H";
        assert_eq!(midnight.each_ref().map(|lines| names(lines)), [vec![night], vec![night]], "AW-30");
        let morning = look.lines("G02", "2026-10-05").await;
        assert!(names(&morning).contains(&"移動支援 身体介護有 早朝夜間 0.5H"), "AW-31 {morning:?}");
        let part = look.lines("G03", "2026-10-07").await;
        assert_eq!(names(&part), ["移動支援 身体介護無 1H"], "AW-32 {part:?}");
        let halves = look.lines("G04", "2026-10-09").await;
        let expected = ["移動支援 身体介護有 早朝夜間 0.5H", "移動支援 身体介護有 0.5H"];
        assert_eq!(names(&halves), expected, "AW-33");
        let steps = [look.lines("G10", "2026-10-13").await, look.lines("G10", "2026-10-15").await];
        let expected = [["移動支援 身体介護無 1H"], ["移動支援 身体介護無 1.25H"]];
        assert_eq!(steps.each_ref().map(|lines| names(lines)), expected, "AW-38");
    });
}

#[test]
fn two_helpers_and_two_visits_a_day_stay_apart() {
    in_o3(async |look| {
        let found = look.person("G06", "2026-10").await;
        let count = |helper| entries(&found).filter(|entry| entry.helper == helper).count();
        assert!(count(Helper::First) > 0 && count(Helper::First) == count(Helper::Second), "AW-34");
        let child = look.person("G07", "2026-10").await;
        let monday = "2026-10-05".parse().unwrap();
        let visits: std::collections::BTreeSet<usize> =
            entries(&child).filter(|entry| entry.date == monday).map(|entry| entry.visit).collect();
        assert_eq!(visits.len(), 2, "AW-35");
        assert!(entries(&child).all(|entry| entry.free), "a child pays nothing");
    });
}

#[test]
fn the_month_of_an_eighteenth_birthday_is_the_last_that_is_free() {
    in_o3(async |look| {
        let found = look.person("G08", "2026-10").await;
        assert!(entries(&found).count() > 1 && entries(&found).all(|entry| entry.free), "AW-36");
        let person = &found.facts.parts[0].month.person;
        let pack = found.pack().unwrap();
        let november = "2026-11".parse().unwrap();
        assert_eq!(fees::community::waiver(pack, person, november, &[]), Waiver::Paying, "AW-36");
    });
}

#[test]
fn stays_are_counted_by_their_classes() {
    in_o3(async |look| {
        let found = look.person("G09", "2026-10").await;
        let part = found.outcome.assessments.iter().find(|part| part.service == Service::Daytime).unwrap();
        let amounts: std::collections::BTreeSet<Option<i64>> = part.lines.iter().map(|line| line.amount).collect();
        for expected in [300, 520, 610] {
            assert!(amounts.contains(&Some(expected)), "AW-37 {amounts:?}");
        }
    });
}

#[test]
fn names_leaving_locks_and_late_visits_are_as_told() {
    in_o3(async |look| {
        let people = look.at().people().list().await.unwrap();
        let twins: Vec<_> = people.iter().filter(|person| person.body.name == "浦辺 恵").collect();
        assert_eq!((twins.len(), twins[0].body.born_on), (2, twins[1].body.born_on), "AW-27");
        assert!(people.iter().any(|person| person.body.name.contains('・')), "AW-26");
        let moved = people.iter().find(|person| person.body.note.contains("AW-60")).unwrap();
        assert_eq!(moved.body.ended_on.unwrap().to_string(), "2026-08-31", "AW-60");
        let after = look.at().visits().of_month(moved.id, "2026-09".parse().unwrap()).await.unwrap();
        assert!(after.is_empty(), "AW-60");
        let open = look.at().community_cards().list().await.unwrap();
        assert_eq!(open.iter().filter(|card| card.locked.is_none()).count(), 1, "one card waits for its lock");
        let decided = look.person("G03", "2026-09").await;
        assert_eq!(decided.held(), 0, "September was decided");
        let late = look.at().visits().late().await.unwrap();
        assert_eq!(late.iter().map(|late| late.month.to_string()).collect::<Vec<_>>(), ["2026-08"]);
        assert_eq!(look.month("2026-10").await.late.len(), 1, "August goes out with October");
    });
}

#[test]
fn the_cap_of_a_person_is_managed_by_the_partner_whose_sheet_of_october_has_not_come() {
    in_o3(async |look| {
        let found = look.person("G01", "2026-10").await;
        let manager = found.facts.cap_manager.as_ref().map(ToString::to_string);
        assert_eq!(manager.as_deref(), Some("9960200088"));
        let waits = found.findings().into_iter().filter(|finding| finding.link.as_deref() == Some("cap")).count();
        assert!(waits > 0, "the sheet is asked for");
        assert!(look.person("G01", "2026-09").await.facts.cap_manager.is_none());
    });
}

#[test]
fn the_phone_of_a_helper_has_visits_of_its_own() {
    in_o3(async |look| {
        let members = look.at().members().list().await.unwrap();
        let helper = members.iter().find(|member| member.login == "ido").unwrap().account_id;
        let visits = look.at().visits().of_office_month("2026-10".parse().unwrap()).await.unwrap();
        let own = visits.iter().flat_map(|visit| &visit.body.staff).filter(|staff| staff.account_id == Some(helper));
        assert!(own.count() > 10);
    });
}
