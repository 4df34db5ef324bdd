//! 請求月の状態: 入力中 → 締め → 点検 → 承認 → 出力, one step at a time; undone one step at a time until 出力.
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a claim month stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthState {
    /// 入力中: facts may change.
    #[default]
    Open,
    /// 締め: facts are frozen.
    Closed,
    /// 点検: someone has looked at the findings.
    Checked,
    /// 承認: the manager has signed.
    Approved,
    /// 出力: the files were written; corrections are new versions.
    Exported,
}

/// What the caller must make sure of before a transition; roles are the caller's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Every person of the month was assessed.
    Assessed,
    /// No finding of the month is a fault.
    NoFault,
    /// 未検証 codes, if any, were acknowledged.
    UnverifiedAcknowledged,
    /// The right to sign.
    ApprovalRight,
    /// A reason is written down.
    Reason,
}

/// One allowed change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// State before.
    pub from: MonthState,
    /// State after.
    pub to: MonthState,
    /// What has to be there.
    pub needs: &'static [Need],
}

/// Every allowed change, forward and back.
pub const TRANSITIONS: &[Transition] = &[
    Transition { from: MonthState::Open, to: MonthState::Closed, needs: &[Need::Assessed] },
    Transition { from: MonthState::Closed, to: MonthState::Checked, needs: &[Need::NoFault] },
    Transition { from: MonthState::Checked, to: MonthState::Approved, needs: &[Need::NoFault, Need::ApprovalRight] },
    Transition {
        from: MonthState::Approved,
        to: MonthState::Exported,
        needs: &[Need::NoFault, Need::UnverifiedAcknowledged],
    },
    Transition { from: MonthState::Closed, to: MonthState::Open, needs: &[Need::Reason] },
    Transition { from: MonthState::Checked, to: MonthState::Closed, needs: &[Need::Reason] },
    Transition { from: MonthState::Approved, to: MonthState::Checked, needs: &[Need::Reason, Need::ApprovalRight] },
];

/// Why a change of state is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleError {
    /// The step does not exist.
    #[error("「{from}」から「{to}」へは進めません。{}", hint(*.from))]
    NoSuchStep {
        /// State of the month.
        from: MonthState,
        /// State asked for.
        to: MonthState,
    },
    /// Something is not there yet.
    #[error("「{to}」にできません。{need}")]
    Lacking {
        /// State asked for.
        to: MonthState,
        /// What is lacking.
        need: Need,
    },
}

fn hint(from: MonthState) -> String {
    match (from.next(), from.previous()) {
        (Some(next), Some(previous)) => format!("進めるのは「{next}」、戻せるのは「{previous}」です"),
        (Some(next), None) => format!("進めるのは「{next}」です"),
        (None, _) => {
            "出力した月は戻せません。過誤または返戻の手続きをしてから、新しい請求として作ってください".to_owned()
        }
    }
}

impl MonthState {
    /// The following state.
    ///
    /// ```
    /// # use claims::lifecycle::MonthState;
    /// assert_eq!(MonthState::Open.next(), Some(MonthState::Closed));
    /// assert_eq!(MonthState::Exported.next(), None);
    /// ```
    pub const fn next(self) -> Option<MonthState> {
        match self {
            MonthState::Open => Some(MonthState::Closed),
            MonthState::Closed => Some(MonthState::Checked),
            MonthState::Checked => Some(MonthState::Approved),
            MonthState::Approved => Some(MonthState::Exported),
            MonthState::Exported => None,
        }
    }

    /// The state one step back; none before the first and none once the files were written.
    pub const fn previous(self) -> Option<MonthState> {
        match self {
            MonthState::Open | MonthState::Exported => None,
            MonthState::Closed => Some(MonthState::Open),
            MonthState::Checked => Some(MonthState::Closed),
            MonthState::Approved => Some(MonthState::Checked),
        }
    }

    /// Whether the facts of the month may change.
    pub const fn is_open(self) -> bool {
        matches!(self, MonthState::Open)
    }

    /// Moves to `to` when the step exists and everything it needs is in `have`.
    pub fn go(self, to: MonthState, have: &[Need]) -> Result<MonthState, LifecycleError> {
        let step = TRANSITIONS
            .iter()
            .find(|step| step.from == self && step.to == to)
            .ok_or(LifecycleError::NoSuchStep { from: self, to })?;
        match step.needs.iter().find(|need| !have.contains(need)) {
            Some(&need) => Err(LifecycleError::Lacking { to, need }),
            None => Ok(to),
        }
    }
}

impl fmt::Display for MonthState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MonthState::Open => "入力中",
            MonthState::Closed => "締め",
            MonthState::Checked => "点検",
            MonthState::Approved => "承認",
            MonthState::Exported => "出力",
        })
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Need::Assessed => "まだ計算していない利用者がいます。全員を計算してください",
            Need::NoFault => "請求できない「直すところ」が残っています。すべて直してください",
            Need::UnverifiedAcknowledged => "未検証のサービスコードがあります。内容を確かめて、確認済みにしてください",
            Need::ApprovalRight => "承認の権限を持つ人が行ってください",
            Need::Reason => "戻す理由を書いてください",
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_month_goes_forward_one_step_at_a_time() {
        assert_eq!(MonthState::Open.go(MonthState::Closed, &[Need::Assessed]), Ok(MonthState::Closed));
        let skipped = MonthState::Open.go(MonthState::Approved, &[Need::Assessed]).unwrap_err();
        assert_eq!(skipped.to_string(), "「入力中」から「承認」へは進めません。進めるのは「締め」です");
    }

    #[test]
    fn every_listed_step_is_the_next_or_the_previous_state() {
        for step in TRANSITIONS {
            assert!(step.from.next() == Some(step.to) || step.from.previous() == Some(step.to), "{step:?}");
            assert_eq!(step.from.go(step.to, step.needs), Ok(step.to));
        }
        assert_eq!(TRANSITIONS.len(), 7);
    }

    #[test]
    fn a_written_month_cannot_be_undone() {
        let refused = MonthState::Exported.go(MonthState::Approved, &[Need::Reason, Need::ApprovalRight]).unwrap_err();
        assert!(refused.to_string().contains("出力した月は戻せません"));
        assert_eq!(MonthState::Exported.previous(), None);
        assert_eq!(MonthState::Approved.previous(), Some(MonthState::Checked));
    }

    #[test]
    fn a_month_with_faults_is_not_signed() {
        let refused = MonthState::Checked.go(MonthState::Approved, &[Need::ApprovalRight]).unwrap_err();
        assert!(refused.to_string().contains("「直すところ」が残っています"));
    }
}
