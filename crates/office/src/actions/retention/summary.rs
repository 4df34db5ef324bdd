//! 集計情報: the people in 定着支援期 at the end of each month of a fiscal year by occupation, age and tenure, and who began,
//! ended or left the job. Counted from the rows each time; nothing is stored.
use super::person_facts;
use fees::{
    FeeTables,
    retention::{Category, category, facts::Person},
};
use kernel::{Day, Month};
use store::{Employment, Entry, Occupation, PersonBody, Reader, RetentionFactsBody, StoreError};

/// Age classes: first age of each, name.
const AGES: [(u32, &str); 6] = [(0, "〜19歳"), (20, "20代"), (30, "30代"), (40, "40代"), (50, "50代"), (60, "60歳〜")];
/// Tenure classes: months from the hire date at which each begins, name.
const TENURES: [(u32, &str); 5] =
    [(0, "6か月〜1年未満"), (12, "1年〜2年未満"), (24, "2年〜3年未満"), (36, "3年〜3年6か月未満"), (42, "3年6か月〜")];
/// 未入力: nothing was entered that says the class.
pub const UNKNOWN: &str = "未入力";

/// A class with one number a column; `None` where the day has not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name of the class.
    pub label: String,
    /// In the order of the columns.
    pub counts: Vec<Option<u32>>,
}

impl Row {
    /// Sum over the months, without the first column (4月1日).
    pub fn total(&self, first: usize) -> u32 {
        self.counts.iter().skip(first).flatten().sum()
    }
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What its rows are.
    pub title: &'static str,
    /// Rows in order.
    pub rows: Vec<Row>,
}

/// A fiscal year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// 年度.
    pub fiscal_year: i16,
    /// The days that are counted: 1 April, then the last day of each month.
    pub days: Vec<Day>,
    /// People in 定着支援期 on each of those days.
    pub total: Row,
    /// By occupation, age and tenure; each adds up to `total`.
    pub tables: [Table; 3],
    /// 契約開始・契約終了・退職 of each month.
    pub movements: Table,
}

/// What is counted of one person.
struct Counted<'r> {
    person: &'r PersonBody,
    jobs: &'r [Employment],
    facts: &'r RetentionFactsBody,
    read: Person,
}

impl Counted<'_> {
    fn category(&self, tables: &FeeTables, day: Day) -> Category {
        category(tables, &self.read, day).category
    }

    /// The last job that had begun by a day.
    fn job(&self, day: Day) -> Option<&Employment> {
        self.jobs.iter().rev().find(|job| job.body.hired_on.is_some_and(|hired| hired <= day))
    }

    fn occupation<'o>(&'o self, list: &'o [Occupation], day: Day) -> &'o str {
        let Some(key) = self.job(day).map(|job| job.body.occupation.as_str()).filter(|key| !key.is_empty()) else {
            return UNKNOWN;
        };
        // a key that has gone from the list is shown as it stands in the row
        list.iter().find(|known| known.key == key).map_or(key, |known| known.label.as_str())
    }

    fn age(&self, day: Day) -> &'static str {
        class(&AGES, self.person.born_on, |born, years| born.first_day_after_months(years * 12) <= day)
    }

    fn tenure(&self, day: Day) -> &'static str {
        class(&TENURES, self.read.employed_on, |hired, months| hired.first_day_after_months(months) <= day)
    }

    /// Whether the use had ended on a day, and by what.
    fn end(&self, tables: &FeeTables, day: Day) -> Option<End> {
        match self.category(tables, day) {
            Category::LeftJob => Some(End::Job),
            Category::LeftService => Some(End::Contract),
            _ => self.facts.contract_end_on.filter(|end| *end <= day).map(|_| End::Contract),
        }
    }
}

/// How a use ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Contract,
    Job,
}

