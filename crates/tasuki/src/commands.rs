//! The commands, one room each.
pub(crate) mod assess;
pub(crate) mod check;
pub(crate) mod data;
pub(crate) mod demo;
mod reading;
pub(crate) mod serve;
pub(crate) mod verify;

/// Ends a command that may fail: the chain of causes goes to standard error.
pub(crate) fn finish(result: anyhow::Result<()>) -> std::process::ExitCode {
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            crate::console::complain(&format!("{error:#}"));
            std::process::ExitCode::FAILURE
        }
    }
}
