//! 事業所の切替: the other offices of the account, and the door to them.
use super::places::{Place, Places};
use crate::{
    actions::access,
    desk::{Desk, Section},
    failure::Failure,
    guard::{Posted, SESSION_COOKIE, cookie},
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use ui::Shell;

struct OfficeLine {
    name: String,
    service: &'static str,
    role: &'static str,
    /// `None` for the office that is open.
    open_href: Option<String>,
}

#[derive(Template)]
#[template(path = "settings/offices.html")]
struct OfficesPage {
    shell: Shell,
    places: Places,
    offices: Vec<OfficeLine>,
}

/// `GET /settings/offices`.
pub(crate) async fn list(desk: Desk) -> Result<Html<String>, Failure> {
    let here = OfficeLine {
        name: desk.office_name.clone(),
        service: desk.kind.label_ja(),
        role: desk.role().label_ja(),
        open_href: None,
    };
    let others = desk.app.store.offices_of(&desk.session).await?.into_iter().map(|office| OfficeLine {
        open_href: Some(format!("{}/settings/offices/{}/open", desk.base, office.scope.office_id())),
        name: office.name,
        service: office.kind.label_ja(),
        role: office.role.label_ja(),
    });
    let page = OfficesPage {
        shell: desk.shell(Section::Settings).await?,
        places: Places::of(&desk, Place::Offices),
        offices: std::iter::once(here).chain(others).collect(),
    };
    Ok(Html(page.render()?))
}

/// `POST /settings/offices/{other}/open`: an office without a role of this account answers like one that does not exist.
pub(crate) async fn open(
    desk: Desk,
    Path((_, other)): Path<(i64, i64)>,
    jar: CookieJar,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let token = access::switch_office(&desk.app.store, desk.now, &desk.session, other).await?;
    let jar = jar.add(cookie(SESSION_COOKIE, token.as_str().to_owned()));
    Ok((jar, Redirect::to(&format!("/o/{other}/"))).into_response())
}
