//! 利用者の区分: which of the six categories a person is in on a day, and which fact says so (「なぜここに」).
use super::facts::{JobChange, Person};
use crate::FeeTables;
use crate::tables::RetentionTables;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The six categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    /// Working, six months not yet over.
    #[serde(rename = "移行支援期")]
    Transition,
    /// Six months over and under contract.
    #[serde(rename = "定着支援期")]
    Settled,
    /// Left the service while still at work.
    #[serde(rename = "退所（定着中）")]
    LeftService,
    /// Left the job.
    #[serde(rename = "退所（退職）")]
    LeftJob,
    /// No job yet, or six months over and no contract.
    #[serde(rename = "未契約")]
    NoContract,
    /// Does not want the service.
    #[serde(rename = "利用意向なし")]
    Declined,
}

impl Category {
    /// All of them, in the order of the tabs.
    pub const ALL: [Category; 6] = [
        Category::Transition,
        Category::Settled,
        Category::LeftService,
        Category::LeftJob,
        Category::NoContract,
        Category::Declined,
    ];

    /// Japanese name, as on the tab.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Transition => "移行支援期",
            Category::Settled => "定着支援期",
            Category::LeftService => "退所（定着中）",
            Category::LeftJob => "退所（退職）",
            Category::NoContract => "未契約",
            Category::Declined => "利用意向なし",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something about a category that needs an eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// 要確認: taken over without a hire date.
    NeedsCheck,
    /// 期間満了: the forty-two months are over and no leaving date is there.
    PeriodOver,
    /// 契約終了: the contract has ended and no leaving date is there.
    ContractOver,
    /// 二度目の転職: only one job change within a month counts as continuing.
    SecondJobChange,
}

impl Alarm {
    /// Japanese name, as a mark on the list.
    pub const fn name(self) -> &'static str {
        match self {
            Alarm::NeedsCheck => "要確認",
            Alarm::PeriodOver => "期間満了",
            Alarm::ContractOver => "契約終了",
            Alarm::SecondJobChange => "二度目の転職",
        }
    }
}

/// Where a person stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The category.
    pub category: Category,
    /// なぜここに: the fact that decided, in Japanese, without personal data but the dates.
    pub why: String,
    /// What needs an eye.
    pub alarms: Vec<Alarm>,
    /// First day of use, when the hire date is known.
    pub first_usable_on: Option<Day>,
    /// Last day of the forty-two months.
    pub last_usable_on: Option<Day>,
}

/// How the employment of a person ended, for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JobEnd {
    /// 退職日 that counts.
    pub(crate) on: Day,
    /// Whether a later job exists that does not continue this one, and why not.
    pub(crate) broken_by: Option<Break>,
}

/// Why a new job does not continue the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// It is the second change.
    SecondChange,
    /// It began more than a month later.
    TooLate,
}

/// The category of a person on a day. First match wins: left the job, left the service, no intent, no job, six months not
/// over, contract in force, else 未契約.
///
/// ```
/// use fees::{FeeTables, retention::{self, Category, facts::Person}};
/// let person = Person {
///     employed_on: Some("2024-08-31".parse().unwrap()),
///     contract_on: Some("2025-02-10".parse().unwrap()),
///     ..Person::default()
/// };
/// let on = |day: &str| retention::category(FeeTables::builtin(), &person, day.parse().unwrap());
/// assert_eq!(on("2025-02-28").category, Category::Transition);
/// assert_eq!(on("2025-03-01").category, Category::Settled);
/// assert!(on("2025-02-28").why.contains("2025年3月1日"));
/// ```
pub fn category(tables: &FeeTables, person: &Person, day: Day) -> Standing {
    let tables = tables.retention();
    let first = person.employed_on.map(|hired| tables.first_usable_on(hired));
    let last = person.employed_on.map(|hired| tables.last_usable_on(hired));
    let end = job_end(tables, person);
    let (category, why) = decide(person, first, end, day);
    let mut alarms = Vec::new();
    if category == Category::Settled && person.employed_on.is_none() {
        alarms.push(Alarm::NeedsCheck);
    }
    if category == Category::Settled && last.is_some_and(|last| last < day) {
        alarms.push(Alarm::PeriodOver);
    }
    if category == Category::Settled && person.contract_end_on.is_some_and(|end| end < day) {
        alarms.push(Alarm::ContractOver);
    }
    if end.is_some_and(|end| end.broken_by == Some(Break::SecondChange) && end.on <= day) {
        alarms.push(Alarm::SecondJobChange);
    }
    Standing { category, why, alarms, first_usable_on: first, last_usable_on: last }
}

