//! 月の事実 of 就労定着支援: 上限額管理結果 and lines written by hand, the fields that B型 has too.
use crate::screens::people::{
    month_form::{self, burden_group, line_group},
    read,
    sheet::Sheet,
};
use store::MonthFactsBody;
use ui::Form;

/// The fields; `lines` = rows for lines written by hand.
pub(super) fn sheet(lines: usize) -> Sheet {
    let mut groups = vec![burden_group()];
    groups.extend((0..lines).map(line_group));
    Sheet(groups)
}

/// What was typed, put into what is stored.
pub(super) fn read_into(form: &mut Form, stored: &MonthFactsBody) -> Option<MonthFactsBody> {
    let cap_management = month_form::cap(form);
    let municipal_subsidy = read::yen(form, "municipal_subsidy", "自治体助成分の請求額");
    let manual_lines = month_form::lines(form);
    form.is_ok().then(|| MonthFactsBody { cap_management, municipal_subsidy, manual_lines, ..stored.clone() })
}
