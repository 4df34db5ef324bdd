//! Where the repository stands.
use std::path::{Path, PathBuf};

/// A path inside the repository, whatever the current directory is.
pub(crate) fn path(inside: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands inside the repository");
    if inside == "." { root.to_owned() } else { root.join(inside) }
}
