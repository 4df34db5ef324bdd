//! 締めから出力まで of O3, through the same action as the buttons of the screen.
use super::desk::Desk;
use crate::demo::stamp::at;
use anyhow::{Result, bail};
use claims::lifecycle::MonthState;
use kernel::{Month, Severity};
use office::actions::{
    claims::{Refusal, Step, Stepped},
    community::claims::{MonthClaim, take_step},
};
use std::collections::BTreeSet;
use store::Role;

/// The steps with the days of the following month on which they are taken.
const STEPS: [(MonthState, u8); 4] =
    [(MonthState::Closed, 2), (MonthState::Checked, 5), (MonthState::Approved, 7), (MonthState::Exported, 8)];

/// Takes a month the whole way.
pub(super) async fn month(desk: &Desk<'_>, month: Month) -> Result<()> {
    for (to, day) in STEPS {
        let version = desk.app.store.read(&desk.scope()).claim_months().get(month).await?.version;
        let (reason, processing_month) = (String::new(), month.next());
        let step = Step { month, to, version, reason, acknowledged: true, processing_month, may_approve: true };
        let now = at(month.next().day(day).unwrap_or(month.next().first_day()), 10, 0);
        match take_step(desk.app, &desk.actor(Role::Manager), now, &step).await? {
            Stepped::Done | Stepped::Already => {}
            Stepped::Refused(Refusal::Nobody) => bail!("請求する人がいません"),
            Stepped::Refused(Refusal::Lifecycle(refusal)) => bail!("{refusal}: {}", faults(desk, month).await?),
            Stepped::Refused(Refusal::Files(findings)) => {
                let told: BTreeSet<String> = findings.into_iter().map(|finding| finding.what).collect();
                bail!("書類を作れません: {told:?}")
            }
        }
    }
    Ok(())
}

/// What keeps the month from going on; no names are in it.
async fn faults(desk: &Desk<'_>, month: Month) -> Result<String> {
    let at = desk.app.store.read(&desk.scope());
    let state = at.claim_months().get(month).await?.state;
    let claim = MonthClaim::read(at, month, state).await?;
    let all = claim.everyone().flat_map(|person| person.findings());
    let faults = all.filter(|finding| finding.severity == Severity::Fault);
    let told: BTreeSet<String> = faults.map(|finding| format!("{} {}", finding.code, finding.what)).collect();
    Ok(told.into_iter().collect::<Vec<_>>().join(" / "))
}
