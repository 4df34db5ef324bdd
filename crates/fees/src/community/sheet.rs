//! 実績記録票: facts and pack → the records of a month, before any price.
use super::entry::Sheet;
use super::facts::{Service, ServiceMonth};
use super::pack::{NoPack, Pack};
use super::waiver::{Waiver, waiver};
use super::{daytime, mobility};
use kernel::{Finding, Place, Severity};

/// The records of a month by the rules of a pack.
///
/// Visits of the last day of the month before may be given with the others: what they leave on the first is a record of
/// this month where the municipality cuts at midnight.
///
/// # Errors
/// The month or the service is not in the pack: named.
///
/// ```
/// use fees::community::{facts, pack::Packs, sheet};
/// let pack = Packs::builtin().by_id("kamakura").unwrap();
/// let month: facts::ServiceMonth = serde_json::from_str(r#"{
///   "service": "mobility", "service_month": "2023-04",
///   "person": { "municipality_no": "142042", "body_care": true },
///   "visits": [ { "date": "2023-04-04", "start": 1410, "end": 30 } ]
/// }"#).unwrap();
/// let made = sheet(pack, &month).unwrap();
/// let lines: Vec<_> = made.entries.iter().map(|e| (e.date.to_string(), e.end, e.service_name.as_str())).collect();
/// assert_eq!(lines[0], ("2023-04-04".into(), 1439, "移動支援 身体介護有 深夜 0.5H"));
/// assert_eq!(lines[1], ("2023-04-05".into(), 30, "移動支援 身体介護有 深夜 0.5H"));
/// ```
pub fn sheet(pack: &Pack, month: &ServiceMonth) -> Result<Sheet, NoPack> {
    let period = pack.period(month.service_month)?;
    let mut findings = Vec::new();
    let free = match waiver(pack, &month.person, month.service_month, &month.decisions) {
        Waiver::Waived => true,
        Waiver::Paying => false,
        Waiver::BirthdayMissing => {
            let what = "生年月日がないため、無償化対象児童かどうか決まりません";
            let place = Place::field("born_on", "生年月日");
            findings.push(
                Finding::new("born_on", Severity::Fault, place, what, "生年月日を入れてください").linked("person"),
            );
            false
        }
    };
    for foreign in pack.foreign_decisions(&month.decisions) {
        let what = format!("{} の判断「{}」は、この市町村の規則にありません", foreign.point, foreign.choice);
        let place = Place::field("decisions", "判断");
        findings.push(
            Finding::new("foreign_decision", Severity::Fault, place, what, "もう一度選んでください").linked("month"),
        );
    }
    let none =
        || NoPack::NoService { name: pack.identity.name.clone(), service: month.service, month: month.service_month };
    let records = match month.service {
        Service::Mobility => mobility::records(pack, period.mobility.as_ref().ok_or_else(none)?, month, free),
        Service::Daytime => daytime::records(pack, period.daytime.as_ref().ok_or_else(none)?, month, free),
    };
    findings.extend(records.findings);
    let mut entries = records.entries;
    entries.sort_by_key(|entry| (entry.date, entry.start, entry.helper, entry.kind, entry.visit));
    Ok(Sheet {
        service: month.service,
        month: month.service_month,
        pack: pack.identity.id.clone(),
        edition: pack.identity.edition.clone(),
        period: period.id.clone(),
        free,
        entries,
        unbilled: records.unbilled,
        findings,
    })
}
