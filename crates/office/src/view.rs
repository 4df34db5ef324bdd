//! 画面に出す形: findings and amounts as the templates show them.
use kernel::{Finding, Month, Severity};
use store::{Entry, PersonBody};

/// A finding with its mark and, where known, the address of the place that mends it.
#[derive(Clone, Debug)]
pub(crate) struct FindingView {
    /// Value of `data-severity`.
    pub(crate) severity: &'static str,
    /// 「要修正」「注意」「お知らせ」.
    pub(crate) mark: &'static str,
    /// Where, in words.
    pub(crate) place: String,
    /// What.
    pub(crate) what: String,
    /// How to mend it.
    pub(crate) how_to_fix: String,
    /// Where to go to mend it.
    pub(crate) href: Option<String>,
}

/// Addresses that findings of one person's month lead to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Links<'a> {
    /// `/o/3`.
    pub(crate) office: &'a str,
    /// The person.
    pub(crate) person_id: Option<i64>,
    /// The service month.
    pub(crate) month: Month,
}

impl Links<'_> {
    /// The address behind a finding's link.
    fn href(&self, finding: &Finding) -> Option<String> {
        let Links { office, person_id, month } = self;
        let person = person_id.map(|id| format!("{office}/people/{id}"));
        match (finding.link.as_deref()?, person_id) {
            ("day", Some(id)) => {
                let day = finding.place.day.map(|day| format!("?day={day}")).unwrap_or_default();
                Some(format!("{office}/b/{month}/records/{id}{day}"))
            }
            ("card", _) => person.map(|person| format!("{person}/cards?month={month}")),
            ("contract", _) => person.map(|person| format!("{person}/contracts")),
            ("person", _) => person,
            ("month", _) => person.map(|person| format!("{person}/months/{month}")),
            ("cap", Some(id)) => Some(format!("{office}/b/{month}/cap/{id}")),
            ("returned", _) => Some(format!("{office}/returned")),
            ("notice", _) => Some(format!("{office}/settings/notices")),
            ("office", _) => Some(format!("{office}/settings")),
            _ => None,
        }
    }

    /// Findings for a page, faults first.
    pub(crate) fn findings(&self, findings: &[Finding]) -> Vec<FindingView> {
        faults_first(findings, |finding| self.href(finding))
    }
}

/// Findings for a page, faults first, each with the address that mends it.
pub(crate) fn faults_first<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    href: impl Fn(&Finding) -> Option<String>,
) -> Vec<FindingView> {
    let mut sorted: Vec<&Finding> = findings.into_iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let view = |finding: &Finding| FindingView {
        severity: match finding.severity {
            Severity::Fault => "fault",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        },
        mark: match finding.severity {
            Severity::Fault => "要修正",
            Severity::Warning => "注意",
            Severity::Notice => "お知らせ",
        },
        place: finding.place.text.clone(),
        what: finding.what.clone(),
        how_to_fix: finding.how_to_fix.clone(),
        href: href(finding),
    };
    sorted.into_iter().map(view).collect()
}

/// Names for a list: two people of one name are told apart by their dates of birth, or by フリガナ where one is missing.
pub(crate) fn told_apart(people: &[Entry<PersonBody>]) -> Vec<String> {
    told_apart_by(people, |_| None)
}

/// The same where namesakes may share a birthday too: then the end of the 受給者証番号 tells them apart, or 登録の番号 where
/// there is none.
pub(crate) fn told_apart_by(people: &[Entry<PersonBody>], number: impl Fn(i64) -> Option<String>) -> Vec<String> {
    people
        .iter()
        .map(|person| {
            let body = &person.body;
            let alike = || people.iter().filter(|other| other.body.name == body.name);
            let twin = alike().any(|other| other.id != person.id && other.body.born_on == body.born_on);
            match (alike().count(), body.born_on) {
                (0 | 1, _) => body.name.clone(),
                (_, Some(born)) if twin => {
                    format!("{}({}生 {})", body.name, born.short_wareki(), ending(person.id, number(person.id)))
                }
                (_, Some(born)) => format!("{}({}生)", body.name, born.short_wareki()),
                (_, None) => format!("{}({})", body.name, body.name_kana),
            }
        })
        .collect()
}

/// 「証番号…0017」.
pub(crate) fn ending(id: i64, number: Option<String>) -> String {
    match number.filter(|number| !number.is_empty()) {
        Some(number) => {
            let last: String = number.chars().skip(number.chars().count().saturating_sub(4)).collect();
            format!("証番号…{last}")
        }
        None => format!("登録{id}"),
    }
}

/// The people of a list with the names that tell namesakes apart.
pub(crate) fn apart(people: Vec<Entry<PersonBody>>) -> Vec<Entry<PersonBody>> {
    apart_by(people, |_| None)
}

/// The same with the 受給者証番号 of a person, for namesakes of one birthday.
pub(crate) fn apart_by(
    mut people: Vec<Entry<PersonBody>>,
    number: impl Fn(i64) -> Option<String>,
) -> Vec<Entry<PersonBody>> {
    let names = told_apart_by(&people, number);
    for (person, name) in people.iter_mut().zip(names) {
        person.body.name = name;
    }
    people
}
