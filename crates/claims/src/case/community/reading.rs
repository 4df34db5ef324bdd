//! 事例の読取り: strict, and against the pack the document names.
use super::document::{CommunityCase, CommunityCaseVisit, Commute};
use super::keys::{CASE, PACK};
use crate::case::{CaseError, typed};
use fees::community::facts::Service;
use fees::community::pack::Packs;
use serde_json::Value;

impl CommunityCase {
    /// Reads a document that is already JSON.
    ///
    /// # Errors
    /// [`CaseError`] with the path, the value found and what is allowed there; a pack or municipality nobody has
    /// registered is refused by name.
    pub fn from_value(mut value: Value) -> Result<CommunityCase, CaseError> {
        CASE.check("", &mut value)?;
        let case: CommunityCase = typed::typed(&value)?;
        case.check()?;
        Ok(case)
    }

    /// The document as JSON; what is not given stays out.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("a case holds only JSON values")
    }

    fn check(&self) -> Result<(), CaseError> {
        let packs = Packs::builtin();
        let known: Vec<&str> = packs.all().iter().map(|pack| pack.identity.id.as_str()).collect();
        let Some(pack) = packs.by_id(&self.pack) else {
            let allowed = format!("登録されている市町村({})", known.join(", "));
            return Err(CaseError::at(PACK, &Value::String(self.pack.clone()), allowed));
        };
        if let Err(none) = pack.period(self.service_month) {
            let month = Value::String(self.service_month.to_string());
            return Err(CaseError::refused("service_month", &month, none.to_string()));
        }
        if let Err(none) = fees::community::sheet(pack, &self.facts()) {
            let service = Value::String(self.service.label_ja().to_owned());
            return Err(CaseError::refused("service", &service, none.to_string()));
        }
        if let Some(number) = &self.person.municipality_no
            && !pack.answers_to(number)
        {
            let value = Value::String(number.to_string());
            let why = match packs.choose(number, self.service_month) {
                Ok((other, _)) => {
                    let (ours, theirs) = (&pack.identity.name, &other.identity.name);
                    format!("この番号は{theirs}です。{ours}の番号を書くか、pack を直してください")
                }
                Err(none) => none.to_string(),
            };
            return Err(CaseError::refused("person.municipality_no", &value, why));
        }
        for (at, visit) in self.visits.iter().enumerate() {
            if let Some((key, value)) = self.of_the_other_service(visit) {
                let why = format!(
                    "{}の記録にはない項目です。項目を消すか、service を確かめてください",
                    self.service.label_ja()
                );
                return Err(CaseError::refused(&format!("visits[{at}].{key}"), &value, why));
            }
            let last = visit.date.month() == self.service_month.previous()
                && visit.date == self.service_month.previous().last_day();
            if visit.date.month() != self.service_month && !last {
                let allowed = format!("{}の日、または前月の末日から翌日にかけての記録", self.service_month);
                return Err(CaseError::at(&format!("visits[{at}].date"), &visit.date.to_string().into(), allowed));
            }
        }
        Ok(())
    }

    /// The first key of a visit that only the other service has; what changes nothing (`false`, 0, one helper) may stand.
    fn of_the_other_service(&self, visit: &CommunityCaseVisit) -> Option<(&'static str, Value)> {
        let given: Vec<(&str, bool, Value)> = match self.service {
            Service::Daytime => vec![
                ("helper", visit.helper.is_some_and(|number| number > 1), visit.helper.into()),
                ("helpers", visit.helpers.is_some_and(|number| number > 1), visit.helpers.into()),
                (
                    "commute",
                    visit.commute.as_ref().is_some_and(|told| *told != Commute::Whole(false)),
                    serde_json::to_value(&visit.commute).unwrap_or_default(),
                ),
                ("emergency", visit.emergency, true.into()),
                ("first", visit.first, true.into()),
                ("suction", visit.suction, true.into()),
            ],
            Service::Mobility => vec![
                ("transport", visit.transport > 0, visit.transport.into()),
                ("meal", visit.meal, true.into()),
                ("single_facility", visit.single_facility, true.into()),
            ],
        };
        given.into_iter().find(|(_, given, _)| *given).map(|(key, _, value)| (key, value))
    }
}
