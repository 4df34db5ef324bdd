//! 支援記録の用紙: 詳細 (once a month, decides what is claimed) and 簡易 (any number).
use super::words::{MEANS, PLACES, billing, choices, key, value};
use crate::screens::people::{
    read,
    sheet::{Field, Group, Sheet},
};
use fees::RetentionTables;
use kernel::{
    Day, Month,
    typed::{self, TypedContext},
};
use store::{ContactBilling, ContactBody, ContactKind};
use ui::Form;

/// What a form needs to know of its month.
#[derive(Clone, Copy)]
pub(crate) struct Around<'t> {
    pub(crate) kind: ContactKind,
    pub(crate) month: Month,
    pub(crate) today: Day,
    pub(crate) tables: &'t RetentionTables,
}

/// The fields.
pub(crate) fn sheet(around: Around<'_>) -> Sheet {
    let Around { kind, month, tables, .. } = around;
    let mut groups = vec![Group::new(
        "いつ・どこで",
        vec![
            Field::day("on", "支援日").required().hint(format!("例: 8、{0}/8、{0}月8日", month.month())),
            Field::short("start", "開始").hint("例: 930、9:30、9時半"),
            Field::short("end", "終了"),
            Field::select("means", "手段", choices(&MEANS)).required(),
            Field::select("place", "場所", choices(&PLACES)).required().hint("センター=この事業所の会議室・面談室"),
            Field::text("with_whom", "相手").hint("例: 本人、上司、家族"),
            Field::text("staff", "支援した職員"),
        ],
    )];
    if kind == ContactKind::Full {
        let named = billing(tables, month);
        groups.push(Group::new(
            "請求",
            vec![
                Field::select("billing", "請求の有無", choices(&named)).required().hint("未定のままでは請求できません"),
                Field::check("special_area", "特別地域での支援")
                    .hint("厚生労働大臣が定める地域に住む人を、その地域で支援した日"),
            ],
        ));
    }
    groups.push(Group::new("内容", vec![Field::long("text", "支援の内容").required()]));
    Sheet(groups)
}

/// A stored contact as the form shows it.
pub(crate) fn show(body: &ContactBody, tables: &RetentionTables) -> Form {
    let mut form = Form::default();
    let named = billing(tables, body.on.month());
    form.set("on", body.on).set_some("start", body.start).set_some("end", body.end);
    form.set("means", key(&MEANS, &body.means)).set("place", key(&PLACES, &body.place));
    form.set("with_whom", &body.with_whom).set("staff", &body.staff).set("text", &body.text);
    form.set("billing", key(&named, &body.billing));
    read::tick(&mut form, "special_area", body.special_area);
    form
}

/// A day of the month, also by its number alone.
fn day(form: &mut Form, name: &str, label: &str, month: Month) -> Option<Day> {
    let found = form.read(name, |text| {
        let plain = read::typed_width(text);
        let number = plain.trim().trim_end_matches('日').parse::<u8>().ok();
        let day = match number.map(|number| month.day(number)) {
            Some(Some(day)) => day,
            Some(None) => return Err(format!("{}に{plain}日はありません。日を確かめてください", month.wareki())),
            None => {
                let context = TypedContext { service_month: Some(month) };
                typed::day(text, context).map_err(|error| error.to_string())?
            }
        };
        if day.month() != month {
            let label = format!("{label}が{}の日ではありません", month.wareki());
            return Err(format!("{label}。{}の記録は、その月の画面で書いてください", day.month().wareki()));
        }
        Ok(day)
    });
    form.set_some(name, found);
    found
}

/// What was typed as a contact.
pub(super) fn read(form: &mut Form, around: Around<'_>) -> Option<ContactBody> {
    let Around { kind, month, today, tables } = around;
    sheet(around).need(form);
    let on = day(form, "on", "支援日", month);
    if on.is_some_and(|on| on > today) {
        form.fail("on", "支援日が今日より後です。支援をした日を書いてください");
    }
    let start = form.read("start", typed::time);
    form.set_some("start", start);
    let end = form.read("end", typed::time);
    form.set_some("end", end);
    if let (Some(start), Some(end)) = (start, end)
        && end <= start
    {
        form.fail("end", "終了が開始より前か同じです。どちらかの時刻を直してください");
    }
    let means = value(&MEANS, form.value("means"));
    let place = value(&PLACES, form.value("place"));
    let chosen = match kind {
        ContactKind::Full => value(&billing(tables, month), form.value("billing")),
        ContactKind::Simple => Some(ContactBilling::None),
    };
    let with_whom = read::text(form, "with_whom", "相手");
    let staff = read::text(form, "staff", "支援した職員");
    let text = read::note(form, "text", "支援の内容");
    let special_area = kind == ContactKind::Full && form.checked("special_area");
    if !form.is_ok() {
        return None;
    }
    Some(ContactBody {
        on: on?,
        start,
        end,
        means: means?,
        place: place?,
        with_whom,
        kind,
        billing: chosen?,
        special_area,
        text,
        staff,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use fees::FeeTables;

    fn around(month: &str, kind: ContactKind) -> Around<'static> {
        let tables = FeeTables::builtin().retention();
        Around { kind, month: month.parse().unwrap(), today: "2026-11-05".parse().unwrap(), tables }
    }

    fn typed_form(on: &str) -> Form {
        let mut form = Form::default();
        form.set("on", on).set("means", "video").set("place", "online").set("text", "職場のようすを聞いた");
        form.set("billing", "base").set("start", "９時半").set("end", "1015");
        form
    }

    #[test]
    fn a_day_of_the_month_is_read_in_any_usual_spelling() {
        for on in ["8", "８日", "10/8", "10月8日", "R6.10.8", "2024-10-08", "令和６年１０月８日"] {
            let mut form = typed_form(on);
            let body = read(&mut form, around("2024-10", ContactKind::Full)).unwrap();
            assert_eq!((body.on.to_string().as_str(), form.value("start")), ("2024-10-08", "09:30"), "{on}");
        }
        for on in ["32", "0", "9/8", "2024-11-08", "きのう"] {
            let mut form = typed_form(on);
            assert_eq!(read(&mut form, around("2024-10", ContactKind::Full)), None, "{on}");
            assert!(form.error("on").is_some() && form.value("on") == on, "{on}");
        }
    }

    #[test]
    fn a_quick_record_never_claims_by_itself() {
        let mut form = typed_form("8");
        let body = read(&mut form, around("2024-10", ContactKind::Simple)).unwrap();
        assert_eq!((body.billing, body.kind), (ContactBilling::None, ContactKind::Simple));
    }

    #[test]
    fn a_contact_survives_the_form() {
        let around = around("2024-02", ContactKind::Full);
        let mut form = typed_form("29");
        form.set("billing", "base_and_conference_1").set("special_area", "1").set("text", "一行目\r\n二行目");
        let body = read(&mut form, around).unwrap();
        assert_eq!(body.text, "一行目\n二行目");
        assert_eq!(read(&mut show(&body, around.tables), around), Some(body));
    }
}
