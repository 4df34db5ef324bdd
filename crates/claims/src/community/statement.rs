//! 請求明細書: lines, columns by service type, and the way from cost to 給付費.
use super::burden::{CommunityBurden, Share, unsaid};
use fees::community::facts::Service;
use fees::community::pack::{FreeChildMechanism, Pack};
use fees::community::{CommunityAssessment, CommunityLine, Totals};
use fees::{Fact, Step};
use kernel::{Finding, Month, Place, Severity, Yen};
use serde::{Deserialize, Serialize};

/// Yen of one column of the 請求明細書.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// 給付率 in percent (90).
    pub benefit_rate: u8,
    /// 給付率に基づく請求額.
    pub rate_claim: Yen,
    /// Share before any cap (1割相当額 where the rate is 10).
    pub share: Yen,
    /// 給付率に基づく利用者負担額②: the share; for a waived child the lower of share and cap.
    pub rate_burden: Yen,
    /// 上限月額調整 (①②の内少ない数); blank for a waived child and where no cap holds.
    pub cap_adjusted: Option<Yen>,
    /// 調整後利用者負担額, where several services share the cap.
    pub adjusted: Option<Yen>,
    /// 上限額管理後利用者負担額, with a manager.
    pub managed: Option<Yen>,
    /// 決定利用者負担額.
    pub decided: Yen,
    /// 請求額 自治体助成分, where the municipality claims the freed burden in that field.
    pub subsidy: Option<Yen>,
    /// 請求額 給付費.
    pub benefit: Yen,
}

/// One service type of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Which service.
    pub service: Service,
    /// サービス種類コード (01, 02), where the municipality has one.
    pub service_type: Option<String>,
    /// サービス利用日数.
    pub days: u32,
    /// 給付単位数, 単価, 総費用額; `None` while a price is missing or a record is held.
    pub totals: Option<Totals>,
    /// The yen; `None` for every column while one of them has no totals or the burden is not known.
    pub amounts: Option<Amounts>,
}

/// The total column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// 総費用額.
    pub cost: Yen,
    /// 給付率に基づく請求額.
    pub rate_claim: Yen,
    /// 給付率に基づく利用者負担額②.
    pub rate_burden: Yen,
    /// Burden after the cap and before management.
    pub after_cap: Yen,
    /// 決定利用者負担額.
    pub decided: Yen,
    /// What the person is billed.
    pub user_pays: Yen,
    /// 請求額 給付費.
    pub benefit: Yen,
    /// 請求額 自治体助成分.
    pub subsidy: Option<Yen>,
    /// What a waived child would have paid.
    pub freed: Option<Yen>,
}

/// 請求明細書 of one person and service month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityStatement {
    /// サービス提供年月.
    pub service_month: Month,
    /// Id of the pack.
    pub pack: String,
    /// 市町村名.
    pub municipality: String,
    /// Edition of the pack.
    pub edition: String,
    /// 無償化対象児童.
    pub free: bool,
    /// 利用者負担上限月額① and the rest of what the certificate said.
    pub burden: CommunityBurden,
    /// Lines of the detail block, by service.
    pub lines: Vec<(Service, CommunityLine)>,
    /// Columns of the totals block.
    pub columns: Vec<Column>,
    /// The total column; `None` with the amounts.
    pub total: Option<Total>,
    /// Names without a price.
    pub missing_prices: Vec<String>,
    /// What blocks or warns, of the assessments and of the statement.
    pub findings: Vec<Finding>,
    /// The calculation of the yen.
    pub steps: Vec<Step>,
}

impl CommunityStatement {
    /// Whether there is nothing in the month: no line, and none that waits.
    pub fn is_empty(&self) -> bool {
        self.total.is_some() && self.lines.is_empty()
    }

    /// Whether the statement may be claimed: it has lines, totals and no fault.
    pub fn claimable(&self) -> bool {
        self.total.is_some()
            && !self.lines.is_empty()
            && self.findings.iter().all(|finding| finding.severity != Severity::Fault)
    }
}

/// The statement of one person and month from the assessments of its services (移動支援, 日中一時支援 or both).
///
/// Without totals of every service there is no yen at all: no zero, no part of a sum.
/// Assessments of another month or municipality are refused with a finding.
pub fn settle(
    pack: &Pack,
    service_month: Month,
    parts: &[CommunityAssessment],
    burden: &CommunityBurden,
) -> CommunityStatement {
    let mut parts: Vec<&CommunityAssessment> = parts.iter().collect();
    parts.sort_by_key(|part| part.service);
    let mut made = begun(pack, service_month, &parts, burden);
    if parts.is_empty() || !belong_together(pack, &parts, &mut made) {
        return made;
    }
    let share = match Share::of(pack, burden) {
        Ok(share) => share,
        Err(unknown) => {
            made.findings.extend(unknown);
            return made;
        }
    };
    let cap = cap(pack, &share, burden, &mut made.findings);
    let costs: Option<Vec<Totals>> = parts.iter().map(|part| part.totals).collect();
    let (Some(totals), Ok(cap)) = (costs, cap) else { return made };
    let rows: Result<Vec<Amounts>, Vec<Finding>> = amounts(pack, &parts, &totals, &share, cap, burden);
    match rows {
        Err(wrong) => made.findings.extend(wrong),
        Ok(rows) => {
            for (column, row) in made.columns.iter_mut().zip(&rows) {
                column.amounts = Some(*row);
            }
            made.total = Some(total(pack, &rows, &totals, made.free, cap));
            made.findings.extend(managed(burden, &rows).filter(|_| !made.free));
            made.steps = steps(&parts, &rows, &totals, cap);
            if made.is_empty() {
                made.findings.push(Finding::new(
                    "nothing_to_claim",
                    Severity::Notice,
                    Place::named("請求明細書"),
                    "この月に請求する記録がありません",
                    "記録を入力するか、この人をこの月の請求に入れないでください",
                ));
            }
        }
    }
    made
}

