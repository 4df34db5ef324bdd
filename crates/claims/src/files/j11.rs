//! J11: 請求書 (J111) and 明細書 (J121) of one office, grouped by municipality and service month.
use super::{
    ClaimBatch, ClaimFile, ClaimFileKind, StatementFacts, invoice::Totals, name, row::Row, statement::Ready, write,
};
use crate::{ClaimOffice, precheck};
use kernel::{Finding, Month, MunicipalityNo, Place, Severity};
use records::Layouts;
use std::collections::BTreeMap;

/// Invoices and statements of 就労継続支援B型, or what keeps them from being written.
pub fn j11(batch: &ClaimBatch, layouts: &Layouts) -> Result<ClaimFile, Vec<Finding>> {
    let statements: Vec<StatementFacts<'_>> = batch.persons.iter().map(|person| person.statement()).collect();
    j11_of(&batch.office, batch.processing_month, &statements, layouts)
}

/// Invoices and statements of whatever services one office number has, or what keeps them from being written.
///
/// # Errors
/// Everything that a statement lacks, each place with the number of the person in the list.
pub fn j11_of(
    office: &ClaimOffice,
    processing_month: Month,
    statements: &[StatementFacts<'_>],
    layouts: &Layouts,
) -> Result<ClaimFile, Vec<Finding>> {
    let statements = ready(statements)?;
    let mut rows = Vec::new();
    for ((municipality, month), group) in by_municipality(&statements) {
        invoice(office, municipality, month, &group, &mut rows);
        group.iter().for_each(|statement| statement.write(office, &mut rows));
    }
    let bytes = write::of(office, processing_month, "J11", &rows, layouts)?;
    Ok(ClaimFile { name: name::of("J11", processing_month), bytes, kind: ClaimFileKind::Statements })
}

type Groups<'s, 'p> = BTreeMap<(&'p MunicipalityNo, Month), Vec<&'s Ready<'p>>>;

fn by_municipality<'s, 'p>(statements: &'s [Ready<'p>]) -> Groups<'s, 'p> {
    let mut groups: Groups<'s, 'p> = BTreeMap::new();
    for statement in statements {
        let key = (&statement.card.municipality_no, statement.facts.service_month);
        groups.entry(key).or_default().push(statement);
    }
    groups
}

fn ready<'p>(all: &[StatementFacts<'p>]) -> Result<Vec<Ready<'p>>, Vec<Finding>> {
    let mut findings = Vec::new();
    if all.is_empty() {
        findings.push(
            Finding::new(
                "no_claims",
                Severity::Fault,
                Place::named("請求する利用者"),
                "請求する利用者が一人もいません",
                "請求の一覧で、請求する利用者を選んでください",
            )
            .linked("month"),
        );
    }
    let mut statements = Vec::new();
    for (i, facts) in all.iter().enumerate() {
        match facts.ready() {
            Ok(statement) => statements.push(statement),
            Err(lacking) => findings.extend(lacking.into_iter().map(|mut finding| {
                finding.place.text = format!("{}人目 {}", i + 1, finding.place.text);
                finding
            })),
        }
    }
    findings.extend(precheck::duplicates(all.iter().map(|facts| (facts.service_month, facts.card))));
    if findings.is_empty() { Ok(statements) } else { Err(findings) }
}

fn invoice(
    office: &ClaimOffice,
    municipality: &MunicipalityNo,
    month: Month,
    group: &[&Ready<'_>],
    rows: &mut Vec<Row>,
) {
    let mut total = Totals::default();
    let mut by_type: BTreeMap<&str, Totals> = BTreeMap::new();
    for statement in group {
        total.add(statement.facts.outcome);
        by_type.entry(statement.facts.service_type).or_default().add(statement.facts.outcome);
    }
    let keyed = |record_type| {
        Row::new("J111", record_type)
            .put("service_year_month", month.yyyymm())
            .put("municipality_no", municipality)
            .put("office_no", &office.office_no)
    };
    rows.push(
        keyed("01")
            .put("claim_amount", total.claim_amount())
            .put("sub_benefit_count", total.count)
            .put("sub_benefit_units", total.units)
            .put("sub_benefit_total_cost", total.total_cost)
            .put("sub_benefit_benefit_claim", total.benefit_claim)
            .put_some("sub_benefit_special_measure_claim", total.special_measure)
            .put("sub_benefit_user_burden", total.user_burden)
            .put_some("sub_benefit_municipal_subsidy", total.municipal_subsidy)
            .put("total_count", total.count)
            .put("total_units", total.units)
            .put("total_total_cost", total.total_cost)
            .put("total_benefit_claim", total.benefit_claim)
            .put_some("total_special_measure_claim", total.special_measure)
            .put("total_user_burden", total.user_burden)
            .put_some("total_municipal_subsidy", total.municipal_subsidy),
    );
    for (service_type, total) in by_type {
        rows.push(
            keyed("02")
                .put("benefit_kind", 1)
                .put("service_type_code", service_type)
                .put("count", total.count)
                .put("units", total.units)
                .put("total_cost", total.total_cost)
                .put("benefit_claim", total.benefit_claim)
                .put_some("special_measure_claim", total.special_measure)
                .put("user_burden", total.user_burden)
                .put_some("municipal_subsidy", total.municipal_subsidy),
        );
    }
}
