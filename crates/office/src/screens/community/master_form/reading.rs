//! 利用者マスタの読み取り: what was typed as a version of the person's master, every wrong field told at its place.
use super::{super::known::pack_of, decisions, derived, sheet};
use crate::screens::people::read;
use fees::community::pack::Pack;
use kernel::{Day, MunicipalityNo, text, typed};
use store::{CommunityCardBody, PersonBody, WaiverOverride};
use ui::Form;

/// The rules that a form is filled in by: those of the number and day typed so far.
pub(in super::super) fn pack_typed(form: &Form, today: Day) -> Option<&'static Pack> {
    let number: MunicipalityNo = typed::code(form.text("municipality_no")?).ok()?.parse().ok()?;
    let from = typed::day(form.value("valid_from"), typed::TypedContext::default()).unwrap_or(today);
    pack_of(&number, from.month())
}

/// What was typed as a version of the person's master.
pub(in super::super) fn read(form: &mut Form, person: &PersonBody, today: Day) -> Option<CommunityCardBody> {
    let pack = pack_typed(form, today);
    sheet(form, pack).need(form);
    let valid_from = read::day(form, "valid_from");
    let municipality_no = read::number(form, "municipality_no", "証記載市町村番号", 6);
    let recipient_no = read::number(form, "recipient_no", "受給者証番号", 10);
    let guardian_kana = kana(form, "guardian_kana", "支給決定者氏名");
    let child_kana = kana(form, "child_kana", "支給決定児童氏名");
    let service_started_on = read::day(form, "service_started_on");
    let certified = period(form, ("certified_from", "certified_to"), "有効認定期間", None);
    let cap_period = period(form, ("cap_from", "cap_to"), "上限月額適用期間", certified);
    let burden_cap = read::yen(form, "burden_cap", "負担上限月額");
    let income_class = derived::income(form, pack, burden_cap);
    let rate = pack.and_then(|pack| pack.user.as_ref()).map(|user| user.rate);
    if let Some(rate) = rate.filter(|_| form.text("burden_rate").is_none()) {
        form.set("burden_rate", rate);
    }
    if form.text("burden_rate").is_none() {
        form.fail("burden_rate", "利用者負担率が入っていません。10%なら10と書いてください");
    }
    let burden_rate = read::whole(form, "burden_rate", "利用者負担率", 0..=100);
    let cap_manager = read::number(form, "cap_manager", "上限額管理事業所の番号", 10);
    let decisions = decisions::read(form, pack, certified);
    let severe = form.checked("severe");
    derived::classes(form, pack, &decisions, severe, person.born_on.zip(valid_from));
    let waiver = waiver(form);
    if let (Some(from), Some((_, to))) = (valid_from, certified)
        && to < from
    {
        form.fail("valid_from", "適用年月日が支給決定期間の終了より後です。どちらかの日を直してください");
    }
    if !form.is_ok() {
        return None;
    }
    let ((certified_from, certified_to), (cap_from, cap_to)) = (certified?, cap_period?);
    Some(CommunityCardBody {
        valid_from: valid_from?,
        municipality_no: municipality_no?,
        recipient_no: recipient_no?,
        guardian_kana,
        child_kana,
        disability_kind: form.value("disability_kind").to_owned(),
        state_class: form.value("state_class").to_owned(),
        support_class: form.value("support_class").to_owned(),
        certified_from,
        certified_to,
        income_class,
        burden_cap: burden_cap?,
        cap_from,
        cap_to,
        burden_rate: u8::try_from(burden_rate?).ok()?,
        severe,
        cap_manager,
        decisions,
        service_started_on,
        waiver,
    })
}

pub(super) fn period(
    form: &mut Form,
    (from, to): (&str, &str),
    words: &str,
    usual: Option<(Day, Day)>,
) -> Option<(Day, Day)> {
    let begin = read::day(form, from);
    let end = read::day(form, to);
    // an unreadable day is told at its field, not replaced
    let begin = begin.or_else(|| usual.map(|usual| usual.0).filter(|_| form.text(from).is_none()));
    let end = end.or_else(|| usual.map(|usual| usual.1).filter(|_| form.text(to).is_none()));
    let (begin, end) = (begin?, end?);
    if end < begin {
        form.fail(to, format!("{words}の終了年月日が開始年月日より前です。どちらかの日を直してください"));
        return None;
    }
    form.set(from, begin).set(to, end);
    Some((begin, end))
}

fn kana(form: &mut Form, name: &str, words: &str) -> String {
    let typed = read::text(form, name, words);
    match text::half_width_kana(&typed) {
        Ok(kana) => {
            form.set(name, &kana);
            kana
        }
        Err(wrong) => {
            form.fail(name, format!("{words}に「{wrong}」は使えません。ひらがなかカタカナで書いてください"));
            typed
        }
    }
}

fn waiver(form: &mut Form) -> Option<WaiverOverride> {
    let why = read::text(form, "waiver_why", "手で決める理由");
    let waived = match form.value("waiver") {
        "yes" => true,
        "no" => false,
        _ => {
            if !why.is_empty() {
                form.fail("waiver", "理由だけが書かれています。対象にするかどうかを選ぶか、理由を消してください");
            }
            return None;
        }
    };
    if why.is_empty() {
        form.fail("waiver_why", "無償化を手で決める理由が入っていません。なぜ生年月日から計算しないかを書いてください");
    }
    Some(WaiverOverride { waived, why })
}
