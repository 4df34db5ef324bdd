//! 届いたファイル: 利用者負担額一覧表 of related offices and the result sheets of a managing office – looked at first, then
//! taken in as a whole or not at all.
use super::{CapRole, disagreements, role_of, write_result};
use crate::App;
use crate::clock::japan_day;
use claims::{
    CapManagement, Dossier, assess,
    cap::{
        check,
        list::{self, ListEntry},
        sheet::{Creation, PersonSheet},
    },
    files::read_j41,
};
use jiff::Timestamp;
use kernel::{Day, Finding, Month, MunicipalityNo, Place, RecipientNo, Severity};
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, CapBody, EntityKind, KeptSheet, OfficeBody, Reader, RelatedOffice, StoreError,
    Subject, ToldAmounts,
};

/// What a file is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanKind {
    /// 利用者負担額一覧表 from a related office.
    Lists,
    /// 結果票 (J41) from a managing office.
    Sheets,
}

impl PlanKind {
    /// The word under which such a file waits.
    pub const fn key(self) -> &'static str {
        match self {
            PlanKind::Lists => "cap_lists",
            PlanKind::Sheets => "cap_sheets",
        }
    }

    /// From the word.
    pub fn of_key(key: &str) -> Option<PlanKind> {
        [PlanKind::Lists, PlanKind::Sheets].into_iter().find(|kind| kind.key() == key)
    }
}

/// What one line or sheet would do.
#[derive(Clone, Debug)]
pub struct PlanLine {
    /// Whose month.
    pub person_id: i64,
    /// 氏名.
    pub name: String,
    /// The office it comes from.
    pub office: String,
    /// What would stand there afterwards.
    pub after: String,
    /// What stands there now; empty when nothing does.
    pub before: String,
    step: Step,
}

#[derive(Clone, Debug)]
enum Step {
    List(RelatedOffice),
    Sheet(PersonSheet),
}

/// What taking a file in would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is wrong; a fault keeps all of it out.
    pub findings: Vec<Finding>,
    /// One a person and office.
    pub lines: Vec<PlanLine>,
}

impl Plan {
    /// Whether the file may be taken in.
    pub fn may_apply(&self) -> bool {
        !self.lines.is_empty() && !self.findings.iter().any(|finding| finding.severity == Severity::Fault)
    }

    fn fault(&mut self, place: String, what: impl Into<String>, fix: &str) {
        self.findings.push(Finding::new("cap_file", Severity::Fault, Place::named(place), what, fix));
    }

    fn note(&mut self, place: String, what: impl Into<String>, fix: &str) {
        self.findings.push(Finding::new("cap_file", Severity::Notice, Place::named(place), what, fix));
    }
}

/// Everyone of the month with the numbers of the card, and what is known of the cap.
struct World {
    own: OfficeBody,
    month: Month,
    today: Day,
    people: Vec<(i64, Dossier)>,
    known: Vec<store::CapRow>,
}

impl World {
    fn person(&self, municipality_no: &MunicipalityNo, recipient_no: &RecipientNo) -> Option<&(i64, Dossier)> {
        self.people.iter().find(|(_, dossier)| {
            let card = dossier.card.as_ref();
            card.is_some_and(|card| card.recipient_no == *recipient_no && card.municipality_no == *municipality_no)
        })
    }

    fn body(&self, person_id: i64) -> Option<&CapBody> {
        self.known.iter().find(|row| row.person_id == person_id).map(|row| &row.body)
    }
}

/// Looks at a file: what it holds, what is wrong, what it would do.
///
/// # Errors
/// `NoNotice`; what the database reports.
pub async fn plan(app: &App, at: Reader<'_>, month: Month, kind: PlanKind, bytes: &[u8]) -> Result<Plan, StoreError> {
    let world = World {
        own: at.office().current().await?.body,
        month,
        today: app.clock.today(),
        people: at.dossiers(month).await?,
        known: at.caps().of_month(month).await?,
    };
    let mut plan = Plan::default();
    if !at.claim_months().get(month).await?.state.is_open() {
        plan.fault(
            month.wareki(),
            "この月は締めてあるため、取り込めません",
            "請求の画面で締めを解除してから取り込んでください",
        );
    }
    match kind {
        PlanKind::Lists => lists(&world, bytes, &mut plan),
        PlanKind::Sheets => sheets(app, &world, bytes, &mut plan),
    }
    if plan.lines.is_empty() && plan.findings.is_empty() {
        plan.fault(
            "ファイル".to_owned(),
            "取り込める行が一つもありません",
            "別のファイルを選んでいないか、提供年月と事業所番号を確かめてください",
        );
    }
    Ok(plan)
}

