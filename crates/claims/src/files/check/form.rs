//! 形: dates that the calendar lacks (F04) and numbers of another length than theirs (F01), in any record.
use super::located::Located;
use kernel::{Day, Finding, Month, Severity};

/// Items of a fixed length and their characters.
const FIXED: &[(&str, usize)] = &[
    ("municipality_no", 6),
    ("subsidizing_municipality_no", 6),
    ("office_no", 10),
    ("cap_manager_office_no", 10),
    ("certificate_no", 10),
    ("service_code", 6),
    ("decision_service_code", 6),
    ("form_no", 4),
];

pub(super) fn check(rows: &[Located<'_>], findings: &mut Vec<Finding>) {
    for row in rows {
        for (item, value) in row.record.layout().items.iter().zip(row.record.values()) {
            // all zeros mean "not set"
            if value.is_empty() || value.bytes().all(|b| b == b'0') {
                continue;
            }
            let name = item.name.as_str();
            if let Some((_, length)) = FIXED.iter().find(|(fixed, length)| *fixed == name && value.len() < *length) {
                findings.push(row.finding(
                    "F01",
                    Severity::Fault,
                    name,
                    format!("{length}桁のはずの番号が{}桁です", value.len()),
                    "前のゼロが落ちていないかを確かめ、決まった桁数で書いてください",
                ));
            }
            let wrong = match name {
                "service_year_month" | "use_day_exception_from" | "use_day_exception_to" => {
                    Month::from_yyyymm(value).is_err()
                }
                name if name.ends_with("_date") || name == "initial_addition_day30" => {
                    Day::from_yyyymmdd(value).is_err()
                }
                _ => false,
            };
            if wrong {
                findings.push(row.finding(
                    "F04",
                    Severity::Fault,
                    name,
                    "暦にない年月日です".to_owned(),
                    "西暦の年月日(YYYYMMDD、年月は YYYYMM)で書いてください",
                ));
            }
        }
    }
}
