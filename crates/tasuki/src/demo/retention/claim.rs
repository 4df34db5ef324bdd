//! 請求一覧の操作: センター長チェック for everyone whom nothing keeps back, then 請求する, then 送信済み.
use super::desk::Desk;
use anyhow::{Result, bail};
use jiff::Timestamp;
use kernel::Month;
use office::actions::retention::claims::{MonthClaim, RowState, Wanted, check, mark_sent, request};
use store::Role;

async fn read(desk: &Desk<'_>, month: Month) -> Result<MonthClaim> {
    Ok(MonthClaim::read(desk.app.store.read(&desk.scope()), desk.app.tables, month).await?)
}

fn wanted(claim: &MonthClaim, state: RowState) -> Vec<Wanted> {
    let those = claim.in_state(state);
    those.map(|person| Wanted { person_id: person.person_id, version: person.claim.version }).collect()
}

/// Ticks and requests. A plan that is × is said to be missing since its first month.
pub(super) async fn ask(desk: &Desk<'_>, now: Timestamp, month: Month) -> Result<()> {
    let manager = desk.actor(Role::Manager);
    for person in read(desk, month).await?.in_state(RowState::Waiting) {
        let unmade = person.plan.is_undecided();
        let one = Wanted { person_id: person.person_id, version: person.claim.version };
        if let Err(refusal) = check(desk.app, &manager, now, month, one, unmade).await? {
            bail!("センター長チェックができません: {refusal:?}");
        }
    }
    let ticked = wanted(&read(desk, month).await?, RowState::Checked);
    match request(desk.app, &desk.actor(Role::SupportStaff), now, month, &ticked).await? {
        Ok(()) => Ok(()),
        Err(refusal) => bail!("請求できません: {refusal:?}"),
    }
}

/// The claims were handed in.
pub(super) async fn sent(desk: &Desk<'_>, now: Timestamp, month: Month) -> Result<()> {
    let requested = wanted(&read(desk, month).await?, RowState::Requested);
    Ok(mark_sent(desk.app, &desk.actor(Role::SupportStaff), now, month, &requested).await?)
}
