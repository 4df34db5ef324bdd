//! 訪問の入力欄: what is typed about one visit ↔ the visit, with words for every time that cannot be.
use super::{
    additions::MARKS,
    clock::{DAY, hhmm, read_clock},
    plan,
};
use fees::community::facts::{self, Commute, Helpers, Service};
use kernel::{Day, Month, text::search_key, typed};
use store::{Member, VisitBody, VisitStaff};
use ui::Form;

pub(crate) use crate::actions::community::visits::span;

/// A visit of more minutes than this is asked about before a phone sends it: 終了 may have been forgotten.
pub(crate) const LONGEST_MINUTES: u16 = 12 * 60;

/// What the reading of the fields depends on besides the fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    /// The service month of the page.
    pub(crate) month: Month,
    /// Staff with an account: a name that is theirs is kept with it.
    pub(crate) members: &'a [Member],
    /// The visit that is being corrected.
    pub(crate) before: Option<&'a VisitBody>,
}

/// The word of a service in forms.
pub(crate) const fn service_key(service: Service) -> &'static str {
    match service {
        Service::Mobility => "mobility",
        Service::Daytime => "daytime",
    }
}

/// The service of a form; 移動支援 when nothing was chosen.
pub(crate) fn service_of(form: &Form) -> Service {
    if form.is("service", "daytime") { Service::Daytime } else { Service::Mobility }
}

/// The fields of a visit.
pub(crate) fn fill(form: &mut Form, body: &VisitBody) {
    let facts = &body.facts;
    form.set("date", facts.date);
    form.set("start", hhmm(facts.start)).set("end", hhmm(facts.end));
    fill_manner(form, body);
    if facts.passes_midnight() {
        form.set("next_day", "1");
    }
    if facts.deducted_minutes > 0 {
        form.set("deducted", facts.deducted_minutes);
    }
    form.set_some("deducted_start", facts.deducted_start.map(hhmm));
    for mark in MARKS.iter().filter(|mark| mark.is_on(facts)) {
        form.set(mark.field, "1");
    }
    plan::fill(form, body);
    form.set("note", &body.note);
}

/// The fields that usually stay the same from visit to visit: service, helpers, the way to school, 送迎 and 食事.
pub(crate) fn fill_manner(form: &mut Form, body: &VisitBody) {
    let facts = &body.facts;
    form.set("service", service_key(body.service));
    form.set(
        "helpers",
        match facts.helpers {
            Helpers::First => "first",
            Helpers::Both => "both",
            Helpers::Second => "second",
        },
    );
    match facts.commute {
        None => {}
        Some(Commute::Whole) => {
            form.set("commute", "whole");
        }
        Some(Commute::Minutes(minutes)) => {
            form.set("commute", "minutes").set("commute_minutes", minutes);
        }
    }
    for (name, one) in ["staff1", "staff2"].into_iter().zip(&body.staff) {
        form.set(name, &one.name);
    }
    form.set("transport", facts.transport);
    for (name, ticked) in [("meal", facts.meal), ("single", facts.single_facility)] {
        if ticked {
            form.set(name, "1");
        }
    }
}

/// The visit of the fields; `None` with what is wrong noted at them.
pub(crate) fn read(form: &mut Form, around: Around<'_>) -> Option<VisitBody> {
    let service = service_of(form);
    let date = read_date(form, around.month);
    let start = read_clock(form, "start", "開始時間");
    let end = read_clock(form, "end", "終了時間");
    if let (Some(start), Some(end)) = (start, end) {
        check_order(form, service, start, end);
    }
    let (date, start, end) = (date?, start?, end?);
    let mut visit = around.before.map_or_else(|| facts::Visit::new(date, start, end), |before| before.facts.clone());
    (visit.date, visit.start, visit.end) = (date, start, end);
    let worked = visit.worked_minutes();
    read_deducted(form, &mut visit, worked);
    match service {
        Service::Mobility => {
            read_mobility(form, &mut visit, worked);
            (visit.transport, visit.meal, visit.single_facility) = (0, false, false);
        }
        Service::Daytime => {
            read_daytime(form, &mut visit);
            (visit.helpers, visit.commute) = (Helpers::First, None);
            MARKS.iter().for_each(|mark| mark.put(&mut visit, false));
        }
    }
    let staff = read_staff(form, visit.helpers, around);
    let planned = plan::read(form, service, (start, end));
    check_lengths(form);
    if !form.is_ok() {
        return None;
    }
    Some(VisitBody {
        planned_start: planned.map(|(from, _)| from),
        planned_end: planned.map(|(_, to)| to),
        staff,
        note: form.text("note").unwrap_or_default().to_owned(),
        ..VisitBody::new(service, visit)
    })
}

