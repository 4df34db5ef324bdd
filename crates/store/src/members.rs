//! 所属する人: the accounts that work in an office, and what its manager may do with them.
use crate::{
    accounts::{NewAccount, Role, change, create, grant, set_password},
    codec::from_word,
    entity::{account, membership},
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
    sessions,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// An account as the list of members shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account_id: i64,
    /// ログインID.
    pub login: String,
    /// 表示名.
    pub display_name: String,
    /// The role in this office.
    pub role: Role,
    /// 停止中.
    pub disabled: bool,
    /// The password must be changed at the next sign-in.
    pub must_change: bool,
    /// Version of the account.
    pub version: i64,
}

repository! {
    /// 所属する人: the accounts of the scope's office.
    members: Members, MembersWriter
}

impl Members<'_> {
    /// Everyone with a role in the office, by login.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<Member>> {
        let rows = membership::Entity::find()
            .filter(membership::Column::OfficeId.eq(self.at.office_id()))
            .all(&self.at.exec())
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
        let accounts = account::Entity::find()
            .filter(account::Column::Id.is_in(ids))
            .order_by_asc(account::Column::Login)
            .all(&self.at.exec())
            .await?;
        accounts
            .into_iter()
            .filter_map(|account| rows.iter().find(|row| row.account_id == account.id).map(|row| (row, account)))
            .map(|(row, account)| {
                Ok(Member {
                    account_id: account.id,
                    role: from_word("membership", "role", &row.role)?,
                    disabled: account.disabled_at_ms.is_some(),
                    must_change: account.must_change,
                    version: account.version,
                    login: account.login,
                    display_name: account.display_name,
                })
            })
            .collect()
    }

    /// One member.
    ///
    /// # Errors
    /// `NotFound` for an account without a role in this office.
    pub async fn get(&self, account_id: i64) -> Result<Member> {
        let found = self.list().await?.into_iter().find(|member| member.account_id == account_id);
        found.ok_or(EntityKind::Account.not_found())
    }
}

impl MembersWriter<'_> {
    /// Makes an account with a role in this office; gives its id.
    ///
    /// # Errors
    /// `Taken` for a login in use.
    pub async fn add(&self, new: &NewAccount, role: Role) -> Result<i64> {
        let id = create(&self.tx.act, new).await?;
        grant(&self.tx.act, id, self.at.office_id(), role).await?;
        Ok(id)
    }

    /// Changes a member's role and ends the sessions of the old one.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the office would be left without a manager.
    pub async fn set_role(&self, account_id: i64, role: Role) -> Result<()> {
        if role != Role::Manager {
            self.refuse_last_manager(account_id).await?;
        }
        self.get(account_id).await?;
        grant(&self.tx.act, account_id, self.at.office_id(), role).await?;
        sessions::end_in_office(&self.tx.act, account_id, self.at.office_id()).await
    }

    /// Takes a member's role in this office away.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the office would be left without a manager.
    pub async fn revoke(&self, account_id: i64) -> Result<()> {
        self.refuse_last_manager(account_id).await?;
        membership::Entity::delete_many()
            .filter(membership::Column::AccountId.eq(account_id))
            .filter(membership::Column::OfficeId.eq(self.at.office_id()))
            .exec(self.tx.act.tx())
            .await?;
        sessions::end_in_office(&self.tx.act, account_id, self.at.office_id()).await
    }

    /// Stops an account: all its sessions end at once.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the office would be left without a manager, or the account works elsewhere too.
    pub async fn disable(&self, account_id: i64) -> Result<()> {
        self.refuse_last_manager(account_id).await?;
        self.refuse_shared(account_id).await?;
        let set = account::ActiveModel { disabled_at_ms: Set(Some(self.tx.act.now_ms())), ..Default::default() };
        change(&self.tx.act, account_id, set).await?;
        sessions::end_all(&self.tx.act, account_id, None).await?;
        Ok(())
    }

    /// Lets a stopped account in again.
    ///
    /// # Errors
    /// `NotFound` for an account without a role in this office; `Invalid` when it works elsewhere too.
    pub async fn enable(&self, account_id: i64) -> Result<()> {
        self.get(account_id).await?;
        self.refuse_shared(account_id).await?;
        change(&self.tx.act, account_id, account::ActiveModel { disabled_at_ms: Set(None), ..Default::default() })
            .await?;
        Ok(())
    }

    /// Gives a member a first password again (to be changed at sign-in) and ends all sessions.
    ///
    /// # Errors
    /// `NotFound` for an account without a role in this office; `Invalid` when it works elsewhere too.
    pub async fn reset_password(&self, account_id: i64, password_phc: &str) -> Result<()> {
        self.get(account_id).await?;
        self.refuse_shared(account_id).await?;
        set_password(&self.tx.act, account_id, password_phc, true).await?;
        sessions::end_all(&self.tx.act, account_id, None).await?;
        Ok(())
    }

    /// Ends all sessions of a member in this office.
    ///
    /// # Errors
    /// `NotFound` for an account without a role in this office.
    pub async fn end_sessions(&self, account_id: i64) -> Result<()> {
        self.get(account_id).await?;
        sessions::end_in_office(&self.tx.act, account_id, self.at.office_id()).await
    }

    /// An account that works in several offices is no single manager's: whoever could set its password would walk into
    /// the other office.
    async fn refuse_shared(&self, account_id: i64) -> Result<()> {
        let elsewhere = membership::Entity::find()
            .filter(membership::Column::AccountId.eq(account_id))
            .filter(membership::Column::OfficeId.ne(self.at.office_id()))
            .one(self.tx.act.tx())
            .await?;
        if elsewhere.is_none() {
            return Ok(());
        }
        Err(StoreError::Invalid {
            what: "この人はほかの事業所にも所属しているため、ここからは変更できません",
            how_to_fix: "この事業所で使えなくするときは権限を取り消し、パスワードは本人が変更してください",
        })
    }

    async fn refuse_last_manager(&self, account_id: i64) -> Result<()> {
        self.get(account_id).await?;
        let others = self
            .list()
            .await?
            .into_iter()
            .any(|member| member.role == Role::Manager && !member.disabled && member.account_id != account_id);
        if others || self.get(account_id).await?.role != Role::Manager {
            return Ok(());
        }
        Err(StoreError::Invalid {
            what: "管理者がいなくなるため、変更できません",
            how_to_fix: "先に、別の人に管理者の役割を付けてください",
        })
    }
}
