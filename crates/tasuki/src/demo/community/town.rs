//! 移動支援の町: office O3, its people and their visits as the data file says them.
use crate::demo::data_file::{months, yes};
use fees::community::facts::{Helpers, IncomeClass, Service};
use kernel::{ClockTime, Day, Month, MunicipalityNo, OfficeNo, RecipientNo, Yen};
use serde::Deserialize;
use std::sync::LazyLock;
use store::{CommunityOfficeBody, OfficeBody};

static TOWN: LazyLock<CommunityTown> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../data/demo/o3.toml")).expect("the checked-in office O3 is readable")
});

/// O3 with everything that is known of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunityTown {
    pub(crate) office: CommunityTownOffice,
    /// 事業所情報, versions by 適用年月日.
    pub(super) master: Vec<CommunityOfficeBody>,
    pub(in super::super) person: Vec<CommunityTownPerson>,
}

/// 事業所.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunityTownOffice {
    pub(crate) id: String,
    first_month: Month,
    last_month: Month,
    /// Months up to this one are taken through 出力.
    pub(super) exported_until: Month,
    pub(crate) body: OfficeBody,
}

fn three_percent() -> u32 {
    30
}

/// 利用者 of O3.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CommunityTownPerson {
    pub(in super::super) id: String,
    /// The cases this person shows.
    #[serde(default)]
    pub(super) awkward: Vec<String>,
    pub(in super::super) name: String,
    pub(super) kana: String,
    pub(super) born_on: Day,
    pub(super) started_on: Day,
    pub(super) ended_on: Option<Day>,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default = "three_percent")]
    pub(super) absence_per_mille: u32,
    pub(in super::super) card: Vec<TownCertificate>,
    /// The weekly visits.
    pub(super) usual: Vec<TownVisit>,
    /// Single visits.
    #[serde(default)]
    pub(super) visit: Vec<TownVisit>,
}

/// 受給者証.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct TownCertificate {
    pub(super) valid_from: Day,
    /// Last day of 認定, of 上限月額 and of every 決定.
    pub(super) to: Day,
    pub(in super::super) recipient_no: RecipientNo,
    /// That of the office when not told.
    pub(super) municipality_no: Option<MunicipalityNo>,
    #[serde(default)]
    pub(super) burden_cap: Yen,
    pub(super) income_class: IncomeClass,
    /// 支給決定者 of a child.
    pub(super) guardian_kana: Option<String>,
    /// 上限額管理事業所.
    pub(super) cap_manager: Option<OfficeNo>,
    #[serde(default)]
    pub(super) severe: bool,
    #[serde(default = "yes")]
    pub(super) locked: bool,
    pub(super) decisions: Vec<TownDecision>,
}

/// 決定サービスコード.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownDecision {
    pub(super) code: String,
    pub(super) service: Service,
    #[serde(default)]
    pub(super) body_care: bool,
    pub(super) amount_x100: u32,
}

/// A visit as worked, on a day or every week.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownVisit {
    pub(super) on: Option<Day>,
    #[serde(default)]
    pub(super) weekdays: String,
    /// Last month of a weekly visit.
    pub(super) to: Option<Month>,
    pub(super) service: Service,
    pub(super) start: ClockTime,
    /// The same or an earlier time is one of the next day.
    pub(super) end: ClockTime,
    /// ヘルパー, by name.
    pub(super) staff: Vec<String>,
    #[serde(default)]
    pub(super) helpers: Helpers,
    #[serde(default)]
    pub(super) commute: bool,
    #[serde(default)]
    pub(super) transport: u8,
    #[serde(default)]
    pub(super) meal: bool,
    #[serde(default)]
    pub(super) note: String,
    /// The day on which a visit of an exported month was found.
    pub(super) found_on: Option<Day>,
    /// What was decided on a held point.
    pub(super) held: Option<TownHeld>,
}

/// The decision on a held point.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownHeld {
    pub(super) point: String,
    pub(super) choice: String,
    pub(super) why: String,
}

impl CommunityTown {
    /// The office that is compiled in.
    pub(crate) fn builtin() -> &'static CommunityTown {
        &TOWN
    }
}

impl CommunityTownOffice {
    /// The months of the demo.
    pub(in super::super) fn months(&self) -> impl Iterator<Item = Month> {
        months(self.first_month, self.last_month)
    }
}
