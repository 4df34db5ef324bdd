//! 事実: what a person types about visits and stays, as worked; nothing here is split, named or priced.
use kernel::{Day, Month, MunicipalityNo};
use serde::{Deserialize, Serialize};

/// 移動支援 or 日中一時支援.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 移動支援.
    Mobility,
    /// 日中一時支援.
    Daytime,
}

impl Service {
    /// The Japanese name.
    pub const fn label_ja(self) -> &'static str {
        match self {
            Service::Mobility => "移動支援",
            Service::Daytime => "日中一時支援",
        }
    }
}

/// 所得区分 of the certificate, with the codes of the tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IncomeClass {
    /// 生活保護 (01).
    #[serde(rename = "01")]
    PublicAssistance,
    /// 低所得1 (02).
    #[serde(rename = "02")]
    Low1,
    /// 低所得2 (03).
    #[serde(rename = "03")]
    Low2,
    /// 一般1 (04).
    #[serde(rename = "04")]
    General1,
    /// 一般2 (05).
    #[serde(rename = "05")]
    General2,
}

impl IncomeClass {
    /// The code the tool shows, `01`–`05`.
    pub const fn code(self) -> &'static str {
        match self {
            IncomeClass::PublicAssistance => "01",
            IncomeClass::Low1 => "02",
            IncomeClass::Low2 => "03",
            IncomeClass::General1 => "04",
            IncomeClass::General2 => "05",
        }
    }
}

/// Who worked the visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Helpers {
    /// One helper.
    #[default]
    First,
    /// The record of a second helper (二人目) typed by itself.
    Second,
    /// Two helpers the whole time: makes a record for each.
    Both,
}

/// 通園・通学・通所 with the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commute {
    /// The whole visit.
    Whole,
    /// This many minutes of it: picks the box until 2024-03.
    Minutes(u16),
}

/// A choice of a person on a point the rules do not settle. Who, when and why stay with the record in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The point, `U-02`.
    pub point: String,
    /// Id of the reading chosen, one of the readings of the pack.
    pub choice: String,
}

/// One visit (移動支援) or stay (日中一時支援), typed once as worked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Day it began.
    pub date: Day,
    /// Minutes since midnight, 0–1439.
    pub start: u16,
    /// Minutes since midnight, 0–1440; not after `start` = the next day.
    pub end: u16,
    /// Who worked.
    #[serde(default)]
    pub helpers: Helpers,
    /// 通園・通学・通所.
    #[serde(default)]
    pub commute: Option<Commute>,
    /// 算定外: minutes that do not count (driving, waiting).
    #[serde(default)]
    pub deducted_minutes: u16,
    /// When they began; needed where the visit touches more than one band.
    #[serde(default)]
    pub deducted_start: Option<u16>,
    /// 緊急時対応.
    #[serde(default)]
    pub emergency: bool,
    /// 初回.
    #[serde(default)]
    pub first: bool,
    /// 喀痰吸引等 given.
    #[serde(default)]
    pub suction: bool,
    /// 送迎: 0, 1 (one way) or 2 (both ways).
    #[serde(default)]
    pub transport: u8,
    /// 食事提供.
    #[serde(default)]
    pub meal: bool,
    /// 単独型.
    #[serde(default)]
    pub single_facility: bool,
    /// Choices on held points.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

impl Visit {
    /// A visit of one helper and nothing else.
    ///
    /// ```
    /// # use fees::community::facts::Visit;
    /// let visit = Visit::new("2023-04-04".parse().unwrap(), 23 * 60 + 30, 30);
    /// assert!(visit.passes_midnight());
    /// assert_eq!(visit.worked_minutes(), 60);
    /// ```
    pub fn new(date: Day, start: u16, end: u16) -> Visit {
        Visit {
            date,
            start,
            end,
            helpers: Helpers::First,
            commute: None,
            deducted_minutes: 0,
            deducted_start: None,
            emergency: false,
            first: false,
            suction: false,
            transport: 0,
            meal: false,
            single_facility: false,
            decisions: Vec::new(),
        }
    }

    /// Whether it runs into the next day. An end at 24:00 does not.
    pub const fn passes_midnight(&self) -> bool {
        self.end <= self.start && self.end > 0
    }

    /// Minutes from start to end, before 算定外 is taken off; at most 1,440.
    pub const fn worked_minutes(&self) -> u16 {
        if self.end > self.start { self.end - self.start } else { 1440_u16.saturating_sub(self.start) + self.end }
    }
}

/// The person of the month, as the certificate and the master say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// 証記載市町村番号.
    pub municipality_no: MunicipalityNo,
    /// Birthday, for the waiver.
    #[serde(default)]
    pub born_on: Option<Day>,
    /// 無償化対象児童 said outright; wins over the birthday.
    #[serde(default)]
    pub waived_child: Option<bool>,
    /// 身体介護 on the certificate.
    #[serde(default)]
    pub body_care: bool,
    /// 重度加算 on the certificate.
    #[serde(default)]
    pub severe: bool,
    /// 所得区分.
    #[serde(default)]
    pub income: Option<IncomeClass>,
}

/// Everything the rules look at for one person, service and month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceMonth {
    /// Which service.
    pub service: Service,
    /// サービス提供年月.
    pub service_month: Month,
    /// The person.
    pub person: Person,
    /// Whether the office gives 日中一時支援 alone and may therefore mark 単独型.
    #[serde(default)]
    pub single_facility_office: bool,
    /// Visits or stays in any order; those of other months are refused by name.
    pub visits: Vec<Visit>,
    /// Choices that hold for the whole month (U-12 … U-22).
    #[serde(default)]
    pub decisions: Vec<Decision>,
}