/// What is read in a list and in a cell of the tool stays short.
fn check_lengths(form: &mut Form) {
    for (name, label, most) in [("staff1", "担当者", 40), ("staff2", "2人目の担当者", 40), ("note", "備考", 200)]
    {
        let letters = form.value(name).trim().chars().count();
        if letters > most {
            form.fail(name, format!("{label}は{most}文字までです(今は{letters}文字)。短くしてください"));
        }
    }
}

/// `5`, `4/5`, `2023/4/5`: a day of the month of the page.
fn read_date(form: &mut Form, month: Month) -> Option<Day> {
    let text = form.value("date").trim().to_owned();
    let number = typed::integer(text.trim_end_matches('日')).ok().filter(|_| text.chars().count() <= 3);
    let day = match number {
        Some(number) => {
            let day = u8::try_from(number).ok().and_then(|number| month.day(number));
            if day.is_none() {
                form.fail(
                    "date",
                    format!("{}は1日から{}日までです。日付を確かめてください", month.wareki(), month.days()),
                );
            }
            day?
        }
        None => {
            let context = typed::TypedContext { service_month: Some(month) };
            form.need("date", "日付", |text| typed::day(text, context).map_err(|error| error.to_string()))?
        }
    };
    if day.month() != month {
        let message = format!(
            "{}は、開いている{}の日ではありません。「前の月で入れる」「次の月で入れる」を押すと、入力したまま月が変わります",
            day.wareki(),
            month.wareki()
        );
        form.fail("date", message);
        return None;
    }
    Some(day)
}

/// Start before end, or a night that was meant.
fn check_order(form: &mut Form, service: Service, start: u16, end: u16) {
    let next_day = form.checked("next_day");
    let (from, to) = (hhmm(start), hhmm(end));
    if start == end {
        form.fail("end", format!("開始と終了が同じ時刻({from})です。どちらかを直してください"));
    } else if end > start && next_day {
        form.fail(
            "next_day",
            format!("翌日の {to} までだと24時間を超えます。「翌日まで」の印を外すか、2つの訪問に分けてください"),
        );
    } else if end < start && service == Service::Daytime {
        form.fail("end", format!("終了 {to} が開始 {from} より前です。日中一時支援は1日の中の時刻で入れてください"));
    } else if end < start && end > 0 && !next_day {
        form.fail(
            "end",
            format!(
                "終了 {to} が開始 {from} より前です。翌日までですか。翌日までなら「翌日まで」に印を付け、ちがうときは時刻を直してください"
            ),
        );
    }
}

fn read_deducted(form: &mut Form, visit: &mut facts::Visit, worked: u16) {
    let minutes = form.read("deducted", |text| {
        let minutes = typed::integer(text.trim_end_matches('分')).map_err(|error| error.to_string())?;
        match u16::try_from(minutes) {
            Ok(minutes) if minutes < worked => Ok(minutes),
            _ => Err(format!("差し引く時間は、訪問の{worked}分より短い分数で入れてください")),
        }
    });
    visit.deducted_minutes = minutes.unwrap_or(0);
    visit.deducted_start = None;
    if form.text("deducted_start").is_some() {
        let from = read_clock(form, "deducted_start", "差し引く時間の始まり");
        if visit.deducted_minutes == 0 && form.error("deducted").is_none() {
            form.fail("deducted", "差し引く時間の分数が入っていません。分数を入れるか、始まりの時刻を消してください");
        }
        visit.deducted_start = from;
        let outside = from.is_some_and(|from| {
            let from = if from < visit.start { from + DAY } else { from };
            from + visit.deducted_minutes > visit.start + worked
        });
        if outside {
            form.fail("deducted_start", "差し引く時間が訪問の外に出ています。始まりの時刻と分数を確かめてください");
        }
    }
}

fn read_mobility(form: &mut Form, visit: &mut facts::Visit, worked: u16) {
    visit.helpers = match form.value("helpers") {
        "both" => Helpers::Both,
        "second" => Helpers::Second,
        _ => Helpers::First,
    };
    visit.commute = match form.value("commute") {
        "whole" => Some(Commute::Whole),
        "minutes" => form
            .need("commute_minutes", "通園・通学・通所の分数", |text| {
                let minutes = typed::integer(text.trim_end_matches('分')).map_err(|error| error.to_string())?;
                let within = u16::try_from(minutes).ok().filter(|minutes| (1..=worked).contains(minutes));
                within.ok_or_else(|| format!("通園・通学・通所の時間は、1分から訪問の{worked}分までで入れてください"))
            })
            .map(Commute::Minutes),
        _ => None,
    };
    MARKS.iter().for_each(|mark| mark.put(visit, form.checked(mark.field)));
}

fn read_daytime(form: &mut Form, visit: &mut facts::Visit) {
    visit.transport = match form.value("transport") {
        "1" => 1,
        "2" => 2,
        _ => 0,
    };
    visit.meal = form.checked("meal");
    visit.single_facility = form.checked("single");
}