fn lists(world: &World, bytes: &[u8], plan: &mut Plan) {
    let read = list::read(bytes);
    plan.findings.extend(read.findings);
    for (entry, number) in read.entries.into_iter().zip(1_u32..) {
        let place = || format!("{number}人目の行");
        if let Err((what, fix)) = list_fits(world, &entry) {
            plan.fault(place(), what, fix);
            continue;
        }
        let Some((person_id, dossier)) = world.person(&entry.municipality_no, &entry.recipient_no) else {
            plan.fault(
                place(),
                "この受給者証番号と市町村番号の利用者が、この月にいません",
                "番号を送り元に確かめるか、利用者の受給者証と契約を登録してください",
            );
            continue;
        };
        if role_of(&world.own.office_no, dossier) != Some(CapRole::Manager) {
            plan.fault(
                place(),
                "この利用者の上限額を管理するのは、この事業所ではありません",
                "受給者証の上限額管理事業所を確かめてください",
            );
            continue;
        }
        if entry.cap != dossier.burden.cap {
            plan.fault(
                place(),
                format!("負担上限月額 {}円 が、受給者証の {}円 と違います", entry.cap, dossier.burden.cap),
                "受給者証の写しを見て、どちらが正しいかを送り元と確かめてください",
            );
            continue;
        }
        let amounts = ToldAmounts { total_cost: entry.office.total_cost, burden: entry.office.burden };
        let before = world.body(*person_id).and_then(|body| {
            let same = body.others.iter().find(|known| known.office_no == entry.office.office_no)?;
            same.amounts.map(|told| format!("総費用額 {}円・負担額 {}円", told.total_cost, told.burden))
        });
        plan.lines.push(PlanLine {
            person_id: *person_id,
            name: dossier.name.clone(),
            office: format!("{} {}", entry.office.office_no, entry.office.name),
            after: format!("総費用額 {}円・負担額 {}円", amounts.total_cost, amounts.burden),
            before: before.unwrap_or_default(),
            step: Step::List(RelatedOffice {
                office_no: entry.office.office_no,
                name: entry.office.name,
                service_type: entry.office.service_type,
                amounts: Some(amounts),
                received_on: Some(world.today),
            }),
        });
    }
}

/// Month and offices of a line.
fn list_fits(world: &World, entry: &ListEntry) -> Result<(), (String, &'static str)> {
    if entry.service_month != world.month {
        return Err((
            format!("サービス提供年月が {} です", entry.service_month.wareki()),
            "開いている月の一覧表を選ぶか、その月の画面で取り込んでください",
        ));
    }
    if entry.manager != world.own.office_no {
        return Err((
            "管理事業所番号が、この事業所のものではありません".to_owned(),
            "この事業所あての一覧表かどうかを、送り元に確かめてください",
        ));
    }
    if entry.office.office_no == world.own.office_no {
        return Err((
            "事業所番号が、この事業所のものです".to_owned(),
            "関係事業所から届いた一覧表を選んでください。自分の額は記録から計算します",
        ));
    }
    Ok(())
}

