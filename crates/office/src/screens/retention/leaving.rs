//! 退所（定着中）and 退所（退職）: the day on which the use ended, and why – one tab each, each saved on its own.
use super::{part::Part, person::Seen};
use crate::{
    actions::retention::people::FactsPart,
    desk::Desk,
    failure::Failure,
    guard::Posted,
    screens::people::{
        frame::Tab,
        read,
        said::Said,
        sheet::{Field, Group, Sheet},
    },
};
use axum::{
    extract::{Path, Query},
    response::{Html, Response},
};
use store::RetentionFactsBody;
use ui::Form;

/// What to think of when the use comes to its end.
const CHECKLIST: [&str; 5] = [
    "最後のモニタリングをして、支援計画の評価を書く",
    "本人・企業・家族に、支援が終わる日と、そのあとの相談先を伝える",
    "障害者就業・生活支援センターなど、続けて支える機関へ引き継ぐ(本人の同意をとる)",
    "最後の月の支援記録と支援レポートの共有日を入れる",
    "市町村と相談支援事業所に終了を知らせ、受給者証の事業者記入欄に終了日を書く",
];

const LEAVING: Part = Part {
    tab: Tab::Leaving,
    part: FactsPart::Leaving,
    path: "leaving",
    title: "退所（定着中）",
    lead: &[
        "働き続けたまま、定着支援の利用を終えたときに書きます。退所日になると退所（定着中）のタブに移ります(退所日の支援は請求できます)。",
        "間違えたときは、退所日を消して保存すると、もとのタブに戻ります。",
    ],
    first: "left_on",
    sheet: leaving_sheet,
    show: show_leaving,
    read: read_leaving,
    checklist: &CHECKLIST,
};

const RESIGNED: Part = Part {
    tab: Tab::Resigned,
    part: FactsPart::Resigned,
    path: "resigned",
    title: "退所（退職）",
    lead: &[
        "仕事を辞めて、定着支援の利用を終えたときに書きます。退職日になると退所（退職）のタブに移ります。",
        "1か月以内に次の仕事が決まったときは、「就労」に次の就労を足すと、続いているものとして戻ります(1回まで)。",
        "間違えたときは、退職日を消して保存すると、もとのタブに戻ります。",
    ],
    first: "resigned_on",
    sheet: resigned_sheet,
    show: show_resigned,
    read: read_resigned,
    checklist: &CHECKLIST,
};

/// The fields of 退所（定着中）.
pub(crate) fn leaving_sheet() -> Sheet {
    let fields = vec![
        Field::day("left_on", "退所日").hint("定着支援の契約が終わった日。利用している間は空のまま"),
        Field::text("left_reason", "退所の理由"),
    ];
    Sheet(vec![Group::new("退所（定着中）", fields)])
}

/// The fields of 退所（退職）.
pub(crate) fn resigned_sheet() -> Sheet {
    let fields = vec![
        Field::day("resigned_on", "退職日").hint("働いている間は空のまま"),
        Field::text("resigned_reason", "退職の理由"),
    ];
    Sheet(vec![Group::new("退所（退職）", fields)])
}

/// What is stored of 退所（定着中）.
pub(crate) fn show_leaving(body: &RetentionFactsBody) -> Form {
    let mut form = Form::default();
    form.set_some("left_on", body.left_on).set("left_reason", &body.left_reason);
    form
}

/// What is stored of 退所（退職）.
pub(crate) fn show_resigned(body: &RetentionFactsBody) -> Form {
    let mut form = Form::default();
    form.set_some("resigned_on", body.resigned_on).set("resigned_reason", &body.resigned_reason);
    form
}

fn read_leaving(form: &mut Form, seen: &Seen) -> Option<RetentionFactsBody> {
    let body = RetentionFactsBody {
        left_on: read::day(form, "left_on"),
        left_reason: read::text(form, "left_reason", "退所の理由"),
        ..RetentionFactsBody::default()
    };
    if let (Some(left), Some(contract)) = (body.left_on, seen.facts.body.contract_on)
        && left < contract
    {
        form.fail("left_on", format!("退所日が契約日({})より前です。どちらかの日を直してください", contract.both()));
    }
    if body.left_on.is_none() && !body.left_reason.is_empty() {
        form.fail("left_on", "退所の理由があるのに、退所日が入っていません。退所日を書くか、理由を消してください");
    }
    form.is_ok().then_some(body)
}

fn read_resigned(form: &mut Form, seen: &Seen) -> Option<RetentionFactsBody> {
    let body = RetentionFactsBody {
        resigned_on: read::day(form, "resigned_on"),
        resigned_reason: read::text(form, "resigned_reason", "退職の理由"),
        ..RetentionFactsBody::default()
    };
    let hired = seen.jobs.iter().filter_map(|job| job.body.hired_on).min();
    if let (Some(resigned), Some(hired)) = (body.resigned_on, hired)
        && resigned < hired
    {
        let message = format!("退職日が最初の雇用開始日({})より前です。どちらかの日を直してください", hired.both());
        form.fail("resigned_on", message);
    }
    if body.resigned_on.is_none() && !body.resigned_reason.is_empty() {
        form.fail("resigned_on", "退職の理由があるのに、退職日が入っていません。退職日を書くか、理由を消してください");
    }
    form.is_ok().then_some(body)
}

/// `GET …/leaving`.
pub(super) async fn leaving(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(LEAVING.page(&desk, person, None, said.ok.as_deref()).await?))
}

/// `POST …/leaving`.
pub(super) async fn save_leaving(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    LEAVING.save(&desk, person, form).await
}

/// `GET …/resigned`.
pub(super) async fn resigned(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(RESIGNED.page(&desk, person, None, said.ok.as_deref()).await?))
}

/// `POST …/resigned`.
pub(super) async fn save_resigned(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    RESIGNED.save(&desk, person, form).await
}
