//! 請求明細書の見せ方: a claim in the rows of the form, with the records and the steps behind them.
use crate::{
    actions::community::claims::{ClaimFacts, PersonClaim, decision, head},
    screens::claim::words,
};
use claims::community::{CommunityStatement, ManagedCap, PriceOrigin, rows};
use fees::{
    Step,
    community::{CommunityAssessment, Usage},
};
use kernel::Units;

/// A row of the header: label and value, blank where the form is blank.
pub(super) struct Pair {
    pub(super) label: &'static str,
    pub(super) value: String,
}

pub(super) struct StepView {
    pub(super) text: String,
    pub(super) value: String,
    pub(super) inputs: String,
    pub(super) source: String,
}

pub(super) struct LineView {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) amount: String,
    pub(super) count: u32,
    pub(super) total: String,
    pub(super) days: String,
    pub(super) remark: &'static str,
    pub(super) source: String,
}

pub(super) struct RecordView {
    pub(super) day: String,
    pub(super) time: String,
    pub(super) minutes: String,
    pub(super) name: String,
    pub(super) slots: String,
    pub(super) boxes: String,
    pub(super) reason: String,
    pub(super) held: bool,
}

pub(super) struct ServiceView {
    pub(super) label: &'static str,
    pub(super) decision: String,
    pub(super) usage: String,
    pub(super) period: String,
    pub(super) records: Vec<RecordView>,
    pub(super) steps: Vec<StepView>,
}

pub(super) struct TotalRow {
    pub(super) label: &'static str,
    pub(super) values: Vec<String>,
    pub(super) total: String,
    pub(super) strong: bool,
}

pub(super) struct NotApplied {
    pub(super) name: String,
    pub(super) reason: String,
}

/// 請求明細書 as the form has it.
pub(super) struct StatementView {
    pub(super) header: Vec<Pair>,
    pub(super) limit: Vec<Pair>,
    pub(super) amount_label: &'static str,
    pub(super) lines: Vec<LineView>,
    pub(super) services: Vec<&'static str>,
    pub(super) totals: Vec<TotalRow>,
    pub(super) claimable: bool,
    pub(super) missing: Vec<String>,
    pub(super) freed: String,
    pub(super) yen_steps: Vec<StepView>,
    pub(super) not_applied: Vec<NotApplied>,
    pub(super) parts: Vec<ServiceView>,
    pub(super) edition: String,
}

fn step_view(step: &Step) -> StepView {
    let inputs: Vec<String> = step.inputs.iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect();
    StepView {
        text: step.text.to_string(),
        value: Units(step.value).to_string(),
        inputs: inputs.join("、"),
        source: step.source.to_string(),
    }
}

