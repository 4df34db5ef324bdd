//! 明細書一枚の材料: what J121 needs of one person's month, whatever the service.
use super::area;
use crate::statement::StatementForm;
use crate::{Burden, Card, Contract, Outcome};
use fees::b_type::facts::DaysException;
use kernel::{Day, Finding, Month, Place, Severity, Units};

/// One person's month as a statement takes it. Each service makes it of its own dossier.
#[derive(Clone, Copy, Debug)]
pub struct StatementFacts<'p> {
    /// サービス提供年月.
    pub service_month: Month,
    /// サービス種類コード the lines must have (`46`, `47`).
    pub service_type: &'p str,
    /// フリガナ, full-width katakana as typed.
    pub name_kana: &'p str,
    /// 受給者証 in force, if any.
    pub card: Option<&'p Card>,
    /// 契約 in force, if any.
    pub contract: Option<&'p Contract>,
    /// First day served under the continuing contract (J121-02.8).
    pub started_on: Option<Day>,
    /// Last service day, when the use ended in the month (J121-02.9).
    pub ended_on: Option<Day>,
    /// 利用日数の特例 (J121-04.30–33), for services counted in days.
    pub days_exception: Option<DaysException>,
    /// What turned units into yen.
    pub burden: &'p Burden,
    /// The assessed month.
    pub outcome: &'p Outcome,
}

/// A month that has everything a statement needs.
pub(super) struct Ready<'p> {
    pub(super) facts: StatementFacts<'p>,
    pub(super) card: &'p Card,
    pub(super) contract: &'p Contract,
    pub(super) started_on: Day,
    pub(super) area_code: &'static str,
    pub(super) price_milli: i64,
    pub(super) form: &'static StatementForm,
}

impl<'p> StatementFacts<'p> {
    /// The month with everything a statement needs, or all that it lacks.
    pub(super) fn ready(self) -> Result<Ready<'p>, Vec<Finding>> {
        let StatementFacts { service_month, outcome, burden, .. } = self;
        let mut findings: Vec<Finding> =
            outcome.findings.iter().filter(|finding| finding.severity == Severity::Fault).cloned().collect();
        let mut lacks = |label: &str, what: &str, fix: &str, link: &str| {
            findings.push(Finding::new("F02", Severity::Fault, Place::named(label), what, fix).linked(link));
        };
        if outcome.lines.is_empty() {
            lacks(
                "明細",
                "請求できる明細がありません",
                "この人を請求から外すか、実績の記録を見直してください",
                "month",
            );
        }
        for line in outcome.lines.iter().filter(|line| line.code.is_none()) {
            let what = format!("「{}」のサービスコードが未登録です", line.name);
            let fix = "公式のサービスコード表を「設定」の「サービスコード表」から取り込んでください";
            lacks("明細", &what, fix, "codes");
        }
        let mut codes = outcome.lines.iter().filter_map(|line| line.code.as_ref());
        if codes.any(|code| code.service_type() != self.service_type) {
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
        if self.card.is_none() {
            lacks("受給者証", "有効な受給者証がありません", "受給者証を登録してください", "card");
        }
        if self.contract.is_none() {
            lacks("契約", "有効な契約がありません", "契約を登録してください", "contract");
        }
        if self.started_on.is_none() {
            lacks(
                "サービス開始年月日",
                "サービス開始年月日がありません",
                "初めて利用した日を入力してください",
                "person",
            );
        }
        let form = match StatementForm::of(service_month) {
            Ok(form) => Some(form),
            Err(unknown) => {
                lacks("サービス提供年月", &unknown.what, &unknown.how_to_fix, "month");
                None
            }
        };
        if outcome.unit_price.is_none() {
            lacks("単位数単価", "単位数単価が決まっていません", "事業所の地域区分を登録してください", "office");
        }
        let area_code = area::code(&burden.area_class, service_month);
        if area_code.is_none() {
            lacks(
                "地域区分",
                &format!("地域区分「{}」のコードがありません", burden.area_class),
                "その月の地域区分(data/claims/area_class_codes.csv にある名)を事業所に登録してください",
                "office",
            );
        }
        let manager = self.card.is_some_and(|card| card.cap_manager.is_some());
        if burden.cap_management.is_some_and(|sheet| !sheet.by_this_office) && !manager {
            lacks("上限額管理事業所", "上限額管理事業所の番号がありません", "受給者証を見て登録してください", "card");
        }
        let subsidised = outcome.municipal_subsidy.is_some();
        if subsidised && self.card.is_some_and(|card| card.subsidizing_municipality_no.is_none()) {
            lacks("助成自治体番号", "助成自治体番号がありません", "受給者証を見て登録してください", "card");
        }
        let office = (outcome.unit_price, area_code, form);
        match (self.card, self.contract, self.started_on, office) {
            (Some(card), Some(contract), Some(started_on), (Some(price), Some(area_code), Some(form)))
                if findings.is_empty() =>
            {
                let price_milli = price.milli_yen();
                Ok(Ready { facts: self, card, contract, started_on, area_code, price_milli, form })
            }
            _ => Err(findings),
        }
    }
}
