//! 直す記録: the stored visit that a form corrects.
use crate::{desk::Desk, failure::Failure};
use store::Visit;
use ui::Form;

/// The stored visit that a form corrects; none for a new one.
pub(crate) async fn stored_of(desk: &Desk, person_id: i64, form: &Form) -> Result<Option<Visit>, Failure> {
    let Some(text) = form.text("id") else { return Ok(None) };
    let id: i64 = text.parse().map_err(|_| Failure::NotFound)?;
    let visit = desk.read().visits().get(id).await?;
    if visit.person_id == person_id { Ok(Some(visit)) } else { Err(Failure::NotFound) }
}
