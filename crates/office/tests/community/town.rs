//! 見本の事業所: an office of the kind and its people, with certificates, made through the store.
use super::support::{House, office_body, person_body};
use fees::community::facts::{IncomeClass, Service};
use kernel::{ServiceKind, Yen};
use store::{AuditEvent, AuditKind, CommunityCardBody, DecidedService, EntityKind, OfficeBody, PersonBody, Subject};

/// An office of 地域生活支援事業 on a day.
pub(super) async fn house(day: &str) -> House {
    let mut house = House::new().await;
    house.set_day(day);
    let body = OfficeBody { kind: ServiceKind::Community, ..office_body("1460142042", "鎌倉市地活事業所") };
    house.office = house.add_office(&body).await;
    house
}

pub(super) fn decided(code: &str, amount_x100: u32) -> DecidedService {
    DecidedService {
        code: code.to_owned(),
        service: if code == "020003" { Service::Daytime } else { Service::Mobility },
        body_care: code == "010005",
        amount_x100,
        from: "2023-04-01".parse().unwrap(),
        to: "2027-03-31".parse().unwrap(),
    }
}

pub(super) fn certificate(
    municipality_no: &str,
    income: IncomeClass,
    decisions: Vec<DecidedService>,
) -> CommunityCardBody {
    let (from, to) = ("2023-04-01".parse().unwrap(), "2027-03-31".parse().unwrap());
    CommunityCardBody {
        valid_from: from,
        municipality_no: municipality_no.parse().unwrap(),
        recipient_no: "0000000017".parse().unwrap(),
        guardian_kana: "ミホン ハハ".to_owned(),
        child_kana: "ミホン タロウ".to_owned(),
        disability_kind: "8".to_owned(),
        state_class: "5".to_owned(),
        support_class: "99".to_owned(),
        certified_from: from,
        certified_to: to,
        income_class: Some(income),
        burden_cap: Yen(0),
        cap_from: from,
        cap_to: to,
        burden_rate: 10,
        severe: false,
        cap_manager: None,
        decisions,
        service_started_on: None,
        waiver: None,
    }
}

pub(super) const KAMAKURA: &str = "142042";

/// People and masters of a house.
pub(super) struct Town<'h>(pub(super) &'h House);

impl Town<'_> {
    pub(super) async fn person(&self, name: &str, born_on: &str, card: Option<CommunityCardBody>) -> i64 {
        let tx = self.0.app.store.begin(&self.0.setup(), self.0.app.clock.now()).await.unwrap();
        let body = PersonBody { born_on: Some(born_on.parse().unwrap()), ..person_body(name, "ミホン") };
        let id = tx.people().create(&body).await.unwrap();
        if let Some(card) = card {
            tx.community_cards().add(id, &card).await.unwrap();
        }
        tx.commit(AuditEvent::new(AuditKind::Imported, Subject::new(EntityKind::Person, id))).await.unwrap();
        id
    }

    pub(super) async fn adult(&self, name: &str) -> i64 {
        let card = certificate(KAMAKURA, IncomeClass::Low1, vec![decided("010005", 1000)]);
        self.person(name, "1990-05-05", Some(card)).await
    }
}
