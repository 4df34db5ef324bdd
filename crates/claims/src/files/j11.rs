//! J11: 請求書 (J111) and 明細書 (J121) of one office, grouped by municipality and service month.
use super::{ClaimBatch, ClaimFile, ClaimFileKind, ClaimPerson, area, invoice::Totals, name, row::Row, write};
use crate::statement::StatementForm;
use crate::{Card, Contract};
use kernel::{Day, Finding, Month, MunicipalityNo, Place, Severity, Units, text};
use records::Layouts;
use std::collections::BTreeMap;

/// 支給決定者氏名カナ holds 25 bytes of half-width text.
const KANA_BYTES: usize = 25;

/// Invoices and statements, or what keeps them from being written.
pub fn j11(batch: &ClaimBatch, layouts: &Layouts) -> Result<ClaimFile, Vec<Finding>> {
    let statements = statements(batch)?;
    let mut rows = Vec::new();
    for ((municipality, month), group) in by_municipality(&statements) {
        invoice(batch, municipality, month, &group, &mut rows);
        group.iter().for_each(|statement| statement.write(batch, &mut rows));
    }
    let bytes = write::file(batch, "J11", &rows, layouts)?;
    Ok(ClaimFile { name: name::of("J11", batch.processing_month), bytes, kind: ClaimFileKind::Statements })
}

/// A person whose month has everything a statement needs.
struct Statement<'b> {
    person: &'b ClaimPerson,
    card: &'b Card,
    contract: &'b Contract,
    started_on: Day,
    area_code: &'static str,
    price_milli: i64,
    service_type: &'b str,
    form: &'static StatementForm,
}

type Groups<'s, 'b> = BTreeMap<(&'b MunicipalityNo, Month), Vec<&'s Statement<'b>>>;

fn by_municipality<'s, 'b>(statements: &'s [Statement<'b>]) -> Groups<'s, 'b> {
    let mut groups: Groups<'s, 'b> = BTreeMap::new();
    for statement in statements {
        let key = (&statement.card.municipality_no, statement.person.dossier.month.service_month);
        groups.entry(key).or_default().push(statement);
    }
    groups
}

fn statements(batch: &ClaimBatch) -> Result<Vec<Statement<'_>>, Vec<Finding>> {
    let mut findings = Vec::new();
    if batch.persons.is_empty() {
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
    for (i, person) in batch.persons.iter().enumerate() {
        match statement(person) {
            Ok(statement) => statements.push(statement),
            Err(lacking) => findings.extend(lacking.into_iter().map(|mut finding| {
                finding.place.text = format!("{}人目 {}", i + 1, finding.place.text);
                finding
            })),
        }
    }
    if findings.is_empty() { Ok(statements) } else { Err(findings) }
}

