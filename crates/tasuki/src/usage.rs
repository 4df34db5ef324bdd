//! 書き方の案内: what a mistyped command line is told, in Japanese, with exit status 2.
use clap::error::{ContextKind, Error, ErrorKind};
use std::process::ExitCode;

/// Prints help and version as they are; explains everything else.
pub(crate) fn explain(error: &Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        crate::console::print(&error.to_string());
        return ExitCode::SUCCESS;
    }
    crate::console::complain(&sentence(error));
    ExitCode::from(2)
}

fn sentence(error: &Error) -> String {
    let given = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("「{}」というコマンドはありません", given(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("「{}」という指定はありません", given(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => format!("{} の指定が必要です", given(ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => format!("「{}」は他の指定と同時に使えません", given(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("「{}」に「{}」は使えません", given(ContextKind::InvalidArg), given(ContextKind::InvalidValue))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "コマンドを指定してください".to_owned()
        }
        _ => "コマンドの書き方が正しくありません".to_owned(),
    };
    format!("{what}。書き方は tasuki --help で見られます")
}
