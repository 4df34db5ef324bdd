//! `tasuki demo`: 架空の事業所の一年分をつくり、画面を動かす。
use super::serve;
use crate::{
    console,
    demo::{self, Folder, Found, Town, complete, fill},
};
use anyhow::{Context, Result};
use clap::Args;
use fees::FeeTables;
use kernel::Day;
use office::{App, Clock};
use std::{fmt::Write as _, io::ErrorKind, net::SocketAddr, path::PathBuf, process::ExitCode};
use tokio::net::TcpListener;

/// How many ports after the wanted one are tried when it is taken.
const NEIGHBOURS: u16 = 10;

/// `tasuki demo` as typed.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// 見本のデータを置くフォルダ(なければ作ります)
    #[arg(long, default_value = "tasuki-demo")]
    dir: PathBuf,
    /// 待ち受ける住所(使われていれば、次の番号を順に試します)
    #[arg(long, default_value = "127.0.0.1:8460")]
    listen: SocketAddr,
    /// 前の見本を消して、はじめから作り直します
    #[arg(long)]
    fresh: bool,
    /// 見本の中の「今日」(例 2027-01-08)。書かなければ、見本の町の今日から始まります
    #[arg(long)]
    today: Option<Day>,
}

/// Runs until Ctrl+C.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    super::finish(start(arguments))
}

fn start(arguments: &Arguments) -> Result<()> {
    serve::log_to_stderr();
    let folder = Folder::take(&arguments.dir)?;
    serve::runtime()?.block_on(async {
        let town = Town::builtin();
        let today = arguments.today.map_or(town.today, |day| demo::at(day, 9, 0));
        let app = |store| App { clock: Clock::starting_at(today), ..serve::app(store, FeeTables::builtin(), true) };
        let app = match folder.open(arguments.fresh).await? {
            Found::Complete(store) => app(store),
            Found::Empty(store) => {
                console::print("見本の町を作っています(数十秒かかることがあります)…\n");
                let app = app(store);
                fill(&app, town)
                    .await
                    .context("見本の町を作れませんでした。もう一度始めると、はじめから作り直します")?;
                complete(&app.store).await?;
                app
            }
        };
        let listener = listen(arguments.listen).await?;
        console::print(&welcome(town, listener.local_addr()?));
        serve::serve(app, listener).await
    })
}

/// The wanted port, or the next free one.
async fn listen(wanted: SocketAddr) -> Result<TcpListener> {
    let ports = wanted.port()..=wanted.port().saturating_add(NEIGHBOURS);
    for port in ports {
        match TcpListener::bind(SocketAddr::new(wanted.ip(), port)).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            bound => {
                return bound
                    .with_context(|| format!("{wanted} で待ち受けられません。--listen で別の番号を指定してください"));
            }
        }
    }
    anyhow::bail!("{wanted} から{NEIGHBOURS}個先まで、すべて使われています。--listen で別の番号を指定してください")
}

fn welcome(town: &Town, address: SocketAddr) -> String {
    let mut text = format!("\n見本の町ができています(人も事業所も架空です)。\n\n  http://{address}/\n\n");
    for (id, office) in town.offices() {
        let _ = writeln!(text, "  {} ({})", office.name, office.kind.label_ja());
        for account in &town.account {
            let also = account.also.iter().find(|also| also.office == id).map(|also| also.role);
            let Some(role) = Some(account.role).filter(|_| account.office == id).or(also) else { continue };
            let (role, login) = (role.label_ja(), &account.login);
            let _ = writeln!(text, "    {role}: ログイン名 {login}  パスワード {}", account.password);
        }
    }
    text.push_str("\n止めるときは Ctrl+C を押してください。作り直すときは --fresh を付けて始めてください。\n");
    text
}
