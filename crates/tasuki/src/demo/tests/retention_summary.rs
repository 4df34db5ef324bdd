//! 集計情報 of 汐風サポート against two other counts: one of the rows as they are kept, with dates compared as texts, and
//! one done by hand from data/demo/o2.toml.
use super::world::{SHARED, World, block_on};
use fees::FeeTables;
use office::actions::retention::summary::{self, Summary};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const O2: i64 = 3;
/// Days of the months from April on; no year that is counted here has a 29 February.
const LENGTHS: [u32; 12] = [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31];

/// One person's rows, as JSON: nothing of the program's dates, categories or classes is used below.
struct Raw {
    person: Value,
    jobs: Vec<Value>,
    facts: Value,
}

fn text<'v>(row: &'v Value, key: &str) -> Option<&'v str> {
    row[key].as_str().filter(|text| !text.is_empty())
}

/// Year, month and day of `2026-11-05`.
fn parts(day: &str) -> [i32; 3] {
    let mut numbers = day.split('-').map(|part| part.parse::<i32>().unwrap());
    [(); 3].map(|()| numbers.next().unwrap())
}

/// Months that are full on a day: the number of the day has to be reached again.
fn full_months(from: &str, on: &str) -> i32 {
    let ([y1, m1, d1], [y2, m2, d2]) = (parts(from), parts(on));
    (y2 - y1) * 12 + m2 - m1 - i32::from(d2 < d1)
}

/// The same number of the day one month later, as a text; it need not exist to be compared with.
fn a_month_later(day: &str) -> String {
    let [year, month, number] = parts(day);
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    format!("{year}-{month:02}-{number:02}")
}

impl Raw {
    /// The day from which the job is lost for good: one change within a month goes on.
    fn lost(&self) -> Option<&str> {
        let hired: Vec<&Value> = self.jobs.iter().filter(|job| text(job, "hired_on").is_some()).collect();
        for (at, pair) in hired.windows(2).enumerate() {
            let (end, next) = (text(pair[0], "ended_on").unwrap(), text(pair[1], "hired_on").unwrap());
            if at > 0 || next > a_month_later(end).as_str() {
                return Some(end);
            }
        }
        text(&self.facts, "resigned_on").or_else(|| hired.last().and_then(|job| text(job, "ended_on")))
    }

    fn declines(&self, on: &str) -> bool {
        let since = text(&self.facts, "declined_on");
        self.facts["intent"] == "declines" && since.is_none_or(|since| since <= on)
    }

    /// In 定着支援期: six months at work, under contract, not gone.
    fn settled(&self, on: &str) -> bool {
        let gone = [self.lost(), text(&self.facts, "left_on")].into_iter().flatten().any(|gone| gone <= on);
        let hired = self.jobs.first().and_then(|job| text(job, "hired_on"));
        let contract = text(&self.facts, "contract_on");
        !gone
            && !self.declines(on)
            && hired.is_some_and(|hired| full_months(hired, on) >= 6)
            && contract.is_some_and(|contract| contract <= on)
    }

    /// 職業・年齢・定着期間 on a day.
    fn classes(&self, occupations: &Value, on: &str) -> [String; 3] {
        let job = self.jobs.iter().rev().find(|job| text(job, "hired_on").is_some_and(|hired| hired <= on));
        let key = text(job.unwrap(), "occupation").unwrap();
        let known = occupations.as_array().unwrap().iter().find(|one| one["key"] == key).unwrap();
        let age = match text(&self.person, "born_on").map(|born| full_months(born, on) / 12) {
            None => "未入力".to_owned(),
            Some(age) if age < 20 => "〜19歳".to_owned(),
            Some(age) if age >= 60 => "60歳〜".to_owned(),
            Some(age) => format!("{}0代", age / 10),
        };
        let tenure = match full_months(text(&self.jobs[0], "hired_on").unwrap(), on) {
            42.. => "3年6か月〜",
            36.. => "3年〜3年6か月未満",
            24.. => "2年〜3年未満",
            12.. => "1年〜2年未満",
            _ => "6か月〜1年未満",
        };
        [known["label"].as_str().unwrap().to_owned(), age, tenure.to_owned()]
    }

    /// What ended the use in a month, under contract by then: the first of leaving and losing the job.
    fn ended_in(&self, month: &str, today: &str) -> Option<&'static str> {
        text(&self.facts, "contract_on").filter(|contract| *contract <= today)?;
        let ends = [
            ("退職", self.lost()),
            ("契約終了(定着中)", text(&self.facts, "left_on")),
            ("契約終了(定着中)", text(&self.facts, "contract_end_on")),
        ];
        let (how, on) = ends.into_iter().filter_map(|(how, on)| Some((how, on?))).min_by_key(|(_, on)| *on)?;
        (on.starts_with(month) && on <= today).then_some(how)
    }
}

/// Everyone of the office, and its list of 職種.
async fn raw(world: &World) -> (Vec<Raw>, Value) {
    let at = world.at(O2);
    let jobs = at.employments().list().await.unwrap();
    let facts = at.retention_facts().list().await.unwrap();
    let people = at.people().list().await.unwrap();
    let of = |person: &store::Entry<store::PersonBody>| Raw {
        person: json!(person.body),
        jobs: jobs.iter().filter(|job| job.person_id == person.id).map(|job| json!(job.body)).collect(),
        facts: facts.iter().find(|row| row.person_id == person.id).map_or(Value::Null, |row| json!(row.body)),
    };
    (people.iter().map(of).collect(), json!(at.retention_settings().get().await.unwrap().body.occupations))
}