fn decide(person: &Person, first: Option<Day>, end: Option<JobEnd>, day: Day) -> (Category, String) {
    if let Some(end) = end.filter(|end| end.on <= day) {
        let on = shown(end.on);
        let why = match end.broken_by {
            None => format!("退職日が{on}です"),
            Some(Break::SecondChange) => {
                format!("二度目の転職のため、{on}の退職で終わりです(継続とみる転職は1回までです)")
            }
            Some(Break::TooLate) => {
                format!("{on}の退職から次の雇用まで1か月を超えているため、{on}の退職で終わりです")
            }
        };
        return (Category::LeftJob, why);
    }
    if let Some(left) = person.left_on.filter(|left| *left <= day) {
        return (Category::LeftService, format!("退所日が{}です", shown(left)));
    }
    if person.declined && person.declined_on.is_none_or(|since| since <= day) {
        let since = person.declined_on.map(shown);
        let why = since.map_or_else(
            || "利用意向が「なし」です(断った日は入力されていません)".to_owned(),
            |since| format!("利用を断った日が{since}です"),
        );
        return (Category::Declined, why);
    }
    let Some(first) = first else {
        return if person.taken_over {
            let why = "以前のサービスから引き継ぎ、雇用開始日がまだ入力されていません";
            (Category::Settled, why.to_owned())
        } else {
            (Category::NoContract, "雇用開始日がまだ入力されていません".to_owned())
        };
    };
    if day < first {
        return (Category::Transition, format!("就労が6か月に達していません(利用できるのは{}から)", shown(first)));
    }
    match person.contract_on {
        Some(contract) if contract <= day => (
            Category::Settled,
            format!("就労が6か月に達し({}から利用可)、契約日が{}です", shown(first), shown(contract)),
        ),
        Some(contract) => (Category::NoContract, format!("契約日{}はまだ先です", shown(contract))),
        None => (
            Category::NoContract,
            format!("就労は6か月に達しましたが({}から利用可)、契約日が入力されていません", shown(first)),
        ),
    }
}

/// What a job change is to the use of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeStands {
    /// 継続: within a month, and the one change that may be.
    Continues,
    /// 二度目の転職: the use ends with the job before it.
    SecondChange,
    /// Later than a month: the use ends with the job before it.
    TooLate,
    /// The use had ended with an earlier change.
    AfterTheEnd,
}

/// The job changes of a person in their order, with what each is to the use.
///
/// ```
/// use fees::{FeeTables, retention::{self, ChangeStands, facts::{JobChange, Person}}};
/// let change = |from: &str, to: &str| JobChange { resigned_on: from.parse().unwrap(), re_employed_on: to.parse().unwrap() };
/// let person = Person {
///     job_changes: vec![change("2025-04-30", "2025-05-15"), change("2025-08-31", "2025-09-10")],
///     ..Person::default()
/// };
/// let stands: Vec<_> = retention::job_changes(FeeTables::builtin(), &person).into_iter().map(|(_, stands)| stands).collect();
/// assert_eq!(stands, [ChangeStands::Continues, ChangeStands::SecondChange]);
/// ```
pub fn job_changes(tables: &FeeTables, person: &Person) -> Vec<(JobChange, ChangeStands)> {
    changes(tables.retention(), person)
}

fn changes(tables: &RetentionTables, person: &Person) -> Vec<(JobChange, ChangeStands)> {
    let mut changes = person.job_changes.clone();
    if let (Some(resigned_on), Some(re_employed_on)) = (person.resigned_on, person.re_employed_on) {
        changes.push(JobChange { resigned_on, re_employed_on });
    }
    changes.sort_by_key(|change| change.resigned_on);
    let (mut so_far, mut ended) = (0, false);
    let stands = |change: JobChange| {
        let on = change.resigned_on;
        // The month begins the day after the last day of work.
        let within = tables.of_period("job_change_within_months", on);
        let stands = if ended {
            ChangeStands::AfterTheEnd
        } else if so_far >= tables.of_period("job_changes", on) {
            ChangeStands::SecondChange
        } else if change.re_employed_on >= on.plus_days(1).first_day_after_months(within) {
            ChangeStands::TooLate
        } else {
            ChangeStands::Continues
        };
        so_far += 1;
        ended |= stands != ChangeStands::Continues;
        (change, stands)
    };
    changes.into_iter().map(stands).collect()
}

/// 退職日 that counts: the first one that is not followed by a new job within a month, or that would be the second change.
pub(crate) fn job_end(tables: &RetentionTables, person: &Person) -> Option<JobEnd> {
    for (change, stands) in changes(tables, person) {
        let on = change.resigned_on;
        match stands {
            ChangeStands::SecondChange => return Some(JobEnd { on, broken_by: Some(Break::SecondChange) }),
            ChangeStands::TooLate => return Some(JobEnd { on, broken_by: Some(Break::TooLate) }),
            ChangeStands::Continues | ChangeStands::AfterTheEnd => {}
        }
    }
    let last = person.resigned_on.filter(|_| person.re_employed_on.is_none())?;
    Some(JobEnd { on: last, broken_by: None })
}

fn shown(day: Day) -> String {
    format!("{}年{}月{}日", day.month().year(), day.month().month(), day.number())
}