fn sheets(app: &App, world: &World, bytes: &[u8], plan: &mut Plan) {
    let read = read_j41(bytes, app.layouts);
    plan.findings.extend(read.findings);
    for (sheet, number) in read.sheets.into_iter().zip(1_u32..) {
        let place = format!("{number}人目の結果票");
        if sheet.sheet.row_of(&world.own.office_no).is_none() {
            plan.note(
                place,
                "この事業所の行がないので、取り込みません",
                "ほかの事業所の人の結果票なら、何もしなくて大丈夫です",
            );
            continue;
        }
        if sheet.service_month != world.month {
            plan.fault(
                place,
                format!("サービス提供年月が {} です", sheet.service_month.wareki()),
                "開いている月の結果票を選ぶか、その月の画面で取り込んでください",
            );
            continue;
        }
        if sheet.creation == Creation::Cancelled {
            plan.fault(place, "取消の結果票です", "利用者の上限額管理の画面で、取り込んだ結果票を取り消してください");
            continue;
        }
        let Some((person_id, dossier)) = world.person(&sheet.municipality_no, &sheet.recipient_no) else {
            plan.fault(
                place,
                "この受給者証番号と市町村番号の利用者が、この月にいません",
                "番号を管理事業所に確かめるか、利用者の受給者証と契約を登録してください",
            );
            continue;
        };
        match role_of(&world.own.office_no, dossier) {
            Some(CapRole::Related(manager)) if manager == sheet.manager => {}
            _ => {
                plan.fault(
                    place,
                    "結果票の上限額管理事業所が、受給者証のものと違います",
                    "受給者証の上限額管理事業所の番号を確かめてください",
                );
                continue;
            }
        }
        let before = world.body(*person_id).and_then(|body| body.kept.as_ref()).map(|kept| told(kept, world));
        let kept = KeptSheet { sheet: sheet.sheet.clone(), by_this_office: false, on: world.today };
        let mut wrong = check(&kept.sheet);
        let settled = with_result(world, dossier, &kept);
        let outcome = assess(app.tables, &settled.month, &settled.burden);
        wrong.extend(disagreements(&world.own.office_no, &kept, &settled, &outcome));
        plan.findings.extend(wrong.into_iter().map(|mut finding| {
            finding.place.text = format!("{place} {}", finding.place.text);
            finding
        }));
        plan.lines.push(PlanLine {
            person_id: *person_id,
            name: dossier.name.clone(),
            office: sheet.manager.to_string(),
            after: told(&kept, world),
            before: before.unwrap_or_default(),
            step: Step::Sheet(sheet),
        });
    }
}

/// The facts as they will be with the sheet's result.
fn with_result(world: &World, dossier: &Dossier, kept: &KeptSheet) -> Dossier {
    let mut dossier = dossier.clone();
    dossier.burden.cap_management = result_of(&world.own, kept);
    dossier
}

fn result_of(own: &OfficeBody, kept: &KeptSheet) -> Option<CapManagement> {
    kept.sheet.management_of(&own.office_no)
}

fn told(kept: &KeptSheet, world: &World) -> String {
    let managed = kept.sheet.row_of(&world.own.office_no).map_or(kernel::Yen(0), |row| row.managed);
    format!("管理結果 {}・管理結果後 {managed}円", kept.sheet.result)
}

/// Takes a waiting file in: all of it, or nothing when something is wrong. Gives what was found.
///
/// # Errors
/// `NotFound` when the file is gone, `Conflict`, `MonthClosed`.
pub async fn apply(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    (waiting, version): (i64, i64),
) -> Result<Plan, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let file = tx.waiting_imports().take(waiting, version).await?;
    let kind = PlanKind::of_key(&file.kind).ok_or(StoreError::NotFound { what: "取込み待ちのファイル" })?;
    let own = tx.read().office().current().await?.body;
    let plan = plan(app, tx.read(), month, kind, &file.bytes).await?;
    if !plan.may_apply() {
        return Ok(plan);
    }
    for line in &plan.lines {
        let stored = tx.caps().get(line.person_id, month).await?;
        let mut body = stored.body;
        match &line.step {
            Step::List(office) => match body.others.iter_mut().find(|known| known.office_no == office.office_no) {
                Some(known) => {
                    let name = if office.name.is_empty() { known.name.clone() } else { office.name.clone() };
                    *known = RelatedOffice { name, ..office.clone() };
                }
                None => body.others.push(office.clone()),
            },
            Step::Sheet(sheet) => {
                let kept = KeptSheet { sheet: sheet.sheet.clone(), by_this_office: false, on: japan_day(now) };
                write_result(&tx, line.person_id, month, result_of(&own, &kept)).await?;
                body.kept = Some(kept);
            }
        }
        tx.caps().save(line.person_id, month, &body, stored.version).await?;
    }
    let detail = json!({
        "month": month.to_string(), "what": kind.key(), "people": plan.lines.len(), "sha256": file.sha256,
    });
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::Imported, subject).with(detail)).await?;
    Ok(plan)
}
