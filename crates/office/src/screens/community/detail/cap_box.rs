//! 上限額管理の結果の欄: the result that the managing office has told, typed under the statement.
use crate::{actions::community::claims::PersonClaim, desk::Desk, permissions::Permission};
use claims::community::ManagedCap;
use kernel::{OfficeNo, Yen, typed};
use store::CapRow;
use ui::{Choice, Form};

/// The form of the 上限額管理 result.
pub(super) struct CapBox {
    pub(super) action: String,
    pub(super) version: String,
    pub(super) results: Vec<Choice>,
    pub(super) editable: bool,
    pub(super) needed: bool,
}

impl CapBox {
    /// The form at `here`, of a claim as it stands.
    pub(super) fn of(
        desk: &Desk,
        (here, case): (&str, &str),
        row: &CapRow,
        (claim, live): (Option<&PersonClaim>, bool),
    ) -> CapBox {
        CapBox {
            action: format!("{here}/cap{case}"),
            version: row.version.map(|version| version.to_string()).unwrap_or_default(),
            results: ["1", "2", "3"].map(|result| Choice::new(result, format!("管理結果 {result}"))).into(),
            editable: live && desk.may(Permission::Claim),
            needed: row.body.told.is_some() || claim.is_some_and(|claim| claim.facts.cap_manager.is_some()),
        }
    }
}

/// The stored result, or the managing office of the certificate.
pub(super) fn form(person: Option<&PersonClaim>, row: &CapRow) -> Form {
    let mut form = Form::default();
    let manager = person.and_then(|person| person.facts.cap_manager.as_ref());
    match &row.body.told {
        Some(told) => {
            form.set("cap_office_no", &told.office_no).set("cap_office_name", &told.office_name);
            form.set("cap_result", told.result).set("cap_amount", told.amount.0);
        }
        None => {
            form.set_some("cap_office_no", manager);
        }
    }
    form
}

/// What the form says; `Ok(None)` when the result is to be taken back.
pub(super) fn read(form: &mut Form) -> Option<Option<ManagedCap>> {
    if ["cap_office_no", "cap_office_name", "cap_result", "cap_amount"].iter().all(|name| form.text(name).is_none()) {
        return Some(None);
    }
    let office_no = form.need("cap_office_no", "管理事業所の番号", |text| {
        let digits = typed::digits(text).map_err(|error| error.to_string())?;
        digits.parse::<OfficeNo>().map_err(|error| error.to_string())
    });
    let result = form.need("cap_result", "管理結果", |text| match text.parse::<u8>() {
        Ok(result @ 1..=3) => Ok(result),
        _ => Err("管理結果は 1・2・3 のどれかです"),
    });
    let amount = form.need("cap_amount", "管理結果額", |text| match typed::integer(text) {
        Ok(amount) if amount >= 0 => Ok(Yen(amount)),
        Ok(_) => Err("管理結果額は 0 以上の円で書いてください".to_owned()),
        Err(error) => Err(error.to_string()),
    });
    let name = |text: &str| Ok::<_, String>(text.trim().to_owned());
    let office_name = form.need("cap_office_name", "管理事業所の名称", name);
    Some(Some(ManagedCap {
        office_no: office_no?.to_string(),
        office_name: office_name?,
        result: result?,
        amount: amount?,
    }))
}
