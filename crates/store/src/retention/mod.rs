//! 就労定着支援: jobs, contract and leaving, plans, contacts, reports, 加算情報, the list of the rate, requested claims.
mod claims;
mod codes;
mod contacts;
mod employments;
mod facts;
mod freeze;
mod mark;
mod month;
mod month_facts;
mod plans;
mod rates;
mod reports;
mod settings;
mod stage;

pub use claims::{Cancelled, CheckedPlan, ClaimRequest, RetentionClaim, RetentionClaims, RetentionClaimsWriter};
pub use codes::{AssignedCode, AssignedCodesBody, RetentionCodes, RetentionCodesWriter};
pub use contacts::{
    Contact, ContactBilling, ContactBody, ContactKind, ContactMeans, ContactPlace, Contacts, ContactsWriter,
};
pub use employments::{Employment, EmploymentBody, Employments, EmploymentsWriter};
pub use facts::{
    Intent, PlanUnmade, RetentionFacts, RetentionFactsBody, RetentionFactsRow, RetentionFactsWriter, TakenFrom,
    UnmadeMonths,
};
pub use mark::Mark;
pub use month::{
    AdditionsState, RateCount, RetentionMonth, RetentionMonthBody, RetentionMonths, RetentionMonthsWriter,
};
pub use month_facts::{RetentionMonthFacts, RetentionPersonMonth};
pub use plans::{SupportPlan, SupportPlanBody, SupportPlans, SupportPlansWriter};
pub use rates::{RatePerson, RetentionRateBody, RetentionRates, RetentionRatesWriter};
pub use reports::{SupportReport, SupportReportBody, SupportReports, SupportReportsWriter};
pub use settings::{Occupation, RetentionSettings, RetentionSettingsBody, RetentionSettingsWriter};
pub use stage::ClaimStage;

pub(crate) use freeze::{refuse_frozen, refuse_seen_in_frozen};
