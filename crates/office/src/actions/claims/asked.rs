//! 手続きとその答え: what a step of a month is, whatever the service – how the month is held for it, what it has to show
//! for itself, and what it does to the month.
use claims::lifecycle::{LifecycleError, MonthState, Need};
use kernel::{Finding, Month};
use store::{AuditKind, ClaimMonth, EntityKind, StoreError, WriteTx};

/// A step somebody asks for.
#[derive(Clone, Debug)]
pub struct Step {
    /// サービス提供年月.
    pub month: Month,
    /// Where to.
    pub to: MonthState,
    /// Version of the month on the screen.
    pub version: i64,
    /// Why, for a step back.
    pub reason: String,
    /// The 未検証 codes were acknowledged.
    pub acknowledged: bool,
    /// 処理対象年月, for 出力.
    pub processing_month: Month,
    /// The account may sign.
    pub may_approve: bool,
}

/// Why a step was not taken; nothing was changed.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The lifecycle does not allow it.
    Lifecycle(LifecycleError),
    /// Nobody has a record or contract in the month.
    Nobody,
    /// The files cannot be made.
    Files(Vec<Finding>),
}

/// What became of a step.
#[derive(Clone, Debug)]
pub enum Stepped {
    /// Taken.
    Done,
    /// The month is already there: a second press changes nothing.
    Already,
    /// Not taken.
    Refused(Refusal),
}

impl Step {
    /// Holds the month for this act; `None` when it is there already.
    ///
    /// # Errors
    /// `Conflict` when another step was taken since the page was opened; what the database reports.
    pub(in crate::actions) async fn hold(&self, tx: &WriteTx) -> Result<Option<ClaimMonth>, StoreError> {
        let stored = tx.claim_months().hold(self.month).await?;
        if stored.version == self.version {
            return Ok(Some(stored));
        }
        if stored.state == self.to {
            return Ok(None);
        }
        Err(StoreError::Conflict { what: EntityKind::ClaimMonth.label_ja(), current: Some(stored.version) })
    }

    /// What the lifecycle may count on: a claim without fault, one whose codes were all seen, and what the step brings.
    pub(in crate::actions) fn have(&self, faultless: bool, verified: bool) -> Vec<Need> {
        let mut have = vec![Need::Assessed];
        let mut add = |fits: bool, need: Need| have.extend(fits.then_some(need));
        add(faultless, Need::NoFault);
        add(self.acknowledged || verified, Need::UnverifiedAcknowledged);
        add(self.may_approve, Need::ApprovalRight);
        add(!self.reason.trim().is_empty(), Need::Reason);
        have
    }

    /// Moves the month, and the months of other claims that go with it.
    ///
    /// # Errors
    /// What the database reports.
    pub(in crate::actions) async fn taken(&self, tx: &WriteTx) -> Result<(), StoreError> {
        match self.to {
            MonthState::Open => tx.again().thaw(self.month).await?,
            MonthState::Exported => tx.again().claimed(self.month, self.processing_month).await?,
            _ => {}
        }
        tx.claim_months().step(self.month, self.version, self.to).await?;
        Ok(())
    }

    /// What the audit log calls it.
    pub(in crate::actions) fn kind(&self, from: MonthState) -> AuditKind {
        match (from, self.to) {
            (MonthState::Open, _) => AuditKind::MonthClosed,
            (_, MonthState::Open) => AuditKind::MonthReopened,
            (_, MonthState::Exported) => AuditKind::ClaimFilesMade,
            _ => AuditKind::MonthStepTaken,
        }
    }
}
