//! 停電: the server is killed while rows are saved; every row it acknowledged is there afterwards.
#![allow(clippy::unwrap_used, missing_docs)]
use jiff::Timestamp;
use kernel::Month;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::{
    Actor, AuditEvent, AuditKind, EntityKind, NewAccount, OfficeBody, OfficeScope, PersonBody, Role, Store,
    StoreConfig, Subject,
};

const PASSWORD: &str = "波の音がする朝の工房で";
const SAVES: usize = 200;
const KILL_AFTER: usize = 120;

/// A server of this test's own, killed by id when the test ends.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(dir: &Path) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tasuki"))
        .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
        .arg(dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let address = first.trim().rsplit_once("http://").unwrap().1.trim_end_matches('/').to_owned();
    Server { child, address }
}

/// One request on a connection of its own; gives status, headers and body.
fn request(address: &str, method: &str, path: &str, cookies: &str, form: &str) -> Option<(u16, String, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let text = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookies}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(text.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, head.to_owned(), body.to_owned()))
}

fn cookie(head: &str, name: &str) -> String {
    let start = head.find(&format!("{name}=")).expect("the answer sets the cookie");
    head[start..].split(';').next().unwrap().to_owned()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Signs in; gives the cookies and the form token.
fn sign_in(address: &str, person: i64) -> (String, String) {
    let (_, head, _) = request(address, "GET", "/signin", "", "").unwrap();
    let door = cookie(&head, "__Host-tasuki-door");
    let token = door.split_once('=').unwrap().1;
    let form = format!("csrf={token}&login=hanako&password={}", encoded(PASSWORD));
    let (status, head, _) = request(address, "POST", "/signin", &door, &form).unwrap();
    assert_eq!(status, 303, "signing in");
    let session = cookie(&head, "__Host-tasuki");
    let (_, _, page) = request(address, "GET", &format!("/o/1/b/2026-10/records/{person}"), &session, "").unwrap();
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (session, csrf)
}

async fn prepare(url: &str) -> Vec<i64> {
    let store = Store::open(&StoreConfig { url: url.to_owned() }).await.unwrap();
    let now: Timestamp = "2026-10-01T00:00:00Z".parse().unwrap();
    let tx = store.begin_account_level(None, now).await.unwrap();
    let office = OfficeBody {
        office_no: "9910100016".parse().unwrap(),
        name: "はたらく工房".to_owned(),
        kind: Default::default(),
        area_class: "3級地".to_owned(),
        municipality_no: None,
        operator: Default::default(),
        postal_code: String::new(),
        address: String::new(),
        phone: String::new(),
        representative: String::new(),
        designated_on: None,
    };
    let office = tx.create_office(&office).await.unwrap();
    let hashing = office::Hashing { memory_kib: 64, passes: 1 };
    let account = NewAccount {
        login: "hanako".to_owned(),
        display_name: "見本".to_owned(),
        password_phc: office::hash_password(hashing, PASSWORD),
        must_change: false,
    };
    let account = tx.create_account(&account).await.unwrap();
    tx.grant(account, office, Role::Manager).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::SetUp, Subject::new(EntityKind::Office, office))).await.unwrap();
    let tx = store.begin(&Actor::for_setup(office), now).await.unwrap();
    let mut people = Vec::new();
    for number in 0..10 {
        let body = PersonBody {
            name: format!("見本 {number}"),
            name_kana: "ミホン".to_owned(),
            name_print: None,
            born_on: None,
            started_on: None,
            ended_on: None,
            note: String::new(),
        };
        people.push(tx.people().create(&body).await.unwrap());
    }
    tx.commit(AuditEvent::new(AuditKind::PersonCreated, Subject::new(EntityKind::Person, 0))).await.unwrap();
    store.close().await.unwrap();
    people
}

#[test]
fn a_power_cut_during_200_saves_loses_no_acknowledged_row() {
    let dir = std::env::temp_dir().join(format!("tasuki-power-cut-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    let url = format!("sqlite:{}", dir.join("tasuki.db").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let people = runtime.block_on(prepare(&url));
    let mut server = serve(&dir);
    let (cookies, csrf) = sign_in(&server.address, people[0]);
    let month: Month = "2026-10".parse().unwrap();
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let savers: Vec<_> = (0..4)
        .map(|saver| {
            let (address, cookies, csrf) = (server.address.clone(), cookies.clone(), csrf.clone());
            let (people, acknowledged) = (people.clone(), Arc::clone(&acknowledged));
            std::thread::spawn(move || {
                let mut kept = Vec::new();
                for save in (saver..SAVES).step_by(4) {
                    let (person, day) = (people[save % 10], save / 10 + 1);
                    let path = format!("/o/1/b/{month}/records/{person}/days/{day}");
                    let form = format!("csrf={csrf}&version=&start=0930&end=1530&remark=row{save}");
                    if let Some((200, ..)) = request(&address, "POST", &path, &cookies, &form) {
                        kept.push((person, u8::try_from(day).unwrap(), format!("row{save}")));
                        acknowledged.fetch_add(1, Ordering::SeqCst);
                    }
                }
                kept
            })
        })
        .collect();
    while acknowledged.load(Ordering::SeqCst) < KILL_AFTER {
        assert!(server.child.try_wait().unwrap().is_none(), "the server runs until it is killed");
        std::thread::yield_now();
    }
    server.child.kill().unwrap(); // SIGKILL: no chance to write anything down
    server.child.wait().unwrap();
    let kept: Vec<(i64, u8, String)> = savers.into_iter().flat_map(|saver| saver.join().unwrap()).collect();
    assert!(kept.len() >= KILL_AFTER && kept.len() < SAVES, "{} of {SAVES} were acknowledged", kept.len());

    let again = serve(&dir);
    assert_eq!(request(&again.address, "GET", "/healthz", "", "").unwrap().0, 200);
    drop(again);
    runtime.block_on(async {
        let store = Store::open(&StoreConfig { url }).await.unwrap();
        let scope = OfficeScope::for_setup(1);
        for (person, day, remark) in &kept {
            let record = store.read(&scope).days().get(*person, month.day(*day).unwrap()).await.unwrap();
            assert_eq!(record.expect("an acknowledged row is there").body.remark, *remark);
        }
        store.read(&scope).audit().verify().await.unwrap();
        store.close().await.unwrap();
    });
    let _ = std::fs::remove_dir_all(&dir);
}
