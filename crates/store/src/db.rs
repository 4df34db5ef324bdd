//! 接続: opening the database on either engine, and the transactions on it.
use crate::{
    error::{Result, StoreError},
    migration::Migrations,
};
use fees::community::prices::Overlay;
use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::{sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a writer waits for other writers.
const BUSY: Duration = Duration::from_secs(10);

/// Where the data stands.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreConfig {
    /// `sqlite:/var/lib/tasuki/tasuki.db` (made when absent) or `postgres://user@host/database`.
    pub url: String,
}

impl std::fmt::Debug for StoreConfig {
    /// Names the engine only: a PostgreSQL URL may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let engine = self.url.split(':').next().unwrap_or_default();
        write!(f, "StoreConfig({engine}:…)")
    }
}

/// The open database. Cheap to clone; keep one per process.
#[derive(Clone, Debug)]
pub struct Store {
    db: DatabaseConnection,
    /// SQLite has one writer: they queue here in order of arrival instead of racing for the file lock.
    writers: Option<Arc<Semaphore>>,
    /// 単価 taken into the data folder of the installation.
    prices: &'static [Overlay],
}

/// A connection to read from: the pool, or a transaction that is under way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Conn<'a> {
    Pool(&'a DatabaseConnection),
    Tx(&'a DatabaseTransaction),
}

impl<'a> Conn<'a> {
    pub(crate) fn exec(self) -> DatabaseExecutor<'a> {
        match self {
            Conn::Pool(db) => DatabaseExecutor::Connection(db),
            Conn::Tx(tx) => DatabaseExecutor::Transaction(tx),
        }
    }
}

/// A writing transaction with its place in the queue. Dropped without commit, it rolls back.
#[derive(Debug)]
pub(crate) struct RawTx {
    pub(crate) tx: DatabaseTransaction,
    pub(crate) prices: &'static [Overlay],
    _turn: Option<OwnedSemaphorePermit>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached, or was written by a newer release.
    pub async fn open(config: &StoreConfig) -> Result<Store> {
        let mut options = ConnectOptions::new(&config.url);
        options
            .max_connections(8)
            .acquire_timeout(BUSY)
            .sqlx_logging(false)
            .test_before_acquire_if_idle_for(Duration::from_secs(30))
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY)
            });
        let db = connect(&options).await?;
        let writers = (db.get_database_backend() == DbBackend::Sqlite).then(|| Arc::new(Semaphore::new(1)));
        migrate(&db).await?;
        Ok(Store { db, writers, prices: &[] })
    }

    /// The same store with 単価 that hold for every office here (`tasuki data import-prices`): where an office has entered
    /// a price of the same name itself, its own holds.
    #[must_use]
    pub const fn with_prices(mut self, prices: &'static [Overlay]) -> Store {
        self.prices = prices;
        self
    }

    /// The 単価 that hold for every office here.
    pub const fn prices(&self) -> &'static [Overlay] {
        self.prices
    }

    pub(crate) const fn pool(&self) -> Conn<'_> {
        Conn::Pool(&self.db)
    }

    pub(crate) async fn begin_raw(&self) -> Result<RawTx> {
        let turn = match &self.writers {
            None => None,
            Some(queue) => Some(
                tokio::time::timeout(BUSY, Arc::clone(queue).acquire_owned())
                    .await
                    .map_err(|_| StoreError::Busy)?
                    .map_err(|_| StoreError::Busy)?,
            ),
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.db.begin_with_options(options).await.map_err(busy_or_other)?;
        Ok(RawTx { tx, prices: self.prices, _turn: turn })
    }

    /// Closes the pool: on SQLite the write-ahead log is folded in.
    ///
    /// # Errors
    /// When the engine reports one while closing.
    pub async fn close(self) -> Result<()> {
        Ok(self.db.close().await?)
    }
}

/// A reading transaction that sees one state of the data, however many queries follow.
pub(crate) async fn snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction> {
    // A deferred SQLite transaction is a snapshot by itself; PostgreSQL has to be asked.
    let asked = db.get_database_backend() == DbBackend::Postgres;
    let options = TransactionOptions {
        isolation_level: asked.then_some(IsolationLevel::RepeatableRead),
        access_mode: asked.then_some(AccessMode::ReadOnly),
        ..TransactionOptions::default()
    };
    Ok(db.begin_with_options(options).await?)
}

fn busy_or_other(error: DbErr) -> StoreError {
    let text = error.to_string();
    if text.contains("database is locked") || text.contains("timed out") { StoreError::Busy } else { error.into() }
}

/// Switching a new SQLite file to its write-ahead log needs the file alone and does not wait by itself: nodes that start
/// together take turns here.
async fn connect(options: &ConnectOptions) -> Result<DatabaseConnection> {
    for _ in 0..20 {
        match Database::connect(options.clone()).await {
            Err(error) if error.to_string().contains("database is locked") => tokio::time::sleep(BUSY / 20).await,
            done => return Ok(done?),
        }
    }
    Database::connect(options.clone()).await.map_err(busy_or_other)
}

/// Brings the schema up to date. When several nodes start at once, one of them does it and the others, whose attempt
/// fails meanwhile, find it done; what fails for ten seconds is a fault.
async fn migrate(db: &DatabaseConnection) -> Result<()> {
    let attempt = async || {
        refuse_newer_data(db).await?;
        Ok(Migrations::up(db, None).await?)
    };
    for _ in 0..20 {
        match attempt().await {
            Err(StoreError::Database(_)) => tokio::time::sleep(BUSY / 20).await,
            done => return done,
        }
    }
    attempt().await
}

/// A file of a newer release is refused before anything is changed.
async fn refuse_newer_data(db: &DatabaseConnection) -> Result<()> {
    let known: Vec<String> = Migrations::migrations().iter().map(|step| step.name().to_owned()).collect();
    Migrations::install(db).await?;
    let applied = Migrations::get_migration_models(db).await?;
    if applied.iter().any(|row| !known.contains(&row.version)) {
        return Err(StoreError::NewerData);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sea_orm::{ConnectionTrait, Statement};

    #[tokio::test]
    async fn sqlite_is_durable_after_power_loss_and_checks_references() {
        let folder = std::env::temp_dir().join(format!("tasuki-store-pragma-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite:{}", folder.join("data.db").display());
        let store = Store::open(&StoreConfig { url }).await.unwrap();
        for (pragma, wanted) in [("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)] {
            let ask = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
            let row = store.db.query_one_raw(ask).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<i32>(0).unwrap(), wanted, "{pragma}");
        }
        let ask = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode");
        let row = store.db.query_one_raw(ask).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "wal");
        store.close().await.unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_password_in_the_url_is_not_printed() {
        let config = StoreConfig { url: "postgres://tasuki:secret@db.example/tasuki".to_owned() };
        assert_eq!(format!("{config:?}"), "StoreConfig(postgres:…)");
    }
}
