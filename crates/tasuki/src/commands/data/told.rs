//! 取込みの結果の伝え方: the exit statuses of `tasuki data` and the cells of its lists.

/// Something in the file has to be mended; the other rows are taken in.
pub(super) const FAULTY: u8 = 1;
/// Nothing could be read or written.
pub(super) const FAILED: u8 = 2;

/// A cell of our own lists, which quote nothing.
pub(super) fn plain(text: &str) -> String {
    text.replace([',', '"', '\n', '\r'], "_")
}
