//! 月の事実の用紙: 上限額管理, helps and additions of one month, lines written by hand.
use super::{
    read,
    sheet::{Field, Group, Sheet},
};
use claims::CapManagement;
use fees::b_type::facts::{ManualLine, MedicalV, MedicalVDay};
use kernel::{Month, ServiceCode, Units, typed};
use store::MonthFactsBody;
use ui::{Choice, Form};

/// Empty lines below those that are filled in.
const SPARE_LINES: usize = 2;
/// Most lines written by hand.
const MOST_LINES: usize = 40;

/// 上限額管理結果 and 自治体助成分.
pub(crate) fn burden_group() -> Group {
    let results = [
        Choice::new("1", "1 管理事業所で上限に達し、ほかの事業所は0円"),
        Choice::new("2", "2 合計が上限以下で、調整なし"),
        Choice::new("3", "3 合計が上限を超え、調整した"),
    ];
    Group::new(
        "利用者負担",
        vec![
            Field::select("cap_result", "上限額管理結果", results).hint("結果票が来ていない月は「なし」"),
            Field::short("cap_amount", "管理結果後の利用者負担額(円)").hint("結果票の、この事業所の額"),
            Field::check("cap_by_this_office", "この事業所が上限額管理をした"),
            Field::short("municipal_subsidy", "自治体助成分の請求額(円)").hint("助成がある月だけ"),
        ],
    )
}

/// One line written by hand.
pub(crate) fn line_group(line: usize) -> Group {
    let label = |text: &str| format!("{}行目の{text}", line + 1);
    Group::new(
        format!("手入力の明細 {}行目", line + 1),
        vec![
            Field::short(format!("code{line}"), label("サービスコード"))
                .hint("6文字。↓で候補が出ます")
                .suggested_by("hand-lines"),
            Field::short(format!("units{line}"), label("単位数")).hint("減算は △ を付けます"),
            Field::short(format!("count{line}"), label("回数")),
            Field::text(format!("title{line}"), label("名称・理由")),
            Field::check(&format!("drop{line}"), &label("明細を消す")),
        ],
    )
}

/// The fields; `lines` = rows for lines written by hand.
pub(crate) fn sheet(lines: usize) -> Sheet {
    let mut groups = vec![
        burden_group(),
        Group::new(
            "支援",
            vec![
                Field::short("plan_missing_month", "個別支援計画の未作成 何か月目").hint("作成してあれば空のまま"),
                Field::short("intensive_support", "集中的支援(回)"),
                Field::day("intensive_started_on", "集中的支援の開始日"),
                Field::short("transition_coordination", "就労移行連携(回)").hint("0か1"),
                Field::short("social_life_support", "社会生活支援(日)"),
            ],
        ),
        Group::new(
            "医療連携体制加算(Ⅴ)",
            vec![
                Field::short("medical_recipients", "対象者数(人)"),
                Field::text("medical_days", "看護職員の人数").hint("日:人数 を並べます。例: 1:2, 20:1"),
            ],
        ),
    ];
    groups.extend((0..lines).map(line_group));
    Sheet(groups)
}

/// Rows for lines written by hand: those filled in and, where more may be written, some to spare.
pub(crate) fn lines_of(form: &Form, editable: bool) -> usize {
    let used = (0..MOST_LINES).rev().find(|line| {
        ["code", "units", "count", "title"].iter().any(|name| form.text(&format!("{name}{line}")).is_some())
    });
    let spare = if editable { SPARE_LINES } else { 0 };
    (used.map_or(0, |line| line + 1) + spare).min(MOST_LINES)
}

