//! 単価: what one line costs, from whom, and the refusal by name where nobody has said so.
//!
//! A price comes from the test table of a case, from an operator's entry ([`Overlay`], with its paper and the day it was
//! read), from a single printed point of the pack, from its code table, or from its tariff. A price that is not known
//! has no number: the name is handed back and the claim stops on it.
use super::codes::CodeTable;
use super::cumulative::Curve;
use super::pack::{Currency, Pack, Price, PriceShape, PriceStatus, Seen};
use super::{Bracket, Entry, EntryKind, Helper, stay_class};
use kernel::{Day, Month, Ratio, ServiceCode, Units};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 単価の登録: a price a person has read off the municipality's paper and entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Id of the pack.
    pub pack: String,
    /// Printed name of the line, or the label of the box.
    pub name: String,
    /// 単位 or 円 of one count, at least 1.
    pub amount: i64,
    /// Which of the two.
    #[serde(default)]
    pub currency: Currency,
    /// First service month.
    pub valid_from: Month,
    /// Last service month; none = in force.
    #[serde(default)]
    pub valid_to: Option<Month>,
    /// The paper it was read from.
    pub source: String,
    /// When it was read.
    pub read_on: Day,
    /// サービスコード that the paper prints beside the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ServiceCode>,
}

impl Overlay {
    /// Whether it counts in a service month.
    pub fn in_force(&self, month: Month) -> bool {
        self.valid_from <= month && self.valid_to.is_none_or(|to| month <= to)
    }

    /// Whether two entries give one name a price in the same month.
    pub fn meets(&self, other: &Overlay) -> bool {
        let before = |end: Option<Month>, start: Month| end.is_some_and(|end| end < start);
        self.pack == other.pack
            && self.name == other.name
            && !before(self.valid_to, other.valid_from)
            && !before(other.valid_to, self.valid_from)
    }

    /// 単価の改定: whether this price takes the place of one of the same name that began earlier and was given no end.
    pub fn revises(&self, earlier: &Overlay) -> bool {
        self.pack == earlier.pack
            && self.name == earlier.name
            && earlier.valid_to.is_none()
            && earlier.valid_from < self.valid_from
    }

    /// The price as it stands once another one revises it: its last month is the one before.
    #[must_use]
    pub fn ended_before(&self, later: &Overlay) -> Overlay {
        Overlay { valid_to: Some(later.valid_from.previous()), ..self.clone() }
    }
}

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The pack.
    Pack,
    /// An operator's entry.
    Overlay,
    /// The test table of a case.
    Test,
}

/// A price with its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// 単位 or 円 of one count.
    pub amount: i64,
    /// サービスコード where the municipality prints one.
    pub code: Option<ServiceCode>,
    /// Seen in the municipality's own paper.
    pub verified: bool,
    /// From where.
    pub origin: Origin,
    /// Paper, in words.
    pub source: String,
}

/// Why a line has no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPrice {
    /// Nobody has said what it costs.
    Unknown,
    /// Two sources give the same name a price in this month.
    Twice(String),
    /// The entry is in yen and the tariff in units, or the other way round.
    OtherCurrency,
}

/// The prices of one pack in one month.
#[derive(Clone, Debug)]
pub struct PriceBook<'a> {
    pack: &'a Pack,
    month: Month,
    overlays: Vec<&'a Overlay>,
    tests: &'a BTreeMap<String, i64>,
    codes: Option<&'a CodeTable>,
}

/// What the price of a line depends on.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Name the municipality prints.
    pub name: &'a str,
    /// Id of the tariff (`mobility.body`, `day.base`); empty = by name only.
    pub tariff: &'a str,
    /// Bracket of the line.
    pub bracket: Option<Bracket>,
    /// Minutes of a stay.
    pub minutes: u16,
    /// Id of the band.
    pub band: Option<&'a str>,
    /// Whose record.
    pub helper: Helper,
}

impl<'a> Wanted<'a> {
    /// A price that depends on nothing but its name.
    pub const fn named(name: &'a str, tariff: &'a str) -> Wanted<'a> {
        Wanted { name, tariff, bracket: None, minutes: 0, band: None, helper: Helper::First }
    }

    /// The price of a record.
    pub fn entry(entry: &'a Entry, body_care: bool, severe: bool) -> Wanted<'a> {
        let tariff = match entry.kind {
            EntryKind::Support if body_care => "mobility.body",
            EntryKind::Support => "mobility.no_body",
            EntryKind::CommuteLine => "mobility.commute",
            EntryKind::Stay if severe => "day.severe",
            EntryKind::Stay => "day.base",
        };
        Wanted {
            name: &entry.service_name,
            tariff,
            bracket: Some(entry.bracket),
            minutes: entry.counted_minutes,
            band: entry.band.as_deref(),
            helper: entry.helper,
        }
    }
}

