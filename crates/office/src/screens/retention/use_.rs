//! 契約 of 就労定着支援: whether the person wants the service, from when to when it is under contract, where it came from.
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
use store::{Intent, RetentionFactsBody};
use ui::{Choice, Form};

/// 定着支援事業利用意向.
const INTENTS: [(Intent, &str, &str); 3] = [
    (Intent::Undecided, "undecided", "未定"),
    (Intent::Wants, "wants", "あり"),
    (Intent::Declines, "declines", "なし"),
];
const PART: Part = Part {
    tab: Tab::Use,
    part: FactsPart::Use,
    path: "retention",
    title: "契約",
    lead: &["契約日を先に入れても、雇用開始日から6か月たつまでは移行支援期です。"],
    first: "contract_on",
    sheet,
    show,
    read: read_form,
    checklist: &[],
};

/// The fields.
pub(crate) fn sheet() -> Sheet {
    Sheet(vec![
        Group::new(
            "契約",
            vec![
                Field::select("intent", "定着支援事業利用意向", INTENTS.map(|(_, key, label)| Choice::new(key, label)))
                    .required()
                    .hint("「なし」にすると、断った日から利用意向なしのタブに移ります"),
                Field::day("declined_on", "断った日")
                    .hint("利用意向が「なし」のときに書きます。この日までの支援は請求できます"),
                Field::day("contract_on", "契約日"),
                Field::day("contract_end_on", "契約終了日").hint("契約書の終わりの日。退所したときは退所のタブにも"),
            ],
        ),
        Group::new(
            "利用の前",
            vec![
                Field::text("previous_service", "前に利用していたサービス").hint("例: 就労移行支援、就労継続支援B型"),
                Field::text("previous_office", "前の事業所"),
                Field::check("from_other_provider", "ほかの事業者から来た人(初期加算の対象)"),
                Field::check("taken_over", "自分の事業所のサービスから引き継いだ人")
                    .hint("雇用開始日が入るまで、定着支援期に要確認として置きます"),
            ],
        ),
        Group::new(
            "請求に関わること",
            vec![
                Field::check("special_area", "特別地域に住んでいる"),
                Field::month("support_structure_missing_from", "支援体制構築未実施減算が始まる月")
                    .hint("当てはまらないときは空のまま"),
            ],
        ),
        Group::new("備考", vec![Field::long("note", "備考")]),
    ])
}

/// What is stored, as the form shows it.
pub(crate) fn show(body: &RetentionFactsBody) -> Form {
    let mut form = Form::default();
    let intent = INTENTS.iter().find(|(known, ..)| *known == body.intent);
    form.set_some("intent", intent.map(|(_, key, _)| key));
    form.set_some("declined_on", body.declined_on);
    form.set_some("contract_on", body.contract_on).set_some("contract_end_on", body.contract_end_on);
    form.set("previous_service", &body.previous_service).set("previous_office", &body.previous_office);
    read::tick(&mut form, "from_other_provider", body.from_other_provider);
    read::tick(&mut form, "taken_over", body.taken_over);
    read::tick(&mut form, "special_area", body.special_area);
    form.set_some("support_structure_missing_from", body.support_structure_missing_from);
    form.set("note", &body.note);
    form
}

/// 断った日 belongs to 「なし」. A row of before may stay without it: then no month can be claimed, as it always was.
fn check_declined(form: &mut Form, body: &RetentionFactsBody, before: &RetentionFactsBody) {
    let declines = body.intent == Intent::Declines;
    let old = before.intent == Intent::Declines && before.declined_on.is_none();
    match body.declined_on {
        Some(_) if !declines => {
            form.fail(
                "declined_on",
                "利用意向が「なし」ではありません。断った日を消すか、利用意向を「なし」にしてください",
            );
        }
        None if declines && !old && form.error("declined_on").is_none() => {
            form.fail(
                "declined_on",
                "利用意向が「なし」のときは、断った日が要ります。分からないときは、聞いた日を書いてください",
            );
        }
        _ => {}
    }
}

fn read_form(form: &mut Form, seen: &Seen) -> Option<RetentionFactsBody> {
    sheet().need(form);
    let body = RetentionFactsBody {
        intent: read::choice(form, "intent", |text| {
            INTENTS.iter().find(|(_, key, _)| *key == text).map(|(intent, ..)| *intent)
        })
        .unwrap_or_default(),
        declined_on: read::day(form, "declined_on"),
        contract_on: read::day(form, "contract_on"),
        contract_end_on: read::day(form, "contract_end_on"),
        previous_service: read::text(form, "previous_service", "前に利用していたサービス"),
        previous_office: read::text(form, "previous_office", "前の事業所"),
        from_other_provider: form.checked("from_other_provider"),
        taken_over: form.checked("taken_over"),
        special_area: form.checked("special_area"),
        support_structure_missing_from: read::month(form, "support_structure_missing_from"),
        note: read::note(form, "note", "備考"),
        ..RetentionFactsBody::default()
    };
    match (body.contract_on, body.contract_end_on) {
        (Some(from), Some(to)) if to < from => {
            form.fail("contract_end_on", "契約終了日が契約日より前です。どちらかの日を直してください");
        }
        (None, Some(_)) => {
            form.fail("contract_on", "契約終了日があるのに、契約日が入っていません。契約日を書いてください");
        }
        _ => {}
    }
    check_declined(form, &body, &seen.facts.body);
    if body.from_other_provider && body.taken_over {
        form.fail(
            "from_other_provider",
            "「ほかの事業者から来た人」と「自分の事業所のサービスから引き継いだ人」は両方にできません。どちらかを外してください",
        );
    }
    form.is_ok().then_some(body)
}

/// `GET …/retention`.
pub(super) async fn show_page(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(PART.page(&desk, person, None, said.ok.as_deref()).await?))
}

/// `POST …/retention`.
pub(super) async fn save(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    PART.save(&desk, person, form).await
}
