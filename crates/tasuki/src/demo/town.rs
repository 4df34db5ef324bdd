//! みなと野市: the invented town as its data file says it.
use super::{
    community::CommunityTown,
    data_file::{low, months, names, yes},
    retention::RetentionTown,
};
use claims::IncomeClass;
use fees::b_type::facts::DayStatus;
use jiff::Timestamp;
use kernel::{ClockTime, Day, Month, MunicipalityNo, OfficeNo, RecipientNo, Yen};
use serde::Deserialize;
use std::sync::LazyLock;
use store::{ExceptionBody, MonthFactsBody, Notice, OfficeBody, Role};

/// The town that is compiled in.
static TOWN: LazyLock<Town> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/demo/town.toml")).expect("the checked-in town is readable")
});

/// Everything the demo is made from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Town {
    pub(super) seed: u64,
    /// The instant at which the demo begins.
    pub(crate) today: Timestamp,
    pub(crate) account: Vec<TownAccount>,
    pub(crate) office: Vec<TownOffice>,
    pub(super) person: Vec<TownPerson>,
    /// The other office of 上限額管理.
    pub(super) partner: TownPartner,
}

/// An office of another corporation; only its files are seen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownPartner {
    pub(super) office_no: OfficeNo,
    pub(super) name: String,
    pub(super) service_type: String,
}

/// Who may sign in. The password is no secret: it is printed on the console.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TownAccount {
    pub(crate) office: String,
    pub(crate) login: String,
    pub(super) display_name: String,
    pub(crate) role: Role,
    pub(crate) password: String,
    /// Other offices in which the same account works.
    #[serde(default)]
    pub(crate) also: Vec<AlsoThere>,
}

/// A role in a further office.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlsoThere {
    pub(crate) office: String,
    pub(crate) role: Role,
}

/// 事業所.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TownOffice {
    pub(crate) id: String,
    pub(super) first_month: Month,
    pub(super) last_month: Month,
    /// Months up to this one are taken through 出力.
    pub(super) exported_until: Option<Month>,
    /// Months up to this one are taken through 点検.
    pub(super) checked_until: Option<Month>,
    /// Weekdays, `月火水木金`.
    open_on: String,
    #[serde(default)]
    opened_holidays: Vec<Day>,
    #[serde(default)]
    closed: Vec<Closure>,
    #[serde(default)]
    pub(super) everyone: Vec<EveryoneDay>,
    pub(crate) body: OfficeBody,
    pub(super) notice: Vec<Notice>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closure {
    from: Day,
    to: Day,
    /// For the reader of the data file.
    #[serde(rename = "why")]
    _why: String,
}

/// A day on which everybody comes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EveryoneDay {
    pub(super) day: Day,
    #[serde(default)]
    pub(super) over_capacity: bool,
    pub(super) remark: String,
}

fn office_hours() -> (ClockTime, ClockTime) {
    let at = |hour, minute| ClockTime::new(hour, minute).expect("an hour of the day");
    (at(10, 0), at(15, 30))
}

fn four_percent() -> u32 {
    40
}

fn monday_to_friday() -> String {
    "月火水木金".to_owned()
}

/// 利用者.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownPerson {
    pub(super) office: String,
    pub(super) id: String,
    /// The cases this person shows.
    #[serde(default)]
    pub(super) awkward: Vec<String>,
    name: Option<String>,
    kana: Option<String>,
    pub(super) print: Option<String>,
    pub(super) born_on: Day,
    pub(super) started_on: Day,
    /// 利用終了日, of someone who has left.
    pub(super) ended_on: Option<Day>,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default = "monday_to_friday")]
    pub(super) weekdays: String,
    #[serde(default = "four_percent")]
    pub(super) absence_per_mille: u32,
    #[serde(default)]
    pub(super) transport: bool,
    #[serde(default)]
    pub(super) meal: bool,
    pub(super) card: Vec<TownCard>,
    #[serde(default)]
    pub(super) cap: Vec<TownCap>,
    #[serde(default)]
    pub(super) month_facts: Vec<TownMonthFacts>,
    #[serde(default)]
    pub(super) exception: Vec<ExceptionBody>,
    #[serde(default)]
    pub(super) event: Vec<TownEvent>,
    #[serde(default)]
    pub(super) correction: Vec<TownCorrection>,
}

