//! 事例: the document as typed values, and the way to and from the facts the rules read.
use super::{CaseError, keys, shape::half_width};
use crate::{Burden, CapManagement, IncomeClass};
use fees::b_type::facts::{
    Capability, DayFacts, DayStatus, DaysException, FeeClass, ManualLine, MedicalV, MonthFacts, Office,
    OfficeReductions, Operator, Person, Reform2026, ServiceMonth,
};
use kernel::{ClockTime, Day, Month, ServiceCode, UnitPrice, Units, Yen};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One case document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case is about, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Which service.
    pub service: Service,
    /// サービス提供年月.
    pub service_month: Month,
    /// Office facts.
    pub office: CaseOffice,
    /// Person facts.
    pub person: CasePerson,
    /// Month-wide facts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub month: CaseMonth,
    /// Days with a record.
    #[serde(default)]
    pub days: Vec<CaseDay>,
    /// Lines typed by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manual_lines: Vec<CaseManualLine>,
}

/// Services this version can assess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 就労継続支援B型.
    BType,
}

/// Tier of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tier {
    /// Ⅰ
    I,
    /// Ⅱ
    II,
    /// Ⅲ
    III,
}

impl Tier {
    const fn number(self) -> u8 {
        match self {
            Tier::I => 1,
            Tier::II => 2,
            Tier::III => 3,
        }
    }

    const fn from_number(number: u8) -> Option<Tier> {
        match number {
            1 => Some(Tier::I),
            2 => Some(Tier::II),
            3 => Some(Tier::III),
            _ => None,
        }
    }
}

/// 人数 of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    /// Number of persons.
    pub persons: u32,
}

/// `office` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOffice {
    /// 地域区分.
    pub area_class: String,
    /// 単位数単価 instead of the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<UnitPrice>,
    /// 設置者.
    #[serde(default, skip_serializing_if = "is_default")]
    pub operator: Operator,
    /// 定員.
    pub capacity: u32,
    /// 定員 of B型 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b_type_capacity: Option<u32>,
    /// 報酬区分.
    pub fee_class: FeeClass,
    /// 平均工賃月額.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_wage_yen: Option<u32>,
    /// 平均工賃月額区分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wage_band_option: Option<u8>,
    /// 令和8年6月改定の対象か.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reform_2026: Option<Reform2026>,
    /// 指定年月日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub designated_on: Option<Day>,
    /// 加算の届出.
    #[serde(default, skip_serializing_if = "is_default")]
    pub capability: CaseCapability,
    /// 減算の状況.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reductions: OfficeReductions,
}

/// `office.capability` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseCapability {
    /// 福祉専門職員配置等 Ⅰ–Ⅲ.
    pub welfare_professional_staffing: Option<Tier>,
    /// 視覚・聴覚言語障害者支援体制 Ⅰ–Ⅱ.
    pub visual_hearing_support: Option<Tier>,
    /// 高次脳機能障害者支援体制.
    pub higher_brain_dysfunction_support: bool,
    /// 重度者支援体制 Ⅰ–Ⅱ.
    pub severe_support: Option<Tier>,
    /// 就労移行支援体制.
    pub employment_transition_support: Option<Persons>,
    /// 目標工賃達成指導員配置.
    pub target_wage_instructor: bool,
    /// 目標工賃達成.
    pub target_wage_achievement: bool,
    /// 送迎 Ⅰ–Ⅱ.
    pub transport: Option<Tier>,
    /// 送迎 同一敷地内.
    pub transport_same_site: bool,
    /// 食事提供体制.
    pub meal_provision: bool,
    /// ピアサポート実施.
    pub peer_support: bool,
    /// 地域生活支援拠点等.
    pub community_base: bool,
    /// 処遇改善.
    pub treatment_improvement: Option<String>,
}

/// `person` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePerson {
    /// 負担上限月額.
    pub burden_cap: Yen,
    /// 所得区分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_class: Option<IncomeClass>,
    /// 上限額管理.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_management: Option<CaseCapManagement>,
    /// 自治体助成分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipal_subsidy: Option<Yen>,
    /// 支給量.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_days: Option<u32>,
    /// 利用日数の特例.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_exception: Option<DaysException>,
    /// 食事提供体制加算 対象.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meal_eligible: bool,
    /// 利用開始日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_on: Option<Day>,
    /// n-th month without 個別支援計画.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_missing_month: Option<u32>,
    /// 施設外支援 days of the fiscal year before this month.
    #[serde(default, skip_serializing_if = "is_default")]
    pub offsite_days_used: u32,
}

