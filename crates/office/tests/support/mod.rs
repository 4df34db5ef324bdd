//! 試験の事業所: a program on a database file of its own, with accounts, and clients that talk to it over HTTP.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]
pub mod b_type;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use kernel::ServiceKind;
use office::{App, Clock, Hashing, hash_password, router};
use scratch::Scratch;
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};
use store::{
    Actor, AuditEvent, AuditKind, ContractBody, EntityKind, NewAccount, OfficeBody, PersonBody, Role, SessionLimits,
    Store, StoreConfig, Subject,
};
use tower::ServiceExt;

/// The password of every account made here.
pub const PASSWORD: &str = "朝の海辺で12羽のかもめたち";
/// The instant of the fixed clock: 2026-11-05 10:00 in Japan.
pub const NOW: &str = "2026-11-05T01:00:00Z";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// The program with one office; the database goes away with it.
pub struct House {
    pub app: App,
    pub office: i64,
    database: Scratch,
}

/// An invented office.
pub fn office_body(office_no: &str, name: &str) -> OfficeBody {
    OfficeBody {
        office_no: office_no.parse().unwrap(),
        name: name.to_owned(),
        kind: Default::default(),
        area_class: "その他".to_owned(),
        municipality_no: Some("131016".parse().unwrap()),
        operator: Default::default(),
        postal_code: String::new(),
        address: String::new(),
        phone: String::new(),
        representative: String::new(),
        designated_on: None,
    }
}

/// A person of whom only the name is known.
pub fn person_body(name: impl Into<String>, kana: impl Into<String>) -> PersonBody {
    PersonBody {
        name: name.into(),
        name_kana: kana.into(),
        name_print: None,
        born_on: None,
        started_on: None,
        ended_on: None,
        note: String::new(),
    }
}

/// A contract of B型 that goes on.
pub fn contract_body(from: &str, days: u32) -> ContractBody {
    ContractBody {
        from: from.parse().unwrap(),
        to: None,
        days,
        provider_entry_no: "01".to_owned(),
        decision_code: "461000".to_owned(),
    }
}

impl House {
    /// A new program with one empty office.
    pub async fn new() -> House {
        let database = Scratch::any().await;
        let config = StoreConfig { url: database.url().to_owned() };
        let app = App {
            store: Store::open(&config).await.unwrap(),
            tables: fees::FeeTables::builtin(),
            in_use: Default::default(),
            layouts: records::Layouts::builtin(),
            holidays: kernel::Holidays::builtin(),
            clock: Clock::Fixed(NOW.parse().unwrap()),
            demo: false,
            hashing: Hashing { memory_kib: 8, passes: 1 },
        };
        let mut house = House { app, office: 0, database };
        house.office = house.add_office(&office_body("9910100016", "はたらく工房 汐風")).await;
        house
    }

    /// A new program whose first office is one of 就労定着支援, on a day (10:00 in Japan).
    pub async fn retention(day: &str) -> House {
        let mut house = House::new().await;
        house.set_day(day);
        let body = OfficeBody {
            kind: ServiceKind::Retention, ..office_body("9910300012", "しごと定着センター 汐風")
        };
        house.office = house.add_office(&body).await;
        house
    }

    /// The fixed clock goes to 10:00 of a day in Japan. Sessions of before are over.
    pub fn set_day(&mut self, day: &str) {
        self.app.clock = Clock::Fixed(format!("{day}T01:00:00Z").parse().unwrap());
    }

    /// The account of a client gets a role in another office too.
    pub async fn join(&self, client: &Client, office: i64, role: Role) {
        let tx = self.app.store.begin_account_level(None, self.app.clock.now()).await.unwrap();
        tx.grant(client.account, office, role).await.unwrap();
        let subject = Subject::new(EntityKind::Account, client.account);
        tx.commit(AuditEvent::new(AuditKind::MembershipGranted, subject)).await.unwrap();
    }

