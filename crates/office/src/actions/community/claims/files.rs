//! 請求書類の作成: for every municipality the entry sheets of its people (xlsx and CSV) and the claim workbook.
use super::{CityClaim, ClaimFacts, MonthClaim, PersonClaim, planned};
use crate::App;
use claims::community::{Batch, CommunityStatement};
use jiff::Timestamp;
use kernel::{Finding, Month, Place, Severity, text::half_width_kana};
use paper::{ClaimHead, EntrySheet, PaperError, community_claim, entry_sheet_csv, entry_sheet_workbook};
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, EntityKind, OfficeBody, StoreError, Subject};

/// A file and its kind as the store names it.
#[derive(Clone, Debug)]
pub struct Made {
    /// `entry.xlsx`, `entry.csv`, `claim.xlsx`.
    pub kind: &'static str,
    /// Name, without names of people.
    pub name: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// Half-width kana as the certificate's screens show them; as typed where a letter has no half-width form.
fn half(kana: &str) -> String {
    half_width_kana(kana).unwrap_or_else(|_| kana.to_owned())
}

/// The head of a person's statement.
pub fn head(office: &OfficeBody, facts: &ClaimFacts) -> ClaimHead {
    ClaimHead {
        municipality_no: facts.municipality_no.as_ref().map(ToString::to_string).unwrap_or_default(),
        recipient_no: facts.recipient_no.clone(),
        guardian: half(&facts.guardian_kana),
        child: half(&facts.child_kana),
        office_no: office.office_no.to_string(),
        office_name: office.name.clone(),
        service_month: facts.service_month.wareki(),
    }
}

/// The entry sheets of a person: one a service.
pub fn entry_sheets(office: &OfficeBody, person: &PersonClaim) -> Vec<EntrySheet> {
    let Some(pack) = person.pack() else { return Vec::new() };
    let (facts, mut sheets) = (&person.facts, Vec::new());
    for assessed in &person.outcome.assessments {
        let Some(part) = facts.parts.iter().find(|part| part.month.service == assessed.service) else { continue };
        let mut sheet = EntrySheet::of(assessed, pack);
        planned::write(&mut sheet, assessed, part);
        let head = head(office, facts);
        sheets.push(EntrySheet {
            office_no: head.office_no,
            office_name: head.office_name,
            municipality_no: head.municipality_no,
            recipient_no: head.recipient_no,
            guardian_kana: head.guardian,
            child_kana: head.child,
            decision: decision(part.decision.as_deref(), &part.month),
            burden_cap: facts.burden.cap.map(|cap| cap.to_string()).unwrap_or_default(),
            burden_rate: facts.burden.rate_percent.map(|rate| rate.to_string()).unwrap_or_default(),
            contract_amount: part
                .contract_x100
                .map(|amount| kernel::Units(i64::from(amount)).to_string())
                .unwrap_or_default(),
            ..sheet
        });
    }
    sheets
}

/// 「010005 移動支援(身体介護あり)」.
pub fn decision(code: Option<&str>, month: &fees::community::facts::ServiceMonth) -> String {
    let care = match (month.service, month.person.body_care) {
        (fees::community::facts::Service::Daytime, _) => "",
        (_, true) => "(身体介護あり)",
        (_, false) => "(身体介護なし)",
    };
    format!("{} {}{care}", code.unwrap_or_default(), month.service.label_ja()).trim_start().to_owned()
}

/// The claim workbook of some people: totals by municipality, then a sheet a person.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn claim_workbook(office: &OfficeBody, claim_month: Month, people: &[&PersonClaim]) -> Result<Vec<u8>, PaperError> {
    let with: Vec<(&PersonClaim, CommunityStatement)> =
        people.iter().filter_map(|person| Some((*person, person.outcome.statement.clone()?))).collect();
    let heads: Vec<ClaimHead> = with.iter().map(|(person, _)| head(office, &person.facts)).collect();
    let statements: Vec<CommunityStatement> = with.into_iter().map(|(_, statement)| statement).collect();
    community_claim(&Batch::of(claim_month, &statements), &heads, &statements)
}

/// The files of a month, or everything that keeps them from being made.
///
/// # Errors
/// The people without a claimable statement by municipality; faults of the writers.
pub fn make(claim: &MonthClaim, claim_month: Month) -> Result<Vec<Made>, Vec<Finding>> {
    let cities = claim.cities();
    let blocked: Vec<Finding> = cities.iter().filter(|city| city.sums.is_none()).map(blocked).collect();
    if !blocked.is_empty() {
        return Err(blocked);
    }
    let broken = |error: PaperError| {
        let fix = "プログラムの不具合です。時刻を控えて、管理者に伝えてください";
        vec![Finding::new("paper", Severity::Fault, Place::named("書類"), error.to_string(), fix)]
    };
    let mut made = Vec::new();
    for city in &cities {
        let people: Vec<&PersonClaim> = city.all().collect();
        let key = format!("{}-{}", city.pack.as_deref().unwrap_or_default(), claim.month);
        let sheets: Vec<EntrySheet> = people.iter().flat_map(|person| entry_sheets(&claim.office, person)).collect();
        let mut add = |kind, name: String, bytes| made.push(Made { kind, name, bytes });
        add("entry.xlsx", format!("entry-{key}.xlsx"), entry_sheet_workbook(&sheets).map_err(broken)?);
        add("entry.csv", format!("entry-{key}.csv"), entry_sheet_csv(&sheets).into_bytes());
        let workbook = claim_workbook(&claim.office, claim_month, &people).map_err(broken)?;
        add("claim.xlsx", format!("claim-{key}.xlsx"), workbook);
    }
    Ok(made)
}

fn blocked(city: &CityClaim<'_>) -> Finding {
    let fix = "請求の画面で、この市町村の直すところを直してください";
    Finding::new("city_not_whole", Severity::Fault, Place::named(&city.name), &city.why_not, fix)
}

/// Notes that something of a month was taken out of the house.
///
/// # Errors
/// What the database reports.
pub async fn taken_out(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    subject: (EntityKind, i64),
    (month, what): (Month, &str),
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let detail = json!({ "month": month.to_string(), "what": what });
    tx.commit(AuditEvent::new(AuditKind::Exported, Subject::new(subject.0, subject.1)).with(detail)).await
}
