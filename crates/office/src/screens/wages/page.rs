//! 平均工賃月額の画面: the table of wages, the days, the calculation, the band, and the door to the notice.
use super::{
    band::{self, Band},
    day_cells, sums, wage_cells,
    year::{month_key, months, people, year_of},
};
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
    screens::{
        people::{
            frame::{VERSION, shell_with},
            said::Said,
        },
        settings::places::{Place, Places},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{Html, Redirect},
};
use fees::{
    FeeTables,
    b_type::{
        average_wage::AverageWage,
        facts::{DayStatus, Office},
    },
};
use kernel::{Month, Yen};
use std::collections::BTreeSet;
use store::{Entry, PersonBody, StoreError, WageBasis, WageMonths, WageYear};
use ui::{Form, Shell};

struct Cell {
    key: String,
    label: String,
    text: String,
    error: bool,
}

struct Row {
    id: i64,
    name: String,
    version: String,
    cells: Vec<Cell>,
    total: String,
    state: String,
}

struct DayRow {
    label: String,
    recorded_users: String,
    recorded_open: String,
    users: String,
    open: String,
    why: String,
    month: String,
    missing: bool,
}

/// What the wages come to.
#[derive(Template)]
#[template(path = "wages/result.html")]
pub(super) struct ResultPart {
    steps: Vec<String>,
    yen: String,
    options: String,
    warnings: Vec<String>,
    flat: bool,
    proposed: Option<Result<Band, String>>,
    filed: Option<Result<Band, String>>,
    filed_wage: String,
    same: bool,
    draft_href: Option<String>,
    from_label: String,
}

#[derive(Template)]
#[template(path = "wages/year.html")]
pub(super) struct YearPage {
    shell: Shell,
    places: Places,
    form: Form,
    year: i16,
    previous_href: String,
    next_href: String,
    months: Vec<(String, String)>,
    rows: Vec<Row>,
    month_sums: Vec<String>,
    total: String,
    days: Vec<DayRow>,
    days_version: String,
    save_href: String,
    save_all_href: String,
    days_href: String,
    editable: bool,
    result: String,
}

/// 延べ利用者数 and 開所日数 of a month as recorded: days of use, and days on which anybody came.
async fn recorded(desk: &Desk, month: Month) -> Result<(u32, u32), Failure> {
    let used = |status| matches!(status, DayStatus::Attended | DayStatus::OffsiteSupport);
    let records = desk.read().days().of_office_month(month).await?;
    let days: Vec<u8> =
        records.iter().filter(|record| used(record.body.facts.status)).map(|record| record.day.number()).collect();
    let open: BTreeSet<u8> = days.iter().copied().collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok((count(days.len()), count(open.len())))
}

/// Everything a year's average rests on.
struct Year {
    wages: Vec<WageYear>,
    basis: WageBasis,
    recorded: Vec<(u32, u32)>,
}

impl Year {
    async fn read(desk: &Desk, year: i16) -> Result<Year, Failure> {
        let mut days = Vec::with_capacity(12);
        for month in months(year) {
            days.push(recorded(desk, month).await?);
        }
        let wages = desk.read().wages();
        Ok(Year { wages: wages.of_year(year).await?, basis: wages.basis(year).await?, recorded: days })
    }

    /// Days of a month: typed ones before recorded ones.
    fn days(&self, at: usize) -> (u32, u32) {
        let (users, open) = self.recorded[at];
        let typed = &self.basis.months[at];
        (typed.user_days.unwrap_or(users), typed.opening_days.unwrap_or(open))
    }

    fn paid_in(&self, at: usize) -> i64 {
        self.wages.iter().filter_map(|row| row.months[at]).map(|yen| yen.0).sum()
    }

    fn average(&self, desk: &Desk, year: i16) -> Result<AverageWage, String> {
        let days: Vec<(u32, u32)> = (0..12).map(|at| self.days(at)).collect();
        sums::average(desk.app.tables, &months(year), months(year + 1)[0], &self.wages, &days)
    }

