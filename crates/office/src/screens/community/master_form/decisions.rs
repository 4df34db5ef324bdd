//! 決定サービスコードの行: what the municipality has decided, service by service, with its amount and period.
use super::{
    super::known::{Unit, choices_of},
    reading::period,
};
use crate::screens::people::{
    read,
    sheet::{Field, Group},
};
use fees::community::{facts::Service, pack::Pack};
use kernel::Day;
use store::DecidedService;
use ui::{Choice, Form};

/// Rows that are always there, and the most.
const FEWEST_ROWS: usize = 2;
const MOST_ROWS: usize = 8;

/// What a row decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decided {
    key: &'static str,
    service: Service,
    body_care: bool,
    /// Key of the code in the rules.
    rule: &'static str,
    words: &'static str,
}

const DECIDED: [Decided; 3] = [
    Decided {
        key: "mobility",
        service: Service::Mobility,
        body_care: false,
        rule: "without_body",
        words: "移動支援(身体介護なし)",
    },
    Decided {
        key: "mobility_body",
        service: Service::Mobility,
        body_care: true,
        rule: "with_body",
        words: "移動支援(身体介護あり)",
    },
    Decided { key: "daytime", service: Service::Daytime, body_care: false, rule: "any", words: "日中一時支援" },
];

impl Decided {
    fn of(decided: &DecidedService) -> Decided {
        let same = |one: &&Decided| one.service == decided.service && one.body_care == decided.body_care;
        DECIDED.iter().find(same).copied().unwrap_or(DECIDED[2])
    }

    /// The code of the municipality, where it has one.
    fn code(self, pack: Option<&'static Pack>) -> Option<&'static str> {
        let codes = &choices_of(pack, self.service)?.decision_codes;
        codes.get(self.rule).or_else(|| codes.get("any")).map(String::as_str)
    }
}

/// 「移動支援(身体介護あり)」.
pub(in super::super) fn decided_words(decided: &DecidedService) -> &'static str {
    Decided::of(decided).words
}

fn part(row: usize, what: &str) -> String {
    format!("d{row}_{what}")
}

fn filled(form: &Form, row: usize) -> bool {
    ["kind", "code", "amount", "from", "to"].iter().any(|what| form.text(&part(row, what)).is_some())
}

/// The rows of the form: as many as it has filled in, and an empty one after them.
pub(super) fn groups(form: &Form, pack: Option<&'static Pack>) -> impl Iterator<Item = Group> + use<> {
    let last = (1..=MOST_ROWS).rev().find(|row| filled(form, *row)).unwrap_or(0);
    let rows = (last + 1).clamp(FEWEST_ROWS, MOST_ROWS);
    (1..=rows).map(move |row| {
        let kinds = DECIDED.map(|decided| {
            let code = decided.code(pack).map(|code| format!("{code}:")).unwrap_or_default();
            Choice::new(decided.key, format!("{code}{}", decided.words))
        });
        let kind = Field::select(&part(row, "kind"), "⑧決定の内容", kinds);
        Group::new(
            format!("⑧決定サービスコード {row}"),
            vec![
                if row == 1 { kind.required() } else { kind },
                Field::short(part(row, "code"), "決定サービスコード")
                    .hint("空のときは、市町村のきまりのコードが入ります"),
                Field::short(part(row, "amount"), "⑨契約支給量").hint(
                    "移動支援は「10時間30分」、日中一時支援は「10日」のように。ツールに入れる×100の数は下の表に出ます",
                ),
                Field::day(&part(row, "from"), "⑩有効開始年月日").hint("空のときは支給決定期間と同じ"),
                Field::day(&part(row, "to"), "⑩有効終了年月日").hint("空のときは支給決定期間と同じ"),
            ],
        )
    })
}

/// The stored decisions as the rows show them.
pub(super) fn show(form: &mut Form, pack: Option<&Pack>, decisions: &[DecidedService]) {
    for (at, decided) in decisions.iter().enumerate() {
        let row = at + 1;
        form.set(&part(row, "kind"), Decided::of(decided).key).set(&part(row, "code"), &decided.code);
        form.set(&part(row, "amount"), Unit::of(pack, decided.service).said(decided.amount_x100));
        form.set(&part(row, "from"), decided.from).set(&part(row, "to"), decided.to);
    }
}

/// What was typed in the rows.
pub(super) fn read(form: &mut Form, pack: Option<&'static Pack>, usual: Option<(Day, Day)>) -> Vec<DecidedService> {
    (1..=MOST_ROWS).filter_map(|row| decision(form, row, pack, usual)).collect()
}

fn decision(
    form: &mut Form,
    row: usize,
    pack: Option<&'static Pack>,
    usual: Option<(Day, Day)>,
) -> Option<DecidedService> {
    if !filled(form, row) {
        return None;
    }
    let name = |what: &str| part(row, what);
    let kind = form.value(&name("kind")).to_owned();
    let Some(decided) = DECIDED.into_iter().find(|decided| decided.key == kind) else {
        form.fail(&name("kind"), "決定の内容を選んでください。使わない欄なら、この行の入力を消してください");
        return None;
    };
    let typed = form.text(&name("code")).map(read::typed_width);
    let code = match (decided.code(pack), typed) {
        (Some(code), Some(typed)) if typed != code => {
            form.fail(
                &name("code"),
                format!("{}の決定サービスコードは {code} です。決定の内容か、コードを直してください", decided.words),
            );
            return None;
        }
        (Some(code), _) => code.to_owned(),
        (None, typed) => typed.unwrap_or_default(),
    };
    if form.text(&name("amount")).is_none() {
        form.fail(&name("amount"), "契約支給量が入っていません。契約した時間数か日数を書いてください");
    }
    let unit = Unit::of(pack, decided.service);
    let amount = form.read(&name("amount"), |text| unit.read(text));
    let held = period(form, (&name("from"), &name("to")), "決定サービスコード", usual);
    form.set(&name("code"), &code);
    let (from, to) = held?;
    Some(DecidedService {
        code,
        service: decided.service,
        body_care: decided.body_care,
        amount_x100: amount?,
        from,
        to,
    })
}
