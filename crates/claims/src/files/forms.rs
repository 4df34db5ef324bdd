//! 様式種別番号: the form number a service record carries, read from `data/claims/record_forms.csv`.
use kernel::{Finding, Month, Place, Severity};
use serde::{Deserialize, Serialize};

/// `service_type,form_no,valid_from,valid_to,source,confidence`.
const TABLE: &str = include_str!("../../../../data/claims/record_forms.csv");
/// The confidence of a row that was seen in the specification.
const SEEN: &str = "S";

/// 様式種別番号 of a service record and whether it is certain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordForm {
    /// Four digits: two of the form, two of its branch.
    pub number: String,
    /// Seen in the specification, or stated by the office. `false` is shown as 未検証 and has to be acknowledged.
    pub verified: bool,
    /// Where the number stands.
    pub source: String,
}

impl RecordForm {
    /// The number of a service (`47`) in a month, as the table has it; `None` without a row.
    pub fn of(service_type: &str, month: Month) -> Option<RecordForm> {
        TABLE.lines().skip(1).find_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let [service, number, from, to, source, confidence] = *cells.as_slice() else { return None };
            let from: Month = from.parse().ok()?;
            let to: Option<Month> = if to.is_empty() { None } else { Some(to.parse().ok()?) };
            let in_force = service == service_type && from <= month && to.is_none_or(|to| month <= to);
            in_force.then(|| RecordForm {
                number: number.to_owned(),
                verified: confidence == SEEN,
                source: source.to_owned(),
            })
        })
    }

    /// The number an office states itself, as its federation or the specification told it.
    ///
    /// ```
    /// use claims::files::RecordForm;
    /// assert_eq!(RecordForm::stated("２１０１").map(|form| form.number).as_deref(), Ok("2101"));
    /// assert!(RecordForm::stated("21").is_err());
    /// ```
    ///
    /// # Errors
    /// A fault when it has not four digits.
    #[expect(clippy::result_large_err, reason = "one shape of finding in the whole house; asked once a file")]
    pub fn stated(number: &str) -> Result<RecordForm, Finding> {
        let number = crate::case::half_width(number);
        if number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(RecordForm { number, verified: true, source: "事業所の入力".to_owned() });
        }
        Err(Finding::new(
            "F02",
            Severity::Fault,
            Place::field("record_form_no", "様式種別番号"),
            "様式種別番号が4桁の数字ではありません",
            "インタフェース仕様書の様式種別番号(様式番号2桁と枝番2桁、例 1701)を入力してください",
        )
        .linked("office"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_form_of_b_type_is_certain_and_that_of_retention_is_a_guess() {
        let month = "2024-10".parse().unwrap();
        let b_type = RecordForm::of("46", month).unwrap();
        assert_eq!((b_type.number.as_str(), b_type.verified), (crate::files::j61::FORM, true));
        assert!(!RecordForm::of("47", month).unwrap().verified);
        assert_eq!(RecordForm::of("47", "2018-03".parse().unwrap()), None);
        assert_eq!(RecordForm::of("99", month), None);
    }
}
