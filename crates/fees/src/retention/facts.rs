//! The facts of one person's service month of 就労定着支援, as the rules read them. Field names are those of the case format.
use kernel::{Day, Month};
use serde::{Deserialize, Serialize};

pub use crate::b_type::facts::ManualLine;

/// Everything the rules of 就労定着支援 may look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceMonth {
    /// サービス提供年月.
    pub service_month: Month,
    /// Office facts in force in the month (加算情報).
    #[serde(default)]
    pub office: Office,
    /// Person facts in force in the month.
    #[serde(default)]
    pub person: Person,
    /// Supports of the month, in any order.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// 地域連携会議 (until 2024-03 定着支援連携促進) claimed in the other months of the same fiscal year, both kinds
    /// together: earlier ones, and later ones that were claimed first.
    #[serde(default)]
    pub conferences_this_year: u32,
    /// The same for the eleven months before this one, where they are known: only for a warning, because no source says
    /// whether the year is a fiscal one.
    #[serde(default)]
    pub conferences_last_eleven_months: Option<u32>,
    /// 支援レポート共有日.
    #[serde(default)]
    pub report_shared_on: Option<Day>,
    /// Whether the employer was among those the report went to.
    #[serde(default)]
    pub report_to_employer: ReportToEmployer,
    /// The report was shared, but not with the person (本人).
    #[serde(default)]
    pub report_person_left_out: bool,
    /// State of the 加算情報 of the month.
    #[serde(default)]
    pub additions_state: AdditionsState,
    /// Lines typed by hand.
    #[serde(default)]
    pub manual_lines: Vec<ManualLine>,
}

impl ServiceMonth {
    /// A month of which nothing but the person is known.
    pub fn of(service_month: Month, person: Person) -> ServiceMonth {
        ServiceMonth {
            service_month,
            office: Office::default(),
            person,
            contacts: Vec::new(),
            conferences_this_year: 0,
            conferences_last_eleven_months: None,
            report_shared_on: None,
            report_to_employer: ReportToEmployer::default(),
            report_person_left_out: false,
            additions_state: AdditionsState::default(),
            manual_lines: Vec::new(),
        }
    }
}

/// 加算情報 of the office in the month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Office {
    /// 就労定着率 of the fiscal year.
    pub retention: Option<RetentionRate>,
    /// Number of users that picks the band of the base fee, until 2024-03.
    pub users: Option<u32>,
    /// Additions the office has filed.
    pub capability: Capability,
    /// Reductions the office is under.
    pub reductions: OfficeReductions,
}

/// 就労定着率 as two counts of people; compared as integers, never divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RetentionRate {
    /// People still working on the reference day.
    pub numerator: u32,
    /// People who used the service in the reference period.
    pub denominator: u32,
}

/// Additions the office has filed. `None`/`false` = not filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capability {
    /// 就労定着実績体制.
    pub results_structure: bool,
    /// 職場適応援助者養成研修修了者配置体制.
    pub job_coach: bool,
    /// 特別地域: the office supports people in areas named by the Minister.
    pub special_area: bool,
    /// 処遇改善: `I` `III` `IV`, from 2026-06 `I-i` `I-ro` `II-i` `II-ro` `III` `IV`.
    pub treatment_improvement: Option<String>,
}

/// Reductions the office is under in the month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeReductions {
    /// 就労定着支援員の欠如: n-th month of the reduction, from 1.
    pub support_staff_shortage_month: Option<u32>,
    /// サービス管理責任者の欠如: n-th month of the reduction, from 1.
    pub service_manager_shortage_month: Option<u32>,
    /// 情報公表未報告.
    pub disclosure: bool,
    /// 業務継続計画未策定.
    pub continuity_plan: bool,
    /// 虐待防止措置未実施.
    pub abuse_prevention: bool,
}

