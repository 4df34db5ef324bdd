//! 支援レポートの用紙: what happened in the month, what was agreed, and with whom it was shared on which day.
use crate::{
    actions::retention::month::{EMPLOYER, PERSON, report_person_left_out, report_to_employer},
    screens::people::{
        read,
        sheet::{Field, Group, Sheet},
    },
};
use fees::retention::facts::ReportToEmployer;
use kernel::{
    Day, Month,
    typed::{self, TypedContext},
};
use store::SupportReportBody;
use ui::{Choice, Form};

/// Those a report is shared with: key of the box and word that is kept.
pub(super) const RECIPIENTS: [(&str, &str); 7] = [
    ("to_person", PERSON),
    ("to_employer", EMPLOYER),
    ("to_family", "家族"),
    ("to_work_bodies", "就労支援機関(ハローワークなど)"),
    ("to_hospital", "医療機関"),
    ("to_consultation", "相談支援事業所"),
    ("to_municipality", "市町村"),
];
/// How it was handed over.
const METHODS: [&str; 5] = ["手渡し", "郵送", "メール", "ファイルの共有", "その他"];
/// The texts that are offered again from the month before.
pub(super) const TEXTS: [&str; 7] =
    ["attendance", "health", "work", "employer_view", "support_given", "agreed", "next_plan"];
/// Days of the next month in which a report still counts as shared late, not missing.
const LATE_DAYS: u8 = 10;

/// The fields.
pub(crate) fn sheet() -> Sheet {
    let methods = METHODS.map(|method| Choice::new(method, method));
    let recipients = RECIPIENTS.map(|(key, label)| Field::check(key, label));
    Sheet(vec![
        Group::new(
            "本人と仕事のようす",
            vec![
                Field::long("attendance", "出勤のようす"),
                Field::long("health", "体調・生活のようす"),
                Field::long("work", "仕事のようす"),
                Field::long("employer_view", "勤務先の見方"),
            ],
        ),
        Group::new(
            "支援",
            vec![
                Field::long("support_given", "行った支援").required().hint("本人・勤務先・家族・関係機関への支援"),
                Field::long("agreed", "確認したこと・決めたこと"),
                Field::long("next_plan", "来月の支援の予定"),
                Field::text("staff", "作成した職員"),
            ],
        ),
        Group::new("共有した相手", recipients.to_vec()),
        Group::new(
            "共有",
            vec![
                Field::day("shared_on", "共有日").hint("例: 25、10/25。まだのときは空のまま保存できます"),
                Field::select("method", "共有の方法", methods),
                Field::text("employer_left_out_reason", "事業主に共有しない理由")
                    .hint("勤務先に障害を開示しておらず、本人が望まないときだけ"),
            ],
        ),
    ])
}

/// A stored report as the form shows it.
pub(crate) fn show(body: &SupportReportBody) -> Form {
    let mut form = Form::default();
    form.set("attendance", &body.attendance).set("health", &body.health).set("work", &body.work);
    form.set("employer_view", &body.employer_view).set("support_given", &body.support_given);
    form.set("agreed", &body.agreed).set("next_plan", &body.next_plan).set("staff", &body.staff);
    for (key, label) in RECIPIENTS {
        read::tick(&mut form, key, body.recipients.iter().any(|to| to == label));
    }
    form.set_some("shared_on", body.shared_on).set("method", &body.method);
    form.set("employer_left_out_reason", &body.employer_left_out_reason);
    form
}

/// 共有日, also by the number of the day alone.
fn shared_on(form: &mut Form, month: Month, today: Day) -> Option<Day> {
    let found = form.read("shared_on", |text| {
        let plain = read::typed_width(text);
        let number = plain.trim().trim_end_matches('日').parse::<u8>().ok();
        match number.and_then(|number| month.day(number)) {
            Some(day) => Ok(day),
            None => typed::day(text, TypedContext { service_month: Some(month) }).map_err(|error| error.to_string()),
        }
    });
    form.set_some("shared_on", found);
    if found.is_some_and(|day| day < month.first_day()) {
        form.fail(
            "shared_on",
            format!("共有日が{}より前です。この月の支援レポートを共有した日を書いてください", month.wareki()),
        );
    }
    if found.is_some_and(|day| day > today) {
        form.fail("shared_on", "共有日が今日より後です。共有してから、その日を書いてください");
    }
    found
}

/// What was typed as a report. `disclosed`: whether the employer of the month knows of the disability.
pub(super) fn read(form: &mut Form, month: Month, today: Day, disclosed: Option<bool>) -> Option<SupportReportBody> {
    sheet().need(form);
    let recipients: Vec<String> =
        RECIPIENTS.iter().filter(|(key, _)| form.checked(key)).map(|(_, label)| (*label).to_owned()).collect();
    let body = SupportReportBody {
        attendance: read::note(form, "attendance", "出勤のようす"),
        health: read::note(form, "health", "体調・生活のようす"),
        work: read::note(form, "work", "仕事のようす"),
        employer_view: read::note(form, "employer_view", "勤務先の見方"),
        support_given: read::note(form, "support_given", "行った支援"),
        agreed: read::note(form, "agreed", "確認したこと・決めたこと"),
        next_plan: read::note(form, "next_plan", "来月の支援の予定"),
        shared_on: shared_on(form, month, today),
        recipients,
        method: form.value("method").to_owned(),
        employer_left_out_reason: read::text(form, "employer_left_out_reason", "事業主に共有しない理由"),
        staff: read::text(form, "staff", "作成した職員"),
    };
    shared_with(form, &body, disclosed);
    form.is_ok().then_some(body)
}

