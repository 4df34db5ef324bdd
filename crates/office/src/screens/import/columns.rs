//! 列の対応: which column of the list holds what. Headings are guessed, every column can be set, the choice is kept.
use super::{
    kinds::PEOPLE,
    synonyms::{self, PERIOD, TARGETS},
};
use crate::{
    actions::import::sheet::{Sheet, Table, column_name},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::WaitingImport;
use ui::{Form, Shell};

/// Rows among which the headings are looked for.
const HEADINGS_WITHIN: usize = 20;
/// Example rows below a heading.
const EXAMPLES: usize = 3;

/// What was chosen for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choice {
    /// Sheet, from 0.
    pub(super) sheet: usize,
    /// Row of the headings, from 0.
    pub(super) header: usize,
    /// Key of each column's target; empty: not taken in.
    pub(super) columns: Vec<String>,
    /// Values for everyone, by key.
    pub(super) common: BTreeMap<String, String>,
    /// Numbers that lost their zeros get them back.
    pub(super) fill_zeros: bool,
}

impl Choice {
    /// Guessed from the headings.
    fn guessed(table: &Table, sheet: usize, header: Option<usize>) -> Choice {
        let empty = Sheet::default();
        let rows = table.sheets.get(sheet).unwrap_or(&empty);
        let known =
            |row: usize| (0..rows.width()).filter(|c| synonyms::guess(&rows.cell(row, *c).text).is_some()).count();
        let header = header.unwrap_or_else(|| {
            let most =
                (0..rows.rows.len().min(HEADINGS_WITHIN)).max_by_key(|row| (known(*row), std::cmp::Reverse(*row)));
            most.unwrap_or(0)
        });
        let mut columns: Vec<String> = Vec::with_capacity(rows.width());
        for column in 0..rows.width() {
            let key = synonyms::guess(&rows.cell(header, column).text).map_or("", |target| target.key);
            // only the parts of a name stand in two columns
            let again = columns.iter().any(|known| known == key) && !matches!(key, "name" | "name_kana");
            columns.push(if again { "" } else { key }.to_owned());
        }
        Choice { sheet, header, columns, ..Choice::default() }
    }

    /// What was chosen for a file so far; guessed before anything was.
    pub(super) fn of(file: &WaitingImport, table: &Table) -> Choice {
        serde_json::from_str(&file.choice).unwrap_or_else(|_| {
            let best = (0..table.sheets.len()).max_by_key(|sheet| {
                let guess = Choice::guessed(table, *sheet, None);
                (guess.columns.iter().filter(|key| !key.is_empty()).count(), std::cmp::Reverse(*sheet))
            });
            Choice::guessed(table, best.unwrap_or(0), None)
        })
    }

    /// What keeps the choice from being used.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        let columns_of = |key: &str| -> Vec<String> {
            let same = self.columns.iter().enumerate().filter(|(_, known)| *known == key);
            same.map(|(column, _)| format!("{}列", column_name(column))).collect()
        };
        for (key, label) in [("name", "氏名"), ("name_kana", "フリガナ")] {
            if columns_of(key).is_empty() {
                found.push(format!("{label}の列が選ばれていません。{label}が書かれた列で「{label}」を選んでください"));
            }
        }
        for target in TARGETS.iter().filter(|target| !matches!(target.key, "name" | "name_kana")) {
            let columns = columns_of(target.key);
            if columns.len() > 1 {
                let (label, columns) = (target.label, columns.join("と"));
                found.push(format!("「{label}」が{columns}で選ばれています。どれか1つの列だけにしてください"));
            }
        }
        let two = ["decided_from", "decided_to"].iter().any(|key| !columns_of(key).is_empty());
        if two && !columns_of(PERIOD).is_empty() {
            found.push(
                "支給決定期間が、1つの列と、開始日・終了日の列の両方で選ばれています。どちらかだけにしてください"
                    .to_owned(),
            );
        }
        found
    }
}

/// The sheets of a waiting file.
pub(super) fn table_of(file: &WaitingImport) -> Result<Table, Failure> {
    serde_json::from_slice(&file.bytes).map_err(|_| Failure::Broken("a waiting table cannot be read".to_owned()))
}

/// A waiting list of people.
pub(super) async fn waiting(desk: &Desk, id: i64) -> Result<WaitingImport, Failure> {
    let file = desk.read().waiting_imports().get(id, desk.now).await?;
    if file.kind == PEOPLE { Ok(file) } else { Err(Failure::NotFound) }
}

struct ColumnView {
    name: String,
    letter: String,
    heading: String,
    examples: Vec<String>,
    options: Vec<(&'static str, &'static str, bool)>,
}

struct CommonView {
    key: &'static str,
    label: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "import/columns.html")]
struct ColumnsPage {
    shell: Shell,
    file_name: String,
    action: String,
    stop_href: String,
    sheets: Vec<(usize, String, bool)>,
    header: String,
    rows: usize,
    columns: Vec<ColumnView>,
    common: Vec<CommonView>,
    fill_zeros: bool,
    problems: Vec<String>,
}

