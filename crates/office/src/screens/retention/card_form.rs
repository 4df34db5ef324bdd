//! 受給者証の用紙 of 就労定着支援: everything the paper says, with the numbers to whom the claim and the papers go.
use crate::screens::people::{
    read,
    sheet::{Field, Group, Sheet},
};
use store::{CardDetail, CardPlanning};
use ui::{Choice, Form};

/// 上限額管理対象者.
const MANAGED: [(&str, &str); 2] = [("1", "該当"), ("0", "非該当")];
/// 障害種別 with the fields that hold them.
const DISABILITIES: [(&str, &str); 4] =
    [("physical", "身体"), ("intellectual", "知的"), ("mental", "精神"), ("intractable", "難病等")];

/// The fields; `income_classes` are those that the card of every service knows.
pub(crate) fn sheet(income_classes: impl Iterator<Item = Choice>) -> Sheet {
    Sheet(vec![
        Group::new(
            "証の番号と期間",
            vec![
                Field::short("recipient_no", "受給者証番号").required().hint("10桁"),
                Field::short("municipality_no", "請求先市町村番号").required().hint("証に書かれた6桁"),
                Field::text("municipality_name", "支給市町村名"),
                Field::day("issued_on", "交付年月日"),
                Field::day("valid_from", "適用開始日").required().hint("この内容の証を使い始める日"),
                Field::day("decided_from", "支給決定期間の開始日").required().hint("就労定着支援のもの"),
                Field::day("decided_to", "支給決定期間の終了日").required(),
                Field::text("granted_text", "支給量等").hint("証に書かれたとおり(例: 当該月の日数)"),
                Field::short("decision_code", "サービス種別の決定サービスコード")
                    .hint("証や決定通知に書かれているときだけ。6桁"),
                Field::check("applied_for", "申請中(新しい証がまだ届いていない)"),
            ],
        ),
        Group::new(
            "利用者負担",
            vec![
                Field::short("burden_cap", "負担上限月額(円)").required().hint("0円のときも0と書きます"),
                Field::day("cap_from", "適用期間の開始日"),
                Field::day("cap_to", "適用期間の終了日"),
                Field::select("income_class", "所得区分", income_classes),
                Field::select("cap_managed", "上限額管理対象者", MANAGED.map(|(key, label)| Choice::new(key, label))),
                Field::short("cap_manager", "上限額管理事業所の番号").hint("証に書かれているときだけ。10桁"),
                Field::text("cap_manager_name", "上限額管理事業所の名前"),
                Field::short("reduced_cap", "特例: 軽減後の上限額(円)"),
                Field::short("subsidizing_municipality_no", "助成自治体番号")
                    .hint("自治体が負担を助成するときだけ。6桁"),
            ],
        ),
        Group::new(
            "本人",
            vec![
                Field::text("address", "居住地"),
                Field::short("support_class", "障害支援区分").hint("なし・非該当のときは空でも"),
                Field::day("certified_from", "認定有効期間の開始日"),
                Field::day("certified_to", "認定有効期間の終了日"),
            ],
        ),
        Group::new("障害種別", DISABILITIES.map(|(name, label)| Field::check(name, label)).into()),
        Group::new("予備欄", vec![Field::long("remarks", "予備欄・特記事項").hint("1行に1つ")]),
        Group::new(
            "計画相談支援",
            vec![
                Field::text("planning_name", "特定相談支援事業所名"),
                Field::short("planning_no", "その事業所番号").hint("10桁"),
                Field::day("planning_from", "支給期間の開始日"),
                Field::day("planning_to", "支給期間の終了日"),
                Field::text("planning_monitoring", "モニタリング期間").hint("証に書かれたとおり"),
            ],
        ),
        Group::new(
            "書類の送り先と確認",
            vec![
                Field::short("sending_municipality_no", "発送先市町村番号")
                    .hint("6桁。分からないときは空のまま: 請求先市町村番号と同じ番号が入ります"),
                Field::day("original_seen_on", "原本確認日"),
            ],
        ),
    ])
}

