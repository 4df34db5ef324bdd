//! 読出し: what can be read of one office.
use crate::{
    audit::Audit,
    cap::Caps,
    claim_files::ClaimFiles,
    claim_months::ClaimMonths,
    claim_results::ClaimResults,
    claim_runs::ClaimRuns,
    days::Days,
    db::Conn,
    history::History,
    members::Members,
    office::OfficeData,
    people::People,
    person_facts::{Cards, Contracts, Exceptions, MonthFacts},
    prices::Prices,
    returned::Again,
    scope::OfficeScope,
    wages::Wages,
    waiting_imports::WaitingImports,
};
use sea_orm::DatabaseExecutor;

/// Reads of one office.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    conn: Conn<'a>,
    scope: OfficeScope,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(conn: Conn<'a>, scope: OfficeScope) -> Reader<'a> {
        Reader { conn, scope }
    }

    pub(crate) fn exec(&self) -> DatabaseExecutor<'a> {
        self.conn.exec()
    }

    pub(crate) const fn conn(&self) -> Conn<'a> {
        self.conn
    }

    pub(crate) const fn office_id(&self) -> i64 {
        self.scope.office_id()
    }

    /// The office these reads are of.
    pub const fn scope(&self) -> OfficeScope {
        self.scope
    }

    /// 事業所 and 体制届.
    pub const fn office(&self) -> OfficeData<'a> {
        OfficeData::new(*self)
    }

    /// 利用者.
    pub const fn people(&self) -> People<'a> {
        People::new(*self)
    }

    /// サービス提供記録.
    pub const fn days(&self) -> Days<'a> {
        Days::new(*self)
    }

    /// 受給者証.
    pub const fn cards(&self) -> Cards<'a> {
        Cards::new(*self)
    }

    /// 契約.
    pub const fn contracts(&self) -> Contracts<'a> {
        Contracts::new(*self)
    }

    /// 利用日数の特例.
    pub const fn exceptions(&self) -> Exceptions<'a> {
        Exceptions::new(*self)
    }

    /// 月の事実.
    pub const fn month_facts(&self) -> MonthFacts<'a> {
        MonthFacts::new(*self)
    }

    /// 単価・様式事項.
    pub const fn prices(&self) -> Prices<'a> {
        Prices::new(*self)
    }

    /// 工賃.
    pub const fn wages(&self) -> Wages<'a> {
        Wages::new(*self)
    }

    /// 上限額管理.
    pub const fn caps(&self) -> Caps<'a> {
        Caps::new(*self)
    }

    /// 請求し直す月.
    pub const fn again(&self) -> Again<'a> {
        Again::new(*self)
    }

    /// 請求結果.
    pub const fn claim_results(&self) -> ClaimResults<'a> {
        ClaimResults::new(*self)
    }

    /// 請求ファイル.
    pub const fn claim_files(&self) -> ClaimFiles<'a> {
        ClaimFiles::new(*self)
    }

    /// 請求計算の実行.
    pub const fn claim_runs(&self) -> ClaimRuns<'a> {
        ClaimRuns::new(*self)
    }

    /// 請求月.
    pub const fn claim_months(&self) -> ClaimMonths<'a> {
        ClaimMonths::new(*self)
    }

    /// 所属する人.
    pub const fn members(&self) -> Members<'a> {
        Members::new(*self)
    }

    /// 取込み待ちのファイル.
    pub const fn waiting_imports(&self) -> WaitingImports<'a> {
        WaitingImports::new(*self)
    }

    /// 版の履歴.
    pub const fn history(&self) -> History<'a> {
        History::new(*self)
    }

    /// 監査記録 of this office.
    pub const fn audit(&self) -> Audit<'a> {
        Audit::new(self.conn, self.scope.office_id())
    }
}
