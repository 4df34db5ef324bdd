//! 利用者の日付つきの事実: cards, contracts, exceptions and the facts of a month.
mod card_detail;
mod cards;
mod contracts;
mod exceptions;
mod month_facts;

pub use card_detail::{CardDetail, CardPlanning};
pub use cards::{Card, CardBody, Cards, CardsWriter};
pub use contracts::{ContractBody, ContractRow, Contracts, ContractsWriter};
pub use exceptions::{ExceptionBody, ExceptionRow, Exceptions, ExceptionsWriter};
pub use month_facts::{MonthFacts, MonthFactsBody, MonthFactsRow, MonthFactsWriter};

pub(crate) use cards::{all as all_cards, on_day as card_on_day};
pub(crate) use contracts::{all as all_contracts, in_month as contract_in_month};
pub(crate) use exceptions::{all as all_exceptions, in_month as exception_in_month};
pub(crate) use month_facts::all as all_month_facts;