/// The last class whose beginning is reached.
fn class(classes: &[(u32, &'static str)], from: Option<Day>, reached: impl Fn(Day, u32) -> bool) -> &'static str {
    let Some(from) = from else { return UNKNOWN };
    classes.iter().rev().find(|(begin, _)| reached(from, *begin)).map_or(UNKNOWN, |(_, name)| name)
}

/// Rows of the known classes in their order, then those that came up beside them, then 未入力 where somebody is in it.
fn rows(known: Vec<String>, counted: &[Option<Vec<String>>]) -> Vec<Row> {
    let mut labels = known;
    let mut beside: Vec<String> =
        counted.iter().flatten().flatten().filter(|label| !labels.contains(label)).cloned().collect();
    beside.sort_by_key(|label| (label == UNKNOWN, label.clone()));
    beside.dedup();
    labels.extend(beside);
    let count = |label: &String, column: &Option<Vec<String>>| {
        column.as_ref().map(|people| people.iter().filter(|one| *one == label).fold(0_u32, |sum, _| sum + 1))
    };
    labels
        .into_iter()
        .map(|label| Row { counts: counted.iter().map(|column| count(&label, column)).collect(), label })
        .collect()
}

/// Counts the fiscal year that begins with a month.
///
/// # Errors
/// When the database cannot be read.
pub async fn read(at: Reader<'_>, tables: &FeeTables, april: Month, today: Day) -> Result<Summary, StoreError> {
    let people: Vec<Entry<PersonBody>> = at.people().list().await?;
    let jobs = at.employments().list().await?;
    let facts = at.retention_facts().list().await?;
    let occupations = at.retention_settings().get().await?.body.occupations;
    let none = RetentionFactsBody::default();
    let of = |person: &Entry<PersonBody>| -> Vec<Employment> {
        jobs.iter().filter(|job| job.person_id == person.id).cloned().collect()
    };
    let own: Vec<Vec<Employment>> = people.iter().map(of).collect();
    let counted: Vec<Counted<'_>> = people
        .iter()
        .zip(&own)
        .map(|(person, jobs)| {
            let facts = facts.iter().find(|row| row.person_id == person.id).map_or(&none, |row| &row.body);
            Counted { person: &person.body, jobs, facts, read: person_facts(jobs, facts, None) }
        })
        .collect();
    let months: Vec<Month> = (0..12).map(|ahead| april.plus_months(ahead)).collect();
    let days: Vec<Day> =
        std::iter::once(april.first_day()).chain(months.iter().map(|month| month.last_day())).collect();
    // the running month is counted as it stands today
    let seen = |day: Day| if day.month() == today.month() { day.min(today) } else { day };
    let settled: Vec<Option<(Day, Vec<&Counted<'_>>)>> = days
        .iter()
        .map(|day| seen(*day))
        .map(|day| {
            let on = |one: &&Counted<'_>| one.category(tables, day) == Category::Settled;
            (day <= today).then(|| (day, counted.iter().filter(on).collect()))
        })
        .collect();
    let by = |name: &dyn Fn(&Counted<'_>, Day) -> String| -> Vec<Option<Vec<String>>> {
        let column = |(day, people): &(Day, Vec<&Counted<'_>>)| people.iter().map(|one| name(one, *day)).collect();
        settled.iter().map(|column_of| column_of.as_ref().map(column)).collect()
    };
    let names = |classes: &[(u32, &'static str)]| classes.iter().map(|(_, name)| (*name).to_owned()).collect();
    let tables_of = [
        Table {
            title: "職業別",
            rows: rows(
                occupations.iter().map(|one| one.label.clone()).collect(),
                &by(&|one, day| one.occupation(&occupations, day).to_owned()),
            ),
        },
        Table { title: "年齢別", rows: rows(names(&AGES), &by(&|one, day| one.age(day).to_owned())) },
        Table { title: "定着期間別", rows: rows(names(&TENURES), &by(&|one, day| one.tenure(day).to_owned())) },
    ];
    let number = |people: &Vec<&Counted<'_>>| u32::try_from(people.len()).unwrap_or(u32::MAX);
    let total = settled.iter().map(|column| column.as_ref().map(|(_, people)| number(people))).collect();
    Ok(Summary {
        fiscal_year: april.fiscal_year(),
        days,
        total: Row { label: "定着支援期の人数".to_owned(), counts: total },
        tables: tables_of,
        movements: movements(tables, &counted, &months, today),
    })
}

fn movements(tables: &FeeTables, counted: &[Counted<'_>], months: &[Month], today: Day) -> Table {
    let of = |label: &str, passes: &dyn Fn(&Counted<'_>, Month) -> bool| Row {
        label: label.to_owned(),
        counts: months
            .iter()
            .map(|month| {
                let begun = month.first_day() <= today;
                begun.then(|| counted.iter().filter(|one| passes(one, *month)).fold(0_u32, |sum, _| sum + 1))
            })
            .collect(),
    };
    let seen = |day: Day| day.min(today);
    let ended = |one: &Counted<'_>, month: Month, how: End| {
        let under_contract = one.facts.contract_on.is_some_and(|from| from <= seen(month.last_day()));
        under_contract
            && one.end(tables, month.previous().last_day()).is_none()
            && one.end(tables, seen(month.last_day())) == Some(how)
    };
    let began = |one: &Counted<'_>, month: Month| {
        one.facts.contract_on.is_some_and(|from| from.month() == month && from <= today)
    };
    Table {
        title: "契約の開始と終了",
        rows: vec![
            of("契約開始", &began),
            of("契約終了(定着中)", &|one, month| ended(one, month, End::Contract)),
            of("退職", &|one, month| ended(one, month, End::Job)),
        ],
    }
}
