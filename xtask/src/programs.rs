//! Running other programs: their words when they fail.
use crate::root;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Runs cargo in the repository with further environment.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>, environment: &[(&str, &str)]) -> Result<()> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root::path(".")).envs(environment.iter().copied());
    run_command(&mut command)
}

/// Runs a command to its end and fails with its words when it fails.
pub(crate) fn run_command(command: &mut Command) -> Result<()> {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words: Vec<_> = std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    let words = words.join(" ");
    let status = command.status().with_context(|| format!("`{words}` could not be started"))?;
    if !status.success() {
        bail!("`{words}` ended with {status}");
    }
    Ok(())
}