/// A report that was shared says with whom – always with the person –, how, and why not with the employer. Where the
/// employer knows of the disability no reason is asked: none would hold, and the page says what does.
fn shared_with(form: &mut Form, body: &SupportReportBody, disclosed: Option<bool>) {
    if body.shared_on.is_none() {
        return;
    }
    if body.recipients.is_empty() {
        form.fail("to_person", "共有した相手が選ばれていません。渡した相手に印を付けてください");
    } else if report_person_left_out(body) {
        let message = "本人に印がありません。支援レポートは本人にも渡します。渡したら印を付けてください。まだ渡していないときは、共有日を空にすると保存できます";
        form.fail("to_person", message);
    }
    if body.method.is_empty() {
        form.fail("method", "共有の方法が選ばれていません。一覧から選んでください");
    }
    if !body.recipients.is_empty() && report_to_employer(body, disclosed) == ReportToEmployer::LeftOut {
        let message = "事業主に共有していません。共有するか、共有しない理由(障害を開示していないなど)を書いてください";
        form.fail("employer_left_out_reason", message);
    }
}

/// What should be looked at, though it was saved.
pub(super) fn warnings(body: &SupportReportBody, month: Month, disclosed: Option<bool>) -> Vec<String> {
    let mut found = Vec::new();
    let next = month.next();
    if body.shared_on.is_some_and(|day| day.month() == next && day.number() <= LATE_DAYS) {
        found.push(format!(
            "共有日が{}に入っています。支援した月のうちに共有するのが原則です。市町村の扱いを確かめてください。",
            next.wareki()
        ));
    }
    if disclosed == Some(false) && body.recipients.iter().any(|to| to == EMPLOYER) {
        found.push(
            "就労の画面では、勤務先に障害を開示していない人です。事業主への共有が本人の希望どおりか確かめてください。"
                .to_owned(),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(shared_on: &str) -> Form {
        let mut form = Form::default();
        form.set("support_given", "面談した").set("shared_on", shared_on).set("to_person", "1").set("method", "メール");
        form.set("to_employer", "1");
        form
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_report_survives_the_form() {
        let (month, today) = ("2024-10".parse().unwrap(), day("2026-11-05"));
        let body = read(&mut form("25"), month, today, None).unwrap();
        assert_eq!(body.shared_on, Some(day("2024-10-25")));
        assert_eq!(body.recipients, ["本人", "事業主"]);
        assert_eq!(read(&mut show(&body), month, today, None), Some(body));
    }

    #[test]
    fn who_got_it_how_and_why_not_the_employer_are_asked_once_it_was_shared() {
        let (month, today) = ("2024-10".parse().unwrap(), day("2026-11-05"));
        let mut open = form("");
        open.set("to_person", "").set("to_employer", "").set("method", "");
        assert!(read(&mut open, month, today, None).is_some());
        let mut shared = form("25");
        shared.set("to_person", "").set("to_employer", "").set("method", "");
        assert!(read(&mut shared, month, today, None).is_none());
        assert!(shared.error("to_person").is_some() && shared.error("method").is_some());
        let mut left_out = form("25");
        left_out.set("to_employer", "");
        assert!(read(&mut left_out, month, today, None).is_none());
        assert!(left_out.error("employer_left_out_reason").is_some());
        left_out = form("25");
        left_out.set("to_employer", "").set("employer_left_out_reason", "開示しておらず、本人が望まないため");
        assert!(read(&mut left_out, month, today, None).is_some(), "{:?}", left_out.errors());
    }

    #[test]
    fn a_report_is_shared_with_the_person_and_no_reason_is_asked_where_none_would_hold() {
        let (month, today) = ("2024-10".parse().unwrap(), day("2026-11-05"));
        let mut employer_alone = form("25");
        employer_alone.set("to_person", "");
        assert!(read(&mut employer_alone, month, today, None).is_none());
        assert!(employer_alone.error("to_person").unwrap().contains("共有日を空にすると保存できます"));
        let mut open = form("");
        open.set("to_person", "");
        assert!(read(&mut open, month, today, None).is_some(), "{:?}", open.errors());
        let mut disclosed = form("25");
        disclosed.set("to_employer", "");
        assert!(read(&mut disclosed, month, today, Some(true)).is_some(), "{:?}", disclosed.errors());
    }

    #[test]
    fn the_first_ten_days_of_the_next_month_are_warned_of() {
        let month = "2024-10".parse().unwrap();
        let mut body = SupportReportBody { shared_on: Some(day("2024-11-10")), ..SupportReportBody::default() };
        assert_eq!(warnings(&body, month, None).len(), 1);
        for quiet in ["2024-10-31", "2024-11-11"] {
            body.shared_on = Some(day(quiet));
            assert!(warnings(&body, month, None).is_empty(), "{quiet}");
        }
    }
}