/// Stored facts as the form shows them.
pub(crate) fn show(body: &MonthFactsBody) -> Form {
    let mut form = Form::default();
    let some = |number: u32| (number > 0).then_some(number);
    if let Some(cap) = body.cap_management {
        form.set("cap_result", cap.result).set("cap_amount", cap.amount.0);
        read::tick(&mut form, "cap_by_this_office", cap.by_this_office);
    }
    form.set_some("municipal_subsidy", body.municipal_subsidy.map(|amount| amount.0));
    form.set_some("plan_missing_month", body.plan_missing_month);
    form.set_some("intensive_support", some(body.intensive_support));
    form.set_some("intensive_started_on", body.intensive_started_on);
    form.set_some("transition_coordination", some(body.transition_coordination));
    form.set_some("social_life_support", some(body.social_life_support));
    if let Some(medical) = &body.medical_v {
        form.set("medical_recipients", medical.recipients).set("medical_days", medical_text(&medical.days));
    }
    for (line, manual) in body.manual_lines.iter().enumerate() {
        form.set(&format!("code{line}"), &manual.code).set(&format!("units{line}"), manual.units);
        form.set(&format!("count{line}"), manual.count).set_some(&format!("title{line}"), manual.name.as_ref());
    }
    form
}

fn medical_text(days: &[MedicalVDay]) -> String {
    days.iter().map(|day| format!("{}:{}", day.day, day.nurses)).collect::<Vec<_>>().join(", ")
}

/// What was typed as the facts of a month.
pub(crate) fn read(form: &mut Form, month: Month) -> Option<MonthFactsBody> {
    sheet(lines_of(form, true)).need(form);
    let cap_management = cap(form);
    let municipal_subsidy = read::yen(form, "municipal_subsidy", "自治体助成分の請求額");
    let plan_missing_month = read::whole(form, "plan_missing_month", "計画未作成の月数", 1..=120);
    let intensive_support = read::whole(form, "intensive_support", "集中的支援の回数", 0..=31);
    let intensive_started_on = read::day(form, "intensive_started_on");
    let transition_coordination = read::whole(form, "transition_coordination", "就労移行連携の回数", 0..=1);
    let social_life_support = read::whole(form, "social_life_support", "社会生活支援の日数", 0..=31);
    if intensive_support.is_some_and(|times| times > 0) && intensive_started_on.is_none() {
        form.fail("intensive_started_on", "集中的支援の開始日が入っていません。始めた日を書いてください");
    }
    let medical_v = medical(form, month);
    let manual_lines = lines(form);
    form.is_ok().then(|| MonthFactsBody {
        cap_management,
        municipal_subsidy,
        plan_missing_month,
        intensive_support: intensive_support.unwrap_or(0),
        intensive_started_on,
        transition_coordination: transition_coordination.unwrap_or(0),
        medical_v,
        social_life_support: social_life_support.unwrap_or(0),
        manual_lines,
    })
}

/// What was typed as 上限額管理結果.
pub(crate) fn cap(form: &mut Form) -> Option<CapManagement> {
    let result = read::tier::<u8>(form, "cap_result");
    let amount = read::yen(form, "cap_amount", "管理結果後の利用者負担額");
    let by_this_office = form.checked("cap_by_this_office");
    if result.is_some() && form.text("cap_amount").is_none() {
        form.fail("cap_amount", "管理結果後の利用者負担額が入っていません。結果票の額を書いてください(0円なら0)");
    }
    if result.is_none() && (form.text("cap_amount").is_some() || by_this_office) {
        form.fail("cap_result", "上限額管理結果が選ばれていません。結果票の1・2・3を選んでください");
    }
    Some(CapManagement { result: result?, amount: amount?, by_this_office })
}

fn medical(form: &mut Form, month: Month) -> Option<MedicalV> {
    let recipients = read::whole(form, "medical_recipients", "対象者数", 1..=99);
    let days = form.read("medical_days", |text| medical_days(text, month));
    form.set_some("medical_days", days.as_deref().map(medical_text));
    if days.is_some() && form.text("medical_recipients").is_none() {
        form.fail("medical_recipients", "対象者数が入っていません。この月の対象者の人数を書いてください");
    }
    if recipients.is_some() && form.text("medical_days").is_none() {
        form.fail("medical_days", "看護職員の人数が入っていません。1:2 のように、日と人数を書いてください");
    }
    Some(MedicalV { recipients: recipients?, days: days? })
}

