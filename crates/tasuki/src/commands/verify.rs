//! `tasuki verify`: 点検 – whether the audit chains hold together, and whether every attached file is still the one that
//! was attached.
use super::serve::{open, runtime};
use crate::{console, demo::DATABASE};
use anyhow::{Result, bail};
use clap::Args;
use std::{fmt::Write as _, path::PathBuf, process::ExitCode};
use store::StoreError;

/// Something differs.
const DIFFERS: u8 = 1;
/// Nothing could be read.
const FAILED: u8 = 2;

/// 監査記録のつながりと添付ファイルを点検します
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// データのあるフォルダ
    #[arg(long, visible_alias = "data-dir", env = "TASUKI_DIR", default_value = "tasuki-data")]
    dir: PathBuf,
    /// PostgreSQLを使うときの接続先(postgres://…)。なければフォルダの中のSQLite
    #[arg(long, env = "TASUKI_DATABASE")]
    database: Option<String>,
}

/// Looks at everything; ends with 1 when something differs.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match verify(arguments) {
        Ok((whole, text)) => console::finish(if whole { 0 } else { DIFFERS }, &text),
        Err(error) => {
            console::complain(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

/// Address of the data; a folder without data is not filled with an empty one.
fn address(arguments: &Arguments) -> Result<String> {
    if let Some(url) = &arguments.database {
        return Ok(url.clone());
    }
    let own = arguments.dir.join("tasuki.db");
    // the folder of a demo holds a database of another name
    let file = [own.clone(), arguments.dir.join(DATABASE)].into_iter().find(|file| file.is_file());
    match file {
        Some(file) => Ok(format!("sqlite:{}", file.display())),
        None => bail!("{} がありません。データのあるフォルダを --dir で指定してください", own.display()),
    }
}

fn verify(arguments: &Arguments) -> Result<(bool, String)> {
    let url = address(arguments)?;
    runtime()?.block_on(async {
        let store = open(&url).await?;
        let mut text = String::new();
        let chains = match store.verify_audit().await {
            Ok(events) => {
                let _ = writeln!(text, "監査記録: {events}件、つながっています");
                true
            }
            Err(broken @ StoreError::AuditBroken { .. }) => {
                let _ = writeln!(text, "監査記録: {broken}");
                false
            }
            Err(error) => return Err(error.into()),
        };
        let files = store.verify_attachments().await?;
        let _ = write!(text, "添付ファイル: {}件、{}バイト、", files.files, files.bytes);
        let intact = files.damaged.is_empty();
        if intact {
            text.push_str("すべて元のままです\n");
        } else {
            let ids: Vec<String> = files.damaged.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                text,
                "{}件が元の内容と違います(attachment の id: {})。バックアップから戻してください",
                ids.len(),
                ids.join(", ")
            );
        }
        store.close().await?;
        Ok((chains && intact, text))
    })
}