impl<'a> PriceBook<'a> {
    /// The prices that hold in a month; entries for other packs and months are left aside.
    pub fn new(
        pack: &'a Pack,
        month: Month,
        overlays: &'a [Overlay],
        tests: &'a BTreeMap<String, i64>,
        codes: Option<&'a CodeTable>,
    ) -> PriceBook<'a> {
        let ours = overlays.iter().filter(|row| row.pack == pack.identity.id && row.in_force(month)).collect();
        PriceBook { pack, month, overlays: ours, tests, codes }
    }

    /// What the line costs.
    ///
    /// # Errors
    /// [`NoPrice`]: nobody has said, two have said, or in the other currency.
    pub fn price(&self, wanted: Wanted<'_>) -> Result<Priced, NoPrice> {
        if let Some(amount) = self.tests.get(wanted.name) {
            let source = "試験用の単価".to_owned();
            return Ok(Priced { amount: *amount, code: None, verified: false, origin: Origin::Test, source });
        }
        let known = self.in_pack(wanted);
        let mut entered = self.overlays.iter().filter(|row| row.name == wanted.name);
        let (Some(row), again) = (entered.next(), entered.next()) else {
            return known.ok_or(NoPrice::Unknown);
        };
        if again.is_some() {
            return Err(NoPrice::Twice(format!(
                "{}と{}",
                row.valid_from,
                again.map_or(row.valid_from, |r| r.valid_from)
            )));
        }
        if row.currency != self.pack.identity.currency {
            return Err(NoPrice::OtherCurrency);
        }
        match known {
            Some(known) if known.amount == row.amount => Ok(known),
            Some(_) => Err(NoPrice::Twice("市町村パックと単価の登録".to_owned())),
            None => Ok(Priced {
                amount: row.amount,
                code: row.code.clone(),
                verified: false,
                origin: Origin::Overlay,
                source: format!("{}({}に確認して登録)", row.source, row.read_on),
            }),
        }
    }

    fn in_pack(&self, wanted: Wanted<'_>) -> Option<Priced> {
        self.point(wanted.name).or_else(|| match self.codes {
            // where every line has a printed code, a name without one is no line
            Some(codes) if wanted.tariff.starts_with("mobility") => self.coded(codes, wanted.name),
            _ => self.tariff(wanted),
        })
    }

    fn rows(&self) -> impl Iterator<Item = &'a Price> {
        let month = self.month;
        let known = self.pack.prices.iter();
        known.filter(move |row| row.from.is_none_or(|from| from <= month) && row.to.is_none_or(|to| month <= to))
    }

    fn point(&self, name: &str) -> Option<Priced> {
        let point = self.rows().flat_map(|row| &row.points).find(|point| point.name == name)?;
        Some(Priced {
            amount: point.amount,
            code: point.code.as_deref().and_then(|code| code.parse().ok()),
            verified: point.confidence == Seen::S,
            origin: Origin::Pack,
            source: source_title(self.pack, &point.source),
        })
    }

    fn coded(&self, codes: &CodeTable, name: &str) -> Option<Priced> {
        let row = codes.named(name, self.month)?;
        Some(Priced {
            amount: row.units,
            code: Some(row.code.parse().ok()?),
            verified: row.seen,
            origin: Origin::Pack,
            source: source_title(self.pack, &row.source),
        })
    }

    fn tariff(&self, wanted: Wanted<'_>) -> Option<Priced> {
        let row = self.rows().find(|row| row.id == wanted.tariff && row.status == PriceStatus::Known)?;
        let full = amount(row, wanted)?;
        let band = self.pack.bands.iter().find(|band| Some(band.id.as_str()) == wanted.band);
        let percent = match band {
            None => 100,
            Some(band) => band.multiplier_percent.or((band.rank == 0).then_some(100))?,
        };
        let helper = if wanted.helper == Helper::Second { row.second_helper_percent? } else { 100 };
        let times = |amount: i64, percent: u16| {
            Units(amount).times_half_up(Ratio::new(i64::from(percent), 100)).map(|units| units.0)
        };
        Some(Priced {
            amount: times(times(full, percent)?, helper)?,
            code: None,
            verified: row.confidence == Some(Seen::S),
            origin: Origin::Pack,
            source: source_title(self.pack, &row.source),
        })
    }
}

/// The tariff's number before premium and helper.
fn amount(row: &Price, wanted: Wanted<'_>) -> Option<i64> {
    match row.shape? {
        PriceShape::Brackets => curve(row).at(u32::from(wanted.bracket?.number)),
        PriceShape::TimeClass => stay_class(row, wanted.minutes).map(|class| class.amount),
        PriceShape::PercentOfTable => {
            let percent = stay_class(row, wanted.minutes)?.amount;
            Units(row.amount?).times_half_up(Ratio::new(percent, 100)).map(|units| units.0)
        }
        PriceShape::Flat => row.amount,
        PriceShape::Points => None,
    }
}

/// The brackets of a price as a curve.
pub fn curve(row: &Price) -> Curve {
    Curve { brackets: row.brackets.clone(), step: row.step }
}

/// Title of a source key of the pack; the key itself where the pack does not explain it.
pub fn source_title(pack: &Pack, id: &str) -> String {
    pack.identity.sources.iter().find(|source| source.id == id).map_or(id, |source| &source.title).to_owned()
}
