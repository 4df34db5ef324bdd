//! 直す記録: the stored visit that a form corrects.
use crate::{clock::japan_stamp, desk::Desk, failure::Failure, guard::random_token};
use store::Visit;
use ui::Form;

/// The stored visit that a form corrects; none for a new one.
pub(crate) async fn stored_of(desk: &Desk, person_id: i64, form: &Form) -> Result<Option<Visit>, Failure> {
    let Some(text) = form.text("id") else { return Ok(None) };
    let id: i64 = text.parse().map_err(|_| Failure::NotFound)?;
    let visit = desk.read().visits().get(id).await?;
    if visit.person_id == person_id { Ok(Some(visit)) } else { Err(Failure::NotFound) }
}

/// A form whose visit somebody has deleted becomes the form of a new one, with everything that was typed; gives the
/// sentence that says who deleted it and when.
pub(crate) async fn release_deleted(desk: &Desk, person_id: i64, form: &mut Form) -> Result<Option<String>, Failure> {
    let Some(id) = form.text("id").and_then(|id| id.parse().ok()) else { return Ok(None) };
    let Some(deletion) = desk.read().visits().deletion(person_id, id).await? else { return Ok(None) };
    let accounts: Vec<i64> = deletion.account_id.into_iter().collect();
    let names = desk.read().history().names(&accounts).await?;
    let by = deletion.account_id.and_then(|id| names.get(&id)).map_or("だれか", String::as_str);
    form.set("id", "").set("version", "").set("key", random_token());
    Ok(Some(format!(
        "直していた記録は、{by}が {} に削除しました。入力は残っています。新しい記録として残すときは「保存」を押してください",
        japan_stamp(deletion.at)
    )))
}