fn statement(person: &ClaimPerson) -> Result<Statement<'_>, Vec<Finding>> {
    let dossier = &person.dossier;
    let outcome = &person.outcome;
    let mut findings: Vec<Finding> =
        outcome.findings.iter().filter(|finding| finding.severity == Severity::Fault).cloned().collect();
    let mut lacks = |label: &str, what: &str, fix: &str, link: &str| {
        findings.push(Finding::new("F02", Severity::Fault, Place::named(label), what, fix).linked(link));
    };
    if outcome.lines.is_empty() {
        lacks("明細", "請求できる明細がありません", "この人を請求から外すか、実績の記録を見直してください", "month");
    }
    let service_type = outcome.lines.first().map_or("", |line| line.code.service_type());
    if outcome.lines.iter().any(|line| line.code.service_type() != service_type) {
        lacks(
            "明細",
            "種類の違うサービスコードが一枚の明細書に混ざっています",
            "手入力の明細のサービスコードを直してください",
            "month",
        );
    }
    let sum = outcome.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.service_units.0));
    // what lies outside the benefit units must be 特別対策費, and its yen must be known
    let outside = sum.saturating_sub(outcome.total_units.0);
    let special = outcome.unit_price.and_then(|price| Units(outside).cost_floor(price));
    if outside != 0 && (outcome.special_measure.is_none() || outcome.special_measure != special) {
        lacks(
            "給付単位数",
            "明細の単位数の合計と給付単位数が合いません",
            "給付に入らない手入力の明細があれば外し、計算し直してください",
            "month",
        );
    }
    if dossier.card.is_none() {
        lacks("受給者証", "有効な受給者証がありません", "受給者証を登録してください", "card");
    }
    if dossier.contract.is_none() {
        lacks("契約", "有効な契約がありません", "契約を登録してください", "contract");
    }
    if dossier.service_started_on.is_none() {
        lacks("サービス開始年月日", "サービス開始年月日がありません", "初めて利用した日を入力してください", "person");
    }
    let form = match StatementForm::of(dossier.month.service_month) {
        Ok(form) => Some(form),
        Err(unknown) => {
            lacks("サービス提供年月", &unknown.what, &unknown.how_to_fix, "month");
            None
        }
    };
    if outcome.unit_price.is_none() {
        lacks("単位数単価", "単位数単価が決まっていません", "事業所の地域区分を登録してください", "office");
    }
    let area_code = area::code(&dossier.burden.area_class, dossier.month.service_month);
    if area_code.is_none() {
        lacks(
            "地域区分",
            &format!("地域区分「{}」のコードがありません", dossier.burden.area_class),
            "その月の地域区分(data/claims/area_class_codes.csv にある名)を事業所に登録してください",
            "office",
        );
    }
    let manager = dossier.card.as_ref().is_some_and(|card| card.cap_manager.is_some());
    if dossier.burden.cap_management.is_some_and(|sheet| !sheet.by_this_office) && !manager {
        lacks("上限額管理事業所", "上限額管理事業所の番号がありません", "受給者証を見て登録してください", "card");
    }
    let subsidised = outcome.municipal_subsidy.is_some();
    if subsidised && dossier.card.as_ref().is_some_and(|card| card.subsidizing_municipality_no.is_none()) {
        lacks("助成自治体番号", "助成自治体番号がありません", "受給者証を見て登録してください", "card");
    }
    let office = (outcome.unit_price, area_code, form);
    match (&dossier.card, &dossier.contract, dossier.service_started_on, office) {
        (Some(card), Some(contract), Some(started_on), (Some(price), Some(area_code), Some(form)))
            if findings.is_empty() =>
        {
            let price_milli = price.milli_yen();
            Ok(Statement { person, card, contract, started_on, area_code, price_milli, service_type, form })
        }
        _ => Err(findings),
    }
}

