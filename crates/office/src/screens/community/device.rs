//! この端末を使う: a phone that may send visits for 12 hours without signing in again, and may do nothing else.
use crate::{
    actions::access,
    clock::japan_stamp,
    desk::Desk,
    failure::Failure,
    guard::{self, Posted, QUICK_COOKIE, cookie},
    permissions::Permission,
};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

/// What the page says of the device.
pub(super) struct DeviceView {
    /// The page is shown to a device that was let in.
    pub(super) narrow: bool,
    /// 「11月5日 22:00」.
    pub(super) until: String,
    pub(super) begin_href: String,
    /// The other screens, which ask for a sign-in.
    pub(super) rest_href: String,
}

/// End of the session of this page.
pub(super) fn until(desk: &Desk) -> String {
    japan_stamp(desk.session.expires_at)
}

pub(super) fn view(desk: &Desk) -> DeviceView {
    DeviceView {
        narrow: desk.session.narrow,
        until: until(desk),
        begin_href: format!("{}/c/quick/device", desk.base),
        rest_href: format!("{}/", desk.base),
    }
}

/// `POST /c/quick/device`: whoever is signed in lets this device send visits.
pub(super) async fn begin(desk: Desk, jar: CookieJar, Posted(_): Posted) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let to = Redirect::to(&format!("{}/c/quick?device=1", desk.base));
    // a second press on a device that was let in prolongs nothing
    if desk.session.narrow {
        return Ok(to.into_response());
    }
    let before = guard::stored(&desk.app, &jar, QUICK_COOKIE).await?.filter(|session| session.narrow);
    let token = access::let_device(&desk.app.store, desk.now, &desk.session, before.as_ref()).await?;
    Ok((jar.add(cookie(QUICK_COOKIE, token.as_str().to_owned())), to).into_response())
}

/// `POST /c/quick/device/end`: this device sends no more.
pub(super) async fn end(desk: Desk, jar: CookieJar, Posted(_): Posted) -> Result<Response, Failure> {
    if !desk.session.narrow {
        return Ok(Redirect::to(&format!("{}/c/quick", desk.base)).into_response());
    }
    access::sign_out(&desk.app, desk.now, &desk.session).await?;
    Ok((jar.remove(cookie(QUICK_COOKIE, String::new())), Redirect::to("/signin?out=1")).into_response())
}
