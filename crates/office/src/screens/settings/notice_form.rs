//! 体制届の用紙: what the office has filed, with the words of the notice.
use super::treatment;
use crate::screens::people::{
    read,
    sheet::{Field, Group, Sheet},
};
use fees::b_type::facts::{Capability, FeeClass, Office, OfficeReductions, Operator, Reform2026};
use store::Notice;
use ui::{Choice, Form};

const FEE_CLASSES: [(FeeClass, &str, &str); 6] = [
    (FeeClass::I, "I", "Ⅰ(平均工賃月額で決まる・6:1)"),
    (FeeClass::II, "II", "Ⅱ(平均工賃月額で決まる・7.5:1)"),
    (FeeClass::III, "III", "Ⅲ(平均工賃月額で決まる・10:1)"),
    (FeeClass::IV, "IV", "Ⅳ(一律・6:1)"),
    (FeeClass::V, "V", "Ⅴ(一律・7.5:1)"),
    (FeeClass::VI, "VI", "Ⅵ(一律・10:1)"),
];
const OPERATORS: [(Operator, &str, &str); 2] =
    [(Operator::Private, "private", "民間(法人)"), (Operator::Public, "public", "地方公共団体")];
const REFORMS: [(Reform2026, &str, &str); 2] =
    [(Reform2026::Subject, "subject", "改定対象"), (Reform2026::Exempt, "exempt", "改定対象外")];

fn choices<T: Copy>(rows: &[(T, &str, &str)]) -> Vec<Choice> {
    rows.iter().map(|(_, key, label)| Choice::new(*key, *label)).collect()
}

