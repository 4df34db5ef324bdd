//! 地域生活支援事業: bodies that the tests of its repositories share.
use crate::world::*;
use claims::lifecycle::MonthState;
use fees::community::facts::{IncomeClass, Service, Visit as Facts};
use fees::community::{pack::Currency, prices::Overlay};
use kernel::Yen;
use std::collections::BTreeSet;
use store::{
    AuditKind, CommunityCardBody, CommunityOfficeBody, DecidedService, PackReadingBody, VisitBody, VisitStaff,
};

pub(crate) fn master(from: &str, municipality_no: Option<&str>) -> CommunityOfficeBody {
    CommunityOfficeBody {
        valid_from: day(from),
        municipality_no: municipality_no.map(|text| text.parse().unwrap()),
        phone: "0000-00-0000".to_owned(),
        business_class: "2".to_owned(),
        designated_from: day("2023-04-01"),
        designated_to: day("2099-12-31"),
        capacity: 999,
        staffing_class: "01".to_owned(),
        special_area: false,
        single_facility: false,
        structures: BTreeSet::new(),
    }
}

pub(crate) fn certificate(from: &str, cap: i64) -> CommunityCardBody {
    let decided = |code: &str, service, amount_x100| DecidedService {
        code: code.to_owned(),
        service,
        body_care: code == "010005",
        amount_x100,
        from: day("2026-04-01"),
        to: day("2027-03-31"),
    };
    CommunityCardBody {
        valid_from: day(from),
        municipality_no: "992011".parse().unwrap(),
        recipient_no: "0000000017".parse().unwrap(),
        guardian_kana: "ミホン ハハ".to_owned(),
        child_kana: "ミホン タロウ".to_owned(),
        disability_kind: "8".to_owned(),
        state_class: "1".to_owned(),
        support_class: "99".to_owned(),
        certified_from: day("2026-04-01"),
        certified_to: day("2027-03-31"),
        income_class: Some(IncomeClass::General1),
        burden_cap: Yen(cap),
        cap_from: day("2026-04-01"),
        cap_to: day("2027-03-31"),
        burden_rate: 10,
        severe: false,
        cap_manager: None,
        decisions: vec![decided("010005", Service::Mobility, 1050), decided("020003", Service::Daytime, 1000)],
        service_started_on: Some(day("2026-04-01")),
        waiver: None,
    }
}

/// A visit as clocks show it: `("2026-10-05", "0740", "0820")`.
pub(crate) fn visit(on: &str, start: &str, end: &str) -> VisitBody {
    let minutes = |hhmm: &str| hhmm[..2].parse::<u16>().unwrap() * 60 + hhmm[2..].parse::<u16>().unwrap();
    VisitBody::new(Service::Mobility, Facts::new(day(on), minutes(start), minutes(end)))
}

pub(crate) fn by(body: VisitBody, names: &[&str]) -> VisitBody {
    let staff = names.iter().map(|name| VisitStaff { name: (*name).to_owned(), account_id: None }).collect();
    VisitBody { staff, ..body }
}

pub(crate) fn price(name: &str, from: &str, to: Option<&str>, units: i64) -> Overlay {
    Overlay {
        pack: "minato".to_owned(),
        name: name.to_owned(),
        amount: units,
        currency: Currency::Units,
        valid_from: month(from),
        valid_to: to.map(month),
        source: "みなと野市 単価表".to_owned(),
        read_on: day("2026-10-01"),
        code: None,
    }
}

pub(crate) fn reading(point: &str, choice: &str, from: &str, to: Option<&str>) -> PackReadingBody {
    PackReadingBody {
        pack: "minato".to_owned(),
        point: point.to_owned(),
        choice: choice.to_owned(),
        valid_from: month(from),
        valid_to: to.map(month),
        why: "10月1日 市の回答".to_owned(),
    }
}

impl World {
    /// Sends one visit as an act of its own; gives its id.
    pub(crate) async fn send(&self, key: &str, body: &VisitBody) -> i64 {
        self.send_at(1, key, body).await.unwrap().id
    }

    pub(crate) async fn send_at(&self, minute: i64, key: &str, body: &VisitBody) -> store::Result<store::SentVisit> {
        let tx = self.store.begin(&self.actor(), at(minute)).await.unwrap();
        let sent = tx.visits().create(self.person, key, body).await?;
        if sent.is_new {
            tx.commit(event(AuditKind::VisitSaved)).await?;
        }
        Ok(sent)
    }

    /// Brings an open month all the way to its export.
    pub(crate) async fn export_month(&self, text: &str, minute: i64) {
        let tx = self.store.begin(&self.actor(), at(minute)).await.unwrap();
        let mut version = tx.claim_months().hold(month(text)).await.unwrap().version;
        for state in [MonthState::Closed, MonthState::Checked, MonthState::Approved, MonthState::Exported] {
            version = tx.claim_months().step(month(text), version, state).await.unwrap();
        }
        tx.commit(event(AuditKind::MonthStepTaken)).await.unwrap();
    }
}
