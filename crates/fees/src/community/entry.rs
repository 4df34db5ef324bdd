//! 実績記録票の行: what must be typed into the tool for one record, in its order, and what the claim counts.
use super::facts::Service;
use kernel::{Day, Finding, Month};
use serde::{Deserialize, Serialize};

/// 時間区分: how long a line counts. The first bracket is number 1; under 鎌倉市's rules the number is the half hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Bracket {
    /// 1 = the first bracket of the tariff.
    pub number: u16,
    /// Upper end in minutes: 30, 60 …
    pub minutes: u16,
}

impl Bracket {
    /// `0.5H`, `1H`, `1.25H`: hours as service names print them.
    ///
    /// ```
    /// # use fees::community::Bracket;
    /// let text = |minutes| Bracket { number: 1, minutes }.hours_text();
    /// assert_eq!([text(30), text(60), text(75), text(630)], ["0.5H", "1H", "1.25H", "10.5H"]);
    /// ```
    pub fn hours_text(self) -> String {
        let (whole, rest) = (self.minutes / 60, self.minutes % 60);
        let hundredths = rest * 100 / 60;
        match hundredths {
            0 => format!("{whole}H"),
            h if h % 10 == 0 => format!("{whole}.{}H", h / 10),
            h => format!("{whole}.{h:02}H"),
        }
    }
}

/// Whose record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Helper {
    /// The first helper.
    First,
    /// ヘルパー二人目以降.
    Second,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// 移動支援.
    Support,
    /// 通園・通学・通所加算 as a line of its own.
    CommuteLine,
    /// 日中一時支援.
    Stay,
}

/// A box of the tool with its value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BoxMark {
    /// 加算1…
    pub index: u8,
    /// Label of the box.
    pub label: String,
    /// 1 or 2.
    pub value: u8,
}

/// 保留: a point the rules do not settle and nobody has decided for this visit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Held {
    /// `U-02`.
    pub id: String,
    /// The question in words.
    pub question: String,
    /// Id of the reading the lines follow until somebody chooses.
    pub suggestion: String,
    /// That reading in words.
    pub suggestion_text: String,
    /// The other readings: id and words.
    pub alternatives: Vec<(String, String)>,
}

/// One record of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the visit in the facts, from 0; of a merged visit the first.
    pub visit: usize,
    /// What it is.
    pub kind: EntryKind,
    /// 日付.
    pub date: Day,
    /// 開始, minutes since midnight.
    pub start: u16,
    /// 終了 as the tool takes it: 1439 for a day that ends at midnight.
    pub end: u16,
    /// 計画時間数: shown minutes (2330–2359 = 29).
    pub minutes: u16,
    /// 算定外, from and to in minutes since midnight, in order; empty where nothing is taken out or nobody said when.
    #[serde(default)]
    pub deducted: Vec<(u16, u16)>,
    /// Minutes by which the price is chosen; differs from `minutes` only where 算定外 was taken off or a reading says so.
    pub counted_minutes: u16,
    /// Id of the band of the line; none = no premium although other bands are touched, or 日中一時支援.
    pub band: Option<String>,
    /// Label of the premium, empty without one.
    pub band_label: String,
    /// 時間区分. For 日中一時支援 the number is the class.
    pub bracket: Bracket,
    /// Whose record.
    pub helper: Helper,
    /// 児童無償.
    pub free: bool,
    /// サービス特定内容, in the order of the tool.
    pub slots: Vec<String>,
    /// 加算 boxes, in the order of the tool.
    pub boxes: Vec<BoxMark>,
    /// Service name exactly as the tool prints it.
    pub service_name: String,
    /// Rules the line rests on: `R-0`–`R-5`, `U-xx`.
    pub rules: Vec<String>,
    /// Points to decide before the line may leave the program.
    pub held: Vec<Held>,
    /// Why the line is as it is, in Japanese.
    pub reason: String,
}

/// Minutes of a visit that a decision leaves out of the claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbilled {
    /// Number of the visit in the facts.
    pub visit: usize,
    /// Day.
    pub date: Day,
    /// From.
    pub start: u16,
    /// To.
    pub end: u16,
    /// Rule.
    pub rule: String,
    /// Why, in Japanese.
    pub reason: String,
}

/// 実績記録票 of one person, service and month: everything but prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which service.
    pub service: Service,
    /// Service month.
    pub month: Month,
    /// Pack that made it.
    pub pack: String,
    /// Edition of the pack, kept with every claim.
    pub edition: String,
    /// Period of the pack: `R6.4`.
    pub period: String,
    /// 無償化対象児童.
    pub free: bool,
    /// Records in the order of the tool: by day and start; support before its addition line, first helper before second.
    pub entries: Vec<Entry>,
    /// What a decision left out.
    pub unbilled: Vec<Unbilled>,
    /// What has to be mended or known.
    pub findings: Vec<Finding>,
}

impl Sheet {
    /// Whether a point still waits for a person.
    pub fn is_held(&self) -> bool {
        self.entries.iter().any(|entry| !entry.held.is_empty())
    }

    /// 算定日数: days with at least one record.
    pub fn days(&self) -> u32 {
        let mut days: Vec<Day> = self.entries.iter().map(|entry| entry.date).collect();
        days.sort();
        days.dedup();
        days.len() as u32
    }
}