fn begun(
    pack: &Pack,
    service_month: Month,
    parts: &[&CommunityAssessment],
    burden: &CommunityBurden,
) -> CommunityStatement {
    let column = |part: &&CommunityAssessment| Column {
        service: part.service,
        service_type: part.service_type.clone(),
        days: part.days,
        totals: part.totals,
        amounts: None,
    };
    let lines = |part: &&CommunityAssessment| {
        let service = part.service;
        part.lines.iter().map(move |line| (service, line.clone())).collect::<Vec<_>>()
    };
    let mut missing: Vec<String> = parts.iter().flat_map(|part| part.missing_prices.clone()).collect();
    missing.dedup();
    CommunityStatement {
        service_month,
        pack: pack.identity.id.clone(),
        municipality: pack.identity.name.clone(),
        edition: pack.identity.edition.clone(),
        free: parts.iter().any(|part| part.free),
        burden: burden.clone(),
        lines: parts.iter().flat_map(lines).collect(),
        columns: parts.iter().map(column).collect(),
        total: None,
        missing_prices: missing,
        findings: parts.iter().flat_map(|part| part.findings.clone()).collect(),
        steps: Vec::new(),
    }
}

/// One statement is one person, month and municipality, each service once.
fn belong_together(pack: &Pack, parts: &[&CommunityAssessment], made: &mut CommunityStatement) -> bool {
    let same = |part: &&CommunityAssessment| {
        part.pack == pack.identity.id && part.service_month == made.service_month && part.free == made.free
    };
    let twice = parts.windows(2).any(|pair| pair[0].service == pair[1].service);
    let fits = parts.iter().all(same) && !twice;
    if !fits {
        made.findings.push(Finding::new(
            "statement_parts",
            Severity::Fault,
            Place::named("請求明細書"),
            "一つの明細書に、月・市町村・児童無償の扱いがちがう記録、または同じサービスの記録が二度入っています",
            "利用者の月ごと、市町村ごとに明細書を作り直してください",
        ));
    }
    fits
}

/// The cap that holds; `Ok(None)` where the municipality has none, `Err` where it is not known.
fn cap(pack: &Pack, share: &Share, burden: &CommunityBurden, findings: &mut Vec<Finding>) -> Result<Option<Yen>, ()> {
    if !pack.burden.capped {
        return Ok(None);
    }
    if burden.cap.is_none() && !share.free_income {
        findings.push(unsaid("burden_cap", "利用者負担上限月額", &pack.identity.name));
        return Err(());
    }
    Ok(burden.cap)
}

fn amounts(
    pack: &Pack,
    parts: &[&CommunityAssessment],
    totals: &[Totals],
    share: &Share,
    cap: Option<Yen>,
    burden: &CommunityBurden,
) -> Result<Vec<Amounts>, Vec<Finding>> {
    let reading = |point: &str| pack.choice(point, &burden.decisions).map(|choice| choice.reading);
    let each_its_cap = reading("U-22") == Some("cap_per_service");
    let least = reading("U-11") == Some("min_with_cap");
    let several = parts.len() > 1 && !each_its_cap;
    let (mut cap_left, mut managed_left) = (cap, burden.managed.as_ref().map(|managed| managed.amount));
    let mut rows = Vec::new();
    for (part, totals) in parts.iter().zip(totals) {
        let paid = share.paid_cost(part, totals.cost).map_err(|wrong| vec![*wrong])?;
        let part_share = share.of_cost(paid).ok_or_else(|| vec![too_large()])?;
        let mut row = Amounts {
            benefit_rate: 100 - share.rate_percent,
            rate_claim: Yen(totals.cost.0 - part_share.0),
            share: part_share,
            rate_burden: if share.free_income { Yen(0) } else { part_share },
            ..Amounts::default()
        };
        if part.free && pack.route.free_child_mechanism == FreeChildMechanism::ServiceCode {
            row.rate_burden = at_most(row.rate_burden, cap);
            row.benefit = totals.cost;
            rows.push(row);
            continue;
        }
        row.cap_adjusted = cap.map(|cap| at_most(row.rate_burden, Some(cap)));
        let after_cap = at_most(row.rate_burden, if each_its_cap { cap } else { cap_left });
        row.adjusted = several.then_some(after_cap);
        cap_left = cap_left.map(|left| Yen((left.0 - after_cap.0).max(0)));
        if least {
            row.rate_burden = at_most(row.rate_burden, cap);
        }
        let managed = managed_left.map(|left| at_most(after_cap, Some(left)));
        managed_left = managed_left.zip(managed).map(|(left, used)| Yen(left.0 - used.0));
        row.managed = managed;
        row.decided = managed.unwrap_or(after_cap);
        row.benefit = Yen(totals.cost.0 - row.decided.0);
        if part.free && pack.route.free_child_mechanism == FreeChildMechanism::MunicipalSubsidyField {
            row.subsidy = Some(row.decided);
        }
        rows.push(row);
    }
    if managed_left.is_some_and(|left| left.0 > 0) && !parts.iter().any(|part| part.free) {
        return Err(vec![
            Finding::new(
                "managed_over",
                Severity::Fault,
                Place::field("cap_management", "管理結果額"),
                "管理結果額が、この事業所の利用者負担額より大きくなっています",
                "上限額管理結果票の金額を確かめて、入力し直してください",
            )
            .linked("card"),
        ]);
    }
    Ok(rows)
}

