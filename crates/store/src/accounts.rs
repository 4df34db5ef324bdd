//! ログイン利用者: accounts, their roles, and what sign-in needs of them.
use crate::{
    act::Act,
    codec::{from_word, ms, word},
    db::Store,
    entity::{account, membership, office},
    entry::EntityKind,
    error::{Result, StoreError},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// 役割 of an account in an office. What each may do is a table of the use cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 支援員.
    SupportStaff,
    /// サービス管理責任者.
    ServiceManager,
    /// 請求担当.
    ClaimsClerk,
    /// 管理者.
    Manager,
    /// 閲覧.
    Viewer,
}

impl Role {
    /// All roles in the order of the forms.
    pub const ALL: [Role; 5] =
        [Role::SupportStaff, Role::ServiceManager, Role::ClaimsClerk, Role::Manager, Role::Viewer];

    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            Role::SupportStaff => "支援員",
            Role::ServiceManager => "サービス管理責任者",
            Role::ClaimsClerk => "請求担当",
            Role::Manager => "管理者",
            Role::Viewer => "閲覧",
        }
    }
}

/// A new account.
#[derive(Clone)]
pub struct NewAccount {
    /// ログインID; case and outer spaces do not matter.
    pub login: String,
    /// 表示名.
    pub display_name: String,
    /// Hash of the password as a PHC string. The password itself never comes here.
    pub password_phc: String,
    /// The password must be changed at the first sign-in.
    pub must_change: bool,
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount").field("must_change", &self.must_change).finish_non_exhaustive()
    }
}

/// 所属: an office an account works in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The office.
    pub office_id: i64,
    /// Its name.
    pub office_name: String,
    /// The role there.
    pub role: Role,
}

/// What sign-in needs to know of an account.
#[derive(Clone)]
pub struct SignIn {
    /// The account.
    pub account_id: i64,
    /// 表示名.
    pub display_name: String,
    /// PHC string to check the password against.
    pub password_phc: String,
    /// 停止中: sign-in is refused.
    pub disabled: bool,
    /// The password must be changed first.
    pub must_change: bool,
    /// The offices, by name.
    pub memberships: Vec<Membership>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

/// What of an account stands in its history: everything but the secret.
#[derive(Serialize)]
struct AccountBody<'a> {
    login: &'a str,
    display_name: &'a str,
    disabled: bool,
    must_change: bool,
}

/// The form in which a login is stored and looked up.
pub fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

impl Store {
    /// Looks an account up for sign-in. `None` for an unknown login; the caller spends the same time on it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn account_for_sign_in(&self, login: &str) -> Result<Option<SignIn>> {
        let exec = self.pool().exec();
        let Some(account) =
            account::Entity::find().filter(account::Column::Login.eq(login_key(login))).one(&exec).await?
        else {
            return Ok(None);
        };
        let memberships = self.memberships(account.id).await?;
        Ok(Some(SignIn {
            account_id: account.id,
            display_name: account.display_name,
            password_phc: account.password_phc,
            disabled: account.disabled_at_ms.is_some(),
            must_change: account.must_change,
            memberships,
        }))
    }

    /// The offices an account may work in, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn memberships(&self, account_id: i64) -> Result<Vec<Membership>> {
        let exec = self.pool().exec();
        let rows = membership::Entity::find().filter(membership::Column::AccountId.eq(account_id)).all(&exec).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.office_id).collect();
        let offices = office::Entity::find().filter(office::Column::Id.is_in(ids)).all(&exec).await?;
        let mut found = rows
            .iter()
            .filter_map(|row| offices.iter().find(|office| office.id == row.office_id).map(|office| (row, office)))
            .map(|(row, office)| {
                let role = from_word("membership", "role", &row.role)?;
                Ok(Membership { office_id: office.id, office_name: office.name.clone(), role })
            })
            .collect::<Result<Vec<_>>>()?;
        found.sort_by(|a, b| (&a.office_name, a.office_id).cmp(&(&b.office_name, b.office_id)));
        Ok(found)
    }
}

pub(crate) async fn create(act: &Act, new: &NewAccount) -> Result<i64> {
    let login = login_key(&new.login);
    let row = account::ActiveModel {
        login: Set(login.clone()),
        display_name: Set(new.display_name.clone()),
        password_phc: Set(new.password_phc.clone()),
        disabled_at_ms: Set(None),
        must_change: Set(new.must_change),
        created_at_ms: Set(act.now_ms()),
        version: Set(1),
        ..Default::default()
    };
    let made = account::Entity::insert(row)
        .on_conflict(OnConflict::column(account::Column::Login).do_nothing().to_owned())
        .exec_without_returning(act.tx())
        .await?;
    if made == 0 {
        return Err(StoreError::Taken { what: "ログインID" });
    }
    let row = account::Entity::find().filter(account::Column::Login.eq(&login)).one(act.tx()).await?;
    let row = row.ok_or(EntityKind::Account.not_found())?;
    keep(act, &row).await?;
    Ok(row.id)
}

async fn keep(act: &Act, row: &account::Model) -> Result<()> {
    let body = AccountBody {
        login: &row.login,
        display_name: &row.display_name,
        disabled: row.disabled_at_ms.is_some(),
        must_change: row.must_change,
    };
    act.keep(act.chain, EntityKind::Account, row.id, row.version, &body).await
}

/// Changes an account by `change` and keeps the new version.
pub(crate) async fn change(act: &Act, account_id: i64, set: account::ActiveModel) -> Result<i64> {
    let find = || account::Entity::find_by_id(account_id).one(act.tx());
    let stored = find().await?.ok_or(EntityKind::Account.not_found())?;
    let done = account::Entity::update_many()
        .set(account::ActiveModel { version: Set(stored.version + 1), ..set })
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Version.eq(stored.version))
        .exec(act.tx())
        .await?;
    let now = find().await?.ok_or(EntityKind::Account.not_found())?;
    if done.rows_affected == 0 {
        return Err(EntityKind::Account.conflict(Some(now.version)));
    }
    keep(act, &now).await?;
    Ok(now.version)
}

/// Sets a password hash.
pub(crate) async fn set_password(act: &Act, account_id: i64, phc: &str, must_change: bool) -> Result<i64> {
    let set =
        account::ActiveModel { password_phc: Set(phc.to_owned()), must_change: Set(must_change), ..Default::default() };
    change(act, account_id, set).await
}

/// Gives a role in an office, or changes it.
pub(crate) async fn grant(act: &Act, account_id: i64, office_id: i64, role: Role) -> Result<()> {
    let row = membership::ActiveModel {
        account_id: Set(account_id),
        office_id: Set(office_id),
        role: Set(word(&role)),
        granted_at_ms: Set(ms(act.now)),
        ..Default::default()
    };
    let upsert = OnConflict::columns([membership::Column::AccountId, membership::Column::OfficeId])
        .update_columns([membership::Column::Role, membership::Column::GrantedAtMs])
        .to_owned();
    membership::Entity::insert(row).on_conflict(upsert).exec_without_returning(act.tx()).await?;
    Ok(())
}
