//! 締めから出力まで: the finished months go the whole way, through the same actions as the buttons of the screen.
use super::{filler::Filler, stamp::at};
use anyhow::{Result, bail};
use claims::lifecycle::MonthState;
use kernel::{Day, Finding, Month, Severity};
use office::actions::claims::{MonthClaim, Refusal, Step, Stepped, take_step};
use serde_json::json;
use std::collections::BTreeSet;
use store::{AuditEvent, AuditKind, EntityKind, Role, Subject};

/// Takes a month as far as the town says.
pub(super) async fn month(filler: &Filler<'_>, month: Month) -> Result<()> {
    let reached = |until: Option<Month>| until.is_some_and(|until| month <= until);
    let exported = reached(filler.office.exported_until);
    if !exported && !reached(filler.office.checked_until) {
        return Ok(());
    }
    let walk = Walk { filler, month };
    walk.go(MonthState::Closed, 2, "").await?;
    walk.correct().await?;
    walk.go(MonthState::Checked, 5, "").await?;
    if exported {
        walk.go(MonthState::Approved, 7, "").await?;
        walk.go(MonthState::Exported, 8, "").await?;
    }
    Ok(())
}

/// The way of one month.
struct Walk<'f, 't> {
    filler: &'f Filler<'t>,
    month: Month,
}

impl Walk<'_, '_> {
    /// The day of the following month on which a step is taken.
    fn day(&self, number: u8) -> Day {
        self.month.next().day(number).unwrap_or(self.month.next().first_day())
    }

    async fn go(&self, to: MonthState, day: u8, reason: &str) -> Result<()> {
        let (filler, month) = (self.filler, self.month);
        let version = filler.app.store.read(&filler.scope()).claim_months().get(month).await?.version;
        let step = Step {
            month,
            to,
            version,
            reason: reason.to_owned(),
            acknowledged: true,
            processing_month: month.next(),
            may_approve: true,
        };
        let (actor, now) = (filler.actor(Role::Manager), at(self.day(day), 10, 0));
        match take_step(filler.app, &actor, now, &step).await? {
            Stepped::Done | Stepped::Already => Ok(()),
            Stepped::Refused(Refusal::Lifecycle(refusal)) => bail!("{refusal}: {}", self.faults().await?),
            Stepped::Refused(Refusal::Nobody) => bail!("請求する人がいません"),
            Stepped::Refused(Refusal::Files(findings)) => {
                bail!("請求ファイルを作れません: {}", told(&findings))
            }
        }
    }

    /// What keeps the month from going on.
    async fn faults(&self) -> Result<String> {
        let filler = self.filler;
        let at = filler.app.store.read(&filler.scope());
        let state = at.claim_months().get(self.month).await?.state;
        let claim = MonthClaim::read(at, filler.app.tables, self.month, state).await?;
        Ok(told(claim.findings().filter(|finding| finding.severity == Severity::Fault)))
    }

    /// What was found after 締め: the month is opened with a reason, the record put right, the month closed again.
    async fn correct(&self) -> Result<()> {
        let filler = self.filler;
        for (person, id) in filler.people() {
            for correction in person.correction.iter().filter(|correction| correction.day.month() == self.month) {
                self.go(MonthState::Open, 3, &correction.why).await?;
                let actor = filler.actor(Role::Manager);
                let tx = filler.app.store.begin(&actor, at(self.day(3), 11, 0)).await?.because(&correction.why);
                let Some(record) = tx.days().get(id, correction.day).await? else {
                    bail!("直す記録がありません: {} {}", person.id, correction.day)
                };
                let mut body = record.body;
                body.facts.end = Some(correction.end);
                tx.days().save(id, correction.day, &body, Some(record.version)).await?;
                let detail = json!({ "day": correction.day.to_string(), "fields": ["end"] });
                let subject = Subject::new(EntityKind::Person, id);
                tx.commit(AuditEvent::new(AuditKind::DaySaved, subject).with(detail)).await?;
                self.go(MonthState::Closed, 4, "").await?;
            }
        }
        Ok(())
    }
}

/// Findings in one line; they hold no personal data.
fn told<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> String {
    let told: BTreeSet<String> =
        findings.into_iter().map(|finding| format!("{} {}", finding.code, finding.what)).collect();
    told.into_iter().collect::<Vec<_>>().join(" / ")
}
