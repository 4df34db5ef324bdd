//! 設定値 of the installation: demo marker, id of the installation, first-run state.
use crate::{
    db::Store,
    entity::{account, setting},
    error::Result,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, PaginatorTrait, sea_query::OnConflict};

impl Store {
    /// A value of the installation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        let row = setting::Entity::find_by_id(key.to_owned()).one(&self.pool().exec()).await?;
        Ok(row.map(|row| row.value))
    }

    /// 初回起動: nobody can sign in yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(account::Entity::find().count(&self.pool().exec()).await? == 0)
    }
}

pub(crate) async fn set(tx: &DatabaseTransaction, key: &str, value: &str) -> Result<()> {
    let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
    let upsert = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(upsert).exec_without_returning(tx).await?;
    Ok(())
}
