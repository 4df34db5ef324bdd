//! 利用者マスタの用紙: the certificate as the entry program asks for it; what the municipality's rules decide is filled in.
mod decisions;
mod derived;
mod doubts;
mod reading;

pub(super) use decisions::decided_words;
pub(super) use doubts::warnings;
pub(super) use reading::{pack_typed, read};

use super::{
    choices::{choices, label},
    known::{choices_of, pack_of},
};
use crate::screens::people::{
    read::tick,
    sheet::{Field, Group, Sheet},
};
use fees::community::{
    facts::{IncomeClass, Service},
    pack::Pack,
};
use store::CommunityCardBody;
use ui::{Choice, Form};

/// Id of the list of municipality numbers on the page.
pub(super) const NUMBERS: &str = "municipality-numbers";
/// 所得区分 99 = none.
const NO_INCOME_CLASS: &str = "99";

/// The fields; as many rows of decisions as the form has, and an empty one after them.
pub(super) fn sheet(form: &Form, pack: Option<&'static Pack>) -> Sheet {
    let preset = |list: &str, code: Option<&String>| {
        code.map_or_else(String::new, |code| format!("空のときは {} が入ります", label(list, code)))
    };
    let (mobility, daytime) = (choices_of(pack, Service::Mobility), choices_of(pack, Service::Daytime));
    let any = mobility.or(daytime);
    let kind_hint = match daytime {
        Some(_) => "空のときは、重度加算の印と年齢から決まります(なければ 8:その他)",
        None => "請求情報作成ツールを使う市町村だけ",
    };
    let state_hint = match any {
        Some(_) => "空のときは、身体介護ありの決定があれば 1:身体介護有り、なければ 5:一般",
        None => "請求情報作成ツールを使う市町村だけ",
    };
    let rate = pack.and_then(|pack| pack.user.as_ref()).map(|user| user.rate);
    let mut groups = vec![
        Group::new(
            "受給者証",
            vec![
                Field::day("valid_from", "適用年月日")
                    .required()
                    .hint("この内容を使い始める日。変わったときは、その日からの版を追加登録します"),
                Field::short("municipality_no", "証記載市町村番号").required().hint("6桁").suggested_by(NUMBERS),
                Field::short("recipient_no", "受給者証番号").required().hint("10桁。地域生活支援事業の証のもの"),
                Field::text("guardian_kana", "支給決定者氏名(カナ)")
                    .required()
                    .hint("ひらがな・カタカナのどちらでも。半角カナになります"),
                Field::text("child_kana", "支給決定児童氏名(カナ)").hint("児童のときだけ。半角カナになります"),
                Field::day("service_started_on", "サービス提供開始年月日"),
            ],
        ),
        Group::new(
            "期間と負担",
            vec![
                Field::day("certified_from", "④有効認定期間の開始年月日").required().hint("証の支給決定期間"),
                Field::day("certified_to", "④有効認定期間の終了年月日").required().hint("証の支給決定期間"),
                Field::short("burden_cap", "⑤負担上限月額(円)").required().hint("0円のときも0と書きます"),
                Field::select("income_class", "⑤所得区分", choices("income_class"))
                    .empty_says("(きまりから決める)")
                    .hint("空のときは上限月額から決まります。0円のときは 01・02・03 から選びます(どれでも同じ)"),
                Field::day("cap_from", "⑥利用者上限月額適用の開始年月日").hint("空のときは支給決定期間と同じ"),
                Field::day("cap_to", "⑥利用者上限月額適用の終了年月日").hint("空のときは支給決定期間と同じ"),
                Field::short("burden_rate", "⑦利用者負担率(%)").hint(rate.map_or_else(
                    || "証のとおり。10%なら10".to_owned(),
                    |rate| format!("空のときは {rate} が入ります"),
                )),
                Field::short("cap_manager", "上限額管理事業所の番号").hint("証に書かれているときだけ。10桁"),
            ],
        ),
        Group::new(
            "区分",
            vec![
                Field::check("severe", "受給者証に重度加算の記載がある"),
                Field::select("disability_kind", "①障害種別", choices("disability_kind"))
                    .empty_says("(きまりから決める)")
                    .hint(kind_hint),
                Field::select("state_class", "②状態区分", choices("state_class"))
                    .empty_says("(きまりから決める)")
                    .hint(state_hint),
                Field::select("support_class", "③障害支援区分コード", choices("support_class"))
                    .empty_says("(きまりから決める)")
                    .hint(preset("support_class", any.and_then(|choices| choices.support_class.as_ref()))),
            ],
        ),
    ];
    groups.extend(decisions::groups(form, pack));
    groups.push(Group::new(
        "無償化対象児童",
        vec![
            Field::select(
                "waiver",
                "手で決めるとき",
                [Choice::new("yes", "無償化の対象にする"), Choice::new("no", "無償化の対象にしない")],
            )
            .empty_says("(生年月日から計算する)"),
            Field::text("waiver_why", "手で決める理由").hint("手で決めるときは必ず書きます。履歴に残ります"),
        ],
    ));
    Sheet(groups)
}

/// A stored version as the form shows it.
pub(super) fn show(body: &CommunityCardBody) -> Form {
    let mut form = Form::default();
    form.set("valid_from", body.valid_from).set("municipality_no", &body.municipality_no);
    form.set("recipient_no", &body.recipient_no).set("guardian_kana", &body.guardian_kana);
    form.set("child_kana", &body.child_kana).set_some("service_started_on", body.service_started_on);
    form.set("certified_from", body.certified_from).set("certified_to", body.certified_to);
    form.set("burden_cap", body.burden_cap.0);
    form.set("income_class", body.income_class.map_or(NO_INCOME_CLASS, IncomeClass::code));
    form.set("cap_from", body.cap_from).set("cap_to", body.cap_to).set("burden_rate", body.burden_rate);
    form.set_some("cap_manager", body.cap_manager.as_ref());
    tick(&mut form, "severe", body.severe);
    form.set("disability_kind", &body.disability_kind).set("state_class", &body.state_class);
    form.set("support_class", &body.support_class);
    let pack = pack_of(&body.municipality_no, body.valid_from.month());
    decisions::show(&mut form, pack, &body.decisions);
    if let Some(by_hand) = &body.waiver {
        form.set("waiver", if by_hand.waived { "yes" } else { "no" }).set("waiver_why", &by_hand.why);
    }
    form
}