fn invoice(
    batch: &ClaimBatch,
    municipality: &MunicipalityNo,
    month: Month,
    group: &[&Statement<'_>],
    rows: &mut Vec<Row>,
) {
    let mut total = Totals::default();
    let mut by_type: BTreeMap<&str, Totals> = BTreeMap::new();
    for statement in group {
        total.add(&statement.person.outcome);
        by_type.entry(statement.service_type).or_default().add(&statement.person.outcome);
    }
    let keyed = |record_type| {
        Row::new("J111", record_type)
            .put("service_year_month", month.yyyymm())
            .put("municipality_no", municipality)
            .put("office_no", &batch.office.office_no)
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

impl Statement<'_> {
    fn write(&self, batch: &ClaimBatch, rows: &mut Vec<Row>) {
        rows.push(self.basic(batch));
        rows.push(self.days(batch));
        self.lines(batch, rows);
        rows.push(self.summary(batch));
        rows.push(self.agreed(batch));
    }

    fn keyed(&self, batch: &ClaimBatch, record_type: &'static str) -> Row {
        Row::new("J121", record_type)
            .put("service_year_month", self.person.dossier.month.service_month.yyyymm())
            .put("municipality_no", &self.card.municipality_no)
            .put("office_no", &batch.office.office_no)
            .put("certificate_no", &self.card.recipient_no)
    }

    /// J121-01 基本情報.
    fn basic(&self, batch: &ClaimBatch) -> Row {
        let outcome = &self.person.outcome;
        let burden = &self.person.dossier.burden;
        let sheet = burden.cap_management;
        let manager = sheet.and_then(|sheet| {
            if sheet.by_this_office { Some(&batch.office.office_no) } else { self.card.cap_manager.as_ref() }
        });
        let subsidizer = outcome.municipal_subsidy.and(self.card.subsidizing_municipality_no.as_ref());
        let managed = outcome.managed_burden.map(|yen| yen.0);
        self.keyed(batch, "01")
            .put_some("subsidizing_municipality_no", subsidizer)
            .put_some("recipient_name_kana", self.kana())
            .put("area_class_code", self.area_code)
            .put("a_type_provider_reduction_measure", 1)
            .put("burden_cap_monthly", burden.cap.0)
            .put("a_type_reduction_target", 1)
            .put_some("cap_manager_office_no", manager)
            .put_some("cap_result", sheet.map(|sheet| sheet.result))
            .put_some("cap_result_amount", managed)
            .put("sum_benefit_units", outcome.total_units.0)
            .put("sum_total_cost", outcome.total_cost.0)
            .put("sum_cap_adjusted_burden", outcome.cap_adjusted_burden.0)
            .put_some("sum_cap_managed_burden", managed)
            .put("sum_decided_burden", outcome.decided_burden.0)
            .put("sum_benefit_claim", outcome.benefit_claim.0)
            .put_some("sum_special_measure", outcome.special_measure.map(|yen| yen.0))
            .put_some("sum_municipal_subsidy", outcome.municipal_subsidy.map(|yen| yen.0))
    }

    /// The optional kana: left out when it does not fit, which the pre-check has warned of.
    fn kana(&self) -> Option<String> {
        let kana = text::half_width_kana(self.person.dossier.name_kana.trim()).ok()?;
        (!kana.is_empty() && kana.chars().count() <= KANA_BYTES).then_some(kana)
    }

    /// J121-02 日数情報.
    fn days(&self, batch: &ClaimBatch) -> Row {
        self.keyed(batch, "02")
            .put("service_type_code", self.service_type)
            .put("start_date", self.started_on.yyyymmdd())
            .put_some("end_date", self.person.dossier.service_ended_on.map(Day::yyyymmdd))
            .put("use_days", self.person.outcome.claim_days)
    }

    /// J121-03 明細情報: lines with the same code and units become one record.
    fn lines(&self, batch: &ClaimBatch, rows: &mut Vec<Row>) {
        let mut merged: Vec<(&str, i64, i64, i64)> = Vec::new();
        for line in &self.person.outcome.lines {
            let (code, units, count) = (line.code.as_str(), line.units.0, i64::from(line.count));
            match merged.iter_mut().find(|found| found.0 == code && found.1 == units) {
                Some(found) => {
                    found.2 += count;
                    found.3 += line.service_units.0;
                }
                None => merged.push((code, units, count, line.service_units.0)),
            }
        }
        for (code, units, count, service_units) in merged {
            rows.push(
                self.keyed(batch, "03")
                    .put("service_code", code)
                    .put("unit", units)
                    .put("count", count)
                    .put("service_units", service_units),
            );
        }
    }

    /// J121-04 集計情報.
    fn summary(&self, batch: &ClaimBatch) -> Row {
        let outcome = &self.person.outcome;
        let row = self
            .keyed(batch, "04")
            .put("service_type_code", self.service_type)
            .put("aggregation_class_no", 1)
            .put("service_use_days", outcome.service_days)
            .put("benefit_units", outcome.total_units.0)
            .put("unit_price_milli_yen", self.price_milli)
            .put("benefit_rate", self.form.benefit_rate())
            .put("total_cost", outcome.total_cost.0)
            .put_some("ten_percent_amount", self.form.item_14(outcome.total_cost).map(|yen| yen.0))
            .put("user_burden_2", outcome.ten_percent.0)
            .put("cap_adjusted_burden", outcome.cap_adjusted_burden.0)
            .put_some("cap_managed_burden", outcome.managed_burden.map(|yen| yen.0))
            .put("decided_burden", outcome.decided_burden.0)
            .put("benefit_claim", outcome.benefit_claim.0)
            .put_some("special_measure", outcome.special_measure.map(|yen| yen.0))
            .put_some("municipal_subsidy", outcome.municipal_subsidy.map(|yen| yen.0));
        match self.person.dossier.month.person.days_exception {
            Some(exception) => row
                .put("use_day_exception_from", exception.from.yyyymm())
                .put("use_day_exception_to", exception.to.yyyymm())
                .put("use_day_exception_days_this_month", outcome.base_days)
                .put("use_day_exception_standard_total", exception.total),
            None => row,
        }
    }

    /// J121-05 契約情報.
    fn agreed(&self, batch: &ClaimBatch) -> Row {
        let last_day = self.person.dossier.month.service_month.last_day();
        let ended = self.contract.to.filter(|to| *to <= last_day);
        self.keyed(batch, "05")
            .put("decision_service_code", &self.contract.decision_code)
            .put("contract_amount", format!("{:03}00", self.contract.days))
            .put("contract_start_date", self.contract.from.yyyymmdd())
            .put_some("contract_end_date", ended.map(Day::yyyymmdd))
            .put("provider_entry_no", &self.contract.provider_entry_no)
    }
}