    /// Months that make the average a provisional one.
    fn warnings(&self, year: i16) -> Vec<String> {
        let name = |at: &usize| format!("{}月", months(year)[*at].month());
        let told = |found: Vec<usize>| found.iter().map(name).collect::<Vec<_>>().join("・");
        let no_days: Vec<usize> = (0..12).filter(|at| self.days(*at).0 == 0 || self.days(*at).1 == 0).collect();
        let no_wage: Vec<usize> = (0..12).filter(|at| self.days(*at).0 > 0 && self.paid_in(*at) == 0).collect();
        let mut warnings = Vec::new();
        if !no_days.is_empty() {
            let months = told(no_days);
            warnings.push(format!("{months}の日数がありません。記録を入れるか、下の表に日数と理由を書いてください。それまでは途中の額です。"));
        }
        if !no_wage.is_empty() {
            let months = told(no_wage);
            warnings.push(format!(
                "{months}は利用がありますが、工賃が入っていません。工賃を入れてください。払っていない月は0を入れます。"
            ));
        }
        warnings.retain(|warning| !warning.is_empty());
        warnings
    }
}

/// The result of a year.
pub(super) async fn result(desk: &Desk, year: i16) -> Result<ResultPart, Failure> {
    let facts = Year::read(desk, year).await?;
    part(desk, year, &facts).await
}

/// The band in words: from how much to how much, and its number in the notice.
fn options(tables: &FeeTables, office: &Office, month: Month, average: Yen) -> Option<String> {
    let band = tables.wage_band(month, office.fee_class, office.capacity, office.reform_2026, average)?;
    let yen = |value: u32| Yen(i64::from(value));
    let below = band.below_yen.map(|below| format!("{}円未満", yen(below))).unwrap_or_default();
    let numbers: Vec<String> = band.options.iter().map(ToString::to_string).collect();
    let number = if numbers.is_empty() { String::new() } else { format!("(届出の番号 {})", numbers.join("・")) };
    Some(format!("{}円以上{below}{number}", yen(band.from_yen)))
}

async fn part(desk: &Desk, year: i16, facts: &Year) -> Result<ResultPart, Failure> {
    let from = months(year + 1)[0];
    let notice = match desk.read().office().notice_in_force(from).await {
        Ok(notice) => Some(notice.body.office),
        Err(StoreError::NoNotice { .. }) => None,
        Err(other) => return Err(other.into()),
    };
    let mut warnings = facts.warnings(year);
    let average = facts.average(desk, year).unwrap_or_else(|refusal| {
        warnings.push(refusal);
        AverageWage::default()
    });
    warnings.extend(average.findings.iter().map(|finding| format!("{}{}", finding.what, finding.how_to_fix)));
    let found = sums::for_notice(&average);
    let wage = found.map(|(_, wage)| wage);
    let flat = notice.as_ref().is_some_and(|office| !band::by_wage(office.fee_class));
    let by_wage = notice.as_ref().filter(|_| !flat);
    let tables = desk.app.tables;
    let proposed = by_wage.zip(wage).map(|(office, wage)| band::of(tables, office, from, Some(wage)));
    let filed = by_wage.map(|office| band::of(tables, office, from, None));
    if notice.is_none() {
        let from = from.wareki();
        warnings.push(format!(
            "{from}に有効な体制届がないため、報酬の区分は出せません。設定の「体制届」で登録してください。"
        ));
    }
    Ok(ResultPart {
        steps: average.steps.iter().map(|step| step.text.to_string()).collect(),
        yen: found.map(|(yen, _)| yen.to_string()).unwrap_or_default(),
        options: by_wage
            .zip(found)
            .and_then(|(office, (yen, _))| options(tables, office, from, yen))
            .unwrap_or_default(),
        warnings,
        flat,
        same: match (&proposed, &filed) {
            (Some(Ok(proposed)), Some(Ok(filed))) => proposed.code == filed.code,
            _ => false,
        },
        proposed,
        filed,
        filed_wage: notice
            .and_then(|office| office.average_wage_yen)
            .map(|wage| format!("{}円", Yen(i64::from(wage))))
            .unwrap_or_default(),
        draft_href: wage
            .filter(|_| desk.may(Permission::EditOffice))
            .map(|wage| format!("{}/settings/notices/new?wage={wage}&from={from}&year={year}", desk.base)),
        from_label: from.wareki(),
    })
}