/// `person.cap_management` of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseCapManagement {
    /// 管理結果.
    pub result: u8,
    /// 管理結果後利用者負担額 of this office.
    pub amount: Yen,
    /// This office manages the cap.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_this_office: bool,
}

/// `month` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseMonth {
    /// 集中的支援, times.
    pub intensive_support: u32,
    /// 就労移行連携, times.
    pub transition_coordination: u32,
    /// 医療連携体制加算Ⅴ.
    pub medical_v: Option<MedicalV>,
    /// 社会生活支援特別, days.
    pub social_life_support: u32,
}

/// One of `days` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseDay {
    /// Day of the month.
    pub day: u8,
    /// 提供状況.
    #[serde(skip_serializing_if = "is_default")]
    pub status: DayStatus,
    /// 開始.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<ClockTime>,
    /// 終了.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<ClockTime>,
    /// 送迎 往.
    #[serde(skip_serializing_if = "is_default")]
    pub transport_out: u8,
    /// 送迎 復.
    #[serde(skip_serializing_if = "is_default")]
    pub transport_back: u8,
    /// 食事提供.
    #[serde(skip_serializing_if = "is_default")]
    pub meal: bool,
    /// 欠席時の相談援助.
    #[serde(skip_serializing_if = "is_default")]
    pub absence_consulted: bool,
    /// 訪問支援 planned minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit_minutes: Option<u32>,
    /// 訪問支援 算定.
    #[serde(skip_serializing_if = "is_default")]
    pub visit_billed: bool,
    /// 医療連携 tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical: Option<u8>,
    /// 医療連携 tier 4: persons nursed on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical_recipients: Option<u8>,
    /// 在宅時生活支援.
    #[serde(skip_serializing_if = "is_default")]
    pub at_home_support: bool,
    /// 地域協働.
    #[serde(skip_serializing_if = "is_default")]
    pub community_collaboration: bool,
    /// 緊急時受入.
    #[serde(skip_serializing_if = "is_default")]
    pub emergency_acceptance: bool,
    /// 定員超過.
    #[serde(skip_serializing_if = "is_default")]
    pub over_capacity: bool,
}

