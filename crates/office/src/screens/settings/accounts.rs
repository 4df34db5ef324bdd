//! 職員: accounts of the office – adding, roles, stopping, first passwords.
use super::places::{Place, Places};
use crate::{
    actions::{
        access::login_name,
        settings::{self, MemberAct, NewMember},
    },
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    passwords,
    permissions::Permission,
    screens::people::{
        frame::{refused, shell_with},
        read,
        said::Said,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use store::{Member, Role};
use ui::{Choice, Form, Shell};

struct MemberLine {
    name: String,
    login: String,
    role: &'static str,
    state: &'static str,
    stopped: bool,
    href: String,
}

#[derive(Template)]
#[template(path = "settings/accounts.html")]
struct AccountsPage {
    shell: Shell,
    base: String,
    places: Places,
    members: Vec<MemberLine>,
    form: Form,
    roles: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "settings/account.html")]
struct AccountPage {
    shell: Shell,
    base: String,
    places: Places,
    name: String,
    login: String,
    state: &'static str,
    stopped: bool,
    own: bool,
    action: String,
    form: Form,
    roles: Vec<Choice>,
}

fn key(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn role_of(text: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| key(*role) == text)
}

fn roles() -> Vec<Choice> {
    Role::ALL.map(|role| Choice::new(key(role), role.label_ja())).to_vec()
}

fn state(member: &Member) -> &'static str {
    match (member.disabled, member.must_change) {
        (true, _) => "停止中",
        (false, true) => "最初のサインイン待ち",
        (false, false) => "使用中",
    }
}

async fn list_page(desk: &Desk, form: Form, ok: Option<&str>) -> Result<String, Failure> {
    let members = desk.read().members().list().await?;
    let mut choices = vec![Choice::new("", "(選んでください)")];
    choices.extend(roles());
    let page = AccountsPage {
        shell: shell_with(desk, Section::Settings, ok).await?,
        base: format!("{}/settings", desk.base),
        places: Places::of(desk, Place::Accounts),
        members: members
            .into_iter()
            .map(|member| MemberLine {
                role: member.role.label_ja(),
                state: state(&member),
                stopped: member.disabled,
                href: format!("{}/settings/accounts/{}", desk.base, member.account_id),
                name: member.display_name,
                login: member.login,
            })
            .collect(),
        form,
        roles: choices,
    };
    Ok(page.render()?)
}

/// `GET /settings/accounts`.
pub(crate) async fn list(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    desk.require(Permission::ManageAccounts)?;
    Ok(Html(list_page(&desk, Form::default(), said.ok.as_deref()).await?))
}

/// Words of the office and the person that may not be a password.
async fn acceptable(desk: &Desk, password: &str, login: &str, name: &str) -> Result<Result<(), String>, Failure> {
    let office = desk.read().office().current().await?.body.name;
    let context: Vec<&str> = [office.as_str(), login, name].into_iter().filter(|word| !word.is_empty()).collect();
    Ok(passwords::acceptable(password, &context))
}

/// `POST /settings/accounts`.
pub(crate) async fn add(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::ManageAccounts)?;
    let display_name = form.need("display_name", "氏名", |text| Ok::<_, String>(text.to_owned()));
    let _ = read::text(&mut form, "display_name", "氏名");
    let login = form.need("login", "ログイン名", login_name);
    let role = form.need("role", "役割", |text| role_of(text).ok_or("役割を一覧から選んでください"));
    let password = form.value("password").to_owned();
    let words = (login.as_deref().unwrap_or_default(), display_name.as_deref().unwrap_or_default());
    if let Err(message) = acceptable(&desk, &password, words.0, words.1).await? {
        form.fail("password", message);
    }
    form.set("password", "");
    if let (Some(login), Some(display_name), Some(role), true) = (login, display_name, role, form.is_ok()) {
        let new = NewMember { login, display_name, role, password };
        match settings::add_member(&desk.app, &desk.actor(), desk.now, new).await {
            Ok(_) => {
                return Ok(Redirect::to(&format!("{}/settings/accounts?ok=account", desk.base)).into_response());
            }
            Err(error) => {
                refused(&mut form, error, "login")?;
            }
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(list_page(&desk, form, None).await?)).into_response())
}

async fn one_page(desk: &Desk, id: i64, typed: Option<Form>, ok: Option<&str>) -> Result<String, Failure> {
    let member = desk.read().members().get(id).await?;
    let form = typed.unwrap_or_else(|| {
        let mut form = Form::default();
        form.set("role", key(member.role));
        form
    });
    let page = AccountPage {
        shell: shell_with(desk, Section::Settings, ok).await?,
        base: format!("{}/settings", desk.base),
        places: Places::of(desk, Place::Accounts),
        state: state(&member),
        stopped: member.disabled,
        own: id == desk.session.account_id,
        action: format!("{}/settings/accounts/{id}", desk.base),
        name: member.display_name,
        login: member.login,
        form,
        roles: roles(),
    };
    Ok(page.render()?)
}

/// `GET /settings/accounts/{account}`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    desk.require(Permission::ManageAccounts)?;
    Ok(Html(one_page(&desk, id, None, said.ok.as_deref()).await?))
}

/// `POST /settings/accounts/{account}/{act}`.
pub(crate) async fn act(
    desk: Desk,
    Path((_, id, act)): Path<(i64, i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::ManageAccounts)?;
    let member = desk.read().members().get(id).await?;
    let (wanted, code, field) = match act.as_str() {
        "role" => {
            let role = form.need("role", "役割", |text| role_of(text).ok_or("役割を一覧から選んでください"));
            (role.map(MemberAct::Role), "role", "role")
        }
        "stop" => (Some(MemberAct::Stop), "stopped", "stop"),
        "resume" => (Some(MemberAct::Resume), "resumed", "resume"),
        "end" => (Some(MemberAct::EndSessions), "ended", "end"),
        "password" => {
            let password = form.value("password").to_owned();
            form.set("password", "");
            if let Err(message) = acceptable(&desk, &password, &member.login, &member.display_name).await? {
                form.fail("password", message);
            }
            (form.is_ok().then_some(MemberAct::ResetPassword(password)), "reset", "password")
        }
        _ => return Err(Failure::NotFound),
    };
    if let Some(wanted) = wanted {
        match settings::act_on_member(&desk.app, &desk.actor(), desk.now, id, wanted).await {
            Ok(()) => {
                let to = format!("{}/settings/accounts/{id}?ok={code}", desk.base);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => {
                refused(&mut form, error, field)?;
            }
        }
    }
    if !form.has("role") {
        form.set("role", key(member.role));
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(one_page(&desk, id, Some(form), None).await?)).into_response())
}
