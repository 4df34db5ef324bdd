//! 利用者負担: what the cost becomes before any cap, by the model of the municipality.
use fees::community::facts::{Decision, IncomeClass, Service};
use fees::community::pack::{BurdenRounding, Pack};
use fees::community::{CommunityAssessment, EntryKind};
use kernel::{Finding, Place, Ratio, Severity, Units, Yen};
use serde::{Deserialize, Serialize};

/// 上限額管理 of the month as the result sheet says for this office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedCap {
    /// 指定事業所番号 of the manager.
    #[serde(default)]
    pub office_no: String,
    /// 事業所名称 of the manager.
    #[serde(default)]
    pub office_name: String,
    /// 管理結果 1, 2 or 3.
    pub result: u8,
    /// 管理結果額: what this office may charge after management, all services together.
    pub amount: Yen,
}

/// What the certificate says about the burden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommunityBurden {
    /// 利用者負担上限月額①.
    pub cap: Option<Yen>,
    /// 利用者負担率 in percent; `None` = the municipality's.
    pub rate_percent: Option<u8>,
    /// 所得区分.
    pub income: Option<IncomeClass>,
    /// 上限額管理.
    pub managed: Option<ManagedCap>,
    /// Whether this office manages the cap; `None` = not told.
    pub managed_here: Option<bool>,
    /// Choices that hold for the month (U-11, U-22).
    pub decisions: Vec<Decision>,
}

impl CommunityBurden {
    /// What of the result contradicts the meaning of its number, against the burden of this office before management.
    pub(super) fn contradiction(&self, own: Yen) -> Option<String> {
        let (managed, cap) = (self.managed.as_ref()?, self.cap);
        let (amount, here) = (managed.amount, self.managed_here);
        match managed.result {
            1 if here == Some(true) && cap.is_some_and(|cap| amount != cap) => Some(format!(
                "管理結果1のとき、管理事業所の額は負担上限月額 {}円 のはずですが {amount}円 です",
                cap.unwrap_or_default()
            )),
            1 if here == Some(false) && amount != Yen(0) => {
                Some(format!("管理結果1のとき、管理事業所でない事業所の額は0円のはずですが {amount}円 です"))
            }
            2 if amount != own => {
                Some(format!("管理結果2のとき、額はこの事業所の負担額 {own}円 と同じはずですが {amount}円 です"))
            }
            3 if here == Some(true) && cap.is_some_and(|cap| own >= cap) => Some(format!(
                "この事業所の負担額だけで負担上限月額 {}円 に達しているので、管理結果は3ではなく1のはずです",
                cap.unwrap_or_default()
            )),
            3 if here == Some(true) && amount != own => {
                Some(format!("管理結果3のとき、管理事業所の額は自分の負担額 {own}円 のはずですが {amount}円 です"))
            }
            1..=3 => None,
            other => Some(format!("管理結果 {other} はありません。1・2・3 のどれかです")),
        }
    }
}

/// The share a person bears before the cap.
pub(super) struct Share {
    pub(super) rate_percent: u8,
    rounding: BurdenRounding,
    /// 所得区分 without burden.
    pub(super) free_income: bool,
    /// Minutes of the month without burden.
    free_minutes: Option<u32>,
}