/// One of `manual_lines` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseManualLine {
    /// サービスコード.
    pub code: ServiceCode,
    /// 単位数.
    pub units: Units,
    /// 回数.
    pub count: u32,
    /// 名称.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Case {
    /// Reads a document; whatever is not understood is refused.
    pub fn parse(text: &str) -> Result<Case, CaseError> {
        let value = super::strict_json::read(text)?;
        Case::from_value(value)
    }

    /// Reads a document that is already JSON.
    pub fn from_value(mut value: Value) -> Result<Case, CaseError> {
        if let Some(service) = value.get("service")
            && ["retention", "mobility", "daytime"].iter().any(|known| service == known)
        {
            return Err(CaseError::unavailable(service));
        }
        keys::CASE.check("", &mut value)?;
        // the table of keys and the typed document are two descriptions: what slips through one stops at the other
        let case: Case = serde_path_to_error::deserialize(&value).map_err(|error| {
            let path = error.path().to_string();
            CaseError::at(&path, at_path(&value, &path), "この項目の書式に合う値")
        })?;
        case.check_days()?;
        Ok(case)
    }

    /// Each day is in the month and stands once.
    fn check_days(&self) -> Result<(), CaseError> {
        let last = self.service_month.days();
        let mut seen = std::collections::BTreeSet::new();
        for (i, day) in self.days.iter().enumerate() {
            let path = format!("days[{i}].day");
            if day.day > last {
                return Err(CaseError::at(&path, &day.day.into(), format!("1 から {last} までの日")));
            }
            if !seen.insert(day.day) {
                return Err(CaseError::at(&path, &day.day.into(), "ほかの行にない日(同じ日は一度だけ)"));
            }
        }
        if let Some(medical) = &self.month.medical_v {
            for (i, day) in medical.days.iter().enumerate() {
                if day.day > last {
                    let path = format!("month.medical_v.days[{i}].day");
                    return Err(CaseError::at(&path, &day.day.into(), format!("1 から {last} までの日")));
                }
            }
        }
        if let Some(exception) = self.person.days_exception
            && exception.to < exception.from
        {
            let value = Value::String(exception.to.to_string());
            return Err(CaseError::at("person.days_exception.to", &value, format!("{} 以後の年月", exception.from)));
        }
        Ok(())
    }

    /// The document as JSON; what is not given stays out.
    pub fn to_json(&self) -> Value {
        let mut value = serde_json::to_value(self).expect("a case holds only JSON values");
        prune(&mut value);
        value
    }

    /// The facts and the burden the document describes.
    pub fn facts(&self) -> (ServiceMonth, Burden) {
        let mut days: Vec<DayFacts> = self.days.iter().map(day_facts).collect();
        days.sort_by_key(|day| day.day);
        let month = ServiceMonth {
            service_month: self.service_month,
            office: self.office_facts(),
            person: self.person_facts(),
            month: MonthFacts {
                intensive_support: self.month.intensive_support,
                transition_coordination: self.month.transition_coordination,
                medical_v: self.month.medical_v.clone(),
                social_life_support: self.month.social_life_support,
            },
            days,
            manual_lines: self.manual_lines.iter().map(manual_line).collect(),
        };
        let burden = Burden {
            area_class: self.office.area_class.clone(),
            unit_price: self.office.unit_price,
            cap: self.person.burden_cap,
            income_class: self.person.income_class,
            cap_management: self.person.cap_management.map(|sheet| CapManagement {
                result: sheet.result,
                amount: sheet.amount,
                by_this_office: sheet.by_this_office,
            }),
            municipal_subsidy: self.person.municipal_subsidy,
        };
        (month, burden)
    }

    fn office_facts(&self) -> Office {
        let office = &self.office;
        let filed = &office.capability;
        Office {
            operator: office.operator,
            capacity: office.capacity,
            b_type_capacity: office.b_type_capacity,
            fee_class: office.fee_class,
            average_wage_yen: office.average_wage_yen,
            wage_band_option: office.wage_band_option,
            reform_2026: office.reform_2026,
            designated_on: office.designated_on,
            capability: Capability {
                welfare_professional_staffing: filed.welfare_professional_staffing.map(Tier::number),
                visual_hearing_support: filed.visual_hearing_support.map(Tier::number),
                higher_brain_dysfunction_support: filed.higher_brain_dysfunction_support,
                severe_support: filed.severe_support.map(Tier::number),
                employment_transition_support: filed.employment_transition_support.map(|given| given.persons),
                target_wage_instructor: filed.target_wage_instructor,
                target_wage_achievement: filed.target_wage_achievement,
                transport: filed.transport.map(Tier::number),
                transport_same_site: filed.transport_same_site,
                meal_provision: filed.meal_provision,
                peer_support: filed.peer_support,
                community_base: filed.community_base,
                treatment_improvement: filed.treatment_improvement.clone(),
            },
            reductions: office.reductions.clone(),
        }
    }

    fn person_facts(&self) -> Person {
        let person = &self.person;
        Person {
            granted_days: person.granted_days,
            days_exception: person.days_exception,
            meal_eligible: person.meal_eligible,
            started_on: person.started_on,
            plan_missing_month: person.plan_missing_month,
            offsite_days_used: person.offsite_days_used,
            cap_managed_here: person.cap_management.is_some_and(|sheet| sheet.by_this_office),
        }
    }

    /// The document that describes these facts: what a bug report or a support ticket carries. Holds no names.
    pub fn from_facts(month: &ServiceMonth, burden: &Burden) -> Case {
        let office = &month.office;
        let filed = &office.capability;
        let person = &month.person;
        let tier = |number: Option<u8>| number.and_then(Tier::from_number);
        Case {
            title: None,
            service: Service::BType,
            service_month: month.service_month,
            office: CaseOffice {
                area_class: half_width(&burden.area_class),
                unit_price: burden.unit_price,
                operator: office.operator,
                capacity: office.capacity,
                b_type_capacity: office.b_type_capacity,
                fee_class: office.fee_class,
                average_wage_yen: office.average_wage_yen,
                wage_band_option: office.wage_band_option,
                reform_2026: office.reform_2026,
                designated_on: office.designated_on,
                capability: CaseCapability {
                    welfare_professional_staffing: tier(filed.welfare_professional_staffing),
                    visual_hearing_support: tier(filed.visual_hearing_support),
                    higher_brain_dysfunction_support: filed.higher_brain_dysfunction_support,
                    severe_support: tier(filed.severe_support),
                    employment_transition_support: filed
                        .employment_transition_support
                        .map(|persons| Persons { persons }),
                    target_wage_instructor: filed.target_wage_instructor,
                    target_wage_achievement: filed.target_wage_achievement,
                    transport: tier(filed.transport),
                    transport_same_site: filed.transport_same_site,
                    meal_provision: filed.meal_provision,
                    peer_support: filed.peer_support,
                    community_base: filed.community_base,
                    treatment_improvement: filed.treatment_improvement.clone(),
                },
                reductions: office.reductions.clone(),
            },
            person: CasePerson {
                burden_cap: burden.cap,
                income_class: burden.income_class,
                cap_management: burden.cap_management.map(|sheet| CaseCapManagement {
                    result: sheet.result,
                    amount: sheet.amount,
                    by_this_office: sheet.by_this_office || person.cap_managed_here,
                }),
                municipal_subsidy: burden.municipal_subsidy,
                granted_days: person.granted_days,
                days_exception: person.days_exception,
                meal_eligible: person.meal_eligible,
                started_on: person.started_on,
                plan_missing_month: person.plan_missing_month,
                offsite_days_used: person.offsite_days_used,
            },
            month: CaseMonth {
                intensive_support: month.month.intensive_support,
                transition_coordination: month.month.transition_coordination,
                medical_v: month.month.medical_v.clone(),
                social_life_support: month.month.social_life_support,
            },
            days: month.days.iter().map(case_day).collect(),
            manual_lines: month.manual_lines.iter().map(case_manual_line).collect(),
        }
    }
}

