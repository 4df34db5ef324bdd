//! 提供サービス情報の保存: office, 体制届 and prices of one form, all or nothing.
use super::known::Known;
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, EntityKind, Notice, OfficeBody, PriceList, Result, Store, Subject};

/// What the form holds; a part that did not change is `None`.
#[derive(Clone, Debug)]
pub struct OfficeForm {
    /// First month of notice and prices.
    pub from: Month,
    /// The office with the version on the screen.
    pub office: Option<(i64, OfficeBody)>,
    /// The notice; a known one is changed, otherwise a new one is filed.
    pub notice: Option<(Option<Known>, Notice)>,
    /// The prices with the version on the screen.
    pub prices: Option<(Option<i64>, PriceList)>,
}

/// Saves what changed.
///
/// # Errors
/// `Conflict`, `Taken`, `MonthClosed`, `NotFound`.
pub async fn save_form(store: &Store, actor: &Actor, now: Timestamp, form: &OfficeForm) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let mut parts = Vec::new();
    if let Some((version, body)) = &form.office {
        tx.office().update(body, *version).await?;
        parts.push("office");
    }
    if let Some((known, notice)) = &form.notice {
        match known {
            Some(known) => {
                tx.office().update_notice(known.id, notice, known.version).await?;
            }
            None => {
                tx.office().add_notice(notice).await?;
            }
        }
        parts.push("notice");
    }
    if let Some((version, prices)) = &form.prices {
        tx.prices().save(form.from, prices, *version).await?;
        parts.push("prices");
    }
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    let event = AuditEvent::new(AuditKind::PricesSaved, subject);
    tx.commit(event.with(json!({ "month": form.from.to_string(), "parts": parts }))).await
}
