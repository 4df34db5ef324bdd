//! 書込み: the transaction of one act in one office.
use crate::{
    act::Act,
    audit::AuditEvent,
    cap::CapsWriter,
    claim_files::ClaimFilesWriter,
    claim_months::ClaimMonthsWriter,
    claim_results::ClaimResultsWriter,
    claim_runs::ClaimRunsWriter,
    days::DaysWriter,
    db::RawTx,
    error::Result,
    members::MembersWriter,
    office::OfficeWriter,
    people::PeopleWriter,
    person_facts::{CardsWriter, ContractsWriter, ExceptionsWriter, MonthFactsWriter},
    prices::PricesWriter,
    read::Reader,
    returned::AgainWriter,
    scope::{Actor, OfficeScope},
    wages::WagesWriter,
    waiting_imports::WaitingImportsWriter,
};
use jiff::Timestamp;

/// One act under way: all its rows, then [`commit`](WriteTx::commit) with its audit event. Dropped before that, nothing
/// of it remains.
#[derive(Debug)]
pub struct WriteTx {
    pub(crate) act: Act,
    pub(crate) scope: OfficeScope,
}

impl WriteTx {
    pub(crate) fn new(raw: RawTx, actor: Actor, now: Timestamp) -> WriteTx {
        WriteTx { act: Act::new(raw, actor.office.office_id(), actor.account_id, now), scope: actor.office }
    }

    /// States why the rows are changed (変更理由); it stands in the history of each.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> WriteTx {
        self.act.why = why.into();
        self
    }

    /// The instant of this act.
    pub const fn now(&self) -> Timestamp {
        self.act.now
    }

    /// The acting account.
    pub const fn account_id(&self) -> Option<i64> {
        self.act.account_id
    }

    /// Reads that see what this act has written so far.
    pub fn read(&self) -> Reader<'_> {
        Reader::new(self.act.conn(), self.scope)
    }

    /// 事業所 and 体制届.
    pub fn office(&self) -> OfficeWriter<'_> {
        OfficeWriter::new(self)
    }

    /// 利用者.
    pub fn people(&self) -> PeopleWriter<'_> {
        PeopleWriter::new(self)
    }

    /// サービス提供記録.
    pub fn days(&self) -> DaysWriter<'_> {
        DaysWriter::new(self)
    }

    /// 受給者証.
    pub fn cards(&self) -> CardsWriter<'_> {
        CardsWriter::new(self)
    }

    /// 契約.
    pub fn contracts(&self) -> ContractsWriter<'_> {
        ContractsWriter::new(self)
    }

    /// 利用日数の特例.
    pub fn exceptions(&self) -> ExceptionsWriter<'_> {
        ExceptionsWriter::new(self)
    }

    /// 月の事実.
    pub fn month_facts(&self) -> MonthFactsWriter<'_> {
        MonthFactsWriter::new(self)
    }

    /// 単価・様式事項.
    pub fn prices(&self) -> PricesWriter<'_> {
        PricesWriter::new(self)
    }

    /// 工賃.
    pub fn wages(&self) -> WagesWriter<'_> {
        WagesWriter::new(self)
    }

    /// 上限額管理.
    pub fn caps(&self) -> CapsWriter<'_> {
        CapsWriter::new(self)
    }

    /// 請求し直す月.
    pub fn again(&self) -> AgainWriter<'_> {
        AgainWriter::new(self)
    }

    /// 請求結果.
    pub fn claim_results(&self) -> ClaimResultsWriter<'_> {
        ClaimResultsWriter::new(self)
    }

    /// 請求ファイル.
    pub fn claim_files(&self) -> ClaimFilesWriter<'_> {
        ClaimFilesWriter::new(self)
    }

    /// 請求計算の実行.
    pub fn claim_runs(&self) -> ClaimRunsWriter<'_> {
        ClaimRunsWriter::new(self)
    }

    /// 請求月.
    pub fn claim_months(&self) -> ClaimMonthsWriter<'_> {
        ClaimMonthsWriter::new(self)
    }

    /// 取込み待ちのファイル.
    pub fn waiting_imports(&self) -> WaitingImportsWriter<'_> {
        WaitingImportsWriter::new(self)
    }

    /// 所属する人: accounts of this office.
    pub fn members(&self) -> MembersWriter<'_> {
        MembersWriter::new(self)
    }

    /// Appends the audit event in the same transaction and commits.
    ///
    /// # Errors
    /// When the database refuses; then nothing of this act remains.
    pub async fn commit(self, event: AuditEvent) -> Result<()> {
        self.act.commit(event).await
    }
}

/// Declares a reading repository and its writing twin; the twin can do everything the reading one can.
macro_rules! repository {
    ($(#[$doc:meta])* $read:ident, $write:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $read<'a> {
            at: $crate::read::Reader<'a>,
        }

        impl<'a> $read<'a> {
            pub(crate) const fn new(at: $crate::read::Reader<'a>) -> Self {
                $read { at }
            }
        }

        $(#[$doc])*
        ///
        /// Within an act: reads see what the act has written.
        #[derive(Clone, Copy, Debug)]
        pub struct $write<'a> {
            read: $read<'a>,
            tx: &'a $crate::write::WriteTx,
        }

        impl<'a> $write<'a> {
            pub(crate) fn new(tx: &'a $crate::write::WriteTx) -> Self {
                $write { read: $read::new(tx.read()), tx }
            }
        }

        impl<'a> std::ops::Deref for $write<'a> {
            type Target = $read<'a>;
            fn deref(&self) -> &$read<'a> {
                &self.read
            }
        }
    };
}
pub(crate) use repository;
