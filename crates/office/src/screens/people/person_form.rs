//! 基本情報の用紙: the person itself.
use super::{
    read,
    sheet::{Field, Group, Sheet},
};
use kernel::{Day, ServiceKind, text};
use records::ms932;
use store::PersonBody;
use ui::Form;

/// The fields. 就労定着支援 has the end of use on tabs of its own.
pub(crate) fn sheet(kind: ServiceKind) -> Sheet {
    let started = Field::day("started_on", "利用開始日");
    let mut used = vec![
        Field::day("born_on", "生年月日").hint("例: S55.4.1、1980/4/1"),
        started.hint(match kind {
            ServiceKind::Retention => "初期加算の利用開始日。空のときは支援できる最初の日",
            _ => "初期加算を数え始める日",
        }),
    ];
    if kind != ServiceKind::Retention {
        used.push(Field::day("ended_on", "利用終了日").hint("続いている間は空のまま"));
    }
    used.push(Field::long("note", "備考"));
    Sheet(vec![
        Group::new(
            "氏名",
            vec![
                Field::text("name", "氏名").required().hint("受給者証のとおり"),
                Field::text("name_kana", "フリガナ").required().hint("ひらがなで書いてもカタカナになります"),
                Field::text("name_print", "印字用氏名")
                    .hint("氏名に請求ファイルへ書けない字があるときの書き方(例: 髙→高)"),
            ],
        ),
        Group::new("利用", used),
    ])
}

/// A stored person as the form shows it.
pub(crate) fn show(body: &PersonBody) -> Form {
    let mut form = Form::default();
    form.set("name", &body.name).set("name_kana", &body.name_kana).set_some("name_print", body.name_print.as_ref());
    form.set_some("born_on", body.born_on).set_some("started_on", body.started_on);
    form.set_some("ended_on", body.ended_on).set("note", &body.note);
    form
}

/// What was typed as a person.
pub(crate) fn read(form: &mut Form, today: Day) -> Option<PersonBody> {
    sheet(ServiceKind::BType).need(form);
    let name = read::text(form, "name", "氏名");
    let name_kana = text::full_width(&text::katakana(&read::text(form, "name_kana", "フリガナ")));
    form.set("name_kana", &name_kana);
    if let Err(wrong) = text::half_width_kana(&name_kana) {
        form.fail("name_kana", format!("フリガナに「{wrong}」は使えません。ひらがなかカタカナで書いてください"));
    }
    let print = read::text(form, "name_print", "印字用氏名");
    if let Err(error) = ms932::encode(&print) {
        form.fail("name_print", format!("印字用氏名の{error}"));
    }
    let body = PersonBody {
        name,
        name_kana,
        name_print: (!print.is_empty()).then_some(print),
        born_on: read::day(form, "born_on"),
        started_on: read::day(form, "started_on"),
        ended_on: read::day(form, "ended_on"),
        note: read::note(form, "note", "備考"),
    };
    if body.born_on.is_some_and(|day| day > today) {
        form.fail("born_on", "生年月日が今日より後です。年を確かめてください");
    }
    if let (Some(from), Some(to)) = (body.started_on, body.ended_on)
        && to < from
    {
        form.fail("ended_on", "利用終了日が利用開始日より前です。どちらかの日を直してください");
    }
    form.is_ok().then_some(body)
}

/// What should be looked at, though it was saved.
pub(crate) fn warnings(body: &PersonBody) -> Vec<String> {
    match ms932::encode(&body.name) {
        Err(error) if body.name_print.is_none() => {
            vec![format!("氏名の{error}。「印字用氏名」に、書ける字で氏名を入れてください。")]
        }
        _ => Vec::new(),
    }
}
