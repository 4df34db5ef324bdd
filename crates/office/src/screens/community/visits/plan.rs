//! 計画時間: the optional pair of planned times of a visit – typed, or said to be the times worked.
use super::clock::{hhmm, read_clock};
use fees::community::facts::Service;
use store::VisitBody;
use ui::Form;

/// Planned start and end, minutes since midnight; an end not after the start lies on the next day.
type Plan = (u16, u16);

fn of(body: &VisitBody) -> Option<Plan> {
    body.planned_start.zip(body.planned_end)
}

/// The times of a stored plan. They are shown as they are: a plan that was kept does not follow the times worked.
pub(super) fn fill(form: &mut Form, body: &VisitBody) {
    let Some((from, to)) = of(body) else { return };
    form.set("planned_start", hhmm(from)).set("planned_end", hhmm(to));
    if to <= from && to > 0 {
        form.set("planned_next_day", "1");
    }
}

/// In a copy the plan that was the time worked stays so, whatever times are typed next.
pub(super) fn loosen(form: &mut Form) {
    let same = |one: &str, other: &str| form.value(one) == form.value(other);
    if form.text("planned_start").is_some() && same("planned_start", "start") && same("planned_end", "end") {
        form.set("planned_start", "").set("planned_end", "").set("planned_next_day", "").set("planned_same", "1");
    }
}

/// Who ticked 「計画は実績と同じ」 for a visit finds it ticked for the next.
pub(super) fn keep_habit(form: &mut Form, body: &VisitBody) {
    if is_as_worked(body) {
        form.set("planned_same", "1");
    }
}

fn is_as_worked(body: &VisitBody) -> bool {
    of(body).is_some_and(|(from, to)| (from, to % 1440) == (body.facts.start, body.facts.end % 1440))
}

/// The mark of a visit whose plan differs from what was worked.
pub(super) fn mark(body: &VisitBody) -> Option<String> {
    let (from, to) = of(body).filter(|_| !is_as_worked(body))?;
    Some(format!("計画 {}〜{}", hhmm(from), hhmm(to)))
}

/// Whether something about the plan was typed or is wrong, so that its fields stand open.
pub(super) fn is_touched(form: &Form) -> bool {
    let fields = ["planned_start", "planned_end", "planned_same", "planned_next_day"];
    fields.iter().any(|name| form.text(name).is_some() || form.error(name).is_some())
}

/// The plan of the fields; nothing when nothing was typed. What is wrong is noted at the fields.
pub(super) fn read(form: &mut Form, service: Service, worked: Plan) -> Option<Plan> {
    let typed = |form: &Form, name: &str| form.text(name).is_some();
    let (has_start, has_end) = (typed(form, "planned_start"), typed(form, "planned_end"));
    if form.checked("planned_same") {
        if has_start || has_end {
            form.fail(
                "planned_same",
                "計画の時刻も入っています。「計画は実績と同じ」の印を外すか、計画の時刻を消してください",
            );
        }
        return Some(worked);
    }
    if !has_start && !has_end {
        return None;
    }
    if has_start != has_end {
        let (name, label) = if has_start { ("planned_end", "終了") } else { ("planned_start", "開始") };
        form.fail(
            name,
            format!("計画の{label}が入っていません。計画は開始と終了の両方を入れるか、両方を消してください"),
        );
        return None;
    }
    let start = read_clock(form, "planned_start", "計画開始");
    let end = read_clock(form, "planned_end", "計画終了");
    let (start, end) = (start?, end?);
    check_order(form, service, (start, end));
    Some((start, end))
}

fn check_order(form: &mut Form, service: Service, (start, end): Plan) {
    let next_day = form.checked("planned_next_day") && service == Service::Mobility;
    let (from, to) = (hhmm(start), hhmm(end));
    if start == end {
        form.fail("planned_end", format!("計画の開始と終了が同じ時刻({from})です。どちらかを直してください"));
    } else if end > start && next_day {
        let what = "までだと24時間を超えます。「計画は翌日まで」の印を外すか、計画の時刻を直してください";
        form.fail("planned_next_day", format!("計画が翌日の {to} {what}"));
    } else if end < start && service == Service::Daytime {
        let what = "より前です。日中一時支援は1日の中の時刻で入れてください";
        form.fail("planned_end", format!("計画の終了 {to} が計画の開始 {from} {what}"));
    } else if end < start && end > 0 && !next_day {
        let what = "より前です。翌日までの計画なら「計画は翌日まで」に印を付け、ちがうときは時刻を直してください";
        form.fail("planned_end", format!("計画の終了 {to} が計画の開始 {from} {what}"));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WORKED: Plan = (9 * 60, 10 * 60);

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::from_pairs(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn refused(fields: &[(&str, &str)], at: &str) -> String {
        let mut form = form(fields);
        read(&mut form, Service::Mobility, WORKED);
        form.error(at).unwrap_or_else(|| panic!("{at} is not refused")).to_owned()
    }

    #[test]
    fn cl_58_a_visit_without_a_plan_has_none_and_a_tick_takes_the_times_worked() {
        assert_eq!(read(&mut form(&[]), Service::Mobility, WORKED), None);
        assert_eq!(read(&mut form(&[("planned_same", "1")]), Service::Mobility, WORKED), Some(WORKED));
        let typed = [("planned_start", "845"), ("planned_end", "0945")];
        assert_eq!(read(&mut form(&typed), Service::Mobility, WORKED), Some((525, 585)));
    }

    #[test]
    fn cl_60_planned_times_are_checked_like_the_times_worked() {
        assert!(refused(&[("planned_start", "0860"), ("planned_end", "0930")], "planned_start").contains("0860"));
        assert!(refused(&[("planned_start", "0900")], "planned_end").contains("両方"));
        assert!(refused(&[("planned_start", "0900"), ("planned_end", "2400")], "planned_end").contains("2359"));
        assert!(refused(&[("planned_start", "0900"), ("planned_end", "0900")], "planned_end").contains("同じ時刻"));
        assert!(refused(&[("planned_start", "0900"), ("planned_end", "0830")], "planned_end").contains("翌日"));
        assert!(refused(&[("planned_start", "0900"), ("planned_same", "1")], "planned_same").contains("印を外す"));
        let over = [("planned_start", "0900"), ("planned_end", "1000"), ("planned_next_day", "1")];
        assert!(refused(&over, "planned_next_day").contains("24時間"));
    }

    #[test]
    fn a_copy_of_a_visit_that_was_worked_as_planned_keeps_the_tick_and_not_the_times() {
        let mut copy = form(&[("start", "0900"), ("end", "1000"), ("planned_start", "0900"), ("planned_end", "1000")]);
        loosen(&mut copy);
        assert!(copy.checked("planned_same") && copy.text("planned_start").is_none());
        let mut other = form(&[("start", "0900"), ("end", "1000"), ("planned_start", "0900"), ("planned_end", "1015")]);
        loosen(&mut other);
        assert_eq!(other.value("planned_end"), "1015");
    }
}
