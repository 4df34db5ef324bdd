//! 加算情報: what the office says of itself for one month, registered by one person and approved by another.
use super::{
    freeze::refuse_requested,
    mark::{Mark, refuse_no_approver},
};
use crate::{
    body_row::{BodyRow, Change, entry, find, month_of, of_month, save},
    entity::retention_month as row,
    entry::Entry,
    error::{Result, StoreError},
    repository::repository,
};
use kernel::{Month, UnitPrice};
use sea_orm::QueryOrder;
use serde::{Deserialize, Serialize};

/// 就労定着率 as counted: so many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateCount {
    /// Still working.
    pub numerator: u32,
    /// Everyone counted.
    pub denominator: u32,
}

/// The office half of the facts of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionMonthBody {
    /// 地域区分.
    pub area_class: String,
    /// 単位数単価, where it overrides that of the table.
    pub unit_price: Option<UnitPrice>,
    /// 就労定着率.
    pub rate: Option<RateCount>,
    /// 利用者数, which chooses the band until 2024-03.
    pub users: Option<u32>,
    /// 就労定着実績体制加算.
    pub results_structure: bool,
    /// 職場適応援助者養成研修修了者配置体制加算.
    pub job_coach: bool,
    /// 特別地域加算 for people who live and are supported in a named area.
    pub special_area: bool,
    /// 福祉・介護職員等処遇改善加算: the class, `I`, `III` …; `None` without it.
    pub treatment_improvement: Option<String>,
    /// サービス管理責任者欠如 from this month.
    pub service_manager_shortage_from: Option<Month>,
    /// The month in which it was solved; `None` while it lasts.
    pub service_manager_shortage_solved_in: Option<Month>,
    /// 就労定着支援員欠如 from this month.
    pub support_staff_shortage_from: Option<Month>,
    /// The month in which it was solved; `None` while it lasts.
    pub support_staff_shortage_solved_in: Option<Month>,
    /// 就労定着支援員 are short by more than a tenth.
    pub support_staff_shortage_over_tenth: bool,
    /// 情報公表未報告.
    pub disclosure_missing: bool,
    /// 業務継続計画未策定.
    pub continuity_plan_missing: bool,
    /// 虐待防止措置未実施.
    pub abuse_prevention_missing: bool,
    /// 備考.
    pub note: String,
}

/// How far the 加算情報 of a month are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdditionsState {
    /// 未登録.
    None,
    /// 承認待ち.
    Pending,
    /// 承認済.
    Approved,
}

impl AdditionsState {
    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            AdditionsState::None => "未登録",
            AdditionsState::Pending => "承認待ち",
            AdditionsState::Approved => "承認済",
        }
    }
}

/// What stands in the row.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stored {
    additions: RetentionMonthBody,
    pressed: Mark,
    approved: Option<Mark>,
    approved_alone: bool,
}

/// 加算情報 of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionMonth {
    /// Id; 0 when nothing was registered yet.
    pub id: i64,
    /// サービス提供年月.
    pub month: Month,
    /// Version to hand back; `None` when nothing was registered yet.
    pub version: Option<i64>,
    /// What was registered.
    pub body: RetentionMonthBody,
    /// First press: who registered these values.
    pub pressed: Option<Mark>,
    /// Second press: who approved them.
    pub approved: Option<Mark>,
    /// Both presses are by one person, as the office allows itself.
    pub approved_alone: bool,
}

impl RetentionMonth {
    fn untouched(month: Month) -> RetentionMonth {
        let body = RetentionMonthBody::default();
        RetentionMonth { id: 0, month, version: None, body, pressed: None, approved: None, approved_alone: false }
    }

    /// How far it is.
    pub const fn state(&self) -> AdditionsState {
        match (self.pressed, self.approved) {
            (None, _) => AdditionsState::None,
            (Some(_), None) => AdditionsState::Pending,
            (Some(_), Some(_)) => AdditionsState::Approved,
        }
    }
}

repository! {
    /// 加算情報 of the scope.
    retention_months: RetentionMonths, RetentionMonthsWriter
}

fn of_row(row: &row::Model) -> Result<RetentionMonth> {
    let month = month_of::<row::Entity>(row)?;
    let Entry { id, version, body } = entry::<row::Entity, Stored>(row)?;
    Ok(RetentionMonth {
        id,
        month,
        version: Some(version),
        body: body.additions,
        pressed: Some(body.pressed),
        approved: body.approved,
        approved_alone: body.approved_alone,
    })
}

impl RetentionMonths<'_> {
    /// Every month that was registered, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<RetentionMonth>> {
        let all = find::<row::Entity>(self.at, &[]).order_by_desc(row::Column::Month);
        all.all(&self.at.exec()).await?.iter().map(of_row).collect()
    }

    /// One month.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self, month: Month) -> Result<RetentionMonth> {
        let found = find::<row::Entity>(self.at, &of_month::<row::Entity>(month)).one(&self.at.exec()).await?;
        found.as_ref().map_or_else(|| Ok(RetentionMonth::untouched(month)), of_row)
    }
}

const NOTHING_TO_APPROVE: StoreError = StoreError::Invalid {
    what: "承認を待っている加算情報がありません",
    how_to_fix: "先に加算情報を登録してください。承認済みのときは、そのままで請求に使えます",
};
const SAME_PERSON: StoreError = StoreError::Invalid {
    what: "登録した本人は承認できません",
    how_to_fix: "別のサービス管理責任者か管理者が承認してください。一人で運営する事業所は、設定で「一人で承認できる」にできます",
};

impl RetentionMonthsWriter<'_> {
    /// 登録, the first press: saves the values, which then wait for approval. Gives the new version.
    ///
    /// # Errors
    /// `Conflict`; `AdditionsInUse` while a claim of the month is requested.
    pub async fn save(&self, month: Month, body: &RetentionMonthBody, expected: Option<i64>) -> Result<i64> {
        refuse_requested(self.tx, month).await?;
        let stored =
            Stored { additions: body.clone(), pressed: Mark::of(self.tx), approved: None, approved_alone: false };
        self.put(month, &stored, expected).await
    }

    /// 承認, the second press: by another account that may approve, or by the same where the office allows it. Gives the
    /// new version.
    ///
    /// # Errors
    /// `Conflict`; `NotAllowed` without the role; `Invalid` for the person of the first press, or when nothing waits.
    pub async fn approve(&self, month: Month, expected: i64) -> Result<i64> {
        refuse_no_approver(self.tx, "加算情報の承認").await?;
        let stored = self.get(month).await?;
        if stored.version != Some(expected) {
            return Err(row::Entity::KIND.conflict(stored.version));
        }
        let Some(pressed) = stored.pressed.filter(|_| stored.approved.is_none()) else {
            return Err(NOTHING_TO_APPROVE);
        };
        let alone = pressed.account_id == self.tx.account_id();
        if alone && !self.at.retention_settings().get().await?.body.one_person_may_approve {
            return Err(SAME_PERSON);
        }
        let approved = Some(Mark::of(self.tx));
        let stored = Stored { additions: stored.body, pressed, approved, approved_alone: alone };
        self.put(month, &stored, Some(expected)).await
    }

    async fn put(&self, month: Month, stored: &Stored, expected: Option<i64>) -> Result<i64> {
        let place = of_month::<row::Entity>(month);
        let unique = [row::Column::OfficeId, row::Column::Month];
        Ok(save::<row::Entity, _>(self.tx, &place, &unique, Change::of(stored), expected).await?.1)
    }
}
