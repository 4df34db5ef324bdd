//! 取込みの計画: which rows become people, which are there already, and what stands in the way. Nothing is stored here.
use super::rows::Draft;
use crate::{actions::import::apply::Newcomer, desk::Desk, failure::Failure};
use kernel::{Day, Finding, Month, Severity, text::search_key};
use std::collections::{HashMap, HashSet};

/// What happens with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It becomes a person.
    New,
    /// The person is registered already: the row is left out.
    Known,
    /// It must be mended.
    Faulty,
}

/// All rows with what happens to them.
pub(super) struct Plan {
    /// Rows in the order of the file.
    pub(super) rows: Vec<(Draft, Fate)>,
}

impl Plan {
    /// All findings, in the order of the rows.
    pub(super) fn findings(&self) -> Vec<Finding> {
        self.rows.iter().flat_map(|(draft, _)| draft.findings.iter().cloned()).collect()
    }

    /// Rows with a fate.
    pub(super) fn count(&self, fate: Fate) -> usize {
        self.rows.iter().filter(|(_, known)| *known == fate).count()
    }

    /// Those to take in; `None` while anything has to be mended.
    pub(super) fn newcomers(&self) -> Option<Vec<Newcomer>> {
        if self.count(Fate::Faulty) > 0 {
            return None;
        }
        let new = self.rows.iter().filter(|(_, fate)| *fate == Fate::New);
        Some(new.filter_map(|(draft, _)| draft.newcomer.clone()).collect())
    }
}

/// What the office has already.
struct Stored {
    recipient_numbers: HashSet<String>,
    names: HashMap<String, Vec<Option<Day>>>,
    closed: Vec<Month>,
}

impl Stored {
    async fn of(desk: &Desk) -> Result<Stored, Failure> {
        let cards = desk.read().cards().list().await?;
        let mut names: HashMap<String, Vec<Option<Day>>> = HashMap::new();
        for person in desk.read().people().list().await? {
            names.entry(search_key(&person.body.name)).or_default().push(person.body.born_on);
        }
        let months = desk.read().claim_months().list().await?;
        Ok(Stored {
            recipient_numbers: cards.iter().map(|card| card.body.recipient_no.to_string()).collect(),
            names,
            closed: months.into_iter().filter(|month| !month.state.is_open()).map(|month| month.month).collect(),
        })
    }
}

/// Two days of birth that may be one person's.
fn may_be_same(one: Option<Day>, other: Option<Day>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Holds the rows against each other and against what the office has.
pub(super) async fn plan(desk: &Desk, drafts: Vec<Draft>) -> Result<Plan, Failure> {
    let stored = Stored::of(desk).await?;
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut names: HashMap<String, Vec<(Option<Day>, usize)>> = HashMap::new();
    let mut rows = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let fate = match draft.newcomer.clone() {
            None => Fate::Faulty,
            Some(newcomer) => {
                twice_in_file(&mut draft, &newcomer, &mut numbers, &mut names);
                if draft.newcomer.is_none() {
                    Fate::Faulty
                } else if known(&mut draft, &newcomer, &stored) {
                    Fate::Known
                } else {
                    in_closed_months(&mut draft, &newcomer, &stored.closed);
                    if draft.newcomer.is_some() { Fate::New } else { Fate::Faulty }
                }
            }
        };
        rows.push((draft, fate));
    }
    Ok(Plan { rows })
}

fn twice_in_file(
    draft: &mut Draft,
    newcomer: &Newcomer,
    numbers: &mut HashMap<String, usize>,
    names: &mut HashMap<String, Vec<(Option<Day>, usize)>>,
) {
    if let Some(card) = &newcomer.card
        && let Some(other) = numbers.insert(card.recipient_no.to_string(), draft.line)
    {
        let what = format!("{other}行目と同じ受給者証番号です");
        let how = "1人を1行にまとめてください。証が変わった人は、持ち込んだあとに利用者の画面で新しい証を登録します";
        draft.fail("I14", "recipient_no", what, how);
    }
    let same = names.entry(search_key(&newcomer.person.name)).or_default();
    let born = newcomer.person.born_on;
    if let Some((_, other)) = same.iter().find(|(day, _)| may_be_same(*day, born)) {
        let what = format!("{other}行目と同じ氏名で、別の人と分かる生年月日がありません");
        let how = "同じ人なら1行にまとめ、別の人なら両方の行に生年月日を書いてください";
        draft.fail("I15", "name", what, how);
    }
    same.push((born, draft.line));
}

/// Whether the person is registered already; the row is then left out, and that is said.
fn known(draft: &mut Draft, newcomer: &Newcomer, stored: &Stored) -> bool {
    let by_number =
        newcomer.card.as_ref().is_some_and(|card| stored.recipient_numbers.contains(card.recipient_no.as_str()));
    let by_name = stored
        .names
        .get(&search_key(&newcomer.person.name))
        .is_some_and(|days| days.iter().any(|day| may_be_same(*day, newcomer.person.born_on)));
    let (key, what, how) = if by_number {
        (
            "recipient_no",
            "この受給者証番号の利用者は、もう登録されています。この行は持ち込みません",
            "変わったところがあれば、その利用者の画面で直してください",
        )
    } else if by_name {
        (
            "name",
            "同じ氏名の利用者が、もう登録されています。この行は持ち込みません",
            "別の人なら、両方に生年月日を入れるか、「利用者を登録する」で登録してください",
        )
    } else {
        return false;
    };
    let place = draft.place(key);
    draft.findings.push(crate::actions::import::finding("I16", Severity::Notice, place, what, how));
    true
}

/// What a closed month would have read cannot come now.
fn in_closed_months(draft: &mut Draft, newcomer: &Newcomer, closed: &[Month]) {
    let how = |month: Month| {
        format!(
            "{}は締めてあります。開始日をその後にするか、請求の画面で締めを解除してから持ち込んでください(出力した月は、返戻・過誤の手続きで直します)",
            month.wareki()
        )
    };
    if let Some(card) = &newcomer.card
        && let Some(month) =
            closed.iter().find(|month| card.valid_from <= month.last_day() && card.decided_to >= month.first_day())
    {
        let key = if draft.has("valid_from") { "valid_from" } else { "decided_from" };
        draft.fail("I17", key, "受給者証が、締めた月にかかっています", how(*month));
    }
    if let Some(contract) = &newcomer.contract
        && let Some(month) = closed
            .iter()
            .find(|month| contract.from <= month.last_day() && contract.to.is_none_or(|to| to >= month.first_day()))
    {
        draft.fail("I17", "contract_from", "契約が、締めた月にかかっています", how(*month));
    }
}
