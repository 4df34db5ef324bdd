//! きまりから決まる区分: 所得区分, 障害種別, 状態区分 and 障害支援区分 are filled in by the rules where nothing was chosen and
//! checked against them where something was.
use super::super::{
    choices::{ages, label},
    known::choices_of,
};
use fees::community::{
    facts::{IncomeClass, Service},
    pack::Pack,
};
use kernel::{Day, Yen};
use store::DecidedService;
use ui::Form;

const INCOMES: [IncomeClass; 5] =
    [IncomeClass::PublicAssistance, IncomeClass::Low1, IncomeClass::Low2, IncomeClass::General1, IncomeClass::General2];

/// Full years on a day.
pub(super) fn age(born: Day, day: Day) -> i16 {
    let (born, day) = (born.0, day.0);
    let before = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i16::from(before)
}

pub(super) fn is_adult(born: Day, day: Day) -> bool {
    age(born, day) >= ages().adult_age
}

/// 所得区分: derived from 上限月額 where it is the only one that fits, checked against it where it was chosen.
pub(super) fn income(form: &mut Form, pack: Option<&Pack>, cap: Option<Yen>) -> Option<IncomeClass> {
    let fitting =
        pack.and_then(|pack| pack.user.as_ref()).zip(cap).and_then(|(user, cap)| user.income.get(&cap.0.to_string()));
    let chosen = form.text("income_class").map(str::to_owned);
    match (fitting, chosen) {
        (Some(codes), None) if codes.len() == 1 => {
            form.set("income_class", &codes[0]);
        }
        (Some(codes), Some(chosen)) if !codes.contains(&chosen) => {
            let said: Vec<String> = codes.iter().map(|code| label("income_class", code)).collect();
            form.fail(
                "income_class",
                format!("上限月額と合いません。この上限月額なら {} です。どちらかを直してください", said.join("・")),
            );
        }
        (Some(codes), None) => {
            let said: Vec<String> = codes.iter().map(|code| label("income_class", code)).collect();
            form.fail("income_class", format!("所得区分を {} から選んでください", said.join("・")));
        }
        (None, None) if cap.is_some() => {
            form.fail("income_class", "この上限月額から所得区分を決められません。証を見て選んでください");
        }
        _ => {}
    }
    let code = form.value("income_class");
    INCOMES.into_iter().find(|class| class.code() == code)
}

/// 障害種別・状態区分・障害支援区分: filled in by the rules where nothing was chosen, checked where it was.
pub(super) fn classes(
    form: &mut Form,
    pack: Option<&Pack>,
    decisions: &[DecidedService],
    severe: bool,
    born_and_from: Option<(Day, Day)>,
) {
    let has = |service: Service| decisions.iter().any(|decided| decided.service == service);
    let body_care = decisions.iter().any(|decided| decided.body_care);
    let mobility = choices_of(pack, Service::Mobility).filter(|_| has(Service::Mobility));
    let daytime = choices_of(pack, Service::Daytime).filter(|_| has(Service::Daytime));
    if let Some(rules) = daytime.or(mobility) {
        let adult = born_and_from.map(|(born, from)| is_adult(born, from));
        let situation = match (severe && daytime.is_some(), adult) {
            (false, _) => Some("default"),
            (true, Some(true)) => Some("severe_adult"),
            (true, Some(false)) => Some("severe_child"),
            (true, None) => None,
        };
        match situation {
            None if form.text("disability_kind").is_none() => form.fail(
                "disability_kind",
                "重度加算のある人の障害種別は年齢で決まります。「基本」で生年月日を登録するか、障害種別を選んでください",
            ),
            None => {}
            Some(situation) => {
                let code = rules.disability_kind.get(situation).or_else(|| rules.disability_kind.get("default"));
                match (code, form.text("disability_kind")) {
                    (Some(code), None) => {
                        form.set("disability_kind", code);
                    }
                    // any choice is harmless for 移動支援; 日中一時支援 reads 重度 from it
                    (Some(code), Some(typed)) if typed != code && daytime.is_some() => {
                        let said = label("disability_kind", code);
                        form.fail(
                            "disability_kind",
                            format!("重度加算の印と年齢からは {said} です。重度加算の印か、障害種別を直してください"),
                        );
                    }
                    _ => {}
                }
            }
        }
        let support = mobility.or(daytime).and_then(|rules| rules.support_class.as_ref());
        if let Some(code) = support.filter(|_| form.text("support_class").is_none()) {
            form.set("support_class", code);
        }
    }
    let Some(rules) = mobility.or(daytime) else { return };
    let usual = rules.state_class.get("default");
    let with_body = rules.state_class.get("with_body");
    let expected = with_body.filter(|_| body_care).or(usual);
    match (expected, form.text("state_class")) {
        (Some(code), None) => {
            form.set("state_class", code);
        }
        (Some(code), Some(typed)) if body_care && typed != code => {
            let said = label("state_class", code);
            form.fail("state_class", format!("身体介護ありの決定があるときは {said} です"));
        }
        (_, Some(typed)) if !body_care && with_body.is_some_and(|code| code == typed) => {
            let said =
                usual.map_or_else(String::new, |code| format!("。{} にしてください", label("state_class", code)));
            form.fail("state_class", format!("身体介護ありの決定がないため選べません{said}"));
        }
        _ => {}
    }
}
