//! 請求月の中身: everyone of a month by municipality – calculated while 入力中, from the snapshot after 締め – and the older
//! months that go out with it.
use super::{ClaimFacts, ClaimOutcome, PersonClaim};
use crate::actions::community::overlaps::across_people;
use claims::{
    community::{Batch, CommunityStatement, Sums},
    lifecycle::MonthState,
};
use kernel::{Finding, Month, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};
use store::{AgainCase, AgainKind, AgainState, CommunityMonth, OfficeBody, Reader, StoreError};

/// An older month that is claimed with this one.
#[derive(Clone, Debug)]
pub struct LateClaim {
    /// The case it belongs to.
    pub case_id: i64,
    /// Version of the case.
    pub version: i64,
    /// 返戻, 過誤 or 月遅れ.
    pub kind: AgainKind,
    /// Facts, result, findings; the service month is its own.
    pub claim: PersonClaim,
}

/// Everyone of a month.
#[derive(Clone, Debug)]
pub struct MonthClaim {
    /// サービス提供年月.
    pub month: Month,
    /// The sender.
    pub office: OfficeBody,
    /// In the order of フリガナ; also people without a record.
    pub people: Vec<PersonClaim>,
    /// 月遅れ・返戻・過誤 that go out with this month.
    pub late: Vec<LateClaim>,
}

/// What one municipality gets.
#[derive(Clone, Debug)]
pub struct CityClaim<'a> {
    /// Id of the pack; `None` where there are no rules.
    pub pack: Option<String>,
    /// 市町村名, or the number where nobody has registered it.
    pub name: String,
    /// Of the month.
    pub people: Vec<&'a PersonClaim>,
    /// Of older months.
    pub late: Vec<&'a LateClaim>,
    /// Sums over all of them; `None` while one may not be claimed.
    pub sums: Option<Sums>,
    /// Why there are no sums; empty when there are.
    pub why_not: String,
}

impl CityClaim<'_> {
    /// Everyone, those of the month first.
    pub fn all(&self) -> impl Iterator<Item = &PersonClaim> {
        self.people.iter().copied().chain(self.late.iter().map(|late| &late.claim))
    }
}

impl MonthClaim {
    /// Reads a month: while 入力中 from the facts as they stand, afterwards from the snapshot of 締め.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn read(at: Reader<'_>, month: Month, state: MonthState) -> Result<MonthClaim, StoreError> {
        let office = at.office().current().await?.body;
        let mut people: Vec<PersonClaim> = if state.is_open() {
            let facts = at.community_month(month).await?;
            let across = across_people(&facts);
            facts.people.iter().map(|person| PersonClaim::assess(&facts, person, &across)).collect()
        } else {
            let kept = at.claim_results().of_month::<ClaimFacts, ClaimOutcome>(month).await?;
            let person = |kept: store::ClaimResult<ClaimFacts, ClaimOutcome>| PersonClaim {
                person_id: kept.person_id,
                facts: kept.facts,
                outcome: kept.outcome,
            };
            kept.into_iter().map(person).collect()
        };
        people.sort_by(|a, b| (&a.facts.name_kana, a.person_id).cmp(&(&b.facts.name_kana, b.person_id)));
        let late = late_claims(at, month).await?;
        Ok(MonthClaim { month, office, people, late })
    }

    /// Everyone with a record in the month.
    pub fn claimed(&self) -> impl Iterator<Item = &PersonClaim> {
        self.people.iter().filter(|person| person.is_claimed() || person.count(Severity::Fault) > 0)
    }

    /// People with a card and no record.
    pub fn without_record(&self) -> usize {
        self.people.len() - self.claimed().count()
    }

    /// Those of the month, then the older ones.
    pub fn everyone(&self) -> impl Iterator<Item = &PersonClaim> {
        self.claimed().chain(self.late.iter().map(|late| &late.claim))
    }

    /// Findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.everyone().map(|person| person.count(severity)).sum()
    }

    /// 未検証 lines: code or 「コード不明」, and the name with the paper of an entered price.
    pub fn unverified(&self) -> Vec<(String, String)> {
        let statements = self.everyone().filter_map(|person| person.outcome.statement.as_ref());
        let lines = statements.flat_map(|statement| &statement.lines).filter(|(_, line)| !line.verified);
        let rows: BTreeSet<(String, String)> = lines
            .filter(|(_, line)| line.amount.is_some())
            .map(|(_, line)| {
                let code = line.code.as_ref().map_or("コード不明", |code| code.as_str());
                (code.to_owned(), format!("{} {}({})", line.name, line.amount.unwrap_or_default(), line.source))
            })
            .collect();
        rows.into_iter().collect()
    }

    /// The month by municipality, in the order in which they first appear.
    pub fn cities(&self) -> Vec<CityClaim<'_>> {
        let mut cities: Vec<CityClaim<'_>> = Vec::new();
        for person in self.claimed() {
            place(&mut cities, person).people.push(person);
        }
        for late in &self.late {
            place(&mut cities, &late.claim).late.push(late);
        }
        for city in &mut cities {
            (city.sums, city.why_not) = sums(self.month, city);
        }
        cities
    }
}