    /// One more office.
    pub async fn add_office(&self, body: &OfficeBody) -> i64 {
        let tx = self.app.store.begin_account_level(None, self.app.clock.now()).await.unwrap();
        let id = tx.create_office(body).await.unwrap();
        tx.commit(AuditEvent::new(AuditKind::OfficeCreated, Subject::new(EntityKind::Office, id))).await.unwrap();
        id
    }

    /// The actor of preparations in the first office.
    pub fn setup(&self) -> Actor {
        Actor::for_setup(self.office)
    }

    /// An account with a role in the first office, signed in.
    pub async fn client(&self, role: Role) -> Client {
        self.client_at(self.office, role).await
    }

    /// An account with a role in some office, signed in.
    pub async fn client_at(&self, office: i64, role: Role) -> Client {
        let now = self.app.clock.now();
        let login = format!("staff{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let new = NewAccount {
            login: login.clone(),
            display_name: format!("{}の職員", role.label_ja()),
            password_phc: hash_password(self.app.hashing, PASSWORD),
            must_change: false,
        };
        let tx = self.app.store.begin_account_level(None, now).await.unwrap();
        let account = tx.create_account(&new).await.unwrap();
        tx.grant(account, office, role).await.unwrap();
        let token = tx.start_session(account, office, SessionLimits::default()).await.unwrap();
        tx.commit(AuditEvent::new(AuditKind::SignedIn, Subject::new(EntityKind::Account, account))).await.unwrap();
        let session = self.app.store.session(token.as_str(), now).await.unwrap().unwrap();
        Client {
            router: router(self.app.clone()),
            base: format!("/o/{office}"),
            cookie: format!("__Host-tasuki={}", token.as_str()),
            csrf: session.csrf,
            account,
            login,
        }
    }
}

/// A browser with one session.
pub struct Client {
    pub router: Router,
    /// `/o/1`.
    pub base: String,
    pub cookie: String,
    pub csrf: String,
    pub account: i64,
    pub login: String,
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    /// Where it leads, for redirects.
    pub to: String,
    pub cookies: Vec<String>,
    pub content_type: String,
    pub body: String,
}

impl Page {
    /// Whether the page shows a text.
    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Client {
    /// GET inside the office: `/people`.
    pub async fn get(&self, path: &str) -> Page {
        self.at(Method::GET, &format!("{}{path}", self.base), None).await
    }

    /// POST inside the office, with the form token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &self.csrf);
        form.extend_pairs(fields);
        self.at(Method::POST, &format!("{}{path}", self.base), Some(form.finish())).await
    }

    /// Any request, at a whole address.
    pub async fn at(&self, method: Method, address: &str, body: Option<String>) -> Page {
        let body = body.map_or_else(Body::empty, Body::from);
        Page::of(self.raw(method, address, "application/x-www-form-urlencoded", body).await)
    }

    /// The bytes of an address inside the office, with what the headers say of them.
    pub async fn bytes(&self, path: &str) -> Raw {
        let address = format!("{}{path}", self.base);
        self.raw(Method::GET, &address, "application/x-www-form-urlencoded", Body::empty()).await
    }

    /// Any request of any kind, with its answer as it came.
    pub async fn raw(&self, method: Method, address: &str, content_type: &str, body: Body) -> Raw {
        let peer: SocketAddr = "127.0.0.1:50000".parse().unwrap();
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, content_type)
            .extension(ConnectInfo(peer))
            .body(body)
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 8 * 1024 * 1024).await.unwrap().to_vec();
        Raw { status, headers, bytes }
    }
}

/// An answer as it came.
pub struct Raw {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Raw {
    /// A header; empty when it is not there.
    pub fn header(&self, name: header::HeaderName) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }
}

impl Page {
    /// An answer that is text.
    pub fn of(raw: Raw) -> Page {
        let cookies = raw.headers.get_all(header::SET_COOKIE).iter();
        Page {
            status: raw.status,
            to: raw.header(header::LOCATION),
            cookies: cookies.map(|value| value.to_str().unwrap().to_owned()).collect(),
            content_type: raw.header(header::CONTENT_TYPE),
            body: String::from_utf8_lossy(&raw.bytes).into_owned(),
        }
    }
}
