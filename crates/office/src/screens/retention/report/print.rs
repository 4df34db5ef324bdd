//! 支援レポートの印刷: the sheet that is handed over, with the office and the names, and nothing of the program around it.
use crate::{
    actions::retention::month::job_of,
    desk::Desk,
    failure::Failure,
    screens::{
        month_of::month_of,
        retention::records::{frame, words_of},
    },
};
use askama::Template;
use axum::{extract::Path, response::Html};
use ui::Shell;

struct Contact {
    day: String,
    time: String,
    means: &'static str,
    place: &'static str,
    with_whom: String,
}

#[derive(Template)]
#[template(path = "retention/report_print.html")]
struct PrintPage {
    shell: Shell,
    back_href: String,
    month_label: String,
    name: String,
    employer: String,
    hired_on: String,
    office: String,
    address: String,
    phone: String,
    staff: String,
    contacts: Vec<Contact>,
    texts: Vec<(&'static str, String)>,
    shared_on: String,
    recipients: String,
    method: String,
}

/// `GET …/report/print`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let found = frame::find(&desk, month, person).await?;
    let report = &found.one.report.body;
    let job = job_of(&found.one.employments, month).map(|job| job.body.clone()).unwrap_or_default();
    let texts = [
        ("出勤のようす", &report.attendance),
        ("体調・生活のようす", &report.health),
        ("仕事のようす", &report.work),
        ("勤務先の見方", &report.employer_view),
        ("行った支援", &report.support_given),
        ("確認したこと・決めたこと", &report.agreed),
        ("来月の支援の予定", &report.next_plan),
    ];
    let contacts = found.one.contacts.iter().map(|row| {
        let (day, time, means, place) = words_of(&row.body);
        Contact { day, time, means, place, with_whom: row.body.with_whom.clone() }
    });
    let office = &found.office.office;
    let page = PrintPage {
        shell: Shell::default(),
        back_href: desk.month_href(month, &format!("/records/{person}/report")),
        month_label: month.wareki(),
        name: found.one.person.body.name.clone(),
        employer: [job.employer.as_str(), job.workplace.as_str()].join(" ").trim().to_owned(),
        hired_on: job.hired_on.map(kernel::Day::wareki).unwrap_or_default(),
        office: office.name.clone(),
        address: office.address.clone(),
        phone: office.phone.clone(),
        staff: report.staff.clone(),
        contacts: contacts.collect(),
        texts: texts
            .into_iter()
            .map(|(label, text)| (label, text.clone()))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
        shared_on: report.shared_on.map(kernel::Day::wareki).unwrap_or_default(),
        recipients: report.recipients.join("、"),
        method: report.method.clone(),
    };
    Ok(Html(page.render()?))
}