/// The municipality of a person, begun when it is new.
fn place<'a, 'b>(cities: &'b mut Vec<CityClaim<'a>>, person: &PersonClaim) -> &'b mut CityClaim<'a> {
    let name = match (person.pack(), &person.facts.municipality_no) {
        (Some(pack), _) => pack.identity.name.clone(),
        (None, Some(number)) => format!("市町村番号 {number}(きまりの登録なし)"),
        (None, None) => "受給者証のない人".to_owned(),
    };
    let at = cities.iter().position(|city| city.pack == person.facts.pack && city.name == name);
    let at = at.unwrap_or_else(|| {
        let pack = person.facts.pack.clone();
        let (people, late, why_not) = (Vec::new(), Vec::new(), String::new());
        cities.push(CityClaim { pack, name, people, late, sums: None, why_not });
        cities.len() - 1
    });
    &mut cities[at]
}

/// Sums when everything is known, else the sentence that names what is not.
fn sums(month: Month, city: &CityClaim<'_>) -> (Option<Sums>, String) {
    let statements: Vec<CommunityStatement> =
        city.all().filter_map(|person| person.outcome.statement.clone()).collect();
    let whole = statements.len() == city.all().count() && city.all().all(PersonClaim::claimable);
    let batch = Batch::of(month.next(), &statements);
    if let (true, [only]) = (whole, batch.municipalities.as_slice())
        && only.sums.is_some()
    {
        return (only.sums, String::new());
    }
    let names: BTreeSet<&str> = city.all().flat_map(PersonClaim::missing_prices).collect();
    let mut why = Vec::new();
    if city.pack.is_none() {
        why.push("市町村のきまりの登録がありません".to_owned());
    }
    if !names.is_empty() {
        let quoted: Vec<String> = names.iter().map(|name| format!("「{name}」")).collect();
        why.push(format!("{}の単価がわかりません", quoted.join("")));
    }
    let held: usize = city.all().map(PersonClaim::held).sum();
    if held > 0 {
        why.push(format!("保留の記録が{held}件あります"));
    }
    if why.is_empty() {
        let people = city.all().filter(|person| !person.claimable()).count();
        why.push(format!("要修正のある人が{people}人います"));
    }
    (None, format!("合計は出せません: {}", why.join("。")))
}

/// The cases that go out with a month.
async fn late_claims(at: Reader<'_>, month: Month) -> Result<Vec<LateClaim>, StoreError> {
    let mut known: BTreeMap<Month, CommunityMonth> = BTreeMap::new();
    let mut late = Vec::new();
    for case in at.again().carried_by(month).await? {
        if case.state == AgainState::Dropped {
            continue;
        }
        if !case.is_frozen() && !known.contains_key(&case.month) {
            known.insert(case.month, at.community_month(case.month).await?);
        }
        let before = claimed_before(at, &case).await?;
        late.extend(late_claim(&case, known.get(&case.month), before)?);
    }
    Ok(late)
}

impl LateClaim {
    /// The new claim of a case: from the facts as they stand, or as 締め of the carrying month kept them.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn read(at: Reader<'_>, case: &AgainCase) -> Result<Option<LateClaim>, StoreError> {
        let facts = if case.is_frozen() { None } else { Some(at.community_month(case.month).await?) };
        late_claim(case, facts.as_ref(), claimed_before(at, case).await?)
    }
}

/// Whether the person's month went out with the claim of the month itself.
async fn claimed_before(at: Reader<'_>, case: &AgainCase) -> Result<bool, StoreError> {
    match at.claim_results().get::<ClaimFacts, ClaimOutcome>(case.person_id, case.month).await {
        Ok(kept) => Ok(kept.outcome.statement.is_some()),
        Err(StoreError::NotFound { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

fn late_claim(
    case: &AgainCase,
    month: Option<&CommunityMonth>,
    claimed_before: bool,
) -> Result<Option<LateClaim>, StoreError> {
    let kept = case.community::<ClaimFacts, ClaimOutcome>()?;
    let mut claim = match (kept, month) {
        (Some((facts, outcome)), _) => PersonClaim { person_id: case.person_id, facts, outcome },
        (None, Some(month)) if case.state == AgainState::Open => {
            let Some(person) = month.people.iter().find(|person| person.person.id == case.person_id) else {
                return Ok(None);
            };
            PersonClaim::assess(month, person, &across_people(month))
        }
        _ => return Ok(None),
    };
    // where the certificate is missing, its finding says so: the records are there
    let without_card = claim.facts.checks.iter().any(|finding| finding.code == "card_missing");
    if !claim.is_claimed() && !without_card {
        let place = Place::named(format!("{}の分", case.month.wareki()));
        let what = format!("{}で請求する月ですが、記録がありません", case.body.kind.label_ja());
        let fix = "記録を入れるか、請求の画面で、請求せずに終えてください";
        claim.outcome.findings.push(Finding::new("claim_again", Severity::Fault, place, what, fix).linked("visit"));
    } else if claimed_before && case.body.kind == AgainKind::Late && !case.is_frozen() {
        let place = Place::named(format!("{}の分", case.month.wareki()));
        let what = "この月は一度請求しています。明細書は、足した記録だけでなく、月の全部で作り直されます";
        let fix = "先の請求の取下げ(過誤)が要るかを、市町村に確かめてください";
        claim.outcome.findings.push(Finding::new("claimed_before", Severity::Warning, place, what, fix));
    }
    Ok(Some(LateClaim { case_id: case.id, version: case.version, kind: case.body.kind, claim }))
}
