//! 就労の用紙: one job of a person.
use crate::screens::people::{
    read,
    sheet::{Field, Group, Sheet},
};
use store::{EmploymentBody, Occupation};
use ui::{Choice, Form};

/// 雇用形態 that are offered.
const EMPLOYMENT_FORMS: [&str; 5] = ["正社員", "契約社員・嘱託", "パート・アルバイト", "派遣", "その他"];
/// 障害の開示.
const DISCLOSED: [(&str, &str); 2] = [("1", "開示している"), ("0", "開示していない(支援レポートは企業に渡さない)")];
/// Field of a new job: the day on which the job before it ended.
pub(super) const PREVIOUS_ENDED: &str = "previous_ended_on";
/// Most hours of a week.
const MOST_HOURS: u32 = 168;

/// The fields; `follows` when an open job stands before the new one.
pub(crate) fn sheet(occupations: &[Occupation], follows: Option<&str>) -> Sheet {
    let mut groups = Vec::new();
    if let Some(employer) = follows {
        groups.push(Group::new(
            "転職のとき",
            vec![Field::day(PREVIOUS_ENDED, "前の勤務先の退職日").hint(format!(
                "{employer}を辞めた日。退職から1か月以内の再就職は、1回まで継続とみます。掛け持ちのときは空のまま"
            ))],
        ));
    }
    groups.extend([
        Group::new(
            "勤務先",
            vec![
                Field::text("employer", "企業名").required(),
                Field::text("workplace", "勤務先(支店・店舗)"),
                Field::select(
                    "occupation",
                    "職種",
                    occupations.iter().map(|known| Choice::new(&known.key, &known.label)),
                )
                .hint("集計情報の職業別に使います"),
                Field::text("duties", "仕事の内容"),
            ],
        ),
        Group::new(
            "期間",
            vec![
                Field::day("hired_on", "雇用開始日").hint("この日から6か月・42か月を数えます。内定だけのときは空でも"),
                Field::day("ended_on", "雇用終了日").hint("続いている間は空のまま"),
                Field::text("end_reason", "終了の理由"),
            ],
        ),
        Group::new(
            "条件",
            vec![
                Field::short("weekly_hours", "週の所定労働時間").hint("例: 20、30.5"),
                Field::select("employment_form", "雇用形態", EMPLOYMENT_FORMS.map(|form| Choice::new(form, form))),
                Field::select("disclosed", "企業への障害の開示", DISCLOSED.map(|(key, label)| Choice::new(key, label)))
                    .hint("まだ聞いていないときは(なし)のまま"),
            ],
        ),
        Group::new(
            "企業の担当者",
            vec![Field::text("contact_person", "担当者"), Field::short("contact_phone", "電話番号")],
        ),
        Group::new("備考", vec![Field::long("note", "備考")]),
    ]);
    Sheet(groups)
}

/// A stored job as the form shows it.
pub(crate) fn show(body: &EmploymentBody) -> Form {
    let mut form = Form::default();
    form.set("employer", &body.employer).set("workplace", &body.workplace).set("occupation", &body.occupation);
    form.set("duties", &body.duties).set_some("hired_on", body.hired_on).set_some("ended_on", body.ended_on);
    form.set("end_reason", &body.end_reason).set_some("weekly_hours", body.weekly_hours_x10.map(hours));
    form.set("employment_form", &body.employment_form);
    form.set_some("disclosed", body.disclosed_to_employer.map(u8::from));
    form.set("contact_person", &body.contact_person).set("contact_phone", &body.contact_phone).set("note", &body.note);
    form
}

/// What was typed as a job.
pub(super) fn read(form: &mut Form, sheet: &Sheet) -> Option<EmploymentBody> {
    sheet.need(form);
    let weekly = form.read("weekly_hours", tenths);
    form.set_some("weekly_hours", weekly.map(hours));
    let body = EmploymentBody {
        employer: read::text(form, "employer", "企業名"),
        workplace: read::text(form, "workplace", "勤務先"),
        occupation: form.value("occupation").to_owned(),
        duties: read::text(form, "duties", "仕事の内容"),
        hired_on: read::day(form, "hired_on"),
        ended_on: read::day(form, "ended_on"),
        end_reason: read::text(form, "end_reason", "終了の理由"),
        weekly_hours_x10: weekly,
        employment_form: form.value("employment_form").to_owned(),
        disclosed_to_employer: match form.value("disclosed") {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        },
        contact_person: read::text(form, "contact_person", "担当者"),
        contact_phone: read::text(form, "contact_phone", "電話番号"),
        note: read::note(form, "note", "備考"),
    };
    if let (Some(from), Some(to)) = (body.hired_on, body.ended_on)
        && to < from
    {
        form.fail("ended_on", "雇用終了日が雇用開始日より前です。どちらかの日を直してください");
    }
    if body.hired_on.is_none() && body.ended_on.is_some() {
        form.fail("hired_on", "雇用終了日があるのに、雇用開始日が入っていません。雇用開始日を書いてください");
    }
    form.is_ok().then_some(body)
}

/// `30.5` of 305.
pub(super) fn hours(tenths: u32) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// Tenths of an hour: `20`, `20.5`, `20時間30分`.
fn tenths(text: &str) -> Result<u32, String> {
    let wrong = || "週の所定労働時間は、20、30.5、37時間30分 のように書いてください".to_owned();
    let plain: String = read::typed_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_end_matches('分');
    let (whole, rest, unit) = match (plain.split_once("時間"), plain.split_once('.')) {
        (Some((whole, "")), _) => (whole, "0", 60),
        (Some((whole, "半")), _) => (whole, "30", 60),
        (Some((whole, minutes)), _) => (whole, minutes, 60),
        (None, Some((whole, tenth))) if tenth.len() == 1 => (whole, tenth, 10),
        (None, Some(_)) => return Err(wrong()),
        (None, None) => (plain, "0", 10),
    };
    let (whole, rest): (u32, u32) = (whole.parse().map_err(|_| wrong())?, rest.parse().map_err(|_| wrong())?);
    if whole > MOST_HOURS || rest >= unit {
        return Err(wrong());
    }
    if !(rest * 10).is_multiple_of(unit) {
        return Err("週の所定労働時間は6分きざみ(0.1時間)で書いてください".to_owned());
    }
    Ok(whole * 10 + rest * 10 / unit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn hours_of_a_week_are_read_in_the_usual_spellings() {
        for (typed, tenth) in
            [("20", 200), ("３０．５", 305), ("37時間30分", 375), ("20時間", 200), ("7時間半", 75), ("38.0", 380)]
        {
            assert_eq!(tenths(typed), Ok(tenth), "{typed}");
        }
        for typed in ["二十", "20.55", "200", "7時間65分", "7時間5分", ""] {
            assert!(tenths(typed).is_err(), "{typed}");
        }
        assert_eq!((hours(200), hours(305)), ("20".to_owned(), "30.5".to_owned()));
    }
}
