//! 事例の読取り: strict, and against the pack the document names.
use super::document::CommunityCase;
use super::keys::{CASE, PACK};
use crate::case::{CaseError, typed};
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
            return Err(CaseError::at("service_month", &month, none.to_string()));
        }
        if let Err(none) = fees::community::sheet(pack, &self.facts()) {
            let service = Value::String(self.service.label_ja().to_owned());
            return Err(CaseError::at("service", &service, none.to_string()));
        }
        if let Some(number) = &self.person.municipality_no
            && !pack.answers_to(number)
        {
            let value = Value::String(number.to_string());
            let why = match packs.choose(number, self.service_month) {
                Ok((other, _)) => format!("{}の市町村番号(この番号は{})", pack.identity.name, other.identity.name),
                Err(none) => none.to_string(),
            };
            return Err(CaseError::at("person.municipality_no", &value, why));
        }
        for (at, visit) in self.visits.iter().enumerate() {
            let last = visit.date.month() == self.service_month.previous()
                && visit.date == self.service_month.previous().last_day();
            if visit.date.month() != self.service_month && !last {
                let allowed = format!("{}の日、または前月の末日から翌日にかけての記録", self.service_month);
                return Err(CaseError::at(&format!("visits[{at}].date"), &visit.date.to_string().into(), allowed));
            }
        }
        Ok(())
    }
}
