//! 契約の用紙 and 利用日数の特例の用紙.
use super::{
    read,
    sheet::{Field, Group, Sheet},
};
use kernel::{ServiceKind, typed};
use store::{ContractBody, ExceptionBody};
use ui::Form;

/// The fields of a contract: what the page of the card for offices says. The unit of the amount is the card's own.
pub(crate) fn sheet(kind: ServiceKind) -> Sheet {
    let amount = match kind {
        ServiceKind::Retention => Field::short("days", "契約支給量").hint("証の事業者記入欄に書いた数字"),
        _ => Field::short("days", "契約支給量(日/月)"),
    };
    Sheet(vec![Group::new(
        "契約",
        vec![
            Field::day("from", "契約開始日").required(),
            Field::day("to", "契約終了日").hint("続いている間は空のまま"),
            amount.required(),
            Field::short("provider_entry_no", "事業者記入欄番号").required().hint("受給者証の何番目の欄か。2桁"),
            Field::short("decision_code", "決定サービスコード")
                .required()
                .hint("6桁。請求書の決定支給量の欄に使います"),
        ],
    )])
}

/// A stored contract as the form shows it.
pub(crate) fn show(body: &ContractBody) -> Form {
    let mut form = Form::default();
    form.set("from", body.from).set_some("to", body.to).set("days", body.days);
    form.set("provider_entry_no", &body.provider_entry_no).set("decision_code", &body.decision_code);
    form
}

/// What was typed as a contract.
pub(crate) fn read(form: &mut Form) -> Option<ContractBody> {
    sheet(ServiceKind::BType).need(form);
    let from = read::day(form, "from");
    let to = read::day(form, "to");
    let days = read::whole(form, "days", "契約支給量", 1..=31);
    let provider_entry_no = read::whole(form, "provider_entry_no", "事業者記入欄番号", 1..=99);
    let provider_entry_no = provider_entry_no.map(|number| format!("{number:02}"));
    form.set_some("provider_entry_no", provider_entry_no.as_ref());
    let decision_code = form.read("decision_code", |text| {
        let code = typed::code(text).map_err(|error| error.to_string())?;
        if code.len() == 6 {
            Ok(code)
        } else {
            Err("決定サービスコードは6桁です。証の決定内容を確かめてください".to_owned())
        }
    });
    form.set_some("decision_code", decision_code.as_ref());
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        form.fail("to", "契約終了日が契約開始日より前です。どちらかの日を直してください");
    }
    if !form.is_ok() {
        return None;
    }
    Some(ContractBody {
        from: from?,
        to,
        days: days?,
        provider_entry_no: provider_entry_no?,
        decision_code: decision_code?,
    })
}

/// The fields of an exception.
pub(crate) fn exception_sheet() -> Sheet {
    Sheet(vec![Group::new(
        "利用日数の特例",
        vec![
            Field::month("from", "開始月").required().hint("例: 2026/4、R8.4"),
            Field::month("to", "終了月").required(),
            Field::short("total", "原則の日数の総和").required().hint("期間の全部の月の原則日数を足した日数"),
        ],
    )])
}

/// A stored exception as the form shows it.
pub(crate) fn exception_show(body: &ExceptionBody) -> Form {
    let mut form = Form::default();
    form.set("from", body.from).set("to", body.to).set("total", body.total);
    form
}

/// What was typed as an exception.
pub(crate) fn exception_read(form: &mut Form) -> Option<ExceptionBody> {
    exception_sheet().need(form);
    let from = read::month(form, "from");
    let to = read::month(form, "to");
    let total = read::whole(form, "total", "原則の日数の総和", 1..=366);
    if let (Some(from), Some(to)) = (from, to) {
        if to < from {
            form.fail("to", "終了月が開始月より前です。どちらかの月を直してください");
        } else if to > from.plus_months(11) {
            form.fail("to", "特例の期間は1年までです。終了月を直してください");
        }
    }
    if !form.is_ok() {
        return None;
    }
    Some(ExceptionBody { from: from?, to: to?, total: total? })
}
