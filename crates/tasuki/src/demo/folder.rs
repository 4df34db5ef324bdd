//! 見本のフォルダ: what `tasuki demo` may make, keep and remove – its own files and nothing else.
use anyhow::{Context, Result, bail};
use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};
use store::{AuditEvent, AuditKind, EntityKind, Store, StoreConfig, Subject};

/// The database. Its name alone tells it from the data of an office.
pub(crate) const DATABASE: &str = "tasuki-demo.db";
/// What SQLite puts beside it.
const BESIDE: [&str; 2] = ["tasuki-demo.db-wal", "tasuki-demo.db-shm"];
/// Held while a program works in the folder.
const LOCK: &str = "tasuki-demo.lock";
/// Setting that says how far the demo is.
const MARKER: &str = "demo";
const FILLING: &str = "filling";
const COMPLETE: &str = "complete";

/// A folder that belongs to this program run.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
    _lock: File,
}

/// What stands in the folder.
#[derive(Debug)]
pub(crate) enum Found {
    /// A finished demo, ready to serve.
    Complete(Store),
    /// Nothing, or what an interrupted start has left; now empty.
    Empty(Store),
}

impl Folder {
    /// Takes a folder for the demo: a new one, an empty one, or that of an earlier demo.
    pub(crate) fn take(dir: &Path) -> Result<Folder> {
        let shown = dir.display();
        let writable = || format!("フォルダ {shown} を使えません。書き込める場所を --dir で指定してください");
        std::fs::create_dir_all(dir).with_context(writable)?;
        let ours = dir.join(LOCK).exists() || dir.join(DATABASE).exists();
        if !ours && std::fs::read_dir(dir).with_context(writable)?.next().is_some() {
            bail!("フォルダ {shown} には見本でないものが入っています。空のフォルダを --dir で指定してください");
        }
        let lock = File::create(dir.join(LOCK)).with_context(writable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { dir: dir.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                bail!("フォルダ {shown} の見本は、別の画面で動いています。そちらを使うか、止めてから始めてください")
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(writable),
        }
    }

    /// Opens the database; `fresh` begins again. A half-filled demo is never taken for a finished one.
    pub(crate) async fn open(&self, fresh: bool) -> Result<Found> {
        let store = self.database().await?;
        let marker = store.setting(MARKER).await?;
        if marker.as_deref() == Some(COMPLETE) && !fresh {
            return Ok(Found::Complete(store));
        }
        let known = matches!(marker.as_deref(), Some(COMPLETE | FILLING));
        if !known && !store.is_empty().await? {
            bail!(
                "{} は見本のデータではないので、手を付けません。別のフォルダを --dir で指定してください",
                self.dir.join(DATABASE).display()
            );
        }
        store.close().await?;
        self.remove()?;
        let store = self.database().await?;
        mark(&store, FILLING).await?;
        Ok(Found::Empty(store))
    }

    async fn database(&self) -> Result<Store> {
        let path = self.dir.join(DATABASE);
        let url = format!("sqlite:{}", path.display());
        Store::open(&StoreConfig { url }).await.with_context(|| {
            format!(
                "見本のデータ {} を開けません。--fresh で作り直せないときは、このファイルを消してください",
                path.display()
            )
        })
    }

    /// Removes the files that a demo has made.
    fn remove(&self) -> Result<()> {
        for name in BESIDE.iter().chain([&DATABASE]) {
            match std::fs::remove_file(self.dir.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error)
                        .with_context(|| format!("前の見本 {} を消せません", self.dir.join(name).display()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Says that the demo is whole. The last thing that filling does.
pub(crate) async fn complete(store: &Store) -> Result<()> {
    mark(store, COMPLETE).await
}

async fn mark(store: &Store, state: &str) -> Result<()> {
    let tx = store.begin_account_level(None, jiff::Timestamp::UNIX_EPOCH).await?;
    tx.set_setting(MARKER, state).await?;
    let event = AuditEvent::new(AuditKind::SettingChanged, Subject::new(EntityKind::Setting, 0));
    Ok(tx.commit(event.with(serde_json::json!({ "setting": MARKER, "value": state }))).await?)
}
