//! ファイルの読取り: what a file is called, and why it could not be read.
use std::path::Path;

/// Why a file could not be read, for people.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => "ファイルがありません。場所と名前を確かめてください",
        std::io::ErrorKind::PermissionDenied => "ファイルを読む権限がありません。ファイルの権限を確かめてください",
        std::io::ErrorKind::IsADirectory => "フォルダが指定されています。ファイルを指定してください",
        std::io::ErrorKind::InvalidData => "文字コードが UTF-8 ではありません。UTF-8 で保存し直してください",
        _ => "ファイルを読めません。ほかのプログラムが使っていないか確かめてください",
    };
    format!("{}: {why}", named(path))
}

/// The file as people know it; `-` is the standard input.
pub(crate) fn named(path: &Path) -> String {
    if path == Path::new("-") { "標準入力".to_owned() } else { path.display().to_string() }
}
