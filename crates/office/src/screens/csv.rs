//! CSV: lists as files for spreadsheets.
use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// A cell of a CSV for people: what a spreadsheet would take as a formula gets a quote mark in front; RFC 4180 quoting.
fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A list being written: UTF-8 with the mark by which spreadsheets know it, lines ended as they expect.
pub(crate) struct Csv(String);

impl Csv {
    /// A list with its headings.
    pub(crate) fn new(head: &[&str]) -> Csv {
        let mut csv = Csv(String::from("\u{feff}"));
        csv.0.push_str(&head.join(","));
        csv.0.push_str("\r\n");
        csv
    }

    /// One line; no cell becomes a formula.
    pub(crate) fn line<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| csv_cell(cell.as_ref())).collect();
        self.0.push_str(&cells.join(","));
        self.0.push_str("\r\n");
    }

    /// The list as a file to be kept.
    pub(crate) fn file(self, name: &str) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        ];
        (headers, self.0).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        for text in ["=1+1", "+81", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "\t=1", "\r=1"] {
            assert!(csv_cell(text).trim_start_matches('"').starts_with('\''), "{text}");
        }
        assert_eq!(csv_cell("見本 太郎"), "見本 太郎");
        assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
