//! A filled town for the tests: made once, opened by each.
use crate::{
    commands::serve,
    demo::{Folder, Found, Town, complete, fill},
};
use claims::{Dossier, Outcome};
use fees::FeeTables;
use kernel::{Finding, Month};
use office::{App, Hashing, actions::claims::MonthClaim};
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};
use store::{OfficeScope, Reader, Store, StoreConfig};

/// A folder of this test run.
pub(super) fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("tasuki-demo-test-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    dir
}

pub(super) fn block_on<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Fills a new town in a folder.
pub(super) async fn filled(dir: &Path) {
    let Found::Empty(store) = Folder::take(dir).unwrap().open(false).await.unwrap() else { panic!("not a new folder") };
    let app = quick(store);
    fill(&app, Town::builtin()).await.unwrap();
    complete(&app.store).await.unwrap();
    app.store.close().await.unwrap();
}

fn quick(store: Store) -> App {
    App { hashing: Hashing { memory_kib: 64, passes: 1 }, ..serve::app(store, FeeTables::builtin(), true) }
}

/// Removes what earlier test runs left: a shared folder has no last user that could do it.
fn sweep() {
    let old = |path: &Path| {
        let name = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("tasuki-demo-test-"));
        let age = path.metadata().and_then(|data| data.modified()).ok().and_then(|at| at.elapsed().ok());
        name && age.is_some_and(|age| age.as_secs() > 3600)
    };
    let entries = std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()).filter(|path| old(path)) {
        let _ = std::fs::remove_dir_all(path);
    }
}

/// The town that all tests share.
pub(super) static SHARED: LazyLock<PathBuf> = LazyLock::new(|| {
    sweep();
    let dir = folder("shared");
    let made = dir.clone();
    // A thread of its own: the caller may already stand in a runtime.
    std::thread::spawn(move || block_on(filled(&made))).join().unwrap();
    dir
});

/// An opened town.
pub(super) struct World {
    pub(super) store: Store,
}

/// The offices in the order in which they are made.
pub(super) const OFFICES: [(i64, &str); 4] =
    [(1, "はたらく工房 汐風"), (2, "こもれび作業所"), (3, "汐風サポート"), (4, "おでかけ")];

impl World {
    pub(super) async fn open(dir: &Path) -> World {
        let url = format!("sqlite:{}", dir.join("tasuki-demo.db").display());
        World { store: Store::open(&StoreConfig { url }).await.unwrap() }
    }

    pub(super) fn at(&self, office: i64) -> Reader<'_> {
        self.store.read(&OfficeScope::for_setup(office))
    }

    pub(super) fn shiokaze(&self) -> Reader<'_> {
        self.at(1)
    }

    /// Id in the store of a person of the data file.
    pub(super) async fn id(&self, person: &str) -> i64 {
        let known = Town::builtin().person.iter().find(|known| known.id == person).unwrap();
        let office = if known.office == "O1" { 1 } else { 2 };
        let cards = self.at(office).cards().list().await.unwrap();
        cards.iter().find(|card| card.body.recipient_no == known.card[0].recipient_no).unwrap().person_id
    }

    pub(super) async fn claim(&self, office: i64, month: &str) -> MonthClaim {
        let (at, month) = (self.at(office), month.parse::<Month>().unwrap());
        let state = at.claim_months().get(month).await.unwrap().state;
        MonthClaim::read(at, FeeTables::builtin(), month, state).await.unwrap()
    }

    /// One person's month with everything the screen shows of it.
    pub(super) async fn month(&self, person: &str, month: &str) -> (Dossier, Outcome, Vec<Finding>) {
        let office = if person.starts_with('U') { 1 } else { 2 };
        let id = self.id(person).await;
        let claim = self.claim(office, month).await;
        let found = claim.people.into_iter().find(|found| found.person_id == id).unwrap();
        (found.dossier, found.outcome, found.findings)
    }

    /// Codes of the findings of a person's month.
    pub(super) async fn codes(&self, person: &str, month: &str) -> Vec<String> {
        self.month(person, month).await.2.into_iter().map(|finding| finding.code.to_string()).collect()
    }
}
