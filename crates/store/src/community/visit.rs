//! 訪問・利用: what one visit or stay is, with the people who worked it and the decisions on its held points.
use crate::{
    codec::{from_json, instant, to_json},
    entity::visit as row,
    error::{Result, StoreError},
};
use fees::community::facts::{self, Decision, Service};
use jiff::Timestamp;
use kernel::{Day, Month, text::search_key};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// Who worked a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitStaff {
    /// 氏名.
    pub name: String,
    /// The account, for staff who sign in; found by it, whatever way the name was typed.
    pub account_id: Option<i64>,
}

impl VisitStaff {
    /// What the same helper is found by in other visits: the account, else the name in any kana and width.
    pub fn key(&self) -> String {
        self.account_id.map_or_else(|| format!("name:{}", search_key(&self.name)), Self::account_key)
    }

    /// The key of an account.
    pub fn account_key(account_id: i64) -> String {
        format!("account:{account_id}")
    }
}

/// One visit (移動支援) or stay (日中一時支援), as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitBody {
    /// Which service.
    pub service: Service,
    /// What the rules read. Decisions are kept beside the body with who, when and why: here they are empty.
    pub facts: facts::Visit,
    /// Planned start, minutes since midnight.
    #[serde(default)]
    pub planned_start: Option<u16>,
    /// Planned end; not after the start = the next day.
    #[serde(default)]
    pub planned_end: Option<u16>,
    /// Who worked; at most two.
    #[serde(default)]
    pub staff: Vec<VisitStaff>,
    /// 備考.
    #[serde(default)]
    pub note: String,
}

impl VisitBody {
    /// A visit with nothing but its facts.
    pub const fn new(service: Service, facts: facts::Visit) -> VisitBody {
        VisitBody { service, facts, planned_start: None, planned_end: None, staff: Vec::new(), note: String::new() }
    }

    /// The day it began.
    pub const fn day(&self) -> Day {
        self.facts.date
    }

    /// The following month, when the visit runs over the last midnight of its own.
    pub fn into_month(&self) -> Option<Month> {
        let next = self.day().plus_days(1).month();
        (self.facts.passes_midnight() && next != self.day().month()).then_some(next)
    }

    /// Every month whose claim reads the visit.
    pub(super) fn months(&self) -> BTreeSet<Month> {
        [self.day().month()].into_iter().chain(self.into_month()).collect()
    }

    /// Whether two visits share a minute. One that ends when the other begins does not.
    ///
    /// ```
    /// # use fees::community::facts::{Service, Visit};
    /// # use store::VisitBody;
    /// let visit = |day: &str, start, end| VisitBody::new(Service::Mobility, Visit::new(day.parse().unwrap(), start, end));
    /// let night = visit("2026-10-01", 23 * 60, 30);
    /// assert!(night.overlaps(&visit("2026-10-02", 0, 60)));
    /// assert!(!night.overlaps(&visit("2026-10-02", 30, 60)));
    /// ```
    pub fn overlaps(&self, other: &VisitBody) -> bool {
        let days = (other.day().0 - self.day().0).get_days();
        let span = |body: &VisitBody, shift: i32| {
            let start = i32::from(body.facts.start).saturating_add(shift.saturating_mul(DAY));
            (start, start.saturating_add(i32::from(body.facts.worked_minutes())))
        };
        let ((from, to), (other_from, other_to)) = (span(self, 0), span(other, days));
        from < other_to && other_from < to
    }

    /// Whether what a decision was about has changed: then it has to be decided anew.
    pub(super) fn differs_for_rules(&self, other: &VisitBody) -> bool {
        (self.service, &self.facts) != (other.service, &other.facts)
    }
}

/// A person's decision on a point that the rules do not settle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldDecision {
    /// The point, `U-02`.
    pub point: String,
    /// The reading chosen.
    pub choice: String,
    /// Why.
    pub why: String,
    /// Who; `None` for set-up.
    pub account_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

/// A recorded visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Id; its history is kept under it.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// The version to hand back when saving.
    pub version: i64,
    /// Last change, decisions included.
    pub changed_at: Timestamp,
    /// What happened.
    pub body: VisitBody,
    /// Decisions on held points, by point.
    pub decisions: Vec<HeldDecision>,
}

impl Visit {
    /// The facts with the decisions, as the rules read them.
    pub fn for_rules(&self) -> facts::Visit {
        let decided = |d: &HeldDecision| Decision { point: d.point.clone(), choice: d.choice.clone() };
        facts::Visit { decisions: self.decisions.iter().map(decided).collect(), ..self.body.facts.clone() }
    }
}

/// What the history keeps of one version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) visit: VisitBody,
    pub(super) decisions: Vec<HeldDecision>,
}

pub(super) fn visit(row: row::Model) -> Result<Visit> {
    Ok(Visit {
        id: row.id,
        person_id: row.person_id,
        version: row.version,
        changed_at: instant("visit", "changed_at_ms", row.changed_at_ms)?,
        body: from_json("visit", "body", &row.body)?,
        decisions: from_json("visit", "decisions", &row.decisions)?,
    })
}

/// The columns that a body fills; what lists and indexes read stands beside it.
pub(super) fn columns(body: &VisitBody) -> row::ActiveModel {
    let mut keys = body.staff.iter().map(VisitStaff::key);
    row::ActiveModel {
        day: Set(body.day().to_string()),
        month: Set(body.day().month().to_string()),
        into_month: Set(body.into_month().map(|month| month.to_string())),
        service: Set(crate::codec::word(&body.service)),
        start_minute: Set(i64::from(body.facts.start)),
        helper_1: Set(keys.next()),
        helper_2: Set(keys.next()),
        body: Set(to_json(body)),
        ..Default::default()
    }
}

/// Refuses what no later rule could read.
pub(super) fn refuse_unreadable(body: &VisitBody) -> Result<()> {
    let minutes = |start: u16, end: u16| start < 1440 && end <= 1440;
    let planned = body.planned_start.is_some() == body.planned_end.is_some()
        && minutes(body.planned_start.unwrap_or(0), body.planned_end.unwrap_or(0));
    if !minutes(body.facts.start, body.facts.end) || !planned {
        return Err(StoreError::Invalid {
            what: "訪問・利用の時刻が1日の範囲にありません",
            how_to_fix: "開始は 0000〜2359、終了は 0000〜2400 の時刻にしてください",
        });
    }
    if body.facts.transport > 2 || body.facts.deducted_minutes > body.facts.worked_minutes() {
        return Err(StoreError::Invalid {
            what: "送迎の回数か算定外の時間が、訪問・利用に収まりません",
            how_to_fix: "送迎は 0〜2、算定外の時間は実績時間以下にしてください",
        });
    }
    if body.staff.len() > 2 {
        return Err(StoreError::Invalid {
            what: "1回の訪問に3人以上のヘルパーが入力されています",
            how_to_fix: "ヘルパーは2人までにしてください。3人目は別の訪問として記録してください",
        });
    }
    if !body.facts.decisions.is_empty() {
        return Err(StoreError::Invalid {
            what: "保留の判断は、訪問の内容と一緒には保存できません",
            how_to_fix: "訪問を保存してから、保留の判断を選んでください",
        });
    }
    Ok(())
}