/// Person facts in force in the month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// 雇用開始日 of the first job: the six and forty-two months count from it.
    pub employed_on: Option<Day>,
    /// 契約日.
    pub contract_on: Option<Day>,
    /// 契約終了日.
    pub contract_end_on: Option<Day>,
    /// 支給決定期間, first day.
    pub decided_from: Option<Day>,
    /// 支給決定期間, last day.
    pub decided_to: Option<Day>,
    /// 退職日 of the present job (of the one before `re_employed_on`, when that is given).
    pub resigned_on: Option<Day>,
    /// 退所日.
    pub left_on: Option<Day>,
    /// 利用意向なし.
    pub declined: bool,
    /// 断った日, where it is known: until it the person is where the other facts say. Without it no month may be claimed.
    pub declined_on: Option<Day>,
    /// Taken over from the office's own 移行 or B型 records.
    pub taken_over: bool,
    /// Hire date of the job that followed `resigned_on`.
    pub re_employed_on: Option<Day>,
    /// Job changes before the one told by `resigned_on` and `re_employed_on`, oldest first.
    pub job_changes: Vec<JobChange>,
    /// Sent by an office that is not run as one with this one (初期加算).
    pub from_other_provider: bool,
    /// 利用開始日 (初期加算); the first day on which use was possible when absent.
    pub started_on: Option<Day>,
    /// n-th month without 就労定着支援計画, from 1.
    pub plan_missing_month: Option<u32>,
    /// 支援体制構築未実施.
    pub support_structure_missing: bool,
    /// Whether a 受給者証 is in force in the month; `None` where the caller does not look.
    pub card_known: Option<bool>,
    /// 受給者証ロック.
    pub card_locked: bool,
    /// This office manages the cap and other offices were used: 利用者負担上限額管理加算.
    pub cap_managed_here: bool,
    /// Whether the card says a 負担上限月額; `None` where the caller does not look.
    pub burden_cap_known: Option<bool>,
    /// Whether the result of 上限額管理 is there when another office manages; `None` where there is none to wait for.
    pub cap_result_known: Option<bool>,
}

/// 転職: the end of one job and the hire date of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JobChange {
    /// 退職日.
    pub resigned_on: Day,
    /// Hire date of the next job.
    pub re_employed_on: Day,
}

/// One support of the month (支援記録).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// 支援日.
    pub date: Day,
    /// 手段.
    pub means: Means,
    /// 請求の有無.
    #[serde(default)]
    pub billing: Billing,
    /// Support in an area named by the Minister (特別地域加算).
    #[serde(default)]
    pub special_area: bool,
}

/// 支援の手段.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// 対面.
    FaceToFace,
    /// オンライン (テレビ電話など).
    Video,
    /// 電話.
    Phone,
    /// メール・手紙.
    Mail,
}

/// 請求の有無.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// 未定.
    #[default]
    Undecided,
    /// 請求しない.
    None,
    /// 基本請求.
    Base,
    /// 基本請求＋会議(Ⅰ); until 2024-03 the old conference addition.
    #[serde(rename = "base_and_conference_1")]
    BaseAndConference1,
    /// 基本請求＋会議(Ⅱ).
    #[serde(rename = "base_and_conference_2")]
    BaseAndConference2,
}

impl Billing {
    /// Whether the day is marked as one of base-fee support.
    pub fn is_base(self) -> bool {
        matches!(self, Billing::Base | Billing::BaseAndConference1 | Billing::BaseAndConference2)
    }
}

/// 支援レポートの勤務先への共有.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportToEmployer {
    /// Shared with the employer, or nothing is said about it.
    #[default]
    Shared,
    /// Left out because the person has not told the employer and does not wish it.
    NotDisclosed,
    /// Left out without a reason on record.
    LeftOut,
    /// Left out although the person has told the employer: no reason holds.
    LeftOutDisclosed,
}

/// 加算情報の状態.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdditionsState {
    /// 未登録.
    #[default]
    None,
    /// 承認待ち.
    Pending,
    /// 承認済.
    Approved,
}