async fn page(
    desk: &Desk,
    file: &WaitingImport,
    table: &Table,
    choice: &Choice,
    problems: Vec<String>,
) -> Result<String, Failure> {
    let empty = Sheet::default();
    let sheet = table.sheets.get(choice.sheet).unwrap_or(&empty);
    let columns = (0..sheet.width()).map(|column| {
        let chosen = choice.columns.get(column).map_or("", String::as_str);
        let below = (choice.header + 1..sheet.rows.len()).map(|row| sheet.cell(row, column).text.clone());
        let options = std::iter::once(("", "(持ち込まない)")).chain(TARGETS.iter().map(|t| (t.key, t.label)));
        ColumnView {
            name: format!("c{column}"),
            letter: column_name(column),
            heading: sheet.cell(choice.header, column).text.clone(),
            examples: below.filter(|text| !text.is_empty()).take(EXAMPLES).collect(),
            options: options.map(|(key, label)| (key, label, key == chosen)).collect(),
        }
    });
    let common = TARGETS.iter().filter(|target| target.common).map(|target| CommonView {
        key: target.key,
        label: target.label,
        value: choice.common.get(target.key).cloned().unwrap_or_default(),
    });
    let name = |index: usize, sheet: &Sheet| {
        if sheet.name.is_empty() { format!("シート{}", index + 1) } else { sheet.name.clone() }
    };
    let page = ColumnsPage {
        shell: desk.shell(Section::People).await?,
        file_name: file.name.clone(),
        action: format!("{}/import/people/{}/columns", desk.base, file.id),
        stop_href: format!("{}/import/{}/stop", desk.base, file.id),
        sheets: table.sheets.iter().enumerate().map(|(i, s)| (i, name(i, s), i == choice.sheet)).collect(),
        header: (choice.header + 1).to_string(),
        rows: sheet.rows.len().saturating_sub(choice.header + 1),
        columns: columns.collect(),
        common: common.collect(),
        fill_zeros: choice.fill_zeros,
        problems,
    };
    Ok(page.render()?)
}

/// `GET /import/people/{file}/columns`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    desk.require(Permission::EditPeople)?;
    let file = waiting(&desk, id).await?;
    let table = table_of(&file)?;
    let choice = Choice::of(&file, &table);
    let problems = if file.choice.is_empty() { Vec::new() } else { choice.problems() };
    Ok(Html(page(&desk, &file, &table, &choice, problems).await?))
}

/// What was chosen on the page; another sheet or row of headings is guessed anew.
fn chosen(form: &Form, table: &Table, before: &Choice) -> (Choice, Vec<String>) {
    let mut problems = Vec::new();
    let sheet = form.text("sheet").and_then(|text| text.parse().ok()).filter(|sheet| *sheet < table.sheets.len());
    let sheet = sheet.unwrap_or(before.sheet);
    let rows = table.sheets.get(sheet).map_or(0, |sheet| sheet.rows.len());
    let typed = crate::screens::people::read::typed_width(form.value("header"));
    let header = match typed.trim().parse::<usize>() {
        Ok(header) if (1..=rows).contains(&header) => header - 1,
        _ if sheet != before.sheet => 0,
        _ => {
            problems.push(format!("見出しの行は1から{rows}までの数で書いてください。表の左端の行番号です"));
            before.header
        }
    };
    let mut choice = if sheet != before.sheet {
        Choice::guessed(table, sheet, None)
    } else if header != before.header {
        Choice::guessed(table, sheet, Some(header))
    } else {
        let columns = (0..table.sheets.get(sheet).map_or(0, Sheet::width)).map(|column| {
            let key = form.value(&format!("c{column}"));
            synonyms::of(key).map_or("", |target| target.key).to_owned()
        });
        Choice { columns: columns.collect(), ..before.clone() }
    };
    let common = TARGETS.iter().filter(|target| target.common);
    choice.common = common
        .filter_map(|target| {
            form.text(&format!("all_{}", target.key)).map(|text| (target.key.to_owned(), text.to_owned()))
        })
        .collect();
    choice.fill_zeros = form.checked("fill_zeros");
    (choice, problems)
}

/// `POST /import/people/{file}/columns`.
pub(crate) async fn choose(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let file = waiting(&desk, id).await?;
    let table = table_of(&file)?;
    let before = Choice::of(&file, &table);
    let (choice, mut problems) = chosen(&form, &table, &before);
    let text = serde_json::to_string(&choice).map_err(|error| Failure::Broken(error.to_string()))?;
    desk.app.store.choose_for_waiting(&desk.actor(), desk.now, id, &text).await?;
    if choice.sheet != before.sheet || choice.header != before.header {
        return Ok(Html(page(&desk, &file, &table, &choice, problems).await?).into_response());
    }
    problems.extend(choice.problems());
    if problems.is_empty() {
        return Ok(Redirect::to(&format!("{}/import/people/{id}", desk.base)).into_response());
    }
    let html = page(&desk, &file, &table, &choice, problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
}
