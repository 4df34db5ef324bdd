//! 設定 of an office of 就労定着支援.
use crate::{
    body_row::{Change, OfficeRow, Pin, office_row, save},
    entity::office_setting as row,
    error::Result,
    repository::repository,
};
use serde::{Deserialize, Serialize};

const OCCUPATIONS: &str = include_str!("../../../../data/retention/occupations.csv");

/// An entry of the office's list of 職種.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupation {
    /// What stands in [`EmploymentBody::occupation`](crate::EmploymentBody::occupation).
    pub key: String,
    /// The name for people.
    pub label: String,
}

/// What the office decides for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionSettingsBody {
    /// 一人で承認できる: one person may press 登録 and 承認.
    pub one_person_may_approve: bool,
    /// 請求月の表示: name the month two months after the service, as the older product did.
    pub label_two_months_later: bool,
    /// 職種の一覧.
    pub occupations: Vec<Occupation>,
    /// 定員, people.
    pub capacity: Option<u32>,
    /// 様式種別番号 of the service records, where the office states it in place of the table's.
    pub record_form_no: Option<String>,
}

/// The list with which an office begins: a line a 職種, key and label, behind the heading.
fn usual_occupations() -> Vec<Occupation> {
    let lines = OCCUPATIONS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let pairs = lines.filter_map(|line| line.split_once(','));
    pairs.map(|(key, label)| Occupation { key: key.to_owned(), label: label.to_owned() }).collect()
}

impl Default for RetentionSettingsBody {
    /// Two people approve; the usual occupations.
    fn default() -> RetentionSettingsBody {
        RetentionSettingsBody {
            one_person_may_approve: false,
            label_two_months_later: false,
            occupations: usual_occupations(),
            capacity: None,
            record_form_no: None,
        }
    }
}

repository! {
    /// 設定 of 就労定着支援 of the scope.
    retention_settings: RetentionSettings, RetentionSettingsWriter
}

fn place() -> [Pin<row::Entity>; 1] {
    [(row::Column::Name, "retention".into())]
}

impl RetentionSettings<'_> {
    /// The settings; the usual ones when nothing was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self) -> Result<OfficeRow<RetentionSettingsBody>> {
        office_row::<row::Entity, _>(self.at, &place()).await
    }
}

impl RetentionSettingsWriter<'_> {
    /// Saves the settings; gives the new version. `expected` is `None` when nothing was saved yet.
    ///
    /// # Errors
    /// `Conflict`.
    pub async fn save(&self, body: &RetentionSettingsBody, expected: Option<i64>) -> Result<i64> {
        let unique = [row::Column::OfficeId, row::Column::Name];
        Ok(save::<row::Entity, _>(self.tx, &place(), &unique, Change::of(body), expected).await?.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_begins_with_the_usual_occupations() {
        let found = usual_occupations();
        assert_eq!(found.len(), 9);
        assert_eq!((found[0].key.as_str(), found[0].label.as_str()), ("office", "事務"));
        assert!(found.iter().all(|known| !known.label.is_empty() && !known.label.contains(',')));
    }
}