fn medical_days(text: &str, month: Month) -> Result<Vec<MedicalVDay>, String> {
    let plain = read::typed_width(text);
    let mut days: Vec<MedicalVDay> = Vec::new();
    for part in plain.split([',', '、', '，', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let wrong = || format!("「{part}」が読めません。1:2, 20:1 のように、日と人数を : でつないで書いてください");
        let (day, nurses) = part.split_once([':', '日']).ok_or_else(wrong)?;
        let number = |text: &str| text.trim().trim_end_matches(['人', '名', '日']).parse::<u32>().map_err(|_| wrong());
        let (day, nurses) = (number(day)?, number(nurses)?);
        let day = u8::try_from(day).ok().and_then(|number| month.day(number));
        let day = day.ok_or_else(|| format!("「{part}」の日は{}にありません。日を直してください", month.wareki()))?;
        if !(1..=99).contains(&nurses) {
            return Err(format!("「{part}」の人数は1人から99人までで書いてください"));
        }
        if days.iter().any(|known| known.day == day.number()) {
            return Err(format!("{}日が2回書かれています。1つにまとめてください", day.number()));
        }
        days.push(MedicalVDay { day: day.number(), nurses });
    }
    days.sort_by_key(|day| day.day);
    Ok(days)
}

/// What was typed as lines written by hand.
pub(crate) fn lines(form: &mut Form) -> Vec<ManualLine> {
    let mut lines = Vec::new();
    for line in 0..MOST_LINES {
        let name = |field: &str| format!("{field}{line}");
        let (code, units, count) = (name("code"), name("units"), name("count"));
        let empty = [&code, &units, &count, &name("title")].iter().all(|field| form.text(field).is_none());
        if empty || form.checked(&name("drop")) {
            continue;
        }
        if form.text(&code).is_none() {
            let line = line + 1;
            form.fail(&code, format!("{line}行目のサービスコードが入っていません。コードを書くか、行を消してください"));
        }
        let typed_code = read::number::<ServiceCode>(form, &code, "サービスコード", 6);
        let number = |text: &str| typed::integer(text).map_err(|error| error.to_string());
        let typed_units = form.need(&units, &format!("{}行目の単位数", line + 1), number);
        let typed_count = form.need(&count, &format!("{}行目の回数", line + 1), |text| {
            let count = typed::integer(text).map_err(|error| error.to_string())?;
            let fits = u32::try_from(count).ok().filter(|count| (1..=999).contains(count));
            fits.ok_or_else(|| "回数は1から999までで書いてください".to_owned())
        });
        let title = read::text(form, &name("title"), "名称・理由");
        if let (Some(code), Some(units), Some(count)) = (typed_code, typed_units, typed_count) {
            lines.push(ManualLine { code, units: Units(units), count, name: (!title.is_empty()).then_some(title) });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nurses_are_read_as_days_and_numbers() {
        let month: Month = "2026-02".parse().unwrap();
        let days = medical_days("２０：１、 1日2人", month).unwrap();
        assert_eq!(medical_text(&days), "1:2, 20:1");
        for wrong in ["30:1", "1", "1:0", "1:1,1:2", "a:b"] {
            assert!(medical_days(wrong, month).is_err(), "{wrong}");
        }
    }

    #[test]
    fn facts_survive_the_form() {
        let body = MonthFactsBody {
            cap_management: Some(CapManagement { result: 3, amount: kernel::Yen(0), by_this_office: true }),
            medical_v: Some(MedicalV { recipients: 3, days: vec![MedicalVDay { day: 20, nurses: 1 }] }),
            manual_lines: vec![ManualLine {
                code: "466037".parse().unwrap(),
                units: Units(-1234),
                count: 2,
                name: Some("確認済み".to_owned()),
            }],
            ..MonthFactsBody::default()
        };
        let mut form = show(&body);
        assert_eq!(read(&mut form, "2026-10".parse().unwrap()), Some(body), "{:?}", form.errors());
    }
}
