//! 端末への出力: results on standard output, complaints on standard error, and a reader that went away is no fault.
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Prints a result. `false` when it could not be written in full for another reason than a closed pipe.
pub(crate) fn print(text: &str) -> bool {
    written(std::io::stdout().lock(), text)
}

/// Prints a result and ends with its status.
pub(crate) fn finish(status: u8, text: &str) -> ExitCode {
    if !print(text) {
        complain("結果を書き出せませんでした。出力先の空き容量を確かめてください");
        return ExitCode::from(2);
    }
    ExitCode::from(status)
}

/// Prints a complaint with the program's name before it.
pub(crate) fn complain(text: &str) {
    written(std::io::stderr().lock(), &format!("tasuki: {text}\n"));
}

/// The whole text at once: a console that wants another encoding must not meet half a character.
fn written(mut stream: impl Write, text: &str) -> bool {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Ok(()) => true,
        Err(error) => error.kind() == ErrorKind::BrokenPipe,
    }
}