async fn shown(world: &World, year: i16, today: &str) -> Summary {
    let april = format!("{year}-04").parse().unwrap();
    summary::read(world.at(O2), FeeTables::builtin(), april, today.parse().unwrap()).await.unwrap()
}

/// The months of a fiscal year, `2026-04` first, with the last day that is counted of each.
fn columns(year: i32, today: &str) -> Vec<(String, Option<String>)> {
    let months = (4..16).map(|month| format!("{}-{:02}", year + (month - 1) / 12, (month - 1) % 12 + 1));
    let of = |(month, length): (String, u32)| {
        let end = format!("{month}-{length:02}");
        let on = if today.starts_with(&month) { today.to_owned() } else { end };
        let counted = (on.as_str() <= today).then_some(on);
        (month, counted)
    };
    months.zip(LENGTHS).map(of).collect()
}

fn of_row(rows: &[summary::Row], label: &str) -> Vec<Option<u32>> {
    rows.iter().find(|row| row.label == label).map_or_else(Vec::new, |row| row.counts.clone())
}

/// Compares every figure of a fiscal year, seen from a day, with the count from the rows.
async fn agree(world: &World, year: i16, today: &str) {
    let (people, occupations) = raw(world).await;
    let found = shown(world, year, today).await;
    let months = columns(i32::from(year), today);
    let april = format!("{year}-04-01");
    let first = (april.as_str() <= today).then_some(april);
    let days: Vec<Option<String>> = std::iter::once(first).chain(months.iter().map(|(_, day)| day.clone())).collect();
    for (column, day) in days.iter().enumerate() {
        let Some(day) = day else {
            assert_eq!(found.total.counts[column], None, "{year} {column} has not come yet");
            continue;
        };
        let settled: Vec<&Raw> = people.iter().filter(|one| one.settled(day)).collect();
        assert_eq!(found.total.counts[column], Some(settled.len() as u32), "推移 {day}");
        for (at, table) in found.tables.iter().enumerate() {
            let mut expected: BTreeMap<String, u32> = BTreeMap::new();
            for one in &settled {
                *expected.entry(one.classes(&occupations, day)[at].clone()).or_default() += 1;
            }
            for row in &table.rows {
                let wanted = expected.remove(&row.label).unwrap_or(0);
                assert_eq!(row.counts[column], Some(wanted), "{} {} {day}", table.title, row.label);
            }
            assert!(expected.is_empty(), "{} {day}: no row for {expected:?}", table.title);
        }
    }
    for (at, (month, _)) in months.iter().enumerate() {
        let begun = month.as_str() <= &today[..7];
        let began = |one: &&Raw| text(&one.facts, "contract_on").is_some_and(|on| on.starts_with(month) && on <= today);
        let of = |how: &str| people.iter().filter(|one| one.ended_in(month, today) == Some(how)).count();
        let expected = [
            ("契約開始", people.iter().filter(began).count()),
            ("契約終了(定着中)", of("契約終了(定着中)")),
            ("退職", of("退職")),
        ];
        for (label, wanted) in expected {
            let shown = of_row(&found.movements.rows, label)[at];
            assert_eq!(shown, begun.then_some(wanted as u32), "{label} {month}");
        }
    }
}

#[test]
fn every_figure_of_the_demo_agrees_with_a_count_of_its_rows() {
    block_on(async {
        let world = World::open(&SHARED).await;
        for (year, today) in [
            (2025, "2026-11-05"),
            (2026, "2026-11-05"),
            // T08 comes into 定着支援期 by itself, T05 stays with its alarm
            (2026, "2026-12-01"),
            (2026, "2027-03-31"),
            (2023, "2026-11-05"),
            (2025, "2026-01-04"),
        ] {
            agree(&world, year, today).await;
        }
    });
}

#[test]
fn the_figures_of_the_demo_are_those_counted_by_hand() {
    block_on(async {
        let world = World::open(&SHARED).await;
        let of = |summary: &Summary| summary.total.counts.iter().map(|count| count.unwrap_or(0)).collect::<Vec<_>>();
        let last = shown(&world, 2025, "2026-11-05").await;
        // T02 T05 T06 T07; T03 from June, T04 from January, T01 in March for T07
        assert_eq!(of(&last), [4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6]);
        let moved = |summary: &Summary, label: &str| -> Vec<u32> {
            of_row(&summary.movements.rows, label).into_iter().map(|count| count.unwrap_or(0)).collect()
        };
        assert_eq!(moved(&last, "契約開始"), [1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
        assert_eq!(moved(&last, "契約終了(定着中)"), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(moved(&last, "退職"), [0; 12]);
        let now = shown(&world, 2026, "2026-11-05").await;
        // T04 lost the job on 17 June
        assert_eq!(of(&now), [6, 6, 6, 5, 5, 5, 5, 5, 5, 0, 0, 0, 0]);
        assert_eq!(moved(&now, "退職"), [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(now.total.counts[9..], [None; 4]);
        // T04 cleaned the station building until June; the others have one occupation each
        let occupations = &now.tables[0].rows;
        assert_eq!(of_row(occupations, "清掃")[..5], [Some(1), Some(1), Some(1), Some(0), Some(0)]);
        for (label, count) in [("事務", 1), ("販売", 1), ("製造", 1), ("軽作業・物流", 1), ("調理・飲食", 1), ("IT", 0)]
        {
            assert_eq!(of_row(occupations, label)[8], Some(count), "{label}");
        }
        // on 5 November: T01 and T03 over one year, T02 and T06 over two, T05 three years and five months
        let tenure: Vec<Option<u32>> = now.tables[2].rows.iter().map(|row| row.counts[8]).collect();
        assert_eq!(tenure, [Some(0), Some(2), Some(2), Some(1), Some(0)]);
    });
}
