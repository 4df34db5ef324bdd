//! 待っているファイルの種類.

/// Kind of a waiting file: people from a spreadsheet.
pub(super) const PEOPLE: &str = "people";

/// Kind of a waiting file: an official code table.
pub(super) const CODES: &str = "codes";

/// Kind of a waiting file: daily records from a J61 file.
pub(super) const DAYS: &str = "days";