/// The value a path of `serde_path_to_error` names.
fn at_path<'v>(value: &'v Value, path: &str) -> &'v Value {
    let pointer = format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"));
    value.pointer(&pointer).unwrap_or(value)
}

/// Removes what says nothing: null, false, empty lists and objects.
fn prune(value: &mut Value) {
    if let Value::Object(map) = value {
        map.values_mut().for_each(prune);
        map.retain(|key, inner| {
            key == "days"
                || !(inner.is_null()
                    || *inner == Value::Bool(false)
                    || inner.as_object().is_some_and(serde_json::Map::is_empty))
        });
    }
    if let Value::Array(items) = value {
        items.iter_mut().for_each(prune);
    }
}

fn day_facts(day: &CaseDay) -> DayFacts {
    DayFacts {
        day: day.day,
        status: day.status,
        start: day.start,
        end: day.end,
        transport_out: day.transport_out,
        transport_back: day.transport_back,
        meal: day.meal,
        absence_consulted: day.absence_consulted,
        visit_minutes: day.visit_minutes,
        visit_billed: day.visit_billed,
        medical: day.medical,
        medical_recipients: day.medical_recipients,
        at_home_support: day.at_home_support,
        community_collaboration: day.community_collaboration,
        emergency_acceptance: day.emergency_acceptance,
        over_capacity: day.over_capacity,
    }
}

fn case_day(day: &DayFacts) -> CaseDay {
    CaseDay {
        day: day.day,
        status: day.status,
        start: day.start,
        end: day.end,
        transport_out: day.transport_out,
        transport_back: day.transport_back,
        meal: day.meal,
        absence_consulted: day.absence_consulted,
        visit_minutes: day.visit_minutes,
        visit_billed: day.visit_billed,
        medical: day.medical,
        medical_recipients: day.medical_recipients,
        at_home_support: day.at_home_support,
        community_collaboration: day.community_collaboration,
        emergency_acceptance: day.emergency_acceptance,
        over_capacity: day.over_capacity,
    }
}

fn manual_line(line: &CaseManualLine) -> ManualLine {
    ManualLine { code: line.code.clone(), units: line.units, count: line.count, name: line.name.clone() }
}

fn case_manual_line(line: &ManualLine) -> CaseManualLine {
    CaseManualLine { code: line.code.clone(), units: line.units, count: line.count, name: line.name.clone() }
}