/// 受給者証 and what was agreed under it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownCard {
    pub(super) valid_from: Day,
    pub(super) decided_from: Option<Day>,
    pub(super) decided_to: Day,
    pub(super) recipient_no: RecipientNo,
    /// That of the office when not told.
    pub(super) municipality_no: Option<MunicipalityNo>,
    pub(super) granted_days: u32,
    /// 契約支給量 when it is less than the granted days.
    pub(super) contract_days: Option<u32>,
    #[serde(default)]
    pub(super) burden_cap: Yen,
    #[serde(default = "low")]
    pub(super) income_class: IncomeClass,
    pub(super) cap_manager: Option<OfficeNo>,
    #[serde(default = "yes")]
    pub(super) locked: bool,
}

/// 上限額管理: what the other office charges; the sheet is worked out from it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownCap {
    pub(super) from: Month,
    pub(super) to: Month,
    pub(super) by_this_office: bool,
    pub(super) others: Yen,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownMonthFacts {
    pub(super) month: Month,
    pub(super) facts: MonthFactsBody,
}

/// What differs from the weekly pattern, on single days or from–to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TownEvent {
    days: Vec<Day>,
    from: Option<Day>,
    to: Option<Day>,
    /// Only on days on which the pattern has the person come.
    pub(super) only_attended: bool,
    pub(super) no_record: bool,
    pub(super) status: Option<DayStatus>,
    pub(super) absence_consulted: bool,
    pub(super) transport: Option<bool>,
    pub(super) meal: Option<bool>,
    pub(super) visit_minutes: Option<u32>,
    pub(super) visit_billed: bool,
    pub(super) no_end: bool,
    pub(super) remark: String,
}

/// A record put right after its month was closed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownCorrection {
    pub(super) day: Day,
    pub(super) end: ClockTime,
    pub(super) why: String,
}

impl Town {
    /// The town that is compiled in.
    pub(crate) fn builtin() -> &'static Town {
        &TOWN
    }

    /// Every office by its id and name, in the order in which they are made.
    pub(crate) fn offices(&self) -> Vec<(&str, &OfficeBody)> {
        let retention = &RetentionTown::builtin().office;
        let mut all: Vec<_> = self.office.iter().map(|office| (office.id.as_str(), &office.body)).collect();
        all.push((&retention.id, &retention.body));
        let community = &CommunityTown::builtin().office;
        all.push((&community.id, &community.body));
        all
    }

    /// The people of an office, in the order of the data file.
    pub(super) fn people_of<'t>(&'t self, office: &'t TownOffice) -> impl Iterator<Item = &'t TownPerson> {
        self.person.iter().filter(|person| person.office == office.id)
    }
}

impl TownOffice {
    /// The months of the demo.
    pub(super) fn months(&self) -> impl Iterator<Item = Month> {
        months(self.first_month, self.last_month)
    }

    /// Whether the office works on a day.
    pub(super) fn is_open(&self, day: Day, holidays: &kernel::Holidays) -> bool {
        if self.closed.iter().any(|closure| closure.from <= day && day <= closure.to) {
            return false;
        }
        let holiday = holidays.holiday_name(day).is_some() && !self.opened_holidays.contains(&day);
        self.open_on.contains(day.weekday_ja()) && !holiday
    }
}

impl TownPerson {
    /// 氏名 and フリガナ: those of the data file, or the next of the invented lists.
    pub(super) fn names(&self, seed: u64) -> (String, String) {
        names(&self.name, &self.kana, seed, (&self.office, &self.id))
    }

    /// Usual begin and end.
    pub(super) fn hours(&self) -> (ClockTime, ClockTime) {
        office_hours()
    }
}

impl TownEvent {
    /// Whether it touches the day; `attended` says what the pattern has for it.
    pub(super) fn touches(&self, day: Day, attended: bool) -> bool {
        let in_range = self.from.is_some_and(|from| from <= day) && self.to.is_some_and(|to| day <= to);
        (self.days.contains(&day) || in_range) && (attended || !self.only_attended)
    }
}