impl Share {
    /// The model of the pack for this person.
    ///
    /// # Errors
    /// The findings that name what is not known.
    pub(super) fn of(pack: &Pack, burden: &CommunityBurden) -> Result<Share, Vec<Finding>> {
        let rules = &pack.burden;
        let city = &pack.identity.name;
        if !rules.known {
            return Err(vec![Finding::new(
                "burden_unknown",
                Severity::Fault,
                Place::named("利用者負担"),
                format!("{city}の利用者負担の決まりが分かりません"),
                "市町村に利用者負担の割合と端数の扱いを確かめ、市町村パックに書いてください",
            )]);
        }
        let mut missing = Vec::new();
        if !rules.free_income.is_empty() && burden.income.is_none() {
            missing.push(unsaid("income_class", "所得区分", city));
        }
        let rate = burden.rate_percent.or(rules.rate_percent).or(pack.user.as_ref().map(|user| user.rate));
        if rate.is_none() {
            missing.push(unsaid("burden_rate", "利用者負担率", city));
        }
        if rate.is_some_and(|rate| rate > 100) {
            missing.push(unsaid("burden_rate", "0から100までの利用者負担率", city));
        }
        if rules.rounding.is_none() {
            missing.push(Finding::new(
                "burden_rounding",
                Severity::Fault,
                Place::named("利用者負担"),
                format!("{city}の利用者負担の端数の扱いが分かりません"),
                "市町村に端数の扱い(1円未満切捨て、10円未満切捨てなど)を確かめ、市町村パックに書いてください",
            ));
        }
        match (rate, rules.rounding) {
            (Some(rate_percent), Some(rounding)) if missing.is_empty() => Ok(Share {
                rate_percent,
                rounding,
                free_income: burden.income.is_some_and(|income| rules.free_income.iter().any(|c| c == income.code())),
                free_minutes: rules.free_hours_per_month.map(|hours| u32::from(hours) * 60),
            }),
            _ => Err(missing),
        }
    }

    /// The share of a cost, before the cap.
    pub(super) fn of_cost(&self, cost: Yen) -> Option<Yen> {
        let part = Units(cost.0).times_floor(Ratio::new(i64::from(self.rate_percent), 100))?.0;
        Some(Yen(match self.rounding {
            BurdenRounding::Floor1 => part,
            BurdenRounding::Floor10 => part.div_euclid(10) * 10,
        }))
    }

    /// The cost a share is taken of: all of it, or what lies beyond the free hours of the month.
    ///
    /// # Errors
    /// A finding where a visit lies on both sides of the free hours, since nothing says how its price is divided.
    pub(super) fn paid_cost(&self, part: &CommunityAssessment, cost: Yen) -> Result<Yen, Box<Finding>> {
        // hours are a measure of 移動支援: a stay of 日中一時支援 has a class and no free hours
        let hours = self.free_minutes.filter(|_| part.service == Service::Mobility);
        let Some(free) = hours else { return Ok(cost) };
        let (mut used, mut without) = (0_u32, 0_i64);
        for entry in &part.entries {
            let minutes = if entry.kind == EntryKind::Support { u32::from(entry.counted_minutes) } else { 0 };
            let before = used;
            used = used.saturating_add(minutes);
            if used <= free {
                let line = part.lines.iter().find(|line| line.name == entry.service_name);
                without = without.saturating_add(line.and_then(|line| line.amount).unwrap_or_default());
            } else if before < free {
                return Err(Box::new(
                    Finding::new(
                        "free_hours_straddle",
                        Severity::Fault,
                        Place::on_day(entry.date.number(), "visits", "時間"),
                        format!(
                            "この記録は、{}の無料の時間をまたいでいます。料金の分け方が決まっていません",
                            part.municipality
                        ),
                        "市町村に分け方を確かめ、無料の時間までの記録と、その後の記録に分けて入力してください",
                    )
                    .linked("visit"),
                ));
            }
        }
        let free_cost = match part.totals.and_then(|totals| totals.unit_price) {
            Some(price) => Units(without).cost_floor(price).unwrap_or_default(),
            None => Yen(without),
        };
        Ok(Yen(cost.0 - free_cost.0))
    }
}

pub(super) fn unsaid(field: &str, label: &str, city: &str) -> Finding {
    Finding::new(
        &format!("{field}_missing"),
        Severity::Fault,
        Place::field(field, label),
        format!("{label}がないため、{city}の利用者負担が決まりません"),
        format!("受給者証を見て、{label}を入力してください"),
    )
    .linked("card")
}