fn key_of<T: Copy + PartialEq>(rows: &[(T, &'static str, &str)], value: T) -> &'static str {
    rows.iter().find(|(known, ..)| *known == value).map_or("", |(_, key, _)| key)
}

fn chosen<T: Copy>(rows: &[(T, &str, &str)], form: &Form, name: &str) -> Option<T> {
    read::choice(form, name, |text| rows.iter().find(|(_, key, _)| *key == text).map(|(value, ..)| *value))
}

/// Choices of 設置者, also for the form of the office.
pub(super) fn operator_choices() -> Vec<Choice> {
    choices(&OPERATORS)
}

/// Key of 設置者.
pub(super) fn operator_key(operator: Operator) -> &'static str {
    key_of(&OPERATORS, operator)
}

/// 設置者 as chosen.
pub(super) fn operator(form: &Form) -> Operator {
    chosen(&OPERATORS, form, "operator").unwrap_or_default()
}

fn tiers(labels: &[&str]) -> Vec<Choice> {
    labels.iter().zip(1..).map(|(label, tier)| Choice::new(tier.to_string(), *label)).collect()
}

/// The fields; 地域区分 come from the tables.
pub(super) fn sheet(areas: Vec<Choice>) -> Sheet {
    let shortage = || tiers(&["減算が適用される月から2月目まで(70%)", "3月目から(50%)"]);
    Sheet(vec![
        Group::new(
            "適用と基本",
            vec![
                Field::month("valid_from", "適用開始月")
                    .required()
                    .hint("この内容が有効になる月。次の届出まで続きます"),
                Field::short("capacity", "定員(人)").required().hint("多機能型では事業所全体の定員"),
                Field::short("b_type_capacity", "B型の定員(人)").hint("多機能型で、B型だけの定員が違うとき"),
                Field::select("fee_class", "報酬区分", choices(&FEE_CLASSES)).required(),
                Field::short("average_wage_yen", "平均工賃月額(円)").hint("報酬区分Ⅰ〜Ⅲのときに書きます"),
                Field::short("wage_band_option", "平均工賃月額区分の番号").hint("届出書の番号。分からなければ空のまま"),
                Field::select("reform_2026", "令和8年6月改定", choices(&REFORMS)).hint("2026年6月からの届出で選びます"),
                Field::select("operator", "設置者", operator_choices()).required(),
                Field::day("designated_on", "指定年月日").hint("空のときは事業所の指定年月日を使います"),
                Field::select("area_class", "地域区分", areas).hint("事業所の地域区分と違うときだけ"),
            ],
        ),
        Group::new(
            "人員の加算",
            vec![
                Field::select("welfare_professional_staffing", "福祉専門職員配置等加算", tiers(&["Ⅰ", "Ⅱ", "Ⅲ"])),
                Field::select("visual_hearing_support", "視覚・聴覚言語障害者支援体制加算", tiers(&["Ⅰ", "Ⅱ"])),
                Field::check("higher_brain_dysfunction_support", "高次脳機能障害者支援体制加算"),
                Field::select("severe_support", "重度者支援体制加算", tiers(&["Ⅰ", "Ⅱ"])),
                Field::check("target_wage_instructor", "目標工賃達成指導員配置加算"),
                Field::check("peer_support", "ピアサポート実施加算"),
            ],
        ),
        Group::new(
            "支援の加算",
            vec![
                Field::short("employment_transition_support", "就労移行支援体制加算の就労定着者数(人)")
                    .hint("前年度に就職して6か月続いた人の数。届け出ていなければ空のまま"),
                Field::check("target_wage_achievement", "目標工賃達成加算"),
                Field::select("transport", "送迎加算", tiers(&["Ⅰ", "Ⅱ"])),
                Field::check("transport_same_site", "送迎 同一敷地内").hint("送迎加算を届け出ているときだけ"),
                Field::check("meal_provision", "食事提供体制加算"),
                Field::check("community_base", "地域生活支援拠点等"),
                Field::select("treatment_improvement", "福祉・介護職員等処遇改善加算", treatment::choices()),
            ],
        ),
        Group::new(
            "減算",
            vec![
                Field::select("staff_shortage", "職業指導員・生活支援員の欠員", shortage()),
                Field::select(
                    "service_manager_shortage",
                    "サービス管理責任者の欠員",
                    tiers(&["減算が適用される月から4月目まで(70%)", "5月目から(50%)"]),
                ),
                Field::check("over_capacity", "定員超過利用(3か月平均)"),
                Field::check("short_hours", "短時間利用"),
                Field::check("physical_restraint", "身体拘束廃止未実施"),
                Field::check("abuse_prevention", "虐待防止措置未実施"),
                Field::check("continuity_plan", "業務継続計画未策定"),
                Field::check("disclosure", "情報公表未報告"),
            ],
        ),
        Group::new("届出の控え", vec![Field::long("note", "メモ").hint("届出日、文書番号など")]),
    ])
}

/// A stored notice as the form shows it.
pub(super) fn show(notice: &Notice) -> Form {
    let (office, mut form) = (&notice.office, Form::default());
    form.set("valid_from", notice.valid_from).set("capacity", office.capacity);
    form.set_some("b_type_capacity", office.b_type_capacity).set("fee_class", key_of(&FEE_CLASSES, office.fee_class));
    form.set_some("average_wage_yen", office.average_wage_yen).set_some("wage_band_option", office.wage_band_option);
    form.set_some("reform_2026", office.reform_2026.map(|standing| key_of(&REFORMS, standing)));
    form.set("operator", operator_key(office.operator)).set_some("designated_on", office.designated_on);
    form.set_some("area_class", notice.area_class.as_ref()).set("note", &notice.note);
    let capability = &office.capability;
    form.set_some("welfare_professional_staffing", capability.welfare_professional_staffing);
    form.set_some("visual_hearing_support", capability.visual_hearing_support);
    form.set_some("severe_support", capability.severe_support);
    form.set_some("employment_transition_support", capability.employment_transition_support);
    form.set_some("transport", capability.transport);
    form.set_some("treatment_improvement", capability.treatment_improvement.as_ref());
    let reductions = &office.reductions;
    form.set_some("staff_shortage", reductions.staff_shortage);
    form.set_some("service_manager_shortage", reductions.service_manager_shortage);
    for (name, on) in [
        ("higher_brain_dysfunction_support", capability.higher_brain_dysfunction_support),
        ("target_wage_instructor", capability.target_wage_instructor),
        ("target_wage_achievement", capability.target_wage_achievement),
        ("transport_same_site", capability.transport_same_site),
        ("meal_provision", capability.meal_provision),
        ("peer_support", capability.peer_support),
        ("community_base", capability.community_base),
        ("over_capacity", reductions.over_capacity),
        ("short_hours", reductions.short_hours),
        ("physical_restraint", reductions.physical_restraint),
        ("abuse_prevention", reductions.abuse_prevention),
        ("continuity_plan", reductions.continuity_plan),
        ("disclosure", reductions.disclosure),
    ] {
        read::tick(&mut form, name, on);
    }
    form
}

/// What was typed as a notice.
pub(super) fn read(form: &mut Form, areas: Vec<Choice>) -> Option<Notice> {
    sheet(areas).need(form);
    let valid_from = read::month(form, "valid_from");
    let capacity = read::whole(form, "capacity", "定員", 1..=999);
    let b_type_capacity = read::whole(form, "b_type_capacity", "B型の定員", 1..=999);
    let fee_class = chosen(&FEE_CLASSES, form, "fee_class");
    let average_wage_yen = read::whole(form, "average_wage_yen", "平均工賃月額", 0..=999_999);
    let wage_band_option = read::whole(form, "wage_band_option", "平均工賃月額区分の番号", 1..=22);
    let designated_on = read::day(form, "designated_on");
    let settled = read::whole(form, "employment_transition_support", "就労定着者数", 1..=999);
    let note = read::text(form, "note", "メモ");
    if let (Some(part), Some(whole)) = (b_type_capacity, capacity)
        && part > whole
    {
        form.fail("b_type_capacity", "B型の定員が事業所全体の定員より多くなっています。どちらかを直してください");
    }
    let by_wage = matches!(fee_class, Some(FeeClass::I | FeeClass::II | FeeClass::III));
    let wage_missing = form.text("average_wage_yen").is_none() && form.text("wage_band_option").is_none();
    if by_wage && wage_missing {
        form.fail(
            "average_wage_yen",
            "平均工賃月額が入っていません。報酬区分Ⅰ〜Ⅲは工賃で決まるため、額か区分の番号を書いてください",
        );
    }
    if form.checked("transport_same_site") && form.text("transport").is_none() {
        form.fail("transport", "送迎加算が選ばれていません。同一敷地内のときは、送迎加算のⅠかⅡも選んでください");
    }
    let treatment = form.text("treatment_improvement").map(str::to_owned);
    if let (Some(class), Some(month)) = (&treatment, valid_from)
        && !treatment::in_force(class, month)
    {
        let month = month.wareki();
        let message = format!("この処遇改善加算の区分は{month}には使えません。適用開始月に合う区分を選んでください");
        form.fail("treatment_improvement", message);
    }
    if !form.is_ok() {
        return None;
    }
    let office = Office {
        operator: operator(form),
        capacity: capacity?,
        b_type_capacity,
        fee_class: fee_class?,
        average_wage_yen,
        wage_band_option: wage_band_option.and_then(|option| u8::try_from(option).ok()),
        reform_2026: chosen(&REFORMS, form, "reform_2026"),
        designated_on,
        capability: Capability {
            welfare_professional_staffing: read::tier(form, "welfare_professional_staffing"),
            visual_hearing_support: read::tier(form, "visual_hearing_support"),
            higher_brain_dysfunction_support: form.checked("higher_brain_dysfunction_support"),
            severe_support: read::tier(form, "severe_support"),
            employment_transition_support: settled,
            target_wage_instructor: form.checked("target_wage_instructor"),
            target_wage_achievement: form.checked("target_wage_achievement"),
            transport: read::tier(form, "transport"),
            transport_same_site: form.checked("transport_same_site"),
            meal_provision: form.checked("meal_provision"),
            peer_support: form.checked("peer_support"),
            community_base: form.checked("community_base"),
            treatment_improvement: treatment,
        },
        reductions: OfficeReductions {
            staff_shortage: read::tier(form, "staff_shortage"),
            service_manager_shortage: read::tier(form, "service_manager_shortage"),
            over_capacity: form.checked("over_capacity"),
            short_hours: form.checked("short_hours"),
            physical_restraint: form.checked("physical_restraint"),
            abuse_prevention: form.checked("abuse_prevention"),
            continuity_plan: form.checked("continuity_plan"),
            disclosure: form.checked("disclosure"),
        },
    };
    Some(Notice { valid_from: valid_from?, office, area_class: form.text("area_class").map(str::to_owned), note })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_filed_fact_survives_the_form() {
        let notice = Notice {
            valid_from: "2026-06".parse().unwrap(),
            office: Office {
                operator: Operator::Public,
                capacity: 40,
                b_type_capacity: Some(20),
                fee_class: FeeClass::II,
                average_wage_yen: Some(18_000),
                wage_band_option: Some(12),
                reform_2026: Some(Reform2026::Subject),
                designated_on: Some("2014-04-01".parse().unwrap()),
                capability: Capability {
                    welfare_professional_staffing: Some(3),
                    visual_hearing_support: Some(2),
                    higher_brain_dysfunction_support: true,
                    severe_support: Some(1),
                    employment_transition_support: Some(2),
                    target_wage_instructor: true,
                    target_wage_achievement: true,
                    transport: Some(2),
                    transport_same_site: true,
                    meal_provision: true,
                    peer_support: true,
                    community_base: true,
                    treatment_improvement: Some("II-ro".to_owned()),
                },
                reductions: OfficeReductions {
                    staff_shortage: Some(1),
                    service_manager_shortage: Some(2),
                    over_capacity: true,
                    short_hours: true,
                    physical_restraint: true,
                    abuse_prevention: true,
                    continuity_plan: true,
                    disclosure: true,
                },
            },
            area_class: Some("7級地".to_owned()),
            note: "令和8年5月20日届出".to_owned(),
        };
        let mut form = show(&notice);
        let areas = vec![Choice::new("7級地", "7級地")];
        assert_eq!(read(&mut form, areas), Some(notice), "{:?}", form.errors());
    }
}
