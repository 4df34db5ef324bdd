//! 単価の表の取り込み: a filled form of prices is shown with what has to be mended, mended on the page, and taken in.
use super::{pack, prices::entered};
use crate::{
    actions::community::masters,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    upload::Uploaded,
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::community::{
    pack::{Pack, Packs},
    price_list::{self, PriceList},
    prices::Overlay,
};
use kernel::{Finding, Place, Severity};
use records::ms932;
use ui::{Form, Shell};

struct AcceptedLine {
    line: u32,
    name: String,
    amount: i64,
    months: String,
    source: String,
    code: String,
}

/// A stored price that ends because a row revises it.
struct EndedLine {
    name: String,
    amount: i64,
    months: String,
}

#[derive(Template)]
#[template(path = "community/price_file.html")]
struct FilePage {
    shell: Shell,
    municipality: String,
    base: String,
    text: String,
    rows: usize,
    empty: u32,
    accepted: Vec<AcceptedLine>,
    ended: Vec<EndedLine>,
    problems: Vec<FindingView>,
    form: Form,
}

/// The list of a text against the rules and the stored prices; a row of another municipality does not belong here.
async fn read(desk: &Desk, pack: &Pack, text: &str) -> Result<PriceList, Failure> {
    let stored: Vec<Overlay> = entered(desk, pack).await?.into_iter().map(|row| row.body).collect();
    let mut list = price_list::read(Packs::builtin(), &stored, text);
    list.refuse_read_after(desk.app.clock.today());
    let (ours, others): (Vec<_>, Vec<_>) = list.accepted.into_iter().partition(|(_, row)| row.pack == pack.identity.id);
    list.accepted = ours;
    list.ended.retain(|row| row.pack == pack.identity.id);
    list.problems.extend(others.into_iter().map(|(line, row)| {
        let place = Place { text: format!("{line}行目 pack"), line: Some(line), ..Place::default() };
        let what = format!("ほかの市町村({})の単価です", row.pack);
        let how = format!("{} と書き直すか、その市町村の画面から取り込んでください", pack.identity.id);
        Finding::new("price_list", Severity::Fault, place, what, how)
    }));
    list.problems.sort_by_key(|problem| problem.place.line);
    Ok(list)
}

fn months(row: &Overlay) -> String {
    match row.valid_to {
        Some(to) => format!("{}〜{to}", row.valid_from),
        None => format!("{}から", row.valid_from),
    }
}

async fn page(desk: &Desk, pack: &Pack, text: String, list: PriceList, form: Form) -> Result<String, Failure> {
    let base = format!("{}/c/packs/{}/prices", desk.base, pack.identity.id);
    let links = Links { office: &desk.base, person_id: None, month: desk.app.clock.month() };
    let accepted = list.accepted.iter().map(|(line, row)| AcceptedLine {
        line: *line,
        name: row.name.clone(),
        amount: row.amount,
        months: months(row),
        source: row.source.clone(),
        code: row.code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
    });
    let ended = list.ended.iter();
    let ended = ended.map(|row| EndedLine { name: row.name.clone(), amount: row.amount, months: months(row) });
    let page = FilePage {
        shell: desk.shell(Section::Rules).await?,
        municipality: pack.identity.name.clone(),
        base,
        rows: text.lines().count().clamp(6, 30),
        empty: list.empty,
        accepted: accepted.collect(),
        ended: ended.collect(),
        problems: links.findings(&list.problems),
        text,
        form,
    };
    Ok(page.render()?)
}

fn failed(field: &str, message: &str) -> Form {
    let mut form = Form::default();
    form.fail(field, message);
    form
}

/// `POST /c/packs/{pack}/prices/file`: reads a file and shows what is in it; nothing is saved.
pub(super) async fn read_file(
    desk: Desk,
    Path((_, id)): Path<(i64, String)>,
    file: Option<Uploaded>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let pack = pack::pack(&id)?;
    let refused = |message: &str| (failed("text", message), String::new(), PriceList::default());
    let (form, text, list) = match file.map(|file| ms932::read(&file.bytes)) {
        None => {
            refused("単価の表のファイルが選ばれていません。前の画面でCSVを選び直すか、下の欄に表を貼り付けてください")
        }
        Some(None) => {
            refused("CSVとして読めないファイルです。ExcelならCSV UTF-8で保存し直すか、下の欄に表を貼り付けてください")
        }
        Some(Some(text)) => {
            let list = read(&desk, pack, &text).await?;
            (Form::default(), text, list)
        }
    };
    let status = if form.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page(&desk, pack, text, list, form).await?)).into_response())
}

/// `POST /c/packs/{pack}/prices/text`: takes in the table as it stands on the page – all of it, or only the rows in
/// order, as was asked; else shows again what has to be mended.
pub(super) async fn take(
    desk: Desk,
    Path((_, id)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let pack = pack::pack(&id)?;
    let text = form.value("text").to_owned();
    let list = read(&desk, pack, &text).await?;
    let only_good = form.is("act", "good");
    let again = |message: &str| failed("text", message);
    let told = match (form.is("act", "check"), list.problems.len()) {
        (true, _) => Form::default(),
        (false, _) if list.accepted.is_empty() => {
            again("登録できる行がありません。単価の列に数を書くか、直すところを直してください")
        }
        (false, count) if count > 0 && !only_good => again(&format!(
            "直すところが{count}件あるため、まだ何も登録していません。直すか、「正しい行だけ登録する」を押してください"
        )),
        _ => {
            let rows: Vec<Overlay> = list.accepted.iter().map(|(_, row)| row.clone()).collect();
            match masters::import_prices(&desk.app.store, &desk.actor(), desk.now, &rows).await {
                Ok(()) if list.problems.is_empty() => {
                    let base = format!("{}/c/packs/{id}/prices", desk.base);
                    return Ok(Redirect::to(&format!("{base}?ok=prices")).into_response());
                }
                Ok(()) => {
                    // what was taken in goes, what has to be mended stays
                    let taken: Vec<u32> = list.accepted.iter().map(|(line, _)| *line).collect();
                    let kept = (1_u32..).zip(text.lines()).filter(|(line, _)| !taken.contains(line));
                    let rest: String = kept.map(|(_, row)| format!("{row}\n")).collect();
                    let list = read(&desk, pack, &rest).await?;
                    let told = again(&format!("{}行を登録しました。残りの行を直してください", taken.len()));
                    return Ok(Html(page(&desk, pack, rest, list, told).await?).into_response());
                }
                Err(error) => {
                    let mut told = Form::default();
                    let status = crate::screens::people::frame::refused(&mut told, error, "text")?;
                    return Ok((status, Html(page(&desk, pack, text, list, told).await?)).into_response());
                }
            }
        }
    };
    let status = if told.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page(&desk, pack, text, list, told).await?)).into_response())
}