/// Puts what is stored into the form.
pub(crate) fn show(form: &mut Form, detail: &CardDetail) {
    form.set("municipality_name", &detail.municipality_name).set_some("issued_on", detail.issued_on);
    form.set("granted_text", &detail.granted_text).set("decision_code", &detail.decision_code);
    read::tick(form, "applied_for", detail.applied_for);
    form.set_some("cap_from", detail.cap_from).set_some("cap_to", detail.cap_to);
    form.set_some("cap_managed", detail.cap_managed.map(u8::from)).set("cap_manager_name", &detail.cap_manager_name);
    form.set_some("reduced_cap", detail.reduced_cap.map(|cap| cap.0)).set("address", &detail.address);
    let flags = [detail.physical, detail.intellectual, detail.mental, detail.intractable];
    for ((name, _), on) in DISABILITIES.iter().zip(flags) {
        read::tick(form, name, on);
    }
    form.set("support_class", &detail.support_class).set_some("certified_from", detail.certified_from);
    form.set_some("certified_to", detail.certified_to).set("remarks", detail.remarks.join("\n"));
    let planning = &detail.planning;
    form.set("planning_name", &planning.office_name).set_some("planning_no", planning.office_no.as_ref());
    form.set_some("planning_from", planning.from).set_some("planning_to", planning.to);
    form.set("planning_monitoring", &planning.monitoring);
    form.set_some("sending_municipality_no", detail.sending_municipality_no.as_ref());
    form.set_some("original_seen_on", detail.original_seen_on);
}

fn backwards(form: &mut Form, (from, to): (&str, &str), label: &str) {
    let (Some(begin), Some(end)) = (read::day(form, from), read::day(form, to)) else { return };
    if end < begin {
        form.fail(to, format!("{label}の終了日が開始日より前です。どちらかの日を直してください"));
    }
}

/// What was typed; what the form does not show stays as it was.
pub(crate) fn read(form: &mut Form, stored: CardDetail) -> CardDetail {
    backwards(form, ("cap_from", "cap_to"), "負担上限月額の適用期間");
    backwards(form, ("certified_from", "certified_to"), "認定有効期間");
    backwards(form, ("planning_from", "planning_to"), "計画相談支援の支給期間");
    // 発送先: that of the claim where nothing was written
    if form.text("sending_municipality_no").is_none() && form.error("municipality_no").is_none() {
        let claim_to = form.value("municipality_no").to_owned();
        form.set("sending_municipality_no", claim_to);
    }
    let remarks = read::text(form, "remarks", "予備欄・特記事項");
    CardDetail {
        applied_for: form.checked("applied_for"),
        issued_on: read::day(form, "issued_on"),
        address: read::text(form, "address", "居住地"),
        municipality_name: read::text(form, "municipality_name", "支給市町村名"),
        sending_municipality_no: read::number(form, "sending_municipality_no", "発送先市町村番号", 6),
        physical: form.checked("physical"),
        intellectual: form.checked("intellectual"),
        mental: form.checked("mental"),
        intractable: form.checked("intractable"),
        support_class: read::text(form, "support_class", "障害支援区分"),
        certified_from: read::day(form, "certified_from"),
        certified_to: read::day(form, "certified_to"),
        decision_code: code(form, "decision_code"),
        granted_text: read::text(form, "granted_text", "支給量等"),
        remarks: remarks.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        planning: CardPlanning {
            office_name: read::text(form, "planning_name", "特定相談支援事業所名"),
            office_no: read::number(form, "planning_no", "特定相談支援事業所の番号", 10),
            from: read::day(form, "planning_from"),
            to: read::day(form, "planning_to"),
            monitoring: read::text(form, "planning_monitoring", "モニタリング期間"),
        },
        cap_from: read::day(form, "cap_from"),
        cap_to: read::day(form, "cap_to"),
        cap_managed: match form.value("cap_managed") {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        },
        cap_manager_name: read::text(form, "cap_manager_name", "上限額管理事業所の名前"),
        reduced_cap: read::yen(form, "reduced_cap", "軽減後の上限額"),
        original_seen_on: read::day(form, "original_seen_on"),
        ..stored
    }
}

/// 決定サービスコード: six letters or digits, or nothing.
fn code(form: &mut Form, name: &str) -> String {
    let found = form.read(name, |text| {
        let code = kernel::typed::code(text).map_err(|error| error.to_string())?;
        if code.chars().count() == 6 {
            Ok(code)
        } else {
            Err("決定サービスコードは6桁です。証の決定内容を確かめてください".to_owned())
        }
    });
    form.set_some(name, found.as_ref());
    found.unwrap_or_default()
}
