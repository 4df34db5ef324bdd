//! 市町村パックの形: the tables and keys of `data/municipal/*.toml`, as typed values. Unknown keys are errors.
mod additions;
mod bands;
mod burden;
mod daytime;
mod identity;
mod masters;
mod mobility;
mod periods;
mod prices;
mod route;
mod splitting;
mod trials;
mod unsettled;

pub use additions::{Addition, AdditionLimit, LimitSpan};
pub use bands::Band;
pub use burden::{Burden, BurdenRounding, FreeChild, Limits};
pub use daytime::{DaytimeBox, DaytimeBoxKind, DaytimeRules};
pub use identity::{Currency, Identity, Source};
pub use masters::{OfficeDefaults, Tool, UserChoices, UserRules};
pub use mobility::{ByBodyCare, CommuteBox, CommuteLine, MobilityRules};
pub use periods::PeriodRules;
pub use prices::{Beyond, Codes, Price, PricePoint, PriceShape, PriceStatus, Seen, TimeClass};
pub use route::{DeadlineMove, FreeChildMechanism, Route, RouteKind};
pub use splitting::{Boundary, SplitRules, Strategy};
pub use trials::PackTest;
pub use unsettled::{OnUnsettled, Point, Reading};

use serde::Deserialize;

/// 市町村独自規則: all rules of one municipality, edition by edition.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Version of this format: 1.
    pub schema: u32,
    /// Identity and provenance.
    #[serde(rename = "pack")]
    pub identity: Identity,
    /// Where the claim goes, by when, on which papers.
    pub route: Route,
    /// The entry program, where there is one.
    #[serde(default)]
    pub tool: Option<Tool>,
    /// What the office master holds.
    #[serde(default)]
    pub office_defaults: Option<OfficeDefaults>,
    /// What the person master holds.
    #[serde(default)]
    pub user: Option<UserRules>,
    /// 時間帯.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
    /// How a visit becomes lines.
    pub split: SplitRules,
    /// Points the sources do not settle.
    #[serde(default, rename = "unsettled")]
    pub points: Vec<Point>,
    /// 無償化対象児童.
    #[serde(default)]
    pub free_child: Option<FreeChild>,
    /// 利用者負担.
    pub burden: Burden,
    /// Monthly and daily limits.
    #[serde(default)]
    pub limits: Option<Limits>,
    /// Rules of entry by service month.
    #[serde(rename = "period")]
    pub periods: Vec<PeriodRules>,
    /// Prices. A price nobody has seen is listed as unknown and has no number.
    #[serde(default, rename = "price")]
    pub prices: Vec<Price>,
    /// Service codes.
    #[serde(default)]
    pub codes: Option<Codes>,
    /// 加算 with codes of their own.
    #[serde(default, rename = "addition")]
    pub additions: Vec<Addition>,
    /// Visits with the lines they must give.
    #[serde(default, rename = "test")]
    pub tests: Vec<PackTest>,
}
