//! 職員の名前: who did something, by name.
use crate::{desk::Desk, failure::Failure};
use std::collections::HashMap;

/// Names of the accounts of this office.
pub(crate) struct Names(HashMap<i64, String>);

impl Names {
    /// Everyone with a role here.
    pub(crate) async fn read(desk: &Desk) -> Result<Names, Failure> {
        let members = desk.read().members().list().await?;
        Ok(Names(members.into_iter().map(|member| (member.account_id, member.display_name)).collect()))
    }

    /// The name; of someone who has left, a word instead.
    pub(crate) fn of(&self, account_id: Option<i64>) -> String {
        match account_id {
            None => "初期設定".to_owned(),
            Some(id) => self.0.get(&id).cloned().unwrap_or_else(|| format!("いまは所属していない職員({id})")),
        }
    }
}
