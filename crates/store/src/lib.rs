#![doc = include_str!("../README.md")]
mod account_level;
mod accounts;
mod act;
mod attachments;
mod audit;
mod body_row;
mod cap;
mod claim_files;
mod claim_months;
mod claim_results;
mod claim_runs;
mod code_tables;
mod codec;
mod community;
mod days;
mod db;
mod doors;
mod dossier;
mod entity;
mod entry;
mod error;
mod history;
mod members;
mod migration;
mod office;
mod other_offices;
mod people;
mod person_facts;
mod prices;
mod read;
mod repository;
mod retention;
mod returned;
mod scope;
mod sessions;
mod settings;
mod throttle;
mod wages;
mod waiting_imports;
mod write;

pub use account_level::AccountTx;
pub use accounts::{Membership, NewAccount, Role, SignIn, login_key};
pub use attachments::{
    ATTACHMENT_LIMIT, Attachment, AttachmentInfo, Attachments, AttachmentsChecked, AttachmentsWriter, MediaType,
};
pub use audit::{Audit, AuditEntry, AuditEvent, AuditKind, Subject};
pub use body_row::{OfficeRow, PersonEntry, PersonRow};
pub use cap::{CapBody, CapRow, Caps, CapsWriter, KeptSheet, RelatedOffice, ToldAmounts};
pub use claim_files::{ClaimFile, ClaimFiles, ClaimFilesWriter};
pub use claim_months::{ClaimMonth, ClaimMonths, ClaimMonthsWriter, MonthStep};
pub use claim_results::{ClaimResult, ClaimResults, ClaimResultsWriter};
pub use claim_runs::{ClaimRun, ClaimRuns, ClaimRunsWriter, RunItem, RunState};
pub use code_tables::CodeTable;
pub use community::{
    CommunityCard, CommunityCardBody, CommunityCards, CommunityCardsWriter, CommunityFacts, CommunityMonth,
    CommunityOffice, CommunityOfficeBody, CommunityOffices, CommunityOfficesWriter, CommunityPerson, DecidedService,
    HeldDecision, LateMonth, Locked, NewVisit, PackReading, PackReadingBody, PackReadings, PackReadingsWriter,
    PriceOverlay, PriceOverlays, PriceOverlaysWriter, SentVisit, SupportStructure, Visit, VisitBody, VisitStaff,
    Visits, VisitsWriter, WaiverOverride,
};
pub use days::{DayBody, DayRecord, Days, DaysWriter};
pub use db::{Store, StoreConfig};
pub use entry::{EntityKind, Entry};
pub use error::{Result, StoreError};
pub use history::{History, Version};
pub use members::{Member, Members, MembersWriter};
pub use office::{Notice, OfficeBody, OfficeData, OfficeWriter};
pub use other_offices::OtherOffice;
pub use people::{People, PeopleWriter, PersonBody};
pub use person_facts::{
    Card, CardBody, CardDetail, CardPlanning, Cards, CardsWriter, ContractBody, ContractRow, Contracts,
    ContractsWriter, ExceptionBody, ExceptionRow, Exceptions, ExceptionsWriter, MonthFacts, MonthFactsBody,
    MonthFactsRow, MonthFactsWriter,
};
pub use prices::{OwnCost, PriceList, Prices, PricesWriter};
pub use read::Reader;
pub use retention::{
    AdditionsState, AssignedCode, AssignedCodesBody, Cancelled, CheckedPlan, ClaimRequest, ClaimStage, Contact,
    ContactBilling, ContactBody, ContactKind, ContactMeans, ContactPlace, Contacts, ContactsWriter, Employment,
    EmploymentBody, Employments, EmploymentsWriter, Intent, Mark, Occupation, PlanUnmade, RateCount, RatePerson,
    RetentionClaim, RetentionClaims, RetentionClaimsWriter, RetentionCodes, RetentionCodesWriter, RetentionFacts,
    RetentionFactsBody, RetentionFactsRow, RetentionFactsWriter, RetentionMonth, RetentionMonthBody,
    RetentionMonthFacts, RetentionMonths, RetentionMonthsWriter, RetentionPersonMonth, RetentionRateBody,
    RetentionRates, RetentionRatesWriter, RetentionSettings, RetentionSettingsBody, RetentionSettingsWriter,
    SupportPlan, SupportPlanBody, SupportPlans, SupportPlansWriter, SupportReport, SupportReportBody, SupportReports,
    SupportReportsWriter, TakenFrom, UnmadeMonths,
};
pub use returned::{Again, AgainBody, AgainCase, AgainKind, AgainState, AgainWriter};
pub use scope::{Actor, OfficeScope};
pub use sessions::{Session, SessionInfo, SessionLimits, SessionToken};
pub use throttle::ThrottleKey;
pub use wages::{WageBasis, WageDays, WageMonths, WageYear, Wages, WagesWriter};
pub use waiting_imports::{NewWaiting, WaitingImport, WaitingImports, WaitingImportsWriter};
pub use write::WriteTx;
