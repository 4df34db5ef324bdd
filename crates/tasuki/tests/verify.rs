//! `tasuki verify`: files that were acknowledged before a power cut are intact, and a byte that changed is named.
#![allow(clippy::unwrap_used, missing_docs)]
use jiff::Timestamp;
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use store::{
    Actor, AuditEvent, AuditKind, EntityKind, OfficeBody, OfficeScope, PersonBody, Store, StoreConfig, Subject,
};

const CHILD: &str = "TASUKI_VERIFY_CHILD";
const KILL_AFTER: usize = 40;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let dir = std::env::temp_dir().join(format!("tasuki-verify-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Folder(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn now() -> Timestamp {
    "2026-10-01T00:00:00Z".parse().unwrap()
}

async fn open(dir: &Path) -> Store {
    Store::open(&StoreConfig { url: format!("sqlite:{}", dir.join("tasuki.db").display()) }).await.unwrap()
}

/// An office with one person.
async fn settle(store: &Store) -> (Actor, i64) {
    let tx = store.begin_account_level(None, now()).await.unwrap();
    let office = OfficeBody {
        office_no: "9910100016".parse().unwrap(),
        name: "みなと就労定着".to_owned(),
        kind: kernel::ServiceKind::Retention,
        area_class: "その他".to_owned(),
        municipality_no: None,
        operator: Default::default(),
        postal_code: String::new(),
        address: String::new(),
        phone: String::new(),
        representative: String::new(),
        designated_on: None,
    };
    let office = tx.create_office(&office).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::SetUp, Subject::new(EntityKind::Office, office))).await.unwrap();
    let actor = Actor::for_setup(office);
    let tx = store.begin(&actor, now()).await.unwrap();
    let person = tx.people().create(&PersonBody { name: "見本".into(), ..PersonBody::default() }).await.unwrap();
    let event = AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, person));
    tx.commit(event.with(serde_json::json!({ "marker": "links-of-the-chain" }))).await.unwrap();
    (actor, person)
}

/// A paper of some size, each another one.
fn paper(number: usize) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.4\n% paper-{number:04}-marker\n").into_bytes();
    bytes.resize(2_000 + number * 997, b' ');
    bytes
}

async fn attach(store: &Store, actor: &Actor, person: i64, number: usize) -> i64 {
    let tx = store.begin(actor, now()).await.unwrap();
    let id = tx.attachments().add(EntityKind::Person, person, "計画.pdf", &paper(number)).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::AttachmentAdded, Subject::new(EntityKind::Attachment, id))).await.unwrap();
    id
}

fn verify(dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tasuki")).args(["verify", "--data-dir"]).arg(dir).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Changes one byte of the database file, as a bad disk would.
fn spoil(dir: &Path, marker: &str) {
    let file = dir.join("tasuki.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(marker.len()).position(|window| window == marker.as_bytes()).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

/// The part of the power cut that is killed: attaches papers until then, and tells which were acknowledged.
#[tokio::test]
#[ignore = "runs as the child of the test below"]
async fn child_attaches_papers_until_it_is_killed() {
    let Some(dir) = std::env::var_os(CHILD) else { return };
    let store = open(Path::new(&dir)).await;
    let (actor, person) = settle(&store).await;
    for number in 0.. {
        let id = attach(&store, &actor, person, number).await;
        println!("\nacknowledged {number} {id}");
    }
}

#[test]
fn papers_acknowledged_before_a_power_cut_are_intact() {
    let dir = Folder::new("cut");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_attaches_papers_until_it_is_killed", "--exact", "--ignored", "--nocapture"])
        .env(CHILD, &dir.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    while acknowledged.len() < KILL_AFTER {
        let line = lines.next().expect("the child runs until it is killed").unwrap();
        let Some(numbers) = line.strip_prefix("acknowledged ") else { continue };
        let (number, id) = numbers.split_once(' ').unwrap();
        acknowledged.push((number.parse::<usize>().unwrap(), id.parse::<i64>().unwrap()));
    }
    child.kill().unwrap(); // SIGKILL: no chance to write anything down
    child.wait().unwrap();

    let output = verify(&dir.0);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("すべて元のままです"), "{}", said(&output));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = open(&dir.0).await;
        let read = store.read(&OfficeScope::for_setup(1));
        for (number, id) in acknowledged {
            assert_eq!(read.attachments().get(id).await.unwrap().bytes, paper(number));
        }
        store.close().await.unwrap();
    });
}

#[test]
fn a_changed_byte_of_a_paper_is_named_and_ends_with_1() {
    let dir = Folder::new("byte");
    let ids = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = open(&dir.0).await;
        let (actor, person) = settle(&store).await;
        let ids = [attach(&store, &actor, person, 0).await, attach(&store, &actor, person, 1).await];
        store.close().await.unwrap();
        ids
    });
    let output = verify(&dir.0);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("監査記録: 4件") && said(&output).contains("添付ファイル: 2件"),
        "{}",
        said(&output)
    );
    spoil(&dir.0, "paper-0001-marker");
    let output = verify(&dir.0);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains(&format!("1件が元の内容と違います(attachment の id: {})", ids[1])),
        "{}",
        said(&output)
    );
}

#[test]
fn a_bent_audit_record_is_named_and_ends_with_1() {
    let dir = Folder::new("chain");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = open(&dir.0).await;
        settle(&store).await;
        store.close().await.unwrap();
    });
    spoil(&dir.0, "links-of-the-chain");
    let output = verify(&dir.0);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("事業所 1、1 番目"), "{}", said(&output));
}

#[test]
fn the_folder_of_a_demo_is_read_too() {
    let dir = Folder::new("demo");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = open(&dir.0).await;
        settle(&store).await;
        store.close().await.unwrap();
    });
    std::fs::rename(dir.0.join("tasuki.db"), dir.0.join("tasuki-demo.db")).unwrap();
    let output = verify(&dir.0);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!dir.0.join("tasuki.db").exists(), "no empty database is put beside it");
}

#[test]
fn a_folder_without_data_ends_with_2_and_stays_empty() {
    let dir = Folder::new("empty");
    let output = verify(&dir.0);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--dir"));
    assert_eq!(std::fs::read_dir(&dir.0).unwrap().count(), 0);
}
