//! J121: the records of one statement.
use super::row::Row;
use super::statement::Ready;
use crate::ClaimOffice;
use kernel::{Day, text};

/// 支給決定者氏名カナ holds 25 bytes of half-width text.
const KANA_BYTES: usize = 25;

impl Ready<'_> {
    pub(super) fn write(&self, office: &ClaimOffice, rows: &mut Vec<Row>) {
        rows.push(self.basic(office));
        rows.push(self.days(office));
        self.lines(office, rows);
        rows.push(self.summary(office));
        rows.push(self.agreed(office));
    }

    fn keyed(&self, office: &ClaimOffice, record_type: &'static str) -> Row {
        Row::new("J121", record_type)
            .put("service_year_month", self.facts.service_month.yyyymm())
            .put("municipality_no", &self.card.municipality_no)
            .put("office_no", &office.office_no)
            .put("certificate_no", &self.card.recipient_no)
    }

    /// J121-01 基本情報.
    fn basic(&self, office: &ClaimOffice) -> Row {
        let outcome = self.facts.outcome;
        let burden = self.facts.burden;
        let sheet = burden.cap_management;
        let manager =
            sheet.and_then(
                |sheet| {
                    if sheet.by_this_office { Some(&office.office_no) } else { self.card.cap_manager.as_ref() }
                },
            );
        let subsidizer = outcome.municipal_subsidy.and(self.card.subsidizing_municipality_no.as_ref());
        let managed = outcome.managed_burden.map(|yen| yen.0);
        self.keyed(office, "01")
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
        let kana = text::half_width_kana(self.facts.name_kana.trim()).ok()?;
        (!kana.is_empty() && kana.chars().count() <= KANA_BYTES).then_some(kana)
    }

    /// J121-02 日数情報.
    fn days(&self, office: &ClaimOffice) -> Row {
        self.keyed(office, "02")
            .put("service_type_code", self.facts.service_type)
            .put("start_date", self.started_on.yyyymmdd())
            .put_some("end_date", self.facts.ended_on.map(Day::yyyymmdd))
            .put("use_days", self.facts.outcome.claim_days)
    }

    /// J121-03 明細情報: lines with the same code and units become one record.
    fn lines(&self, office: &ClaimOffice, rows: &mut Vec<Row>) {
        let mut merged: Vec<(&str, i64, i64, i64)> = Vec::new();
        for line in &self.facts.outcome.lines {
            let (code, units, count) = (line.code_text(), line.units.0, i64::from(line.count));
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
                self.keyed(office, "03")
                    .put("service_code", code)
                    .put("unit", units)
                    .put("count", count)
                    .put("service_units", service_units),
            );
        }
    }

    /// J121-04 集計情報.
    fn summary(&self, office: &ClaimOffice) -> Row {
        let outcome = self.facts.outcome;
        let row = self
            .keyed(office, "04")
            .put("service_type_code", self.facts.service_type)
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
        match self.facts.days_exception {
            Some(exception) => row
                .put("use_day_exception_from", exception.from.yyyymm())
                .put("use_day_exception_to", exception.to.yyyymm())
                .put("use_day_exception_days_this_month", outcome.base_days)
                .put("use_day_exception_standard_total", exception.total),
            None => row,
        }
    }

    /// J121-05 契約情報.
    fn agreed(&self, office: &ClaimOffice) -> Row {
        let last_day = self.facts.service_month.last_day();
        let ended = self.contract.to.filter(|to| *to <= last_day);
        self.keyed(office, "05")
            .put("decision_service_code", &self.contract.decision_code)
            .put("contract_amount", format!("{:03}00", self.contract.days))
            .put("contract_start_date", self.contract.from.yyyymmdd())
            .put_some("contract_end_date", ended.map(Day::yyyymmdd))
            .put("provider_entry_no", &self.contract.provider_entry_no)
    }
}