fn clock(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

fn header(person: &PersonClaim, office: &store::OfficeBody) -> Vec<Pair> {
    let facts = &person.facts;
    let head = head(office, facts);
    let pair = |label, value: String| Pair { label, value };
    vec![
        pair("市町村番号", head.municipality_no),
        pair("助成自治体番号", String::new()),
        pair("サービス提供年月", format!("{}分", head.service_month)),
        pair("受給者証番号", head.recipient_no),
        pair("指定事業所番号", head.office_no),
        pair("事業者及びその事業所の名称", head.office_name),
        pair("支給決定障害者等氏名", head.guardian),
        pair("支給決定に係る障害児氏名", head.child),
        pair("地域区分", String::new()),
        pair("就労継続支援A型事業者負担減免措置実施 / 減免対象者", String::new()),
        pair("利用者負担上限月額①", facts.burden.cap.map(|cap| cap.to_string()).unwrap_or_default()),
    ]
}

fn limit(facts: &ClaimFacts) -> Vec<Pair> {
    let managed = facts.burden.managed.as_ref();
    let text = |of: fn(&ManagedCap) -> String| managed.map(of).unwrap_or_default();
    let number = text(|m| m.office_no.clone());
    vec![
        Pair {
            label: "指定事業所番号",
            value: match (&number, &facts.cap_manager) {
                (told, Some(manager)) if told.is_empty() => manager.to_string(),
                _ => number,
            },
        },
        Pair { label: "事業所名称", value: text(|m| m.office_name.clone()) },
        Pair { label: "管理結果", value: text(|m| m.result.to_string()) },
        Pair { label: "管理結果額", value: text(|m| m.amount.to_string()) },
    ]
}

fn lines(statement: &CommunityStatement) -> Vec<LineView> {
    let number = |value: Option<i64>| value.map_or_else(|| "わかりません".to_owned(), |value| Units(value).to_string());
    let lines = statement.lines.iter().map(|(_, line)| LineView {
        name: line.name.clone(),
        code: line.code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
        amount: number(line.amount),
        count: line.count,
        total: number(line.total),
        days: words::days(&line.days),
        remark: match (line.origin, line.verified) {
            (None, _) => "単価不明",
            (Some(PriceOrigin::Overlay), _) => "登録した単価",
            (Some(_), false) => "未検証",
            _ => "",
        },
        source: line.source.clone(),
    });
    lines.collect()
}

fn usage(usage: Usage) -> String {
    let hours = |minutes: u32| format!("{}時間{:02}分", minutes / 60, minutes % 60);
    match usage {
        Usage::Minutes { used, contracted: Some(all) } => format!("利用 {} / 契約 {}", hours(used), hours(all)),
        Usage::Minutes { used, contracted: None } => format!("利用 {}(契約支給量の登録なし)", hours(used)),
        Usage::Days { used, contracted_x100: Some(all) } => format!("利用 {used}日 / 契約 {}日", all / 100),
        Usage::Days { used, contracted_x100: None } => format!("利用 {used}日(契約支給量の登録なし)"),
    }
}

fn service(facts: &ClaimFacts, assessed: &CommunityAssessment) -> ServiceView {
    let part = facts.parts.iter().find(|part| part.month.service == assessed.service);
    let records = assessed.entries.iter().map(|entry| RecordView {
        day: format!("{}日({})", entry.date.number(), entry.date.weekday_ja()),
        time: format!("{}〜{}", clock(entry.start), clock(entry.end)),
        minutes: clock(entry.minutes),
        name: entry.service_name.clone(),
        slots: entry.slots.join(" / "),
        boxes: entry.boxes.iter().map(|mark| format!("{} {}", mark.label, mark.value)).collect::<Vec<_>>().join("、"),
        reason: entry.reason.clone(),
        held: !entry.held.is_empty(),
    });
    ServiceView {
        label: assessed.service.label_ja(),
        decision: part.map(|part| decision(part.decision.as_deref(), &part.month)).unwrap_or_default(),
        usage: usage(assessed.usage),
        period: assessed.period.clone(),
        records: records.collect(),
        steps: assessed.steps.iter().map(step_view).collect(),
    }
}

/// Rows that people look for first.
const STRONG: [&str; 3] = ["総費用額", "決定利用者負担額", "請求額 給付費"];

pub(super) fn statement(person: &PersonClaim, office: &store::OfficeBody) -> Option<StatementView> {
    let statement = person.outcome.statement.as_ref()?;
    let yen = person.pack().is_some_and(|pack| pack.identity.currency == fees::community::pack::Currency::Yen);
    let not_applied = person.outcome.assessments.iter().flat_map(|part| &part.not_applied);
    Some(StatementView {
        header: header(person, office),
        limit: limit(&person.facts),
        amount_label: if yen { "円" } else { "単位数" },
        lines: lines(statement),
        services: statement.columns.iter().map(|column| column.service.label_ja()).collect(),
        totals: rows(statement)
            .into_iter()
            .map(|row| TotalRow {
                strong: STRONG.contains(&row.label),
                label: row.label,
                values: row.values,
                total: row.total,
            })
            .collect(),
        claimable: person.claimable(),
        missing: statement.missing_prices.clone(),
        freed: statement.total.and_then(|total| total.freed).map(|freed| freed.to_string()).unwrap_or_default(),
        yen_steps: statement.steps.iter().map(step_view).collect(),
        not_applied: not_applied
            .map(|rule| NotApplied { name: rule.name.to_string(), reason: rule.reason.to_string() })
            .collect(),
        parts: person.outcome.assessments.iter().map(|part| service(&person.facts, part)).collect(),
        edition: format!("{} {}", statement.municipality, statement.edition),
    })
}
