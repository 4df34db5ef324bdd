//! 読出し: what can be read of one office.
use crate::{
    accounts::Members, audit::Audit, claim_months::ClaimMonths, days::Days, db::Conn, history::History,
    office::OfficeData, people::People, scope::OfficeScope,
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

    /// 請求月.
    pub const fn claim_months(&self) -> ClaimMonths<'a> {
        ClaimMonths::new(*self)
    }

    /// 所属する人.
    pub const fn members(&self) -> Members<'a> {
        Members::new(*self)
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
