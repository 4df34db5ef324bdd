//! 事例を読む・書く: strict reading of a document, and the document as JSON again.
use super::{Case, keys};
use crate::case::typed::{prune, typed};
use crate::case::{CaseError, CaseResult, strict_json};
use fees::FeeTables;
use serde_json::Value;

impl Case {
    /// Reads a document; whatever is not understood is refused.
    ///
    /// ```
    /// use claims::case::Case;
    /// let error = Case::parse(r#"{
    ///   "service": "b_type", "service_month": "2024-07",
    ///   "office": { "area_class": "3級地", "capacity": 0, "fee_class": "II" }, "person": { "burden_cap": 9300 }
    /// }"#).unwrap_err();
    /// assert_eq!((error.path.as_str(), error.value.as_str()), ("office.capacity", "0"));
    /// assert_eq!(error.allowed, "1 から 9999 までの整数");
    /// ```
    pub fn parse(text: &str) -> Result<Case, CaseError> {
        let value = strict_json::read(text)?;
        Case::from_value(value)
    }

    /// Assesses the month.
    pub fn result(&self, tables: &FeeTables) -> CaseResult {
        let (month, burden) = self.facts();
        CaseResult::of(&crate::assess(tables, &month, &burden))
    }

    /// Reads a document that is already JSON.
    pub fn from_value(mut value: Value) -> Result<Case, CaseError> {
        keys::CASE.check("", &mut value)?;
        let case: Case = typed(&value)?;
        case.check_days()?;
        Ok(case)
    }

    /// Each day is in the month and stands once.
    fn check_days(&self) -> Result<(), CaseError> {
        let last = self.service_month.days();
        let mut seen = std::collections::BTreeSet::new();
        for (i, day) in self.days.iter().enumerate() {
            let path = format!("days[{i}].day");
            if day.day > last {
                return Err(CaseError::at(&path, &day.day.into(), format!("1 から {last} までの日")));
            }
            if !seen.insert(day.day) {
                return Err(CaseError::at(&path, &day.day.into(), "ほかの行にない日(同じ日は一度だけ)"));
            }
        }
        if let Some(medical) = &self.month.medical_v {
            for (i, day) in medical.days.iter().enumerate() {
                if day.day > last {
                    let path = format!("month.medical_v.days[{i}].day");
                    return Err(CaseError::at(&path, &day.day.into(), format!("1 から {last} までの日")));
                }
            }
        }
        if let Some(exception) = self.person.days_exception
            && exception.to < exception.from
        {
            let value = Value::String(exception.to.to_string());
            return Err(CaseError::at("person.days_exception.to", &value, format!("{} 以後の年月", exception.from)));
        }
        Ok(())
    }

    /// The document as JSON; what is not given stays out.
    pub fn to_json(&self) -> Value {
        let mut value = serde_json::to_value(self).expect("a case holds only JSON values");
        prune(&mut value);
        value
    }
}
