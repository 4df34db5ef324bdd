//! 受給者証の用紙: what the paper says.
use super::{
    read,
    sheet::{Field, Group, Sheet},
};
use crate::screens::retention;
use claims::IncomeClass;
use fees::FeeTables;
use kernel::{ServiceKind, Yen};
use store::{CardBody, CardDetail};
use ui::{Choice, Form};

/// 所得区分 with their names, which are also the keys of the tables.
const INCOME_CLASSES: [(IncomeClass, &str); 6] = [
    (IncomeClass::PublicAssistance, "生活保護"),
    (IncomeClass::Low, "低所得"),
    (IncomeClass::Low1, "低所得1"),
    (IncomeClass::Low2, "低所得2"),
    (IncomeClass::General1, "一般1"),
    (IncomeClass::General2, "一般2"),
];

fn income_label(class: IncomeClass) -> &'static str {
    INCOME_CLASSES.iter().find(|(known, _)| *known == class).map_or("", |(_, label)| label)
}

fn income_choices() -> impl Iterator<Item = Choice> {
    INCOME_CLASSES.into_iter().map(|(_, label)| Choice::new(label, label))
}

/// The fields; 就労定着支援 keeps all that the paper says.
pub(crate) fn sheet(kind: ServiceKind) -> Sheet {
    if kind == ServiceKind::Retention {
        return retention::card_form::sheet(income_choices());
    }
    Sheet(vec![
        Group::new(
            "証の番号と期間",
            vec![
                Field::short("recipient_no", "受給者証番号").required().hint("10桁"),
                Field::short("municipality_no", "市町村番号").required().hint("証に書かれた6桁"),
                Field::day("valid_from", "適用開始日").required().hint("この内容の証を使い始める日"),
                Field::day("decided_from", "支給決定期間の開始日").required(),
                Field::day("decided_to", "支給決定期間の終了日").required(),
            ],
        ),
        Group::new(
            "支給量と負担",
            vec![
                Field::short("granted_days", "支給量(日/月)")
                    .required()
                    .hint("「各月の日数から8日を控除した日数」の証は23"),
                Field::short("burden_cap", "負担上限月額(円)").required().hint("0円のときも0と書きます"),
                Field::select("income_class", "所得区分", income_choices()),
                Field::check("meal_eligible", "食事提供体制加算の対象"),
                Field::short("cap_manager", "上限額管理事業所の番号").hint("証に書かれているときだけ。10桁"),
                Field::short("subsidizing_municipality_no", "助成自治体番号")
                    .hint("自治体が負担を助成するときだけ。6桁"),
            ],
        ),
    ])
}

/// A stored card as the form shows it.
pub(crate) fn show(body: &CardBody) -> Form {
    let mut form = Form::default();
    form.set("recipient_no", &body.recipient_no).set("municipality_no", &body.municipality_no);
    form.set("valid_from", body.valid_from).set("decided_from", body.decided_from).set("decided_to", body.decided_to);
    form.set("granted_days", body.granted_days).set("burden_cap", body.burden_cap.0);
    form.set_some("income_class", body.income_class.map(income_label));
    read::tick(&mut form, "meal_eligible", body.meal_eligible);
    form.set_some("cap_manager", body.cap_manager.as_ref());
    form.set_some("subsidizing_municipality_no", body.subsidizing_municipality_no.as_ref());
    retention::card_form::show(&mut form, &body.detail);
    form
}

/// What was typed as a card; `stored` is what an earlier version says beside it, of which the form may show nothing.
pub(crate) fn read(form: &mut Form, kind: ServiceKind, stored: Option<&CardBody>) -> Option<CardBody> {
    sheet(kind).need(form);
    let recipient_no = read::number(form, "recipient_no", "受給者証番号", 10);
    let municipality_no = read::number(form, "municipality_no", "市町村番号", 6);
    let valid_from = read::day(form, "valid_from");
    let decided_from = read::day(form, "decided_from");
    let decided_to = read::day(form, "decided_to");
    // 就労定着支援: the amount stands in words, no rule counts with it
    let granted_days = match kind {
        ServiceKind::Retention => Some(stored.map_or(0, |card| card.granted_days)),
        _ => read::whole(form, "granted_days", "支給量", 1..=31),
    };
    let burden_cap = read::yen(form, "burden_cap", "負担上限月額");
    let cap_manager = read::number(form, "cap_manager", "上限額管理事業所の番号", 10);
    let subsidizing_municipality_no = read::number(form, "subsidizing_municipality_no", "助成自治体番号", 6);
    if let (Some(from), Some(to)) = (decided_from, decided_to)
        && to < from
    {
        form.fail("decided_to", "支給決定期間の終了日が開始日より前です。どちらかの日を直してください");
    }
    if let (Some(valid), Some(to)) = (valid_from, decided_to)
        && to < valid
    {
        form.fail("valid_from", "適用開始日が支給決定期間の終了日より後です。どちらかの日を直してください");
    }
    let detail = stored.map_or_else(CardDetail::default, |card| card.detail.clone());
    let detail = if kind == ServiceKind::Retention { retention::card_form::read(form, detail) } else { detail };
    if !form.is_ok() {
        return None;
    }
    Some(CardBody {
        recipient_no: recipient_no?,
        municipality_no: municipality_no?,
        valid_from: valid_from?,
        decided_from: decided_from?,
        decided_to: decided_to?,
        granted_days: granted_days?,
        burden_cap: burden_cap?,
        income_class: read::choice(form, "income_class", |text| {
            INCOME_CLASSES.iter().find(|(_, label)| *label == text).map(|(class, _)| *class)
        }),
        meal_eligible: match kind {
            ServiceKind::Retention => stored.is_some_and(|card| card.meal_eligible),
            _ => form.checked("meal_eligible"),
        },
        cap_manager,
        subsidizing_municipality_no,
        detail,
    })
}

/// What should be looked at, though it was saved.
pub(crate) fn warnings(body: &CardBody, tables: &FeeTables) -> Vec<String> {
    let mut found = Vec::new();
    let check = |label: &str| {
        format!("{label}の最後の桁(検査数字)が合いません。証をもう一度見て、違っていれば直してください。")
    };
    if !body.municipality_no.check_digit_fits() {
        found.push(check("市町村番号"));
    }
    if body.cap_manager.as_ref().is_some_and(|number| !number.check_digit_fits()) {
        found.push(check("上限額管理事業所の番号"));
    }
    if body.subsidizing_municipality_no.as_ref().is_some_and(|number| !number.check_digit_fits()) {
        found.push(check("助成自治体番号"));
    }
    if body.detail.sending_municipality_no.as_ref().is_some_and(|number| !number.check_digit_fits()) {
        found.push(check("発送先市町村番号"));
    }
    let usual = body.income_class.and_then(|class| {
        tables.income_cap(income_label(class), body.valid_from.month()).map(|cap| (income_label(class), cap))
    });
    if let Some((class, Yen(cap))) = usual
        && body.burden_cap > Yen(cap)
    {
        found.push(format!(
            "負担上限月額{}円が、所得区分「{class}」の上限{}円を超えています。証の額と区分を確かめてください。",
            body.burden_cap,
            Yen(cap)
        ));
    }
    found
}
