//! 就労定着支援の町: office O2 and its people as the data file says them.
use crate::demo::data_file::{low, months, names, yes};
use claims::IncomeClass;
use kernel::{Day, Month, MunicipalityNo, RecipientNo, Yen};
use serde::Deserialize;
use std::sync::LazyLock;
use store::{ContactBody, EmploymentBody, Intent, OfficeBody, RetentionMonthBody, SupportPlanBody};

static TOWN: LazyLock<RetentionTown> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../data/demo/o2.toml")).expect("the checked-in office O2 is readable")
});

/// O2 with everything that is known of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetentionTown {
    pub(crate) office: RetentionOffice,
    pub(super) additions: Vec<AdditionsFrom>,
    pub(super) rate: Vec<RateList>,
    pub(in super::super) person: Vec<RetentionPerson>,
}

/// 事業所.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetentionOffice {
    pub(crate) id: String,
    pub(super) first_month: Month,
    pub(super) last_month: Month,
    /// Months up to this one are requested and sent.
    pub(super) sent_until: Month,
    /// 加算情報 of the months up to this one are approved; those of later months wait.
    pub(super) approved_until: Month,
    /// 定員.
    pub(super) capacity: u32,
    pub(crate) body: OfficeBody,
}

/// 加算情報 from a month on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdditionsFrom {
    pub(super) from: Month,
    pub(super) body: RetentionMonthBody,
}

/// 就労定着率の名簿 of a fiscal year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RateList {
    pub(super) fiscal_year: i16,
    pub(super) entered_on: Day,
    #[serde(default)]
    pub(super) note: String,
    pub(super) people: Vec<RateName>,
}

/// Someone of the list: a person of the office, or a name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RateName {
    pub(super) person: Option<String>,
    #[serde(default)]
    pub(super) name: String,
    pub(super) started_on: Day,
    pub(super) working: bool,
    pub(super) included: bool,
    #[serde(default)]
    pub(super) reason: String,
}

/// 利用者 of O2.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct RetentionPerson {
    pub(in super::super) id: String,
    /// The cases this person shows.
    #[serde(default)]
    pub(super) awkward: Vec<String>,
    /// The person of O1 who is taken over.
    pub(super) from: Option<String>,
    name: Option<String>,
    kana: Option<String>,
    pub(super) born_on: Option<Day>,
    pub(super) registered_on: Day,
    #[serde(default)]
    pub(super) intent: Intent,
    pub(super) declined_on: Option<Day>,
    /// The day on which intent and contract are entered, when it is not that of the contract.
    use_on: Option<Day>,
    pub(super) contract_on: Option<Day>,
    pub(super) left_on: Option<Day>,
    #[serde(default)]
    pub(super) left_reason: String,
    pub(super) resigned_on: Option<Day>,
    #[serde(default)]
    pub(super) resigned_reason: String,
    #[serde(default)]
    pub(super) from_other_provider: bool,
    #[serde(default)]
    pub(super) previous_service: String,
    #[serde(default)]
    pub(super) previous_office: String,
    pub(super) job: Vec<EmploymentBody>,
    #[serde(default)]
    pub(super) card: Vec<RetentionCard>,
    #[serde(default)]
    pub(super) plan: Vec<RetentionPlan>,
    #[serde(default)]
    pub(super) month: Vec<SpecialMonth>,
}

/// 受給者証.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RetentionCard {
    pub(super) valid_from: Day,
    pub(super) decided_to: Day,
    pub(super) recipient_no: RecipientNo,
    /// That of the office when not told.
    pub(super) municipality_no: Option<MunicipalityNo>,
    #[serde(default)]
    pub(super) burden_cap: Yen,
    #[serde(default = "low")]
    pub(super) income_class: IncomeClass,
    #[serde(default = "yes")]
    pub(super) locked: bool,
}

/// 支援計画, with its PDF unless it is said that there is none.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct RetentionPlan {
    #[serde(default = "yes")]
    pub(super) pdf: bool,
    #[serde(flatten)]
    pub(super) body: SupportPlanBody,
}

/// A month that is not the usual one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecialMonth {
    pub(super) month: Month,
    pub(super) contacts: Vec<ContactBody>,
    /// The report is written and not shared.
    #[serde(default)]
    pub(super) unshared: bool,
}

impl RetentionTown {
    /// The office that is compiled in.
    pub(crate) fn builtin() -> &'static RetentionTown {
        &TOWN
    }
}

impl RetentionOffice {
    /// The months of the demo.
    pub(in super::super) fn months(&self) -> impl Iterator<Item = Month> {
        months(self.first_month, self.last_month)
    }
}

impl RetentionPerson {
    /// 氏名 and フリガナ.
    pub(in super::super) fn names(&self, seed: u64) -> (String, String) {
        names(&self.name, &self.kana, seed, ("O2", &self.id))
    }

    /// 受給者証番号.
    #[cfg(test)]
    pub(in super::super) fn recipient_no(&self) -> Option<&RecipientNo> {
        self.card.first().map(|card| &card.recipient_no)
    }

    /// The day on which intent and contract are entered.
    pub(super) fn use_on(&self) -> Option<Day> {
        self.use_on.or(self.contract_on).map(|day| day.max(self.registered_on))
    }

    /// Whether the office supports the person in a month: from the contract until leaving.
    pub(super) fn is_supported(&self, month: Month) -> bool {
        let ends = [self.left_on, self.resigned_on].into_iter().flatten().map(Day::month).min();
        self.contract_on.is_some_and(|contract| contract.month() <= month) && ends.is_none_or(|end| month <= end)
    }
}
