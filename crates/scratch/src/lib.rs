//! 試験用のデータベース: a database that one test has to itself and that goes away with it.
//!
//! Known to tests alone. `TASUKI_TEST_POSTGRES` names a PostgreSQL server (`postgres://user@host/database`) whose user
//! may make databases; without it [`Scratch::any`] means SQLite.
use sea_orm::{ConnectionTrait, Database, DbErr};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// One empty database. Dropped, it is removed, whoever still has it open.
///
/// ```
/// let database = scratch::Scratch::sqlite();
/// assert!(database.url().starts_with("sqlite:"));
/// let folder = database.folder().unwrap().to_owned();
/// drop(database);
/// assert!(!folder.exists());
/// ```
#[derive(Debug)]
pub struct Scratch {
    url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Server { server: String, database: String },
}

impl Scratch {
    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// When the folder for temporary files cannot be written.
    pub fn sqlite() -> Scratch {
        let folder = std::env::temp_dir().join(format!("tasuki-test-{}", own_name()));
        let made = std::fs::remove_dir_all(&folder).or(Ok(())).and_then(|()| std::fs::create_dir_all(&folder));
        made.unwrap_or_else(|why| panic!("no folder for a test at {}: {why}", folder.display()));
        Scratch { url: format!("sqlite:{}", folder.join("test.db").display()), place: Place::Folder(folder) }
    }

    /// A database on the PostgreSQL server that the environment names, or none when it names none.
    ///
    /// # Panics
    /// When the server cannot be reached or does not make the database.
    pub async fn postgres() -> Option<Scratch> {
        let server = std::env::var("TASUKI_TEST_POSTGRES").ok()?;
        let (start, _) = server.rsplit_once('/').unwrap_or_else(|| panic!("TASUKI_TEST_POSTGRES names no database"));
        let database = format!("t{}", own_name());
        let made = run(&server, &format!("CREATE DATABASE {database}")).await;
        made.unwrap_or_else(|why| panic!("no database for a test: {why}"));
        Some(Scratch { url: format!("{start}/{database}"), place: Place::Server { server, database } })
    }

    /// On PostgreSQL when the environment names a server, else on SQLite.
    pub async fn any() -> Scratch {
        match Scratch::postgres().await {
            Some(database) => database,
            None => Scratch::sqlite(),
        }
    }

    /// A further empty database on the same engine.
    ///
    /// # Panics
    /// As its engine does.
    pub async fn another(&self) -> Scratch {
        match self.place {
            Place::Folder(_) => Scratch::sqlite(),
            Place::Server { .. } => Scratch::any().await,
        }
    }

    /// Where it is, as `StoreConfig` takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of a SQLite file.
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder),
            Place::Server { .. } => None,
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Place::Server { server, database } => {
                let (server, act) = (server.clone(), format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
                // A thread of its own: the test may be inside a runtime, and its end may be a panic.
                let _ = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.map(|runtime| runtime.block_on(run(&server, &act)))
                })
                .join();
            }
        }
    }
}

/// A name no other test of this machine has: the process and a number.
fn own_name() -> String {
    format!("{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn run(server: &str, act: &str) -> Result<(), DbErr> {
    let connection = Database::connect(server).await?;
    connection.execute_unprepared(act).await?;
    connection.close().await
}
