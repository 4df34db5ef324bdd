#![doc = include_str!("../README.md")]
mod account_level;
mod accounts;
mod act;
mod audit;
mod claim_files;
mod claim_months;
mod claim_results;
mod claim_runs;
mod codec;
mod days;
mod db;
mod dossier;
mod entity;
mod entry;
mod error;
mod history;
mod members;
mod migration;
mod office;
mod people;
mod person_facts;
mod read;
mod scope;
mod sessions;
mod settings;
mod throttle;
mod write;

pub use account_level::AccountTx;
pub use accounts::{Membership, NewAccount, Role, SignIn, login_key};
pub use audit::{Audit, AuditEntry, AuditEvent, AuditKind, Subject};
pub use claim_files::{ClaimFile, ClaimFiles, ClaimFilesWriter};
pub use claim_months::{ClaimMonth, ClaimMonths, ClaimMonthsWriter, MonthStep};
pub use claim_results::{ClaimResult, ClaimResults, ClaimResultsWriter};
pub use claim_runs::{ClaimRun, ClaimRuns, ClaimRunsWriter, RunItem, RunState};
pub use days::{DayBody, DayRecord, Days, DaysWriter};
pub use db::{Store, StoreConfig};
pub use entry::{EntityKind, Entry};
pub use error::{Result, StoreError};
pub use history::{History, Version};
pub use members::{Member, Members, MembersWriter};
pub use office::{Notice, OfficeBody, OfficeData, OfficeWriter};
pub use people::{People, PeopleWriter, PersonBody};
pub use person_facts::{
    Card, CardBody, Cards, CardsWriter, ContractBody, ContractRow, Contracts, ContractsWriter, ExceptionBody,
    ExceptionRow, Exceptions, ExceptionsWriter, MonthFacts, MonthFactsBody, MonthFactsRow, MonthFactsWriter,
};
pub use read::Reader;
pub use scope::{Actor, OfficeScope};
pub use sessions::{Session, SessionInfo, SessionLimits, SessionToken};
pub use throttle::ThrottleKey;
pub use write::WriteTx;
