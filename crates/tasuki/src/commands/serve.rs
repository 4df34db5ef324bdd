//! `tasuki serve`: the office program over HTTP, on loopback unless told otherwise.
use crate::console;
use anyhow::{Context, Result};
use clap::Args;
use fees::{FeeTables, community::prices::Overlay};
use kernel::Holidays;
use office::{App, Clock, Hashing};
use records::Layouts;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};
use store::{Store, StoreConfig};
use tokio::net::TcpListener;

/// 事業所の画面を動かします
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// データを置くフォルダ(なければ作ります)
    #[arg(long, env = "TASUKI_DIR", default_value = "tasuki-data")]
    dir: PathBuf,
    /// PostgreSQLを使うときの接続先(postgres://…)。なければフォルダの中のSQLite
    #[arg(long, env = "TASUKI_DATABASE")]
    database: Option<String>,
    /// 待ち受ける住所
    #[arg(long, env = "TASUKI_LISTEN", default_value = "127.0.0.1:8450")]
    listen: SocketAddr,
    /// 報酬表のフォルダ(なければ組み込みの表)
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs until Ctrl+C.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    super::finish(start(arguments))
}

fn start(arguments: &Arguments) -> Result<()> {
    log_to_stderr();
    runtime()?.block_on(async {
        let url = match &arguments.database {
            Some(url) => url.clone(),
            None => database_in(&arguments.dir)?,
        };
        let store = open(&url).await?.with_prices(prices(arguments.data.as_deref())?);
        let tables =
            office::actions::import::codes::in_use(&store, super::data::tables(arguments.data.as_deref())?).await?;
        let app = app(store, tables, false);
        let listener = TcpListener::bind(arguments.listen).await.with_context(|| {
            format!("{} で待ち受けられません。--listen で別の番号を指定してください", arguments.listen)
        })?;
        // A console that went away must not stop the server.
        console::print(&format!("Tasuki を動かしています: http://{}/\n", listener.local_addr()?));
        console::print("止めるときは Ctrl+C を押してください。\n");
        serve(app, listener).await
    })
}

/// 単価 taken into the data folder; they hold until the program ends.
fn prices(folder: Option<&Path>) -> Result<&'static [Overlay]> {
    let rows = folder.map(super::data::prices::overlays).transpose()?.unwrap_or_default();
    Ok(Box::leak(rows.into_boxed_slice()))
}

/// The async runtime of the server.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("スレッドを用意できません")
}

/// Logs go to standard error; they hold no personal data.
pub(crate) fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,tasuki=info".into());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Address of the SQLite file in a folder, which is made when absent.
pub(crate) fn database_in(dir: &Path) -> Result<String> {
    std::fs::create_dir_all(dir).with_context(|| {
        format!("フォルダ {} を作れません。書き込める場所を --dir で指定してください", dir.display())
    })?;
    Ok(format!("sqlite:{}", dir.join("tasuki.db").display()))
}

/// Opens the database and brings its schema up to date.
pub(crate) async fn open(url: &str) -> Result<Store> {
    // The address may hold a password and stays out of the message.
    Store::open(&StoreConfig { url: url.to_owned() }).await.context("データベースを開けません")
}

/// The office program over a store.
pub(crate) fn app(store: Store, tables: &'static FeeTables, demo: bool) -> App {
    App {
        store,
        tables,
        in_use: office::TablesInUse::default(),
        layouts: Layouts::builtin(),
        holidays: Holidays::builtin(),
        clock: Clock::System,
        demo,
        hashing: Hashing::default(),
    }
}

/// Serves until Ctrl+C; running requests are finished.
pub(crate) async fn serve(app: App, listener: TcpListener) -> Result<()> {
    let store = app.store.clone();
    let service = office::router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop_signal()).await.context("サーバーが止まりました")?;
    store.close().await.context("データベースを閉じられません")
}

async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_server_starts_with_the_prices_that_were_taken_into_its_data_folder() {
        let folder = std::env::temp_dir().join(format!("tasuki-serve-prices-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(prices(None).unwrap(), []);
        assert_eq!(prices(Some(&folder)).unwrap(), []);
        let file = folder.join("city.csv");
        let table = "pack,name,amount,currency,valid_from,valid_to,source,read_on\n\
                     kamakura,単独型,40,units,2022-04,,市の単価表,2024-05-01\n";
        std::fs::write(&file, table).unwrap();
        let wanted = super::super::data::prices::ImportPrices { file, data: Some(folder.clone()) };
        super::super::data::prices::import(&wanted).unwrap();
        let store = runtime().unwrap().block_on(async {
            let url = database_in(&folder.join("db")).unwrap();
            open(&url).await.unwrap().with_prices(prices(Some(&folder)).unwrap())
        });
        let known: Vec<_> = store.prices().iter().map(|row| (row.name.as_str(), row.amount)).collect();
        assert_eq!(known, [("単独型", 40)]);
        drop(store);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