fn row(person: Entry<PersonBody>, year: i16, wages: Option<&WageYear>, form: &Form) -> Row {
    let stored: WageMonths = wages.map(|row| row.months).unwrap_or_default();
    let mut state = String::new();
    let cells = months(year).into_iter().zip(stored).map(|(month, wage)| {
        let key = month_key(month);
        let name = format!("d{}.{key}", person.id);
        let error = form.error(&name);
        state.push_str(error.unwrap_or_default());
        Cell {
            label: format!("{} {}月の工賃", person.body.name, month.month()),
            text: if form.has(&name) { form.value(&name).to_owned() } else { wage_cells::text_of(wage) },
            error: error.is_some(),
            key,
        }
    });
    let cells = cells.collect();
    let total: i64 = stored.iter().flatten().map(|yen| yen.0).sum();
    Row {
        id: person.id,
        version: wages.map(|row| row.version.to_string()).unwrap_or_default(),
        cells,
        total: Yen(total).to_string(),
        state,
        name: person.body.name,
    }
}

/// The page, also after an error in one of its forms.
pub(super) async fn page(desk: &Desk, year: i16, mut form: Form, ok: Option<&str>) -> Result<YearPage, Failure> {
    let facts = Year::read(desk, year).await?;
    if !form.has("why4") {
        day_cells::show_form(&mut form, year, &facts.basis.months);
    }
    let rows: Vec<Row> = people(desk, year)
        .await?
        .into_iter()
        .map(|person| {
            let wages = facts.wages.iter().find(|row| row.person_id == person.id);
            row(person, year, wages, &form)
        })
        .collect();
    let number = |value: u32| if value == 0 { "なし".to_owned() } else { value.to_string() };
    let day_rows = months(year).into_iter().enumerate().map(|(at, month)| DayRow {
        label: month.wareki(),
        recorded_users: number(facts.recorded[at].0),
        recorded_open: number(facts.recorded[at].1),
        users: day_cells::name("users", month),
        open: day_cells::name("open", month),
        why: day_cells::name("why", month),
        month: format!("{}月", month.month()),
        missing: facts.days(at).0 == 0 || facts.days(at).1 == 0,
    });
    let href = |year: i16| format!("{}/wages/{year}", desk.base);
    let current = facts.basis.version.map(|version| version.to_string()).unwrap_or_default();
    let kept = form.has(VERSION) && form.error(VERSION).is_none();
    Ok(YearPage {
        shell: shell_with(desk, Section::Settings, ok).await?,
        places: Places::of(desk, Place::Wages),
        year,
        previous_href: href(year - 1),
        next_href: href(year + 1),
        months: months(year).map(|month| (month_key(month), format!("{}月", month.month()))).to_vec(),
        month_sums: (0..12).map(|at| Yen(facts.paid_in(at)).to_string()).collect(),
        total: Yen((0..12).map(|at| facts.paid_in(at)).sum()).to_string(),
        rows,
        days: day_rows.collect(),
        days_version: if kept { form.value(VERSION).to_owned() } else { current },
        save_href: format!("{}/people/", href(year)),
        save_all_href: format!("{}/people", href(year)),
        days_href: format!("{}/days", href(year)),
        editable: desk.may(Permission::EditPeople),
        result: part(desk, year, &facts).await?.render()?,
        form,
    })
}

/// `GET /settings/wages`: the last year that is over.
pub(super) async fn last_year(desk: Desk) -> Redirect {
    Redirect::to(&format!("{}/wages/{}", desk.base, desk.app.clock.month().fiscal_year() - 1))
}

/// `GET /wages/{year}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, year)): Path<(i64, String)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    let year = year_of(&year)?;
    Ok(Html(page(&desk, year, Form::default(), said.ok.as_deref()).await?.render()?))
}
