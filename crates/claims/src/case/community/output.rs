//! 結果の文書: the output of a case of 地域生活支援事業. Amounts that are not known are null, never zero.
use super::facts::CommunityResult;
use crate::case::output::list;
use crate::community::Amounts;
use fees::community::Entry;
use fees::community::pack::Currency;
use kernel::Yen;
use serde_json::{Value, json};

/// The output document.
pub(super) fn output(result: &CommunityResult) -> Value {
    let (part, statement) = (&result.assessment, &result.statement);
    let units = |amount: Option<i64>| amount.filter(|_| part.currency == Currency::Units);
    let yen = |amount: Option<i64>| amount.filter(|_| part.currency == Currency::Yen);
    let lines: Vec<Value> = part
        .lines
        .iter()
        .map(|line| {
            json!({
                "code": line.code, "name": line.name, "units": units(line.amount), "yen": yen(line.amount),
                "count": line.count, "service_units": units(line.total), "service_yen": yen(line.total),
                "verified": line.verified, "days": line.days, "source": line.source,
            })
        })
        .collect();
    let amounts = statement.columns.first().and_then(|column| column.amounts);
    let of = |pick: fn(&Amounts) -> Yen| amounts.as_ref().map(pick);
    let maybe = |pick: fn(&Amounts) -> Option<Yen>| amounts.as_ref().and_then(pick);
    let total = statement.total;
    json!({
        "municipality": part.municipality, "edition": part.edition, "period": part.period,
        "service_type": part.service_type, "waived_child": part.free,
        "lines": lines,
        "missing_prices": part.missing_prices,
        "total_units": part.totals.and_then(|totals| totals.units),
        "unit_price": part.totals.and_then(|totals| totals.unit_price),
        "total_cost": part.totals.map(|totals| totals.cost),
        "rate_claim": of(|row| row.rate_claim),
        "ten_percent": of(|row| row.share),
        "rate_burden": of(|row| row.rate_burden),
        "cap_adjusted_burden": maybe(|row| row.cap_adjusted),
        "managed_burden": maybe(|row| row.managed),
        "decided_burden": of(|row| row.decided),
        "municipal_subsidy": maybe(|row| row.subsidy),
        "benefit_claim": of(|row| row.benefit),
        "user_pays": total.map(|total| total.user_pays),
        "freed_burden": total.and_then(|total| total.freed),
        "claim_days": part.days, "service_days": part.days,
        "usage": part.usage,
        "entries": part.entries.iter().map(entry).collect::<Vec<_>>(),
        "held": part.held.iter().map(|record| json!({
            "rule": record.point.id, "date": record.date, "start": hhmm(record.start), "end": hhmm(record.end),
            "service_name": record.service_name, "question": record.point.question,
            "suggestion": record.point.suggestion, "suggestion_text": record.point.suggestion_text,
            "alternatives": record.point.alternatives.iter()
                .map(|(id, text)| json!({ "choice": id, "text": text })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "not_applied": part.not_applied.iter()
            .map(|rule| json!({ "rule": rule.rule, "reason": rule.reason, "missing": rule.missing }))
            .collect::<Vec<_>>(),
        "findings": statement.findings.iter().map(|finding| json!({
            "code": finding.code, "severity": finding.severity, "place": finding.place.text,
            "what": finding.what, "how_to_fix": finding.how_to_fix,
        })).collect::<Vec<_>>(),
        "steps": part.steps.iter().chain(&statement.steps).map(|step| json!({
            "rule": step.rule, "source": step.source, "inputs": step.inputs, "value": step.value,
        })).collect::<Vec<_>>(),
    })
}

/// One record of the entry sheet, in the order of the tool.
fn entry(entry: &Entry) -> Value {
    json!({
        "date": entry.date, "weekday": entry.date.weekday_ja(), "start": hhmm(entry.start), "end": hhmm(entry.end),
        "minutes": hhmm(entry.minutes), "slots": entry.slots,
        "boxes": entry.boxes.iter()
            .map(|mark| json!({ "index": mark.index, "label": mark.label, "value": mark.value }))
            .collect::<Vec<_>>(),
        "service_name": entry.service_name,
        "held": entry.held.iter().map(|held| held.id.clone()).collect::<Vec<_>>(),
    })
}

pub(super) fn hhmm(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

/// JSON Schema of the output document.
pub(in crate::case) fn schema() -> Value {
    let text = json!({ "type": "string" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let maybe = json!({ "type": ["integer", "null"] });
    let maybe_text = json!({ "type": ["string", "null"] });
    let integers = json!({ "type": "array", "items": count });
    let texts = json!({ "type": "array", "items": text });
    let mut properties = serde_json::Map::new();
    let mut put = |name: &str, schema: Value| properties.insert(name.to_owned(), schema);
    for name in ["municipality", "edition", "period"] {
        put(name, text.clone());
    }
    put("service_type", maybe_text.clone());
    put("unit_price", maybe_text.clone());
    put("waived_child", json!({ "type": "boolean" }));
    put("missing_prices", texts.clone());
    for name in [
        "total_units",
        "total_cost",
        "rate_claim",
        "ten_percent",
        "rate_burden",
        "cap_adjusted_burden",
        "managed_burden",
        "decided_burden",
        "municipal_subsidy",
        "benefit_claim",
        "user_pays",
        "freed_burden",
    ] {
        put(name, maybe.clone());
    }
    for name in ["claim_days", "service_days"] {
        put(name, count.clone());
    }
    put("usage", json!({ "type": "object" }));
    let line = [
        ("code", maybe_text),
        ("name", text.clone()),
        ("units", maybe.clone()),
        ("yen", maybe.clone()),
        ("count", count.clone()),
        ("service_units", maybe.clone()),
        ("service_yen", maybe),
        ("verified", json!({ "type": "boolean" })),
        ("days", integers),
        ("source", text.clone()),
    ];
    put("lines", list(&line));
    let boxes = [("index", count.clone()), ("label", text.clone()), ("value", count)];
    let record = [
        ("date", text.clone()),
        ("weekday", text.clone()),
        ("start", text.clone()),
        ("end", text.clone()),
        ("minutes", text.clone()),
        ("slots", texts.clone()),
        ("boxes", list(&boxes)),
        ("service_name", text.clone()),
        ("held", texts.clone()),
    ];
    put("entries", list(&record));
    let readings = [("choice", text.clone()), ("text", text.clone())];
    let held = [
        ("rule", text.clone()),
        ("date", text.clone()),
        ("start", text.clone()),
        ("end", text.clone()),
        ("service_name", text.clone()),
        ("question", text.clone()),
        ("suggestion", text.clone()),
        ("suggestion_text", text.clone()),
        ("alternatives", list(&readings)),
    ];
    put("held", list(&held));
    put("not_applied", list(&[("rule", text.clone()), ("reason", text.clone()), ("missing", texts)]));
    let severity = json!({ "enum": ["fault", "warning", "notice"] });
    let finding = [
        ("code", text.clone()),
        ("severity", severity),
        ("place", text.clone()),
        ("what", text.clone()),
        ("how_to_fix", text.clone()),
    ];
    put("findings", list(&finding));
    let inputs = list(&[("name", text.clone()), ("value", text.clone())]);
    let steps = [("rule", text.clone()), ("source", text), ("inputs", inputs), ("value", json!({ "type": "integer" }))];
    put("steps", list(&steps));
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}