/// Names of the helpers; one that belongs to a colleague with an account is kept with the account.
fn read_staff(form: &mut Form, helpers: Helpers, around: Around<'_>) -> Vec<VisitStaff> {
    if helpers != Helpers::Both && form.text("staff2").is_some() {
        form.fail("staff2", "ヘルパーは1人になっています。「2人」を選ぶか、2人目の名前を消してください");
    }
    let names: Vec<String> =
        ["staff1", "staff2"].into_iter().filter_map(|name| form.text(name)).map(str::to_owned).collect();
    if let [one, other] = names.as_slice()
        && search_key(one) == search_key(other)
    {
        form.fail("staff2", "2人のヘルパーが同じ名前です。どちらかを直してください");
    }
    names.into_iter().map(|name| staff_of(name, around)).collect()
}

fn staff_of(name: String, around: Around<'_>) -> VisitStaff {
    let known = around.before.and_then(|before| before.staff.iter().find(|one| one.name == name));
    let key = search_key(&name);
    let member = around.members.iter().find(|member| search_key(&member.display_name) == key);
    let account_id = known.and_then(|one| one.account_id).or_else(|| member.map(|member| member.account_id));
    VisitStaff { name, account_id }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn typed_form(fields: &[(&str, &str)]) -> Form {
        Form::from_pairs(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn around() -> Around<'static> {
        Around { month: "2023-04".parse().unwrap(), members: &[], before: None }
    }

    fn refused(fields: &[(&str, &str)], at: &str) -> String {
        let mut form = typed_form(fields);
        assert!(read(&mut form, around()).is_none());
        form.error(at).unwrap().to_owned()
    }

    #[test]
    fn cl_61_times_are_typed_without_a_colon_and_a_day_by_its_number() {
        let mut form = typed_form(&[("date", "8"), ("start", "740"), ("end", "0820")]);
        let body = read(&mut form, around()).unwrap();
        assert_eq!((body.day().to_string(), body.facts.start, body.facts.end), ("2023-04-08".to_owned(), 460, 500));
    }

    #[test]
    fn cl_66_2400_is_refused_with_2359() {
        let message = refused(&[("date", "4"), ("start", "2330"), ("end", "2400")], "end");
        assert!(message.contains("2400") && message.contains("2359"), "{message}");
        assert!(refused(&[("date", "4"), ("start", "2400"), ("end", "0030")], "start").contains("0000"));
    }

    #[test]
    fn an_end_before_the_start_asks_whether_the_next_day_is_meant() {
        let night = [("date", "4"), ("start", "2330"), ("end", "0030")];
        assert!(refused(&night, "end").contains("翌日までですか"));
        let mut form = typed_form(&[night[0], night[1], night[2], ("next_day", "1")]);
        assert!(read(&mut form, around()).unwrap().facts.passes_midnight());
        assert!(
            refused(&[("date", "4"), ("start", "0900"), ("end", "1000"), ("next_day", "1")], "next_day")
                .contains("24時間")
        );
    }

    #[test]
    fn a_time_that_does_not_exist_and_an_empty_span_are_told_in_words() {
        assert!(refused(&[("date", "4"), ("start", "0860"), ("end", "0930")], "start").contains("0860"));
        assert!(refused(&[("date", "4"), ("start", "0900"), ("end", "0900")], "end").contains("同じ時刻"));
        assert!(refused(&[("date", "31"), ("start", "0900"), ("end", "1000")], "date").contains("30日"));
        assert!(refused(&[("date", "5/2"), ("start", "0900"), ("end", "1000")], "date").contains("次の月で入れる"));
    }

    #[test]
    fn a_note_longer_than_the_list_can_show_is_refused_with_the_number_of_letters() {
        let long = "あ".repeat(201);
        let message = refused(&[("date", "4"), ("start", "0900"), ("end", "1000"), ("note", &long)], "note");
        assert!(message.contains("200文字まで") && message.contains("201文字"), "{message}");
    }

    #[test]
    fn what_was_typed_comes_back_the_same() {
        let fields = [
            ("date", "2023-04-04"),
            ("start", "2330"),
            ("end", "0030"),
            ("next_day", "1"),
            ("helpers", "both"),
            ("staff1", "見本 一郎"),
            ("staff2", "見本 二子"),
            ("commute", "minutes"),
            ("commute_minutes", "20"),
            ("deducted", "10"),
            ("deducted_start", "2340"),
            ("emergency", "1"),
            ("suction", "1"),
            ("planned_start", "2300"),
            ("planned_end", "0015"),
            ("planned_next_day", "1"),
            ("note", "駅まで"),
        ];
        let body = read(&mut typed_form(&fields), around()).unwrap();
        let mut again = Form::default();
        fill(&mut again, &body);
        for (name, value) in fields {
            assert_eq!(again.value(name), value, "{name}");
        }
    }
}
