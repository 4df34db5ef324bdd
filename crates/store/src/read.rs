//! 読出し: the way to what can be read of one office. Each repository adds its own name to it (`repository!`).
use crate::{db::Conn, scope::OfficeScope};
use fees::community::prices::Overlay;
use sea_orm::DatabaseExecutor;

/// Reads of one office.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    conn: Conn<'a>,
    scope: OfficeScope,
    /// 単価 that hold for every office of the installation.
    prices: &'static [Overlay],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(conn: Conn<'a>, scope: OfficeScope, prices: &'static [Overlay]) -> Reader<'a> {
        Reader { conn, scope, prices }
    }

    /// The same reads through another connection.
    pub(crate) const fn through<'b>(&self, conn: Conn<'b>) -> Reader<'b> {
        Reader::new(conn, self.scope, self.prices)
    }

    /// 単価 that hold for every office of the installation.
    pub const fn installed_prices(&self) -> &'static [Overlay] {
        self.prices
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
}
