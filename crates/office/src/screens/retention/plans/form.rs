//! 支援計画の用紙.
use crate::screens::people::{
    read,
    sheet::{Field, Group, Sheet},
};
use kernel::{
    Day,
    typed::{self, TypedContext},
};
use store::SupportPlanBody;
use ui::Form;

/// Months between two looks at a plan.
const MONITORING_MONTHS: u32 = 6;

/// The fields.
pub(crate) fn sheet() -> Sheet {
    Sheet(vec![
        Group::new(
            "計画",
            vec![
                Field::day("made_on", "作成日").required().hint("例: R8.10.1、2026/10/1"),
                Field::text("author", "作成者").required().hint("サービス管理責任者"),
                Field::day("from", "計画の期間 はじめ").required(),
                Field::day("to", "計画の期間 おわり").required(),
            ],
        ),
        Group::new(
            "内容",
            vec![
                Field::long("wishes", "本人・家族・勤務先の意向"),
                Field::long("goals", "目標").required(),
                Field::long("supports", "支援の内容").required(),
            ],
        ),
        Group::new(
            "モニタリング",
            vec![
                Field::day("next_monitoring_on", "次のモニタリング予定日").hint("6か月に1回以上"),
                Field::text("monitored_on", "モニタリングをした日").hint("「、」で並べます。例: R8.4.1、R8.9.30"),
            ],
        ),
        Group::new(
            "説明と同意",
            vec![
                Field::day("explained_on", "説明した日"),
                Field::day("agreed_on", "同意を得た日"),
                Field::day("delivered_on", "交付した日"),
                Field::long("note", "備考"),
            ],
        ),
    ])
}

fn monitored_text(days: &[Day]) -> String {
    days.iter().map(Day::to_string).collect::<Vec<_>>().join("、")
}

/// A stored plan as the form shows it.
pub(crate) fn show(body: &SupportPlanBody) -> Form {
    let mut form = content(body);
    form.set("made_on", body.made_on).set("from", body.from).set("to", body.to);
    form.set_some("next_monitoring_on", body.next_monitoring_on);
    form.set("monitored_on", monitored_text(&body.monitored_on));
    form.set_some("explained_on", body.explained_on).set_some("agreed_on", body.agreed_on);
    form.set_some("delivered_on", body.delivered_on).set("note", &body.note);
    form
}

/// The texts of a plan alone: what a new version begins with.
fn content(body: &SupportPlanBody) -> Form {
    let mut form = Form::default();
    form.set("author", &body.author).set("wishes", &body.wishes);
    form.set("goals", &body.goals).set("supports", &body.supports);
    form
}

/// A new version after a plan: its texts, and a period that follows.
pub(super) fn next_version(body: &SupportPlanBody) -> Form {
    let mut form = content(body);
    form.set("from", body.to.plus_days(1));
    form
}

/// What was typed as a plan.
pub(super) fn read(form: &mut Form, today: Day) -> Option<SupportPlanBody> {
    sheet().need(form);
    let made_on = read::day(form, "made_on");
    let from = read::day(form, "from");
    let to = read::day(form, "to");
    if made_on.is_some_and(|day| day > today) {
        form.fail("made_on", "作成日が今日より後です。計画を作った日を書いてください");
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        form.fail("to", "計画の期間のおわりが、はじめより前です。どちらかの日を直してください");
    }
    let monitored_on = monitored(form, today);
    let next_monitoring_on = read::day(form, "next_monitoring_on");
    let explained_on = read::day(form, "explained_on");
    let agreed_on = read::day(form, "agreed_on");
    let delivered_on = read::day(form, "delivered_on");
    let author = read::text(form, "author", "作成者");
    let goals = read::note(form, "goals", "目標");
    let wishes = read::note(form, "wishes", "本人・家族・勤務先の意向");
    let supports = read::note(form, "supports", "支援の内容");
    let note = read::note(form, "note", "備考");
    if !form.is_ok() {
        return None;
    }
    Some(SupportPlanBody {
        made_on: made_on?,
        from: from?,
        to: to?,
        author,
        goals,
        wishes,
        supports,
        next_monitoring_on,
        monitored_on,
        explained_on,
        agreed_on,
        delivered_on,
        note,
    })
}

fn monitored(form: &mut Form, today: Day) -> Vec<Day> {
    let found = form.read("monitored_on", |text| {
        let parts = text.split(['、', '，', ';', '\n', ' ', '　']).map(str::trim).filter(|part| !part.is_empty());
        let mut days = Vec::new();
        for part in parts {
            let day = typed::day(part, TypedContext::default()).map_err(|error| error.to_string())?;
            if day > today {
                return Err(format!("「{part}」は今日より後です。モニタリングをした日だけを書いてください"));
            }
            days.push(day);
        }
        days.sort_unstable();
        days.dedup();
        Ok::<_, String>(days)
    });
    form.set_some("monitored_on", found.as_deref().map(monitored_text));
    found.unwrap_or_default()
}

/// What should be looked at, though it was saved.
pub(super) fn warnings(body: &SupportPlanBody) -> Vec<String> {
    let mut found = Vec::new();
    let last = body.monitored_on.iter().copied().max().unwrap_or(body.from);
    let latest = last.first_day_after_months(MONITORING_MONTHS);
    match body.next_monitoring_on {
        None => found.push("次のモニタリング予定日がまだ入っていません。".to_owned()),
        Some(next) if next > latest => {
            found.push(format!("次のモニタリングは、6か月以内({}まで)に予定してください。", latest.both()));
        }
        Some(_) => {}
    }
    if body.agreed_on.is_none() || body.delivered_on.is_none() {
        found.push("同意を得た日・交付した日がまだ入っていません。".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form() -> Form {
        let mut form = Form::default();
        form.set("made_on", "R6.9.20").set("author", "見本 管理").set("from", "R6.10.1").set("to", "R7.3.31");
        form.set("goals", "遅刻なく続ける").set("supports", "月1回の面談");
        form
    }

    #[test]
    fn a_plan_survives_the_form_and_its_days_are_put_in_order() {
        let today = "2026-11-05".parse().unwrap();
        let mut form = form();
        form.set("monitored_on", "R7.3.25、令和６年１２月２日");
        let body = read(&mut form, today).unwrap();
        assert_eq!(form.value("monitored_on"), "2024-12-02、2025-03-25");
        assert_eq!(read(&mut show(&body), today), Some(body.clone()));
        let next = next_version(&body);
        assert_eq!(
            (next.value("from"), next.value("goals"), next.value("made_on")),
            ("2025-04-01", "遅刻なく続ける", "")
        );
    }

    #[test]
    fn a_plan_needs_a_look_every_six_months() {
        let today = "2026-11-05".parse().unwrap();
        let mut form = form();
        form.set("agreed_on", "R6.10.1").set("delivered_on", "R6.10.1").set("next_monitoring_on", "2025-04-01");
        assert!(warnings(&read(&mut form, today).unwrap()).is_empty());
        form.set("next_monitoring_on", "2025-04-02");
        assert_eq!(warnings(&read(&mut form, today).unwrap()).len(), 1);
    }
}
