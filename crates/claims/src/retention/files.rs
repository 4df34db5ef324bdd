//! 請求ファイル of 就労定着支援: statements and records of service type 47 by the writers of all services.
use super::{Dossier, Outcome, SERVICE_TYPE};
use crate::files::retention_record::Marks;
use crate::files::{RecordForm, ServiceRecord, StatementFacts, j11_of, j61_of, retention_record};
use crate::{ClaimFile, ClaimOffice};
use fees::FeeTables;
use kernel::{Day, Finding, Month, Place, Severity};
use records::Layouts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One person's month as it goes into the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who, on what card and contract, what happened.
    pub dossier: Dossier,
    /// The assessed month.
    pub outcome: Outcome,
}

/// Everything one set of files holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The sender.
    pub office: ClaimOffice,
    /// 処理対象年月: the month in which the federation processes the file.
    pub processing_month: Month,
    /// 様式種別番号 of the records: [`RecordForm::of`] of 47, or what the office states.
    pub form: RecordForm,
    /// In the order of the files; each carries its own service month.
    pub persons: Vec<Person>,
}

impl Person {
    /// What the statement takes of this month.
    pub fn statement(&self) -> StatementFacts<'_> {
        let dossier = &self.dossier;
        StatementFacts {
            service_month: dossier.month.service_month,
            service_type: SERVICE_TYPE,
            name_kana: &dossier.name_kana,
            card: dossier.card.as_ref(),
            contract: dossier.contract.as_ref(),
            started_on: dossier.service_started_on,
            ended_on: dossier.service_ended_on,
            days_exception: None,
            burden: &dossier.burden,
            outcome: &self.outcome.claim,
        }
    }

    /// What is claimed on which day. Empty when the month may not be claimed.
    pub fn marks(&self) -> BTreeMap<Day, Marks> {
        retention_record::marks(&self.dossier, &self.outcome)
    }

    /// The service record of this month; empty when nothing is recorded.
    pub fn record(&self, office: &ClaimOffice, form: &RecordForm) -> ServiceRecord {
        retention_record::of(office, form, &self.dossier, &self.outcome)
    }
}

/// Invoices and statements, or what keeps them from being written: reasons that block a month, lines whose code is
/// 未登録, missing cards and contracts.
///
/// # Errors
/// Every such fault, each place with the number of the person in the list.
pub fn j11(batch: &Batch, layouts: &Layouts) -> Result<ClaimFile, Vec<Finding>> {
    let blocked = blocked(batch);
    if !blocked.is_empty() {
        return Err(blocked);
    }
    let statements: Vec<StatementFacts<'_>> = batch.persons.iter().map(Person::statement).collect();
    j11_of(&batch.office, batch.processing_month, &statements, layouts)
}

/// Service records of everyone with a record. `None` when no month has anything to record.
///
/// # Errors
/// Every fault of a record, each place with the number of the person in the list.
pub fn j61(batch: &Batch, layouts: &Layouts) -> Result<Option<ClaimFile>, Vec<Finding>> {
    let records: Vec<ServiceRecord> =
        batch.persons.iter().map(|person| person.record(&batch.office, &batch.form)).collect();
    j61_of(&batch.office, batch.processing_month, &records, layouts)
}

fn blocked(batch: &Batch) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (person, number) in batch.persons.iter().zip(1_u32..) {
        for block in &person.outcome.blocked_by {
            let place = Place::named(format!("{number}人目 請求できない理由"));
            findings.push(
                Finding::new(&block.code, Severity::Fault, place, &block.reason, &block.how_to_fix).linked(&block.link),
            );
        }
    }
    findings
}

/// 未検証: something of the files that was not seen in an official table and has to be acknowledged before they are
/// handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unverified {
    /// Code or number; 「未登録」 for a line without a code.
    pub code: String,
    /// What it is, in Japanese.
    pub name: String,
}

/// Every 未検証 code and number of a batch, each once: lines, form of the record, decision code of the contracts.
pub fn unverified(batch: &Batch, tables: &FeeTables) -> Vec<Unverified> {
    let mut found: Vec<Unverified> = Vec::new();
    let mut add = |code: &str, name: String| {
        if !found.iter().any(|known| known.code == code && known.name == name) {
            found.push(Unverified { code: code.to_owned(), name });
        }
    };
    for person in &batch.persons {
        for line in person.outcome.claim.lines.iter().filter(|line| !line.verified) {
            add(line.code_ja(), line.name.to_string());
        }
        // a contract with another code than that of the table was typed from the card
        let month = person.dossier.month.service_month;
        let guess =
            tables.retention().decision_code(month).filter(|_| !tables.retention().decision_code_verified(month));
        let typed = person.dossier.contract.as_ref().map(|contract| contract.decision_code.as_str());
        if let Some(code) = guess.filter(|code| typed == Some(code)) {
            add(code, "決定サービスコード(契約情報)".to_owned());
        }
    }
    if !batch.form.verified {
        add(&batch.form.number, "様式種別番号(実績記録票)".to_owned());
    }
    found
}