/// A 上限額管理 result that cannot be.
fn managed(burden: &CommunityBurden, rows: &[Amounts]) -> Option<Finding> {
    let what = burden.contradiction(Yen(rows.iter().map(|row| after_cap(row).0).sum()))?;
    let place = Place::field("cap_management", "上限額管理結果");
    let mend = "上限額管理結果票の管理結果と、この事業所の行の額を見て直してください";
    Some(Finding::new("managed_contradicts", Severity::Fault, place, what, mend).linked("cap"))
}

fn at_most(amount: Yen, limit: Option<Yen>) -> Yen {
    limit.map_or(amount, |limit| amount.min(limit))
}

fn too_large() -> Finding {
    Finding::new(
        "amount_too_large",
        Severity::Fault,
        Place::named("総費用額"),
        "金額が大きすぎて計算できません",
        "単価と回数を確かめてください",
    )
}

fn total(pack: &Pack, rows: &[Amounts], totals: &[Totals], free: bool, cap: Option<Yen>) -> Total {
    let sum = |of: &dyn Fn(&Amounts) -> Yen| Yen(rows.iter().map(|row| of(row).0).sum());
    let decided = sum(&|row| row.decided);
    let subsidy = rows.iter().any(|row| row.subsidy.is_some()).then(|| sum(&|row| row.subsidy.unwrap_or_default()));
    let burden = sum(&|row| row.rate_burden);
    let waived = free && pack.route.free_child_mechanism == FreeChildMechanism::ServiceCode;
    // one cap would have held over both services
    let after_cap = if waived { at_most(burden, cap) } else { sum(&|row| after_cap(row)) };
    Total {
        cost: Yen(totals.iter().map(|totals| totals.cost.0).sum()),
        rate_claim: sum(&|row| row.rate_claim),
        rate_burden: burden,
        after_cap,
        decided,
        user_pays: Yen(decided.0 - subsidy.unwrap_or_default().0),
        benefit: sum(&|row| row.benefit),
        subsidy,
        freed: free.then(|| subsidy.unwrap_or(after_cap)),
    }
}

/// The burden of a column after the cap and before management.
fn after_cap(row: &Amounts) -> Yen {
    row.adjusted.or(row.cap_adjusted).unwrap_or(row.rate_burden)
}

fn steps(parts: &[&CommunityAssessment], rows: &[Amounts], totals: &[Totals], cap: Option<Yen>) -> Vec<Step> {
    let mut steps = Vec::new();
    for ((part, row), totals) in parts.iter().zip(rows).zip(totals) {
        let name = part.service.label_ja();
        let fact = |name: &'static str, value: Yen| Fact { name: name.into(), value: value.0.to_string().into() };
        let mut step = |rule: &'static str, inputs: Vec<Fact>, value: Yen, text: String| {
            let source = format!("{}の規則({})", part.municipality, part.edition);
            steps.push(Step { rule: rule.into(), source: source.into(), inputs, value: value.0, text: text.into() });
        };
        step(
            "community.share",
            vec![fact("総費用額", totals.cost)],
            row.share,
            format!("{name}: 利用者負担 {}/100", 100 - u32::from(row.benefit_rate)),
        );
        if let Some(cap) = cap {
            let inputs = vec![fact("利用者負担額②", row.rate_burden), fact("上限月額①", cap)];
            step("community.cap", inputs, after_cap(row), format!("{name}: 上限月額までにします"));
        }
        if let Some(managed) = row.managed {
            step("community.managed", Vec::new(), managed, format!("{name}: 上限額管理の結果までにします"));
        }
        let why = if part.free {
            "児童無償のため利用者負担はありません"
        } else {
            "最後の額を決定額にします"
        };
        step("community.decided", Vec::new(), row.decided, format!("{name}: {why}"));
        let inputs = vec![fact("総費用額", totals.cost), fact("決定利用者負担額", row.decided)];
        step("community.benefit", inputs, row.benefit, format!("{name}: 給付費 = 総費用額 − 決定利用者負担額"));
    }
    steps
}
