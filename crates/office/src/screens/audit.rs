//! 監査記録: who did what when, newest first; the check that nothing was taken out or bent.
use crate::{
    App,
    clock::{japan_day, japan_stamp},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{names::Names, read},
};
use askama::Template;
use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use claims::lifecycle::MonthState;
use kernel::Day;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use store::{AuditEntry, AuditKind, EntityKind, Role, StoreError};
use ui::{Banner, BannerKind, Choice, Form, Shell};

/// Events on one page.
const PAGE: usize = 50;
/// Events read at a time while the filter looks for a page.
const STRIDE: u64 = 500;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/audit", get(show)).route("/audit/verify", post(verify))
}

struct Line {
    seq: i64,
    when: String,
    who: String,
    what: &'static str,
    subject: String,
    href: Option<String>,
    detail: String,
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct AuditPage {
    shell: Shell,
    base: String,
    form: Form,
    kinds: Vec<Choice>,
    lines: Vec<Line>,
    older_href: Option<String>,
    filtered: bool,
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
struct AuditQuery {
    kind: Option<String>,
    from: Option<String>,
    to: Option<String>,
    before: Option<i64>,
}

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
struct Filter {
    kind: Option<AuditKind>,
    from: Option<Day>,
    to: Option<Day>,
}

impl Filter {
    fn read(form: &mut Form) -> Filter {
        let kind = read::choice(form, "kind", |text| AuditKind::ALL.iter().copied().find(|kind| kind.key() == text));
        Filter { kind, from: read::day(form, "from"), to: read::day(form, "to") }
    }

    fn keeps(&self, entry: &AuditEntry) -> bool {
        let day = japan_day(entry.at);
        self.kind.is_none_or(|kind| kind == entry.kind) && self.to.is_none_or(|to| day <= to)
    }

    /// Everything older is before the period.
    fn ends_at(&self, entry: &AuditEntry) -> bool {
        self.from.is_some_and(|from| japan_day(entry.at) < from)
    }
}

/// A page of events and, when there are older ones, where to go on.
async fn events(
    desk: &Desk,
    filter: Filter,
    mut before: Option<i64>,
) -> Result<(Vec<AuditEntry>, Option<i64>), Failure> {
    let mut found = Vec::with_capacity(PAGE);
    loop {
        let entries = desk.read().audit().list(before, STRIDE).await?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok((found, None)) };
        for entry in entries {
            if filter.ends_at(&entry) {
                return Ok((found, None));
            }
            if found.len() == PAGE {
                return Ok((found, Some(entry.seq + 1)));
            }
            if filter.keeps(&entry) {
                found.push(entry);
            }
        }
        before = Some(last);
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "はい".to_owned(),
        Value::Bool(false) => "いいえ".to_owned(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join("・"),
        other => other.to_string(),
    }
}

/// Kinds of claims that are made again.
const AGAIN: &[(&str, &str)] = &[("returned", "返戻"), ("withdrawn", "過誤"), ("late", "月遅れ")];

/// Parts of the form of the office.
const PARTS: &[(&str, &str)] = &[("office", "事業所"), ("notice", "体制届"), ("prices", "単価")];

/// What was taken in, given out or changed.
const WHAT: &[(&str, &str)] = &[
    ("people", "利用者の表"),
    ("days", "日数・記録"),
    ("codes", "サービスコード表"),
    ("returned", "返戻の一覧"),
    ("cap_list", "利用者負担額一覧表"),
    ("cap_lists", "利用者負担額一覧表"),
    ("cap_sheets", "上限額管理結果票"),
    ("offices", "ほかの事業所の額"),
    ("sheet", "結果票を決めた"),
    ("sheet taken back", "結果票の取消し"),
    ("noted", "登録"),
    ("carried", "請求し直す月を決めた"),
    ("withdrawn", "市町村の取下げが済んだ"),
    ("dropped", "請求し直さずに終えた"),
    ("case", "計算のもとになった事実"),
    ("claim_list.xlsx", "請求一覧(Excel)"),
    ("claim_list.csv", "請求一覧(CSV)"),
    ("fees_collected.xlsx", "徴収金額一覧(Excel)"),
    ("fees_collected.csv", "徴収金額一覧(CSV)"),
];

/// The word of a key, if it has one.
fn known(words: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    words.iter().find(|(known, _)| *known == key).map(|(_, word)| *word)
}

fn month_label(text: &str) -> String {
    text.parse::<kernel::Month>().map_or(text.to_owned(), kernel::Month::wareki)
}

/// One fact of an event in words.
fn fact(key: &str, value: &Value) -> Option<String> {
    let text = text_of(value);
    Some(match key {
        // the person stands in the column of the subject
        "person" => return None,
        "day" => text.parse::<Day>().map_or(text, Day::wareki),
        "month" => month_label(&text),
        "line" => format!("行「{text}」"),
        "code" => format!("コード {text}"),
        "version" => format!("{text}版"),
        "fields" => format!("{}項目", value.as_array().map_or(0, Vec::len)),
        "days" => format!("{text}日分"),
        "people" => format!("{}人", value.as_array().map_or(text, |ids| ids.len().to_string())),
        "cards" => format!("受給者証{text}件"),
        "contracts" => format!("契約{text}件"),
        "cases" => format!("{text}件"),
        "fiscal_year" => format!("{text}年度"),
        "months" => value
            .as_array()
            .into_iter()
            .flatten()
            .map(|month| month_label(&text_of(month)))
            .collect::<Vec<_>>()
            .join("・"),
        "processing_month" => format!("処理対象年月 {}", month_label(&text)),
        "claimed_again" | "cap_sheets" if value == 0 => return None,
        "claimed_again" => format!("前の月の分{text}件"),
        "cap_sheets" => format!("上限額管理結果票{text}件"),
        "files" => format!("ファイル {text}"),
        "checked_by_same_account" => if value == true { "点検と同じ人" } else { "点検とは別の人" }.to_owned(),
        "kind" if known(AGAIN, &text).is_some() => known(AGAIN, &text)?.to_owned(),
        "what" => known(WHAT, &text).map_or(text.clone(), str::to_owned),
        "parts" => {
            let parts = value.as_array().into_iter().flatten().map(text_of);
            parts.map(|part| known(PARTS, &part).map_or(part.clone(), str::to_owned)).collect::<Vec<_>>().join("・")
        }
        "summary" => format!(
            "{}から、{}行、変わったコード{}件、検証済みになった行{}行",
            month_label(value["revision"].as_str()?),
            value["rows"],
            value["changed"],
            value["confirmed"]
        ),
        "sha256" | "file_sha256" => format!("SHA-256 {text}"),
        "count" => format!("{text}件"),
        "account" => format!("職員{text}番"),
        "kept" => if value == true { "結果を残した" } else { "結果は見込み" }.to_owned(),
        "list" if text == "people" => "利用者の一覧".to_owned(),
        "by" if text == "manager" => "管理者による再設定".to_owned(),
        "tool" => match text.as_str() {
            "fill" => "曜日パターン".to_owned(),
            "last_month" => "前月の曜日パターン".to_owned(),
            "last_month_all" => "全員に前月の曜日パターン".to_owned(),
            "copy_next" => "行コピー".to_owned(),
            "to_month_end" => "末日まで".to_owned(),
            "clear_row" => "行削除".to_owned(),
            "clear_weekends" => "土日削除".to_owned(),
            _ => text,
        },
        "role" => serde_json::from_value::<Role>(value.clone()).map_or(text, |role| role.label_ja().to_owned()),
        "from" | "to" | "state" => {
            let state = serde_json::from_value::<MonthState>(value.clone()).map_or(text, |state| state.to_string());
            format!("{state}{}", if key == "from" { "から" } else { "へ" })
        }
        "unverified_acknowledged" => format!("未検証のコードを確かめた({text})"),
        _ => format!("{key}: {text}"),
    })
}

fn detail(value: &Value) -> String {
    let Some(facts) = value.as_object() else { return String::new() };
    facts.iter().filter_map(|(key, value)| fact(key, value)).collect::<Vec<_>>().join("、")
}

/// What an event is about, in words, and the page of it.
fn subject(desk: &Desk, people: &HashMap<i64, String>, names: &Names, entry: &AuditEntry) -> (String, Option<String>) {
    let (kind, id, base) = (entry.subject.kind, entry.subject.id, &desk.base);
    let person = entry.detail["person"].as_i64();
    let month = entry.detail["month"].as_str().and_then(|text| text.parse::<kernel::Month>().ok());
    let name = |id: i64| people.get(&id).cloned().unwrap_or_else(|| format!("利用者{id}番"));
    let of_person = |tab: &str| {
        let label =
            person.map_or_else(|| kind.label_ja().to_owned(), |id| format!("{}の{}", name(id), kind.label_ja()));
        (label, person.map(|person| format!("{base}/people/{person}/{tab}")))
    };
    match kind {
        EntityKind::Person => (name(id), Some(format!("{base}/people/{id}"))),
        EntityKind::RecipientCard => of_person(&format!("cards/{id}")),
        EntityKind::Contract => of_person(&format!("contracts/{id}")),
        EntityKind::DaysException => of_person(&format!("exceptions/{id}")),
        EntityKind::Account if id > 0 => {
            let href = desk.may(Permission::ManageAccounts).then(|| format!("{base}/settings/accounts/{id}"));
            (names.of(Some(id)), href)
        }
        EntityKind::CapabilityNotice => (kind.label_ja().to_owned(), Some(format!("{base}/settings/notices/{id}"))),
        EntityKind::Office => (kind.label_ja().to_owned(), Some(format!("{base}/settings"))),
        EntityKind::ClaimMonth | EntityKind::ClaimRun | EntityKind::ClaimResult | EntityKind::ClaimFile => {
            (kind.label_ja().to_owned(), month.map(|month| desk.month_href(month, "/claim")))
        }
        _ => (kind.label_ja().to_owned(), None),
    }
}

async fn page(desk: &Desk, mut form: Form, before: Option<i64>, banner: Option<Banner>) -> Result<Response, Failure> {
    desk.require(Permission::ReadAudit)?;
    let filter = Filter::read(&mut form);
    let (entries, older) = if form.is_ok() { events(desk, filter, before).await? } else { (Vec::new(), None) };
    let people = desk.read().people().list().await?;
    let people: HashMap<i64, String> = people.into_iter().map(|person| (person.id, person.body.name)).collect();
    let names = Names::read(desk).await?;
    let base = format!("{}/audit", desk.base);
    let older_href = older.map(|before| {
        let mut link = form_urlencoded::Serializer::new(format!("{base}?"));
        for name in ["kind", "from", "to"] {
            if let Some(text) = form.text(name) {
                link.append_pair(name, text);
            }
        }
        link.append_pair("before", &before.to_string()).finish()
    });
    let mut kinds = vec![Choice::new("", "すべて")];
    kinds.extend(AuditKind::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label_ja())));
    let mut shell = desk.shell(Section::Audit).await?;
    shell.banner = banner;
    let page = AuditPage {
        shell,
        lines: entries
            .iter()
            .map(|entry| {
                let (subject, href) = subject(desk, &people, &names, entry);
                Line {
                    seq: entry.seq,
                    when: japan_stamp(entry.at),
                    who: names.of(entry.account_id),
                    what: entry.kind.label_ja(),
                    subject,
                    href,
                    detail: detail(&entry.detail),
                }
            })
            .collect(),
        filtered: ["kind", "from", "to"].iter().any(|name| form.text(name).is_some()),
        kinds,
        older_href,
        base,
        form,
    };
    let status = if page.form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /audit`.
async fn show(desk: Desk, Query(query): Query<AuditQuery>) -> Result<Response, Failure> {
    let mut form = Form::default();
    form.set_some("kind", query.kind).set_some("from", query.from).set_some("to", query.to);
    page(&desk, form, query.before, None).await
}

/// `POST /audit/verify`: walks the whole chain and says what it found. Changes nothing.
async fn verify(desk: Desk, Posted(_): Posted) -> Result<Response, Failure> {
    desk.require(Permission::ReadAudit)?;
    let banner = match desk.read().audit().verify().await {
        Ok(count) => {
            let last = desk.read().audit().list(None, 1).await?.pop();
            let print = last.map(|entry| entry.hash).unwrap_or_default();
            let text =
                format!("{count}件の記録のつながりを確かめました。欠けも書き替えもありません。記録の指紋: {print}");
            Banner { kind: BannerKind::Success, text }
        }
        Err(error @ StoreError::AuditBroken { .. }) => Banner { kind: BannerKind::Error, text: error.to_string() },
        Err(other) => return Err(other.into()),
    };
    page(&desk, Form::default(), None, Some(banner)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_facts_of_an_event_are_said_in_words() {
        let event = json!({ "day": "2026-10-05", "fields": ["start", "end"], "version": 3 });
        assert_eq!(detail(&event), "令和8年10月5日、2項目、3版");
        assert_eq!(detail(&json!({ "role": "claims_clerk" })), "請求担当");
        assert_eq!(detail(&json!({ "person": 3 })), "");
        assert_eq!(detail(&Value::Null), "");
    }

    #[test]
    fn what_was_taken_in_and_sent_is_said_in_words() {
        let step = json!({ "month": "2026-10", "people": 24, "claimed_again": 0, "cap_sheets": 2 });
        let said = detail(&step);
        assert!(
            said.contains("上限額管理結果票2件") && said.contains("24人") && !said.contains("前の月の分"),
            "{said}"
        );
        assert_eq!(detail(&json!({ "what": "people", "people": [25, 26] })), "2人、利用者の表");
        assert_eq!(detail(&json!({ "kind": "returned", "what": "carried" })), "返戻、請求し直す月を決めた");
        let codes = json!({ "summary": { "revision": "2026-06", "rows": 9, "changed": 2, "confirmed": 3 } });
        assert_eq!(detail(&codes), "令和8年6月から、9行、変わったコード2件、検証済みになった行3行");
        for part in ["office", "notice", "prices"] {
            assert!(detail(&json!({ "parts": [part] })).chars().all(|letter| !letter.is_ascii_alphabetic()), "{part}");
        }
    }

    #[test]
    fn an_unknown_fact_is_shown_as_it_stands() {
        assert_eq!(detail(&json!({ "paper": "A4" })), "paper: A4");
    }
}
