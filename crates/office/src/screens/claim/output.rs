//! 出力: the files of a month, which exist and which do not and why, and their bytes as they were made.
use super::overview::read_month;
use crate::{
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    permissions::Permission,
    screens::{month_of::month_of, people::names::Names},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Html,
};
use claims::lifecycle::MonthState;
use kernel::{Units, Yen};
use serde::Deserialize;
use ui::Shell;

#[derive(Debug, Default, Deserialize)]
pub(super) struct OutputQuery {
    ok: Option<String>,
}

struct FileView {
    kind: String,
    label: &'static str,
    name: String,
    bytes: String,
    sha256: String,
    at: String,
    by: String,
    href: String,
}

struct Absent {
    kind: &'static str,
    label: &'static str,
    why: String,
}

#[derive(Template)]
#[template(path = "claim/output.html")]
struct OutputPage {
    shell: Shell,
    month_label: String,
    state_label: String,
    exported: bool,
    may_export: bool,
    files: Vec<FileView>,
    absent: Vec<Absent>,
    people: usize,
    /// 返戻・過誤・月遅れ in the same files.
    late: usize,
    units: String,
    benefit: String,
    claim_href: String,
    list_xlsx: String,
    list_csv: String,
    deadline: String,
}

/// What a kind of file holds.
fn label(kind: &str) -> &'static str {
    match kind {
        "J11" => "請求書・明細書",
        "J61" => "サービス提供実績記録票",
        "J41" => "利用者負担上限額管理結果票",
        _ => "その他",
    }
}

/// `GET …/claim/output`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<OutputQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let view = read_month(&desk, month).await?;
    let names = Names::read(&desk).await?;
    let claim_href = format!("{}/b/{month}/claim", desk.base);
    let mut files = Vec::new();
    let mut processed = month.next();
    for file in desk.read().claim_files().of_month(month).await? {
        let (_, bytes) = desk.read().claim_files().get(file.id).await?;
        if let Some(envelope) = records::read_file_with(desk.app.layouts, &bytes).envelope {
            processed = envelope.processing_month;
        }
        files.push(FileView {
            label: label(&file.kind),
            kind: file.kind,
            name: file.name,
            bytes: Units(i64::try_from(bytes.len()).unwrap_or(i64::MAX)).to_string(),
            sha256: file.sha256,
            at: japan_stamp(file.created_at),
            by: names.of(file.account_id),
            href: format!("{claim_href}/files/{}", file.id),
        });
    }
    files.sort_by(|one, other| one.kind.cmp(&other.kind));
    let exported = view.state == MonthState::Exported;
    let totals = view.claim.as_ref().map(|claim| claim.totals()).unwrap_or_default();
    let manages = view.claim.as_ref().is_ok_and(|claim| {
        claim.people.iter().any(|person| person.dossier.burden.cap_management.is_some_and(|sheet| sheet.by_this_office))
    });
    let mut absent = Vec::new();
    let mut lacks = |kind: &'static str, why: &str| {
        if !files.iter().any(|file| file.kind == kind) {
            absent.push(Absent { kind, label: label(kind), why: why.to_owned() });
        }
    };
    let not_yet = "まだ出力していません。請求の画面で、締め → 点検 → 承認 → 出力 と進めてください";
    lacks("J11", if exported { "記録が見つかりません。監査記録を確かめてください" } else { not_yet });
    lacks(
        "J61",
        if exported {
            "利用者負担上限額管理加算だけの請求のため、実績記録票は要りません"
        } else {
            not_yet
        },
    );
    lacks(
        "J41",
        if manages {
            "この事業所が上限額を管理する利用者がいますが、上限額管理の画面で決めた結果票がありません。結果票を決めてから出力してください"
        } else {
            "この事業所が上限額を管理する利用者がいないため、要りません"
        },
    );
    let mut shell = desk.month_shell(Section::Claims, month, "/claim/output").await?;
    if query.ok.is_some() && exported {
        said(&mut shell, "請求ファイルを作りました。下から受け取って、電子請求の送信ソフトに取り込んでください。");
    }
    let page = OutputPage {
        shell,
        month_label: month.wareki(),
        state_label: view.state.to_string(),
        exported,
        may_export: desk.may(Permission::Export),
        files,
        absent,
        people: totals.people,
        late: view.claim.as_ref().map(|claim| claim.late.len()).unwrap_or_default(),
        units: totals.units.to_string(),
        benefit: Yen(totals.benefit.0).to_string(),
        list_xlsx: format!("{claim_href}/list.xlsx"),
        list_csv: format!("{claim_href}/list.csv"),
        claim_href,
        deadline: processed.day(10).map(kernel::Day::both).unwrap_or_default(),
    };
    Ok(Html(page.render()?))
}
