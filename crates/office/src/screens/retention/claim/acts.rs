//! 請求一覧のボタン: センター長チェック, 請求する, 請求キャンセル, 送信済み – and in words why one was refused.
use super::{
    list::{self, ClaimQuery, Refused},
    reasons::of_blocks,
};
use crate::{
    actions::retention::claims::{self, Refusal, Wanted},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use store::{AdditionsState, StoreError};
use ui::Form;

/// Names of the fields that carry a version each: `v_7` for person 7.
const VERSION: &str = "v_";

/// Everyone a form names, with the versions that were on the screen.
fn wanted(form: &Form) -> Result<Vec<Wanted>, Failure> {
    let unreadable = || Failure::Unreadable("誰の請求かが読み取れません。請求一覧を開き直してください。".to_owned());
    let mut all = Vec::new();
    for id in form.value("people").split(',').filter(|id| !id.is_empty()) {
        let person_id: i64 = id.parse().map_err(|_| unreadable())?;
        all.push(Wanted { person_id, version: form.value(&format!("{VERSION}{person_id}")).parse().ok() });
    }
    Ok(all)
}

fn back(desk: &Desk, month: Month, code: &str) -> Response {
    Redirect::to(&desk.month_href(month, &format!("/claim?ok={code}"))).into_response()
}

/// The page with what was refused.
async fn answer(
    desk: &Desk,
    month: Month,
    form: Form,
    (status, refused): (StatusCode, Refused),
) -> Result<Response, Failure> {
    let page = list::page(desk, month, &ClaimQuery::default(), form, Some(refused)).await?;
    Ok((status, Html(page.render()?)).into_response())
}

async fn told(desk: &Desk, month: Month, refusal: Refusal) -> Result<(StatusCode, Refused), Failure> {
    let additions = Some((desk.month_href(month, "/additions"), "加算情報を開く"));
    let refused = match refusal {
        Refusal::Early(day) => Refused {
            text: format!(
                "{}の請求は{}からです。月が終わるまでは請求できません。",
                month.wareki(),
                day.both()
            ),
            ..Refused::default()
        },
        Refusal::Additions(AdditionsState::Pending) => Refused {
            text: "この月の加算情報が承認待ちです。登録した人とは別のサービス管理責任者か管理者が加算情報を開き、もう一度「登録」を押すと承認されます。".to_owned(),
            href: additions,
            ..Refused::default()
        },
        Refusal::Additions(_) => Refused {
            text: "この月の加算情報が登録されていません。登録して承認を受けてから、請求してください。".to_owned(),
            href: additions,
            ..Refused::default()
        },
        Refusal::Blocked(people) => {
            let everyone = desk.read().people().list().await?;
            let name = |id: i64| {
                everyone.iter().find(|person| person.id == id).map(|person| person.body.name.clone()).unwrap_or_default()
            };
            let reasons = people.iter().flat_map(|person| {
                let name = name(person.person_id);
                of_blocks(desk, month, person).into_iter().map(move |reason| (name.clone(), reason))
            });
            Refused {
                text: "直すところがあるため、進めません。何も変えていません。".to_owned(),
                reasons: reasons.collect(),
                href: None,
            }
        }
        Refusal::PlanUndecided => Refused {
            text: "支援計画が×です。「未作成として減算」を選ぶか、支援計画の画面に戻ってPDFを付けてください。".to_owned(),
            ..Refused::default()
        },
        Refusal::Nobody => Refused {
            text: "センター長チェックの付いた人がいないため、請求できません。内容を確かめて、センター長チェックを付けてください。".to_owned(),
            ..Refused::default()
        },
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, refused))
}

/// What the store refused, as a sentence on the page; other failures pass.
fn refused(error: StoreError) -> Result<(StatusCode, Refused), Failure> {
    let status = match &error {
        StoreError::Conflict { .. } | StoreError::Frozen { .. } => StatusCode::CONFLICT,
        StoreError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        StoreError::NotAllowed { .. } => StatusCode::FORBIDDEN,
        _ => return Err(error.into()),
    };
    Ok((status, Refused { text: error.to_string(), ..Refused::default() }))
}

/// `POST …/claim/check/{person}`: `act` = `check`, `unmade` (減算 and the tick in one) or `uncheck`.
pub(super) async fn check(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::ChiefCheck)?;
    let month = month_of(&month)?;
    let wanted = Wanted { person_id, version: form.value("version").parse().ok() };
    let (app, actor, now) = (&desk.app, desk.actor(), desk.now);
    let (taken, code) = match form.value("act") {
        "uncheck" => (claims::uncheck(app, &actor, now, month, wanted).await.map(Ok), "unchecked"),
        "unmade" => (claims::check(app, &actor, now, month, wanted, true).await, "unmade"),
        _ => (claims::check(app, &actor, now, month, wanted, false).await, "checked"),
    };
    match taken {
        Ok(Ok(())) => Ok(back(&desk, month, code)),
        Ok(Err(refusal)) => {
            let told = told(&desk, month, refusal).await?;
            answer(&desk, month, Form::default(), told).await
        }
        Err(error) => answer(&desk, month, Form::default(), refused(error)?).await,
    }
}

/// `POST …/claim/request`: everyone who was ticked on the screen.
pub(super) async fn request(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    match claims::request(&desk.app, &desk.actor(), desk.now, month, &wanted(&form)?).await {
        Ok(Ok(())) => Ok(back(&desk, month, "requested")),
        Ok(Err(refusal)) => {
            let told = told(&desk, month, refusal).await?;
            answer(&desk, month, Form::default(), told).await
        }
        Err(error) => answer(&desk, month, Form::default(), refused(error)?).await,
    }
}

/// `POST …/claim/cancel`: one person or everyone whose claim is requested, with a reason.
pub(super) async fn cancel(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let people = wanted(&form)?;
    let why = form.value("why").trim().to_owned();
    if why.is_empty() {
        form.fail("why", "取り消す理由が入っていません。理由を書いてください");
        let text = "請求キャンセルには理由が要ります。何も変えていません。".to_owned();
        let refused = Refused { text, ..Refused::default() };
        return answer(&desk, month, form, (StatusCode::UNPROCESSABLE_ENTITY, refused)).await;
    }
    if people.is_empty() {
        let text = "請求中の人がいないため、キャンセルするものがありません。".to_owned();
        let refused = Refused { text, ..Refused::default() };
        return answer(&desk, month, form, (StatusCode::UNPROCESSABLE_ENTITY, refused)).await;
    }
    match claims::cancel(&desk.app, &desk.actor(), desk.now, month, &people, &why).await {
        Ok(()) => Ok(back(&desk, month, "cancelled")),
        Err(error) => answer(&desk, month, form, refused(error)?).await,
    }
}

/// `POST …/claim/sent`: what was requested was handed in.
pub(super) async fn sent(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let month = month_of(&month)?;
    let people = wanted(&form)?;
    if people.is_empty() {
        let text = "請求中の人がいないため、送信済みにするものがありません。".to_owned();
        let refused = Refused { text, ..Refused::default() };
        return answer(&desk, month, form, (StatusCode::UNPROCESSABLE_ENTITY, refused)).await;
    }
    match claims::mark_sent(&desk.app, &desk.actor(), desk.now, month, &people).await {
        Ok(()) => Ok(back(&desk, month, "sent")),
        Err(error) => answer(&desk, month, form, refused(error)?).await,
    }
}
