//! 地域生活支援事業 (移動支援・日中一時支援): office and person masters by 適用年月日, visits as they happened, prices that
//! the office entered, and one reading of everything a claim month needs.
mod cards;
mod facts;
mod month;
mod office;
mod overlays;
mod readings;
mod visit;
mod visits;

pub use cards::{
    CommunityCard, CommunityCardBody, CommunityCards, CommunityCardsWriter, DecidedService, Locked, WaiverOverride,
};
pub use facts::CommunityFacts;
pub use month::{CommunityMonth, CommunityPerson};
pub use office::{CommunityOffice, CommunityOfficeBody, CommunityOffices, CommunityOfficesWriter, SupportStructure};
pub use overlays::{PriceOverlay, PriceOverlays, PriceOverlaysWriter};
pub use readings::{PackReading, PackReadingBody, PackReadings, PackReadingsWriter};
pub use visit::{HeldDecision, Visit, VisitBody, VisitStaff};
pub use visits::{LateMonth, NewVisit, SentVisit, Visits, VisitsWriter};
